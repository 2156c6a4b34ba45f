//! DB instances.

use aws_sdk_rds::types;
use awslab_core::call;
use awslab_core::fetched::Fetched;
use awslab_core::model::Tag;
use awslab_core::model::rds::{DbEndpoint, DbInstance, DbParameterGroupStatus, VpcSecurityGroup};

use super::{PAGE, client, secret, subnet_group};
use crate::api::Api;
use crate::refusal::{Refusal, Required};
use crate::value::{each, number, text, try_each};

/// <https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBInstances.html>
pub(super) fn describe(api: Api<'_>) -> impl Future<Output = Fetched<Vec<DbInstance>>> {
    let pages = client(api).describe_db_instances().into_paginator().page_size(PAGE);
    api.list(call::DESCRIBE_DB_INSTANCES, pages.items().send(), instance)
}

fn instance(it: types::DbInstance) -> Result<DbInstance, Refusal> {
    Ok(DbInstance {
        db_instance_identifier: it.db_instance_identifier.required("DBInstanceIdentifier")?,
        db_instance_arn: it.db_instance_arn,
        db_instance_status: it.db_instance_status,
        engine: it.engine,
        endpoint: it.endpoint.map(endpoint).transpose()?,
        db_instance_port: it.db_instance_port.map(number).transpose()?,
        publicly_accessible: it.publicly_accessible.unwrap_or_default(),
        multi_az: it.multi_az.unwrap_or_default(),
        availability_zone: it.availability_zone,
        db_subnet_group: it.db_subnet_group.map(subnet_group::group).transpose()?,
        vpc_security_groups: try_each(it.vpc_security_groups, security_group)?,
        db_cluster_identifier: text(it.db_cluster_identifier),
        db_parameter_groups: try_each(it.db_parameter_groups, parameter_group)?,
        storage_encrypted: it.storage_encrypted.unwrap_or_default(),
        kms_key_id: text(it.kms_key_id),
        master_user_secret: it.master_user_secret.map(secret),
        iam_database_authentication_enabled: it.iam_database_authentication_enabled.unwrap_or_default(),
        backup_retention_period: number(it.backup_retention_period.unwrap_or_default())?,
        deletion_protection: it.deletion_protection.unwrap_or_default(),
        auto_minor_version_upgrade: it.auto_minor_version_upgrade.unwrap_or_default(),
        enabled_cloudwatch_logs_exports: it.enabled_cloudwatch_logs_exports.unwrap_or_default(),
        tag_list: each(it.tag_list, |it| Tag { key: it.key.unwrap_or_default(), value: it.value.unwrap_or_default() }),
    })
}

fn endpoint(it: types::Endpoint) -> Result<DbEndpoint, Refusal> {
    Ok(DbEndpoint { address: it.address, port: it.port.map(number).transpose()? })
}

fn security_group(it: types::VpcSecurityGroupMembership) -> Result<VpcSecurityGroup, Refusal> {
    Ok(VpcSecurityGroup {
        vpc_security_group_id: it.vpc_security_group_id.required("VpcSecurityGroupId")?,
        status: it.status,
    })
}

fn parameter_group(it: types::DbParameterGroupStatus) -> Result<DbParameterGroupStatus, Refusal> {
    Ok(DbParameterGroupStatus {
        db_parameter_group_name: it.db_parameter_group_name.required("DBParameterGroupName")?,
        parameter_apply_status: it.parameter_apply_status,
    })
}
