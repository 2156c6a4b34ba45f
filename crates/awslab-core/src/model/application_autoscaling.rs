//! Application Auto Scaling: what grows and shrinks tables and other things that are no instances.

use serde::{Deserialize, Serialize};

use crate::fetched::Fetched;

/// Application Auto Scaling as one Region shows it, as far as tables go.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct ApplicationAutoScaling {
    /// What may be scaled, between which bounds.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub scalable_targets: Fetched<Vec<ScalableTarget>>,
    /// By what it is scaled.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub scaling_policies: Fetched<Vec<TargetScalingPolicy>>,
}

/// <https://docs.aws.amazon.com/autoscaling/application/APIReference/API_ScalableTarget.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct ScalableTarget {
    /// Such as `dynamodb`.
    pub service_namespace: String,
    /// Such as `table/shop` or `table/shop/index/by-date`.
    pub resource_id: String,
    /// Such as `dynamodb:table:ReadCapacityUnits`.
    pub scalable_dimension: String,
    /// It never has less.
    pub min_capacity: u64,
    /// It never has more.
    pub max_capacity: u64,
    /// What of it is held still.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suspended_state: Option<SuspendedState>,
}

/// <https://docs.aws.amazon.com/autoscaling/application/APIReference/API_SuspendedState.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct SuspendedState {
    /// Policies do not shrink it.
    pub dynamic_scaling_in_suspended: bool,
    /// Policies do not grow it.
    pub dynamic_scaling_out_suspended: bool,
}

/// <https://docs.aws.amazon.com/autoscaling/application/APIReference/API_ScalingPolicy.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct TargetScalingPolicy {
    /// The name.
    pub policy_name: String,
    /// Such as `dynamodb`.
    pub service_namespace: String,
    /// What it scales.
    pub resource_id: String,
    /// What of that.
    pub scalable_dimension: String,
    /// `TargetTrackingScaling` or `StepScaling`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy_type: Option<String>,
}
