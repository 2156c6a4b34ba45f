//! Behind a node of a load balancer: its own connection to a target, or the client's that it passes on.

use std::net::IpAddr;

use super::{Call, Connection, Depth, Outcome};
use crate::answer::{Blocker, Unseen};
use crate::balancer::{Candidate, Reply};
use crate::code::Code;
use crate::explain;
use crate::exposure::Behind;
use crate::group::{Crossing, Peer};
use crate::ports::Ports;
use crate::search::Trip;
use crate::walk::{Client, Packet, Place, Session, Step, Toll};
use crate::world::{Interface, Kind};

impl<'w, 'a> Connection<'w, 'a> {
    /// The node's own connection to a target, for each port that it was reached at.
    pub(super) fn behind(
        &self,
        node: &'w Interface<'a>,
        arn: &'a str,
        seen_as: IpAddr,
        trip: &Trip<'w, 'a>,
        first: Outcome,
        balancers: usize,
    ) -> Outcome {
        let (mut open, mut possible) = (Ports::NONE, Ports::NONE);
        let (mut best, mut reached): (Option<Outcome>, Vec<Behind>) = (None, Vec::new());
        let ports = trip.ports.ranges().iter().flat_map(|&(first, last)| first..=last);
        for port in ports {
            let mut second = self.behind_port(node, arn, port, seen_as, &trip.back, balancers);
            reached.extend(second.behind.drain(..).map(|it| Behind { listener: port, ..it }));
            if !second.ports.is_empty() {
                open = open.or(&Ports::one(port));
            } else if !second.unseen.is_empty() {
                possible = possible.or(&Ports::one(port));
            }
            if best.as_ref().is_none_or(|best| second.rank() < best.rank()) {
                best = Some(second);
            }
        }
        let second = best.unwrap_or_default();
        let mut both = first;
        both.ports = if both.ports.is_empty() { Ports::NONE } else { open };
        both.possible = possible;
        both.share = both.share.or(second.share);
        both.hops.extend(second.hops);
        both.blockers.extend(second.blockers);
        both.unseen.extend(second.unseen);
        both.assumptions.extend(second.assumptions);
        both.behind = if both.ports.is_empty() { Vec::new() } else { reached };
        both.cost = both.cost.saturating_add(second.cost);
        both
    }

    fn behind_port(
        &self,
        node: &'w Interface<'a>,
        arn: &'a str,
        port: u16,
        seen_as: IpAddr,
        back: &Ports,
        balancers: usize,
    ) -> Outcome {
        let candidates = match self.world.reply_of(node, arn, port, self.protocol) {
            Ok(Reply::Itself) => return Outcome { ports: Ports::one(port), ..Outcome::default() },
            Ok(Reply::Targets(candidates)) => candidates,
            Err(unseen) => return Outcome { unseen: vec![unseen], ..Outcome::default() },
        };
        let outcomes = candidates.into_iter().map(|it| self.to_target(node, it, seen_as, back, balancers));
        let mut outcomes: Vec<Outcome> = outcomes.collect();
        let reached: Vec<Behind> = outcomes.iter_mut().flat_map(|it| it.behind.drain(..)).collect();
        let best = outcomes.into_iter().min_by_key(Outcome::rank);
        let best = best.map(|best| Outcome { behind: reached, ..best });
        best.unwrap_or_else(|| {
            let message = format!("its listener at port {port} has no target to send to");
            let fix = "aws elbv2 register-targets --target-group-arn TARGET_GROUP --targets Id=INSTANCE";
            Outcome::blocked(Blocker::new(Code::NoTargets, arn, message).fix(fix))
        })
    }

    fn to_target(
        &self,
        node: &'w Interface<'a>,
        candidate: Candidate<'a>,
        seen_as: IpAddr,
        back: &Ports,
        balancers: usize,
    ) -> Outcome {
        let target = self.world.target(candidate.group, candidate.id);
        let mut outcome = match target {
            Some(target) if candidate.keeps_client => self.with_client_kept(node, target, &candidate, seen_as, back),
            Some(target) => self.node_to_interface(node, target, &candidate, balancers),
            None => self.to_stranger(node, &candidate, balancers),
        };
        if let Some(hindrance) = candidate.hindrance {
            outcome.ports = Ports::NONE;
            outcome.cost = outcome.cost.saturating_add(hindrance.code.cost().unwrap_or_default());
            outcome.blockers.insert(0, hindrance);
        }
        if let Some(target) = target.filter(|_| !outcome.ports.is_empty() && outcome.behind.is_empty()) {
            outcome.behind.push(Behind::of(target, candidate.port));
        }
        if candidate.is_assumed {
            let kept = if candidate.keeps_client { "keeps" } else { "does not keep" };
            let arn = &candidate.group.it.target_group_arn;
            outcome.assumptions.push(format!("{arn} {kept} the client's address, as it does unless told otherwise"));
        }
        outcome
    }

    /// A connection of the node's own.
    fn node_to_interface(
        &self,
        node: &'w Interface<'a>,
        target: &'w Interface<'a>,
        candidate: &Candidate<'a>,
        balancers: usize,
    ) -> Outcome {
        let address = candidate.id.parse::<IpAddr>().ok().or_else(|| target.addresses.first().map(|it| it.private));
        match address {
            Some(address) => self.node_to(node, address, candidate.port, balancers),
            None => Outcome::default(),
        }
    }

