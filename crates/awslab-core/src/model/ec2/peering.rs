//! VPC peering connections.

use serde::{Deserialize, Serialize};

use crate::model::Tag;

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpcPeeringConnection.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct VpcPeeringConnection {
    /// The id.
    pub vpc_peering_connection_id: String,
    /// Who asked for it.
    pub requester_vpc_info: PeeringVpc,
    /// Who was asked.
    pub accepter_vpc_info: PeeringVpc,
    /// How far it is.
    pub status: PeeringStatus,
    /// Tags.
    pub tags: Vec<Tag>,
}

/// One side.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct PeeringVpc {
    /// The VPC.
    pub vpc_id: String,
    /// Its account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<String>,
    /// Its Region.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
}

/// The state of a peering connection.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct PeeringStatus {
    /// `active`, `pending-acceptance`, `deleted`, `expired`, …
    pub code: String,
}
