//! Security groups: whatever one rule of one group of the interface lets through, passes, and so does its reply.
//!
//! <https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html>

use std::net::IpAddr;

use awslab_core::model::ec2::{IpPermission, SecurityGroup};

use crate::answer::Unseen;
use crate::ports::Ports;
use crate::protocol::{Protocol, ProtocolMatch};
use crate::world::{Found, Interface, World, not_read};

/// A security group.
pub(crate) struct Group<'a> {
    pub(crate) found: Found<'a, SecurityGroup>,
    ingress: Vec<Rule<'a>>,
    egress: Vec<Rule<'a>>,
}

/// Ports that are open to some.
pub(crate) struct Rule<'a> {
    pub(crate) it: &'a IpPermission,
    protocol: ProtocolMatch,
    pub(crate) ports: Ports,
}

/// The ports of TCP or UDP that a rule of a security group is for.
pub fn ports_of_rule(rule: &IpPermission, protocol: Protocol) -> Ports {
    let of_protocol = Rule::of(rule).filter(|it| it.takes(protocol, IpAddr::V4(std::net::Ipv4Addr::UNSPECIFIED)));
    of_protocol.map_or(Ports::NONE, |it| it.ports)
}

/// Who is at the other end, as the interface sees it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Peer<'w, 'a> {
    pub(crate) address: IpAddr,
    /// The interface, where it is the address's own.
    pub(crate) interface: Option<&'w Interface<'a>>,
    pub(crate) crossing: Crossing,
    /// A load balancer that stands in between and is named by its groups whatever the address.
    pub(crate) balancer: Option<&'w Interface<'a>>,
}

/// What a packet came through, for that decides whether rules see the groups of its sender.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Crossing {
    /// Nothing: both are in one VPC.
    Nothing,
    /// A peering connection within one Region.
    Peering,
    /// A transit gateway that lets groups be named across it, on both sides.
    TransitWithGroups,
    /// A transit gateway that does not.
    Transit,
    /// Anything that changes the sender, or does not tell it: the internet, NAT, another Region.
    Anonymous,
}

/// What the groups of an interface let through.
#[derive(Default)]
pub(crate) struct Filter {
    pub(crate) ports: Ports,
    /// Groups and lists that might let more through.
    pub(crate) unseen: Vec<Unseen>,
}

impl<'a> Group<'a> {
    pub(crate) fn of(found: Found<'a, SecurityGroup>) -> Self {
        let rules = |list: &'a [IpPermission]| list.iter().filter_map(Rule::of).collect();
        Self { found, ingress: rules(&found.it.ip_permissions), egress: rules(&found.it.ip_permissions_egress) }
    }

    pub(crate) fn rules(&self, is_egress: bool) -> &[Rule<'a>] {
        if is_egress { &self.egress } else { &self.ingress }
    }
}

impl<'a> Rule<'a> {
    /// A rule for a protocol that nobody can read opens nothing.
    fn of(it: &'a IpPermission) -> Option<Self> {
        let protocol = ProtocolMatch::read(&it.ip_protocol)?;
        Some(Self { it, protocol, ports: protocol.ports(it.from_port, it.to_port) })
    }

    pub(crate) fn takes(&self, protocol: Protocol, address: IpAddr) -> bool {
        self.protocol.takes(protocol.number(address))
    }
}

impl<'a> World<'a> {
    /// The ports at which the interface's groups let packets from (or, of egress, to) the peer through.
    pub(crate) fn groups_allow(
        &self,
        interface: &Interface<'a>,
        is_egress: bool,
        protocol: Protocol,
        peer: &Peer<'_, 'a>,
    ) -> Filter {
        if !interface.is_filtered() {
            return Filter { ports: Ports::all(), unseen: Vec::new() };
        }
        let mut filter = Filter::default();
        for id in &interface.groups {
            let Some(group) = self.groups.get(id) else {
                let list = &interface.home.facts.ec2.security_groups;
                filter.unseen.push(not_read(id, "its rules", list, "ec2:DescribeSecurityGroups"));
                continue;
            };
            for rule in group.rules(is_egress).iter().filter(|it| it.takes(protocol, peer.address)) {
                match self.admits(rule.it, group, is_egress, peer) {
                    Ok(true) => filter.ports = filter.ports.or(&rule.ports),
                    Ok(false) => {}
                    Err(unseen) => filter.unseen.push(unseen),
                }
            }
        }
        filter
    }

    /// The rule is for this peer. Not known where a prefix list is not.
    pub(crate) fn admits(
        &self,
        rule: &IpPermission,
        group: &Group<'a>,
        is_egress: bool,
        peer: &Peer<'_, 'a>,
    ) -> Result<bool, Unseen> {
        let by_range = rule.ip_ranges.iter().filter_map(|it| it.cidr_ip).any(|it| it.contains(peer.address))
            || rule.ipv6_ranges.iter().filter_map(|it| it.cidr_ipv6).any(|it| it.contains(peer.address));
        let by_group = || rule.user_id_group_pairs.iter().any(|pair| peer.is_seen_in(&pair.group_id, is_egress));
        if by_range || by_group() {
            return Ok(true);
        }
        let mut unseen = None;
        for list in &rule.prefix_list_ids {
            match self.prefix_list(&list.prefix_list_id, group.found.home) {
                Ok(ranges) if ranges.iter().any(|it| it.contains(&peer.address)) => return Ok(true),
                Ok(_) => {}
                Err(gap) => unseen = Some(gap),
            }
        }
        unseen.map_or(Ok(false), Err)
    }
}

impl Peer<'_, '_> {
    /// A rule that names the group means this peer.
    fn is_seen_in(&self, group: &str, is_egress: bool) -> bool {
        let is_visible = match self.crossing {
            Crossing::Nothing | Crossing::Peering => true,
            Crossing::TransitWithGroups => !is_egress,
            Crossing::Transit | Crossing::Anonymous => false,
        };
        let has = |it: Option<&Interface<'_>>| it.is_some_and(|it| it.groups.contains(&group));
        (is_visible && has(self.interface)) || (!is_egress && has(self.balancer))
    }
}
