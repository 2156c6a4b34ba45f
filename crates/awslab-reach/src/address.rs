//! Kinds of addresses.

use std::net::IpAddr;

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

/// The address is one of the internet: neither private nor local to a link or a host.
pub(crate) fn is_global(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(it) => {
            let is_of_host = it.is_loopback() || it.is_link_local() || it.is_multicast() || it.is_unspecified();
            !is_of_host && !it.is_private() && !is_carrier(address)
        }
        IpAddr::V6(it) => matches!(it.segments()[0], 0x2000..=0x3fff),
    }
}

/// 100.64.0.0/10 is shared by the customers of a carrier: <https://www.rfc-editor.org/rfc/rfc6598>
pub(crate) fn is_carrier(address: IpAddr) -> bool {
    matches!(address, IpAddr::V4(it) if it.octets()[0] == 100 && it.octets()[1] & 0xc0 == 64)
}

/// The ranges that hosts, not routers, have: instance metadata, DNS, time.
/// <https://docs.aws.amazon.com/vpc/latest/userguide/subnet-route-tables.html>
pub(crate) fn is_local_to_host(address: IpAddr) -> bool {
    let ranges = ["169.254.168.0/22", "fd00:ec2::/32"];
    address.is_loopback() || ranges.iter().any(|it| net(it).contains(&address))
}

/// All of a family.
pub(crate) fn everything(is_ipv4: bool) -> IpNet {
    if is_ipv4 { IpNet::V4(Ipv4Net::default()) } else { IpNet::V6(Ipv6Net::default()) }
}

/// The range that holds one address.
pub(crate) fn alone(address: IpAddr) -> IpNet {
    IpNet::from(address)
}

/// An address as a number, for comparing and cutting.
pub(crate) fn number(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(it) => u128::from(it.to_bits()),
        IpAddr::V6(it) => it.to_bits(),
    }
}

/// The address of a number.
pub(crate) fn address(number: u128, is_ipv4: bool) -> IpAddr {
    if is_ipv4 {
        IpAddr::V4(u32::try_from(number).expect("an address of IPv4 has 32 bits").into())
    } else {
        IpAddr::V6(number.into())
    }
}

fn net(text: &str) -> IpNet {
    text.parse().expect("a range that is written here")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_the_internet_are_told_from_others() {
        for (text, is_of_internet) in [
            ("8.8.8.8", true),
            ("10.0.0.1", false),
            ("172.31.0.1", false),
            ("100.64.0.1", false),
            ("100.128.0.1", true),
            ("169.254.169.254", false),
            ("2001:db8::1", true),
            ("fd00::1", false),
            ("fe80::1", false),
        ] {
            assert_eq!(is_global(text.parse().expect("an address")), is_of_internet, "{text}");
        }
    }

    #[test]
    fn what_a_host_keeps_to_itself() {
        assert!(is_local_to_host("169.254.169.254".parse().expect("an address")));
        assert!(!is_local_to_host("169.254.10.1".parse().expect("an address")));
    }
}
