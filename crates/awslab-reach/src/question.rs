//! Questions: from whom, to what, by which protocol, at which port.

use std::convert::Infallible;
use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use crate::protocol::Protocol;

/// May one end connect to the other?
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Who starts.
    pub source: Endpoint,
    /// Who is called.
    pub destination: Endpoint,
    /// By which protocol.
    pub protocol: Protocol,
    /// At which port; any, where none is named.
    pub port: Option<u16>,
}

/// One end of a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Endpoint {
    /// Any address of the internet.
    Internet,
    /// An address.
    Address(IpAddr),
    /// An instance, interface, database, load balancer, function or VPC endpoint, by its id, name or ARN.
    Resource(String),
}

/// Why an endpoint is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EndpointError {
    /// There is no such thing.
    #[error(
        "find {0:?}: no instance, interface, database, load balancer, function or endpoint that was read has this id, name or ARN"
    )]
    NotFound(String),
    /// Several things have this name.
    #[error("tell which {0:?} is meant: there are several of this name; use the ARN")]
    Ambiguous(String),
    /// It has no address in any VPC.
    #[error("place {0:?}: it has no address in a VPC that was read")]
    NoAddress(String),
}

/// Reads `internet`, an address, or the name of a resource.
impl FromStr for Endpoint {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let address = text.parse().map(Self::Address);
        Ok(if text == "internet" {
            Self::Internet
        } else {
            address.unwrap_or_else(|_| Self::Resource(text.to_owned()))
        })
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Internet => f.write_str("internet"),
            Self::Address(address) => address.fmt(f),
            Self::Resource(name) => f.write_str(name),
        }
    }
}
