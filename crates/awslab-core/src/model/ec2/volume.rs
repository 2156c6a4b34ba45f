//! EBS volumes.

use serde::{Deserialize, Serialize};

use crate::model::Tag;

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Volume.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct Volume {
    /// The id.
    pub volume_id: String,
    /// Its blocks are encrypted at rest.
    pub encrypted: bool,
    /// By which key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kms_key_id: Option<String>,
    /// What uses it.
    pub attachments: Vec<VolumeAttachment>,
    /// Tags.
    pub tags: Vec<Tag>,
}

/// A volume at an instance.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct VolumeAttachment {
    /// The instance.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instance_id: Option<String>,
    /// Such as `/dev/xvda`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
    /// `attached`, or on the way to or from it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
}
