//! Load balancers: where they stand, and what they do with what they hear.

use aws_sdk_elasticloadbalancingv2::types::{self, LoadBalancerTypeEnum};
use awslab_core::call;
use awslab_core::fetched::Fetched;
use awslab_core::model::elbv2::{
    Action, Attribute, ForwardConfig, Listener, ListenerRule, LoadBalancer, LoadBalancerAddress, LoadBalancerState,
    LoadBalancerZone, TargetGroupWeight,
};
use futures::future::join_all;

use super::client;
use crate::api::Api;
use crate::refusal::{Refusal, Required};
use crate::value::{address, number, try_each, word};

/// Load balancers with their attributes, listeners and rules.
pub(super) async fn read(api: Api<'_>) -> Fetched<Vec<LoadBalancer>> {
    let mut load_balancers = describe(api).await;
    let each = load_balancers.as_known_mut().into_iter().flatten();
    join_all(each.map(|it| async {
        let (attributes, listeners) =
            tokio::join!(attributes(api, &it.load_balancer_arn), listeners(api, &it.load_balancer_arn, &it.r#type));
        (it.attributes, it.listeners) = (attributes, listeners);
    }))
    .await;
    load_balancers
}

/// <https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeLoadBalancers.html>
fn describe(api: Api<'_>) -> impl Future<Output = Fetched<Vec<LoadBalancer>>> {
    let pages = client(api).describe_load_balancers().into_paginator();
    api.list(call::DESCRIBE_LOAD_BALANCERS, pages.items().send(), load_balancer)
}

/// <https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeLoadBalancerAttributes.html>
async fn attributes(api: Api<'_>, arn: &str) -> Fetched<Vec<Attribute>> {
    let request = client(api).describe_load_balancer_attributes().load_balancer_arn(arn);
    api.ask(call::DESCRIBE_LOAD_BALANCER_ATTRIBUTES, async {
        let attributes = request.send().await?.attributes.required("Attributes")?;
        let attribute = |it: types::LoadBalancerAttribute| {
            Ok(Attribute { key: it.key.required("Key")?, value: it.value.unwrap_or_default() })
        };
        attributes.into_iter().map(attribute).collect()
    })
    .await
}

/// The listeners of a load balancer with their rules, which only an Application Load Balancer has.
async fn listeners(api: Api<'_>, arn: &str, kind: &str) -> Fetched<Vec<Listener>> {
    let mut listeners = describe_listeners(api, arn).await;
    if kind == LoadBalancerTypeEnum::Application.as_str() {
        let each = listeners.as_known_mut().into_iter().flatten();
        join_all(each.map(|it| async { it.rules = rules(api, &it.listener_arn).await })).await;
    }
    listeners
}

/// <https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeListeners.html>
fn describe_listeners(api: Api<'_>, arn: &str) -> impl Future<Output = Fetched<Vec<Listener>>> {
    let pages = client(api).describe_listeners().load_balancer_arn(arn).into_paginator();
    api.list(call::DESCRIBE_LISTENERS, pages.items().send(), |it| {
        Ok(Listener {
            listener_arn: it.listener_arn.required("ListenerArn")?,
            load_balancer_arn: it.load_balancer_arn,
            port: it.port.map(number).transpose()?,
            protocol: word(it.protocol),
            default_actions: try_each(it.default_actions, action)?,
            rules: Fetched::default(),
        })
    })
}

/// <https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeRules.html>
fn rules(api: Api<'_>, listener: &str) -> impl Future<Output = Fetched<Vec<ListenerRule>>> {
    let pages = client(api).describe_rules().listener_arn(listener).into_paginator();
    api.list(call::DESCRIBE_RULES, pages.items().send(), |it| {
        Ok(ListenerRule { rule_arn: it.rule_arn, priority: it.priority, actions: try_each(it.actions, action)? })
    })
}

fn load_balancer(it: types::LoadBalancer) -> Result<LoadBalancer, Refusal> {
    Ok(LoadBalancer {
        load_balancer_arn: it.load_balancer_arn.required("LoadBalancerArn")?,
        load_balancer_name: it.load_balancer_name.required("LoadBalancerName")?,
        r#type: word(it.r#type).required("Type")?,
        scheme: word(it.scheme),
        state: it.state.map(|it| LoadBalancerState { code: word(it.code).unwrap_or_default() }),
        vpc_id: it.vpc_id,
        dns_name: it.dns_name,
        ip_address_type: word(it.ip_address_type),
        availability_zones: try_each(it.availability_zones, zone)?,
        security_groups: it.security_groups.unwrap_or_default(),
        attributes: Fetched::default(),
        listeners: Fetched::default(),
    })
}

fn zone(it: types::AvailabilityZone) -> Result<LoadBalancerZone, Refusal> {
    let fixed = |it: types::LoadBalancerAddress| {
        Ok(LoadBalancerAddress {
            ip_address: address(it.ip_address)?,
            private_ipv4_address: address(it.private_ipv4_address)?,
        })
    };
    Ok(LoadBalancerZone {
        zone_name: it.zone_name,
        subnet_id: it.subnet_id,
        load_balancer_addresses: try_each(it.load_balancer_addresses, fixed)?,
    })
}

fn action(it: types::Action) -> Result<Action, Refusal> {
    let forward_config = it.forward_config.map(|it| try_each(it.target_groups, weight)).transpose()?;
    Ok(Action {
        r#type: word(it.r#type).required("Type")?,
        target_group_arn: it.target_group_arn,
        forward_config: forward_config.map(|target_groups| ForwardConfig { target_groups }),
    })
}

fn weight(it: types::TargetGroupTuple) -> Result<TargetGroupWeight, Refusal> {
    Ok(TargetGroupWeight { target_group_arn: it.target_group_arn, weight: it.weight.map(number).transpose()? })
}
