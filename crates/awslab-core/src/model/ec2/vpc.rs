//! Virtual private clouds and their subnets.

use serde::{Deserialize, Serialize};

use crate::fetched::Fetched;
use crate::model::{Cidr, Tag};

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Vpc.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct Vpc {
    /// The id.
    pub vpc_id: String,
    /// The primary IPv4 range.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cidr_block: Option<Cidr>,
    /// All IPv4 ranges, the primary one among them.
    pub cidr_block_association_set: Vec<CidrBlockAssociation>,
    /// All IPv6 ranges.
    pub ipv6_cidr_block_association_set: Vec<Ipv6CidrBlockAssociation>,
    /// One of those that AWS makes in each Region.
    pub is_default: bool,
    /// Whose it is: a subnet of it may be shared with other accounts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<String>,
    /// `EnableDnsSupport` of `DescribeVpcAttribute`.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub enable_dns_support: Fetched<bool>,
    /// `EnableDnsHostnames` of `DescribeVpcAttribute`.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub enable_dns_hostnames: Fetched<bool>,
    /// Tags.
    pub tags: Vec<Tag>,
}

/// An IPv4 range of a VPC.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct CidrBlockAssociation {
    /// The range.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cidr_block: Option<Cidr>,
    /// Whether it is in effect.
    pub cidr_block_state: CidrBlockState,
}

/// An IPv6 range of a VPC or subnet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct Ipv6CidrBlockAssociation {
    /// The range.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ipv6_cidr_block: Option<Cidr>,
    /// Whether it is in effect.
    pub ipv6_cidr_block_state: CidrBlockState,
}

/// The state of a range.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct CidrBlockState {
    /// `associated`, `disassociated`, or on the way between them.
    pub state: String,
}

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Subnet.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct Subnet {
    /// The id.
    pub subnet_id: String,
    /// The VPC.
    pub vpc_id: String,
    /// The zone as this account names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub availability_zone: Option<String>,
    /// The zone as AWS names it in every account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub availability_zone_id: Option<String>,
    /// The IPv4 range; absent where the subnet has IPv6 only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cidr_block: Option<Cidr>,
    /// The IPv6 ranges.
    pub ipv6_cidr_block_association_set: Vec<Ipv6CidrBlockAssociation>,
    /// DNS answers with synthesised IPv6 addresses, for NAT64.
    pub enable_dns64: bool,
    /// Interfaces get a public IPv4 address when they are made.
    pub map_public_ip_on_launch: bool,
    /// One of those that AWS makes in a default VPC.
    pub default_for_az: bool,
    /// Whose it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<String>,
    /// Tags.
    pub tags: Vec<Tag>,
}
