//! NAT gateways: many addresses go out as one, and only what they started comes back.
//!
//! <https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html>

use crate::code::Code;
use crate::group::Crossing;
use crate::ports::Ports;
use crate::world::{Interface, Kind, not_read};

use super::gateway::ASSUMED;
use super::repair::NEW_NAT;
use super::{Mask, Packet, Place, Router, Session, Step, blocker};

impl<'w, 'a> Session<'w, 'a> {
    /// Into a NAT gateway, and out of it under its address.
    pub(super) fn masquerade(&self, packet: &Packet<'w, 'a>, nat: &'a str, router: Router<'a>) -> Step<'w, 'a> {
        let home = router.table.home;
        if nat == NEW_NAT {
            return self.through_new_nat(packet, router);
        }
        let Some(found) = self.world.nat_gateways.get(nat) else {
            let list = &home.facts.ec2.nat_gateways;
            return Step::unseen(packet, not_read(nat, "what it is", list, "ec2:DescribeNatGateways"));
        };
        if found.it.vpc_id != router.vpc {
            let message = format!("the NAT gateway is in {}, and serves no other VPC", found.it.vpc_id);
            return Step::lost(packet, blocker(Code::NatState, nat, message));
        }
        if found.it.state != "available" {
            let message = format!("the NAT gateway is not available: its state is {}", found.it.state);
            return Step::lost(packet, blocker(Code::NatState, nat, message));
        }
        if !self.protocol.passes_nat() {
            let message = format!("a NAT gateway takes TCP, UDP and ICMP, and not {}", self.protocol);
            return Step::lost(packet, blocker(Code::NatProtocol, nat, message));
        }
        if packet.is_reply {
            let table = &router.table.it.route_table_id;
            let message = format!(
                "it routes the reply of {} to {nat}, which drops it, for it did not see the request: what has a public \
                 address needs a route to an internet gateway",
                packet.from
            );
            let blocker = blocker(Code::NatReply, table, message).rule(format!("{} by {nat}", packet.to));
            return Step::lost(packet, blocker);
        }
        if packet.mask.as_ref().is_some_and(|it| matches!(it.nat.kind, Kind::Nat(id) if id == nat)) {
            let table = &router.table.it.route_table_id;
            let message = format!(
                "its route for {} leads to {nat}, which is in a subnet of this very table: a NAT gateway must be in a \
                 public one",
                packet.to
            );
            let blocker = blocker(Code::RouteMissing, table, message);
            return Step::lost(packet, blocker.fixes(self.make_nat(router.vpc, packet.to)));
        }
        match self.interface_of(nat, router) {
            Some(interface) => self.mask(packet, nat, interface, router),
            None if found.it.availability_mode.as_deref() == Some("regional") => {
                let any = self.world.interfaces.iter().find(|it| matches!(it.kind, Kind::Nat(id) if id == nat));
                let zone = router.subnet.and_then(|it| self.world.zone(it)).unwrap_or("this zone");
                let message = format!("the regional NAT gateway has no address in {zone}");
                let fix = format!(
                    "aws ec2 associate-nat-gateway-address --nat-gateway-id {nat} --allocation-ids ALLOCATION --availability-zone-id {zone}"
                );
                let blocker = blocker(Code::NatZone, nat, message).fix(fix);
                match any {
                    Some(interface) => Step::change(self.mask(packet, nat, interface, router).packet, None, blocker),
                    None => Step::lost(packet, blocker),
                }
            }
            None => {
                let list = &home.facts.ec2.network_interfaces;
                Step::unseen(packet, not_read(nat, "its interface", list, "ec2:DescribeNetworkInterfaces"))
            }
        }
    }

    /// What a NAT gateway that works would do.
    fn through_new_nat(&self, packet: &Packet<'w, 'a>, router: Router<'a>) -> Step<'w, 'a> {
        let Some(interface) = self.interface_at(router.vpc, packet.from) else {
            return self.nobody(&Packet { to: packet.from, ..packet.clone() }, router.vpc);
        };
        Step::free(self.outside(packet, interface, ASSUMED, true), None)
    }

