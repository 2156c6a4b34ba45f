//! Everything that can reach a destination: what is there, and what the rules would let in once it were.

use std::net::IpAddr;

use ipnet::IpNet;

use crate::answer::{Unseen, Verdict};
use crate::atoms::{self, Atom};
use crate::connect::{Call, Depth, connect};
use crate::ends::{self, End};
use crate::network::Network;
use crate::ports::Ports;
use crate::protocol::Protocol;
use crate::question::{Endpoint, EndpointError};
use crate::walk::Client;
use crate::world::{Interface, Kind, Pair};

/// Who can reach a destination at a port.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sources {
    /// What exists and gets through now, the internet first.
    pub actual: Vec<Source>,
    /// What would get through if it existed.
    pub latent: Vec<LatentSource>,
    /// What nobody can tell of.
    pub unseen: Vec<(Source, Unseen)>,
}

/// Something that starts connections.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// Ranges of the internet.
    Internet(Vec<IpNet>),
    /// An interface, and what it is of.
    Interface {
        /// The interface's id.
        interface: String,
        /// The instance, or the interface again.
        resource: String,
        /// Its security groups.
        groups: Vec<String>,
    },
}

/// Addresses that nothing has yet.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LatentSource {
    /// In which subnet something would have to be put.
    pub subnet: String,
    /// At which addresses.
    pub ranges: Vec<IpNet>,
    /// In which security group; in any, where none is named.
    pub group: Option<String>,
}

impl Network<'_> {
    /// Who can reach a destination at a port: the internet, every interface that exists, and every address that one
    /// could be put at.
    pub fn sources_of(&self, destination: &Endpoint, protocol: Protocol, port: u16) -> Result<Sources, EndpointError> {
        let mut ends = Vec::new();
        for end in ends::resolve(&self.world, destination)?.all {
            match end {
                End::Address(address) => ends.extend(ends::owners(&self.world, address)),
                other => ends.push(other),
            }
        }
        let targets =
            ends.into_iter().filter_map(|it| if let End::Interface(it, pair) = it { Some((it, pair)) } else { None });
        let asked = Asked { network: self, protocol, ports: Ports::one(port) };
        let mut sources = Sources::default();
        for (interface, pair) in targets {
            asked.internet(interface, pair, &mut sources);
            asked.interfaces(interface, pair, &mut sources);
            asked.latent(interface, pair, &mut sources);
        }
        sources.actual.sort();
        sources.actual.dedup();
        sources.latent.sort();
        sources.latent.dedup();
        sources.unseen.sort_by(|left, right| left.0.cmp(&right.0));
        sources.unseen.dedup();
        Ok(sources)
    }
}

/// Where more than these in a row are taken, nobody looks for a free address.
const MOST_NEIGHBOURS: usize = 512;

struct Asked<'w, 'a> {
    network: &'w Network<'a>,
    protocol: Protocol,
    ports: Ports,
}

impl<'w, 'a> Asked<'w, 'a> {
    fn internet(&self, to: &'w Interface<'a>, pair: Pair, sources: &mut Sources) {
        let Some(public) = pair.public else { return };
        let mut open = Vec::new();
        for (atom, from) in self.network.internet_around(to, pair.private.is_ipv4()) {
            match self.verdict(Client::Internet(from), public) {
                Ok(true) => open.push(atom),
                Ok(false) => {}
                Err(unseen) => sources.unseen.push((Source::Internet(atom.ranges()), unseen)),
            }
        }
        if !open.is_empty() {
            sources.actual.push(Source::Internet(atoms::join(&open)));
        }
    }

    fn interfaces(&self, to: &'w Interface<'a>, pair: Pair, sources: &mut Sources) {
        for from in self.network.world.interfaces.iter().filter(|it| it.starts_connections() && it.id != to.id) {
            let own = from.addresses.iter().filter(|it| it.private.is_ipv4() == pair.private.is_ipv4());
            for address in own {
                match self.either(Client::Interface(from, *address), from, to, pair) {
                    Ok(true) => sources.actual.push(source(from)),
                    Ok(false) => {}
                    Err(unseen) => sources.unseen.push((source(from), unseen)),
                }
            }
        }
    }

