//! Secrets, but for what they hold.

use serde::{Deserialize, Serialize};

use super::Tag;
use crate::fetched::Fetched;

/// Secrets Manager as one Region shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct SecretsManager {
    /// Secrets. Their values are never read.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub secret_list: Fetched<Vec<Secret>>,
}

/// <https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_SecretListEntry.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct Secret {
    /// The ARN.
    #[serde(rename = "ARN")]
    pub arn: String,
    /// The name.
    pub name: String,
    /// The key that encrypts it; absent where that is the one that AWS manages for Secrets Manager.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kms_key_id: Option<String>,
    /// The service of AWS that made it for itself, such as `rds`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owning_service: Option<String>,
    /// Tags.
    pub tags: Vec<Tag>,
}
