//! Peering connections: two VPCs, and nothing beyond either.
//!
//! <https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html>

use crate::code::Code;
use crate::group::Crossing;
use crate::world::not_read;

use super::{Packet, Place, Router, Session, Step, blocker};

impl<'w, 'a> Session<'w, 'a> {
    /// Into the VPC at the other end.
    pub(super) fn peer(&self, packet: &Packet<'w, 'a>, id: &'a str, router: Router<'a>) -> Step<'w, 'a> {
        let home = router.table.home;
        let Some(found) = self.world.peerings.get(id) else {
            let list = &home.facts.ec2.vpc_peering_connections;
            return Step::unseen(packet, not_read(id, "what it connects", list, "ec2:DescribeVpcPeeringConnections"));
        };
        let (requester, accepter) = (&found.it.requester_vpc_info, &found.it.accepter_vpc_info);
        let (near, far) = if requester.vpc_id == router.vpc { (requester, accepter) } else { (accepter, requester) };
        let other = far.vpc_id.as_str();
        if !self.world.vpcs.contains_key(other) {
            let message = format!("{other} at the other end");
            return Step::unseen(packet, not_read(id, &message, &home.facts.ec2.vpcs, "ec2:DescribeVpcs"));
        }
        if !self.world.vpc_has(other, packet.to) {
            let message =
                format!("{} is in no range of {other}, and a peering connection leads nowhere else", packet.to);
            return Step::lost(packet, blocker(Code::PeeringAddress, id, message));
        }
        let is_near = near.region.is_some() && near.region == far.region;
        let crossing = if is_near { Crossing::Peering } else { Crossing::Anonymous };
        let next = Packet { place: Place::Entering(other), crossing, subnet: None, ..packet.clone() };
        let hop = self.hop(packet, id, || Some(format!("{} to {other}", router.vpc)));
        match found.it.status.code.as_str() {
            "active" => Step::free(next, hop),
            state => {
                let message = format!("the peering connection is {state}, not active");
                let fix = match state {
                    "pending-acceptance" => {
                        format!("aws ec2 accept-vpc-peering-connection --vpc-peering-connection-id {id}")
                    }
                    _ => format!("aws ec2 create-vpc-peering-connection --vpc-id {} --peer-vpc-id {other}", router.vpc),
                };
                Step::change(next, hop, blocker(Code::PeeringState, id, message).fix(fix))
            }
        }
    }

    /// An active peering connection of one Region is between two VPCs: groups can be named across it.
    pub(super) fn are_peered_nearby(&self, one: &str, other: &str) -> bool {
        self.world.peerings.values().any(|it| {
            let (requester, accepter) = (&it.it.requester_vpc_info, &it.it.accepter_vpc_info);
            let sides = [requester.vpc_id.as_str(), accepter.vpc_id.as_str()];
            it.it.status.code == "active"
                && requester.region == accepter.region
                && sides.contains(&one)
                && sides.contains(&other)
        })
    }
}
