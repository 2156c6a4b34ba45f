//! A second evaluator, that knows nothing of the first: it sends one packet after another, and looks at each rule.

use std::net::Ipv4Addr;

use crate::random::{
    Entry, Hop, NAT_PRIVATE, NAT_PUBLIC, NAT_SUBNET, Peer, Spec, VPC_OF_SUBNET, is_own, subnet_range, vpc_range,
};

/// A TCP packet.
#[derive(Debug, Clone, Copy)]
struct Packet {
    from: Ipv4Addr,
    to: Ipv4Addr,
    from_port: u16,
    to_port: u16,
}

/// Where a packet ends up.
#[derive(Debug, Clone, Copy)]
enum End {
    /// At the interface with this private address; `true` where its sender's own address came along.
    Interface(Packet, bool),
    Outside(Packet),
    Lost,
}

/// The client is a host or somebody outside. Whether its packet arrives and is answered, from a port of its own and one that
/// the NAT gateway chose.
pub(crate) fn connects(spec: &Spec, from: Ipv4Addr, to: Ipv4Addr, port: u16, own_port: u16, nat_port: u16) -> bool {
    let packet = Packet { from, to, from_port: own_port, to_port: port };
    let request = match subnet_of(spec, from) {
        Some(subnet) => {
            if !may_leave(spec, packet) {
                return false;
            }
            send(spec, packet, subnet, nat_port, false)
        }
        None => come_in(spec, packet),
    };
    let (answer, answers_from) = match request {
        End::Outside(packet) => (reply(packet), None),
        End::Interface(packet, is_known) => {
            let Some(host) = spec.hosts.iter().find(|it| it.private == packet.to) else { return false };
            if !may_enter(spec, packet, is_known) {
                return false;
            }
            (reply(packet), Some(host.subnet))
        }
        End::Lost => return false,
    };
    let answered = match answers_from {
        Some(subnet) => send(spec, answer, subnet, nat_port, true),
        None => come_in(spec, answer),
    };
    arrives_back(spec, answered, packet)
}

/// The answer to what a NAT gateway sent goes on to whom it sent it for.
fn arrives_back(spec: &Spec, answered: End, asked: Packet) -> bool {
    match answered {
        End::Interface(packet, _) if packet.to == NAT_PRIVATE => {
            let packet = Packet { to: asked.from, to_port: asked.from_port, ..packet };
            let back = send(spec, packet, NAT_SUBNET, 0, true);
            matches!(back, End::Interface(packet, _) if packet.to == asked.from && packet.from == asked.to)
        }
        End::Interface(packet, _) | End::Outside(packet) => packet.to == asked.from && packet.from == asked.to,
        End::Lost => false,
    }
}

fn reply(packet: Packet) -> Packet {
    Packet { from: packet.to, to: packet.from, from_port: packet.to_port, to_port: packet.from_port }
}

/// Out of a subnet, and on to wherever its routes lead.
fn send(spec: &Spec, packet: Packet, subnet: usize, nat_port: u16, is_reply: bool) -> End {
    if subnet_range(subnet).has(packet.to) {
        return deliver(spec, packet, true);
    }
    if !acl_allows(spec, subnet, true, packet.to, packet.to_port) {
        return End::Lost;
    }
    let vpc = VPC_OF_SUBNET[subnet];
    let local = (vpc_range(vpc), None);
    let own =
        spec.routes[subnet].iter().filter(|(range, _)| !is_own(*range, vpc)).map(|(range, hop)| (*range, Some(*hop)));
    let Some((_, hop)) = own.chain([local]).filter(|(range, _)| range.has(packet.to)).max_by_key(|(range, _)| range.1)
    else {
        return End::Lost;
    };
    match hop {
        None => enter(spec, packet, vpc, true),
        Some(Hop::Peering) if spec.has_peering && vpc_range(1 - vpc).has(packet.to) => {
            enter(spec, packet, 1 - vpc, true)
        }
        Some(Hop::Gateway) if spec.has_gateway[vpc] && !packet.to.is_private() => {
            let public = match spec.hosts.iter().find(|it| it.private == packet.from) {
                Some(host) => host.public,
                None => Some(NAT_PUBLIC).filter(|_| packet.from == NAT_PRIVATE),
            };
            match public {
                Some(public) => come_in(spec, Packet { from: public, ..packet }),
                None => End::Lost,
            }
        }
        Some(Hop::Nat) if !is_reply && packet.from != NAT_PRIVATE && vpc == VPC_OF_SUBNET[NAT_SUBNET] => {
            if subnet != NAT_SUBNET && !acl_allows(spec, NAT_SUBNET, false, packet.from, packet.to_port) {
                return End::Lost;
            }
            let masked = Packet { from: NAT_PRIVATE, from_port: nat_port, ..packet };
            match send(spec, masked, NAT_SUBNET, nat_port, false) {
                End::Interface(packet, _) => End::Interface(packet, false),
                other => other,
            }
        }
        Some(_) => End::Lost,
    }
}

