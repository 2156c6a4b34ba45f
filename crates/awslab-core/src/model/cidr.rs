//! A range of addresses, as AWS writes it.

use std::net::IpAddr;

use ipnet::IpNet;
use serde::{Deserialize, Serialize};

/// `10.0.0.0/16` or `2001:db8::/56`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Cidr(#[cfg_attr(test, schemars(with = "String"))] pub IpNet);

impl Cidr {
    /// No one on the internet has an address of it: it lies within a range of RFC 1918, or of RFC 6598.
    pub fn is_private(self) -> bool {
        PRIVATE.iter().any(|range| range.parse::<IpNet>().expect("a range that is written here").contains(&self.0))
    }

    /// The address lies in it. An address of one family is in no range of the other.
    pub fn contains(self, address: IpAddr) -> bool {
        self.0.contains(&address)
    }
}

/// <https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html>
const PRIVATE: [&str; 4] = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"];

impl From<IpNet> for Cidr {
    fn from(net: IpNet) -> Self {
        Self(net)
    }
}
