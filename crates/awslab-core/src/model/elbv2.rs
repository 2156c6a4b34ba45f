//! Load balancers: Application, Network and Gateway.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::fetched::Fetched;

/// Elastic Load Balancing as one Region shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct Elbv2 {
    /// Load balancers.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub load_balancers: Fetched<Vec<LoadBalancer>>,
    /// Target groups.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub target_groups: Fetched<Vec<TargetGroup>>,
}

/// <https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancer.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct LoadBalancer {
    /// The ARN.
    pub load_balancer_arn: String,
    /// The name.
    pub load_balancer_name: String,
    /// `application`, `network` or `gateway`.
    pub r#type: String,
    /// `internet-facing` or `internal`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scheme: Option<String>,
    /// `active`, or how far it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<LoadBalancerState>,
    /// The VPC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vpc_id: Option<String>,
    /// The DNS name.
    #[serde(rename = "DNSName", skip_serializing_if = "Option::is_none")]
    pub dns_name: Option<String>,
    /// `ipv4`, `dualstack`, …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ip_address_type: Option<String>,
    /// One subnet in each of its zones.
    pub availability_zones: Vec<LoadBalancerZone>,
    /// Its security groups; a network load balancer may have none.
    pub security_groups: Vec<String>,
    /// The answer of `DescribeLoadBalancerAttributes`.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub attributes: Fetched<Vec<Attribute>>,
    /// The answer of `DescribeListeners`.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub listeners: Fetched<Vec<Listener>>,
}

/// The state of a load balancer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct LoadBalancerState {
    /// `active`, `provisioning`, `active_impaired` or `failed`.
    pub code: String,
}

/// A zone of a load balancer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct LoadBalancerZone {
    /// The zone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zone_name: Option<String>,
    /// The subnet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subnet_id: Option<String>,
    /// Its fixed addresses.
    pub load_balancer_addresses: Vec<LoadBalancerAddress>,
}

/// A fixed address of a network load balancer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct LoadBalancerAddress {
    /// The Elastic IP.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ip_address: Option<IpAddr>,
    /// The private address.
    #[serde(rename = "PrivateIPv4Address", skip_serializing_if = "Option::is_none")]
    pub private_ipv4_address: Option<IpAddr>,
}

/// A setting and its value.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct Attribute {
    /// Such as `load_balancing.cross_zone.enabled`.
    pub key: String,
    /// Such as `true`.
    pub value: String,
}

/// <https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Listener.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct Listener {
    /// The ARN.
    pub listener_arn: String,
    /// Whose it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub load_balancer_arn: Option<String>,
    /// The port.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub port: Option<u16>,
    /// `HTTP`, `HTTPS`, `TCP`, `TLS`, `UDP` or `TCP_UDP`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub protocol: Option<String>,
    /// What is done with what no rule takes.
    pub default_actions: Vec<Action>,
    /// The answer of `DescribeRules`.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub rules: Fetched<Vec<ListenerRule>>,
}

/// <https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Rule.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct ListenerRule {
    /// The ARN.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule_arn: Option<String>,
    /// `default`, or a number: lower ones are tried first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<String>,
    /// What is done.
    pub actions: Vec<Action>,
}

/// <https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Action.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct Action {
    /// `forward`, `redirect`, `fixed-response`, …
    pub r#type: String,
    /// The target group, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_group_arn: Option<String>,
    /// The target groups, where there are several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub forward_config: Option<ForwardConfig>,
}

/// Target groups and their weights.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct ForwardConfig {
    /// The target groups.
    pub target_groups: Vec<TargetGroupWeight>,
}

/// A target group of an action.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct TargetGroupWeight {
    /// The target group.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_group_arn: Option<String>,
    /// How much it gets; 0 is nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weight: Option<u32>,
}

/// <https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroup.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct TargetGroup {
    /// The ARN.
    pub target_group_arn: String,
    /// The name.
    pub target_group_name: String,
    /// `HTTP`, `HTTPS`, `TCP`, `TLS`, `UDP`, `TCP_UDP` or `GENEVE`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub protocol: Option<String>,
    /// Where targets listen, if they do not say otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub port: Option<u16>,
    /// The VPC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vpc_id: Option<String>,
    /// `instance`, `ip`, `lambda` or `alb`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_type: Option<String>,
    /// A port, or `traffic-port`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub health_check_port: Option<String>,
    /// Which load balancers use it.
    pub load_balancer_arns: Vec<String>,
    /// The answer of `DescribeTargetHealth`.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub target_health_descriptions: Fetched<Vec<TargetHealthDescription>>,
    /// The answer of `DescribeTargetGroupAttributes`.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub attributes: Fetched<Vec<Attribute>>,
}

/// <https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealthDescription.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct TargetHealthDescription {
    /// The target.
    pub target: Target,
    /// The port that is checked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub health_check_port: Option<String>,
    /// How it is.
    pub target_health: TargetHealth,
}

/// <https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetDescription.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct Target {
    /// An instance, an address, a function or a load balancer.
    pub id: String,
    /// Where it listens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub port: Option<u16>,
    /// The zone of an address outside the VPC; `all` for every zone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub availability_zone: Option<String>,
}

/// <https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealth.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct TargetHealth {
    /// `healthy`, `unhealthy`, `initial`, `unused`, `draining` or `unavailable`.
    pub state: String,
    /// Such as `Target.FailedHealthChecks`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}
