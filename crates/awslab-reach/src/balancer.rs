//! Load balancers: listeners, and who is behind them.
//!
//! <https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html>

use std::net::IpAddr;

use awslab_core::fetched::Fetched;
use awslab_core::model::elbv2::{
    Action, Attribute, Listener, LoadBalancer, Target, TargetGroup, TargetHealthDescription,
};

use crate::answer::{Blocker, Unseen};
use crate::code::Code;
use crate::ports::Ports;
use crate::protocol::Protocol;
use crate::world::{Found, Interface, Kind, World, not_read};

/// What a listener does with a connection.
pub(crate) enum Reply<'a> {
    /// It answers by itself: a redirect, a fixed response, a function.
    Itself,
    /// It asks one of these.
    Targets(Vec<Candidate<'a>>),
}

/// A target that a node may choose.
pub(crate) struct Candidate<'a> {
    pub(crate) group: Found<'a, TargetGroup>,
    pub(crate) id: &'a str,
    pub(crate) port: u16,
    /// The target sees the client's address.
    pub(crate) keeps_client: bool,
    /// Nobody asked whether it does.
    pub(crate) is_assumed: bool,
    /// Why the node cannot choose it.
    pub(crate) hindrance: Option<Blocker>,
}

impl<'a> World<'a> {
    /// The ports at which a load balancer listens.
    pub(crate) fn listening(&self, arn: &str, protocol: Protocol) -> Result<Ports, Unseen> {
        let listeners = self.listeners(arn)?;
        let of_protocol = listeners.iter().filter(|it| speaks(it, protocol)).filter_map(|it| it.port);
        Ok(of_protocol.fold(Ports::NONE, |all, port| all.or(&Ports::one(port))))
    }

    fn listeners(&self, arn: &str) -> Result<&'a [Listener], Unseen> {
        let balancer = self.balancers.get(arn).ok_or_else(|| Unseen::new(arn, "the load balancer was not read"))?;
        match &balancer.it.listeners {
            Fetched::Known(listeners) => Ok(listeners),
            list @ Fetched::Unknown(_) => {
                Err(not_read(arn, "its listeners", list, "elasticloadbalancing:DescribeListeners"))
            }
        }
    }

    /// What a node does with a connection to a port of its load balancer.
    pub(crate) fn reply_of(
        &self,
        node: &Interface<'a>,
        arn: &str,
        port: u16,
        protocol: Protocol,
    ) -> Result<Reply<'a>, Unseen> {
        let listeners = self.listeners(arn)?;
        let listener = listeners.iter().find(|it| it.port == Some(port) && speaks(it, protocol));
        let listener = listener.expect("a connection gets as far as this at a port that is listened at");
        let rules = listener.rules.as_known().into_iter().flatten().flat_map(|it| &it.actions);
        let actions: Vec<&Action> = listener.default_actions.iter().chain(rules).collect();
        if actions.iter().any(|it| matches!(it.r#type.as_str(), "redirect" | "fixed-response")) {
            return Ok(Reply::Itself);
        }
        let mut candidates = Vec::new();
        for arn in actions.into_iter().flat_map(target_groups) {
            let Some(group) = self.target_groups.get(arn) else {
                let list = &node.home.facts.elbv2.target_groups;
                return Err(not_read(arn, "its targets", list, "elasticloadbalancing:DescribeTargetGroups"));
            };
            if group.it.target_type.as_deref() == Some("lambda") {
                return Ok(Reply::Itself);
            }
            candidates.extend(self.candidates(node, *group)?);
        }
        Ok(Reply::Targets(candidates))
    }

    fn candidates(&self, node: &Interface<'a>, group: Found<'a, TargetGroup>) -> Result<Vec<Candidate<'a>>, Unseen> {
        let targets = match &group.it.target_health_descriptions {
            Fetched::Known(targets) => targets,
            list @ Fetched::Unknown(_) => {
                let call = "elasticloadbalancing:DescribeTargetHealth";
                return Err(not_read(&group.it.target_group_arn, "its targets", list, call));
            }
        };
        let usable = targets.iter().filter(|it| it.target_health.state != "draining");
        let healthy: Vec<&TargetHealthDescription> =
            usable.clone().filter(|it| it.target_health.state == "healthy").collect();
        // A load balancer without a healthy target tries them all.
        let chosen = if healthy.is_empty() { usable.collect() } else { healthy };
        Ok(chosen.into_iter().filter_map(|it| self.candidate(node, group, &it.target)).collect())
    }

    fn candidate(
        &self,
        node: &Interface<'a>,
        group: Found<'a, TargetGroup>,
        target: &'a Target,
    ) -> Option<Candidate<'a>> {
        let Kind::Balancer(arn) = node.kind else { return None };
        let balancer = self.balancers.get(arn)?.it;
        let (keeps_client, is_assumed) = keeps_client(balancer, group.it);
        let zone = self.target(group, &target.id).and_then(|it| it.subnet).and_then(|it| self.zone(it));
        let hindrance = zone.and_then(|zone| self.zone_hindrance(node, balancer, group.it, &target.id, zone));
        let port = target.port.or(group.it.port)?;
        Some(Candidate { group, id: &target.id, port, keeps_client, is_assumed, hindrance })
    }

    /// The interface of a target.
    pub(crate) fn target(&self, group: Found<'a, TargetGroup>, id: &str) -> Option<&Interface<'a>> {
        if let Ok(address) = id.parse::<IpAddr>() {
            let own = group.it.vpc_id.as_deref().and_then(|vpc| self.interface_at(vpc, address));
            return own.or_else(|| self.interfaces_at(address).next());
        }
        let is_it = |it: &&Interface<'a>| it.instance().is_some_and(|it| it.instance_id == id);
        let primary = self.instances.get(id).and_then(|it| it.it.private_ip_address);
        let of_instance = || self.interfaces.iter().filter(is_it);
        let has_primary = |it: &&Interface<'a>| primary.is_some_and(|address| it.pair(address).is_some());
        of_instance().find(has_primary).or_else(|| of_instance().next())
    }

    /// A node sends to its own zone alone, unless it may cross zones; and never to one that is not enabled.
    fn zone_hindrance(
        &self,
        node: &Interface<'a>,
        balancer: &LoadBalancer,
        group: &TargetGroup,
        target: &str,
        zone: &str,
    ) -> Option<Blocker> {
        let arn = balancer.load_balancer_arn.as_str();
        let subnets = balancer.availability_zones.iter().filter_map(|it| it.subnet_id.as_deref());
        if !subnets.clone().any(|it| self.zone(it) == Some(zone)) {
            let message =
                format!("{target} is in {zone}, where the load balancer is not enabled: the target is not used");
            let all: Vec<&str> = subnets.chain(["SUBNET_IN_THAT_ZONE"]).collect();
            let fix = format!("aws elbv2 set-subnets --load-balancer-arn {arn} --subnets {}", all.join(" "));
            return Some(Blocker::new(Code::TargetZone, arn, message).fix(fix));
        }
        let own = node.subnet.and_then(|it| self.zone(it));
        if crosses_zones(balancer, group) || own == Some(zone) {
            return None;
        }
        let message = format!(
            "{target} is in {zone}, {} in {}, and cross-zone load balancing is off",
            node.id,
            own.unwrap_or("another zone")
        );
        let fix = format!(
            "aws elbv2 modify-load-balancer-attributes --load-balancer-arn {arn} --attributes Key=load_balancing.cross_zone.enabled,Value=true"
        );
        Some(Blocker::new(Code::TargetZone, arn, message).fix(fix))
    }
}

