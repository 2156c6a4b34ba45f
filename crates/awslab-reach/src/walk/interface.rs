//! At an interface: its security groups, the network ACL of its subnet, and what it is an interface of.

use awslab_core::model::ec2::Subnet;

use crate::answer::{Blocker, Hop, Unseen};
use crate::code::Code;
use crate::explain;
use crate::group::{Crossing, Peer};
use crate::search;
use crate::world::{Found, Interface, Kind};

use super::{Client, Packet, Place, Router, Session, Step, blocker};

impl<'w, 'a> Session<'w, 'a> {
    /// Sends from an interface. Its groups are asked about what it starts, never about replies.
    pub(super) fn leave(&self, packet: &Packet<'w, 'a>, interface: &'w Interface<'a>) -> Step<'w, 'a> {
        let next = packet.at(Place::Departing(interface));
        if packet.is_reply || packet.mask.is_some() {
            return Step::free(next, None);
        }
        match trouble(interface) {
            Some(trouble) => Step::change(next, None, trouble),
            None => self.pass_groups(packet, interface, true, Place::Departing(interface)),
        }
    }

    /// Out of the subnet, unless it is for a neighbour: between neighbours stand neither ACL nor route table.
    pub(super) fn depart(&self, packet: &Packet<'w, 'a>, interface: &'w Interface<'a>) -> Step<'w, 'a> {
        let Some(subnet) = interface.subnet else {
            return self.depart_without_subnet(packet, interface);
        };
        let subnet = match self.world.subnet(subnet, interface.home) {
            Ok(subnet) => subnet,
            Err(unseen) => return Step::unseen(packet, unseen),
        };
        if has(subnet.it, packet) {
            return match self.interface_at(interface.vpc, packet.to) {
                Some(neighbour) => Step::free(packet.at(Place::Arriving(neighbour)), None),
                None => self.nobody(packet, interface.vpc),
            };
        }
        match self.world.table_of(subnet) {
            Ok(table) => {
                let id = subnet.it.subnet_id.as_str();
                let router = Router { table, vpc: interface.vpc, subnet: Some(id) };
                let left = Packet { subnet: Some(id), ..packet.clone() };
                self.pass_acl(&left, subnet, true, Place::Routing(router))
            }
            Err(unseen) => Step::unseen(packet, unseen),
        }
    }

    /// Delivers within a VPC.
    pub(super) fn enter(&self, packet: &Packet<'w, 'a>, vpc: &'a str) -> Step<'w, 'a> {
        let Some(interface) = self.interface_at(vpc, packet.to) else {
            return self.nobody(packet, vpc);
        };
        self.enter_subnet(packet, interface)
    }

    /// Into the subnet of an interface, unless the packet is in it already.
    pub(super) fn enter_subnet(&self, packet: &Packet<'w, 'a>, interface: &'w Interface<'a>) -> Step<'w, 'a> {
        let place = Place::Arriving(interface);
        let Some(id) = interface.subnet.filter(|id| packet.subnet != Some(id)) else {
            return Step::free(packet.at(place), None);
        };
        match self.world.subnet(id, interface.home) {
            Ok(subnet) => self.pass_acl(packet, subnet, false, place),
            Err(unseen) => Step::unseen(packet, unseen),
        }
    }

    /// At the interface. Replies pass its groups.
    pub(super) fn arrive(&self, packet: &Packet<'w, 'a>, interface: &'w Interface<'a>) -> Step<'w, 'a> {
        let next = packet.at(Place::Received(interface));
        if packet.is_reply {
            return Step::free(next, None);
        }
        if let Some(refusal) = refusal(packet, interface) {
            return Step::lost(packet, refusal);
        }
        match trouble(interface) {
            Some(trouble) => Step::change(next, None, trouble),
            None => self.pass_groups(packet, interface, false, Place::Received(interface)),
        }
    }

