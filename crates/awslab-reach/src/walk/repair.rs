//! Routes that are not there, and would help.

use std::net::IpAddr;

use ipnet::IpNet;

use crate::address::{everything, is_global};
use crate::answer::Blocker;
use crate::code::Code;
use crate::route::{Target, Winner};
use crate::search;
use crate::world::Kind;

use super::{Packet, Place, Router, Session, Step, Steps, Toll, blocker};

impl<'w, 'a> Session<'w, 'a> {
    /// Every route that could be there instead of the one that wins.
    pub(super) fn other_routes(
        &self,
        packet: &Packet<'w, 'a>,
        router: Router<'a>,
        winner: Option<Winner<'a>>,
    ) -> Steps<'w, 'a> {
        let mut steps = Vec::new();
        let to_nat = winner.filter(|it| self.wants_nat(packet, *it, router)).map(|it| (Target::Nat(NEW_NAT), it.range));
        let ways = if self.is_back(packet, router) { Vec::new() } else { self.ways(packet, router) };
        for (target, range) in ways.into_iter().chain(to_nat) {
            if winner.is_some_and(|it| it.target == target && !it.is_blackhole) {
                continue;
            }
            let moved = self.move_balancer(packet, router, target);
            let blocker = moved.unwrap_or_else(|| self.route_to_mend(packet, router, winner, target, range));
            let blocker = blocker.at(router.subnet);
            let hop = self.hop_at(packet, router.subnet, &router.table.it.route_table_id, || {
                Some(format!("{range} to {}", target.id()))
            });
            let is_there = matches!(blocker.code, Code::RouteTableUnused | Code::EndpointRouteTable);
            // A new NAT gateway has to be paid for. A route to the internet from where one should not be makes all that is
            // there public.
            let is_costly = packet.mask.is_some() || target == Target::Nat(NEW_NAT);
            let cost = if is_there { CHEAP } else { COST_OF_ROUTE + u32::from(is_costly) };
            let packet = packet.at(Place::Taking(target, router));
            steps.push(Step { packet, hop, toll: Toll::Change(Box::new(blocker), cost) });
        }
        if steps.is_empty() && winner.is_none_or(|it| it.is_blackhole || self.leads_to_internet(packet, it, router)) {
            steps.push(self.connect(packet, router, winner));
        }
        steps
    }

    /// The packet is back, behind a NAT gateway, at the table that sent it there: another route would be one for both.
    fn is_back(&self, packet: &Packet<'w, 'a>, router: Router<'a>) -> bool {
        let Some(mask) = &packet.mask else { return false };
        let client = self.interface_at(router.vpc, mask.client).and_then(|it| self.world.subnets.get(it.subnet?));
        let table = client.and_then(|it| self.world.table_of(*it).ok());
        table.is_some_and(|it| it.it.route_table_id == router.table.it.route_table_id)
    }

    /// The address is one of another VPC, and the route that wins knows only the internet.
    fn leads_to_internet(&self, packet: &Packet<'w, 'a>, winner: Winner<'a>, router: Router<'a>) -> bool {
        matches!(winner.target, Target::InternetGateway(_) | Target::Nat(_))
            && !is_global(packet.to)
            && !self.vpcs_with(packet.to, router.vpc).is_empty()
    }

    /// The targets that lead there, each with the range that a route would be for.
    fn ways(&self, packet: &Packet<'w, 'a>, router: Router<'a>) -> Vec<(Target<'a>, IpNet)> {
        let mut ways = self.ways_across(packet, router);
        if is_global(packet.to) && !self.world.vpc_has(router.vpc, packet.to) {
            ways.extend(self.ways_out(packet, router));
        }
        ways
    }

