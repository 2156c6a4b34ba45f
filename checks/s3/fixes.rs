//! How to mend what the criteria of this lab find: command templates.

pub(super) const ENCRYPT_BY_DEFAULT: &str = "aws s3api put-bucket-encryption --bucket {bucket} \
    --server-side-encryption-configuration \
    '{\"Rules\":[{\"ApplyServerSideEncryptionByDefault\":{\"SSEAlgorithm\":\"AES256\"}}]}'";

pub(super) const ENCRYPT_BY_DEFAULT_WITH_OWN_KEY: &str = "\
    KEY=$(aws kms create-key --region {region} --description 'Objects of {bucket}' --query KeyMetadata.Arn --output text)\n\
    aws s3api put-bucket-encryption --bucket {bucket} --server-side-encryption-configuration \
    '{\"Rules\":[{\"ApplyServerSideEncryptionByDefault\":{\"SSEAlgorithm\":\"aws:kms\",\"KMSMasterKeyID\":\"'\"$KEY\"'\"},\
    \"BucketKeyEnabled\":true}]}'";

pub(super) const ENCRYPT_OBJECT_WITH_OWN_KEY: &str = "\
    # Mend s3.default-encryption first: this takes the bucket's key.\n\
    KEY=$(aws s3api get-bucket-encryption --bucket {bucket} --output text \
    --query 'ServerSideEncryptionConfiguration.Rules[0].ApplyServerSideEncryptionByDefault.KMSMasterKeyID')\n\
    aws s3 cp s3://{bucket}/{key} s3://{bucket}/{key} --sse aws:kms --sse-kms-key-id \"$KEY\"";

pub(super) const BLOCK_PUBLIC_ACCESS: &str = "\
    # Then ACLs and policies that are public let in your own account and services of AWS alone.\n\
    aws s3api put-public-access-block --bucket {bucket} --public-access-block-configuration \
    BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true";

pub(super) const DISABLE_ACLS: &str = "\
    # If AWS refuses this, the bucket's ACL still grants others something. Then run first:\n\
    # aws s3api put-bucket-acl --bucket {bucket} --acl private\n\
    aws s3api put-bucket-ownership-controls --bucket {bucket} \
    --ownership-controls 'Rules=[{ObjectOwnership=BucketOwnerEnforced}]'";
pub(super) const EMPTY_AND_DISABLE_ACLS: &str = "\
    aws s3api put-bucket-acl --bucket {bucket} --acl private\n\
    aws s3api put-bucket-ownership-controls --bucket {bucket} \
    --ownership-controls 'Rules=[{ObjectOwnership=BucketOwnerEnforced}]'";

pub(super) const LEAVE_OUT: &str = "\
    # This is your policy without what is told above. Where that is needed, keep it with a condition that restricts it,\n\
    # such as StringEquals aws:PrincipalOrgID or IpAddress aws:SourceIp.\n\
    aws s3api put-bucket-policy --bucket {bucket} --policy '{document}'";
pub(super) const DELETE_POLICY: &str = "\
    # Your policy says nothing but what is told above. Where that is needed, keep it with a condition that restricts it,\n\
    # such as StringEquals aws:PrincipalOrgID or IpAddress aws:SourceIp.\n\
    aws s3api delete-bucket-policy --bucket {bucket}";

pub(super) const DENY_PLAIN_HTTP: &str = "\
    # For a bucket without a policy: one that has a policy keeps it, and gets this statement besides.\n\
    aws s3api put-bucket-policy --bucket {bucket} --policy \
    '{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"DenyPlainHttp\",\"Effect\":\"Deny\",\"Principal\":\"*\",\
    \"Action\":\"s3:*\",\"Resource\":[\"arn:{partition}:s3:::{bucket}\",\"arn:{partition}:s3:::{bucket}/*\"],\
    \"Condition\":{\"Bool\":{\"aws:SecureTransport\":\"false\"}}}]}'";
pub(super) const PUT_POLICY: &str = "aws s3api put-bucket-policy --bucket {bucket} --policy '{document}'";
pub(super) const ADD_TO_POLICY: &str = "\
    # This is your policy with a statement that denies plain HTTP at its end.\n\
    aws s3api put-bucket-policy --bucket {bucket} --policy '{document}'";
pub(super) const ADD_TO_WHAT_IS_LEFT: &str = "\
    # This is your policy with a statement that denies plain HTTP at its end, and without the statements that\n\
    # s3.not-public and s3.no-foreign-access are about.\n\
    aws s3api put-bucket-policy --bucket {bucket} --policy '{document}'";
