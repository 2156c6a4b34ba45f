//! How to mend what the criteria of this lab find: command templates, by who holds what.

pub(super) const ATTACH_TO_ROLE: &str = "\
    aws iam create-policy --policy-name {new}-read --policy-document \
    '{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\
    \"Resource\":\"arn:{partition}:s3:::{new-bucket}/*\"}]}'\n\
    aws iam attach-role-policy --role-name {role} --policy-arn arn:{partition}:iam::{account}:policy/{new}-read";

pub(super) const MOVE_INLINE_POLICY_TO_GROUP: &str = "\
    aws iam create-group --group-name {user}-work\n\
    aws iam put-group-policy --group-name {user}-work --policy-name {policy-name} --policy-document '{document}'\n\
    aws iam add-user-to-group --group-name {user}-work --user-name {user}\n\
    aws iam delete-user-policy --user-name {user} --policy-name {policy-name}";

pub(super) const DEACTIVATE_ALL_BUT_THE_NEWEST_KEY: &str = "\
    # Not the key that you use right now, nor one that something still needs.\n\
    for KEY in $(aws iam list-access-keys --user-name {user} --output text \
    --query 'sort_by(AccessKeyMetadata[?Status==`Active`],&CreateDate)[:-1].AccessKeyId'); do \
    aws iam update-access-key --user-name {user} --status Inactive --access-key-id \"$KEY\"; done";
pub(super) const DEACTIVATE_EVERY_KEY: &str = "\
    # Not the key that you use right now, nor one that something still needs.\n\
    for KEY in $(aws iam list-access-keys --user-name {user} --output text \
    --query 'AccessKeyMetadata[?Status==`Active`].AccessKeyId'); do \
    aws iam update-access-key --user-name {user} --status Inactive --access-key-id \"$KEY\"; done\n\
    # Where a key is still needed: aws iam create-access-key --user-name {user}";

pub(super) const REPLACE_OWN_KEY: &str = "\
    # You may be using one of these keys. Make a new one, configure it, then deactivate the old one:\n\
    # aws iam create-access-key --user-name {user}\n\
    # aws iam update-access-key --user-name {user} --status Inactive --access-key-id OLD_KEY";

pub(super) const RESTRICT_TRUST: &str = "\
    # Read it through first: what is in capitals is yours to fill in.\n\
    aws iam update-assume-role-policy --role-name {role} --policy-document '{document}'";
