//! What a map shows. Every list is in the order in which it is drawn, and has an end.

use std::fmt;

use awslab_reach::Verdict;

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
            Self::Private => "a way out, no internet gateway",
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
            0 => None,
            1 => Some("+ 1 more route".to_owned()),
            more => Some(format!("+ {more} more routes")),
        };
        self.routes.iter().map(ToString::to_string).chain(more).collect()
    }
}

/// Who has interfaces in a subnet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resident {
    /// Of which kind.
    pub kind: Kind,
    /// Two to four letters for it, such as `EC2`.
    pub mark: &'static str,
    /// The id.
    pub id: String,
    /// Its `Name` tag.
    pub name: Option<String>,
    /// State and addresses.
    pub notes: Vec<String>,
    /// How sure it is that it is there and works.
    pub state: State,
    /// What a path calls it by: its interfaces, its id, its ARN.
    pub aliases: Vec<String>,
}

/// Kinds of residents, in the order in which they are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Application, network or gateway.
    LoadBalancer,
    /// Of a zone.
    NatGateway,
    /// A virtual machine.
    Instance,
    /// A function's way into the VPC.
    Function,
    /// A database instance.
    Database,
    /// A service of AWS at a private address.
    Endpoint,
    /// Where a transit gateway is attached.
    TransitGateway,
    /// Of another service.
    Service,
    /// An interface of nothing that was read.
    Interface,
}

impl Kind {
    /// One of them, and several.
    pub fn nouns(self) -> (&'static str, &'static str) {
        match self {
            Self::LoadBalancer => ("load balancer", "load balancers"),
            Self::NatGateway => ("NAT gateway", "NAT gateways"),
            Self::Instance => ("instance", "instances"),
            Self::Function => ("function", "functions"),
            Self::Database => ("database", "databases"),
            Self::Endpoint => ("endpoint", "endpoints"),
            Self::TransitGateway => ("transit gateway interface", "transit gateway interfaces"),
            Self::Service => ("interface of a service", "interfaces of services"),
            Self::Interface => ("interface", "interfaces"),
        }
    }
}

/// How sure it is that something is there and works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It is there, and nothing says that it does not work.
    Well,
    /// It is there, and does not work: stopped, deleted, failed, attached to nothing.
    Off,
    /// It is elsewhere now, and may be moved here.
    Elsewhere,
    /// It was not read.
    Unknown,
}

/// A way out at the edge of a VPC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Door {
    /// Of which kind.
    pub kind: DoorKind,
    /// The id.
    pub id: String,
    /// Its `Name` tag.
    pub name: Option<String>,
    /// Its state, where it is worth a word.
    pub note: Option<String>,
    /// How sure it is that it works.
    pub state: State,
    /// The service of AWS that it leads to, such as `s3`; to the internet, where it leads to none.
    pub service: Option<String>,
    /// What a path calls it by.
    pub aliases: Vec<String>,
}

/// Kinds of ways out, in the order in which they are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DoorKind {
    /// Both ways.
    InternetGateway,
    /// Out only, for IPv6.
    EgressOnlyGateway,
    /// Out only, of all zones.
    RegionalNatGateway,
    /// To a service of AWS.
    GatewayEndpoint,
}

impl DoorKind {
    /// Its name.
    pub fn noun(self) -> &'static str {
        match self {
            Self::InternetGateway => "Internet gateway",
            Self::EgressOnlyGateway => "Egress-only gateway",
            Self::RegionalNatGateway => "Regional NAT gateway",
            Self::GatewayEndpoint => "Gateway endpoint",
        }
    }
}

/// What connects VPCs with one another and with elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hub {
    /// Of which kind.
    pub kind: HubKind,
    /// The id.
    pub id: String,
    /// Its `Name` tag.
    pub name: Option<String>,
    /// Its state, where it is worth a word.
    pub note: Option<String>,
    /// How sure it is that it works.
    pub state: State,
    /// The VPCs of the map that it connects.
    pub links: Vec<Link>,
    /// What else it connects.
    pub stubs: Vec<Stub>,
    /// What a path calls it by.
    pub aliases: Vec<String>,
}

/// Kinds of hubs, in the order in which they are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum HubKind {
    /// Between two VPCs.
    Peering,
    /// Between many.
    TransitGateway,
    /// To networks that no answer of EC2 shows.
    Beyond,
}

impl HubKind {
    /// Its name.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Peering => "Peering connection",
            Self::TransitGateway => "Transit gateway",
            Self::Beyond => "Gateway to elsewhere",
        }
    }
}

/// A connection of a hub with a VPC.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    /// The VPC, by its place in the map's list.
    pub vpc: usize,
    /// The attachment.
    pub id: Option<String>,
}

/// Something beyond the map.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stub {
    /// What it is.
    pub what: String,
    /// Whose, and where.
    pub note: String,
}

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

impl Map {
    /// The subnet at a spot.
    pub fn subnet(&self, spot: Spot) -> &Subnet {
        &self.vpcs[spot.vpc].rows[spot.row].cells[spot.zone].subnets[spot.nth]
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
