//! The walk of a packet and its reply, step by step.
//!
//! A packet is at a [`Place`]; every place says where it may go from there, and at what toll: free, a setting that would
//! have to change, or something that nobody could see. [`crate::search`] takes the cheapest way.

mod advice;
mod balancer;
mod endpoint;
mod gateway;
mod interface;
mod nat;
mod peering;
mod public_access;
mod repair;
mod router;
mod transit;

use std::net::IpAddr;

use awslab_core::model::ec2::RouteTable;

use crate::answer::{Blocker, Hop, Unseen};
use crate::code::Code;
use crate::group::Crossing;
use crate::ports::Ports;
use crate::protocol::Protocol;
use crate::route::Target;
use crate::world::{Found, Interface, Kind, Pair, World};

pub(crate) use gateway::{ASSUMED, associate};

/// What is walked: from a client to an address, and back.
pub(crate) struct Session<'w, 'a> {
    pub(crate) world: &'w World<'a>,
    pub(crate) protocol: Protocol,
    pub(crate) client: Client<'w, 'a>,
    /// Also try what would be possible with other settings.
    pub(crate) repairs: bool,
    /// Also tell each hop.
    pub(crate) tells: bool,
}

/// Who starts the connection.
#[derive(Clone, Copy)]
pub(crate) enum Client<'w, 'a> {
    Interface(&'w Interface<'a>, Pair),
    Internet(IpAddr),
}

/// A packet on its way.
#[derive(Clone)]
pub(crate) struct Packet<'w, 'a> {
    pub(crate) place: Place<'w, 'a>,
    pub(crate) is_reply: bool,
    pub(crate) from: IpAddr,
    pub(crate) to: IpAddr,
    /// What the client called, and must be answered by.
    pub(crate) called: IpAddr,
    /// The interface that the source address is of, and what the packet came through since.
    pub(crate) sender: Option<&'w Interface<'a>>,
    pub(crate) crossing: Crossing,
    /// The subnet that it has been in, and is not asked again about.
    pub(crate) subnet: Option<&'a str>,
    /// The destination's ports that are still possible.
    pub(crate) ports: Ports,
    /// The ports at which a reply is still possible: the client's, or those of a NAT gateway in between.
    pub(crate) back: Ports,
    /// The NAT gateway that it came through, and who is behind it.
    pub(crate) mask: Option<Mask<'w, 'a>>,
    /// How the packet left for the internet: its reply comes back likewise.
    pub(crate) exit: Option<Exit<'w, 'a>>,
    /// What would have been changed before.
    pub(crate) changed: Changed,
    /// Who took the request, and the address that it saw it come from.
    pub(crate) server: Option<(&'w Interface<'a>, IpAddr)>,
    /// The least share of ports that a NAT gateway is answered at.
    pub(crate) masked_share: Option<(u32, u32)>,
    /// What lets the reply through at some of these ports only.
    pub(crate) narrowing: Vec<Blocker>,
}

/// Changes that later steps count on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Changed {
    /// The destination has a public address.
    pub(crate) has_address: bool,
    /// The internet gateway is made and attached.
    pub(crate) has_gateway: bool,
    /// Block Public Access spares the VPC.
    pub(crate) is_spared: bool,
}

/// A client behind a NAT gateway.
#[derive(Clone)]
pub(crate) struct Mask<'w, 'a> {
    pub(crate) nat: &'w Interface<'a>,
    pub(crate) client: IpAddr,
    pub(crate) back: Ports,
    /// The NAT gateway that it came through before.
    pub(crate) before: Option<Box<Mask<'w, 'a>>>,
}

/// A way out to the internet.
#[derive(Clone, Copy)]
pub(crate) struct Exit<'w, 'a> {
    pub(crate) interface: &'w Interface<'a>,
    pub(crate) private: IpAddr,
    pub(crate) is_egress_only: bool,
}

