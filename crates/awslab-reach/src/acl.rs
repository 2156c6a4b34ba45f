//! Network access control lists: the first entry that matches decides, and replies are asked too.
//!
//! <https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html>

use std::net::IpAddr;

use awslab_core::model::ec2::{NetworkAcl, NetworkAclEntry};

use crate::ports::Ports;
use crate::protocol::{Protocol, ProtocolMatch};
use crate::world::Found;

/// A network ACL, its entries in the order in which they are asked.
pub(crate) struct Acl<'a> {
    pub(crate) id: &'a str,
    entries: Vec<Entry<'a>>,
}

struct Entry<'a> {
    it: &'a NetworkAclEntry,
    /// `None` where the protocol is none that AWS writes: it could match anything.
    protocol: Option<ProtocolMatch>,
    ports: Ports,
}

impl<'a> Acl<'a> {
    pub(crate) fn of(found: Found<'a, NetworkAcl>) -> Self {
        let mut entries: Vec<Entry<'a>> = found.it.entries.iter().map(Entry::of).collect();
        entries.sort_by_key(|it| it.it.rule_number);
        Self { id: &found.it.network_acl_id, entries }
    }

    /// The destination ports at which packets pass that go to, or come from, `remote`.
    pub(crate) fn allows(&self, is_egress: bool, remote: IpAddr, protocol: Protocol) -> Ports {
        let (mut allowed, mut open) = (Ports::NONE, Ports::all());
        for entry in self.matching(is_egress, remote, protocol) {
            if entry.is_allow() {
                allowed = allowed.or(&open.and(&entry.ports));
            }
            open = open.without(&entry.ports);
            if open.is_empty() {
                break;
            }
        }
        allowed
    }

    /// The number of the entry that decides about a port.
    pub(crate) fn decides(&self, is_egress: bool, remote: IpAddr, protocol: Protocol, port: u16) -> u32 {
        let entry = self.matching(is_egress, remote, protocol).find(|it| it.ports.contains(port));
        entry.map_or(LAST, |it| it.it.rule_number)
    }

    /// A free number for a new entry that is asked before the one that decides now.
    pub(crate) fn number_before(&self, is_egress: bool, decides: u32) -> u32 {
        let of_direction = self.entries.iter().filter(|it| it.it.egress == is_egress);
        let taken: Vec<u32> = of_direction.map(|it| it.it.rule_number).filter(|it| *it < LAST).collect();
        let after_all = taken.iter().max().map_or(100, |it| it + 10).min(LAST - 1);
        let wanted = if decides == LAST { after_all } else { decides - 1 };
        (1..=wanted).rev().find(|it| !taken.contains(it)).unwrap_or(1)
    }

    fn matching(&self, is_egress: bool, remote: IpAddr, protocol: Protocol) -> impl Iterator<Item = &Entry<'a>> {
        let number = protocol.number(remote);
        let is_of_direction = move |entry: &&Entry<'a>| entry.it.egress == is_egress;
        self.entries.iter().filter(is_of_direction).filter(move |entry| entry.takes(remote, number))
    }

    /// The ranges that its entries tell apart.
    pub(crate) fn ranges(&self) -> impl Iterator<Item = ipnet::IpNet> {
        self.entries.iter().flat_map(|it| [it.it.cidr_block, it.it.ipv6_cidr_block]).flatten().map(|it| it.0)
    }
}

impl<'a> Entry<'a> {
    fn of(it: &'a NetworkAclEntry) -> Self {
        let protocol = ProtocolMatch::read(&it.protocol);
        let icmp = it.icmp_type_code.as_ref().map(|it| (i32::from(it.r#type), i32::from(it.code)));
        let range = it.port_range.as_ref().map(|it| (i32::from(it.from), i32::from(it.to)));
        let (first, last) = icmp.filter(|_| range.is_none()).or(range).unzip();
        let ports = protocol.map_or(Ports::all(), |it| it.ports(first, last));
        Self { it, protocol, ports }
    }

    fn is_allow(&self) -> bool {
        self.protocol.is_some() && self.it.rule_action == "allow"
    }

    fn takes(&self, remote: IpAddr, number: u8) -> bool {
        let range = if remote.is_ipv4() { self.it.cidr_block } else { self.it.ipv6_cidr_block };
        self.protocol.is_none_or(|it| it.takes(number)) && range.is_some_and(|it| it.contains(remote))
    }
}

/// The entry that every ACL ends with: it denies.
const LAST: u32 = 32767;

#[cfg(test)]
mod tests {
    use awslab_core::model::ec2::PortRange;
    use awslab_core::model::{Cidr, Region};

    use super::*;
    use crate::world::Home;

    fn entry(number: u32, action: &str, cidr: &str, ports: Option<(u16, u16)>) -> NetworkAclEntry {
        NetworkAclEntry {
            rule_number: number,
            protocol: if ports.is_some() { "6" } else { "-1" }.to_owned(),
            rule_action: action.to_owned(),
            cidr_block: Some(Cidr(cidr.parse().expect("a range"))),
            port_range: ports.map(|(from, to)| PortRange { from, to }),
            ..NetworkAclEntry::default()
        }
    }

    fn allowed(entries: Vec<NetworkAclEntry>, remote: &str) -> Ports {
        let (acl, facts) = (NetworkAcl { entries, ..NetworkAcl::default() }, Region::default());
        let home = Home { account: "", region: "", facts: &facts };
        Acl::of(Found { home, it: &acl }).allows(false, remote.parse().expect("an address"), Protocol::Tcp)
    }

    #[test]
    fn the_lowest_number_decides_whatever_the_order_of_the_list() {
        let entries = vec![entry(200, "allow", "0.0.0.0/0", None), entry(100, "deny", "0.0.0.0/0", Some((22, 22)))];
        assert_eq!(allowed(entries, "8.8.8.8"), Ports::all().without(&Ports::one(22)));
    }

    #[test]
    fn a_later_denial_takes_nothing_back() {
        let entries = vec![entry(100, "allow", "10.0.0.0/8", Some((80, 90))), entry(200, "deny", "0.0.0.0/0", None)];
        assert_eq!(allowed(entries, "10.1.1.1"), Ports::range(80, 90));
    }

    #[test]
    fn without_an_entry_everything_is_denied() {
        assert_eq!(allowed(Vec::new(), "8.8.8.8"), Ports::NONE);
        assert_eq!(allowed(vec![entry(100, "allow", "0.0.0.0/0", None)], "2001:db8::1"), Ports::NONE);
    }
}
