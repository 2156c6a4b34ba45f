//! CloudTrail trails and what they record.

use serde::{Deserialize, Serialize};

use crate::fetched::Fetched;

/// CloudTrail as one Region shows it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct CloudTrail {
    /// Trails of this Region and the shadows of those that record every Region.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub trails: Fetched<Vec<Trail>>,
}

/// <https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_Trail.html>
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase")]
pub struct Trail {
    /// The trail's name.
    pub name: String,
    /// The trail's ARN.
    #[serde(rename = "TrailARN")]
    pub trail_arn: String,
    /// Where the trail was made.
    #[serde(default)]
    pub home_region: Option<String>,
    /// `IsLogging` of `GetTrailStatus`.
    #[serde(default, skip_serializing_if = "Fetched::is_not_collected")]
    pub is_logging: Fetched<bool>,
    /// What it records beyond the defaults.
    #[serde(default, skip_serializing_if = "Fetched::is_not_collected")]
    pub event_selectors: Fetched<EventSelectors>,
}

/// The answer of `GetEventSelectors`: basic or advanced ones, never both.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct EventSelectors {
    /// The basic form.
    pub event_selectors: Vec<EventSelector>,
    /// The advanced form.
    pub advanced_event_selectors: Vec<AdvancedEventSelector>,
}

/// <https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_EventSelector.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct EventSelector {
    /// `ReadOnly`, `WriteOnly` or `All`.
    pub read_write_type: Option<String>,
    /// Data events, by resource type.
    pub data_resources: Vec<DataResource>,
}

/// <https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DataResource.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct DataResource {
    /// Such as `AWS::S3::Object`.
    #[serde(rename = "Type")]
    pub resource_type: Option<String>,
    /// ARN prefixes.
    pub values: Vec<String>,
}

/// <https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedEventSelector.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct AdvancedEventSelector {
    /// The selector's name.
    pub name: Option<String>,
    /// An event is recorded when all of them hold.
    pub field_selectors: Vec<FieldSelector>,
}

/// <https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedFieldSelector.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct FieldSelector {
    /// Such as `eventCategory` or `resources.ARN`.
    pub field: String,
    /// Any of them.
    pub equals: Vec<String>,
    /// None of them.
    pub not_equals: Vec<String>,
    /// Any of them.
    pub starts_with: Vec<String>,
    /// None of them.
    pub not_starts_with: Vec<String>,
    /// Any of them.
    pub ends_with: Vec<String>,
    /// None of them.
    pub not_ends_with: Vec<String>,
}
