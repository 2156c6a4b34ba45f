//! Functions, and who may call them.

mod environment;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::PolicyText;
use crate::fetched::Fetched;

pub use environment::{Environment, EnvironmentError};

/// Lambda as one Region shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct Lambda {
    /// Queues, streams and the like that functions are fed from.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub event_source_mappings: Fetched<Vec<EventSourceMapping>>,
    /// Functions.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub functions: Fetched<Vec<Function>>,
}

/// A function, or a version or alias of one: <https://docs.aws.amazon.com/lambda/latest/api/API_FunctionConfiguration.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct Function {
    /// The name.
    pub function_name: String,
    /// The ARN.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub function_arn: Option<String>,
    /// What runs it, such as `python3.14`; absent where a container image brings its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub runtime: Option<String>,
    /// `Zip` or `Image`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub package_type: Option<String>,
    /// The ARN of the role that its code has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// Its environment variables.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub environment: Option<Environment>,
    /// The customer's key that encrypts its environment variables; absent where Lambda uses AWS's.
    #[serde(rename = "KMSKeyArn", skip_serializing_if = "Option::is_none")]
    pub kms_key_arn: Option<String>,
    /// Where its logs go.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logging_config: Option<LoggingConfig>,
    /// The VPC that it reaches into.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vpc_config: Option<VpcConfig>,
    /// `Active`, `Pending`, `Inactive`, `Failed`, …
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub state: Fetched<String>,
    /// Why it is in this state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state_reason: Option<String>,
    /// `Successful`, `InProgress` or `Failed`.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub last_update_status: Fetched<String>,
    /// Why its last change is in this state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_update_status_reason: Option<String>,
    /// Who may call it; `null` where nobody is named.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub policy: Fetched<Option<PolicyText>>,
    /// How many of it run at the same time at most, kept free for it; `null` where no number is set.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub reserved_concurrent_executions: Fetched<Option<u32>>,
    /// Its own URLs.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub function_url_configs: Fetched<Vec<FunctionUrlConfig>>,
    /// Its tags.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub tags: Fetched<BTreeMap<String, String>>,
    /// Its versions and aliases that something names, by that name; `null` where there is no such.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub qualifiers: BTreeMap<String, Fetched<Option<Self>>>,
}

/// <https://docs.aws.amazon.com/lambda/latest/api/API_LoggingConfig.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct LoggingConfig {
    /// The name of the log group.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub log_group: Option<String>,
}

/// <https://docs.aws.amazon.com/lambda/latest/api/API_VpcConfigResponse.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct VpcConfig {
    /// The VPC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vpc_id: Option<String>,
    /// The subnets its interfaces are in.
    pub subnet_ids: Vec<String>,
    /// The security groups of its interfaces.
    pub security_group_ids: Vec<String>,
    /// It may use IPv6.
    #[serde(rename = "Ipv6AllowedForDualStack")]
    pub ipv6_allowed_for_dual_stack: bool,
}

/// <https://docs.aws.amazon.com/lambda/latest/api/API_FunctionUrlConfig.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct FunctionUrlConfig {
    /// The function's or the alias's ARN.
    pub function_arn: String,
    /// `NONE` or `AWS_IAM`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auth_type: Option<String>,
}

/// <https://docs.aws.amazon.com/lambda/latest/api/API_EventSourceMappingConfiguration.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct EventSourceMapping {
    /// The queue, stream or table; absent for what has no ARN.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event_source_arn: Option<String>,
    /// The function, version or alias that is fed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub function_arn: Option<String>,
}
