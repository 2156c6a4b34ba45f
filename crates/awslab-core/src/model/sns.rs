//! Topics.

use serde::{Deserialize, Serialize};

use super::{PolicyText, Tag};
use crate::fetched::Fetched;

/// Simple Notification Service as one Region shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct Sns {
    /// Topics.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub topics: Fetched<Vec<Topic>>,
}

/// A topic, and what was asked about it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct Topic {
    /// The ARN.
    pub topic_arn: String,
    /// How it is set up.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub attributes: Fetched<TopicAttributes>,
    /// Tags.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub tags: Fetched<Vec<Tag>>,
}

/// <https://docs.aws.amazon.com/sns/latest/api/API_GetTopicAttributes.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct TopicAttributes {
    /// The key that encrypts messages: an id, an ARN or an alias; absent where the topic does not encrypt them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kms_master_key_id: Option<String>,
    /// Its policy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy: Option<PolicyText>,
}
