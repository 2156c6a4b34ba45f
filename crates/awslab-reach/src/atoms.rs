//! Atoms: ranges of addresses that no rule tells apart. What holds for one address of an atom holds for all.

use std::net::IpAddr;

use ipnet::{IpNet, Ipv4Net, Ipv4Subnets, Ipv6Net, Ipv6Subnets};

use crate::address::{address, everything, is_global, number};

/// Addresses from one to another, both among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Atom {
    pub(crate) first: IpAddr,
    pub(crate) last: IpAddr,
}

/// A range, cut wherever one of the ranges begins or ends.
pub(crate) fn cut(whole: IpNet, ranges: impl IntoIterator<Item = IpNet>) -> Vec<Atom> {
    let is_ipv4 = whole.addr().is_ipv4();
    let (start, end) = (number(whole.network()), number(whole.broadcast()));
    let mut starts = vec![start];
    for range in ranges.into_iter().filter(|it| it.addr().is_ipv4() == is_ipv4) {
        starts.push(number(range.network()));
        starts.extend(number(range.broadcast()).checked_add(1));
    }
    starts.retain(|it| (start..=end).contains(it));
    starts.sort_unstable();
    starts.dedup();
    let ends = starts.iter().skip(1).map(|next| next - 1).chain([end]);
    starts
        .iter()
        .zip(ends)
        .map(|(first, last)| Atom { first: address(*first, is_ipv4), last: address(last, is_ipv4) })
        .collect()
}

/// The internet of a family, cut likewise.
pub(crate) fn internet(is_ipv4: bool, ranges: impl IntoIterator<Item = IpNet>) -> Vec<Atom> {
    let special = if is_ipv4 { SPECIAL_IPV4 } else { SPECIAL_IPV6 };
    let special = special.iter().map(|it| it.parse().expect("a range that is written here"));
    let atoms = cut(everything(is_ipv4), ranges.into_iter().chain(special));
    atoms.into_iter().filter(|it| is_global(it.first) && !is_reserved(it.first)).collect()
}

impl Atom {
    /// How many addresses it has.
    pub(crate) fn size(self) -> u128 {
        number(self.last) - number(self.first)
    }

    /// The fewest ranges that have its addresses and no others.
    pub(crate) fn ranges(self) -> Vec<IpNet> {
        match (self.first, self.last) {
            (IpAddr::V4(first), IpAddr::V4(last)) => Ipv4Subnets::new(first, last, 0).map(IpNet::V4).collect(),
            (IpAddr::V6(first), IpAddr::V6(last)) => Ipv6Subnets::new(first, last, 0).map(IpNet::V6).collect(),
            _ => Vec::new(),
        }
    }
}

/// Several atoms as the fewest ranges.
pub(crate) fn join(atoms: &[Atom]) -> Vec<IpNet> {
    let ranges: Vec<IpNet> = atoms.iter().flat_map(|it| it.ranges()).collect();
    let ipv4: Vec<Ipv4Net> =
        ranges.iter().filter_map(|it| if let IpNet::V4(it) = it { Some(*it) } else { None }).collect();
    let ipv6: Vec<Ipv6Net> =
        ranges.iter().filter_map(|it| if let IpNet::V6(it) = it { Some(*it) } else { None }).collect();
    let ipv4 = Ipv4Net::aggregate(&ipv4).into_iter().map(IpNet::V4);
    ipv4.chain(Ipv6Net::aggregate(&ipv6).into_iter().map(IpNet::V6)).collect()
}

/// Nobody on the internet has an address of class E (RFC 1112).
fn is_reserved(address: IpAddr) -> bool {
    matches!(address, IpAddr::V4(it) if it.octets()[0] >= 240 || it.octets()[0] == 0)
}

/// What is not the internet: <https://www.iana.org/assignments/iana-ipv4-special-registry>
const SPECIAL_IPV4: &[&str] = &[
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "224.0.0.0/4",
    "240.0.0.0/4",
];
const SPECIAL_IPV6: &[&str] = &["2000::/3"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_cut_where_others_begin_and_end() {
        let net = |it: &str| it.parse::<IpNet>().expect("a range");
        let atoms = cut(net("10.0.0.0/24"), [net("10.0.0.64/26"), net("10.0.0.0/8"), net("2001:db8::/32")]);
        let shown: Vec<String> = atoms.iter().map(|it| format!("{}-{}", it.first, it.last)).collect();
        assert_eq!(shown, ["10.0.0.0-10.0.0.63", "10.0.0.64-10.0.0.127", "10.0.0.128-10.0.0.255"]);
        assert_eq!(join(&atoms), [net("10.0.0.0/24")]);
    }

    #[test]
    fn the_internet_has_no_private_addresses() {
        let all = internet(true, []);
        assert!(all.iter().all(|it| is_global(it.first) && is_global(it.last)));
        let whole = IpNet::V4(Ipv4Net::default());
        assert!(internet(true, [whole]).len() == all.len());
    }
}
