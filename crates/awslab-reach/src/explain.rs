//! Sentences about rules: which one lets a packet through, what none does, and one that would.

use std::net::IpAddr;

use awslab_core::model::ec2::Subnet;

use crate::acl::Acl;
use crate::address::alone;
use crate::answer::Blocker;
use crate::code::Code;
use crate::group::{Crossing, Group, Peer, Rule};
use crate::ports::Ports;
use crate::protocol::Protocol;
use crate::walk::Packet;
use crate::world::{Interface, World};

/// The rule of a security group that lets a port through.
pub(crate) fn rule_of_groups<'a>(
    world: &World<'a>,
    interface: &Interface<'a>,
    is_egress: bool,
    protocol: Protocol,
    peer: &Peer<'_, 'a>,
    open: &Ports,
) -> Option<String> {
    let wanted = open.ranges().first().map(|(first, _)| *first)?;
    for group in interface.groups.iter().filter_map(|id| world.groups.get(id)) {
        let rules = group.rules(is_egress).iter().filter(|it| it.takes(protocol, peer.address));
        let mut rules = rules.filter(|it| it.ports.contains(wanted));
        if let Some(rule) = rules.find(|it| world.admits(it.it, group, is_egress, peer).unwrap_or_default()) {
            return Some(format!("{} {}: {}", group.found.it.group_id, direction(is_egress), describe(rule)));
        }
    }
    None
}

/// What the groups of an interface lack.
pub(crate) fn groups<'a>(
    world: &World<'a>,
    interface: &Interface<'a>,
    is_egress: bool,
    protocol: Protocol,
    peer: &Peer<'_, 'a>,
    ports: &Ports,
) -> Blocker {
    let groups: Vec<&Group<'a>> = interface.groups.iter().filter_map(|id| world.groups.get(id)).collect();
    let Some(first) = groups.first().map(|it| it.found.it.group_id.as_str()) else {
        let message = "it has no security group that was read";
        return Blocker::new(Code::SecurityGroupEmpty, &*interface.id, message);
    };
    let what = wording(protocol, ports);
    let peer_name =
        peer.interface.map_or_else(|| peer.address.to_string(), |it| format!("{} ({})", peer.address, it.id));
    let (code, because) = reason(world, &groups, is_egress, protocol, peer, ports);
    let way = if is_egress { "out to" } else { "in from" };
    let message = format!("no rule lets {what} {way} {peer_name}{because}");
    let component = names(&groups);
    Blocker::new(code, component, message).fix(authorize(first, is_egress, protocol, peer, ports))
}

/// Why no rule fits, from the nearest one.
fn reason<'a>(
    world: &World<'a>,
    groups: &[&Group<'a>],
    is_egress: bool,
    protocol: Protocol,
    peer: &Peer<'_, 'a>,
    ports: &Ports,
) -> (Code, String) {
    let usual = if is_egress { Code::SecurityGroupEgress } else { Code::SecurityGroupIngress };
    let rules: Vec<&Rule<'_>> = groups.iter().flat_map(|it| it.rules(is_egress)).collect();
    if rules.is_empty() {
        return (Code::SecurityGroupEmpty, format!(": it has no {} rules at all", direction(is_egress)));
    }
    let is_near = |it: &&&Rule<'_>| it.takes(protocol, peer.address) && !it.ports.and(ports).is_empty();
    let near: Vec<&&Rule<'_>> = rules.iter().filter(is_near).collect();
    let named: Vec<&str> =
        near.iter().flat_map(|it| &it.it.user_id_group_pairs).map(|it| it.group_id.as_str()).collect();
    if let Some(found) = reference(world, &named, peer) {
        return found;
    }
    if let (Some(group), Some(other)) = (named.first(), peer.interface) {
        let is_own = groups.iter().any(|it| it.found.it.group_id == *group);
        let is_empty = !world.interfaces.iter().any(|it| it.groups.contains(group));
        let own = match (is_own, is_empty) {
            (true, _) => ", the group itself",
            (false, true) => ", which nothing is in",
            (false, false) => "",
        };
        let members = if other.groups.is_empty() { "no group".to_owned() } else { other.groups.join(", ") };
        return (usual, format!(": the rule for it names {group}{own}, and {} is in {members}", other.id));
    }
    let Some(near) = near.first() else {
        let all: Vec<String> = rules.iter().take(MOST_RULES).map(|it| describe(it)).collect();
        let more = if rules.len() > MOST_RULES { " and more" } else { "" };
        return (usual, format!(": its {} rules are {}{more}", direction(is_egress), all.join(" and ")));
    };
    let address = one_public_address(near).filter(|_| !is_egress && crate::address::is_global(peer.address));
    let kept =
        if peer.balancer.is_some() { ": the load balancer passes the client's own address on, and" } else { ":" };
    let because = match address {
        Some(address) => format!(
            "{kept} the rule for it is for {address} alone; an address at home changes, and this may be an old one of \
             yours"
        ),
        None => format!("{kept} {} is for others", describe(near)),
    };
    (usual, because)
}

