//! Elastic Load Balancing: Application, Network and Gateway Load Balancers, and what is behind them.
//!
//! Load balancers and target groups are listed at once. What each is set to and who its targets are is asked one by one,
//! all at the same time: AWS has no call that tells it of several.

mod load_balancer;
mod target_group;

use aws_sdk_elasticloadbalancingv2::Client;
use awslab_core::model::Elbv2;

use crate::api::Api;

/// What a Region has.
pub(crate) async fn collect(api: Api<'_>) -> Elbv2 {
    let (load_balancers, target_groups) = tokio::join!(load_balancer::read(api), target_group::read(api));
    Elbv2 { load_balancers, target_groups }
}

fn client(api: Api<'_>) -> Client {
    api.clients.elbv2(api.region())
}

#[cfg(test)]
mod tests;
