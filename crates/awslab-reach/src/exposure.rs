//! Everything that the internet can reach, and at which ports.

use std::collections::BTreeMap;
use std::net::IpAddr;

use ipnet::IpNet;

use crate::answer::{Unseen, Verdict};
use crate::atoms::{self, Atom};
use crate::connect::{Call, Depth, Outcome, connect};
use crate::network::Network;
use crate::ports::Ports;
use crate::protocol::Protocol;
use crate::walk::Client;
use crate::world::{Interface, Kind, Pair};

/// An address of an interface that the internet can reach, or of which nobody can tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exposure {
    /// The interface's id, or where it may be placed.
    pub interface: String,
    /// The subnet; absent for a regional NAT gateway.
    pub subnet: Option<String>,
    /// What it is of: an instance, a database's name, a load balancer's ARN.
    pub resource: String,
    /// The public address; of a placed interface it is not known.
    pub address: Option<IpAddr>,
    /// What is open to whom, and what may be.
    pub openings: Vec<Opening>,
}

/// Ports that are open to ranges of the internet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// By which protocol.
    pub protocol: Protocol,
    /// At which ports; of ICMP, the type of an echo request.
    pub ports: Ports,
    /// From where.
    pub from: Vec<IpNet>,
    /// What decides whether it is open, and could not be seen; nothing where it is open for certain.
    pub unseen: Option<Unseen>,
    /// What a load balancer passes connections on to.
    pub behind: Vec<Behind>,
}

/// What is reached through a load balancer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Behind {
    /// The port of the load balancer.
    pub listener: u16,
    /// What it is of: an instance, a database's name, or the interface again.
    pub resource: String,
    /// The interface's id.
    pub interface: String,
    /// The port there.
    pub port: u16,
}

impl Behind {
    pub(crate) fn of(target: &Interface<'_>, port: u16) -> Self {
        Self { listener: port, resource: owner(target).to_owned(), interface: target.id.to_string(), port }
    }
}

impl<'a> Network<'a> {
    /// Everything that somebody on the internet can connect to, by TCP, UDP or ping.
    pub fn exposed(&self) -> Vec<Exposure> {
        let mut known: BTreeMap<Class<'_>, Vec<Opening>> = BTreeMap::new();
        let mut exposures = Vec::new();
        for interface in &self.world.interfaces {
            for pair in interface.addresses.iter().filter(|it| it.public.is_some()) {
                let openings = match class(interface, *pair) {
                    Some(class) => known.entry(class).or_insert_with(|| self.openings(interface, *pair)).clone(),
                    None => self.openings(interface, *pair),
                };
                if !openings.is_empty() {
                    exposures.push(exposure(interface, *pair, openings));
                }
            }
        }
        exposures
    }

    fn openings(&self, interface: &Interface<'a>, pair: Pair) -> Vec<Opening> {
        let around = self.internet_around(interface, pair.private.is_ipv4());
        let mut openings = Vec::new();
        for protocol in [Protocol::Tcp, Protocol::Udp, Protocol::Icmp] {
            let mut alike: Vec<(Opening, Vec<Atom>)> = Vec::new();
            for (atom, from) in &around {
                let outcome = self.outcome_from(*from, pair, protocol);
                let (ports, unseen) = match outcome.verdict() {
                    Verdict::Reachable | Verdict::Intermittent(_) => (outcome.ports, None),
                    Verdict::Unknown => (outcome.possible, outcome.unseen.into_iter().next()),
                    Verdict::Blocked => continue,
                };
                let opening = Opening { protocol, ports, from: Vec::new(), unseen, behind: outcome.behind };
                match alike.iter_mut().find(|it| it.0 == opening) {
                    Some((_, atoms)) => atoms.push(*atom),
                    None => alike.push((opening, vec![*atom])),
                }
            }
            let with_ranges = |(opening, atoms): (_, Vec<Atom>)| Opening { from: atoms::join(&atoms), ..opening };
            openings.extend(alike.into_iter().map(with_ranges));
        }
        openings
    }

    fn outcome_from(&self, from: IpAddr, pair: Pair, protocol: Protocol) -> Outcome {
        let to = pair.public.expect("only addresses with a public one are asked about");
        let call = Call { to, unaddressed: None };
        connect(&self.world, Client::Internet(from), call, protocol, &protocol.requests(to), Depth::Verdict)
    }
}

/// Interfaces of one subnet with the same groups are open to the same, as long as they are of nothing that decides
/// otherwise.
type Class<'w> = (Option<&'w str>, &'w [&'w str], bool);

fn class<'w>(interface: &'w Interface<'_>, pair: Pair) -> Option<Class<'w>> {
    let is_plain = match interface.kind {
        Kind::Host(instance) => {
            instance.is_none_or(|it| it.state.name == "running") && !interface.forwards && interface.is_in_use
        }
        _ => false,
    };
    is_plain.then(|| (interface.subnet, interface.groups.as_slice(), pair.private.is_ipv4()))
}

/// What the interface is of; itself, where that is not known.
fn owner<'i>(interface: &'i Interface<'_>) -> &'i str {
    match interface.kind {
        Kind::Host(Some(instance)) => &instance.instance_id,
        Kind::Balancer(name)
        | Kind::Database(Some(name))
        | Kind::Function(Some(name))
        | Kind::Nat(name)
        | Kind::Endpoint(name) => name,
        _ => &interface.id,
    }
}

fn exposure(interface: &Interface<'_>, pair: Pair, openings: Vec<Opening>) -> Exposure {
    let is_known = pair.public.filter(|it| !matches!(it, IpAddr::V4(it) if it.octets()[0] >= 240));
    Exposure {
        interface: interface.id.to_string(),
        subnet: interface.subnet.map(str::to_owned),
        resource: owner(interface).to_owned(),
        address: is_known,
        openings,
    }
}