/// A rule names a group of the other end, and does not see that the packet is from there.
fn reference(world: &World<'_>, named: &[&str], peer: &Peer<'_, '_>) -> Option<(Code, String)> {
    let is_of = |it: &Interface<'_>| named.iter().find(|group| it.groups.contains(group)).copied();
    if let Some(group) = peer.interface.and_then(is_of) {
        let (code, why) = match peer.crossing {
            Crossing::Transit | Crossing::TransitWithGroups => {
                (Code::SecurityGroupTransit, "transit gateways do not tell groups unless both sides are told to")
            }
            _ => (Code::SecurityGroupReference, "the packet comes through what hides its sender, as the internet does"),
        };
        return Some((code, format!(": the rule for it names {group}, but {why}")));
    }
    if peer.interface.is_some() || peer.crossing != Crossing::Anonymous {
        return None;
    }
    let hidden = world.interface_of_public(peer.address).and_then(is_of);
    let group = hidden.or(named.first().copied())?;
    let advice = if hidden.is_some() { ": call the private address, or the DNS name that leads there" } else { "" };
    let because = format!(
        ": the rule for it names {group}, whose members are known by their private addresses, and not over the \
         internet{advice}"
    );
    Some((Code::SecurityGroupReference, because))
}

/// The one public address that a rule is for, such as what the console calls "My IP".
fn one_public_address(rule: &Rule<'_>) -> Option<IpAddr> {
    let it = rule.it;
    let ipv4 = it.ip_ranges.iter().filter_map(|it| it.cidr_ip);
    let mut ranges = ipv4.chain(it.ipv6_ranges.iter().filter_map(|it| it.cidr_ipv6)).map(|it| it.0);
    let (range, None) = (ranges.next()?, ranges.next()) else { return None };
    let is_one = range.prefix_len() == range.max_prefix_len() && crate::address::is_global(range.addr());
    is_one.then(|| range.addr())
}

/// More rules than these are not told.
const MOST_RULES: usize = 2;

fn names(groups: &[&Group<'_>]) -> String {
    groups.iter().map(|it| it.found.it.group_id.as_str()).collect::<Vec<_>>().join(", ")
}

/// A command that lets the peer through.
fn authorize(group: &str, is_egress: bool, protocol: Protocol, peer: &Peer<'_, '_>, ports: &Ports) -> String {
    let direction = direction(is_egress);
    let name = match protocol {
        Protocol::Icmp if peer.address.is_ipv4() => "icmp".to_owned(),
        Protocol::Icmp => "icmpv6".to_owned(),
        Protocol::Tcp | Protocol::Udp => protocol.to_string(),
        Protocol::Other(number) => number.to_string(),
    };
    let (first, last) = ports.ranges().first().copied().unwrap_or_default();
    let can_be_named = matches!(peer.crossing, Crossing::Nothing | Crossing::Peering);
    let to = match peer.interface.and_then(|it| it.groups.first()).filter(|_| can_be_named) {
        Some(other) => format!("UserIdGroupPairs=[{{GroupId={other}}}]"),
        None if peer.address.is_ipv4() => format!("IpRanges=[{{CidrIp={}}}]", alone(peer.address)),
        None => format!("Ipv6Ranges=[{{CidrIpv6={}}}]", alone(peer.address)),
    };
    let numbers = match protocol {
        Protocol::Tcp | Protocol::Udp => format!("FromPort={first},ToPort={last},"),
        Protocol::Icmp => format!("FromPort={first},ToPort=-1,"),
        Protocol::Other(_) => String::new(),
    };
    format!(
        "aws ec2 authorize-security-group-{direction} --group-id {group} --ip-permissions 'IpProtocol={name},{numbers}{to}'"
    )
}

fn direction(is_egress: bool) -> &'static str {
    if is_egress { "egress" } else { "ingress" }
}

