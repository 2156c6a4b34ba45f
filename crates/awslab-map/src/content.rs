//! What a map shows. Every list is in the order in which it is drawn, and has an end.

mod edge;
mod path;
mod resident;

use std::fmt;

pub use edge::{Door, DoorKind, Hub, HubKind, Link, Stub};
pub use path::{Detail, Finding, Path, Place, Spot, Stop, Turn};
pub use resident::{Kind, Resident, State};

/// The networks of an account.
#[derive(Debug, Clone, PartialEq)]
pub struct Map {
    /// What is shown.
    pub title: String,
    /// Of which account, Region and moment.
    pub subtitle: String,
    /// The VPCs.
    pub vpcs: Vec<Vpc>,
    /// What connects VPCs with one another and with elsewhere.
    pub hubs: Vec<Hub>,
    /// What is not shown.
    pub notes: Vec<String>,
    /// The way that was asked for.
    pub path: Option<Path>,
}

/// A VPC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vpc {
    /// The id.
    pub id: String,
    /// Its `Name` tag, or that it is the default one.
    pub name: Option<String>,
    /// Its ranges.
    pub ranges: Vec<String>,
    /// Its account and Region, where the map has several.
    pub home: Option<String>,
    /// The availability zones that it has subnets in.
    pub zones: Vec<Zone>,
    /// Its subnets, by class and zone.
    pub rows: Vec<Row>,
    /// Ways out at its edge.
    pub doors: Vec<Door>,
    /// What of it could not be seen.
    pub unseen: Vec<String>,
}

/// An availability zone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Zone {
    /// As the account names it.
    pub name: Option<String>,
    /// As AWS names it in every account.
    pub id: Option<String>,
}

/// The subnets of a class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The class.
    pub class: Class,
    /// The subnets of each zone, in the order of the VPC's zones.
    pub cells: Vec<Cell>,
}

/// The subnets of a class in a zone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cell {
    /// Those that are shown.
    pub subnets: Vec<Subnet>,
    /// How many more there are.
    pub more: usize,
}

/// What a subnet is by what it can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// A route leads to an internet gateway.
    Public,
    /// None does, and the internet is reached otherwise.
    Private,
    /// Nothing leads to the internet.
    Isolated,
    /// Nobody could see.
    Unknown,
}

impl Class {
    /// A word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Private => "private",
            Self::Isolated => "isolated",
            Self::Unknown => "unknown",
        }
    }

    /// Why it is called so.
    pub fn reason(self) -> &'static str {
        match self {
            Self::Public => "a route to an internet gateway",
            Self::Private => "out by another gateway",
            Self::Isolated => "no way to the internet",
            Self::Unknown => "not all was read that decides",
        }
    }
}

/// A subnet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subnet {
    /// The id.
    pub id: String,
    /// Its `Name` tag.
    pub name: Option<String>,
    /// Its ranges.
    pub ranges: Vec<String>,
    /// Its route table, or why that is not known.
    pub table: Result<Table, String>,
    /// Its network ACL.
    pub acl: Option<String>,
    /// The network ACL is worth showing: it is not the VPC's default one, or the path comes through it.
    pub shows_acl: bool,
    /// Who is in it.
    pub residents: Vec<Resident>,
    /// Who else is, such as `37 more instances`.
    pub more: Vec<String>,
}

/// A subnet's route table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The id.
    pub id: String,
    /// It is the VPC's main one, which the subnet uses for want of one of its own.
    pub is_main: bool,
    /// Routes that lead out of the VPC.
    pub routes: Vec<Route>,
    /// How many more there are.
    pub more: usize,
}

/// A route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// A range, or the name of a prefix list.
    pub destination: String,
    /// The id of what it sends to.
    pub target: String,
    /// The target is gone.
    pub is_blackhole: bool,
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { destination, target, is_blackhole } = self;
        write!(f, "{destination} → {target}{}", if *is_blackhole { " ✖ blackhole" } else { "" })
    }
}

impl Table {
    /// Its routes in words, a line each.
    pub fn lines(&self) -> Vec<String> {
        let more = match self.more {
            0 if self.routes.is_empty() => Some("local only".to_owned()),
            0 => None,
            1 => Some("+ 1 more route".to_owned()),
            more => Some(format!("+ {more} more routes")),
        };
        self.routes.iter().map(ToString::to_string).chain(more).collect()
    }
}

impl Map {
    /// The subnet at a spot.
    pub fn subnet(&self, spot: Spot) -> &Subnet {
        &self.vpcs[spot.vpc].rows[spot.row].cells[spot.zone].subnets[spot.nth]
    }

    /// What a place is called, where that is no id.
    pub fn name_of(&self, place: Place) -> Option<&str> {
        match place {
            Place::Internet => None,
            Place::Door(vpc, door) => self.vpcs[vpc].doors[door].name.as_deref(),
            Place::Hub(hub) | Place::Link(hub, _) => self.hubs[hub].name.as_deref(),
            Place::In(spot, Detail::Acl | Detail::Table) => self.subnet(spot).name.as_deref(),
            Place::In(spot, Detail::Resident(nth)) => self.subnet(spot).residents[nth].name.as_deref(),
        }
    }

    /// Every subnet that is shown, and where.
    pub fn subnets(&self) -> impl Iterator<Item = (Spot, &Subnet)> {
        self.vpcs.iter().enumerate().flat_map(|(vpc, it)| {
            it.rows.iter().enumerate().flat_map(move |(row, it)| {
                it.cells.iter().enumerate().flat_map(move |(zone, it)| {
                    let spot = move |nth| Spot { vpc, row, zone, nth };
                    it.subnets.iter().enumerate().map(move |(nth, it)| (spot(nth), it))
                })
            })
        })
    }
}
