//! DynamoDB tables.

mod description;

use serde::{Deserialize, Serialize};

use super::{PolicyText, Tag};
use crate::fetched::Fetched;

pub use description::{
    AttributeDefinition, BillingModeSummary, GlobalSecondaryIndex, KeySchemaElement, ProvisionedThroughput, Replica,
    SseDescription, TableDescription,
};

/// DynamoDB as one Region shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct DynamoDb {
    /// Tables.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub tables: Fetched<Vec<Table>>,
}

/// A table, and what was asked about it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct Table {
    /// The name.
    pub table_name: String,
    /// What it is.
    #[serde(rename = "Table", skip_serializing_if = "Fetched::is_not_collected")]
    pub description: Fetched<TableDescription>,
    /// Its backups.
    #[serde(rename = "ContinuousBackupsDescription", skip_serializing_if = "Fetched::is_not_collected")]
    pub continuous_backups: Fetched<ContinuousBackups>,
    /// Whether its items expire, and by what.
    #[serde(rename = "TimeToLiveDescription", skip_serializing_if = "Fetched::is_not_collected")]
    pub time_to_live: Fetched<TimeToLive>,
    /// Its own policy; `null` where it has none.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub resource_policy: Fetched<Option<PolicyText>>,
    /// How many items there are, as far as was looked.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub item_count: Fetched<ItemCount>,
    /// Tags.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub tags: Fetched<Vec<Tag>>,
}

/// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ContinuousBackupsDescription.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct ContinuousBackups {
    /// Whether the table can be set back to any second of the last days.
    #[serde(rename = "PointInTimeRecoveryDescription", skip_serializing_if = "Option::is_none")]
    pub point_in_time_recovery: Option<PointInTimeRecovery>,
}

/// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PointInTimeRecoveryDescription.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct PointInTimeRecovery {
    /// `ENABLED` or `DISABLED`.
    #[serde(rename = "PointInTimeRecoveryStatus", skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// For how many days it reaches back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recovery_period_in_days: Option<u32>,
}

/// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TimeToLiveDescription.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct TimeToLive {
    /// `ENABLED`, `DISABLED`, or on the way to one of them.
    #[serde(rename = "TimeToLiveStatus", skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// The attribute that says when an item expires.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attribute_name: Option<String>,
}

/// What a scan counts that reads no further than it must. Of the items, nothing is kept.
///
/// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Scan.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct ItemCount {
    /// How many items it met.
    pub count: u32,
    /// How many it was to look for.
    pub limit: u32,
    /// There may be more.
    pub is_truncated: bool,
}
