//! Relational databases.

mod cluster;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Tag;
use crate::fetched::Fetched;
use crate::plan::ParameterGroup;

pub use cluster::{DbCluster, Parameter, READ_PARAMETERS, REQUIRE_SECURE_TRANSPORT};

/// Relational Database Service as one Region shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct Rds {
    /// The parameters of cluster parameter groups, by the groups' names. Of all parameters, those that labs read.
    #[serde(rename = "DBClusterParameters", skip_serializing_if = "BTreeMap::is_empty")]
    pub db_cluster_parameters: BTreeMap<String, Fetched<Vec<Parameter>>>,
    /// Clusters.
    #[serde(rename = "DBClusters", skip_serializing_if = "Fetched::is_not_collected")]
    pub db_clusters: Fetched<Vec<DbCluster>>,
    /// Instances.
    #[serde(rename = "DBInstances", skip_serializing_if = "Fetched::is_not_collected")]
    pub db_instances: Fetched<Vec<DbInstance>>,
    /// The parameters of parameter groups, by the groups' names. Of all parameters, those that labs read.
    #[serde(rename = "DBParameters", skip_serializing_if = "BTreeMap::is_empty")]
    pub db_parameters: BTreeMap<String, Fetched<Vec<Parameter>>>,
    /// Sets of subnets that instances may be placed in.
    #[serde(rename = "DBSubnetGroups", skip_serializing_if = "Fetched::is_not_collected")]
    pub db_subnet_groups: Fetched<Vec<DbSubnetGroup>>,
}

impl Rds {
    /// What is known of a parameter group; `None` where nobody asked.
    pub fn parameters(&self, group: &ParameterGroup) -> Option<&Fetched<Vec<Parameter>>> {
        match group {
            ParameterGroup::OfInstances(name) => self.db_parameters.get(name),
            ParameterGroup::OfClusters(name) => self.db_cluster_parameters.get(name),
        }
    }

    /// Where to keep what is read of a parameter group.
    pub fn parameters_mut(&mut self, group: ParameterGroup) -> &mut Fetched<Vec<Parameter>> {
        match group {
            ParameterGroup::OfInstances(name) => self.db_parameters.entry(name).or_default(),
            ParameterGroup::OfClusters(name) => self.db_cluster_parameters.entry(name).or_default(),
        }
    }
}

/// <https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBInstance.html>
#[expect(clippy::struct_excessive_bools, reason = "they are AWS's")]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct DbInstance {
    /// The name.
    #[serde(rename = "DBInstanceIdentifier")]
    pub db_instance_identifier: String,
    /// The ARN.
    #[serde(rename = "DBInstanceArn", skip_serializing_if = "Option::is_none")]
    pub db_instance_arn: Option<String>,
    /// `available`, or what is being done to it.
    #[serde(rename = "DBInstanceStatus", skip_serializing_if = "Option::is_none")]
    pub db_instance_status: Option<String>,
    /// Such as `mysql`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub engine: Option<String>,
    /// Its DNS name and port.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<DbEndpoint>,
    /// The port it was made with, where it has no endpoint yet.
    #[serde(rename = "DbInstancePort", skip_serializing_if = "Option::is_none")]
    pub db_instance_port: Option<u16>,
    /// It has a public address, and its name leads there from outside the VPC.
    pub publicly_accessible: bool,
    /// A standby waits in another zone.
    #[serde(rename = "MultiAZ")]
    pub multi_az: bool,
    /// The zone that it is in now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub availability_zone: Option<String>,
    /// Where it may be placed.
    #[serde(rename = "DBSubnetGroup", skip_serializing_if = "Option::is_none")]
    pub db_subnet_group: Option<DbSubnetGroup>,
    /// Its security groups.
    pub vpc_security_groups: Vec<VpcSecurityGroup>,
    /// The cluster that it is of, where there is one.
    #[serde(rename = "DBClusterIdentifier", skip_serializing_if = "Option::is_none")]
    pub db_cluster_identifier: Option<String>,
    /// The parameter groups in effect.
    #[serde(rename = "DBParameterGroups")]
    pub db_parameter_groups: Vec<DbParameterGroupStatus>,
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
    /// It cannot be deleted by mistake.
    pub deletion_protection: bool,
    /// It gets minor versions of its engine by itself.
    pub auto_minor_version_upgrade: bool,
    /// The logs that it sends to CloudWatch.
    pub enabled_cloudwatch_logs_exports: Vec<String>,
    /// Tags.
    pub tag_list: Vec<Tag>,
}

/// <https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBParameterGroupStatus.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct DbParameterGroupStatus {
    /// The name.
    #[serde(rename = "DBParameterGroupName")]
    pub db_parameter_group_name: String,
    /// `in-sync`, or `pending-reboot` while changes wait.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameter_apply_status: Option<String>,
}

/// <https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_MasterUserSecret.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct MasterUserSecret {
    /// The secret.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret_arn: Option<String>,
    /// `active`, or on the way to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret_status: Option<String>,
}

/// Where an instance listens.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct DbEndpoint {
    /// The DNS name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The port.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub port: Option<u16>,
}

/// <https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBSubnetGroup.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct DbSubnetGroup {
    /// The name.
    #[serde(rename = "DBSubnetGroupName")]
    pub db_subnet_group_name: String,
    /// The VPC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vpc_id: Option<String>,
    /// Its subnets.
    pub subnets: Vec<DbSubnet>,
}

/// A subnet of a subnet group.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct DbSubnet {
    /// The id.
    pub subnet_identifier: String,
    /// `Active`, or why it is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subnet_status: Option<String>,
}

/// A security group of an instance.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct VpcSecurityGroup {
    /// The id.
    pub vpc_security_group_id: String,
    /// `active`, or on the way to or from it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
}
