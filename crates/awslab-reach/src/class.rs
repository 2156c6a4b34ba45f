//! What a subnet is, by what it can do. Names, tags and settings for new interfaces say nothing about it.

use std::cmp::Reverse;
use std::net::IpAddr;

use awslab_core::model::ec2::{RouteTable, Subnet};
use ipnet::IpNet;

use crate::answer::Unseen;
use crate::atoms::{self, Atom};
use crate::network::Network;
use crate::route::{Target, Winner};
use crate::world::{Found, is_attached, not_read};

/// What a subnet is, of one family of addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SubnetClass {
    /// A route leads to an internet gateway that is attached to its VPC.
    Public(Reach),
    /// None does, and some of the internet is reached by other ways: NAT, a transit gateway, an egress-only gateway, …
    Private {
        /// The ids of those ways.
        by: Vec<String>,
    },
    /// Nothing leads to the internet.
    Isolated,
}

/// How much of the internet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// All of it, or all but what other routes take.
    Default,
    /// These ranges alone.
    Partial(Vec<IpNet>),
}

impl Network<'_> {
    /// What a subnet is for IPv4 or for IPv6.
    pub fn class_of(&self, subnet: &str, is_ipv4: bool) -> Result<SubnetClass, Unseen> {
        let found = self.world.subnets.get(subnet).copied();
        let found = found.ok_or_else(|| Unseen::new(subnet, "no such subnet was read"))?;
        let table = self.world.table_of(found)?;
        let atoms = atoms::internet(is_ipv4, self.world.ranges_routed(table));
        let (mut public, mut others) = (Vec::new(), Vec::new());
        let own = self.world.ranges_of(&found.it.vpc_id);
        for atom in atoms.iter().filter(|it| !own.iter().any(|own| own.contains(&it.first))) {
            match self.world.lookup(table, atom.first)? {
                Some(Winner { is_blackhole: false, target: Target::InternetGateway(gateway), .. })
                    if self.is_open(gateway, found, table)? =>
                {
                    public.push(*atom);
                }
                Some(Winner { is_blackhole: false, target, .. }) if leads_out(target) => {
                    others.push(target.id().to_owned());
                }
                _ => {}
            }
        }
        others.sort();
        others.dedup();
        Ok(match (public.is_empty(), others.is_empty()) {
            (false, _) => SubnetClass::Public(self.extent(table, &public, &atoms)),
            (true, false) => SubnetClass::Private { by: others },
            (true, true) => SubnetClass::Isolated,
        })
    }

    fn is_open(&self, gateway: &str, subnet: Found<'_, Subnet>, table: Found<'_, RouteTable>) -> Result<bool, Unseen> {
        let Some(found) = self.world.internet_gateways.get(gateway) else {
            let list = &table.home.facts.ec2.internet_gateways;
            return Err(not_read(gateway, "what it is attached to", list, "ec2:DescribeInternetGateways"));
        };
        let vpc = &subnet.it.vpc_id;
        Ok(found.it.attachments.iter().any(|it| it.vpc_id == *vpc && is_attached(it.state.as_deref())))
    }

    /// The default is that the largest part of the internet is reached.
    fn extent(&self, table: Found<'_, RouteTable>, public: &[Atom], all: &[Atom]) -> Reach {
        let largest = all.iter().max_by_key(|it| (it.size(), Reverse(**it)));
        let has_default = largest.is_some_and(|it| public.contains(it));
        let gateway_of_all = |to: IpAddr| self.world.lookup(table, to).ok().flatten().map(|it| it.range.prefix_len());
        let is_wide = largest.and_then(|it| gateway_of_all(it.first)).is_some_and(|length| length <= 1);
        if has_default && is_wide { Reach::Default } else { Reach::Partial(atoms::join(public)) }
    }
}

/// Some of the internet may be beyond it.
fn leads_out(target: Target<'_>) -> bool {
    match target {
        Target::Nat(_) | Target::Transit(_) | Target::Beyond(_) | Target::EgressOnly(_) | Target::Interface(_) => true,
        Target::Local | Target::InternetGateway(_) | Target::Peering(_) | Target::Endpoint(_) => false,
    }
}
