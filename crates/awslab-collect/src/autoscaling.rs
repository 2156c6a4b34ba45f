//! EC2 Auto Scaling: groups, and what they scale by.

use aws_sdk_autoscaling::types;
use awslab_core::call;
use awslab_core::fetched::Fetched;
use awslab_core::model::autoscaling::{
    AutoScalingGroup, GroupInstance, LaunchTemplateSpecification, MixedInstancesPolicy, MixedLaunchTemplate,
    ScalingPolicy,
};
use awslab_core::model::{AutoScaling, Tag};

use crate::api::Api;
use crate::refusal::{Refusal, Required};
use crate::value::{each, number, text, try_each, word};

/// Items a page: the most that AWS gives.
const PAGE: i32 = 100;

/// What a Region has, in two questions.
pub(crate) async fn collect(api: Api<'_>) -> AutoScaling {
    let (auto_scaling_groups, scaling_policies) = tokio::join!(groups(api), policies(api));
    AutoScaling { auto_scaling_groups, scaling_policies }
}

/// <https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeAutoScalingGroups.html>
fn groups(api: Api<'_>) -> impl Future<Output = Fetched<Vec<AutoScalingGroup>>> {
    let pages = api.clients.autoscaling(api.region()).describe_auto_scaling_groups().into_paginator().page_size(PAGE);
    api.list(call::DESCRIBE_AUTO_SCALING_GROUPS, pages.items().send(), group)
}

/// Those of every group at once.
///
/// <https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribePolicies.html>
fn policies(api: Api<'_>) -> impl Future<Output = Fetched<Vec<ScalingPolicy>>> {
    let pages = api.clients.autoscaling(api.region()).describe_policies().into_paginator().page_size(PAGE);
    api.list(call::DESCRIBE_POLICIES, pages.items().send(), |it| {
        Ok(ScalingPolicy {
            auto_scaling_group_name: it.auto_scaling_group_name.required("AutoScalingGroupName")?,
            policy_name: it.policy_name.required("PolicyName")?,
            policy_type: it.policy_type,
            enabled: it.enabled,
        })
    })
}

fn group(it: types::AutoScalingGroup) -> Result<AutoScalingGroup, Refusal> {
    Ok(AutoScalingGroup {
        auto_scaling_group_name: it.auto_scaling_group_name.required("AutoScalingGroupName")?,
        auto_scaling_group_arn: it.auto_scaling_group_arn,
        launch_configuration_name: text(it.launch_configuration_name),
        launch_template: it.launch_template.map(template),
        mixed_instances_policy: it.mixed_instances_policy.map(mixed),
        min_size: number(it.min_size.required("MinSize")?)?,
        max_size: number(it.max_size.required("MaxSize")?)?,
        desired_capacity: number(it.desired_capacity.required("DesiredCapacity")?)?,
        availability_zones: it.availability_zones.unwrap_or_default(),
        vpc_zone_identifier: text(it.vpc_zone_identifier),
        target_group_arns: it.target_group_arns.unwrap_or_default(),
        health_check_type: it.health_check_type,
        instances: try_each(it.instances, instance)?,
        status: text(it.status),
        tags: each(it.tags, |it| Tag { key: it.key.unwrap_or_default(), value: it.value.unwrap_or_default() }),
    })
}

fn template(it: types::LaunchTemplateSpecification) -> LaunchTemplateSpecification {
    LaunchTemplateSpecification {
        launch_template_id: it.launch_template_id,
        launch_template_name: it.launch_template_name,
        version: it.version,
    }
}

fn mixed(it: types::MixedInstancesPolicy) -> MixedInstancesPolicy {
    let launch_template = it.launch_template.map(|it| MixedLaunchTemplate {
        launch_template_specification: it.launch_template_specification.map(template),
    });
    MixedInstancesPolicy { launch_template }
}

fn instance(it: types::Instance) -> Result<GroupInstance, Refusal> {
    Ok(GroupInstance {
        instance_id: it.instance_id.required("InstanceId")?,
        lifecycle_state: word(it.lifecycle_state).required("LifecycleState")?,
        health_status: it.health_status,
        availability_zone: it.availability_zone,
    })
}

#[cfg(test)]
mod tests;
