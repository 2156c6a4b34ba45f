//! The account as AWS describes it: the field names of the AWS CLI's JSON, the subset that labs read.

mod account;
pub mod apigateway;
pub mod apigatewayv2;
pub mod application_autoscaling;
pub mod autoscaling;
mod cidr;
mod cloudformation;
mod cloudtrail;
pub mod dynamodb;
pub mod ec2;
pub mod efs;
pub mod elbv2;
mod iam;
pub mod kms;
pub mod lambda;
mod last_accessed;
pub mod logs;
mod policy_text;
pub mod rds;
mod s3;
mod secrets;
pub mod secrets_manager;
pub mod sns;
pub mod sqs;

pub use account::{Account, Caller, Global, OtherAccount, Region, Tag};
pub use apigateway::ApiGateway;
pub use apigatewayv2::ApiGatewayV2;
pub use application_autoscaling::ApplicationAutoScaling;
pub use autoscaling::AutoScaling;
pub use cidr::Cidr;
pub use cloudformation::{
    CloudFormation, Encryption, ResourceDrift, Stack, StackDrift, StackEvent, StackOutput, StackParameter,
    StackResource, StackTemplate, StoredData, TemplateIam, TemplateParameter, TemplateSecret, UnresolvedValue,
};
pub use cloudtrail::{
    AdvancedEventSelector, CloudTrail, DataResource, EventSelector, EventSelectors, FieldSelector, Trail,
};
pub use dynamodb::DynamoDb;
pub use ec2::Ec2;
pub use efs::Efs;
pub use elbv2::Elbv2;
pub use iam::{
    AccessKey, AccountSummary, AttachedPermissionsBoundary, AttachedPolicy, AuthorizationDetails, CredentialReport,
    CredentialRow, Group, Iam, InlinePolicy, InstanceProfile, LoginProfile, ManagedPolicy, MfaDevice, PasswordPolicy,
    PolicyVersion, Role, User, UserCredentials,
};
pub use kms::{KeyMetadata, Kms};
pub use lambda::Lambda;
pub use last_accessed::{ServiceLastAccessed, TrackedActionLastAccessed};
pub use logs::Logs;
pub use policy_text::PolicyText;
pub use rds::Rds;
pub use s3::{
    AbortIncompleteMultipartUpload, Acl, Bucket, EncryptionByDefault, EncryptionConfiguration, EncryptionRule, Grant,
    Grantee, LifecycleConfiguration, LifecycleRule, LoggingEnabled, NoncurrentVersionExpiration, Object, ObjectSample,
    OwnershipControls, OwnershipRule, PublicAccessBlock, S3, Versioning,
};
pub use secrets::{SearchedText, SecretFinding, SecretKind};
pub use secrets_manager::SecretsManager;
pub use sns::Sns;
pub use sqs::Sqs;