/// Where a packet is.
#[derive(Clone, Copy)]
pub(crate) enum Place<'w, 'a> {
    /// At the interface that sends it.
    Leaving(&'w Interface<'a>),
    /// Past that interface, in its subnet.
    Departing(&'w Interface<'a>),
    /// At a router, which looks into a table.
    Routing(Router<'a>),
    /// On its way by a route's target.
    Taking(Target<'a>, Router<'a>),
    /// In a VPC, among its interfaces.
    Entering(&'a str),
    /// At the interface that it is for.
    Arriving(&'w Interface<'a>),
    /// Past that interface, at what has it.
    Received(&'w Interface<'a>),
    /// At a VPC's internet gateway, from outside, for a private address of an interface.
    Inward(&'w Interface<'a>, IpAddr),
    /// Outside.
    Internet,
    /// At a transit gateway, come by an attachment, from a zone.
    Transit(&'a str, &'a str, Option<&'a str>),
    /// Arrived and answered.
    Done,
    /// Stopped for good.
    Lost,
}

/// A table that is asked for a VPC, for what comes from a subnet of it.
#[derive(Clone, Copy)]
pub(crate) struct Router<'a> {
    pub(crate) table: Found<'a, RouteTable>,
    pub(crate) vpc: &'a str,
    pub(crate) subnet: Option<&'a str>,
}

/// What a step costs.
#[derive(Debug, Clone)]
pub(crate) enum Toll {
    Free,
    /// A setting that would have to change, and how much that takes.
    Change(Box<Blocker>, u32),
    /// Nobody can tell whether it is possible.
    Unseen(Box<Unseen>),
}

/// Stands for what nothing mends: no way with it is cheaper than one without.
pub(crate) const NEVER: u32 = 10_000;

/// A step.
pub(crate) struct Step<'w, 'a> {
    pub(crate) packet: Packet<'w, 'a>,
    pub(crate) hop: Option<Hop>,
    pub(crate) toll: Toll,
}

pub(crate) type Steps<'w, 'a> = Vec<Step<'w, 'a>>;

impl<'w, 'a> Session<'w, 'a> {
    /// Where a packet may go next.
    pub(crate) fn steps(&self, packet: &Packet<'w, 'a>) -> Steps<'w, 'a> {
        match packet.place {
            Place::Leaving(interface) => vec![self.leave(packet, interface)],
            Place::Departing(interface) => vec![self.depart(packet, interface)],
            Place::Routing(router) => self.route(packet, router),
            Place::Taking(target, router) => vec![self.take(packet, target, router)],
            Place::Entering(vpc) => vec![self.enter(packet, vpc)],
            Place::Arriving(interface) => vec![self.arrive(packet, interface)],
            Place::Received(interface) => vec![self.receive(packet, interface)],
            Place::Inward(interface, private) => vec![self.come_in(packet, interface, private)],
            Place::Internet => vec![self.answer_outside(packet)],
            Place::Transit(gateway, attachment, zone) => vec![self.cross(packet, gateway, attachment, zone)],
            Place::Done | Place::Lost => Vec::new(),
        }
    }

    /// The interface of a VPC with a private address. The client may be one that does not exist yet.
    pub(crate) fn interface_at(&self, vpc: &str, address: IpAddr) -> Option<&'w Interface<'a>> {
        match self.client {
            Client::Interface(client, _) if client.vpc == vpc && client.pair(address).is_some() => Some(client),
            _ => self.world.interface_at(vpc, address),
        }
    }

    /// What is told of a hop.
    pub(crate) fn hop(
        &self,
        packet: &Packet<'_, '_>,
        component: &str,
        rule: impl FnOnce() -> Option<String>,
    ) -> Option<Hop> {
        self.hop_at(packet, None, component, rule)
    }

    /// What is told of a hop at something that serves several subnets.
    pub(crate) fn hop_at(
        &self,
        packet: &Packet<'_, '_>,
        subnet: Option<&str>,
        component: &str,
        rule: impl FnOnce() -> Option<String>,
    ) -> Option<Hop> {
        self.tells.then(|| Hop {
            component: component.to_owned(),
            rule: rule(),
            at: subnet.map(str::to_owned),
            is_reply: packet.is_reply,
        })
    }
}

impl<'w, 'a> Packet<'w, 'a> {
    /// A request at its beginning.
    pub(crate) fn new(place: Place<'w, 'a>, from: IpAddr, to: IpAddr, ports: Ports, back: Ports) -> Self {
        Self {
            place,
            is_reply: false,
            from,
            to,
            called: to,
            sender: None,
            crossing: Crossing::Anonymous,
            subnet: None,
            ports,
            back,
            mask: None,
            exit: None,
            server: None,
            changed: Changed::default(),
            masked_share: None,
            narrowing: Vec::new(),
        }
    }

    /// The same packet elsewhere.
    pub(crate) fn at(&self, place: Place<'w, 'a>) -> Self {
        Self { place, ..self.clone() }
    }

    /// A reply to it, from whom it reached.
    pub(crate) fn answered(&self, place: Place<'w, 'a>) -> Self {
        Self { place, is_reply: true, from: self.to, to: self.from, subnet: None, ..self.clone() }
    }

    /// The numbers that filters look at: the destination ports of this packet.
    pub(crate) fn numbers(&self) -> &Ports {
        if self.is_reply { &self.back } else { &self.ports }
    }

    /// The same packet, for fewer ports.
    pub(crate) fn narrowed(&self, numbers: Ports, place: Place<'w, 'a>) -> Self {
        let mut packet = self.at(place);
        *(if self.is_reply { &mut packet.back } else { &mut packet.ports }) = numbers;
        packet
    }
}

impl<'w, 'a> Step<'w, 'a> {
    pub(crate) fn free(packet: Packet<'w, 'a>, hop: Option<Hop>) -> Self {
        Self { packet, hop, toll: Toll::Free }
    }

    /// Goes on, once a setting is changed.
    pub(crate) fn change(packet: Packet<'w, 'a>, hop: Option<Hop>, blocker: Blocker) -> Self {
        let cost = blocker.code.cost().unwrap_or(NEVER);
        Self { packet, hop, toll: Toll::Change(Box::new(blocker), cost) }
    }

    /// Does not go on.
    pub(crate) fn lost(packet: &Packet<'w, 'a>, blocker: Blocker) -> Self {
        Self::change(packet.at(Place::Lost), None, blocker)
    }

    pub(crate) fn unseen(packet: &Packet<'w, 'a>, unseen: Unseen) -> Self {
        Self { packet: packet.at(Place::Lost), hop: None, toll: Toll::Unseen(Box::new(unseen)) }
    }
}

impl Client<'_, '_> {
    /// The ports that it may choose to be answered at.
    ///
    /// <https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html#nacl-ephemeral-ports>
    pub(crate) fn own_ports(&self) -> Ports {
        let Self::Interface(interface, _) = self else { return Ports::range(32768, u16::MAX) };
        match interface.kind {
            Kind::Host(Some(it)) if it.platform.as_deref() == Some("windows") => Ports::range(49152, u16::MAX),
            Kind::Host(_) | Kind::Newcomer => Ports::range(32768, 60999),
            _ => Ports::range(1024, u16::MAX),
        }
    }
}

/// A blocker of a kind at a component.
pub(crate) fn blocker(code: Code, component: &str, message: impl Into<String>) -> Blocker {
    Blocker::new(code, component, message)
}
