//! The instance's security groups, and what they open to everybody.

use std::collections::BTreeSet;

use awslab_core::context::Context;
use awslab_core::model::ec2::{Instance, SecurityGroup};
use awslab_core::nouns::Located;
use awslab_core::verdict::{Miss, Subject, Verdict, all};
use awslab_reach::{Network, Ports, Protocol, is_world};

use crate::shared::network::{Part, cannot_tell};

pub(super) const PUBLIC_PORTS: &str = "public_ports";

/// Whether these are ports, parted by commas.
pub(super) fn check_ports(text: &str) -> Result<(), String> {
    ports(text).map(|_ports| ())
}

fn ports(text: &str) -> Result<Ports, String> {
    let mut ports = Ports::NONE;
    for port in text.split(',').map(str::trim).filter(|it| !it.is_empty()) {
        let port: u16 = port.parse().map_err(|_| format!("{port:?} is no port: the value is such as 80,443"))?;
        ports = ports.or(&Ports::one(port));
    }
    Ok(ports)
}

/// The ids of the groups of all its interfaces.
pub(super) fn group_ids(instance: &Instance) -> BTreeSet<&str> {
    let of_interfaces = instance.network_interfaces.iter().flat_map(|it| &it.groups);
    instance.security_groups.iter().chain(of_interfaces).map(|it| it.group_id.as_str()).collect()
}

fn groups(instance: Located<'_, Instance>) -> Result<Vec<&SecurityGroup>, Miss> {
    let (all, own) = (instance.surroundings.ec2.security_groups.known()?, group_ids(instance.get()));
    Ok(all.iter().filter(|it| own.contains(it.group_id.as_str())).collect())
}

pub(super) fn security_group(cx: &Context<'_>) -> Verdict {
    let instance = cx.located::<Instance>()?;
    let groups = groups(instance)?;
    let is_own = |it: &&SecurityGroup| it.group_name != "default";
    let met = !groups.is_empty() && groups.iter().all(is_own);
    let names: Vec<String> = groups.iter().map(|it| format!("{} ({})", it.group_id, it.group_name)).collect();
    let actual = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
    let vpc = instance.vpc_id.as_deref().unwrap_or("VPC");
    instance
        .observe("security groups", met, "groups made for it, and not the default one", actual)
        .name("vpc", vpc)
        .verdict()
}

pub(super) fn sg_scoped(cx: &Context<'_>) -> Verdict {
    let instance = cx.located::<Instance>()?;
    let network = Network::of(cx.account);
    let public = ports(cx.text(PUBLIC_PORTS)).expect("ports are checked when they are set");
    let used = used_groups(instance);
    all(groups(instance)?.into_iter().map(|group| {
        let open = open_to_world(&network, &group.group_id)?;
        let too_much: Vec<String> = open
            .iter()
            .map(|(protocol, ports)| (protocol, ports.without(&public)))
            .filter(|(_, ports)| !ports.is_empty())
            .map(|(protocol, ports)| format!("{} {ports}", protocol.to_string().to_uppercase()))
            .collect();
        let unused = unused_references(group, &used);
        let mut actual = if too_much.is_empty() { "nothing else".to_owned() } else { too_much.join(", ") };
        if !unused.is_empty() {
            actual = format!("{actual}; unused: rules for {}, which nothing is in", unused.join(", "));
        }
        Part::of(&instance, "security-group", &group.group_id)
            .observe("open to the world", too_much.is_empty(), format!("{public} by TCP or UDP at most"), actual)
            .fix(revoke(group, &public))
            .verdict()
    }))
}

/// What the rules of a group, all of them together, let everybody in at.
fn open_to_world(network: &Network<'_>, group: &str) -> Result<Vec<(Protocol, Ports)>, Miss> {
    let mut open = Vec::new();
    for protocol in [Protocol::Tcp, Protocol::Udp] {
        let mut ports = Ports::NONE;
        for is_ipv4 in [true, false] {
            let admitted = network.admitted_by_group(group, is_ipv4, protocol).map_err(|it| cannot_tell(&it))?;
            for admission in &admitted {
                let wider = admitted.iter().filter(|it| it.ports.covers(&admission.ports)).flat_map(|it| &it.from);
                if is_world(&wider.copied().collect::<Vec<_>>()) {
                    ports = ports.or(&admission.ports);
                }
            }
        }
        open.push((protocol, ports));
    }
    Ok(open)
}

/// The groups that some interface of the Region is in.
fn used_groups(instance: Located<'_, Instance>) -> BTreeSet<&str> {
    let ec2 = &instance.surroundings.ec2;
    let interfaces = ec2.network_interfaces.as_known().into_iter().flatten().flat_map(|it| &it.groups);
    let instances = ec2.instances.as_known().into_iter().flatten().flat_map(group_ids);
    interfaces.map(|it| it.group_id.as_str()).chain(instances).collect()
}

/// The groups that rules name and nothing is in.
fn unused_references<'g>(group: &'g SecurityGroup, used: &BTreeSet<&str>) -> Vec<&'g str> {
    let named = group.ip_permissions.iter().flat_map(|it| &it.user_id_group_pairs).map(|it| it.group_id.as_str());
    named.filter(|id| !used.contains(id)).collect()
}

/// Commands that take wide rules for other ports out of a group.
pub(super) fn revoke(group: &SecurityGroup, public: &Ports) -> String {
    let mut commands = Vec::new();
    for rule in &group.ip_permissions {
        let port = |it: Option<i32>| it.and_then(|it| u16::try_from(it).ok());
        let is_public = match (port(rule.from_port), port(rule.to_port)) {
            (Some(first), Some(last)) => public.covers(&Ports::range(first, last)),
            _ => false,
        };
        let protocol =
            Some(&*rule.ip_protocol).filter(|it| it.chars().all(|it| it.is_ascii_alphanumeric() || it == '-'));
        let Some(protocol) = protocol.filter(|_| !is_public) else { continue };
        let ends = rule.from_port.zip(rule.to_port).map(|(from, to)| format!(",FromPort={from},ToPort={to}"));
        let ends = ends.unwrap_or_default();
        let mut revoke = |ranges: String| {
            let permission = format!("IpProtocol={protocol}{ends},{ranges}");
            commands.push(format!(
                "aws ec2 revoke-security-group-ingress --group-id {{security-group}} --ip-permissions '{permission}'"
            ));
        };
        for range in rule.ip_ranges.iter().filter_map(|it| it.cidr_ip).filter(|it| it.0.prefix_len() <= WIDE) {
            revoke(format!("IpRanges=[{{CidrIp={}}}]", range.0));
        }
        for range in rule.ipv6_ranges.iter().filter_map(|it| it.cidr_ipv6).filter(|it| it.0.prefix_len() <= WIDE) {
            revoke(format!("Ipv6Ranges=[{{CidrIpv6={}}}]", range.0));
        }
    }
    if commands.is_empty() { DESCRIBE.to_owned() } else { commands.join("\n") }
}

/// A range of which a few make up the internet.
const WIDE: u8 = 12;

const DESCRIBE: &str = "aws ec2 describe-security-group-rules --filters Name=group-id,Values={security-group}";
