//! At a router: which route wins, and what its target is.

use crate::address::is_local_to_host;
use crate::answer::Unseen;
use crate::code::Code;
use crate::route::{Target, Winner};
use crate::world::Kind;

use super::repair::no_way;
use super::{Packet, Place, Router, Session, Step, Steps, blocker};

impl<'w, 'a> Session<'w, 'a> {
    /// Looks for a route.
    pub(super) fn route(&self, packet: &Packet<'w, 'a>, router: Router<'a>) -> Steps<'w, 'a> {
        let table = router.table.it.route_table_id.as_str();
        if is_local_to_host(packet.to) {
            let message = format!("{} is an address that every host keeps to itself: it is not routed", packet.to);
            return vec![Step::lost(packet, blocker(Code::UnroutableDestination, table, message))];
        }
        let winner = match self.world.lookup(router.table, packet.to) {
            Ok(winner) => winner,
            Err(unseen) => return vec![Step::unseen(packet, unseen)],
        };
        let mut steps = Vec::new();
        if let Some(Winner { target, range, is_blackhole: false }) = winner {
            let hop = self.hop_at(packet, router.subnet, table, || Some(format!("{range} to {}", target.id())));
            steps.push(Step::free(packet.at(Place::Taking(target, router)), hop));
        }
        if self.repairs {
            steps.extend(self.other_routes(packet, router, winner));
        }
        if steps.is_empty() {
            steps.push(Step::lost(packet, no_way(packet, router, winner)));
        }
        steps
    }

    /// Goes where a route sends.
    pub(super) fn take(&self, packet: &Packet<'w, 'a>, target: Target<'a>, router: Router<'a>) -> Step<'w, 'a> {
        match target {
            Target::Local => Step::free(packet.at(Place::Entering(router.vpc)), None),
            Target::InternetGateway(id) => self.go_out(packet, id, router),
            Target::EgressOnly(id) => self.go_out_for_good(packet, id, router),
            Target::Nat(id) => self.masquerade(packet, id, router),
            Target::Peering(id) => self.peer(packet, id, router),
            Target::Transit(id) => self.board(packet, id, router),
            Target::Endpoint(id) => self.serve(packet, id, router),
            Target::Interface(id) => self.forward(packet, id, router),
            Target::Beyond(id) => {
                let message = format!("what lies beyond it is in no answer of EC2; {} may be there", packet.to);
                Step::unseen(packet, Unseen::new(id, message))
            }
        }
    }

    /// Goes through a machine.
    fn forward(&self, packet: &Packet<'w, 'a>, id: &'a str, router: Router<'a>) -> Step<'w, 'a> {
        let is_it = |instance: &str| instance == id;
        let interface =
            self.world.interfaces.iter().find(|it| {
                it.id == id || matches!(it.kind, Kind::Host(Some(instance)) if is_it(&instance.instance_id))
            });
        let Some(interface) = interface else {
            let list = &router.table.home.facts.ec2.network_interfaces;
            return Step::unseen(
                packet,
                crate::world::not_read(id, "the interface", list, "ec2:DescribeNetworkInterfaces"),
            );
        };
        if interface.pair(packet.to).is_some() {
            return Step::free(packet.at(Place::Entering(router.vpc)), None);
        }
        if !interface.forwards {
            let message = format!("{id} gets packets for {}, and drops what is neither from nor to itself", packet.to);
            let fix = format!(
                "aws ec2 modify-network-interface-attribute --network-interface-id {} --no-source-dest-check",
                interface.id
            );
            return Step::lost(packet, blocker(Code::SourceDestCheck, &interface.id, message).fix(fix));
        }
        Step::unseen(packet, Unseen::new(&*interface.id, "what this machine forwards is for its own software to say"))
    }
}
