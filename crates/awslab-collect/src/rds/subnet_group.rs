//! Subnet groups: where a database may be placed.

use aws_sdk_rds::types;
use awslab_core::call;
use awslab_core::fetched::Fetched;
use awslab_core::model::rds::{DbSubnet, DbSubnetGroup};

use super::{PAGE, client};
use crate::api::Api;
use crate::refusal::{Refusal, Required};
use crate::value::try_each;

/// <https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBSubnetGroups.html>
pub(super) fn describe(api: Api<'_>) -> impl Future<Output = Fetched<Vec<DbSubnetGroup>>> {
    let pages = client(api).describe_db_subnet_groups().into_paginator().page_size(PAGE);
    api.list(call::DESCRIBE_DB_SUBNET_GROUPS, pages.items().send(), group)
}

pub(super) fn group(it: types::DbSubnetGroup) -> Result<DbSubnetGroup, Refusal> {
    Ok(DbSubnetGroup {
        db_subnet_group_name: it.db_subnet_group_name.required("DBSubnetGroupName")?,
        vpc_id: it.vpc_id,
        subnets: try_each(it.subnets, |it| {
            Ok(DbSubnet {
                subnet_identifier: it.subnet_identifier.required("SubnetIdentifier")?,
                subnet_status: it.subnet_status,
            })
        })?,
    })
}
