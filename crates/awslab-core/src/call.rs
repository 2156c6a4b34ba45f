//! The API operations that awslab calls, each with the IAM action that allows it.
//!
//! An operation and its action often differ in name (`HeadObject` needs `s3:GetObject`). The pairs are from the Service
//! Authorization Reference: <https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html>

/// One API operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Call {
    /// The operation as the SDK names it, after its service: `s3:GetBucketEncryption`.
    pub operation: &'static str,
    /// The IAM action that allows it: `s3:GetEncryptionConfiguration`.
    pub action: &'static str,
}

macro_rules! calls {
    ($($name:ident = $operation:literal $(needs $action:literal)?;)*) => {
        $(
            #[doc = concat!("`", $operation, "`")]
            pub const $name: Call = Call { operation: $operation, action: calls!(@action $operation $($action)?) };
        )*
        /// Every call there is.
        pub const ALL: &[Call] = &[$($name),*];
    };
    (@action $operation:literal $action:literal) => { $action };
    (@action $operation:literal) => { $operation };
}

calls! {
    DESCRIBE_TRAILS = "cloudtrail:DescribeTrails";
    GET_EVENT_SELECTORS = "cloudtrail:GetEventSelectors";
    GET_TRAIL_STATUS = "cloudtrail:GetTrailStatus";
    LIST_STACK_RESOURCES = "cloudformation:ListStackResources";
    GENERATE_CREDENTIAL_REPORT = "iam:GenerateCredentialReport";
    GENERATE_SERVICE_LAST_ACCESSED_DETAILS = "iam:GenerateServiceLastAccessedDetails";
    GET_ACCOUNT_AUTHORIZATION_DETAILS = "iam:GetAccountAuthorizationDetails";
    GET_ACCOUNT_PASSWORD_POLICY = "iam:GetAccountPasswordPolicy";
    GET_ACCOUNT_SUMMARY = "iam:GetAccountSummary";
    GET_CREDENTIAL_REPORT = "iam:GetCredentialReport";
    GET_LOGIN_PROFILE = "iam:GetLoginProfile";
    GET_SERVICE_LAST_ACCESSED_DETAILS = "iam:GetServiceLastAccessedDetails";
    LIST_ACCESS_KEYS = "iam:ListAccessKeys";
    LIST_MFA_DEVICES = "iam:ListMFADevices";
    DESCRIBE_KEY = "kms:DescribeKey";
    GET_BUCKET_ACL = "s3:GetBucketAcl";
    GET_BUCKET_ENCRYPTION = "s3:GetBucketEncryption" needs "s3:GetEncryptionConfiguration";
    GET_BUCKET_LIFECYCLE = "s3:GetBucketLifecycleConfiguration" needs "s3:GetLifecycleConfiguration";
    GET_BUCKET_LOCATION = "s3:GetBucketLocation";
    GET_BUCKET_LOGGING = "s3:GetBucketLogging";
    GET_BUCKET_OWNERSHIP_CONTROLS = "s3:GetBucketOwnershipControls";
    GET_BUCKET_POLICY = "s3:GetBucketPolicy";
    GET_BUCKET_PUBLIC_ACCESS_BLOCK = "s3:GetPublicAccessBlock" needs "s3:GetBucketPublicAccessBlock";
    GET_BUCKET_TAGGING = "s3:GetBucketTagging";
    GET_BUCKET_VERSIONING = "s3:GetBucketVersioning";
    HEAD_OBJECT = "s3:HeadObject" needs "s3:GetObject";
    LIST_BUCKETS = "s3:ListBuckets" needs "s3:ListAllMyBuckets";
    LIST_OBJECTS = "s3:ListObjectsV2" needs "s3:ListBucket";
    GET_ACCOUNT_PUBLIC_ACCESS_BLOCK = "s3control:GetPublicAccessBlock" needs "s3:GetAccountPublicAccessBlock";
    GET_CALLER_IDENTITY = "sts:GetCallerIdentity";
}
