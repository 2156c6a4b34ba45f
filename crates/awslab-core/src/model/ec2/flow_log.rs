//! Records of the traffic of interfaces.

use serde::{Deserialize, Serialize};

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_FlowLog.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct FlowLog {
    /// The id.
    pub flow_log_id: String,
    /// The VPC, the subnet or the interface.
    pub resource_id: String,
    /// `ACTIVE`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flow_log_status: Option<String>,
    /// `ACCEPT`, `REJECT` or `ALL`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub traffic_type: Option<String>,
    /// `SUCCESS` or `FAILED`: whether the records arrive.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deliver_logs_status: Option<String>,
    /// Why they do not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deliver_logs_error_message: Option<String>,
}
