//! VPC Block Public Access, and tables that divert what comes in from the internet.
//!
//! <https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html>

use awslab_core::fetched::{Fetched, GapKind};

use crate::answer::{Hop, Unseen};
use crate::code::Code;
use crate::route::Target;
use crate::world::{Interface, Kind, not_read};

use super::{Packet, Place, Session, Step, blocker};

/// How traffic meets a gateway.
#[derive(Clone, Copy)]
pub(super) enum Flow<'w, 'a> {
    /// Started outside.
    Inbound,
    /// Started inside, by an interface.
    Outbound(&'w Interface<'a>),
    /// Started inside, by an egress-only gateway.
    EgressOnly,
}

impl<'w, 'a> Session<'w, 'a> {
    /// The Region's block stops it, or nobody could see whether it does.
    pub(super) fn is_blocked_for_public(
        &self,
        packet: &Packet<'w, 'a>,
        interface: &Interface<'a>,
        flow: Flow<'_, 'a>,
        hop: Option<&Hop>,
    ) -> Option<Step<'w, 'a>> {
        if packet.changed.is_spared {
            return None;
        }
        let ec2 = &interface.home.facts.ec2;
        let mode = match &ec2.vpc_block_public_access_options {
            Fetched::Known(options) => options.internet_gateway_block_mode.as_deref().unwrap_or("off"),
            // Off unless somebody turned it on: a snapshot that was made by hand need not say so, and where nobody can ask
            // for it, as in partitions that lack it, nobody could turn it on.
            Fetched::Unknown(gap) if matches!(gap.error, GapKind::NotCollected | GapKind::Unsupported) => return None,
            list @ Fetched::Unknown(_) => {
                let call = "ec2:DescribeVpcBlockPublicAccessOptions";
                return Some(Step::unseen(packet, not_read(interface.vpc, "Block Public Access", list, call)));
            }
        };
        let is_one_way = match flow {
            Flow::Outbound(from) => matches!(from.kind, Kind::Nat(_)),
            Flow::EgressOnly => true,
            Flow::Inbound => false,
        };
        let is_stopped = match mode {
            "block-bidirectional" => true,
            "block-ingress" => !is_one_way,
            _ => false,
        };
        if !is_stopped {
            return None;
        }
        let Fetched::Known(exclusions) = &ec2.vpc_block_public_access_exclusions else {
            let list = &ec2.vpc_block_public_access_exclusions;
            let call = "ec2:DescribeVpcBlockPublicAccessExclusions";
            return Some(Step::unseen(packet, not_read(interface.vpc, "what Block Public Access spares", list, call)));
        };
        let is_spared = exclusions.iter().any(|it| {
            let name = it.resource_arn.rsplit('/').next().unwrap_or_default();
            let is_it = name == interface.vpc || Some(name) == interface.subnet;
            let is_in_effect = matches!(it.state.as_deref(), None | Some("create-complete" | "update-complete"));
            let is_wide_enough = it.internet_gateway_exclusion_mode == "allow-bidirectional" || is_one_way;
            is_it && is_in_effect && is_wide_enough
        });
        if is_spared {
            return None;
        }
        let message = format!(
            "Block Public Access ({mode}) drops internet traffic of {} in {}",
            interface.vpc, interface.home.region
        );
        let exclusion = format!(
            "aws ec2 create-vpc-block-public-access-exclusion --vpc-id {} --internet-gateway-exclusion-mode allow-bidirectional",
            interface.vpc
        );
        let blocker = blocker(Code::BlockPublicAccess, interface.vpc, message).rule(mode).fix(exclusion);
        let place = if self.repairs { packet.place } else { Place::Lost };
        let mut next = packet.at(place);
        next.changed.is_spared = true;
        Some(Step::change(next, hop.cloned(), blocker))
    }

    /// A table for what comes in by the gateway sends it to a machine first.
    pub(super) fn is_diverted(&self, packet: &Packet<'w, 'a>, gateway: &str) -> Option<Step<'w, 'a>> {
        let is_of_gateway =
            |it: &awslab_core::model::ec2::RouteTableAssociation| it.gateway_id.as_deref() == Some(gateway);
        let table = self.world.tables.values().find(|it| it.it.associations.iter().any(is_of_gateway))?;
        let winner = match self.world.lookup(*table, packet.to) {
            Ok(winner) => winner?,
            Err(unseen) => return Some(Step::unseen(packet, unseen)),
        };
        let (Target::Interface(id) | Target::Endpoint(id)) = winner.target else { return None };
        let message = "what comes in from the internet goes through this machine first: what it lets through is for its own software to say";
        Some(Step::unseen(packet, Unseen::new(id, message)))
    }
}
