//! Who has interfaces in a subnet.

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