    /// The interface of a NAT gateway; of a regional one, that which serves the packet's zone.
    fn interface_of(&self, nat: &str, router: Router<'a>) -> Option<&'w Interface<'a>> {
        let mut interfaces = self.world.interfaces.iter().filter(|it| matches!(it.kind, Kind::Nat(id) if id == nat));
        let found = self.world.nat_gateways.get(nat)?;
        if found.it.availability_mode.as_deref() != Some("regional") {
            return interfaces.next();
        }
        let subnet = router.subnet.and_then(|it| self.world.subnets.get(it))?;
        let serves = |zone: Option<&str>, of: Option<&str>| zone.is_some() && zone == of;
        let is_served = found.it.nat_gateway_addresses.iter().any(|it| {
            let by_id = serves(it.availability_zone_id.as_deref(), subnet.it.availability_zone_id.as_deref());
            by_id || serves(it.availability_zone.as_deref(), subnet.it.availability_zone.as_deref())
        });
        let tells_zones = found
            .it
            .nat_gateway_addresses
            .iter()
            .any(|it| it.availability_zone_id.is_some() || it.availability_zone.is_some());
        interfaces.next().filter(|_| is_served || !tells_zones)
    }

    fn mask(
        &self,
        packet: &Packet<'w, 'a>,
        nat: &'a str,
        interface: &'w Interface<'a>,
        router: Router<'a>,
    ) -> Step<'w, 'a> {
        let Some(pair) = interface.addresses.iter().find(|it| it.private.is_ipv4()) else {
            return self.nobody(packet, router.vpc);
        };
        let entered = self.enter_subnet(packet, interface);
        let hop = self.hop(packet, nat, || Some(format!("{} is {}", packet.from, pair.private)));
        let inside = entered.packet;
        let back = if self.protocol.has_ports() { Ports::range(1024, u16::MAX) } else { inside.back.clone() };
        let mask = Mask {
            nat: interface,
            client: inside.from,
            back: inside.back.clone(),
            before: inside.mask.clone().map(Box::new),
        };
        let place = if matches!(inside.place, Place::Lost) { Place::Lost } else { Place::Departing(interface) };
        let masked = Packet {
            place,
            from: pair.private,
            sender: Some(interface),
            crossing: Crossing::Nothing,
            back,
            mask: Some(mask),
            subnet: None,
            ..inside
        };
        Step { packet: masked, hop, toll: entered.toll }
    }

    /// A reply comes back to a NAT gateway, which sends it on to whom it is for.
    pub(super) fn unmask(&self, packet: &Packet<'w, 'a>, mask: &Mask<'w, 'a>) -> Step<'w, 'a> {
        let hop = self.hop(packet, &mask.nat.id, || Some(format!("{} is {}", packet.to, mask.client)));
        let all = if self.protocol.has_ports() { 64512 } else { packet.back.count() };
        let unmasked = Packet {
            place: Place::Departing(mask.nat),
            to: mask.client,
            back: mask.back.clone(),
            masked_share: Some((packet.back.count(), all)),
            mask: mask.before.as_deref().cloned(),
            ..packet.clone()
        };
        Step::free(unmasked, hop)
    }

    /// A regional NAT gateway is in no subnet: its own table routes what it sends, and replies go straight to the VPC.
    pub(super) fn depart_without_subnet(&self, packet: &Packet<'w, 'a>, interface: &'w Interface<'a>) -> Step<'w, 'a> {
        if packet.is_reply {
            return Step::free(packet.at(Place::Entering(interface.vpc)), None);
        }
        let Kind::Nat(id) = interface.kind else { return self.nobody(packet, interface.vpc) };
        let table = self.world.nat_gateways.get(id).and_then(|it| it.it.route_table_id.as_deref());
        let Some(table) = table.and_then(|table| self.world.tables.get(table)) else {
            let list = &interface.home.facts.ec2.route_tables;
            return Step::unseen(packet, not_read(id, "its route table", list, "ec2:DescribeRouteTables"));
        };
        let router = Router { table: *table, vpc: interface.vpc, subnet: None };
        Step::free(packet.at(Place::Routing(router)), None)
    }
}
