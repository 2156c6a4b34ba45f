//! Ways between a VPC and the internet.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::model::Tag;

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InternetGateway.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct InternetGateway {
    /// The id.
    pub internet_gateway_id: String,
    /// The VPC, where it is attached to one.
    pub attachments: Vec<GatewayAttachment>,
    /// Whose it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<String>,
    /// Tags.
    pub tags: Vec<Tag>,
}

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_EgressOnlyInternetGateway.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct EgressOnlyInternetGateway {
    /// The id.
    pub egress_only_internet_gateway_id: String,
    /// The VPC.
    pub attachments: Vec<GatewayAttachment>,
    /// Tags.
    pub tags: Vec<Tag>,
}

/// A gateway's attachment.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct GatewayAttachment {
    /// The VPC.
    pub vpc_id: String,
    /// `available` or `attached`, or on the way to or from it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
}

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NatGateway.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct NatGateway {
    /// The id.
    pub nat_gateway_id: String,
    /// The VPC.
    pub vpc_id: String,
    /// The subnet; absent where it is regional.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subnet_id: Option<String>,
    /// `pending`, `failed`, `available`, `deleting` or `deleted`.
    pub state: String,
    /// `public` (where absent) or `private`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connectivity_type: Option<String>,
    /// `zonal` (where absent) or `regional`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub availability_mode: Option<String>,
    /// A regional one's own route table.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub route_table_id: Option<String>,
    /// Its addresses.
    pub nat_gateway_addresses: Vec<NatGatewayAddress>,
    /// Tags.
    pub tags: Vec<Tag>,
}

/// An address of a NAT gateway.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct NatGatewayAddress {
    /// The Elastic IP.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub public_ip: Option<IpAddr>,
    /// The private address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub private_ip: Option<IpAddr>,
    /// The interface.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub network_interface_id: Option<String>,
    /// The zone, of a regional one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub availability_zone_id: Option<String>,
    /// The zone by its name, of a regional one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub availability_zone: Option<String>,
    /// `succeeded`, or how far it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
}

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Address.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct Address {
    /// The Elastic IP.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub public_ip: Option<IpAddr>,
    /// The allocation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allocation_id: Option<String>,
    /// What it stands for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub private_ip_address: Option<IpAddr>,
    /// On which interface.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub network_interface_id: Option<String>,
    /// On which instance.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instance_id: Option<String>,
    /// Tags.
    pub tags: Vec<Tag>,
}
