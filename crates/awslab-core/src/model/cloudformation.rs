//! CloudFormation stacks: how they stand, what belongs to them, and what their templates say.

mod template;

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{SecretKind, Tag};
use crate::fetched::Fetched;

pub use template::{
    Encryption, StackTemplate, StoredData, TemplateIam, TemplateParameter, TemplateSecret, UnresolvedValue,
};

/// CloudFormation as one Region shows it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct CloudFormation {
    /// By stack name: what belongs to it, nested stacks included; `null` where the Region has no such stack.
    pub stack_resources: BTreeMap<String, Fetched<Option<Vec<StackResource>>>>,
    /// The stacks that are not deleted.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub stacks: Fetched<Vec<Stack>>,
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
    /// Such as `CREATE_COMPLETE`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource_status: Option<String>,
    /// What the last drift detection said of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drift_information: Option<ResourceDrift>,
}

/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackResourceDriftInformationSummary.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct ResourceDrift {
    /// `IN_SYNC`, `MODIFIED`, `DELETED`, `NOT_CHECKED`, …
    pub stack_resource_drift_status: String,
}

/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Stack.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct Stack {
    /// The ARN, which ends in an id of its own: a stack of the same name that is made later has another.
    pub stack_id: String,
    /// The name.
    pub stack_name: String,
    /// Such as `CREATE_COMPLETE` or `UPDATE_ROLLBACK_COMPLETE`.
    pub stack_status: String,
    /// Why it is in that state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stack_status_reason: Option<String>,
    /// When it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub creation_time: Option<Timestamp>,
    /// When it was last changed; absent where it never was.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub last_updated_time: Option<Timestamp>,
    /// The stack that holds it, of nested ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent_id: Option<String>,
    /// The stack at the top, of nested ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub root_id: Option<String>,
    /// It cannot be deleted by mistake.
    pub enable_termination_protection: bool,
    /// What the last drift detection said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub drift_information: Option<StackDrift>,
    /// What the template was filled in with.
    pub parameters: Vec<StackParameter>,
    /// What it tells of what it made.
    pub outputs: Vec<StackOutput>,
    /// Tags.
    pub tags: Vec<Tag>,
    /// What its template says.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub template: Fetched<StackTemplate>,
    /// What became of the stack as a whole, newest first.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub stack_events: Fetched<Vec<StackEvent>>,
}

/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackDriftInformation.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct StackDrift {
    /// `IN_SYNC`, `DRIFTED`, `NOT_CHECKED` or `UNKNOWN`.
    pub stack_drift_status: String,
    /// When it was last looked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub last_check_timestamp: Option<Timestamp>,
}

/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Parameter.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct StackParameter {
    /// The name.
    pub parameter_key: String,
    /// The value: `****` where `NoEcho` hides it, absent where it looks like a secret.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameter_value: Option<String>,
    /// What a parameter of Systems Manager that the value names had in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resolved_value: Option<String>,
    /// What the value looks like, where it looks like a secret.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret: Option<SecretKind>,
}

/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Output.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct StackOutput {
    /// The name.
    pub output_key: String,
    /// The value; absent where it looks like a secret.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output_value: Option<String>,
    /// By which other stacks import it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub export_name: Option<String>,
    /// What the value looks like, where it looks like a secret.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret: Option<SecretKind>,
}

/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackEvent.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct StackEvent {
    /// The stack's ARN.
    pub stack_id: String,
    /// What it is about: the stack's ARN, where it is the stack as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub physical_resource_id: Option<String>,
    /// Such as `UPDATE_COMPLETE`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_status: Option<String>,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub timestamp: Option<Timestamp>,
}
