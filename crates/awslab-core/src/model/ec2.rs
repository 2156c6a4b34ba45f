//! EC2 and VPC: instances, and the network between them.
//!
//! Every list is what one `Describe…` call of a Region answers, with the field names of the AWS CLI.

mod acl;
mod endpoint;
mod flow_log;
mod gateway;
mod instance;
mod interface;
mod launch_template;
mod peering;
mod prefix_list;
mod public_access;
mod route;
mod security_group;
mod snapshot;
mod transit;
mod volume;
mod vpc;

use serde::{Deserialize, Serialize};

use crate::fetched::Fetched;

pub use acl::{IcmpTypeCode, NetworkAcl, NetworkAclAssociation, NetworkAclEntry, PortRange};
pub use endpoint::VpcEndpoint;
pub use flow_log::FlowLog;
pub use gateway::{
    Address, EgressOnlyInternetGateway, GatewayAttachment, InternetGateway, NatGateway, NatGatewayAddress,
};
pub use instance::{
    AttachedInterface, BlockDevice, EbsDevice, IamInstanceProfile, Instance, InstanceState, MetadataOptions, Placement,
    ProductCode, Reservation,
};
pub use interface::{
    GroupIdentifier, InterfaceAssociation, InterfaceAttachment, Ipv6Address, NetworkInterface, PrivateIpAddress,
};
pub use launch_template::{
    LaunchTemplateData, LaunchTemplateVersion, TemplateBlockDevice, TemplateEbs, TemplateInterface,
};
pub use peering::{PeeringStatus, PeeringVpc, VpcPeeringConnection};
pub use prefix_list::{ManagedPrefixList, PrefixList, PrefixListEntry};
pub use public_access::{BlockPublicAccessExclusion, BlockPublicAccessOptions};
pub use route::{AssociationState, Route, RouteTable, RouteTableAssociation};
pub use security_group::{
    GroupPair, IpPermission, IpRange, Ipv6Range, PrefixListId, SecurityGroup, SecurityGroupVpcAssociation,
};
pub use snapshot::Snapshot;
pub use transit::{
    AttachmentAssociation, Propagation, RouteAttachment, TransitGateway, TransitGatewayAttachment,
    TransitGatewayOptions, TransitGatewayRoute, TransitGatewayRouteTable, TransitGatewayRoutes,
    TransitGatewayVpcAttachment, VpcAttachmentOptions,
};
pub use volume::{Volume, VolumeAttachment};
pub use vpc::{CidrBlockAssociation, CidrBlockState, Ipv6CidrBlockAssociation, Subnet, Vpc};

/// Elastic Compute Cloud as one Region shows it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct Ec2 {
    /// Elastic IP addresses.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub addresses: Fetched<Vec<Address>>,
    /// New volumes are encrypted.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub ebs_encryption_by_default: Fetched<bool>,
    /// What lets IPv6 out and nothing in.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub egress_only_internet_gateways: Fetched<Vec<EgressOnlyInternetGateway>>,
    /// Flow logs.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub flow_logs: Fetched<Vec<FlowLog>>,
    /// Virtual machines, of all reservations.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub instances: Fetched<Vec<Instance>>,
    /// Internet gateways.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub internet_gateways: Fetched<Vec<InternetGateway>>,
    /// Versions of launch templates.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub launch_template_versions: Fetched<Vec<LaunchTemplateVersion>>,
    /// Prefix lists of customers and of AWS.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub managed_prefix_lists: Fetched<Vec<ManagedPrefixList>>,
    /// NAT gateways, the deleted ones of the last hour among them.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub nat_gateways: Fetched<Vec<NatGateway>>,
    /// Network access control lists.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub network_acls: Fetched<Vec<NetworkAcl>>,
    /// Elastic network interfaces.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub network_interfaces: Fetched<Vec<NetworkInterface>>,
    /// Prefix lists of AWS services, with their ranges.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub prefix_lists: Fetched<Vec<PrefixList>>,
    /// Route tables.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub route_tables: Fetched<Vec<RouteTable>>,
    /// Security groups that are used in VPCs other than their own.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub security_group_vpc_associations: Fetched<Vec<SecurityGroupVpcAssociation>>,
    /// Security groups.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub security_groups: Fetched<Vec<SecurityGroup>>,
    /// Subnets.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub subnets: Fetched<Vec<Subnet>>,
    /// Transit gateways' attachments, of every kind.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub transit_gateway_attachments: Fetched<Vec<TransitGatewayAttachment>>,
    /// Transit gateways' route tables.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub transit_gateway_route_tables: Fetched<Vec<TransitGatewayRouteTable>>,
    /// Transit gateways' attachments to VPCs.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub transit_gateway_vpc_attachments: Fetched<Vec<TransitGatewayVpcAttachment>>,
    /// Transit gateways.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub transit_gateways: Fetched<Vec<TransitGateway>>,
    /// EBS snapshots of the account's own.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub snapshots: Fetched<Vec<Snapshot>>,
    /// EBS volumes.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub volumes: Fetched<Vec<Volume>>,
    /// What Block Public Access spares.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub vpc_block_public_access_exclusions: Fetched<Vec<BlockPublicAccessExclusion>>,
    /// The Region's block on internet traffic.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub vpc_block_public_access_options: Fetched<BlockPublicAccessOptions>,
    /// Gateway and interface endpoints.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub vpc_endpoints: Fetched<Vec<VpcEndpoint>>,
    /// Peering connections, of either side.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub vpc_peering_connections: Fetched<Vec<VpcPeeringConnection>>,
    /// Virtual private clouds.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub vpcs: Fetched<Vec<Vpc>>,
}
