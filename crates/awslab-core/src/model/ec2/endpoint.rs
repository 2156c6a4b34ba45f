//! VPC endpoints.

use serde::{Deserialize, Serialize};

use super::interface::GroupIdentifier;
use crate::model::Tag;

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpcEndpoint.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct VpcEndpoint {
    /// The id.
    pub vpc_endpoint_id: String,
    /// `Gateway`, `Interface` or `GatewayLoadBalancer`.
    pub vpc_endpoint_type: String,
    /// The VPC.
    pub vpc_id: String,
    /// Such as `com.amazonaws.eu-west-1.s3`.
    pub service_name: String,
    /// `available`, or how far it is.
    pub state: String,
    /// A gateway endpoint's route tables.
    pub route_table_ids: Vec<String>,
    /// An interface endpoint's subnets.
    pub subnet_ids: Vec<String>,
    /// An interface endpoint's interfaces.
    pub network_interface_ids: Vec<String>,
    /// An interface endpoint's security groups.
    pub groups: Vec<GroupIdentifier>,
    /// The service's public name leads to the endpoint, inside the VPC.
    pub private_dns_enabled: bool,
    /// Whose it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<String>,
    /// Tags.
    pub tags: Vec<Tag>,
}
