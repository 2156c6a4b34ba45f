//! VPC Block Public Access: a Region's block on traffic through internet gateways.

use serde::{Deserialize, Serialize};

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpcBlockPublicAccessOptions.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct BlockPublicAccessOptions {
    /// `off`, `block-bidirectional` or `block-ingress`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub internet_gateway_block_mode: Option<String>,
    /// How far a change is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
}

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpcBlockPublicAccessExclusion.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct BlockPublicAccessExclusion {
    /// The id.
    pub exclusion_id: String,
    /// The ARN of the VPC or subnet that is spared.
    pub resource_arn: String,
    /// `allow-bidirectional` or `allow-egress`.
    pub internet_gateway_exclusion_mode: String,
    /// How far it is; `create-complete` and `update-complete` are in effect.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
}
