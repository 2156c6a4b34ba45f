//! Address ranges that are too broad to keep anybody out.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#public-bucket-policies>

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use crate::condition::address_range;

/// S3 takes a range as public that is broader than these.
const BROADEST_IPV4: u8 = 8;
const BROADEST_IPV6: u8 = 32;

/// A range that is too broad, among these or made up of neighbours among them: `0.0.0.0/1` and `128.0.0.0/1` are all
/// there is. Private ranges (RFC 1918) are nobody's in particular and keep the internet out. What is no range is none.
pub(super) fn too_broad<'a>(ranges: impl Iterator<Item = &'a str>) -> Option<IpNet> {
    let (mut ipv4, mut ipv6) = (Vec::new(), Vec::new());
    for range in ranges.filter_map(address_range) {
        match range {
            IpNet::V4(range) if is_private(range) => {}
            IpNet::V4(range) => ipv4.push(range),
            IpNet::V6(range) => ipv6.push(range),
        }
    }
    let ipv4 = Ipv4Net::aggregate(&ipv4).into_iter().find(|range| range.prefix_len() < BROADEST_IPV4);
    let ipv6 = Ipv6Net::aggregate(&ipv6).into_iter().find(|range| range.prefix_len() < BROADEST_IPV6);
    ipv4.map(IpNet::from).or(ipv6.map(IpNet::from))
}

fn is_private(range: Ipv4Net) -> bool {
    range.network().is_private() && range.broadcast().is_private() && range.prefix_len() >= BROADEST_IPV4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_add_up() {
        for (ranges, expected) in [
            (vec!["203.0.113.0/24", "203.0.113.9"], None),
            (vec!["0.0.0.0/0"], Some("0.0.0.0/0")),
            (vec!["0.0.0.0/1"], Some("0.0.0.0/1")),
            (vec!["0.0.0.0/1", "128.0.0.0/1"], Some("0.0.0.0/0")),
            (vec!["52.0.0.0/8"], None),
            (vec!["52.0.0.0/8", "53.0.0.0/8"], Some("52.0.0.0/7")),
            (vec!["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"], None),
            (vec!["10.0.0.0/7"], Some("10.0.0.0/7")),
            (vec!["2001:db8::/32"], None),
            (vec!["2001:db8::/31"], Some("2001:db8::/31")),
            (vec!["anywhere"], None),
        ] {
            let found = too_broad(ranges.iter().copied()).map(|range| range.to_string());
            assert_eq!(found.as_deref(), expected, "{ranges:?}");
        }
    }
}
