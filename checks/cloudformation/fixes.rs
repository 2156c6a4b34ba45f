//! How to mend what the criteria of this lab find. What a template says is changed in the template: where the learner's
//! own is not at hand, the stack has it.

use awslab_core::model::Stack;
use awslab_core::nouns::Located;
use awslab_core::verdict::Observation;

pub(super) const EDIT: &str = "\
    # Change the template that {stack} is made from, infra.yaml. Where it is not at hand (JSON: --output json):\n\
    # aws cloudformation get-template --stack-name {stack} --region {region} --query TemplateBody --output text\n\
    aws cloudformation deploy --stack-name {stack} --region {region} --template-file infra.yaml \
    --capabilities CAPABILITY_NAMED_IAM";

/// With what to write.
const EDIT_TO: &str = "\
    # In the template that {stack} is made from, infra.yaml: {todo}\n\
    # Where it is not at hand (JSON: --output json):\n\
    # aws cloudformation get-template --stack-name {stack} --region {region} --query TemplateBody --output text\n\
    aws cloudformation deploy --stack-name {stack} --region {region} --template-file infra.yaml \
    --capabilities CAPABILITY_NAMED_IAM";

/// A nested stack is changed through the one at the top.
const EDIT_NESTED_TO: &str = "\
    # In the template that the TemplateURL of {stack} names: {todo}\n\
    # Then deploy the stack at the top again, where infra.yaml is the template that names it:\n\
    aws cloudformation package --template-file infra.yaml --s3-bucket BUCKET --output-template-file packaged.yaml\n\
    aws cloudformation deploy --stack-name {top} --region {region} --template-file packaged.yaml \
    --capabilities CAPABILITY_NAMED_IAM";

/// What to write into the template of a stack.
pub(super) fn edit(stack: Located<'_, Stack>, found: Observation, todo: impl Into<String>) -> Observation {
    let found = found.name("todo", todo);
    match &stack.root_id {
        Some(top) if *top != stack.stack_id => found.name("top", top).fix(EDIT_NESTED_TO),
        _ => found.fix(EDIT_TO),
    }
}

pub(super) const DETECT_DRIFT: &str = "\
    aws cloudformation detect-stack-drift --stack-name {stack} --region {region}";

/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/drift-aware-change-sets.html>
pub(super) const REVERT_DRIFT: &str = "\
    # Either take what was changed over into the template, or put it back to what the template says:\n\
    aws cloudformation create-change-set --stack-name {stack} --region {region} --change-set-name revert-drift \
    --use-previous-template --deployment-mode REVERT_DRIFT --capabilities CAPABILITY_NAMED_IAM\n\
    aws cloudformation wait change-set-create-complete --stack-name {stack} --region {region} \
    --change-set-name revert-drift\n\
    aws cloudformation execute-change-set --stack-name {stack} --region {region} --change-set-name revert-drift\n\
    aws cloudformation wait stack-update-complete --stack-name {stack} --region {region}\n\
    aws cloudformation detect-stack-drift --stack-name {stack} --region {region}";

pub(super) const PROTECT: &str = "\
    aws cloudformation update-termination-protection --enable-termination-protection --stack-name {stack} \
    --region {region}";

pub(super) const WAIT_FOR_CREATION: &str = "\
    aws cloudformation wait stack-create-complete --stack-name {stack} --region {region}";
pub(super) const WAIT_FOR_UPDATE: &str = "\
    aws cloudformation wait stack-update-complete --stack-name {stack} --region {region}";
pub(super) const EXECUTE_CHANGE_SET: &str = "\
    # Its change set was never executed.\n\
    CHANGE_SET=$(aws cloudformation list-change-sets --stack-name {stack} --region {region} \
    --query 'Summaries[0].ChangeSetId' --output text)\n\
    aws cloudformation execute-change-set --change-set-name \"$CHANGE_SET\" --region {region}";
pub(super) const CONTINUE_ROLLBACK: &str = "\
    # See why first: aws cloudformation describe-stack-events --stack-name {stack} --region {region}\n\
    aws cloudformation continue-update-rollback --stack-name {stack} --region {region}\n\
    aws cloudformation wait stack-rollback-complete --stack-name {stack} --region {region}\n\
    # Then correct the template and deploy it again.";
pub(super) const DEPLOY_AGAIN: &str = "\
    # See why it failed: aws cloudformation describe-stack-events --stack-name {stack} --region {region}\n\
    # Correct infra.yaml, then:\n\
    aws cloudformation deploy --stack-name {stack} --region {region} --template-file infra.yaml \
    --capabilities CAPABILITY_NAMED_IAM";
pub(super) const DELETE_AND_DEPLOY: &str = "\
    # See why it failed: aws cloudformation describe-stack-events --stack-name {stack} --region {region}\n\
    aws cloudformation delete-stack --stack-name {stack} --region {region}\n\
    aws cloudformation wait stack-delete-complete --stack-name {stack} --region {region}\n\
    # Correct infra.yaml, then:\n\
    aws cloudformation deploy --stack-name {stack} --region {region} --template-file infra.yaml \
    --capabilities CAPABILITY_NAMED_IAM";
