//! What a table is.

use serde::{Deserialize, Serialize};

/// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TableDescription.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct TableDescription {
    /// The ARN.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub table_arn: Option<String>,
    /// `ACTIVE`, or what is being done to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub table_status: Option<String>,
    /// The attributes that keys are made of.
    pub attribute_definitions: Vec<AttributeDefinition>,
    /// By which attributes items are found.
    pub key_schema: Vec<KeySchemaElement>,
    /// How it is paid for; absent for a table that never was anything but provisioned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_mode_summary: Option<BillingModeSummary>,
    /// What it can do in a second, where that is provisioned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provisioned_throughput: Option<ProvisionedThroughput>,
    /// How many items it held at the last count, up to six hours ago.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item_count: Option<u64>,
    /// By which key of KMS it is encrypted; absent where DynamoDB uses one of its own.
    #[serde(rename = "SSEDescription", skip_serializing_if = "Option::is_none")]
    pub sse_description: Option<SseDescription>,
    /// It cannot be deleted by mistake.
    pub deletion_protection_enabled: bool,
    /// Other ways to find items, each with a throughput of its own.
    pub global_secondary_indexes: Vec<GlobalSecondaryIndex>,
    /// Its copies in other Regions.
    pub replicas: Vec<Replica>,
}

/// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeDefinition.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct AttributeDefinition {
    /// The name.
    pub attribute_name: String,
    /// `S`, `N` or `B`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attribute_type: Option<String>,
}

/// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_KeySchemaElement.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct KeySchemaElement {
    /// The attribute.
    pub attribute_name: String,
    /// `HASH` of a partition key, `RANGE` of a sort key.
    pub key_type: String,
}

/// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BillingModeSummary.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct BillingModeSummary {
    /// `PAY_PER_REQUEST` or `PROVISIONED`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_mode: Option<String>,
}

/// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ProvisionedThroughputDescription.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct ProvisionedThroughput {
    /// How much may be read in a second.
    pub read_capacity_units: u64,
    /// How much may be written in a second.
    pub write_capacity_units: u64,
}

/// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_SSEDescription.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct SseDescription {
    /// `ENABLED`, or on the way to or from it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// `KMS`.
    #[serde(rename = "SSEType", skip_serializing_if = "Option::is_none")]
    pub sse_type: Option<String>,
    /// The key's ARN.
    #[serde(rename = "KMSMasterKeyArn", skip_serializing_if = "Option::is_none")]
    pub kms_master_key_arn: Option<String>,
}

/// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GlobalSecondaryIndexDescription.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct GlobalSecondaryIndex {
    /// The name.
    pub index_name: String,
    /// `ACTIVE`, or what is being done to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub index_status: Option<String>,
}

/// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ReplicaDescription.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct Replica {
    /// Where it is.
    pub region_name: String,
    /// `ACTIVE`, or what is being done to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replica_status: Option<String>,
}
