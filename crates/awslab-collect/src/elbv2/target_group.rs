//! Target groups: who is behind a load balancer, and how they are.

use aws_sdk_elasticloadbalancingv2::types;
use awslab_core::call;
use awslab_core::fetched::Fetched;
use awslab_core::model::elbv2::{Attribute, Target, TargetGroup, TargetHealth, TargetHealthDescription};
use futures::future::join_all;

use super::client;
use crate::api::Api;
use crate::refusal::{Refusal, Required};
use crate::value::{number, word};

/// Target groups with their attributes and targets.
pub(super) async fn read(api: Api<'_>) -> Fetched<Vec<TargetGroup>> {
    let mut target_groups = describe(api).await;
    let each = target_groups.as_known_mut().into_iter().flatten();
    join_all(each.map(|it| async {
        let (attributes, health) =
            tokio::join!(attributes(api, &it.target_group_arn), health(api, &it.target_group_arn));
        (it.attributes, it.target_health_descriptions) = (attributes, health);
    }))
    .await;
    target_groups
}

/// <https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTargetGroups.html>
fn describe(api: Api<'_>) -> impl Future<Output = Fetched<Vec<TargetGroup>>> {
    let pages = client(api).describe_target_groups().into_paginator();
    api.list(call::DESCRIBE_TARGET_GROUPS, pages.items().send(), |it| {
        Ok(TargetGroup {
            target_group_arn: it.target_group_arn.required("TargetGroupArn")?,
            target_group_name: it.target_group_name.required("TargetGroupName")?,
            protocol: word(it.protocol),
            port: it.port.map(number).transpose()?,
            vpc_id: it.vpc_id,
            target_type: word(it.target_type),
            health_check_port: it.health_check_port,
            load_balancer_arns: it.load_balancer_arns.unwrap_or_default(),
            attributes: Fetched::default(),
            target_health_descriptions: Fetched::default(),
        })
    })
}

/// <https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTargetGroupAttributes.html>
async fn attributes(api: Api<'_>, arn: &str) -> Fetched<Vec<Attribute>> {
    let request = client(api).describe_target_group_attributes().target_group_arn(arn);
    api.ask(call::DESCRIBE_TARGET_GROUP_ATTRIBUTES, async {
        let attributes = request.send().await?.attributes.required("Attributes")?;
        let attribute = |it: types::TargetGroupAttribute| {
            Ok(Attribute { key: it.key.required("Key")?, value: it.value.unwrap_or_default() })
        };
        attributes.into_iter().map(attribute).collect()
    })
    .await
}

/// Not paginated: a group has a few hundred targets at most.
///
/// <https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTargetHealth.html>
async fn health(api: Api<'_>, arn: &str) -> Fetched<Vec<TargetHealthDescription>> {
    let request = client(api).describe_target_health().target_group_arn(arn);
    api.ask(call::DESCRIBE_TARGET_HEALTH, async {
        let targets = request.send().await?.target_health_descriptions.required("TargetHealthDescriptions")?;
        targets.into_iter().map(target).collect()
    })
    .await
}

fn target(it: types::TargetHealthDescription) -> Result<TargetHealthDescription, Refusal> {
    let target = it.target.required("Target")?;
    let health = it.target_health.required("TargetHealth")?;
    Ok(TargetHealthDescription {
        target: Target {
            id: target.id.required("Id")?,
            port: target.port.map(number).transpose()?,
            availability_zone: target.availability_zone,
        },
        health_check_port: it.health_check_port,
        target_health: TargetHealth { state: word(health.state).required("State")?, reason: word(health.reason) },
    })
}
