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
    /// The finding is about the way back.
    pub fn is_of_reply(&self, finding: &Finding) -> bool {
        self.stops.iter().any(|it| Some(it.number) == finding.stop && it.is_reply)
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