    fn ways_out(&self, packet: &Packet<'w, 'a>, router: Router<'a>) -> Vec<(Target<'a>, IpNet)> {
        let world = self.world;
        let all = everything(packet.to.is_ipv4());
        let mut ways = Vec::new();
        let gateway = world.gateway_of(router.vpc).map(|it| it.it.internet_gateway_id.as_str());
        let spare =
            || world.internet_gateways.values().find(|it| it.home == router.table.home && it.it.attachments.is_empty());
        let gateway = gateway.or_else(|| spare().map(|it| it.it.internet_gateway_id.as_str()));
        let is_of_function = packet.sender.is_some_and(|it| matches!(it.kind, Kind::Function(_)));
        if !is_of_function || packet.is_reply {
            ways.push((Target::InternetGateway(gateway.unwrap_or(NEW_GATEWAY)), all));
        }
        if packet.is_reply || packet.mask.is_some() || (is_of_function && self.is_public(packet, router)) {
            return ways;
        }
        let is_usable = |state: &str, kind: Option<&str>| state == "available" && kind != Some("private");
        let nats = world.nat_gateways.values().filter(|it| it.it.vpc_id == router.vpc);
        let nats =
            nats.filter(|it| is_usable(&it.it.state, it.it.connectivity_type.as_deref()) && all.addr().is_ipv4());
        let zone = |subnet: Option<&str>| subnet.and_then(|it| world.zone(it));
        let mut nats: Vec<_> = nats.collect();
        // That of another zone costs more, and fails when the other zone does.
        nats.sort_by_key(|it| zone(it.it.subnet_id.as_deref()) != zone(router.subnet));
        ways.extend(nats.into_iter().map(|it| (Target::Nat(it.it.nat_gateway_id.as_str()), all)));
        for (id, endpoint) in &world.endpoints {
            if endpoint.it.vpc_id == router.vpc && endpoint.it.vpc_endpoint_type == "Gateway" {
                let list = self.service_list(&endpoint.it.service_name);
                let range = list.and_then(|it| it.iter().find(|range| range.contains(&packet.to)));
                ways.extend(range.map(|range| (Target::Endpoint(id), *range)));
            }
        }
        ways
    }

