//! CloudFormation stacks, as far as they tell which resource belongs to one.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::fetched::Fetched;

/// The stacks that were asked about.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct CloudFormation {
    /// By stack name: what belongs to it, nested stacks included; `null` where the Region has no such stack.
    pub stack_resources: BTreeMap<String, Fetched<Option<Vec<StackResource>>>>,
}

/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackResourceSummary.html>
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase")]
pub struct StackResource {
    /// The name in the template.
    pub logical_resource_id: String,
    /// The resource's own name or id; absent until it is created.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub physical_resource_id: Option<String>,
    /// Such as `AWS::S3::Bucket`.
    pub resource_type: String,
}
