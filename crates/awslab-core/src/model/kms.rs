//! KMS keys that other resources name.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::fetched::Fetched;

/// The keys that were asked about.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct Kms {
    /// By the key id, ARN or alias under which another resource names it; `null` where there is no such key.
    pub keys: BTreeMap<String, Fetched<Option<KeyMetadata>>>,
}

/// <https://docs.aws.amazon.com/kms/latest/APIReference/API_KeyMetadata.html>
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase")]
pub struct KeyMetadata {
    /// The key's ARN.
    pub arn: String,
    /// The key's id.
    pub key_id: String,
    /// `AWS` or `CUSTOMER`.
    #[serde(default)]
    pub key_manager: Option<String>,
    /// `Enabled`, `Disabled`, `PendingDeletion`, …
    #[serde(default)]
    pub key_state: Option<String>,
}
