//! Which IAM action allows an API operation, by the Service Authorization Reference. These tests keep a table of their
//! own, so that a mistake in the product's does not agree with itself.

/// Where the action has another name than the operation.
const RENAMED: &[(&str, &str)] = &[
    ("s3:GetBucketEncryption", "s3:GetEncryptionConfiguration"),
    ("s3:GetBucketLifecycleConfiguration", "s3:GetLifecycleConfiguration"),
    ("s3:GetPublicAccessBlock", "s3:GetBucketPublicAccessBlock"),
    ("s3:HeadBucket", "s3:ListBucket"),
    ("s3:HeadObject", "s3:GetObject"),
    ("s3:ListBuckets", "s3:ListAllMyBuckets"),
    ("s3:ListObjectsV2", "s3:ListBucket"),
    ("s3control:GetPublicAccessBlock", "s3:GetAccountPublicAccessBlock"),
];

/// The action that allows an operation; none where AWS lets everybody do it.
pub(super) fn action_of(operation: &str) -> Option<&str> {
    if operation == "sts:GetCallerIdentity" {
        return None;
    }
    let renamed = RENAMED.iter().find(|(name, _)| *name == operation);
    Some(renamed.map_or(operation, |(_, action)| action))
}
