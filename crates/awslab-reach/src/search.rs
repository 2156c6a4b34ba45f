//! The cheapest way for a packet and its reply: Dijkstra's algorithm over places.
//!
//! A way without tolls is one that works. When there is none, the cheapest one tells a set of settings that, changed
//! together, open it: all of them, not the first. The idea is that of blocked paths by Bayless and others, "Debugging
//! Network Reachability with Blocked Paths", CAV 2021, <https://doi.org/10.1007/978-3-030-81688-9_39>.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};
use std::net::IpAddr;

use crate::answer::{Blocker, Hop, Unseen};
use crate::code::Code;
use crate::ports::Ports;
use crate::walk::{Changed, NEVER, Packet, Place, Session, Step, Toll};
use crate::world::Interface;

/// How far a packet and its reply came.
#[derive(Debug, Clone, Default)]
pub(crate) struct Trip<'w, 'a> {
    /// There and back, if everything that blocks were changed.
    pub(crate) arrives: bool,
    /// The ports of the destination that are open; where something could not be seen, those that may be.
    pub(crate) ports: Ports,
    /// The ports of the client at which replies arrive.
    pub(crate) back: Ports,
    /// What a NAT gateway on the way is answered at, of what.
    pub(crate) masked_share: Option<(u32, u32)>,
    /// Who took the request, and the address that it saw it come from.
    pub(crate) server: Option<(&'w Interface<'a>, IpAddr)>,
    pub(crate) hops: Vec<Hop>,
    pub(crate) blockers: Vec<Blocker>,
    /// What lets the reply through at some of the client's ports only.
    pub(crate) narrowing: Vec<Blocker>,
    pub(crate) unseen: Vec<Unseen>,
    pub(crate) cost: u32,
}

impl Trip<'_, '_> {
    /// It works as things are.
    pub(crate) fn works(&self) -> bool {
        self.arrives && self.blockers.is_empty() && self.unseen.is_empty()
    }
}

/// More hops than any way has that is not a loop.
const MOST_HOPS: usize = 200;

/// More steps than any search takes; a bound on what a hostile snapshot can cost.
const MOST_STEPS: usize = 5_000;

/// Walks as things are: up to the first thing that stops the packet, or that nobody could see.
pub(crate) fn follow<'w, 'a>(session: &Session<'w, 'a>, start: Step<'w, 'a>) -> Trip<'w, 'a> {
    let mut trip = Trip::default();
    let mut step = start;
    for _ in 0..MOST_HOPS {
        trip.hops.extend(step.hop);
        match step.toll {
            Toll::Free => {}
            Toll::Change(blocker, _) => {
                trip.blockers.push(*blocker);
                return trip;
            }
            Toll::Unseen(unseen) => {
                trip.unseen.push(*unseen);
                trip.ports = step.packet.ports;
                return trip;
            }
        }
        if let Place::Done = step.packet.place {
            return finished(trip, step.packet);
        }
        let Some(next) = session.steps(&step.packet).into_iter().next() else { return trip };
        step = next;
    }
    trip.unseen
        .push(Unseen::new(trip.hops.last().map_or("network", |it| &it.component), "the routes lead in a circle"));
    trip
}

/// The cheapest way, with all that would have to change on it.
pub(crate) fn cheapest<'w, 'a>(session: &Session<'w, 'a>, start: Step<'w, 'a>) -> Trip<'w, 'a> {
    let mut search = Search { nodes: Vec::with_capacity(64), queue: BinaryHeap::new() };
    let mut visited = BTreeSet::new();
    search.push(start, None);
    while let Some(Reverse((_, index))) = search.queue.pop() {
        let packet = search.nodes[index].packet.clone();
        if matches!(packet.place, Place::Done | Place::Lost) || search.nodes.len() > MOST_STEPS {
            return search.trip(index);
        }
        if visited.insert(key(&packet)) {
            for step in session.steps(&packet) {
                search.push(step, Some(index));
            }
        }
    }
    Trip::default()
}

struct Search<'w, 'a> {
    nodes: Vec<Node<'w, 'a>>,
    queue: BinaryHeap<Reverse<(u32, usize)>>,
}