/// A rule in a few words.
fn describe(rule: &Rule<'_>) -> String {
    let it = rule.it;
    let ranges =
        it.ip_ranges.iter().filter_map(|it| it.cidr_ip).chain(it.ipv6_ranges.iter().filter_map(|it| it.cidr_ipv6));
    let ranges = ranges.map(|it| it.0.to_string());
    let groups = it.user_id_group_pairs.iter().map(|it| it.group_id.clone());
    let lists = it.prefix_list_ids.iter().map(|it| it.prefix_list_id.clone());
    let mut who: Vec<String> = ranges.chain(groups).chain(lists).collect();
    if who.len() > 3 {
        let more = who.len() - 3;
        who.truncate(3);
        who.push(format!("{more} more"));
    }
    let ports = if rule.ports == Ports::all() { "all".to_owned() } else { rule.ports.to_string() };
    let protocol = if it.ip_protocol == "-1" { "all" } else { &it.ip_protocol };
    format!("{protocol} {ports} for {}", who.join(", "))
}

/// The entry of a network ACL that lets ports through.
pub(crate) fn rule_of_acl(acl: &Acl<'_>, is_egress: bool, remote: IpAddr, protocol: Protocol, open: &Ports) -> String {
    let first = open.ranges().first().map_or(0, |(first, _)| *first);
    format!("{} rule {}", direction(is_egress), acl.decides(is_egress, remote, protocol, first))
}

/// What a network ACL stops: of the numbers that filters look at, these.
pub(crate) fn acl(
    acl: &Acl<'_>,
    subnet: &Subnet,
    is_egress: bool,
    protocol: Protocol,
    packet: &Packet<'_, '_>,
    numbers: &Ports,
) -> Blocker {
    let remote = if is_egress { packet.to } else { packet.from };
    let ranges = numbers.ranges();
    let first = ranges.first().map_or(0, |(first, _)| *first);
    let last = ranges.last().map_or(first, |(_, last)| *last);
    let decides = acl.decides(is_egress, remote, protocol, first);
    let (way, code) = if is_egress { ("out of", Code::AclEgress) } else { ("into", Code::AclIngress) };
    let (what, side) = (wording(protocol, numbers), if is_egress { "to" } else { "from" });
    let kind = if packet.is_reply { "the reply" } else { "the request" };
    let last_rule =
        if decides == 32767 { "no rule allows it, and the last one denies" } else { "it is the first that matches" };
    let message =
        format!("rule {decides} denies {kind} {way} {} {side} {remote} for {what}: {last_rule}", subnet.subnet_id);
    let number = acl.number_before(is_egress, decides);
    let flag = if is_egress { "--egress" } else { "--ingress" };
    let cidr = if remote.is_ipv4() { "--cidr-block" } else { "--ipv6-cidr-block" };
    let ports = match protocol {
        Protocol::Tcp | Protocol::Udp => format!(" --port-range From={first},To={last}"),
        Protocol::Icmp => format!(" --icmp-type-code Type={first},Code=-1"),
        Protocol::Other(_) => String::new(),
    };
    let fix = format!(
        "aws ec2 create-network-acl-entry --network-acl-id {} {flag} --rule-number {number} --protocol {} --rule-action allow {cidr} {}{ports}",
        acl.id,
        protocol.number(remote),
        alone(remote),
    );
    Blocker::new(code, acl.id, message).rule(decides.to_string()).fix(fix)
}

fn wording(protocol: Protocol, ports: &Ports) -> String {
    match protocol {
        Protocol::Tcp | Protocol::Udp => format!("{protocol} {ports}"),
        Protocol::Icmp => "ping".to_owned(),
        Protocol::Other(_) => protocol.to_string(),
    }
}
