//! # Automate deployments with CloudFormation or AWS CDK
//!
//! A template says what there should be. CloudFormation makes it so, in the right order, and again when the template
//! changes; what fails is rolled back. The CDK writes templates from code.
//!
//! ## What to build
//!
//! A stack of three resources or more that somebody else could deploy again without asking you anything.
//!
//! 1. Write a template `infra.yaml` with `Parameters` for what differs between places, `Resources`, and `Outputs` for what
//!    others need to know.
//! 2. Say of everything that keeps data that it is encrypted, and what becomes of it when the stack goes:
//!    `DeletionPolicy: Retain` or `Snapshot`.
//! 3. Keep secrets out: a parameter with `NoEcho`, or better a reference such as
//!    `{{resolve:secretsmanager:db:SecretString:password}}`.
//! 4. Deploy it: `aws cloudformation deploy --template-file infra.yaml --stack-name shop --capabilities CAPABILITY_IAM`
//! 5. Change the template and deploy again: that is an update, through a change set that you can look at first.
//! 6. Protect it: `aws cloudformation update-termination-protection --enable-termination-protection --stack-name shop`
//! 7. Ask whether anybody has changed something by hand: `aws cloudformation detect-stack-drift --stack-name shop`
//!
//! With the CDK: `cdk bootstrap` once, then `cdk deploy`, which makes such a stack.
//!
//! ## What the criteria protect against
//!
//! - A stack that is half there: a failed or rolled back one has neither the old state for certain nor the new one.
//! - Drift: what was changed by hand is lost with the next update, or breaks it.
//! - Secrets in a template: it lies in a repository, in a bucket, and in the stack, where everyone may read it who may look
//!   at stacks. `NoEcho` hides a parameter's value, not a default that is written beside it, nor an output.
//! - Roles that are wider than the work: a template is copied, and so is what is wrong with it.
//! - A deleted stack that takes its database along.
//!
//! ## Asked in interviews
//!
//! **What has CloudFormation over clicking?** The template is the documentation, and it cannot be out of date. It is
//! reviewed before it is deployed, the same in every account and Region, and deployed again after a disaster. A change set
//! says what an update will replace before it does. A failed change is rolled back; a changed resource shows as drift. What
//! was clicked is known to whoever clicked it.
//!
//! **What happens when an update fails?** Everything is put back to the last working state: `UPDATE_ROLLBACK_COMPLETE`.
//! A stack that failed when it was made is in `ROLLBACK_COMPLETE`: it can only be deleted.
//!
//! **When are `Ref` and `Fn::GetAtt` not enough?** Between stacks: an output with an `Export` is read by
//! `Fn::ImportValue`, and cannot be changed while somebody imports it.
//!
//! ## Further reading
//!
//! - Best practices: <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/best-practices.html>
//! - Dynamic references: <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html>

mod fixes;
mod iam;
mod secrets;
mod state;
mod template;

use awslab_core::arn::Arn;
use awslab_core::context::Context;
use awslab_core::fact::Fact::{
    CloudFormationEvents, CloudFormationStacks, CloudFormationTemplates, IamAuthorizationDetails, StackResources,
};
use awslab_core::lab::Aspect::{Encryption, LeastPrivilege, Operations, Resilience, Task};
use awslab_core::lab::{Criterion, Lab};
use awslab_core::model::Stack;
use awslab_core::settings::Param;
use awslab_core::verdict::{Miss, Subject};

use self::fixes::{DETECT_DRIFT, EDIT, PROTECT};
use self::iam::iam_scoped;
use self::secrets::no_secrets;
use self::state::{MIN_RESOURCES, MIN_UPDATES, TYPES, no_drift, no_failed, resources, stack, updated};
use self::template::{encrypted_by_template, parameters, protected};

