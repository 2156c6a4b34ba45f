//! What one network ACL or security group lets in from the internet, whatever stands before or behind it.

use ipnet::IpNet;

use crate::answer::Unseen;
use crate::atoms::{self, Atom};
use crate::group::{Crossing, Peer};
use crate::network::Network;
use crate::ports::Ports;
use crate::protocol::Protocol;

/// Ports, and the ranges of the internet that are let in at them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Admission {
    /// The ports.
    pub ports: Ports,
    /// The ranges.
    pub from: Vec<IpNet>,
}

impl Network<'_> {
    /// What the network ACL of a subnet lets in.
    pub fn admitted_by_acl(&self, subnet: &str, is_ipv4: bool, protocol: Protocol) -> Result<Vec<Admission>, Unseen> {
        let found = self.world.subnets.get(subnet).copied();
        let found = found.ok_or_else(|| Unseen::new(subnet, "no such subnet was read"))?;
        let acl = self.world.acl_of(found)?;
        let atoms = atoms::internet(is_ipv4, acl.ranges()).into_iter();
        Ok(alike(atoms.map(|atom| (acl.allows(false, atom.first, protocol), atom))))
    }

    /// What the rules of a security group let in, all of them together.
    pub fn admitted_by_group(&self, group: &str, is_ipv4: bool, protocol: Protocol) -> Result<Vec<Admission>, Unseen> {
        let group = self.world.groups.get(group).ok_or_else(|| Unseen::new(group, "its rules were not read"))?;
        let rules = group.rules(false);
        let ipv4 = rules.iter().flat_map(|it| &it.it.ip_ranges).filter_map(|it| it.cidr_ip);
        let ipv6 = rules.iter().flat_map(|it| &it.it.ipv6_ranges).filter_map(|it| it.cidr_ipv6);
        let mut ranges: Vec<IpNet> = ipv4.chain(ipv6).map(|it| it.0).collect();
        for list in rules.iter().flat_map(|it| &it.it.prefix_list_ids) {
            ranges.extend(self.world.prefix_list(&list.prefix_list_id, group.found.home)?);
        }
        let mut admitted = Vec::new();
        for atom in atoms::internet(is_ipv4, ranges) {
            let peer = Peer { address: atom.first, interface: None, crossing: Crossing::Anonymous, balancer: None };
            let mut ports = Ports::NONE;
            for rule in rules.iter().filter(|it| it.takes(protocol, atom.first)) {
                if self.world.admits(rule.it, group, false, &peer)? {
                    ports = ports.or(&rule.ports);
                }
            }
            admitted.push((ports, atom));
        }
        Ok(alike(admitted.into_iter()))
    }
}

/// Ranges at the same ports as one.
fn alike(atoms: impl Iterator<Item = (Ports, Atom)>) -> Vec<Admission> {
    let mut admitted: Vec<(Ports, Vec<Atom>)> = Vec::new();
    for (ports, atom) in atoms.filter(|(ports, _)| !ports.is_empty()) {
        match admitted.iter_mut().find(|it| it.0 == ports) {
            Some((_, atoms)) => atoms.push(atom),
            None => admitted.push((ports, vec![atom])),
        }
    }
    admitted.into_iter().map(|(ports, atoms)| Admission { ports, from: atoms::join(&atoms) }).collect()
}

/// So large a part of the internet that a rule for it is a rule for everybody: as many IPv4 addresses as a /8 has, or a
/// range of IPv6 wider than any that one provider has. Halves of the whole count, and so do their halves.
pub fn is_world(ranges: &[IpNet]) -> bool {
    let share = |it: &IpNet| 1.0 / 2_f64.powi(i32::from(it.prefix_len()));
    let ipv4: f64 = ranges.iter().filter(|it| it.addr().is_ipv4()).map(share).sum();
    let is_wide_ipv6 = |it: &IpNet| it.addr().is_ipv6() && it.prefix_len() <= WIDEST_OF_A_PROVIDER;
    ipv4 >= 1.0 / 256.0 || ranges.iter().any(is_wide_ipv6)
}

const WIDEST_OF_A_PROVIDER: u8 = 16;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_of_the_internet_are_the_world_and_an_office_is_not() {
        let is_world = |ranges: &[&str]| {
            let ranges: Vec<IpNet> = ranges.iter().map(|it| it.parse().expect("a range")).collect();
            super::is_world(&ranges)
        };
        assert!(is_world(&["0.0.0.0/0"]));
        assert!(is_world(&["0.0.0.0/1", "128.0.0.0/1"]));
        assert!(is_world(&["::/0"]));
        assert!(!is_world(&["203.0.113.0/24", "2001:db8::/32"]));
        assert!(!is_world(&[]));
    }
}
