//! A path, and places on a map.

use awslab_reach::Verdict;

/// A way from one end to another.
#[derive(Debug, Clone, PartialEq)]
pub struct Path {
    /// `internet to i-1, tcp 80`.
    pub question: String,
    /// Whether it is possible.
    pub verdict: Verdict,
    /// The hops.
    pub stops: Vec<Stop>,
    /// What stops it, and what could not be seen.
    pub findings: Vec<Finding>,
    /// What was taken for granted.
    pub assumptions: Vec<String>,
}

impl Path {
    /// The stops in turns: there, back, and behind a load balancer there and back again.
    pub fn turns(&self) -> Vec<Turn<'_>> {
        let mut turns = Vec::new();
        let mut reached = None;
        for stops in self.stops.chunk_by(|one, other| one.is_reply == other.is_reply) {
            let is_reply = stops[0].is_reply;
            turns.push(Turn { is_reply, is_onward: turns.len() > 1, start: reached, stops });
            if !is_reply {
                reached = stops.iter().rfind(|it| it.place.is_some()).or(reached);
            }
        }
        turns
    }

    /// The finding is about the way back.
    pub fn is_of_reply(&self, finding: &Finding) -> bool {
        self.stops.iter().any(|it| Some(it.number) == finding.stop && it.is_reply)
    }
}

/// The stops of a request, or of its reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn<'p> {
    /// On the way back.
    pub is_reply: bool,
    /// Behind a load balancer.
    pub is_onward: bool,
    /// Where it sets out from: as far as requests came before.
    start: Option<&'p Stop>,
    /// The stops.
    pub stops: &'p [Stop],
}

impl<'p> Turn<'p> {
    /// The stops that are on the map, with where it sets out from.
    pub fn line(&self) -> Vec<&'p Stop> {
        let stops = self.stops.iter().filter(|it| it.place.is_some());
        self.start.into_iter().chain(stops).collect()
    }

    /// What it is called.
    pub fn title(&self) -> &'static str {
        match (self.is_onward, self.is_reply) {
            (false, false) => "Request",
            (false, true) => "Reply",
            (true, false) => "Onward request",
            (true, true) => "Its reply",
        }
    }
}

/// A hop, where it is on the map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    /// From one on.
    pub number: usize,
    /// The resource's id.
    pub component: String,
    /// What lets it pass there, or where it is sent on.
    pub rule: Option<String>,
    /// On the way back.
    pub is_reply: bool,
    /// Where it is; nowhere, where the map does not show it.
    pub place: Option<Place>,
}

/// Something that stops a path, or may.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// A letter for it.
    pub letter: char,
    /// It stops the path; otherwise nobody could see.
    pub is_blocker: bool,
    /// The resource's id.
    pub component: String,
    /// What is wrong, in a sentence.
    pub message: String,
    /// Where it is.
    pub place: Option<Place>,
    /// The first stop there.
    pub stop: Option<usize>,
}

/// A place on the map, by places in its lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// Outside.
    Internet,
    /// A door of a VPC.
    Door(usize, usize),
    /// A hub.
    Hub(usize),
    /// Where a hub is linked with a VPC.
    Link(usize, usize),
    /// In a subnet.
    In(Spot, Detail),
}

/// A subnet, by VPC, row, zone and its place in that cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// The VPC.
    pub vpc: usize,
    /// The row.
    pub row: usize,
    /// The zone.
    pub zone: usize,
    /// The place in the cell.
    pub nth: usize,
}

/// A part of a subnet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Detail {
    /// Its network ACL.
    Acl,
    /// Its route table.
    Table,
    /// Who is in it.
    Resident(usize),
}

#[cfg(test)]
mod tests {
    use super::*;

    /// There (1, 2), back (3), behind a load balancer there (4) and back (5). The last stop of all is not on the map.
    #[test]
    fn each_turn_sets_out_from_where_requests_came() {
        let stop = |number, is_reply, place| Stop { number, component: String::new(), rule: None, is_reply, place };
        let on_map = Some(Place::Internet);
        let stops = vec![
            stop(1, false, on_map),
            stop(2, false, on_map),
            stop(3, true, on_map),
            stop(4, false, on_map),
            stop(5, true, None),
        ];
        let question = String::new();
        let path = Path { question, verdict: Verdict::Reachable, stops, findings: Vec::new(), assumptions: Vec::new() };
        let numbers = |turn: &Turn<'_>| turn.line().iter().map(|it| it.number).collect::<Vec<_>>();
        let turns: Vec<(&str, Vec<usize>)> = path.turns().iter().map(|it| (it.title(), numbers(it))).collect();
        let expected =
            [("Request", vec![1, 2]), ("Reply", vec![2, 3]), ("Onward request", vec![2, 4]), ("Its reply", vec![4])];
        assert_eq!(turns, expected);
    }
}
