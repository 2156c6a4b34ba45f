//! Internet gateways: a public address stands for each private one that talks through them.
//!
//! <https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html>

use std::net::IpAddr;

use crate::address::{is_carrier, is_global};
use crate::answer::{Blocker, Unseen};
use crate::code::Code;
use crate::group::Crossing;
use crate::ports::Ports;
use crate::protocol::Protocol;
use crate::world::{Interface, Kind, Pair, is_attached, not_read};

use super::public_access::Flow;
use super::repair::NEW_GATEWAY;
use super::{Changed, Client, Exit, Packet, Place, Router, Session, Step, blocker};

impl<'w, 'a> Session<'w, 'a> {
    /// Out by an internet gateway.
    pub(super) fn go_out(&self, packet: &Packet<'w, 'a>, gateway: &'a str, router: Router<'a>) -> Step<'w, 'a> {
        let hop = self.hop(packet, gateway, || None);
        if let Some(step) = self.is_shut(packet, gateway, router) {
            return step;
        }
        if let Some(private) = refuses(packet.to) {
            let message = format!("{} is {private}: an internet gateway drops it", packet.to);
            let code = if is_carrier(packet.to) { Code::SharedCarrierAddress } else { Code::PrivateDestination };
            return Step::lost(packet, blocker(code, gateway, message));
        }
        let Some(interface) = self.interface_at(router.vpc, packet.from) else {
            return self.nobody(&Packet { to: packet.from, ..packet.clone() }, router.vpc);
        };
        let flow = if packet.is_reply { Flow::Inbound } else { Flow::Outbound(interface) };
        if let Some(step) = self.is_blocked_for_public(packet, interface, flow, hop.as_ref()) {
            return step;
        }
        let pair = interface.pair(packet.from).expect("the interface was found by this address");
        let assumed = (packet.changed.has_address && packet.is_reply).then_some(packet.called);
        match pair.public.or(assumed) {
            Some(public) => Step::free(self.outside(packet, interface, public, false), hop),
            None => self.without_public_address(packet, interface, pair, (gateway, router)),
        }
    }

    /// Out by an egress-only internet gateway: IPv6, and nothing that starts outside.
    pub(super) fn go_out_for_good(
        &self,
        packet: &Packet<'w, 'a>,
        gateway: &'a str,
        router: Router<'a>,
    ) -> Step<'w, 'a> {
        if self.world.is_egress_only_attached(gateway, router.vpc) == Some(false) {
            return Step::lost(packet, detached(gateway, router.vpc));
        }
        if packet.is_reply {
            let message = "an egress-only internet gateway takes no connection from outside, and so drops the reply";
            return Step::lost(packet, blocker(Code::EgressOnlyGateway, gateway, message));
        }
        let Some(interface) = self.interface_at(router.vpc, packet.from) else {
            return self.nobody(&Packet { to: packet.from, ..packet.clone() }, router.vpc);
        };
        let hop = self.hop(packet, gateway, || None);
        if let Some(step) = self.is_blocked_for_public(packet, interface, Flow::EgressOnly, hop.as_ref()) {
            return step;
        }
        Step::free(self.outside(packet, interface, packet.from, true), hop)
    }

    /// The packet beyond the gateway: at another VPC's gateway, where its address is of one, or anywhere.
    pub(super) fn outside(
        &self,
        packet: &Packet<'w, 'a>,
        interface: &'w Interface<'a>,
        public: IpAddr,
        is_egress_only: bool,
    ) -> Packet<'w, 'a> {
        let private = packet.from;
        let mut packet =
            Packet { from: public, sender: None, crossing: Crossing::Anonymous, subnet: None, ..packet.clone() };
        if !packet.is_reply {
            packet.exit = Some(Exit { interface, private, is_egress_only });
        }
        packet.place = match self.inside(&packet) {
            Some((interface, private)) => Place::Inward(interface, private),
            None => Place::Internet,
        };
        packet
    }

    /// Who has the public address that the packet is for. A reply goes where its request came from.
    fn inside(&self, packet: &Packet<'w, 'a>) -> Option<(&'w Interface<'a>, IpAddr)> {
        if packet.is_reply
            && let Some(exit) = packet.exit
        {
            return Some((exit.interface, exit.private));
        }
        let interface = self.world.interface_of_public(packet.to)?;
        Some((interface, interface.pair_of_public(packet.to)?.private))
    }

