//! Queues.

use serde::{Deserialize, Serialize};

use super::{PolicyText, Tag};
use crate::fetched::Fetched;

/// Simple Queue Service as one Region shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct Sqs {
    /// Queues.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub queues: Fetched<Vec<Queue>>,
}

/// A queue, and what was asked about it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct Queue {
    /// Its address, which ends with its name.
    pub queue_url: String,
    /// How it is set up.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub attributes: Fetched<QueueAttributes>,
    /// Tags.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub tags: Fetched<Vec<Tag>>,
}

/// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct QueueAttributes {
    /// The ARN.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub queue_arn: Option<String>,
    /// The key that encrypts messages: an id, an ARN or an alias; absent where it is none of KMS.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kms_master_key_id: Option<String>,
    /// `true` where messages are encrypted by a key of SQS's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sqs_managed_sse_enabled: Option<String>,
    /// Its policy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy: Option<PolicyText>,
}
