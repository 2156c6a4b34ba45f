//! Buckets and their settings.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{PolicyText, Tag};
use crate::fetched::Fetched;

/// Simple Storage Service.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct S3 {
    /// The block that holds for every bucket of the account; `null` where none is set.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub account_public_access_block: Fetched<Option<PublicAccessBlock>>,
    /// Every bucket of the account, of every Region.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub buckets: Fetched<Vec<Bucket>>,
}

/// A general purpose bucket. A setting that is `null` is not configured.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase")]
pub struct Bucket {
    /// Globally unique.
    pub name: String,
    /// When it was made or its settings last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub creation_date: Option<Timestamp>,
    /// Where it is.
    #[serde(default, skip_serializing_if = "Fetched::is_not_collected")]
    pub bucket_region: Fetched<String>,
    /// Access control list.
    #[serde(default, skip_serializing_if = "Fetched::is_not_collected")]
    pub acl: Fetched<Acl>,
    /// Lifecycle rules.
    #[serde(default, skip_serializing_if = "Fetched::is_not_collected")]
    pub lifecycle_configuration: Fetched<Option<LifecycleConfiguration>>,
    /// Server access logging.
    #[serde(default, skip_serializing_if = "Fetched::is_not_collected")]
    pub logging_enabled: Fetched<Option<LoggingEnabled>>,
    /// A sample of what is in it.
    #[serde(default, skip_serializing_if = "Fetched::is_not_collected")]
    pub objects: Fetched<ObjectSample>,
    /// Who owns objects, and whether ACLs count.
    #[serde(default, skip_serializing_if = "Fetched::is_not_collected")]
    pub ownership_controls: Fetched<Option<OwnershipControls>>,
    /// The bucket policy.
    #[serde(default, skip_serializing_if = "Fetched::is_not_collected")]
    pub policy: Fetched<Option<PolicyText>>,
    /// The bucket's own public access block.
    #[serde(default, skip_serializing_if = "Fetched::is_not_collected")]
    pub public_access_block_configuration: Fetched<Option<PublicAccessBlock>>,
    /// Default encryption.
    #[serde(default, skip_serializing_if = "Fetched::is_not_collected")]
    pub server_side_encryption_configuration: Fetched<Option<EncryptionConfiguration>>,
    /// Tags.
    #[serde(default, skip_serializing_if = "Fetched::is_not_collected")]
    pub tag_set: Fetched<Vec<Tag>>,
    /// Versioning.
    #[serde(default, skip_serializing_if = "Fetched::is_not_collected")]
    pub versioning: Fetched<Versioning>,
}

impl Bucket {
    /// A bucket of which nothing but the name is known.
    pub fn named(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            creation_date: None,
            bucket_region: Fetched::default(),
            acl: Fetched::default(),
            lifecycle_configuration: Fetched::default(),
            logging_enabled: Fetched::default(),
            objects: Fetched::default(),
            ownership_controls: Fetched::default(),
            policy: Fetched::default(),
            public_access_block_configuration: Fetched::default(),
            server_side_encryption_configuration: Fetched::default(),
            tag_set: Fetched::default(),
            versioning: Fetched::default(),
        }
    }
}

/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketVersioning.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct Versioning {
    /// `Enabled`, `Suspended`, or absent where it was never on.
    pub status: Option<String>,
}

/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_ServerSideEncryptionConfiguration.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct EncryptionConfiguration {
    /// In fact exactly one.
    pub rules: Vec<EncryptionRule>,
}

/// One rule of the default encryption.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct EncryptionRule {
    /// How new objects are encrypted.
    pub apply_server_side_encryption_by_default: Option<EncryptionByDefault>,
}

/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_ServerSideEncryptionByDefault.html>
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct EncryptionByDefault {
    /// `AES256`, `aws:kms` or `aws:kms:dsse`.
    #[serde(rename = "SSEAlgorithm")]
    pub sse_algorithm: String,
    /// A key id, ARN or alias; absent where the AWS-managed key `aws/s3` is used.
    #[serde(rename = "KMSMasterKeyID", default, skip_serializing_if = "Option::is_none")]
    pub kms_master_key_id: Option<String>,
}

