//! Where another route would be no good advice: what belongs into a subnet of another kind should move there.

use std::net::IpAddr;

use crate::answer::Blocker;
use crate::code::Code;
use crate::route::{Target, Winner};
use crate::world::{Interface, Kind};

use super::{Packet, Router, Session, blocker};

impl<'w, 'a> Session<'w, 'a> {
    /// A NAT gateway is meant that is gone or does not work where it is, and a new one would.
    pub(super) fn wants_nat(&self, packet: &Packet<'w, 'a>, winner: Winner<'a>, router: Router<'a>) -> bool {
        let Target::Nat(id) = winner.target else { return false };
        if packet.is_reply || packet.mask.is_some() || !self.protocol.passes_nat() {
            return false;
        }
        let is_well = self.world.nat_gateways.get(id).is_some_and(|it| it.it.state == "available");
        let is_misplaced = || {
            let stopped = self.stops(packet, router, winner.target).map(|it| it.code);
            matches!(stopped, Some(Code::NatPrivate | Code::RouteMissing))
                && !self.subnets_to_internet(router.vpc, packet.to).is_empty()
        };
        winner.is_blackhole || !is_well || is_misplaced()
    }

    /// Commands that make a NAT gateway where one works.
    pub(super) fn make_nat(&self, vpc: &str, to: IpAddr) -> [String; 2] {
        let subnet = self.subnets_to_internet(vpc, to).first().copied().unwrap_or("PUBLIC_SUBNET");
        [
            "aws ec2 allocate-address".to_owned(),
            format!("aws ec2 create-nat-gateway --subnet-id {subnet} --allocation-id ALLOCATION"),
        ]
    }

    /// A function in a public subnet: it has to be in one whose way out is a NAT gateway.
    pub(super) fn move_function(&self, interface: &Interface<'a>, to: IpAddr) -> Option<String> {
        let Kind::Function(Some(name)) = interface.kind else { return None };
        let subnets = self.subnets_by(interface.vpc, to, |it| matches!(it, Target::Nat(_)));
        let subnets = if subnets.is_empty() { "PRIVATE_SUBNET".to_owned() } else { subnets.join(",") };
        let groups = interface.groups.join(",");
        Some(format!(
            "aws lambda update-function-configuration --function-name {name} --vpc-config SubnetIds={subnets},SecurityGroupIds={groups}"
        ))
    }

    /// A load balancer that faces the internet has to be in public subnets.
    pub(super) fn move_balancer(
        &self,
        packet: &Packet<'w, 'a>,
        router: Router<'a>,
        target: Target<'a>,
    ) -> Option<Blocker> {
        let node = self.interface_at(router.vpc, packet.from).filter(|_| packet.is_reply)?;
        let (Kind::Balancer(arn), Target::InternetGateway(_)) = (node.kind, target) else { return None };
        let (subnet, table) = (node.subnet?, &router.table.it.route_table_id);
        let code = Code::RouteMissing;
        let message = format!(
            "the load balancer faces the internet and is in {subnet}, which is private: no route of {table} leads its \
             replies to an internet gateway"
        );
        let subnets = self.subnets_to_internet(router.vpc, packet.to);
        let subnets = if subnets.is_empty() {
            "PUBLIC_SUBNET PUBLIC_SUBNET_OF_ANOTHER_ZONE".to_owned()
        } else {
            subnets.join(" ")
        };
        let fix = format!("aws elbv2 set-subnets --load-balancer-arn {arn} --subnets {subnets}");
        Some(blocker(code, arn, message).rule(table.clone()).fix(fix))
    }

    /// One subnet of each zone that reaches an address through an internet gateway.
    fn subnets_to_internet(&self, vpc: &str, to: IpAddr) -> Vec<&'a str> {
        let attached = self.world.gateway_of(vpc).map(|it| Target::InternetGateway(&it.it.internet_gateway_id));
        self.subnets_by(vpc, to, |it| Some(it) == attached)
    }

    /// One subnet of each zone whose route to an address leads to such a target.
    fn subnets_by(&self, vpc: &str, to: IpAddr, is_wanted: impl Fn(Target<'a>) -> bool) -> Vec<&'a str> {
        let mut found: Vec<&'a str> = Vec::new();
        for (id, subnet) in self.world.subnets.iter().filter(|(_, it)| it.it.vpc_id == vpc) {
            let winner = self.world.table_of(*subnet).and_then(|table| self.world.lookup(table, to)).ok().flatten();
            let is_of_new_zone = !found.iter().any(|other| self.world.zone(other) == self.world.zone(id));
            if is_of_new_zone && winner.is_some_and(|it| !it.is_blackhole && is_wanted(it.target)) {
                found.push(id);
            }
        }
        found
    }
}