fn speaks(listener: &Listener, protocol: Protocol) -> bool {
    match listener.protocol.as_deref() {
        Some("UDP" | "QUIC") => protocol == Protocol::Udp,
        Some("TCP_UDP" | "TCP_QUIC") => protocol.has_ports(),
        _ => protocol == Protocol::Tcp,
    }
}

fn target_groups(action: &Action) -> Vec<&str> {
    let weighted = action.forward_config.iter().flat_map(|it| &it.target_groups).filter(|it| it.weight != Some(0));
    let weighted: Vec<&str> = weighted.filter_map(|it| it.target_group_arn.as_deref()).collect();
    if weighted.is_empty() { action.target_group_arn.as_deref().into_iter().collect() } else { weighted }
}

fn attribute<'l>(attributes: &'l Fetched<Vec<Attribute>>, key: &str) -> Option<&'l str> {
    attributes.as_known()?.iter().find(|it| it.key == key).map(|it| it.value.as_str())
}

/// On for application load balancers, off for network load balancers, where nobody said otherwise.
fn crosses_zones(balancer: &LoadBalancer, group: &TargetGroup) -> bool {
    let key = "load_balancing.cross_zone.enabled";
    let of_group = attribute(&group.attributes, key).filter(|it| matches!(*it, "true" | "false"));
    match of_group.or_else(|| attribute(&balancer.attributes, key)) {
        Some(value) => value == "true",
        None => balancer.r#type == "application",
    }
}

/// Whether targets see the client's address, and whether that is AWS's default and nobody asked.
///
/// <https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html#client-ip-preservation>
fn keeps_client(balancer: &LoadBalancer, group: &TargetGroup) -> (bool, bool) {
    if balancer.r#type != "network" {
        return (false, false);
    }
    if let Some(value) = attribute(&group.attributes, "preserve_client_ip.enabled") {
        return (value == "true", false);
    }
    let is_udp = matches!(group.protocol.as_deref(), Some("UDP" | "TCP_UDP" | "QUIC" | "TCP_QUIC"));
    (is_udp || group.target_type.as_deref() != Some("ip"), group.attributes.is_not_collected())
}
