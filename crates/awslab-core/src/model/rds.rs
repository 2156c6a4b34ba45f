//! Relational databases.

use serde::{Deserialize, Serialize};

use crate::fetched::Fetched;

/// Relational Database Service as one Region shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct Rds {
    /// Instances.
    #[serde(rename = "DBInstances", skip_serializing_if = "Fetched::is_not_collected")]
    pub db_instances: Fetched<Vec<DbInstance>>,
    /// Sets of subnets that instances may be placed in.
    #[serde(rename = "DBSubnetGroups", skip_serializing_if = "Fetched::is_not_collected")]
    pub db_subnet_groups: Fetched<Vec<DbSubnetGroup>>,
}

/// <https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBInstance.html>
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
