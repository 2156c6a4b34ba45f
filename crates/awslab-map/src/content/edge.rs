//! What is at the edge of VPCs and between them.

use super::State;

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
