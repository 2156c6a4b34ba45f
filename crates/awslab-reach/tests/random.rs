//! Random networks: two VPCs, three subnets, four hosts, and every combination of what stands between them.

use std::fmt::Write as _;
use std::net::Ipv4Addr;

use proptest::prelude::*;
use proptest::sample::{select, subsequence};

/// A network, as plain data that both evaluators read.
#[derive(Debug, Clone)]
pub(crate) struct Spec {
    pub(crate) has_gateway: [bool; 2],
    pub(crate) has_peering: bool,
    /// Of each subnet: its routes besides the local one, each to a range of its own.
    pub(crate) routes: [Vec<(Range, Hop)>; 3],
    /// Of each subnet: its own ACL, or the open one of the VPC.
    pub(crate) acls: [Option<Vec<Entry>>; 3],
    pub(crate) groups: Vec<Group>,
    pub(crate) hosts: Vec<Host>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hop {
    Gateway,
    Nat,
    Peering,
    Blackhole,
}

/// An IPv4 range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Range(pub(crate) Ipv4Addr, pub(crate) u32);

#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) number: u32,
    pub(crate) is_egress: bool,
    pub(crate) is_allow: bool,
    pub(crate) ports: (u16, u16),
    pub(crate) range: Range,
}

#[derive(Debug, Clone)]
pub(crate) struct Group {
    pub(crate) ingress: Vec<((u16, u16), Peer)>,
    /// Nothing is said where everything may go out.
    pub(crate) egress: Option<Vec<((u16, u16), Peer)>>,
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Peer {
    Range(Range),
    Group(usize),
}

#[derive(Debug, Clone)]
pub(crate) struct Host {
    pub(crate) subnet: usize,
    pub(crate) private: Ipv4Addr,
    pub(crate) public: Option<Ipv4Addr>,
    pub(crate) groups: Vec<usize>,
}

pub(crate) const VPC_OF_SUBNET: [usize; 3] = [0, 0, 1];
pub(crate) const NAT_SUBNET: usize = 1;
pub(crate) const NAT_PRIVATE: Ipv4Addr = Ipv4Addr::new(10, 1, 2, 5);
pub(crate) const NAT_PUBLIC: Ipv4Addr = Ipv4Addr::new(3, 0, 0, 5);
pub(crate) const OUTSIDE: Ipv4Addr = Ipv4Addr::new(8, 8, 8, 8);

impl Range {
    pub(crate) fn has(self, address: Ipv4Addr) -> bool {
        let mask = u32::MAX.checked_shl(32 - self.1).unwrap_or(0);
        u32::from(self.0) & mask == u32::from(address) & mask
    }
}

pub(crate) fn vpc_range(vpc: usize) -> Range {
    Range(Ipv4Addr::new(10, [1, 2][vpc], 0, 0), 16)
}

pub(crate) fn subnet_range(subnet: usize) -> Range {
    Range([Ipv4Addr::new(10, 1, 1, 0), Ipv4Addr::new(10, 1, 2, 0), Ipv4Addr::new(10, 2, 1, 0)][subnet], 24)
}

/// Ranges that hosts and rules may be about.
fn range() -> impl Strategy<Value = Range> {
    let all = Range(Ipv4Addr::UNSPECIFIED, 0);
    let half = Range(Ipv4Addr::new(8, 0, 0, 0), 7);
    let host = Range(Ipv4Addr::new(10, 1, 1, 10), 32);
    select(vec![
        all,
        all,
        half,
        host,
        vpc_range(0),
        vpc_range(1),
        subnet_range(0),
        subnet_range(1),
        Range(Ipv4Addr::new(3, 0, 0, 0), 24),
    ])
}

fn ports() -> impl Strategy<Value = (u16, u16)> {
    select(vec![
        (0, 65535),
        (0, 65535),
        (22, 22),
        (22, 80),
        (32768, 60999),
        (45001, 65535),
        (1024, 45000),
        (1024, 65535),
    ])
}

fn routes() -> impl Strategy<Value = Vec<(Range, Hop)>> {
    let hops = select(vec![Hop::Gateway, Hop::Gateway, Hop::Nat, Hop::Peering, Hop::Peering, Hop::Blackhole]);
    let ranges = vec![Range(Ipv4Addr::UNSPECIFIED, 0), vpc_range(0), vpc_range(1), Range(Ipv4Addr::new(8, 0, 0, 0), 7)];
    (subsequence(ranges, 1..=4), proptest::collection::vec(hops, 4))
        .prop_map(|(ranges, hops)| ranges.into_iter().zip(hops).collect())
}

fn entry() -> impl Strategy<Value = Entry> {
    (1u32..9, any::<bool>(), prop::bool::weighted(0.8), ports(), range())
        .prop_map(|(number, is_egress, is_allow, ports, range)| Entry { number, is_egress, is_allow, ports, range })
}

fn acl() -> impl Strategy<Value = Option<Vec<Entry>>> {
    let entries = proptest::collection::vec(entry(), 0..6).prop_map(|mut entries| {
        entries.sort_by_key(|it| (it.is_egress, it.number));
        entries.dedup_by_key(|it| (it.is_egress, it.number));
        entries
    });
    proptest::option::weighted(0.4, entries)
}

fn rules() -> impl Strategy<Value = Vec<((u16, u16), Peer)>> {
    let peer = prop_oneof![3 => range().prop_map(Peer::Range), 1 => (0usize..3).prop_map(Peer::Group)];
    proptest::collection::vec((ports(), peer), 0..4)
}

fn group() -> impl Strategy<Value = Group> {
    (rules(), proptest::option::weighted(0.2, rules())).prop_map(|(ingress, egress)| Group { ingress, egress })
}

fn host(number: usize, subnet: usize) -> impl Strategy<Value = Host> {
    let last = 10 + u8::try_from(number).expect("there are few hosts");
    let [a, b, c, _] = subnet_range(subnet).0.octets();
    let of_vpc: Vec<usize> = if VPC_OF_SUBNET[subnet] == 0 { vec![0, 1] } else { vec![2] };
    let most = of_vpc.len();
    (any::<bool>(), subsequence(of_vpc, 1..=most)).prop_map(move |(is_public, groups)| Host {
        subnet,
        private: Ipv4Addr::new(a, b, c, last),
        public: is_public.then(|| Ipv4Addr::new(3, 0, 0, last)),
        groups,
    })
}

/// Any network of this shape.
pub(crate) fn spec() -> impl Strategy<Value = Spec> {
    let hosts = (host(0, 0), host(1, 1), host(2, 2), host(3, 0)).prop_map(|(a, b, c, d)| vec![a, b, c, d]);
    let switches = ([prop::bool::weighted(0.8), prop::bool::weighted(0.8)], prop::bool::weighted(0.7));
    let routes = [routes(), routes(), routes()];
    (switches, routes, [acl(), acl(), acl()], proptest::collection::vec(group(), 3), hosts).prop_map(
        |((has_gateway, has_peering), routes, acls, groups, hosts)| Spec {
            has_gateway,
            has_peering,
            routes,
            acls,
            groups,
            hosts,
        },
    )
}

impl Spec {
    /// The network in the words of [`crate::world`].
    pub(crate) fn text(&self) -> String {
        let mut text = String::from("vpc vpc-0 cidr=10.1.0.0/16\nvpc vpc-1 cidr=10.2.0.0/16\n");
        for (vpc, has_gateway) in self.has_gateway.iter().enumerate() {
            let attached = if *has_gateway { format!("vpc=vpc-{vpc}") } else { String::new() };
            line(&mut text, &format!("igw igw-{vpc} {attached}"));
        }
        let state = if self.has_peering { "active" } else { "deleted" };
        line(&mut text, &format!("pcx pcx-0 from=vpc-0 to=vpc-1 state={state}"));
        for (subnet, vpc) in VPC_OF_SUBNET.iter().enumerate() {
            line(&mut text, &format!("subnet subnet-{subnet} vpc=vpc-{vpc} cidr={}", subnet_range(subnet)));
            line(&mut text, &format!("table rtb-s{subnet} vpc=vpc-{vpc} subnets=subnet-{subnet}"));
            for (range, hop) in &self.routes[subnet] {
                let by = match hop {
                    Hop::Gateway => format!("igw-{vpc}"),
                    Hop::Nat => "nat-0".to_owned(),
                    Hop::Peering => "pcx-0".to_owned(),
                    Hop::Blackhole => "eni-gone blackhole".to_owned(),
                };
                if !is_own(*range, *vpc) {
                    line(&mut text, &format!("route rtb-s{subnet} to={range} by={by}"));
                }
            }
            if let Some(entries) = &self.acls[subnet] {
                line(&mut text, &format!("acl acl-s{subnet} vpc=vpc-{vpc} subnets=subnet-{subnet}"));
                for it in entries {
                    let (way, action) =
                        (if it.is_egress { "out" } else { "in" }, if it.is_allow { "allow" } else { "deny" });
                    let ports = format!("{}-{}", it.ports.0, it.ports.1);
                    line(
                        &mut text,
                        &format!("entry acl-s{subnet} {way} {} {action} tcp {ports} {}", it.number, it.range),
                    );
                }
            }
        }
        line(&mut text, &format!("nat nat-0 subnet=subnet-{NAT_SUBNET} ip={NAT_PRIVATE} public={NAT_PUBLIC}"));
        self.write_groups(&mut text);
        for (number, host) in self.hosts.iter().enumerate() {
            let public = host.public.map(|it| format!("public={it}")).unwrap_or_default();
            let groups: Vec<String> = host.groups.iter().map(|it| format!("sg-{it}")).collect();
            let Host { subnet, private, .. } = host;
            line(
                &mut text,
                &format!("host i-{number} subnet=subnet-{subnet} ip={private} {public} sg={}", groups.join(",")),
            );
        }
        text
    }

    fn write_groups(&self, text: &mut String) {
        for (number, group) in self.groups.iter().enumerate() {
            let closed = if group.egress.is_some() { "closed" } else { "" };
            line(text, &format!("sg sg-{number} vpc=vpc-{} {closed}", usize::from(number == 2)));
            let ingress = group.ingress.iter().map(|it| ("in", it));
            for (way, ((first, last), peer)) in ingress.chain(group.egress.iter().flatten().map(|it| ("out", it))) {
                let peer = match peer {
                    Peer::Range(range) => range.to_string(),
                    Peer::Group(group) => format!("sg-{group}"),
                };
                line(text, &format!("allow sg-{number} {way} tcp {first}-{last} {peer}"));
            }
        }
    }
}

/// The local route is there already.
pub(crate) fn is_own(range: Range, vpc: usize) -> bool {
    range == vpc_range(vpc)
}

fn line(text: &mut String, line: &str) {
    writeln!(text, "{line}").expect("a String can be written to");
}

impl std::fmt::Display for Range {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.0, self.1)
    }
}
