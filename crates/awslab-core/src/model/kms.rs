//! KMS keys: those of the account, and those that other resources name.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{PolicyText, Tag};
use crate::fetched::Fetched;

/// Key Management Service as one Region shows it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct Kms {
    /// By the key id, ARN or alias under which another resource names it; `null` where there is no such key.
    pub keys: BTreeMap<String, Fetched<Option<KeyMetadata>>>,
    /// The keys of the account, those that AWS manages in it too.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub key_list: Fetched<Vec<Key>>,
    /// The names of keys.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub aliases: Fetched<Vec<KeyAlias>>,
}

/// A key, and what was asked about it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct Key {
    /// The id.
    pub key_id: String,
    /// The ARN.
    pub key_arn: String,
    /// What it is. Of a key that AWS manages, no more than that.
    #[serde(rename = "KeyMetadata", skip_serializing_if = "Fetched::is_not_collected")]
    pub metadata: Fetched<KeyMetadata>,
    /// Its policy.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub policy: Fetched<PolicyText>,
    /// Whether it gets new key material by itself.
    #[serde(rename = "KeyRotationStatus", skip_serializing_if = "Fetched::is_not_collected")]
    pub rotation_status: Fetched<KeyRotationStatus>,
    /// What was granted besides its policy.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub grants: Fetched<Vec<KeyGrant>>,
    /// Tags.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub tags: Fetched<Vec<Tag>>,
}

/// <https://docs.aws.amazon.com/kms/latest/APIReference/API_KeyMetadata.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
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
    /// What it is for: `ENCRYPT_DECRYPT`, `SIGN_VERIFY`, `GENERATE_VERIFY_MAC` or `KEY_AGREEMENT`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_usage: Option<String>,
    /// `SYMMETRIC_DEFAULT`, or another kind of key, such as `RSA_2048`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_spec: Option<String>,
    /// Where its key material is from: `AWS_KMS`, `EXTERNAL`, `AWS_CLOUDHSM` or `EXTERNAL_KEY_STORE`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
}

/// <https://docs.aws.amazon.com/kms/latest/APIReference/API_AliasListEntry.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct KeyAlias {
    /// The name, which begins with `alias/`.
    pub alias_name: String,
    /// The id of the key that it stands for; absent where that key is not made yet, as some of AWS's own are not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_key_id: Option<String>,
}

/// <https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyRotationStatus.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct KeyRotationStatus {
    /// It does.
    pub key_rotation_enabled: bool,
    /// After how many days each time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rotation_period_in_days: Option<u32>,
}

/// <https://docs.aws.amazon.com/kms/latest/APIReference/API_GrantListEntry.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct KeyGrant {
    /// The id.
    pub grant_id: String,
    /// The name, where it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// To whom: an ARN, or a service of AWS.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grantee_principal: Option<String>,
    /// What they may do.
    pub operations: Vec<String>,
    /// With which data they may do it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub constraints: Option<GrantConstraints>,
}

/// <https://docs.aws.amazon.com/kms/latest/APIReference/API_GrantConstraints.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct GrantConstraints {
    /// The encryption context has all these.
    pub encryption_context_subset: BTreeMap<String, String>,
    /// The encryption context is this.
    pub encryption_context_equals: BTreeMap<String, String>,
}
