//! Launch templates: what instances are made like.

use serde::{Deserialize, Serialize};

use super::instance::MetadataOptions;

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_LaunchTemplateVersion.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct LaunchTemplateVersion {
    /// The template's id.
    pub launch_template_id: String,
    /// The template's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub launch_template_name: Option<String>,
    /// Counted from 1.
    pub version_number: u64,
    /// The one that is meant where no version is named.
    pub default_version: bool,
    /// What it says.
    pub launch_template_data: LaunchTemplateData,
}

/// What instances get. Of user data, nothing is kept.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ResponseLaunchTemplateData.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct LaunchTemplateData {
    /// How they reach their metadata.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata_options: Option<MetadataOptions>,
    /// Their volumes.
    pub block_device_mappings: Vec<TemplateBlockDevice>,
    /// Their interfaces.
    pub network_interfaces: Vec<TemplateInterface>,
    /// The security groups of their first interface.
    pub security_group_ids: Vec<String>,
}

/// A volume of a template.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct TemplateBlockDevice {
    /// Such as `/dev/xvda`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_name: Option<String>,
    /// The volume; absent for what is on the host itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ebs: Option<TemplateEbs>,
}

/// How a volume of a template is made.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct TemplateEbs {
    /// Absent where the snapshot or the Region's default decides.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encrypted: Option<bool>,
    /// By which key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kms_key_id: Option<String>,
}

/// An interface of a template.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct TemplateInterface {
    /// Its place in the instance.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_index: Option<u32>,
    /// Whether it gets a public address; absent where the subnet decides.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub associate_public_ip_address: Option<bool>,
    /// Its security groups.
    pub groups: Vec<String>,
}
