//! What somebody has used of what they may use.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A service that the policies of somebody allow, and when they last used it. AWS remembers 400 days.
///
/// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_ServiceLastAccessed.html>
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase")]
pub struct ServiceLastAccessed {
    /// The service's prefix, such as `s3`.
    pub service_namespace: String,
    /// When they last tried to use it, allowed or not; absent where they never did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub last_authenticated: Option<Timestamp>,
    /// The actions that AWS tells apart; absent where it does not for this service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tracked_actions_last_accessed: Option<Vec<TrackedActionLastAccessed>>,
}

/// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_TrackedActionLastAccessed.html>
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase")]
pub struct TrackedActionLastAccessed {
    /// Without the service's prefix: `PutBucketPolicy`.
    pub action_name: String,
    /// When it was last tried; absent where it never was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub last_accessed_time: Option<Timestamp>,
}
