//! Prefix lists: named sets of ranges.

use serde::{Deserialize, Serialize};

use crate::fetched::Fetched;
use crate::model::Cidr;

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_PrefixList.html>
///
/// A service of AWS that has gateway endpoints.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct PrefixList {
    /// The id.
    pub prefix_list_id: String,
    /// Such as `com.amazonaws.eu-west-1.s3`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prefix_list_name: Option<String>,
    /// The ranges.
    pub cidrs: Vec<Cidr>,
}

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ManagedPrefixList.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct ManagedPrefixList {
    /// The id.
    pub prefix_list_id: String,
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prefix_list_name: Option<String>,
    /// `AWS` or an account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<String>,
    /// The answer of `GetManagedPrefixListEntries`.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub entries: Fetched<Vec<PrefixListEntry>>,
}

/// A range of a prefix list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct PrefixListEntry {
    /// The range.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cidr: Option<Cidr>,
    /// Somebody's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}