    /// At what has the interface: it answers, or it was waiting for this answer.
    pub(super) fn receive(&self, packet: &Packet<'w, 'a>, interface: &'w Interface<'a>) -> Step<'w, 'a> {
        if packet.is_reply {
            return self.receive_reply(packet, interface);
        }
        let hop = self.hop(packet, owner(interface), || None);
        let server = Some((interface, packet.from));
        let answered = Packet { server, ..packet.answered(Place::Leaving(interface)) };
        match interface.kind {
            Kind::Host(Some(it)) if interface.forwards && is_bought(it) => {
                let message = "an appliance of the Marketplace: what it answers is for its own software to say";
                self.perhaps_answered(answered, hop, Unseen::new(it.instance_id.as_str(), message))
            }
            Kind::Managed => {
                let message = "awslab does not know what it is of";
                self.perhaps_answered(answered, hop, Unseen::new(&*interface.id, message))
            }
            Kind::Endpoint(id) => self.answer_of_endpoint(packet, answered, id, hop),
            Kind::Balancer(arn) => self.answer_of_balancer(packet, answered, arn, hop),
            _ => Step::free(answered, hop),
        }
    }

    /// Nobody can tell what it answers. That no answer would get through, one can.
    fn perhaps_answered(&self, answered: Packet<'w, 'a>, hop: Option<Hop>, unseen: Unseen) -> Step<'w, 'a> {
        let as_is = Session { repairs: false, tells: false, ..*self };
        let trip = search::follow(&as_is, Step::free(answered.clone(), None));
        if trip.blockers.is_empty() { Step::unseen(&answered, unseen) } else { Step::free(answered, hop) }
    }

    fn receive_reply(&self, packet: &Packet<'w, 'a>, interface: &'w Interface<'a>) -> Step<'w, 'a> {
        if let (Kind::Nat(_), Some(mask)) = (&interface.kind, &packet.mask)
            && mask.nat.id == interface.id
        {
            return self.unmask(packet, mask);
        }
        let is_client = matches!(self.client, Client::Interface(client, _) if client.id == interface.id);
        if is_client && packet.from == packet.called {
            let hop = self.hop(packet, owner(interface), || None);
            return Step::free(packet.at(Place::Done), hop);
        }
        let (from, called) = (packet.from, packet.called);
        let message = format!("the reply comes from {from}, while {called} was called: the client drops it");
        Step::change(packet.at(Place::Done), None, blocker(Code::AsymmetricReply, &interface.id, message))
    }

    /// Asks the groups of an interface.
    pub(super) fn pass_groups(
        &self,
        packet: &Packet<'w, 'a>,
        interface: &'w Interface<'a>,
        is_egress: bool,
        place: Place<'w, 'a>,
    ) -> Step<'w, 'a> {
        let (other, crossing) =
            if is_egress { self.receiver(packet, interface) } else { (packet.sender, packet.crossing) };
        let address = if is_egress { packet.to } else { packet.from };
        let peer = Peer { address, interface: other, crossing, balancer: None };
        let filter = self.world.groups_allow(interface, is_egress, self.protocol, &peer);
        let open = packet.ports.and(&filter.ports);
        if !open.is_empty() {
            let groups = || explain::rule_of_groups(self.world, interface, is_egress, self.protocol, &peer, &open);
            let hop = self.hop(packet, &interface.id, groups);
            return Step::free(packet.narrowed(open, place), hop);
        }
        if let Some(unseen) = filter.unseen.into_iter().next() {
            return Step::unseen(packet, unseen);
        }
        let hop = self.hop(packet, &interface.id, || None);
        let blocker = explain::groups(self.world, interface, is_egress, self.protocol, &peer, &packet.ports);
        let blocker = blocker.at(Some(&interface.id));
        Step::change(packet.at(place), hop, blocker)
    }

    /// Who has the address that is called, as far as rules for outgoing packets can name its groups.
    fn receiver(&self, packet: &Packet<'w, 'a>, sender: &Interface<'a>) -> (Option<&'w Interface<'a>>, Crossing) {
        if let Some(it) = self.interface_at(sender.vpc, packet.to) {
            return (Some(it), Crossing::Nothing);
        }
        let peered = self.world.interfaces_at(packet.to).find(|it| self.are_peered_nearby(sender.vpc, it.vpc));
        (peered, if peered.is_some() { Crossing::Peering } else { Crossing::Anonymous })
    }

