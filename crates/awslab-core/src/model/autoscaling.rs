//! Auto Scaling groups.

use serde::{Deserialize, Serialize};

use super::Tag;
use crate::fetched::Fetched;

/// EC2 Auto Scaling as one Region shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct AutoScaling {
    /// Groups.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub auto_scaling_groups: Fetched<Vec<AutoScalingGroup>>,
    /// Scaling policies, of all groups.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub scaling_policies: Fetched<Vec<ScalingPolicy>>,
}

/// <https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_AutoScalingGroup.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct AutoScalingGroup {
    /// The name.
    pub auto_scaling_group_name: String,
    /// The ARN.
    #[serde(rename = "AutoScalingGroupARN", skip_serializing_if = "Option::is_none")]
    pub auto_scaling_group_arn: Option<String>,
    /// What it launches from, the old way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub launch_configuration_name: Option<String>,
    /// What it launches from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub launch_template: Option<LaunchTemplateSpecification>,
    /// What it launches from, with several types of instances.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mixed_instances_policy: Option<MixedInstancesPolicy>,
    /// It never has fewer instances.
    pub min_size: u32,
    /// It never has more.
    pub max_size: u32,
    /// How many it should have now.
    pub desired_capacity: u32,
    /// Its zones.
    pub availability_zones: Vec<String>,
    /// Its subnets, parted by commas.
    #[serde(rename = "VPCZoneIdentifier", skip_serializing_if = "Option::is_none")]
    pub vpc_zone_identifier: Option<String>,
    /// Where its instances are registered as targets.
    #[serde(rename = "TargetGroupARNs")]
    pub target_group_arns: Vec<String>,
    /// `EC2`, and others after commas.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub health_check_type: Option<String>,
    /// Its instances.
    pub instances: Vec<GroupInstance>,
    /// `Delete in progress`; absent for every other group.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// Tags.
    pub tags: Vec<Tag>,
}

/// <https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_LaunchTemplateSpecification.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct LaunchTemplateSpecification {
    /// The template's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub launch_template_id: Option<String>,
    /// The template's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub launch_template_name: Option<String>,
    /// A number, `$Latest` or `$Default`; the default one where none is named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
}

/// <https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_MixedInstancesPolicy.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct MixedInstancesPolicy {
    /// The template, and what overrides it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub launch_template: Option<MixedLaunchTemplate>,
}

/// The template of a policy for several types of instances.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct MixedLaunchTemplate {
    /// The template.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub launch_template_specification: Option<LaunchTemplateSpecification>,
}

/// An instance of a group.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct GroupInstance {
    /// The id.
    pub instance_id: String,
    /// `InService`, or on the way to or from it.
    pub lifecycle_state: String,
    /// `Healthy` or `Unhealthy`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub health_status: Option<String>,
    /// The zone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub availability_zone: Option<String>,
}

/// <https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_ScalingPolicy.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct ScalingPolicy {
    /// The group.
    pub auto_scaling_group_name: String,
    /// The name.
    pub policy_name: String,
    /// `TargetTrackingScaling`, `StepScaling`, `SimpleScaling` or `PredictiveScaling`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy_type: Option<String>,
    /// Switched off only where this is `false`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
}
