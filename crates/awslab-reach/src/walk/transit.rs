//! Transit gateways: in by an attachment of the packet's zone, on by a table of the gateway's own, and out by another
//! attachment.
//!
//! <https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html>,
//! <https://docs.aws.amazon.com/vpc/latest/tgw/tgw-nacls.html>

use awslab_core::model::ec2::{TransitGatewayAttachment, TransitGatewayVpcAttachment};

use crate::answer::Unseen;
use crate::code::Code;
use crate::group::Crossing;
use crate::transit::Onward;
use crate::world::{Found, not_read};

use super::{Packet, Place, Router, Session, Step, Toll, blocker};

impl<'w, 'a> Session<'w, 'a> {
    /// From a VPC's subnet into a transit gateway.
    pub(super) fn board(&self, packet: &Packet<'w, 'a>, gateway: &'a str, router: Router<'a>) -> Step<'w, 'a> {
        let home = router.table.home;
        let list = &home.facts.ec2.transit_gateway_vpc_attachments;
        let attachments = self.world.transit_vpc_attachments.values();
        let mut of_both = attachments.filter(|it| it.it.transit_gateway_id == gateway && it.it.vpc_id == router.vpc);
        let Some(attachment) = of_both.find(|it| it.it.state == "available") else {
            if list.as_known().is_none() {
                return Step::unseen(
                    packet,
                    not_read(gateway, "its attachments", list, "ec2:DescribeTransitGatewayVpcAttachments"),
                );
            }
            let message = format!("no available attachment connects it with {}", router.vpc);
            let fix = format!(
                "aws ec2 create-transit-gateway-vpc-attachment --transit-gateway-id {gateway} --vpc-id {} --subnet-ids SUBNET_OF_EACH_ZONE",
                router.vpc
            );
            return Step::lost(packet, blocker(Code::TransitAttachment, gateway, message).fix(fix));
        };
        let id = attachment.it.transit_gateway_attachment_id.as_str();
        if packet.to.is_ipv6() && attachment.it.options.ipv6_support.as_deref() != Some("enable") {
            let fix = format!(
                "aws ec2 modify-transit-gateway-vpc-attachment --transit-gateway-attachment-id {id} --options Ipv6Support=enable"
            );
            let blocker = blocker(Code::TransitIpv6, id, "the attachment does not take IPv6").fix(fix);
            let next = packet.at(Place::Transit(gateway, id, zone_of(router, self)));
            return Step::change(next, None, blocker);
        }
        let zone = router.subnet.and_then(|it| self.world.zone(it));
        let Some(subnet) = self.attachment_subnet(*attachment, zone) else {
            let (from, zone) = (router.subnet.unwrap_or("the subnet"), zone.unwrap_or("its zone"));
            let message = format!("it has no subnet in {zone}, where {from} is: what is sent from there is dropped");
            let fix = format!(
                "aws ec2 modify-transit-gateway-vpc-attachment --transit-gateway-attachment-id {id} --add-subnet-ids SUBNET_IN_{zone}"
            );
            let next = packet.at(Place::Transit(gateway, id, zone_of(router, self)));
            return Step::change(next, None, blocker(Code::TransitZone, id, message).fix(fix));
        };
        let subnet = match self.world.subnet(subnet, attachment.home) {
            Ok(subnet) => subnet,
            Err(unseen) => return Step::unseen(packet, unseen),
        };
        let mut step = self.pass_acl(packet, subnet, false, Place::Transit(gateway, id, zone));
        if step.hop.is_some() && matches!(step.toll, Toll::Free) {
            step.hop = self.hop(packet, id, || Some(format!("{} to {gateway}", router.vpc)));
        }
        step
    }