    /// The ranges of an AWS service.
    pub(super) fn service_list(&self, service: &str) -> Option<&'w [IpNet]> {
        let (list, _) = self.world.services.iter().find(|(_, name)| **name == service)?;
        self.world.prefix_lists.get(list).map(Vec::as_slice)
    }

    fn ways_across(&self, packet: &Packet<'w, 'a>, router: Router<'a>) -> Vec<(Target<'a>, IpNet)> {
        let mut ways = Vec::new();
        for (other, range) in self.vpcs_with(packet.to, router.vpc) {
            for (id, peering) in &self.world.peerings {
                let sides =
                    [peering.it.requester_vpc_info.vpc_id.as_str(), peering.it.accepter_vpc_info.vpc_id.as_str()];
                let is_alive =
                    matches!(peering.it.status.code.as_str(), "active" | "pending-acceptance" | "provisioning");
                if is_alive && sides.contains(&router.vpc) && sides.contains(&other) {
                    ways.push((Target::Peering(id), range));
                }
            }
            for gateway in self.transit_gateways_of(router.vpc) {
                if self.transit_gateways_of(other).contains(&gateway) {
                    ways.push((Target::Transit(gateway), range));
                }
            }
        }
        ways
    }

    /// The route that wins leads to an internet gateway.
    fn is_public(&self, packet: &Packet<'w, 'a>, router: Router<'a>) -> bool {
        let winner = self.world.lookup(router.table, packet.to).ok().flatten();
        winner.is_some_and(|it| matches!(it.target, Target::InternetGateway(_)) && !it.is_blackhole)
    }

    /// The VPCs, other than one, that have an interface with this address, and the range it is in.
    fn vpcs_with(&self, address: IpAddr, other_than: &str) -> Vec<(&'a str, IpNet)> {
        let interfaces = self.world.interfaces_at(address).filter(|it| it.vpc != other_than);
        let range = |vpc: &str| self.world.ranges_of(vpc).into_iter().find(|it| it.contains(&address));
        interfaces.filter_map(|it| Some((it.vpc, range(it.vpc)?))).collect()
    }

    /// The transit gateways that a VPC is attached to.
    fn transit_gateways_of(&self, vpc: &str) -> Vec<&'a str> {
        let attachments = self.world.transit_vpc_attachments.values().filter(|it| it.it.vpc_id == vpc);
        attachments.filter(|it| it.it.state == "available").map(|it| it.it.transit_gateway_id.as_str()).collect()
    }

    /// Two VPCs with nothing between them.
    fn connect(&self, packet: &Packet<'w, 'a>, router: Router<'a>, winner: Option<Winner<'a>>) -> Step<'w, 'a> {
        let Some((other, _)) = self.vpcs_with(packet.to, router.vpc).into_iter().next() else {
            return Step::lost(packet, no_way(packet, router, winner));
        };
        let (near, far) = if packet.is_reply { (other, router.vpc) } else { (router.vpc, other) };
        let message = format!(
            "{} is in another VPC, {far}, and nothing connects the two: neither a peering connection nor a transit \
             gateway, with a route to it on each side",
            packet.to
        );
        let fix = format!("aws ec2 create-vpc-peering-connection --vpc-id {near} --peer-vpc-id {far}");
        let blocker = blocker(Code::DisconnectedVpcs, near, message).fix(fix);
        let mut next = packet.at(Place::Entering(other));
        next.subnet = None;
        Step::change(next, None, blocker)
    }

    /// What is wrong with the route that wins, or with there being none.
    fn route_to_mend(
        &self,
        packet: &Packet<'w, 'a>,
        router: Router<'a>,
        winner: Option<Winner<'a>>,
        target: Target<'a>,
        range: IpNet,
    ) -> Blocker {
        let table = router.table.it.route_table_id.as_str();
        let (to, id) = (packet.to, target.id());
        let option = if range.addr().is_ipv4() { "--destination-cidr-block" } else { "--destination-ipv6-cidr-block" };
        if let Some(Winner { target: now, range: taken, is_blackhole }) = winner {
            let replace =
                format!("aws ec2 replace-route --route-table-id {table} {option} {taken} {} {id}", target.option());
            let mut fix: Vec<String> = Vec::new();
            if target == Target::Nat(NEW_NAT) {
                fix.extend(self.make_nat(router.vpc, to));
            }
            fix.push(replace);
            let rule = format!("{taken} to {}", now.id());
            if is_blackhole {
                let message =
                    format!("its route for {to} ({rule}) is a blackhole: the target is gone, and the route still wins");
                return blocker(Code::RouteBlackhole, table, message).rule(rule).fixes(fix);
            }
            let elsewhere =
                || blocker(Code::RouteMissing, table, format!("its route for {to} ({rule}) leads elsewhere than {id}"));
            let reason = self.stops(packet, router, now).unwrap_or_else(elsewhere);
            return reason.fixes(fix);
        }
        if let Some((other, subnet)) = self.table_elsewhere(router, target, to) {
            let message =
                format!("the route for {to} to {id} is in {other}, which {subnet} does not use: it uses {table}");
            let fix = format!("aws ec2 associate-route-table --route-table-id {other} --subnet-id {subnet}");
            return blocker(Code::RouteTableUnused, subnet, message).fix(fix);
        }
        if let Target::Endpoint(endpoint) = target {
            let message = format!("it is none of the route tables that {endpoint} serves");
            let fix = format!("aws ec2 modify-vpc-endpoint --vpc-endpoint-id {endpoint} --add-route-table-ids {table}");
            return blocker(Code::EndpointRouteTable, table, message).fix(fix);
        }
        let fix = format!("aws ec2 create-route --route-table-id {table} {option} {range} {} {id}", target.option());
        blocker(Code::RouteMissing, table, format!("it has no route for {to}; one for {range} to {id} would do"))
            .fix(fix)
    }

    /// What stops the packet where the route that wins sends it.
    pub(super) fn stops(&self, packet: &Packet<'w, 'a>, router: Router<'a>, target: Target<'a>) -> Option<Blocker> {
        let as_is = Session { repairs: false, tells: false, ..*self };
        let start = Step::free(packet.at(Place::Taking(target, router)), None);
        search::follow(&as_is, start).blockers.pop()
    }

    /// Another table of the VPC that has the route, though no subnet uses it, where this one uses the main table.
    fn table_elsewhere(&self, router: Router<'a>, target: Target<'a>, to: IpAddr) -> Option<(&'a str, &'a str)> {
        let subnet = router.subnet.filter(|it| !self.world.has_own_table(it))?;
        let tables = self.world.tables.iter().filter(|(_, it)| it.it.vpc_id == router.vpc);
        let mut fitting = tables.filter(|(_, it)| {
            let winner = self.world.lookup(**it, to).ok().flatten();
            winner.is_some_and(|it| it.target == target && !it.is_blackhole)
        });
        Some((fitting.next()?.0, subnet))
    }
}

/// Nothing routes the packet, and nobody asked for what would.
pub(super) fn no_way(packet: &Packet<'_, '_>, router: Router<'_>, winner: Option<Winner<'_>>) -> Blocker {
    let table = router.table.it.route_table_id.as_str();
    let to = packet.to;
    match winner {
        Some(Winner { target, range, .. }) => {
            let message = format!("its route for {to} ({range} to {}) is a blackhole: the target is gone", target.id());
            blocker(Code::RouteBlackhole, table, message).rule(format!("{range} to {}", target.id()))
        }
        None => blocker(Code::RouteMissing, table, format!("it has no route for {to}")),
    }
    .at(router.subnet)
}

/// Stands for an internet gateway that would have to be made.
pub(super) const NEW_GATEWAY: &str = "NEW_INTERNET_GATEWAY";

/// Stands for a public NAT gateway that would have to be made.
pub(super) const NEW_NAT: &str = "NEW_NAT_GATEWAY";

const COST_OF_ROUTE: u32 = 3;

/// The route is there, and only has to be used.
const CHEAP: u32 = 2;
