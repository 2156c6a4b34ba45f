//! EBS snapshots.

use serde::{Deserialize, Serialize};

use crate::model::Tag;

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Snapshot.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct Snapshot {
    /// The id.
    pub snapshot_id: String,
    /// The volume that it is of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub volume_id: Option<String>,
    /// Its blocks are encrypted at rest.
    pub encrypted: bool,
    /// By which key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kms_key_id: Option<String>,
    /// Tags.
    pub tags: Vec<Tag>,
}