/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_OwnershipControls.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct OwnershipControls {
    /// In fact exactly one.
    pub rules: Vec<OwnershipRule>,
}

/// One rule of the object ownership.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase")]
pub struct OwnershipRule {
    /// `BucketOwnerEnforced`, `BucketOwnerPreferred` or `ObjectWriter`.
    pub object_ownership: String,
}

/// The rules that expire and move objects.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct LifecycleConfiguration {
    /// In the order AWS lists them.
    pub rules: Vec<LifecycleRule>,
}

/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_LifecycleRule.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct LifecycleRule {
    /// The rule's name.
    #[serde(rename = "ID")]
    pub id: Option<String>,
    /// `Enabled` or `Disabled`.
    pub status: String,
    /// Ends versions that are no longer current.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub noncurrent_version_expiration: Option<NoncurrentVersionExpiration>,
    /// Ends uploads that were never completed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub abort_incomplete_multipart_upload: Option<AbortIncompleteMultipartUpload>,
}

/// When versions that are no longer current end.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct NoncurrentVersionExpiration {
    /// Days after a newer version came.
    pub noncurrent_days: Option<i32>,
}

/// When uploads that were never completed end.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct AbortIncompleteMultipartUpload {
    /// Days after the upload began.
    pub days_after_initiation: Option<i32>,
}

/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_LoggingEnabled.html>
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase")]
pub struct LoggingEnabled {
    /// Where the logs go.
    pub target_bucket: String,
    /// Under which prefix.
    #[serde(default)]
    pub target_prefix: String,
}

/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PublicAccessBlockConfiguration.html>
#[expect(clippy::struct_excessive_bools, reason = "AWS has these four switches")]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct PublicAccessBlock {
    /// New public ACLs are refused.
    pub block_public_acls: bool,
    /// Public ACLs do not count.
    pub ignore_public_acls: bool,
    /// New public policies are refused.
    pub block_public_policy: bool,
    /// A public policy lets in only this account and AWS services.
    pub restrict_public_buckets: bool,
}

/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketAcl.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct Acl {
    /// Who may do what.
    pub grants: Vec<Grant>,
}

/// One entry of an access control list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct Grant {
    /// Who.
    pub grantee: Grantee,
    /// `FULL_CONTROL`, `READ`, `WRITE`, `READ_ACP` or `WRITE_ACP`.
    pub permission: Option<String>,
}

/// Whom a grant is for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Grantee {
    /// `CanonicalUser`, `AmazonCustomerByEmail` or `Group`.
    #[serde(rename = "Type")]
    pub grantee_type: Option<String>,
    /// A canonical user id.
    #[serde(rename = "ID", skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// A predefined group, such as everyone.
    #[serde(rename = "URI", skip_serializing_if = "Option::is_none")]
    pub uri: Option<String>,
}

/// The newest objects among the first that S3 lists.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct ObjectSample {
    /// Under which the keys were listed.
    pub prefix: String,
    /// How many keys were listed.
    pub key_count: usize,
    /// How many of them are not empty.
    pub non_empty_count: usize,
    /// There are more keys than were listed.
    pub is_truncated: bool,
    /// The newest of those that are not empty, newest first.
    pub contents: Vec<Object>,
}

/// What `ListObjectsV2` and `HeadObject` say of an object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase")]
pub struct Object {
    /// The object's key.
    pub key: String,
    /// Bytes.
    pub size: i64,
    /// When it was put.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub last_modified: Option<Timestamp>,
    /// How it is stored; `null` where it is not encrypted.
    #[serde(default, skip_serializing_if = "Fetched::is_not_collected")]
    pub server_side_encryption: Fetched<Option<EncryptionByDefault>>,
}
