//! Protocols, and how rules name them.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use crate::ports::Ports;

/// An IP protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Protocol {
    /// Ping and what else belongs to it, of the family of the addresses.
    Icmp,
    /// Transmission Control Protocol.
    Tcp,
    /// User Datagram Protocol.
    Udp,
    /// By its number: <https://www.iana.org/assignments/protocol-numbers>
    Other(u8),
}

/// Why a text is no protocol.
#[derive(Debug, thiserror::Error)]
#[error("{0:?} is no protocol: it is tcp, udp, icmp, or a number from 0 to 255")]
pub struct ProtocolError(String);

impl Protocol {
    /// Has ports.
    pub fn has_ports(self) -> bool {
        matches!(self, Self::Tcp | Self::Udp)
    }

    /// A NAT gateway takes it: <https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html>
    pub(crate) fn passes_nat(self) -> bool {
        !matches!(self, Self::Other(_))
    }

    /// The number that stands in packets between addresses of this family.
    pub(crate) fn number(self, family: IpAddr) -> u8 {
        match self {
            Self::Icmp if family.is_ipv4() => ICMP,
            Self::Icmp => ICMPV6,
            Self::Tcp => 6,
            Self::Udp => 17,
            Self::Other(number) => number,
        }
    }

    /// What a request is sent to where nobody says which port: any port; for ICMP, an echo request.
    pub(crate) fn requests(self, family: IpAddr) -> Ports {
        match self {
            Self::Tcp | Self::Udp => Ports::all(),
            Self::Icmp if family.is_ipv4() => Ports::one(8),
            Self::Icmp => Ports::one(128),
            Self::Other(_) => Ports::one(0),
        }
    }

    /// What a reply is sent to: one of the client's ports; for ICMP, an echo reply.
    pub(crate) fn replies(self, family: IpAddr, client: &Ports) -> Ports {
        match self {
            Self::Tcp | Self::Udp => client.clone(),
            Self::Icmp if family.is_ipv4() => Ports::one(0),
            Self::Icmp => Ports::one(129),
            Self::Other(_) => Ports::one(0),
        }
    }
}

impl FromStr for Protocol {
    type Err = ProtocolError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.to_ascii_lowercase().as_str() {
            "tcp" | "6" => Ok(Self::Tcp),
            "udp" | "17" => Ok(Self::Udp),
            "icmp" | "icmpv6" | "1" | "58" => Ok(Self::Icmp),
            number => number.parse().map(Self::Other).map_err(|_| ProtocolError(text.to_owned())),
        }
    }
}

impl fmt::Display for Protocol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Icmp => f.write_str("icmp"),
            Self::Tcp => f.write_str("tcp"),
            Self::Udp => f.write_str("udp"),
            Self::Other(number) => write!(f, "protocol {number}"),
        }
    }
}

/// The protocols of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ProtocolMatch {
    All,
    Number(u8),
}

impl ProtocolMatch {
    /// `None` where it is none that AWS writes.
    pub(crate) fn read(text: &str) -> Option<Self> {
        Some(match text {
            "-1" | "all" => Self::All,
            "tcp" => Self::Number(6),
            "udp" => Self::Number(17),
            "icmp" => Self::Number(ICMP),
            "icmpv6" => Self::Number(ICMPV6),
            number => Self::Number(number.parse().ok()?),
        })
    }

    pub(crate) fn takes(self, number: u8) -> bool {
        match self {
            Self::All => true,
            Self::Number(it) => it == number,
        }
    }

    /// The ports that a rule for this protocol opens, from its own numbers: of ICMP, the types of messages whose code
    /// is 0, as that of echoes is; -1 is any.
    pub(crate) fn ports(self, first: Option<i32>, last: Option<i32>) -> Ports {
        match self {
            Self::Number(6 | 17) => match (first, last) {
                (Some(first), Some(last)) if first >= 0 => Ports::range(port(first), port(last)),
                _ => Ports::all(),
            },
            Self::Number(ICMP | ICMPV6) => match (first.unwrap_or(-1), last.unwrap_or(-1)) {
                (-1, _) => Ports::all(),
                (kind, -1 | 0) => Ports::one(port(kind)),
                _ => Ports::NONE,
            },
            Self::All | Self::Number(_) => Ports::all(),
        }
    }
}

const ICMP: u8 = 1;
const ICMPV6: u8 = 58;

fn port(number: i32) -> u16 {
    u16::try_from(number.clamp(0, i32::from(u16::MAX))).expect("within the range of ports")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn protocols_go_by_name_and_number() {
        for (text, protocol) in [("tcp", Protocol::Tcp), ("17", Protocol::Udp), ("icmpv6", Protocol::Icmp)] {
            assert_eq!(text.parse::<Protocol>().expect("a protocol"), protocol);
        }
        assert_eq!("50".parse::<Protocol>().expect("a protocol"), Protocol::Other(50));
        assert!("http".parse::<Protocol>().is_err());
    }

    #[test]
    fn a_rule_opens_ports_types_of_icmp_or_everything() {
        let opens = |protocol, first, last| ProtocolMatch::read(protocol).expect("known").ports(first, last);
        assert_eq!(opens("tcp", Some(22), Some(23)), Ports::range(22, 23));
        assert_eq!(opens("6", None, None), Ports::all());
        assert_eq!(opens("-1", Some(22), Some(22)), Ports::all());
        assert_eq!(opens("icmp", Some(8), Some(-1)), Ports::one(8));
        assert_eq!(opens("icmp", Some(8), Some(0)), Ports::one(8));
        assert_eq!(opens("icmp", Some(3), Some(4)), Ports::NONE);
        assert_eq!(opens("icmpv6", Some(-1), Some(-1)), Ports::all());
        assert_eq!(opens("50", None, None), Ports::all());
    }
}