    /// The attachment's subnet in a zone.
    fn attachment_subnet(
        &self,
        attachment: Found<'a, TransitGatewayVpcAttachment>,
        zone: Option<&str>,
    ) -> Option<&'a str> {
        attachment
            .it
            .subnet_ids
            .iter()
            .map(String::as_str)
            .find(|it| self.world.zone(it) == zone || !self.world.subnets.contains_key(it))
    }

    /// Through a transit gateway, by the table that the attachment is associated with.
    pub(super) fn cross(
        &self,
        packet: &Packet<'w, 'a>,
        gateway: &'a str,
        attachment: &'a str,
        zone: Option<&'a str>,
    ) -> Step<'w, 'a> {
        let table = match self.world.table_of_attachment(gateway, attachment) {
            Ok(Some(table)) => table,
            Ok(None) => {
                let message = format!(
                    "the attachment is associated with no route table of {gateway}: what comes in by it is dropped"
                );
                let fix = format!(
                    "aws ec2 associate-transit-gateway-route-table --transit-gateway-attachment-id {attachment} --transit-gateway-route-table-id TABLE"
                );
                return Step::lost(packet, blocker(Code::TransitAssociation, attachment, message).fix(fix));
            }
            Err(unseen) => return Step::unseen(packet, unseen),
        };
        let id = table.it.transit_gateway_route_table_id.as_str();
        let onward = match self.world.transit_lookup(table, packet.to) {
            Ok(Some(onward)) => onward,
            Ok(None) => {
                let message = format!("it has no route for {}", packet.to);
                let fix = format!(
                    "aws ec2 create-transit-gateway-route --transit-gateway-route-table-id {id} --destination-cidr-block {} --transit-gateway-attachment-id ATTACHMENT",
                    packet.to
                );
                return self.reroute(packet, gateway, id, zone, blocker(Code::TransitRoute, id, message).fix(fix));
            }
            Err(unseen) => return Step::unseen(packet, unseen),
        };
        let rule = format!("{} by {}", onward.range, onward.attachment.unwrap_or("nothing"));
        let hop = self.hop(packet, id, || Some(rule.clone()));
        if onward.is_blackhole {
            let message = format!("its route for {} ({rule}) is a blackhole", packet.to);
            let fix = format!(
                "aws ec2 replace-transit-gateway-route --transit-gateway-route-table-id {id} --destination-cidr-block {} --transit-gateway-attachment-id ATTACHMENT",
                onward.range
            );
            return self.reroute(
                packet,
                gateway,
                id,
                zone,
                blocker(Code::TransitBlackhole, id, message).rule(rule).fix(fix),
            );
        }
        match self.follow(packet, gateway, onward, zone) {
            Ok(next) => Step::free(next, hop),
            Err(step) => *step,
        }
    }

    /// Where it would go, once the table had a route to the VPC that has the address.
    fn reroute(
        &self,
        packet: &Packet<'w, 'a>,
        gateway: &'a str,
        table: &'a str,
        zone: Option<&'a str>,
        blocker: crate::answer::Blocker,
    ) -> Step<'w, 'a> {
        let candidates = self
            .world
            .transit_vpc_attachments
            .values()
            .filter(|it| it.it.transit_gateway_id == gateway && it.it.state == "available");
        let mut fitting = candidates.filter(|it| self.world.vpc_has(&it.it.vpc_id, packet.to));
        let Some(attachment) = fitting.next().filter(|_| self.repairs) else { return Step::lost(packet, blocker) };
        let id = attachment.it.transit_gateway_attachment_id.as_str();
        let range = self.world.ranges_of(&attachment.it.vpc_id).into_iter().find(|it| it.contains(&packet.to));
        let fix = range.map(|range| format!("aws ec2 create-transit-gateway-route --transit-gateway-route-table-id {table} --destination-cidr-block {range} --transit-gateway-attachment-id {id}"));
        let blocker = match (fix, blocker.code) {
            (Some(fix), Code::TransitRoute) => blocker.fix(fix),
            _ => blocker,
        };
        match self.alight(packet, gateway, *attachment, zone) {
            Ok(next) => Step::change(next, None, blocker),
            Err(step) => *step,
        }
    }

    fn follow(
        &self,
        packet: &Packet<'w, 'a>,
        gateway: &'a str,
        onward: Onward<'a>,
        zone: Option<&'a str>,
    ) -> Result<Packet<'w, 'a>, Box<Step<'w, 'a>>> {
        let id = onward.attachment.unwrap_or_default();
        let lost = |unseen| Err(Box::new(Step::unseen(packet, unseen)));
        match onward.kind {
            Some("vpc") => match self.world.transit_vpc_attachments.get(id) {
                Some(attachment) => self.alight(packet, gateway, *attachment, zone),
                None => lost(Unseen::new(id, "the VPC that it attaches is not among what was read")),
            },
            Some("peering") => match self.peer_of(gateway, id) {
                Some(other) => {
                    let crossing = Crossing::Anonymous;
                    Ok(Packet { crossing, ..packet.at(Place::Transit(&other.it.transit_gateway_id, id, None)) })
                }
                None => lost(Unseen::new(id, "the transit gateway at the other end is not among what was read")),
            },
            _ => {
                lost(Unseen::new(id, format!("what lies beyond it is in no answer of EC2; {} may be there", packet.to)))
            }
        }
    }

    /// The other side of a peering of two transit gateways: its attachment has the same id.
    fn peer_of(&self, gateway: &str, attachment: &str) -> Option<Found<'a, TransitGatewayAttachment>> {
        let sides = self.world.transit_attachments.iter().filter(|((_, id), _)| *id == attachment);
        sides.map(|(_, found)| *found).find(|it| it.it.transit_gateway_id != gateway)
    }

    /// Out of a transit gateway into a VPC: by the attachment's subnet of the packet's zone, else of the zone it is for.
    fn alight(
        &self,
        packet: &Packet<'w, 'a>,
        gateway: &'a str,
        attachment: Found<'a, TransitGatewayVpcAttachment>,
        zone: Option<&'a str>,
    ) -> Result<Packet<'w, 'a>, Box<Step<'w, 'a>>> {
        let refused = |unseen| Box::new(Step::unseen(packet, unseen));
        let vpc = attachment.it.vpc_id.as_str();
        let destination = self.interface_at(vpc, packet.to).and_then(|it| it.subnet);
        let in_zone = |zone: Option<&str>| zone.and_then(|zone| self.attachment_subnet(attachment, Some(zone)));
        let entry = in_zone(zone).or_else(|| in_zone(destination.and_then(|it| self.world.zone(it))));
        let Some(entry) = entry.or_else(|| attachment.it.subnet_ids.first().map(String::as_str)) else {
            return Err(refused(Unseen::new(
                attachment.it.transit_gateway_attachment_id.as_str(),
                "its subnets were not read",
            )));
        };
        let subnet = self.world.subnet(entry, attachment.home).map_err(refused)?;
        let crossing = self.crossing(packet, gateway, attachment);
        let entered = Packet { crossing, subnet: Some(entry), ..packet.clone() };
        if destination == Some(entry) {
            return Ok(entered.at(Place::Entering(vpc)));
        }
        let table = self.world.table_of(subnet).map_err(refused)?;
        let router = Router { table, vpc, subnet: Some(entry) };
        let step = self.pass_acl(&entered, subnet, true, Place::Routing(router));
        if matches!(step.toll, Toll::Free) { Ok(step.packet) } else { Err(Box::new(step)) }
    }

    /// Groups can be named across a transit gateway where it and both attachments say so; across two never.
    fn crossing(
        &self,
        packet: &Packet<'w, 'a>,
        gateway: &str,
        attachment: Found<'a, TransitGatewayVpcAttachment>,
    ) -> Crossing {
        let is_on = |it: Option<&str>| it == Some("enable");
        let supports =
            |it: &TransitGatewayVpcAttachment| is_on(it.options.security_group_referencing_support.as_deref());
        let by_gateway = self.world.transit_gateways.get(gateway);
        let by_gateway =
            by_gateway.is_some_and(|it| is_on(it.it.options.security_group_referencing_support.as_deref()));
        let sender = packet.sender.map(|it| it.vpc);
        let of_sender = self
            .world
            .transit_vpc_attachments
            .values()
            .find(|it| it.it.transit_gateway_id == gateway && Some(it.it.vpc_id.as_str()) == sender);
        match packet.crossing {
            Crossing::Nothing
                if by_gateway && supports(attachment.it) && of_sender.is_some_and(|it| supports(it.it)) =>
            {
                Crossing::TransitWithGroups
            }
            Crossing::Nothing => Crossing::Transit,
            other => other,
        }
    }
}

fn zone_of<'a>(router: Router<'a>, session: &Session<'_, 'a>) -> Option<&'a str> {
    router.subnet.and_then(|it| session.world.zone(it))
}