    fn node_to(&self, node: &'w Interface<'a>, address: IpAddr, port: u16, balancers: usize) -> Outcome {
        let Some(pair) = node.addresses.iter().find(|it| it.private.is_ipv4() == address.is_ipv4()) else {
            return Outcome::default();
        };
        let call = Call { to: address, unaddressed: None };
        self.connect(Client::Interface(node, *pair), call, &Ports::one(port), balancers + 1)
    }

    /// A target that is no interface that was read.
    fn to_stranger(&self, node: &'w Interface<'a>, candidate: &Candidate<'a>, balancers: usize) -> Outcome {
        if let Ok(address) = candidate.id.parse::<IpAddr>() {
            return self.node_to(node, address, candidate.port, balancers);
        }
        let is_of_other = |it: &&Interface<'a>| matches!(it.kind, Kind::Balancer(arn) if arn == candidate.id);
        let other = self.world.interfaces.iter().filter(is_of_other).find_map(|it| it.addresses.first());
        match other {
            Some(pair) => self.node_to(node, pair.private, candidate.port, balancers),
            None => Outcome {
                unseen: vec![Unseen::new(candidate.id, "the target is not among what was read")],
                ..Outcome::default()
            },
        }
    }

    /// The target sees the client's address: its ACL and groups are asked about that, and its reply goes by the node.
    fn with_client_kept(
        &self,
        node: &'w Interface<'a>,
        target: &'w Interface<'a>,
        candidate: &Candidate<'a>,
        client: IpAddr,
        back: &Ports,
    ) -> Outcome {
        let Some(pair) = target.addresses.iter().find(|it| it.private.is_ipv4() == client.is_ipv4()) else {
            return Outcome::default();
        };
        let session = self.session(Client::Internet(client));
        let mut way = Way { outcome: Outcome::default(), goes_on: true, explains: self.depth == Depth::Explanation };
        if pair.private == client {
            let message = format!(
                "the target {} is the client itself: it gets its own address as the sender, and drops the packet",
                candidate.id
            );
            let fix = format!(
                "aws elbv2 modify-target-group-attributes --target-group-arn {} --attributes Key=preserve_client_ip.enabled,Value=false",
                candidate.group.it.target_group_arn
            );
            way.stop(
                Blocker::new(Code::ClientIsTarget, candidate.group.it.target_group_arn.as_str(), message).fix(fix),
            );
        }
        let ports = Ports::one(candidate.port);
        let request =
            Packet::new(Place::Internet, client, pair.private, ports.clone(), self.protocol.replies(client, back));
        let crosses = node.subnet != target.subnet;
        let request = if crosses { way.acl(&session, request, node, true) } else { request };
        let request = if crosses { way.acl(&session, request, target, false) } else { request };
        self.groups_with_client_kept(&mut way, &session, &request, node, target);
        let reply = request.answered(Place::Internet);
        let reply = if crosses { way.acl(&session, reply, target, true) } else { reply };
        if crosses {
            // To the node it comes from the target, for the client that the node stands for.
            way.acl(&session, reply, node, false);
        }
        if way.outcome.blockers.is_empty() && way.outcome.unseen.is_empty() {
            way.outcome.ports = ports;
        }
        way.outcome
    }

    fn groups_with_client_kept(
        &self,
        way: &mut Way,
        session: &Session<'w, 'a>,
        request: &Packet<'w, 'a>,
        node: &Interface<'a>,
        target: &Interface<'a>,
    ) {
        let (client, ports) = (request.from, &request.ports);
        let peer = Peer { address: client, interface: None, crossing: Crossing::Anonymous, balancer: Some(node) };
        let filter = self.world.groups_allow(target, false, self.protocol, &peer);
        let open = ports.and(&filter.ports);
        let rule = || explain::rule_of_groups(self.world, target, false, self.protocol, &peer, &open);
        if way.goes_on {
            way.outcome.hops.extend(session.hop(request, &target.id, rule));
        }
        if !open.is_empty() {
            return;
        }
        let lacking = || explain::groups(self.world, target, false, self.protocol, &peer, ports).at(Some(&target.id));
        match filter.unseen.into_iter().next() {
            Some(unseen) => way.outcome.unseen.push(unseen),
            None => way.stop(lacking()),
        }
    }
}

/// A way that is asked about step by step, without a search: there is one only.
struct Way {
    outcome: Outcome,
    goes_on: bool,
    explains: bool,
}

impl Way {
    fn stop(&mut self, blocker: Blocker) {
        if self.goes_on {
            self.outcome.cost = self.outcome.cost.saturating_add(blocker.code.cost().unwrap_or(u32::MAX));
            self.outcome.blockers.push(blocker);
            self.goes_on = self.explains;
        }
    }

    fn acl<'w, 'a>(
        &mut self,
        session: &Session<'w, 'a>,
        packet: Packet<'w, 'a>,
        of: &'w Interface<'a>,
        is_egress: bool,
    ) -> Packet<'w, 'a> {
        let Some(subnet) = of.subnet.filter(|_| self.goes_on) else { return packet };
        let step = match session.world.subnet(subnet, of.home) {
            Ok(subnet) => session.pass_acl(&packet, subnet, is_egress, packet.place),
            Err(unseen) => Step::unseen(&packet, unseen),
        };
        self.outcome.hops.extend(step.hop);
        match step.toll {
            Toll::Free => {}
            Toll::Change(blocker, _) => self.stop(*blocker),
            Toll::Unseen(unseen) => {
                self.outcome.unseen.push(*unseen);
                self.goes_on = false;
            }
        }
        step.packet
    }
}
