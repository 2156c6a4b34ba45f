//! Virtual machines.

use std::net::IpAddr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::interface::{GroupIdentifier, InterfaceAttachment, Ipv6Address, PrivateIpAddress};
use crate::fetched::Fetched;
use crate::model::{SearchedText, Tag};

/// The instances of one launch.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct Reservation {
    /// The instances.
    pub instances: Vec<Instance>,
}

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Instance.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct Instance {
    /// The id.
    pub instance_id: String,
    /// Whether it runs.
    pub state: InstanceState,
    /// Its size.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instance_type: Option<String>,
    /// What it was launched from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_id: Option<String>,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub launch_time: Option<Timestamp>,
    /// `windows`; absent for everything else.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub platform: Option<String>,
    /// The zone.
    pub placement: Placement,
    /// The key pair.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_name: Option<String>,
    /// Its role.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub iam_instance_profile: Option<IamInstanceProfile>,
    /// How it reaches its metadata.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata_options: Option<MetadataOptions>,
    /// Its volumes.
    pub block_device_mappings: Vec<BlockDevice>,
    /// Its interfaces.
    pub network_interfaces: Vec<AttachedInterface>,
    /// The security groups of its first interface.
    pub security_groups: Vec<GroupIdentifier>,
    /// The subnet of its first interface.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subnet_id: Option<String>,
    /// The VPC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vpc_id: Option<String>,
    /// The first private address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub private_ip_address: Option<IpAddr>,
    /// The first public address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub public_ip_address: Option<IpAddr>,
    /// Of its first interface.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_dest_check: Option<bool>,
    /// What its user data holds of secrets; `null` where it has no user data.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub user_data: Fetched<Option<SearchedText>>,
    /// What was bought with it, on the Marketplace.
    pub product_codes: Vec<ProductCode>,
    /// Tags.
    pub tags: Vec<Tag>,
}

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceState.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct InstanceState {
    /// `pending`, `running`, `shutting-down`, `terminated`, `stopping` or `stopped`.
    pub name: String,
}

/// Where an instance is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct Placement {
    /// The zone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub availability_zone: Option<String>,
}

/// A role's instance profile.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct IamInstanceProfile {
    /// The profile's ARN.
    pub arn: String,
}

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceMetadataOptionsResponse.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct MetadataOptions {
    /// `required` refuses the first version of the service.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub http_tokens: Option<String>,
    /// `enabled` or `disabled`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub http_endpoint: Option<String>,
    /// How far an answer may travel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub http_put_response_hop_limit: Option<u32>,
}

/// A volume at its place.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct BlockDevice {
    /// Such as `/dev/xvda`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_name: Option<String>,
    /// The volume.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ebs: Option<EbsDevice>,
}

/// An attached EBS volume.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct EbsDevice {
    /// The volume's id.
    pub volume_id: String,
}

/// An interface as `DescribeInstances` tells it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct AttachedInterface {
    /// The id.
    pub network_interface_id: String,
    /// The subnet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subnet_id: Option<String>,
    /// The VPC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vpc_id: Option<String>,
    /// It refuses packets that are neither from nor to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_dest_check: Option<bool>,
    /// Its place in the instance.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attachment: Option<InterfaceAttachment>,
    /// Its security groups.
    pub groups: Vec<GroupIdentifier>,
    /// Its IPv4 addresses.
    pub private_ip_addresses: Vec<PrivateIpAddress>,
    /// Its IPv6 addresses.
    pub ipv6_addresses: Vec<Ipv6Address>,
}

/// A product code.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct ProductCode {
    /// The code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product_code_id: Option<String>,
    /// `marketplace` or `devpay`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product_code_type: Option<String>,
}
