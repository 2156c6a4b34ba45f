//! One connection: from a client to an address, through a load balancer to what is behind it, and back.

mod behind;

use std::net::IpAddr;

use crate::answer::{Answer, Blocker, Hop, Share, Unit, Unseen, Verdict};
use crate::code::Code;
use crate::exposure::Behind;
use crate::group::Crossing;
use crate::ports::Ports;
use crate::protocol::Protocol;
use crate::search::{self, Trip};
use crate::walk::{self, Changed, Client, Packet, Place, Session, Step};
use crate::world::{Interface, Kind, Pair, World};

/// How much is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Depth {
    /// Whether it works.
    Verdict,
    /// Also how, and all that stops it.
    Explanation,
}

/// What is called.
#[derive(Clone, Copy)]
pub(crate) struct Call<'w, 'a> {
    pub(crate) to: IpAddr,
    /// Who should be reached, where the address alone would not lead there.
    pub(crate) unaddressed: Option<(&'w Interface<'a>, Pair)>,
}

/// What came of it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Outcome {
    pub(crate) ports: Ports,
    /// The ports that may be open, where nobody can tell.
    pub(crate) possible: Ports,
    pub(crate) share: Option<Share>,
    pub(crate) hops: Vec<Hop>,
    pub(crate) blockers: Vec<Blocker>,
    pub(crate) unseen: Vec<Unseen>,
    pub(crate) assumptions: Vec<String>,
    /// What a load balancer passes it on to.
    pub(crate) behind: Vec<Behind>,
    pub(crate) cost: u32,
}

impl Outcome {
    pub(crate) fn verdict(&self) -> Verdict {
        match (self.ports.is_empty(), self.share, self.unseen.is_empty()) {
            (false, None, _) => Verdict::Reachable,
            (false, Some(share), _) => Verdict::Intermittent(share),
            (true, _, false) => Verdict::Unknown,
            (true, _, true) => Verdict::Blocked,
        }
    }

    pub(crate) fn into_answer(mut self) -> Answer {
        self.hops.dedup_by(|next, last| next.rule.is_none() && next.component == last.component);
        Answer {
            verdict: self.verdict(),
            path: self.hops,
            blockers: self.blockers,
            unseen: self.unseen,
            assumptions: self.assumptions,
            ports: self.ports,
        }
    }

    pub(crate) fn blocked(blocker: Blocker) -> Self {
        Self { cost: blocker.code.cost().unwrap_or(u32::MAX), blockers: vec![blocker], ..Self::default() }
    }

    /// The better ones come first: what works, what works for some, what nobody knows, what takes least to mend.
    pub(crate) fn rank(&self) -> (u8, u32) {
        let kind = match self.verdict() {
            Verdict::Reachable => 0,
            Verdict::Intermittent(_) => 1,
            Verdict::Unknown => 2,
            Verdict::Blocked => 3,
        };
        (kind, self.cost)
    }
}

/// Connects a client to what it calls.
pub(crate) fn connect<'w, 'a>(
    world: &'w World<'a>,
    client: Client<'w, 'a>,
    call: Call<'w, 'a>,
    protocol: Protocol,
    ports: &Ports,
    depth: Depth,
) -> Outcome {
    Connection { world, protocol, depth }.connect(client, call, ports, 0)
}

/// More load balancers behind one another than AWS allows.
const MOST_BALANCERS: usize = 3;

struct Connection<'w, 'a> {
    world: &'w World<'a>,
    protocol: Protocol,
    depth: Depth,
}

impl<'w, 'a> Connection<'w, 'a> {
    fn connect(&self, client: Client<'w, 'a>, call: Call<'w, 'a>, ports: &Ports, balancers: usize) -> Outcome {
        let session = self.session(client);
        let start = self.start(&session, client, call, ports);
        let trip = self.walk(&session, start);
        let outcome = self.outcome(client, call.to, &trip);
        match trip.server {
            Some((node, seen_as)) if trip.arrives && balancers < MOST_BALANCERS => match node.kind {
                Kind::Balancer(arn) => self.behind(node, arn, seen_as, &trip, outcome, balancers),
                _ => outcome,
            },
            _ => outcome,
        }
    }

    fn session(&self, client: Client<'w, 'a>) -> Session<'w, 'a> {
        let tells = self.depth == Depth::Explanation;
        Session { world: self.world, protocol: self.protocol, client, repairs: false, tells }
    }

