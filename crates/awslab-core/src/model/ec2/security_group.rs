//! Security groups.

use serde::{Deserialize, Serialize};

use crate::model::{Cidr, Tag};

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SecurityGroup.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct SecurityGroup {
    /// The id.
    pub group_id: String,
    /// The name; `default` for the one that comes with a VPC.
    pub group_name: String,
    /// The VPC.
    pub vpc_id: String,
    /// Whose it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<String>,
    /// What may come in.
    pub ip_permissions: Vec<IpPermission>,
    /// What may go out.
    pub ip_permissions_egress: Vec<IpPermission>,
    /// Tags.
    pub tags: Vec<Tag>,
}

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html>
///
/// Ports of a protocol, and whom they are open to: any of the lists.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct IpPermission {
    /// `tcp`, `udp`, `icmp`, `icmpv6`, a number, or `-1` for all.
    pub ip_protocol: String,
    /// The first port; the type of ICMP, -1 for any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from_port: Option<i32>,
    /// The last port; the code of ICMP, -1 for any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to_port: Option<i32>,
    /// IPv4 ranges.
    pub ip_ranges: Vec<IpRange>,
    /// IPv6 ranges.
    pub ipv6_ranges: Vec<Ipv6Range>,
    /// Prefix lists.
    pub prefix_list_ids: Vec<PrefixListId>,
    /// Security groups.
    pub user_id_group_pairs: Vec<GroupPair>,
}

/// An IPv4 range.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct IpRange {
    /// The range.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cidr_ip: Option<Cidr>,
    /// Somebody's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

/// An IPv6 range.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct Ipv6Range {
    /// The range.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cidr_ipv6: Option<Cidr>,
    /// Somebody's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

/// A prefix list in a rule.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct PrefixListId {
    /// The id.
    pub prefix_list_id: String,
}

/// A security group in a rule.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct GroupPair {
    /// The id.
    pub group_id: String,
    /// The account of the group.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    /// The VPC of a group across a peering connection.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vpc_id: Option<String>,
    /// The peering connection.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vpc_peering_connection_id: Option<String>,
}

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SecurityGroupVpcAssociation.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct SecurityGroupVpcAssociation {
    /// The group.
    pub group_id: String,
    /// The VPC, other than the group's own.
    pub vpc_id: String,
    /// `associated`, or on the way to or from it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
}
