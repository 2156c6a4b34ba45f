//! The account as AWS describes it: the field names of the AWS CLI's JSON, the subset that labs read.

mod account;
mod cloudformation;
mod cloudtrail;
mod iam;
mod kms;
mod last_accessed;
mod policy_text;
mod s3;

pub use account::{Account, Caller, Global, Region, Tag};
pub use cloudformation::{CloudFormation, StackResource};
pub use cloudtrail::{
    AdvancedEventSelector, CloudTrail, DataResource, EventSelector, EventSelectors, FieldSelector, Trail,
};
pub use iam::{
    AccessKey, AccountSummary, AttachedPermissionsBoundary, AttachedPolicy, AuthorizationDetails, CredentialReport,
    CredentialRow, Group, Iam, InlinePolicy, InstanceProfile, LoginProfile, ManagedPolicy, MfaDevice, PasswordPolicy,
    PolicyVersion, Role, User, UserCredentials,
};
pub use kms::{KeyMetadata, Kms};
pub use last_accessed::{ServiceLastAccessed, TrackedActionLastAccessed};
pub use policy_text::PolicyText;
pub use s3::{
    AbortIncompleteMultipartUpload, Acl, Bucket, EncryptionByDefault, EncryptionConfiguration, EncryptionRule, Grant,
    Grantee, LifecycleConfiguration, LifecycleRule, LoggingEnabled, NoncurrentVersionExpiration, Object, ObjectSample,
    OwnershipControls, OwnershipRule, PublicAccessBlock, S3, Versioning,
};
