//! Route tables.

use serde::{Deserialize, Serialize};

use crate::model::{Cidr, Tag};

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RouteTable.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct RouteTable {
    /// The id.
    pub route_table_id: String,
    /// The VPC.
    pub vpc_id: String,
    /// Whose it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<String>,
    /// What uses the table.
    pub associations: Vec<RouteTableAssociation>,
    /// The routes; their order does not matter.
    pub routes: Vec<Route>,
    /// Tags.
    pub tags: Vec<Tag>,
}

/// A use of a route table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct RouteTableAssociation {
    /// It is the VPC's main table: used by subnets without one of their own.
    pub main: bool,
    /// The subnet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subnet_id: Option<String>,
    /// The internet or virtual private gateway whose incoming traffic it routes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gateway_id: Option<String>,
    /// Whether it is in effect.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub association_state: Option<AssociationState>,
}

/// The state of an association.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct AssociationState {
    /// `associated`, or on the way to or from it.
    pub state: String,
}

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Route.html>
///
/// One destination and one target.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct Route {
    /// Destination: an IPv4 range.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination_cidr_block: Option<Cidr>,
    /// Destination: an IPv6 range.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination_ipv6_cidr_block: Option<Cidr>,
    /// Destination: the ranges of a prefix list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination_prefix_list_id: Option<String>,
    /// Target: `local`, an internet gateway, a virtual private gateway, or a VPC endpoint.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gateway_id: Option<String>,
    /// Target: a NAT gateway.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nat_gateway_id: Option<String>,
    /// Target: an egress-only internet gateway.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub egress_only_internet_gateway_id: Option<String>,
    /// Target: a transit gateway.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transit_gateway_id: Option<String>,
    /// Target: a peering connection.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vpc_peering_connection_id: Option<String>,
    /// Target: an interface.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub network_interface_id: Option<String>,
    /// Target: the instance of that interface.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instance_id: Option<String>,
    /// Target: a local gateway.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub local_gateway_id: Option<String>,
    /// Target: a carrier gateway.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub carrier_gateway_id: Option<String>,
    /// Target: a Cloud WAN core network.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub core_network_arn: Option<String>,
    /// `CreateRouteTable`, `CreateRoute` or `EnableVgwRoutePropagation`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// `active`, or `blackhole` where the target is gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
}
