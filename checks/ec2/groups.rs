//! The instance's security groups, and what they open to everybody.

use std::collections::BTreeSet;

use awslab_core::call::DESCRIBE_SECURITY_GROUPS;
use awslab_core::context::Context;
use awslab_core::fetched::{Gap, GapKind};
use awslab_core::model::ec2::{Instance, IpPermission, SecurityGroup};
use awslab_core::nouns::Located;
use awslab_core::verdict::{Miss, Subject, Verdict, all};
use awslab_reach::{Network, Ports, Protocol, is_world, ports_of_rule};

use crate::shared::network::{Part, cannot_tell};
use crate::shared::rules::{SHOW_RULES, revoke_wide};

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
fn group_ids(instance: &Instance) -> BTreeSet<&str> {
    let of_interfaces = instance.network_interfaces.iter().flat_map(|it| &it.groups);
    instance.security_groups.iter().chain(of_interfaces).map(|it| it.group_id.as_str()).collect()
}

/// The groups of all its interfaces.
pub(super) fn groups(instance: Located<'_, Instance>) -> Result<Vec<&SecurityGroup>, Miss> {
    let known = instance.surroundings.ec2.security_groups.known()?;
    let group = |id: &str| {
        let vanished =
            || Gap::new(DESCRIBE_SECURITY_GROUPS, GapKind::Vanished, format!("{id} is not among the groups"));
        known.iter().find(|it| it.group_id == id).ok_or_else(|| Miss::unknown(vanished()))
    };
    group_ids(instance.get()).into_iter().map(group).collect()
}

pub(super) fn security_group(cx: &Context<'_>) -> Verdict {
    let instance = cx.located::<Instance>()?;
    let groups = groups(instance)?;
    let met = !groups.is_empty() && groups.iter().all(|it| it.group_name != "default");
    let names: Vec<String> = groups.iter().map(|it| format!("{} ({})", it.group_id, it.group_name)).collect();
    let actual = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
    let vpc = instance.vpc_id.as_deref().unwrap_or("VPC");
    let observation = instance.observe("security groups", met, "groups made for it, and not the default one", actual);
    observation.name("vpc", vpc).fix(own_group(&instance)).verdict()
}

/// Makes a group, and gives it to each interface that is in a default one. Of several interfaces each has to be told.
fn own_group(instance: &Instance) -> String {
    let of_instance = instance.security_groups.iter().filter(|it| it.group_name.as_deref() == Some("default"));
    let default: BTreeSet<&str> = of_instance.map(|it| it.group_id.as_str()).collect();
    let is_plain = |id: &&str| id.chars().all(|it| it.is_ascii_alphanumeric() || it == '-');
    let interfaces = instance.network_interfaces.iter();
    let wrong = interfaces.filter(|it| it.groups.iter().any(|it| default.contains(it.group_id.as_str())));
    let wrong = wrong.map(|it| it.network_interface_id.as_str()).filter(is_plain);
    let replace =
        |id| format!("\naws ec2 modify-network-interface-attribute --network-interface-id {id} --groups NEW_GROUP");
    let make = "aws ec2 create-security-group --group-name {new}-web --description web --vpc-id {vpc}".to_owned();
    match instance.network_interfaces.len() {
        0 | 1 => make + "\naws ec2 modify-instance-attribute --instance-id {instance} --groups NEW_GROUP",
        _ => wrong.map(replace).fold(make, |all, it| all + &it),
    }
}

pub(super) fn sg_scoped(cx: &Context<'_>) -> Verdict {
    let instance = cx.located::<Instance>()?;
    let network = Network::of(cx.account);
    let public = ports(cx.text(PUBLIC_PORTS)).expect("ports are checked when they are set");
    let used = used_groups(instance);
    all(groups(instance)?.into_iter().map(|group| {
        let too_much = open_to_world(&network, group, &public)?;
        let unused = used.as_ref().map(|used| unused_references(group, used)).unwrap_or_default();
        let mut actual = if too_much.is_empty() { "nothing else".to_owned() } else { too_much.join(", ") };
        if !unused.is_empty() {
            actual = format!("{actual}; unused: rules for {}, which nothing is in", unused.join(", "));
        }
        let fix = revoke_wide(group, &instance.surroundings.ec2, |it| opens_too_much(it, &public));
        Part::of(&instance, "security-group", &group.group_id)
            .observe("open to the world", too_much.is_empty(), format!("{public} by TCP or UDP at most"), actual)
            .fix(fix.unwrap_or_else(|| SHOW_RULES.to_owned()))
            .verdict()
    }))
}

/// What the rules of a group, all of them together, let everybody in at, and should not. To be pinged harms nobody.
fn open_to_world(network: &Network<'_>, group: &SecurityGroup, public: &Ports) -> Result<Vec<String>, Miss> {
    let mut open = Vec::new();
    for protocol in [Protocol::Tcp, Protocol::Udp].into_iter().chain(numbered(group)) {
        let mut ports = Ports::NONE;
        for is_ipv4 in [true, false] {
            let admitted = network.admitted_by_group(&group.group_id, is_ipv4, protocol);
            let admitted = admitted.map_err(|it| cannot_tell(&it))?;
            for admission in &admitted {
                let wider = admitted.iter().filter(|it| it.ports.covers(&admission.ports)).flat_map(|it| &it.from);
                if is_world(&wider.copied().collect::<Vec<_>>()) {
                    ports = ports.or(&admission.ports);
                }
            }
        }
        let ports = if protocol.has_ports() { ports.without(public) } else { ports };
        match protocol {
            _ if ports.is_empty() => {}
            Protocol::Other(number) => open.push(format!("IP protocol {number}")),
            _ => open.push(format!("{} {ports}", protocol.to_string().to_uppercase())),
        }
    }
    Ok(open)
}

/// The protocols that its rules name by their numbers.
fn numbered(group: &SecurityGroup) -> BTreeSet<Protocol> {
    let named = group.ip_permissions.iter().filter_map(|it| it.ip_protocol.parse().ok());
    named.filter(|it| matches!(it, Protocol::Other(_))).collect()
}

/// The rule is for more than public ports.
fn opens_too_much(rule: &IpPermission, public: &Ports) -> bool {
    let is_too_wide = |protocol| !ports_of_rule(rule, protocol).without(public).is_empty();
    matches!(rule.ip_protocol.parse(), Ok(Protocol::Other(_)))
        || is_too_wide(Protocol::Tcp)
        || is_too_wide(Protocol::Udp)
}

/// The groups that some interface of the Region is in, where those were read.
fn used_groups(instance: Located<'_, Instance>) -> Option<BTreeSet<&str>> {
    let ec2 = &instance.surroundings.ec2;
    let interfaces = ec2.network_interfaces.as_known()?.iter().flat_map(|it| &it.groups);
    let instances = ec2.instances.as_known().into_iter().flatten().flat_map(group_ids);
    Some(interfaces.map(|it| it.group_id.as_str()).chain(instances).collect())
}

/// The groups of its own VPC that rules name and nothing is in.
fn unused_references<'g>(group: &'g SecurityGroup, used: &BTreeSet<&str>) -> Vec<&'g str> {
    let pairs = group.ip_permissions.iter().flat_map(|it| &it.user_id_group_pairs);
    let own = pairs.filter(|it| it.vpc_peering_connection_id.is_none());
    own.map(|it| it.group_id.as_str()).filter(|id| !used.contains(id)).collect()
}
