//! The facts that criteria are decided by, and the API calls that each takes.

use crate::call::{self, Call};

/// Something that can be read of an account. A criterion declares the facts it reads; what is collected, and which
/// permissions awslab asks for, follow from that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fact {
    /// CloudTrail trails, whether they record, and what they select.
    CloudTrailTrails,
    /// Users, groups, roles and policies, with who holds what.
    IamAuthorizationDetails,
    /// The account's password policy.
    IamPasswordPolicy,
    /// Counts and root credentials.
    IamAccountSummary,
    /// Passwords, MFA devices and access keys of users.
    IamCredentials,
    /// When users, groups and roles last used the services and actions that they may use.
    IamLastAccessed,
    /// Who manages a KMS key, and its state.
    KmsKeys,
    /// The account's own public access block.
    S3AccountPublicAccessBlock,
    /// The buckets' access control lists.
    S3Acl,
    /// The buckets and their Regions.
    S3Buckets,
    /// The buckets' default encryption.
    S3Encryption,
    /// The buckets' lifecycle rules.
    S3Lifecycle,
    /// The buckets' server access logging.
    S3Logging,
    /// A bounded sample of a bucket's objects.
    S3Objects,
    /// The buckets' object ownership.
    S3Ownership,
    /// The buckets' policies.
    S3Policy,
    /// The buckets' public access blocks.
    S3PublicAccessBlock,
    /// The buckets' tags.
    S3Tags,
    /// The buckets' versioning.
    S3Versioning,
    /// What belongs to a CloudFormation stack.
    StackResources,
}

impl Fact {
    /// Every fact there is.
    pub const ALL: &[Self] = &[
        Self::CloudTrailTrails,
        Self::IamAuthorizationDetails,
        Self::IamPasswordPolicy,
        Self::IamAccountSummary,
        Self::IamCredentials,
        Self::IamLastAccessed,
        Self::KmsKeys,
        Self::S3AccountPublicAccessBlock,
        Self::S3Acl,
        Self::S3Buckets,
        Self::S3Encryption,
        Self::S3Lifecycle,
        Self::S3Logging,
        Self::S3Objects,
        Self::S3Ownership,
        Self::S3Policy,
        Self::S3PublicAccessBlock,
        Self::S3Tags,
        Self::S3Versioning,
        Self::StackResources,
    ];

    /// What it is, in a few words.
    pub const fn title(self) -> &'static str {
        match self {
            Self::CloudTrailTrails => "CloudTrail trails",
            Self::IamAuthorizationDetails => "users, groups, roles and policies",
            Self::IamPasswordPolicy => "the account's password policy",
            Self::IamAccountSummary => "root's MFA and access keys",
            Self::IamCredentials => "the users' passwords, MFA and access keys",
            Self::IamLastAccessed => "what users, groups and roles have used",
            Self::KmsKeys => "KMS keys",
            Self::S3AccountPublicAccessBlock => "the account's public access block",
            Self::S3Acl => "the buckets' ACLs",
            Self::S3Buckets => "the buckets and their Regions",
            Self::S3Encryption => "the buckets' default encryption",
            Self::S3Lifecycle => "the buckets' lifecycle rules",
            Self::S3Logging => "the buckets' access logging",
            Self::S3Objects => "a sample of objects",
            Self::S3Ownership => "the buckets' object ownership",
            Self::S3Policy => "the buckets' policies",
            Self::S3PublicAccessBlock => "the buckets' public access blocks",
            Self::S3Tags => "the buckets' tags",
            Self::S3Versioning => "the buckets' versioning",
            Self::StackResources => "the resources of CloudFormation stacks",
        }
    }

    /// The API calls that may be made for it.
    pub const fn calls(self) -> &'static [Call] {
        match self {
            Self::CloudTrailTrails => &[call::DESCRIBE_TRAILS, call::GET_EVENT_SELECTORS, call::GET_TRAIL_STATUS],
            Self::IamAuthorizationDetails => &[call::GET_ACCOUNT_AUTHORIZATION_DETAILS],
            Self::IamPasswordPolicy => &[call::GET_ACCOUNT_PASSWORD_POLICY],
            Self::IamAccountSummary => &[call::GET_ACCOUNT_SUMMARY],
            Self::IamCredentials => &[
                call::GENERATE_CREDENTIAL_REPORT,
                call::GET_CREDENTIAL_REPORT,
                call::GET_LOGIN_PROFILE,
                call::LIST_ACCESS_KEYS,
                call::LIST_MFA_DEVICES,
            ],
            Self::IamLastAccessed => {
                &[call::GENERATE_SERVICE_LAST_ACCESSED_DETAILS, call::GET_SERVICE_LAST_ACCESSED_DETAILS]
            }
            Self::KmsKeys => &[call::DESCRIBE_KEY],
            Self::S3AccountPublicAccessBlock => &[call::GET_ACCOUNT_PUBLIC_ACCESS_BLOCK],
            Self::S3Acl => &[call::GET_BUCKET_ACL],
            Self::S3Buckets => &[call::LIST_BUCKETS, call::GET_BUCKET_LOCATION],
            Self::S3Encryption => &[call::GET_BUCKET_ENCRYPTION],
            Self::S3Lifecycle => &[call::GET_BUCKET_LIFECYCLE],
            Self::S3Logging => &[call::GET_BUCKET_LOGGING],
            Self::S3Objects => &[call::LIST_OBJECTS, call::HEAD_OBJECT],
            Self::S3Ownership => &[call::GET_BUCKET_OWNERSHIP_CONTROLS],
            Self::S3Policy => &[call::GET_BUCKET_POLICY],
            Self::S3PublicAccessBlock => &[call::GET_BUCKET_PUBLIC_ACCESS_BLOCK],
            Self::S3Tags => &[call::GET_BUCKET_TAGGING],
            Self::S3Versioning => &[call::GET_BUCKET_VERSIONING],
            Self::StackResources => &[call::LIST_STACK_RESOURCES],
        }
    }
}