    /// By the private address, or, from another VPC, by the public one.
    fn either(
        &self,
        client: Client<'w, 'a>,
        from: &Interface<'a>,
        to: &Interface<'a>,
        pair: Pair,
    ) -> Result<bool, Unseen> {
        let private = self.verdict(client, pair.private);
        match pair.public.filter(|it| *it != pair.private && from.vpc != to.vpc) {
            Some(public) if private != Ok(true) => match self.verdict(client, public) {
                Ok(false) => private,
                other => other,
            },
            _ => private,
        }
    }

    /// Something new in every subnet that could be: in no group that any rule names, or in one that a rule does.
    fn latent(&self, to: &'w Interface<'a>, pair: Pair, sources: &mut Sources) {
        let named = self.groups_named(to);
        let ranges = self.network.ranges_around(to);
        for (id, subnet) in &self.network.world.subnets {
            let whole = subnet.it.cidr_block.map(|it| it.0).filter(|_| pair.private.is_ipv4());
            let Some(whole) = whole else { continue };
            let mut open_to_all = Vec::new();
            for atom in atoms::cut(whole, ranges.iter().copied()) {
                let Some(address) = self.free(atom) else { continue };
                let of_group = |groups: Vec<&'a str>| self.is_open_to(subnet.it, address, groups, to, pair);
                if of_group(Vec::new()) {
                    open_to_all.push(atom);
                    continue;
                }
                for group in named.iter().filter(|it| of_group(vec![it])) {
                    let (subnet, group) = ((*id).to_owned(), Some((*group).to_owned()));
                    sources.latent.push(LatentSource { subnet, ranges: atom.ranges(), group });
                }
            }
            if !open_to_all.is_empty() {
                let ranges = atoms::join(&open_to_all);
                sources.latent.push(LatentSource { subnet: (*id).to_owned(), ranges, group: None });
            }
        }
    }

    /// The groups that rules of the destination name.
    fn groups_named(&self, to: &Interface<'a>) -> Vec<&'a str> {
        let groups = to.groups.iter().filter_map(|id| self.network.world.groups.get(id));
        let pairs = groups.flat_map(|it| it.rules(false)).flat_map(|it| &it.it.user_id_group_pairs);
        let mut named: Vec<&str> = pairs.map(|it| it.group_id.as_str()).collect();
        named.sort_unstable();
        named.dedup();
        named
    }

    /// An address of the atom that nothing has.
    fn free(&self, atom: Atom) -> Option<IpAddr> {
        let is_ipv4 = atom.first.is_ipv4();
        let (first, last) = (crate::address::number(atom.first), crate::address::number(atom.last));
        let mut addresses = (first..=last).rev().take(MOST_NEIGHBOURS).map(|it| crate::address::address(it, is_ipv4));
        addresses.find(|it| self.network.world.interfaces_at(*it).next().is_none())
    }

    fn is_open_to(
        &self,
        subnet: &'a awslab_core::model::ec2::Subnet,
        address: IpAddr,
        groups: Vec<&'a str>,
        to: &Interface<'a>,
        pair: Pair,
    ) -> bool {
        let home =
            self.network.world.subnets.get(subnet.subnet_id.as_str()).expect("the subnet is one of the world's").home;
        let newcomer = Interface {
            id: "newcomer".into(),
            home,
            vpc: &subnet.vpc_id,
            subnet: Some(&subnet.subnet_id),
            addresses: vec![Pair { private: address, public: None }],
            groups,
            kind: Kind::Managed,
            forwards: false,
            is_in_use: true,
        };
        let client = Client::Interface(&newcomer, newcomer.addresses[0]);
        let asked = Asked { network: self.network, protocol: self.protocol, ports: self.ports.clone() };
        asked.either(client, &newcomer, to, pair) == Ok(true)
    }

    fn verdict(&self, client: Client<'w, 'a>, to: IpAddr) -> Result<bool, Unseen> {
        let call = Call { to, unaddressed: None };
        let outcome = connect(&self.network.world, client, call, self.protocol, &self.ports, Depth::Verdict);
        match outcome.verdict() {
            Verdict::Reachable | Verdict::Intermittent(_) => Ok(true),
            Verdict::Blocked => Ok(false),
            Verdict::Unknown => Err(outcome.unseen.into_iter().next().expect("what is unknown says why")),
        }
    }
}

fn source(interface: &Interface<'_>) -> Source {
    Source::Interface {
        interface: interface.id.to_string(),
        resource: interface.instance().map_or_else(|| interface.id.to_string(), |it| it.instance_id.clone()),
        groups: interface.groups.iter().map(|it| (*it).to_owned()).collect(),
    }
}