struct Node<'w, 'a> {
    packet: Packet<'w, 'a>,
    parent: Option<usize>,
    hop: Option<Hop>,
    toll: Toll,
    cost: u32,
}

impl<'w, 'a> Search<'w, 'a> {
    fn push(&mut self, step: Step<'w, 'a>, parent: Option<usize>) {
        let so_far = parent.map_or(0, |it| self.nodes[it].cost);
        let is_lost = matches!(step.packet.place, Place::Lost);
        let cost = match &step.toll {
            Toll::Free => 0,
            Toll::Change(..) if is_lost => NEVER,
            Toll::Change(_, cost) => *cost,
            Toll::Unseen(_) => return,
        };
        let Step { packet, hop, toll } = step;
        self.queue.push(Reverse((so_far + cost, self.nodes.len())));
        self.nodes.push(Node { packet, parent, hop, toll, cost: so_far + cost });
    }

    /// The way to a node, from the start.
    fn trip(self, last: usize) -> Trip<'w, 'a> {
        let mut way = Vec::new();
        let mut next = Some(last);
        while let Some(index) = next {
            way.push(index);
            next = self.nodes[index].parent;
        }
        way.reverse();
        let mut trip = Trip { cost: self.nodes[last].cost, ..Trip::default() };
        let packet = self.nodes[last].packet.clone();
        let mut nodes: Vec<Option<Node<'_, '_>>> = self.nodes.into_iter().map(Some).collect();
        for index in way {
            let node = nodes[index].take().expect("a way comes by each node once");
            trip.hops.extend(node.hop);
            if let Toll::Change(blocker, _) = node.toll
                && !trip.blockers.iter().any(|it| is_same(it, &blocker))
            {
                trip.blockers.push(*blocker);
            }
        }
        // AWS takes no route to a gateway that is not attached.
        trip.blockers.sort_by_key(|it| !matches!(it.code, Code::NoInternetGateway | Code::InternetGatewayDetached));
        if matches!(packet.place, Place::Done) { finished(trip, packet) } else { trip }
    }
}

/// One change mends both.
fn is_same(one: &Blocker, other: &Blocker) -> bool {
    (one.code, &one.component, &one.fix) == (other.code, &other.component, &other.fix)
}

fn finished<'w, 'a>(mut trip: Trip<'w, 'a>, packet: Packet<'w, 'a>) -> Trip<'w, 'a> {
    trip.arrives = true;
    trip.ports = packet.ports;
    trip.back = packet.back;
    trip.masked_share = packet.masked_share;
    trip.server = packet.server;
    trip.narrowing = packet.narrowing;
    trip
}

/// What tells two states of a packet apart. The ports left do not: fewer of them lead no other way.
type Key<'w> = (u8, [&'w str; 3], [bool; 2], Changed, [IpAddr; 2]);

fn key<'w>(packet: &Packet<'w, '_>) -> Key<'w> {
    let (kind, names): (u8, [&str; 3]) = match packet.place {
        Place::Leaving(it) => (0, [&it.id, "", ""]),
        Place::Departing(it) => (1, [&it.id, "", ""]),
        Place::Routing(it) => (2, [&it.table.it.route_table_id, it.vpc, it.subnet.unwrap_or_default()]),
        Place::Taking(target, it) => (3, [target.id(), it.vpc, it.subnet.unwrap_or_default()]),
        Place::Entering(vpc) => (4, [vpc, packet.subnet.unwrap_or_default(), ""]),
        Place::Arriving(it) => (5, [&it.id, "", ""]),
        Place::Received(it) => (6, [&it.id, "", ""]),
        Place::Inward(it, _) => (7, [&it.id, "", ""]),
        Place::Internet => (8, [""; 3]),
        Place::Transit(gateway, attachment, zone) => (9, [gateway, attachment, zone.unwrap_or_default()]),
        Place::Done => (10, [""; 3]),
        Place::Lost => (11, [""; 3]),
    };
    let flags = [packet.is_reply, packet.mask.is_some()];
    (kind, names, flags, packet.changed, [packet.from, packet.to])
}
