//! Clusters of databases, and the settings that parameter groups make.

use serde::{Deserialize, Serialize};

use super::MasterUserSecret;

/// <https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBCluster.html>
#[expect(clippy::struct_excessive_bools, reason = "they are AWS's")]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct DbCluster {
    /// The name.
    #[serde(rename = "DBClusterIdentifier")]
    pub db_cluster_identifier: String,
    /// The cluster parameter group in effect.
    #[serde(rename = "DBClusterParameterGroup", skip_serializing_if = "Option::is_none")]
    pub db_cluster_parameter_group: Option<String>,
    /// Its data is encrypted at rest.
    pub storage_encrypted: bool,
    /// By which key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kms_key_id: Option<String>,
    /// Where its master password is, when RDS manages it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub master_user_secret: Option<MasterUserSecret>,
    /// Users may sign in by IAM.
    #[serde(rename = "IAMDatabaseAuthenticationEnabled")]
    pub iam_database_authentication_enabled: bool,
    /// For how many days backups are kept; 0 is no backups.
    pub backup_retention_period: u32,
    /// Its instances are in several zones.
    #[serde(rename = "MultiAZ")]
    pub multi_az: bool,
    /// It cannot be deleted by mistake.
    pub deletion_protection: bool,
    /// The logs that it sends to CloudWatch.
    pub enabled_cloudwatch_logs_exports: Vec<String>,
}

/// <https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_Parameter.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct Parameter {
    /// The name.
    pub parameter_name: String,
    /// The value; absent where the engine's own default holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameter_value: Option<String>,
}

/// Whether clients have to use TLS.
pub const REQUIRE_SECURE_TRANSPORT: &str = "require_secure_transport";

/// Of hundreds of parameters, those that labs read.
pub const READ_PARAMETERS: &[&str] = &[REQUIRE_SECURE_TRANSPORT];

impl Parameter {
    /// Labs read it.
    pub fn is_read(&self) -> bool {
        READ_PARAMETERS.contains(&self.parameter_name.as_str())
    }
}
