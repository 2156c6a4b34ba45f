//! Functions, as far as the network needs them.

use serde::{Deserialize, Serialize};

use crate::fetched::Fetched;

/// Lambda as one Region shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct Lambda {
    /// Functions.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub functions: Fetched<Vec<Function>>,
}

/// <https://docs.aws.amazon.com/lambda/latest/api/API_FunctionConfiguration.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct Function {
    /// The name.
    pub function_name: String,
    /// The ARN.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub function_arn: Option<String>,
    /// The VPC that it reaches into.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vpc_config: Option<VpcConfig>,
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
