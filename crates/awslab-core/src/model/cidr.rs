//! A range of addresses, as AWS writes it.

use std::net::IpAddr;

use ipnet::IpNet;
use serde::{Deserialize, Serialize};

/// `10.0.0.0/16` or `2001:db8::/56`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Cidr(#[cfg_attr(test, schemars(with = "String"))] pub IpNet);

impl Cidr {
    /// The address lies in it. An address of one family is in no range of the other.
    pub fn contains(self, address: IpAddr) -> bool {
        self.0.contains(&address)
    }
}

impl From<IpNet> for Cidr {
    fn from(net: IpNet) -> Self {
        Self(net)
    }
}