    /// As things are; and, when that does not work, as they could be.
    fn walk(&self, session: &Session<'w, 'a>, start: Step<'w, 'a>) -> Trip<'w, 'a> {
        let again = Step { packet: start.packet.clone(), hop: start.hop.clone(), toll: start.toll.clone() };
        let trip = search::follow(session, start);
        if self.depth == Depth::Verdict || trip.blockers.is_empty() {
            return trip;
        }
        let session = Session { repairs: true, ..*session };
        let repaired = search::cheapest(&session, again);
        if repaired.blockers.is_empty() { trip } else { repaired }
    }

    fn start(
        &self,
        session: &Session<'w, 'a>,
        client: Client<'w, 'a>,
        call: Call<'w, 'a>,
        ports: &Ports,
    ) -> Step<'w, 'a> {
        let back = self.protocol.replies(call.to, &client.own_ports());
        match client {
            Client::Interface(interface, pair) => {
                let place = Place::Leaving(interface);
                let packet = Packet::new(place, pair.private, call.to, ports.clone(), back);
                let packet = Packet { sender: Some(interface), crossing: Crossing::Nothing, ..packet };
                let hop =
                    session.hop(&packet, interface.instance().map_or(&*interface.id, |it| &it.instance_id), || None);
                Step::free(packet, hop)
            }
            Client::Internet(from) => self.start_outside(
                session,
                from,
                call,
                Packet::new(Place::Internet, from, call.to, ports.clone(), back),
            ),
        }
    }

    fn start_outside(
        &self,
        session: &Session<'w, 'a>,
        from: IpAddr,
        call: Call<'w, 'a>,
        packet: Packet<'w, 'a>,
    ) -> Step<'w, 'a> {
        let hop = session.hop(&packet, "internet", || Some(from.to_string()));
        if let Some((interface, pair)) = call.unaddressed {
            let packet = Packet {
                changed: Changed { has_address: true, ..packet.changed },
                ..packet.at(Place::Inward(interface, pair.private))
            };
            return Step::change(packet, hop, not_public(interface, pair));
        }
        let owner = self.world.interface_of_public(call.to);
        match owner.and_then(|it| Some((it, it.pair_of_public(call.to)?))) {
            Some((interface, pair)) => Step::free(packet.at(Place::Inward(interface, pair.private)), hop),
            None if !crate::address::is_global(call.to) => {
                let message = format!("{} is no address of the internet", call.to);
                Step::lost(&packet, Blocker::new(Code::PrivateDestination, "internet", message))
            }
            None => Step::free(packet, hop),
        }
    }

    fn outcome(&self, client: Client<'w, 'a>, to: IpAddr, trip: &Trip<'w, 'a>) -> Outcome {
        let works = trip.works();
        let own = self.protocol.replies(to, &client.own_ports());
        let of_client = (trip.back.count(), own.count());
        let shares = [Some(of_client), trip.masked_share].into_iter().flatten().filter(|(open, of)| open < of);
        let least = shares.min_by(|(open, of), (other_open, other_of)| (open * other_of).cmp(&(other_open * of)));
        let share = least.map(|(open, of)| Share { open, of, unit: Unit::ClientPorts }).filter(|_| works);
        Outcome {
            ports: if works { trip.ports.clone() } else { Ports::NONE },
            possible: if trip.unseen.is_empty() { Ports::NONE } else { trip.ports.clone() },
            share,
            hops: trip.hops.clone(),
            blockers: if share.is_some() { trip.narrowing.clone() } else { trip.blockers.clone() },
            unseen: trip.unseen.clone(),
            assumptions: Vec::new(),
            behind: Vec::new(),
            cost: trip.cost,
        }
    }
}

/// The internet cannot call what has no public address.
fn not_public(interface: &Interface<'_>, pair: Pair) -> Blocker {
    let id = &*interface.id;
    if let Kind::Database(Some(name)) = interface.kind {
        let message =
            "the database is not publicly accessible: it has no public address, and is called from inside its VPC";
        let fix = format!(
            "aws rds modify-db-instance --db-instance-identifier {name} --publicly-accessible --apply-immediately"
        );
        return Blocker::new(Code::DatabaseNotPublic, name, message).fix(fix);
    }
    let message = format!("{} has no public address: the internet cannot call it", pair.private);
    Blocker::new(Code::NotPubliclyAddressed, id, message).fixes(walk::associate(interface, pair.private))
}