    /// In by a VPC's internet gateway.
    pub(super) fn come_in(
        &self,
        packet: &Packet<'w, 'a>,
        interface: &'w Interface<'a>,
        private: IpAddr,
    ) -> Step<'w, 'a> {
        let inside = Packet { to: private, crossing: Crossing::Anonymous, sender: None, ..packet.clone() };
        if let Some(exit) = packet.exit.filter(|_| packet.is_reply) {
            return self.come_back(&inside, interface, exit);
        }
        let Some(gateway) = self.world.gateway_of(interface.vpc) else {
            return self.without_gateway(&inside, interface);
        };
        let id = gateway.it.internet_gateway_id.as_str();
        let hop = self.hop(packet, id, || Some(format!("{} is {private}", packet.to)).filter(|_| packet.to != private));
        if let Some(step) = self.is_blocked_for_public(&inside, interface, Flow::Inbound, hop.as_ref()) {
            return step;
        }
        if let Some(step) = self.is_diverted(&inside, id) {
            return step;
        }
        let mut step = self.enter_subnet(&inside, interface);
        if self.tells && step.hop.is_none() {
            step.hop = hop;
        }
        step
    }

    /// A reply comes in by the way its request went out.
    fn come_back(&self, inside: &Packet<'w, 'a>, interface: &'w Interface<'a>, exit: Exit<'w, 'a>) -> Step<'w, 'a> {
        let gateway = self.world.gateway_of(interface.vpc).filter(|_| !exit.is_egress_only);
        let diverted = gateway.and_then(|it| self.is_diverted(inside, &it.it.internet_gateway_id));
        diverted.unwrap_or_else(|| self.enter_subnet(inside, interface))
    }

    /// Nothing comes in where no gateway is attached.
    fn without_gateway(&self, inside: &Packet<'w, 'a>, interface: &'w Interface<'a>) -> Step<'w, 'a> {
        let (vpc, home) = (interface.vpc, interface.home);
        let list = &home.facts.ec2.internet_gateways;
        if list.as_known().is_none() {
            return Step::unseen(inside, not_read(vpc, "its internet gateway", list, "ec2:DescribeInternetGateways"));
        }
        let spare = self.world.internet_gateways.values().find(|it| it.home == home && it.it.attachments.is_empty());
        let blocker = match spare.map(|it| it.it.internet_gateway_id.as_str()) {
            Some(spare) => detached(spare, vpc),
            None => missing(vpc),
        };
        Step::change(self.enter_subnet(inside, interface).packet, None, blocker)
    }

    /// Out on the internet, everybody answers; what AWS's services answer is known.
    pub(super) fn answer_outside(&self, packet: &Packet<'w, 'a>) -> Step<'w, 'a> {
        if packet.is_reply {
            let is_client = matches!(self.client, Client::Internet(client) if client == packet.to);
            let hop = self.hop(packet, "internet", || None);
            if is_client && packet.from == packet.called {
                return Step::free(packet.at(Place::Done), hop);
            }
            let message =
                format!("the reply leaves as {}, while {} was called: the client drops it", packet.from, packet.called);
            return Step::change(packet.at(Place::Done), hop, blocker(Code::AsymmetricReply, "internet", message));
        }
        if let Some(step) = self.is_unclaimed(packet) {
            return step;
        }
        let service = self.world.services.iter().find(|(list, _)| {
            self.world.prefix_lists.get(*list).is_some_and(|ranges| ranges.iter().any(|it| it.contains(&packet.to)))
        });
        let hop = self.hop(packet, service.map_or("internet", |(_, name)| name), || None);
        let Some(exit) = packet.exit else {
            return Step::unseen(packet, Unseen::new("internet", "neither end is among what was read"));
        };
        let answered = packet.answered(Place::Inward(exit.interface, exit.private));
        match service {
            Some((_, name)) => self.answer_of_service(packet, answered, name, hop),
            None => Step::free(answered, hop),
        }
    }

    /// An Elastic IP that stands for nothing yet.
    fn is_unclaimed(&self, packet: &Packet<'w, 'a>) -> Option<Step<'w, 'a>> {
        let mut addresses =
            self.world.homes().iter().flat_map(|it| it.facts.ec2.addresses.as_known().into_iter().flatten());
        let address = addresses.find(|it| it.public_ip == Some(packet.to))?;
        let id = address.allocation_id.as_deref().unwrap_or("address");
        let message = format!("the Elastic IP {} is associated with nothing", packet.to);
        Some(Step::lost(packet, blocker(Code::NoInterface, id, message)))
    }

