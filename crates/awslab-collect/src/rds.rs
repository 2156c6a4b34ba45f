//! RDS: databases, the clusters they are of, and where they may be placed.

mod cluster;
mod instance;
mod parameters;
mod subnet_group;

use std::collections::BTreeMap;

use aws_sdk_rds::{Client, types};
use awslab_core::model::Rds;
use awslab_core::model::rds::MasterUserSecret;

use crate::api::Api;

pub(crate) use parameters::parameters;

/// Items a page: as many as AWS gives without being asked, and the most that it gives.
const PAGE: i32 = 100;

/// What a Region has, in three questions.
pub(crate) async fn collect(api: Api<'_>) -> Rds {
    let (db_clusters, db_instances, db_subnet_groups) =
        tokio::join!(cluster::describe(api), instance::describe(api), subnet_group::describe(api));
    Rds {
        db_cluster_parameters: BTreeMap::new(),
        db_clusters,
        db_instances,
        db_parameters: BTreeMap::new(),
        db_subnet_groups,
    }
}

fn client(api: Api<'_>) -> Client {
    api.clients.rds(api.region())
}

fn secret(it: types::MasterUserSecret) -> MasterUserSecret {
    MasterUserSecret { secret_arn: it.secret_arn, secret_status: it.secret_status }
}

#[cfg(test)]
mod tests;