    /// Asks the network ACL of a subnet.
    pub(crate) fn pass_acl(
        &self,
        packet: &Packet<'w, 'a>,
        subnet: Found<'a, Subnet>,
        is_egress: bool,
        place: Place<'w, 'a>,
    ) -> Step<'w, 'a> {
        let acl = match self.world.acl_of(subnet) {
            Ok(acl) => acl,
            Err(unseen) => return Step::unseen(packet, unseen),
        };
        let remote = if is_egress { packet.to } else { packet.from };
        let open = packet.numbers().and(&acl.allows(is_egress, remote, self.protocol));
        let at = Some(subnet.it.subnet_id.as_str());
        if open.is_empty() {
            let hop = self.hop_at(packet, at, acl.id, || None);
            let blocker = explain::acl(acl, subnet.it, is_egress, self.protocol, packet, packet.numbers());
            return Step::change(packet.at(place), hop, blocker.at(at));
        }
        let hop = self
            .hop_at(packet, at, acl.id, || Some(explain::rule_of_acl(acl, is_egress, remote, self.protocol, &open)));
        let closed = packet.numbers().without(&open);
        let mut next = packet.narrowed(open, place);
        if self.tells && packet.is_reply && !closed.is_empty() {
            let blocker = explain::acl(acl, subnet.it, is_egress, self.protocol, packet, &closed);
            next.narrowing.push(blocker.at(at));
        }
        Step::free(next, hop)
    }

    pub(super) fn nobody(&self, packet: &Packet<'w, 'a>, vpc: &str) -> Step<'w, 'a> {
        let list = |home: crate::world::Home<'a>| &home.facts.ec2.network_interfaces;
        let home = self.world.vpcs.get(vpc).map(|it| it.home);
        if let Some(home) =
            home.filter(|it| list(*it).as_known().is_none() && it.facts.ec2.instances.as_known().is_none())
        {
            return Step::unseen(
                packet,
                crate::world::not_read(vpc, "who has which address in it", list(home), "ec2:DescribeNetworkInterfaces"),
            );
        }
        let message = format!("no interface in {vpc} has the address {}", packet.to);
        Step::lost(packet, blocker(Code::NoInterface, vpc, message))
    }
}

/// The address is of the same subnet.
fn has(subnet: &Subnet, packet: &Packet<'_, '_>) -> bool {
    let ipv6 = subnet.ipv6_cidr_block_association_set.iter().filter_map(|it| it.ipv6_cidr_block);
    subnet.cidr_block.into_iter().chain(ipv6).any(|it| it.contains(packet.to))
}

/// What the interface is of, to name it in a path.
fn owner<'i>(interface: &'i Interface<'_>) -> &'i str {
    interface.instance().map_or(&*interface.id, |it| &it.instance_id)
}

fn is_bought(instance: &awslab_core::model::ec2::Instance) -> bool {
    instance.product_codes.iter().any(|it| it.product_code_type.as_deref() == Some("marketplace"))
}

/// Nothing gets through an interface that is not in use, or to an instance that does not run.
fn trouble(interface: &Interface<'_>) -> Option<Blocker> {
    if let Some(instance) = interface.instance()
        && !matches!(instance.state.name.as_str(), "running" | "")
    {
        let (id, state) = (&instance.instance_id, &instance.state.name);
        let blocker = blocker(Code::InstanceNotRunning, id, format!("the instance is {state}"));
        return Some(blocker.fix(format!("aws ec2 start-instances --instance-ids {id}")));
    }
    let message = "the interface is attached to nothing";
    let fix = format!(
        "aws ec2 attach-network-interface --network-interface-id {} --device-index 1 --instance-id INSTANCE",
        interface.id
    );
    (!interface.is_in_use).then(|| blocker(Code::InterfaceNotInUse, &interface.id, message).fix(fix))
}

/// Some interfaces take no connections, whatever the rules say.
fn refusal(packet: &Packet<'_, '_>, interface: &Interface<'_>) -> Option<Blocker> {
    let (code, message) = match interface.kind {
        Kind::Nat(_) => (Code::NatUnsolicited, "a NAT gateway answers only what went out through it"),
        Kind::Function(_) => (
            Code::FunctionInbound,
            "a function's interface starts connections and takes none: a function is invoked by the Lambda API",
        ),
        Kind::Transit => (Code::ManagedInterface, "a transit gateway's interface has nothing that would answer"),
        _ => return None,
    };
    Some(blocker(code, &interface.id, format!("{message} ({} was called)", packet.called)))
}
