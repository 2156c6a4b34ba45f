//! Network access control lists.

use serde::{Deserialize, Serialize};

use crate::model::{Cidr, Tag};

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NetworkAcl.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct NetworkAcl {
    /// The id.
    pub network_acl_id: String,
    /// The VPC.
    pub vpc_id: String,
    /// Used by subnets that have no other.
    pub is_default: bool,
    /// Whose it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<String>,
    /// The subnets that use it.
    pub associations: Vec<NetworkAclAssociation>,
    /// The entries, of both directions.
    pub entries: Vec<NetworkAclEntry>,
    /// Tags.
    pub tags: Vec<Tag>,
}

/// A use of a network ACL.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct NetworkAclAssociation {
    /// The subnet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subnet_id: Option<String>,
}

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NetworkAclEntry.html>
///
/// The matching entry with the lowest number decides.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct NetworkAclEntry {
    /// 1 to 32766; 32767 is the last one, that denies all.
    pub rule_number: u32,
    /// For traffic that leaves the subnet, not for what enters it.
    pub egress: bool,
    /// `-1` for all, else a protocol number.
    pub protocol: String,
    /// `allow` or `deny`.
    pub rule_action: String,
    /// IPv4: where from, or where to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cidr_block: Option<Cidr>,
    /// IPv6: where from, or where to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ipv6_cidr_block: Option<Cidr>,
    /// TCP and UDP: destination ports.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub port_range: Option<PortRange>,
    /// ICMP: type and code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub icmp_type_code: Option<IcmpTypeCode>,
}

/// Ports, both ends among them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct PortRange {
    /// The first.
    pub from: u16,
    /// The last.
    pub to: u16,
}

/// Kinds of ICMP messages; -1 is any.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct IcmpTypeCode {
    /// The code.
    pub code: i16,
    /// The type.
    pub r#type: i16,
}
