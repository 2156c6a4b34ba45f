//! Transit gateways.

use serde::{Deserialize, Serialize};

use crate::fetched::Fetched;
use crate::model::{Cidr, Tag};

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TransitGateway.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct TransitGateway {
    /// The id.
    pub transit_gateway_id: String,
    /// Whose it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<String>,
    /// `available`, or how far it is.
    pub state: String,
    /// Its settings.
    pub options: TransitGatewayOptions,
    /// Tags.
    pub tags: Vec<Tag>,
}

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TransitGatewayOptions.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct TransitGatewayOptions {
    /// `enable` lets security groups name groups across it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub security_group_referencing_support: Option<String>,
}

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TransitGatewayAttachment.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct TransitGatewayAttachment {
    /// The id.
    pub transit_gateway_attachment_id: String,
    /// The transit gateway.
    pub transit_gateway_id: String,
    /// Whose that is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transit_gateway_owner_id: Option<String>,
    /// `vpc`, `peering`, `vpn`, `direct-connect-gateway`, …
    pub resource_type: String,
    /// What is attached: a VPC, another transit gateway, …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_id: Option<String>,
    /// Whose that is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_owner_id: Option<String>,
    /// `available`, or how far it is.
    pub state: String,
    /// The route table for what comes in by it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub association: Option<AttachmentAssociation>,
}

/// The route table that an attachment is associated with.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct AttachmentAssociation {
    /// The table.
    pub transit_gateway_route_table_id: String,
    /// `associated`, or on the way to or from it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
}

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TransitGatewayVpcAttachment.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct TransitGatewayVpcAttachment {
    /// The id.
    pub transit_gateway_attachment_id: String,
    /// The transit gateway.
    pub transit_gateway_id: String,
    /// The VPC.
    pub vpc_id: String,
    /// Its account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vpc_owner_id: Option<String>,
    /// `available`, or how far it is.
    pub state: String,
    /// One subnet in each zone that the transit gateway serves.
    pub subnet_ids: Vec<String>,
    /// Its settings.
    pub options: VpcAttachmentOptions,
}

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TransitGatewayVpcAttachmentOptions.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct VpcAttachmentOptions {
    /// `enable` lets IPv6 through.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ipv6_support: Option<String>,
    /// `enable` lets security groups name groups across it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub security_group_referencing_support: Option<String>,
    /// `enable` keeps a flow in one zone, for appliances.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub appliance_mode_support: Option<String>,
}

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TransitGatewayRouteTable.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct TransitGatewayRouteTable {
    /// The id.
    pub transit_gateway_route_table_id: String,
    /// The transit gateway.
    pub transit_gateway_id: String,
    /// `available`, or how far it is.
    pub state: String,
    /// The answer of `SearchTransitGatewayRoutes` for every type of route.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub routes: Fetched<TransitGatewayRoutes>,
    /// The answer of `SearchTransitGatewayRoutes` for static routes alone.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub static_routes: Fetched<TransitGatewayRoutes>,
    /// The answer of `GetTransitGatewayRouteTablePropagations`.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub propagations: Fetched<Vec<Propagation>>,
}

/// The answer of `SearchTransitGatewayRoutes`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct TransitGatewayRoutes {
    /// The routes.
    pub routes: Vec<TransitGatewayRoute>,
    /// There are more than AWS tells.
    pub additional_routes_available: bool,
}

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TransitGatewayRoute.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct TransitGatewayRoute {
    /// Where to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination_cidr_block: Option<Cidr>,
    /// Where to: the ranges of a prefix list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prefix_list_id: Option<String>,
    /// `static` or `propagated`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub r#type: Option<String>,
    /// `active`, or `blackhole` where it drops.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// By what.
    pub transit_gateway_attachments: Vec<RouteAttachment>,
}

/// The attachment that a route leads to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct RouteAttachment {
    /// The id.
    pub transit_gateway_attachment_id: String,
    /// Of which kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_type: Option<String>,
    /// What is attached.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_id: Option<String>,
}

/// An attachment whose ranges a route table takes over.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct Propagation {
    /// The attachment.
    pub transit_gateway_attachment_id: String,
    /// Of which kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_type: Option<String>,
    /// What is attached.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_id: Option<String>,
    /// `enabled`, or on the way to or from it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
}
