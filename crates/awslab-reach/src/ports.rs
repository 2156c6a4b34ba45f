//! Sets of ports.

use std::fmt;

/// A set of port numbers, as ranges in ascending order that neither touch nor overlap.
///
/// Types of ICMP messages are kept in it too: the network treats them as it does ports.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ports(Vec<(u16, u16)>);

impl Ports {
    /// No port.
    pub const NONE: Self = Self(Vec::new());

    /// Every port.
    pub fn all() -> Self {
        Self::range(0, u16::MAX)
    }

    /// One port.
    pub fn one(port: u16) -> Self {
        Self::range(port, port)
    }

    /// From `first` to `last`, both among them; none where they are the wrong way round.
    pub fn range(first: u16, last: u16) -> Self {
        if first <= last { Self(vec![(first, last)]) } else { Self::NONE }
    }

    /// The ranges, both ends among them.
    pub fn ranges(&self) -> &[(u16, u16)] {
        &self.0
    }

    /// There is no port in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many ports there are.
    pub fn count(&self) -> u32 {
        self.0.iter().map(|&(first, last)| u32::from(last) - u32::from(first) + 1).sum()
    }

    /// The port is in it.
    pub fn contains(&self, port: u16) -> bool {
        self.0.iter().any(|&(first, last)| first <= port && port <= last)
    }

    /// Every port of `other` is in it.
    pub fn covers(&self, other: &Self) -> bool {
        other.without(self).is_empty()
    }

    /// The ports of either.
    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        if self.is_empty() || other.is_empty() {
            return if self.is_empty() { other.clone() } else { self.clone() };
        }
        let mut ranges: Vec<(u16, u16)> = self.0.iter().chain(&other.0).copied().collect();
        ranges.sort_unstable();
        let mut merged: Vec<(u16, u16)> = Vec::with_capacity(ranges.len());
        for (first, last) in ranges {
            match merged.last_mut() {
                Some((_, end)) if u32::from(first) <= u32::from(*end) + 1 => *end = last.max(*end),
                _ => merged.push((first, last)),
            }
        }
        Self(merged)
    }

    /// The ports of both.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        let mut common = Vec::new();
        let (mut left, mut right) = (self.0.iter().peekable(), other.0.iter().peekable());
        while let (Some(&&(first, last)), Some(&&(other_first, other_last))) = (left.peek(), right.peek()) {
            let (start, end) = (first.max(other_first), last.min(other_last));
            if start <= end {
                common.push((start, end));
            }
            if last < other_last {
                left.next()
            } else {
                right.next()
            };
        }
        Self(common)
    }

    /// The ports that are not of `other`.
    #[must_use]
    pub fn without(&self, other: &Self) -> Self {
        let mut left = Vec::new();
        for &(first, last) in &self.0 {
            let mut start = u32::from(first);
            for &(cut_first, cut_last) in other.0.iter().filter(|&&(from, to)| from <= last && to >= first) {
                if u32::from(cut_first) > start {
                    left.push((narrow(start), cut_first - 1));
                }
                start = u32::from(cut_last) + 1;
            }
            if start <= u32::from(last) {
                left.push((narrow(start), last));
            }
        }
        Self(left)
    }
}

fn narrow(port: u32) -> u16 {
    u16::try_from(port).expect("a port within a range of ports")
}

/// `22, 80-443`
impl fmt::Display for Ports {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (first, last)) in self.0.iter().enumerate() {
            let comma = if index > 0 { ", " } else { "" };
            if first == last { write!(f, "{comma}{first}")? } else { write!(f, "{comma}{first}-{last}")? }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ports(ranges: &[(u16, u16)]) -> Ports {
        ranges.iter().fold(Ports::NONE, |all, &(first, last)| all.or(&Ports::range(first, last)))
    }

    #[test]
    fn ranges_that_touch_are_one() {
        assert_eq!(ports(&[(1, 2), (3, 4), (9, 9)]).ranges(), [(1, 4), (9, 9)]);
        assert_eq!(ports(&[(0, u16::MAX), (5, 6)]), Ports::all());
        assert_eq!(Ports::range(2, 1), Ports::NONE);
    }

    #[test]
    fn sets_are_cut_and_joined() {
        let (left, right) = (ports(&[(1, 10), (20, 30)]), ports(&[(5, 25), (65535, 65535)]));
        assert_eq!(left.and(&right), ports(&[(5, 10), (20, 25)]));
        assert_eq!(left.without(&right), ports(&[(1, 4), (26, 30)]));
        assert_eq!(right.without(&left), ports(&[(11, 19), (65535, 65535)]));
        assert_eq!(Ports::all().without(&Ports::all()), Ports::NONE);
        assert_eq!(left.or(&right).to_string(), "1-30, 65535");
        assert_eq!(Ports::all().count(), 65536);
    }

    #[test]
    fn a_set_covers_what_lies_within_it() {
        assert!(ports(&[(1, 10)]).covers(&ports(&[(2, 3), (9, 10)])));
        assert!(!ports(&[(1, 10)]).covers(&ports(&[(10, 11)])));
        assert!(Ports::NONE.covers(&Ports::NONE));
    }
}
