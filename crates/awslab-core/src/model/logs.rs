//! CloudWatch Logs.

use serde::{Deserialize, Serialize};

use crate::fetched::Fetched;

/// CloudWatch Logs as one Region shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct Logs {
    /// Log groups.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub log_groups: Fetched<Vec<LogGroup>>,
}

/// <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_LogGroup.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct LogGroup {
    /// The name.
    pub log_group_name: String,
    /// The ARN, with `:*` at its end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
    /// For how many days events are kept; absent where they are kept for ever.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retention_in_days: Option<u32>,
    /// The ARN of the customer's key that encrypts it; absent where CloudWatch Logs uses its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kms_key_id: Option<String>,
}