/// In from outside, by the gateway of the VPC whose public address is called; or out there, where nobody has it.
fn come_in(spec: &Spec, packet: Packet) -> End {
    let host = spec.hosts.iter().find(|it| it.public == Some(packet.to)).map(|it| (it.subnet, it.private));
    let called = host.or((packet.to == NAT_PUBLIC).then_some((NAT_SUBNET, NAT_PRIVATE)));
    match called {
        None => End::Outside(packet),
        Some((subnet, _)) if !spec.has_gateway[VPC_OF_SUBNET[subnet]] => End::Lost,
        Some((subnet, private)) => enter(spec, Packet { to: private, ..packet }, VPC_OF_SUBNET[subnet], false),
    }
}

fn enter(spec: &Spec, packet: Packet, vpc: usize, is_known: bool) -> End {
    let of_host = spec.hosts.iter().find(|it| it.private == packet.to).map(|it| it.subnet);
    let subnet = of_host.or((packet.to == NAT_PRIVATE).then_some(NAT_SUBNET)).filter(|it| VPC_OF_SUBNET[*it] == vpc);
    match subnet {
        Some(subnet) if acl_allows(spec, subnet, false, packet.from, packet.to_port) => deliver(spec, packet, is_known),
        _ => End::Lost,
    }
}

fn deliver(spec: &Spec, packet: Packet, is_known: bool) -> End {
    let is_there = spec.hosts.iter().any(|it| it.private == packet.to) || packet.to == NAT_PRIVATE;
    if is_there { End::Interface(packet, is_known) } else { End::Lost }
}

fn acl_allows(spec: &Spec, subnet: usize, is_egress: bool, remote: Ipv4Addr, port: u16) -> bool {
    let Some(entries) = &spec.acls[subnet] else { return true };
    let takes =
        |it: &&Entry| it.is_egress == is_egress && it.range.has(remote) && (it.ports.0..=it.ports.1).contains(&port);
    entries.iter().filter(takes).min_by_key(|it| it.number).is_some_and(|it| it.is_allow)
}

fn may_leave(spec: &Spec, packet: Packet) -> bool {
    let sender = spec.hosts.iter().find(|it| it.private == packet.from).expect("a host sends");
    let near = |subnet: usize| VPC_OF_SUBNET[subnet] == VPC_OF_SUBNET[sender.subnet] || spec.has_peering;
    let receiver = spec.hosts.iter().find(|it| it.private == packet.to && near(it.subnet));
    sender.groups.iter().any(|group| match &spec.groups[*group].egress {
        None => true,
        Some(rules) => rules.iter().any(|((first, last), peer)| {
            let is_for = match peer {
                Peer::Range(range) => range.has(packet.to),
                Peer::Group(group) => receiver.is_some_and(|it| it.groups.contains(group)),
            };
            is_for && (*first..=*last).contains(&packet.to_port)
        }),
    })
}

fn may_enter(spec: &Spec, packet: Packet, is_known: bool) -> bool {
    let receiver = spec.hosts.iter().find(|it| it.private == packet.to).expect("a host receives");
    let sender = spec.hosts.iter().find(|it| it.private == packet.from).filter(|_| is_known);
    receiver.groups.iter().any(|group| {
        spec.groups[*group].ingress.iter().any(|((first, last), peer)| {
            let is_for = match peer {
                Peer::Range(range) => range.has(packet.from),
                Peer::Group(group) => sender.is_some_and(|it| it.groups.contains(group)),
            };
            is_for && (*first..=*last).contains(&packet.to_port)
        })
    })
}

/// The client's host stands in this subnet.
fn subnet_of(spec: &Spec, address: Ipv4Addr) -> Option<usize> {
    spec.hosts.iter().find(|it| it.private == address).map(|it| it.subnet)
}