pub(crate) const LAB: Lab = Lab {
    id: "cloudformation",
    title: "Automate deployments with CloudFormation or AWS CDK",
    source: include_str!("cloudformation.rs"),
    params: &[
        Param::count(MIN_RESOURCES, 3, "how many resources the stack manages"),
        Param::text(TYPES, "", "types that must be among them, parted by `;`: `AWS::S3::Bucket;AWS::SQS::Queue`"),
        Param::count(MIN_UPDATES, 0, "how often the stack was changed after it was made"),
    ],
    subjects: Some(subjects),
    criteria: &[
        Criterion::new("stack", Task, 2, "an in-scope stack is complete", stack)
            .reads(&[CloudFormationStacks])
            .why("Everything else is about a stack that is there.")
            .fix(
                "aws cloudformation deploy --template-file infra.yaml --stack-name {new}-stack \
                 --capabilities CAPABILITY_IAM --region {region}",
            )
            .docs("https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html"),
        Criterion::new("resources", Task, 2, "it manages several resources", resources)
            .after("stack")
            .reads(&[CloudFormationStacks, StackResources])
            .why("What is made beside the stack is neither reviewed with it nor deployed with it.")
            .fix(EDIT)
            .docs("https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resources-section-structure.html"),
        Criterion::new("updated", Task, 1, "it was changed as often as asked for", updated)
            .after("stack")
            .reads(&[CloudFormationStacks])
            .reads_when(&[MIN_UPDATES], &[CloudFormationEvents])
            .why("A template earns its keep with the second deployment: the change is reviewed, made and rolled back as one.")
            .fix(EDIT)
            .docs("https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks.html"),
        Criterion::new("no-drift", Operations, 2, "nobody has changed it by hand", no_drift)
            .after("stack")
            .reads(&[CloudFormationStacks])
            .shows(&[StackResources])
            .why("What was changed by hand is lost with the next update, or breaks it.")
            .fix(DETECT_DRIFT)
            .docs("https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-drift.html"),
        Criterion::new("parameters", Operations, 1, "its template can be used again", parameters)
            .after("stack")
            .reads(&[CloudFormationStacks, CloudFormationTemplates])
            .why("Parameters and mappings say what differs between places, outputs what others need to know.")
            .fix(EDIT)
            .docs("https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html"),
        Criterion::new("no-secrets", Encryption, 2, "no secret is written in it", no_secrets)
            .after("stack")
            .reads(&[CloudFormationStacks, CloudFormationTemplates])
            .why("A template lies in a repository, in a bucket and in the stack: everyone reads it who may look at stacks.")
            .fix(EDIT)
            .docs("https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html"),
        Criterion::new(
            "encrypted-by-template",
            Encryption,
            1,
            "its template encrypts what keeps data",
            encrypted_by_template,
        )
        .after("stack")
        .reads(&[CloudFormationStacks, CloudFormationTemplates])
        .why("What the template says holds in every account that it is deployed to, whatever is the default there.")
        .fix(EDIT)
        .docs("https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/security-best-practices.html"),
        Criterion::new("iam-scoped", LeastPrivilege, 2, "its policies allow no more than needed", iam_scoped)
            .after("stack")
            .reads(&[CloudFormationStacks, CloudFormationTemplates, IamAuthorizationDetails])
            .why("A template is copied, and what is too wide in it is copied along.")
            .fix(EDIT)
            .docs("https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/security-best-practices.html"),
        Criterion::new("protected", Resilience, 1, "deleting it loses no data", protected)
            .after("stack")
            .reads(&[CloudFormationStacks, CloudFormationTemplates])
            .why("One wrong name in a script deletes a stack, and with it every bucket and database that nothing keeps.")
            .fix(PROTECT)
            .docs("https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-protect-stacks.html"),
        Criterion::new("no-failed", Operations, 1, "no stack is left failed", no_failed)
            .after("stack")
            .reads(&[CloudFormationStacks])
            .why("A failed stack is neither in its old state nor in the new one, and takes no change until it is mended.")
            .fix("aws cloudformation delete-stack --stack-name {stack} --region {region}")
            .docs("https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/troubleshooting.html"),
    ],
};

fn subjects(cx: &Context<'_>) -> Result<Vec<Arn>, Miss> {
    Ok(cx.all_located::<Stack>()?.iter().map(Subject::arn).collect())
}
