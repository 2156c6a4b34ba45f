//! Clusters, of Aurora and others.

use awslab_core::call;
use awslab_core::fetched::Fetched;
use awslab_core::model::rds::DbCluster;

use super::{PAGE, client, secret};
use crate::api::Api;
use crate::refusal::Required;
use crate::value::{number, text};

/// <https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBClusters.html>
pub(super) fn describe(api: Api<'_>) -> impl Future<Output = Fetched<Vec<DbCluster>>> {
    let pages = client(api).describe_db_clusters().into_paginator().page_size(PAGE);
    api.list(call::DESCRIBE_DB_CLUSTERS, pages.items().send(), |it| {
        Ok(DbCluster {
            db_cluster_identifier: it.db_cluster_identifier.required("DBClusterIdentifier")?,
            db_cluster_parameter_group: text(it.db_cluster_parameter_group),
            storage_encrypted: it.storage_encrypted.unwrap_or_default(),
            kms_key_id: text(it.kms_key_id),
            master_user_secret: it.master_user_secret.map(secret),
            iam_database_authentication_enabled: it.iam_database_authentication_enabled.unwrap_or_default(),
            backup_retention_period: number(it.backup_retention_period.unwrap_or_default())?,
            multi_az: it.multi_az.unwrap_or_default(),
            deletion_protection: it.deletion_protection.unwrap_or_default(),
            enabled_cloudwatch_logs_exports: it.enabled_cloudwatch_logs_exports.unwrap_or_default(),
        })
    })
}
