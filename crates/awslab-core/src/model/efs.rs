//! File systems that many machines share.

use serde::{Deserialize, Serialize};

use super::Tag;
use crate::fetched::Fetched;

/// Elastic File System as one Region shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct Efs {
    /// File systems.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub file_systems: Fetched<Vec<FileSystem>>,
}

/// <https://docs.aws.amazon.com/efs/latest/ug/API_FileSystemDescription.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct FileSystem {
    /// The id.
    pub file_system_id: String,
    /// The name, which is its tag `Name`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// `available`, or what is being done to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub life_cycle_state: Option<String>,
    /// Its data is encrypted at rest.
    pub encrypted: bool,
    /// By which key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kms_key_id: Option<String>,
    /// Tags.
    pub tags: Vec<Tag>,
}
