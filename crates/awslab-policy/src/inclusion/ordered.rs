//! Numbers, times and addresses: a value for each stretch between those that policies name.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use jiff::{SignedDuration, Timestamp};

use crate::condition::{Decimal, address_range, parse_time};

/// Each number that is named, one between any two neighbours, one below all and one above.
pub(super) fn numbers(named: &[&str]) -> Vec<String> {
    let mut points: Vec<Decimal> = named.iter().filter_map(|text| Decimal::parse(text)).collect();
    points.sort();
    points.dedup();
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return vec!["1".to_owned()] };
    let between = points.windows(2).map(|pair| pair[0].before(&pair[1]));
    points.iter().map(ToString::to_string).chain(between).chain([first.less(), last.more()]).collect()
}

/// The same for points in time.
pub(super) fn times(named: &[&str]) -> Vec<String> {
    let day = SignedDuration::from_hours(24);
    let mut points: Vec<Timestamp> = named.iter().filter_map(|text| parse_time(text)).collect();
    points.sort();
    points.dedup();
    let (Some(&first), Some(&last)) = (points.first(), points.last()) else {
        return vec![Timestamp::UNIX_EPOCH.to_string()];
    };
    let between = points.windows(2).filter_map(|pair| middle(pair[0], pair[1]));
    let before = first.checked_sub(day).ok().or_else(|| middle(Timestamp::MIN, first));
    let after = last.checked_add(day).ok().or_else(|| middle(last, Timestamp::MAX));
    points.iter().copied().chain(between).chain(before).chain(after).map(|point| point.to_string()).collect()
}

fn middle(earlier: Timestamp, later: Timestamp) -> Option<Timestamp> {
    let half = earlier.as_nanosecond().midpoint(later.as_nanosecond());
    Timestamp::from_nanosecond(half).ok().filter(|middle| (earlier..later).contains(middle) && *middle != earlier)
}

/// The first address of each range that is named, the first one behind it, and the first of all.
pub(super) fn addresses(named: &[&str]) -> Vec<String> {
    let (mut four, mut six) = (vec![0_u32], vec![0_u128]);
    for range in named.iter().filter_map(|text| address_range(text)) {
        match (range.network(), range.broadcast()) {
            (IpAddr::V4(first), IpAddr::V4(last)) => {
                four.push(first.to_bits());
                four.extend(last.to_bits().checked_add(1));
            }
            (IpAddr::V6(first), IpAddr::V6(last)) => {
                six.push(first.to_bits());
                six.extend(last.to_bits().checked_add(1));
            }
            _ => {}
        }
    }
    four.sort_unstable();
    four.dedup();
    six.sort_unstable();
    six.dedup();
    let four = four.into_iter().map(|bits| Ipv4Addr::from_bits(bits).to_string());
    four.chain(six.into_iter().map(|bits| Ipv6Addr::from_bits(bits).to_string())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stretch_has_a_value() {
        assert_eq!(numbers(&["10", "5.5", "ten"]), ["5.5", "10", "5.51", "0", "110"]);
        assert_eq!(numbers(&[]), ["1"]);
        assert_eq!(
            times(&["2024-01-03", "2024-01-01"]),
            [
                "2024-01-01T00:00:00Z",
                "2024-01-03T00:00:00Z",
                "2024-01-02T00:00:00Z",
                "2023-12-31T00:00:00Z",
                "2024-01-04T00:00:00Z"
            ]
        );
        assert_eq!(
            addresses(&["10.0.0.0/8", "10.9.0.0/16"]),
            ["0.0.0.0", "10.0.0.0", "10.9.0.0", "10.10.0.0", "11.0.0.0", "::"]
        );
        assert_eq!(addresses(&["128.0.0.0/1", "8000::/1"]), ["0.0.0.0", "128.0.0.0", "::", "8000::"]);
    }
}