    /// The gateway is not this VPC's, or does not exist yet.
    fn is_shut(&self, packet: &Packet<'w, 'a>, gateway: &'a str, router: Router<'a>) -> Option<Step<'w, 'a>> {
        let vpc = router.vpc;
        if packet.changed.has_gateway {
            return None;
        }
        let made = Packet { changed: Changed { has_gateway: true, ..packet.changed }, ..packet.clone() };
        if let Some(found) = self.world.internet_gateways.get(gateway) {
            let is_open = found.it.attachments.iter().any(|it| it.vpc_id == vpc && is_attached(it.state.as_deref()));
            return (!is_open).then(|| Step::change(made, None, detached(gateway, vpc)));
        }
        let list = &router.table.home.facts.ec2.internet_gateways;
        if gateway != NEW_GATEWAY {
            return Some(Step::unseen(
                packet,
                not_read(gateway, "what it is attached to", list, "ec2:DescribeInternetGateways"),
            ));
        }
        Some(Step::change(made, None, missing(vpc)))
    }

    fn without_public_address(
        &self,
        packet: &Packet<'w, 'a>,
        interface: &'w Interface<'a>,
        pair: Pair,
        (gateway, router): (&'a str, Router<'a>),
    ) -> Step<'w, 'a> {
        let private = pair.private;
        if let Kind::Nat(id) = interface.kind {
            let message = format!(
                "it is a private NAT gateway: {private} has no public address, and the internet gateway drops it"
            );
            let blocker = blocker(Code::NatPrivate, id, message).fixes(self.make_nat(router.vpc, packet.to));
            return Step::lost(packet, blocker);
        }
        let is_function = matches!(interface.kind, Kind::Function(_));
        let who = if is_function {
            "a function never has a public address, even in a public subnet"
        } else {
            "it has no public address"
        };
        let table = &router.table.it.route_table_id;
        let message = format!("{who}: {gateway}, to which {table} leads, drops what {private} sends");
        let blocker = blocker(Code::NoPublicAddress, &interface.id, message);
        if is_function || private.is_ipv6() {
            let fix = self.move_function(interface, packet.to);
            return Step::lost(packet, if let Some(fix) = fix { blocker.fix(fix) } else { blocker });
        }
        let blocker = blocker.fixes(associate(interface, private));
        Step::change(self.outside(packet, interface, ASSUMED, false), None, blocker)
    }
}

/// Commands that give a private address a public one.
pub(crate) fn associate(interface: &Interface<'_>, private: IpAddr) -> [String; 2] {
    let id = &interface.id;
    [
        "aws ec2 allocate-address".to_owned(),
        format!(
            "aws ec2 associate-address --allocation-id ALLOCATION --network-interface-id {id} --private-ip-address {private}"
        ),
    ]
}

/// Stands for a public address that would be given (RFC 5737).
pub(crate) const ASSUMED: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(203, 0, 113, 1));

fn detached(gateway: &str, vpc: &str) -> Blocker {
    blocker(Code::InternetGatewayDetached, gateway, format!("it is not attached to {vpc}")).fix(attach(gateway, vpc))
}

fn missing(vpc: &str) -> Blocker {
    let make = "aws ec2 create-internet-gateway".to_owned();
    blocker(Code::NoInternetGateway, vpc, "it has no internet gateway").fixes([make, attach(NEW_GATEWAY, vpc)])
}

fn attach(gateway: &str, vpc: &str) -> String {
    format!("aws ec2 attach-internet-gateway --internet-gateway-id {gateway} --vpc-id {vpc}")
}

/// Why an internet gateway drops what is for an address.
fn refuses(to: IpAddr) -> Option<&'static str> {
    match to {
        _ if is_global(to) => None,
        _ if is_carrier(to) => Some("an address that carriers share"),
        _ => Some("a private address"),
    }
}

/// Ports of AWS's services with gateway endpoints.
pub(super) fn ports_of_service(protocol: Protocol) -> Ports {
    match protocol {
        Protocol::Tcp => Ports::one(80).or(&Ports::one(443)),
        _ => Ports::NONE,
    }
}
