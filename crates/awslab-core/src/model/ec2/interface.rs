//! Elastic network interfaces.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::model::Tag;

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NetworkInterface.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct NetworkInterface {
    /// The id.
    pub network_interface_id: String,
    /// The subnet.
    pub subnet_id: String,
    /// The VPC.
    pub vpc_id: String,
    /// Words of whoever made it; AWS services name what it is for.
    pub description: String,
    /// `interface`, `nat_gateway`, `network_load_balancer`, `lambda`, `vpc_endpoint`, `transit_gateway`, …
    pub interface_type: String,
    /// `in-use` or `available`.
    pub status: String,
    /// It refuses packets that are neither from nor to it.
    pub source_dest_check: bool,
    /// An AWS service made it.
    pub requester_managed: bool,
    /// Which one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requester_id: Option<String>,
    /// Whose it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<String>,
    /// What it is attached to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attachment: Option<InterfaceAttachment>,
    /// Its security groups.
    pub groups: Vec<GroupIdentifier>,
    /// Its IPv4 addresses, each with a public one or without.
    pub private_ip_addresses: Vec<PrivateIpAddress>,
    /// Its IPv6 addresses.
    pub ipv6_addresses: Vec<Ipv6Address>,
    /// Tags.
    pub tag_set: Vec<Tag>,
}

/// What an interface is attached to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct InterfaceAttachment {
    /// The instance.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instance_id: Option<String>,
    /// 0 for the interface that the instance was launched with.
    pub device_index: u32,
    /// `attached`, or on the way to or from it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
}

/// A security group.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct GroupIdentifier {
    /// The id.
    pub group_id: String,
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_name: Option<String>,
}

/// A private IPv4 address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct PrivateIpAddress {
    /// The address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub private_ip_address: Option<IpAddr>,
    /// The interface's first.
    pub primary: bool,
    /// The public address that stands for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub association: Option<InterfaceAssociation>,
}

/// A public address of an interface.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct InterfaceAssociation {
    /// The public address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub public_ip: Option<IpAddr>,
    /// The Elastic IP's allocation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allocation_id: Option<String>,
}

/// An IPv6 address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct Ipv6Address {
    /// The address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ipv6_address: Option<IpAddr>,
}
