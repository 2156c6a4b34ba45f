//! The patterns of an `Action` or `NotAction` element, and what they could be about at a glance.

use std::ops::Deref;
use std::slice;

/// Patterns of actions, such as `s3:Get*`: a list that keeps which actions it could be about, because most statements of
/// most policies are about others, and every decision asks all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionPatterns {
    patterns: Vec<String>,
    glance: Glance,
}

impl ActionPatterns {
    /// False only if no pattern takes the action in.
    pub(crate) fn could_take_in(&self, action: Glance) -> bool {
        self.glance.0 & action.0 != 0
    }
}

impl From<Vec<String>> for ActionPatterns {
    fn from(patterns: Vec<String>) -> Self {
        let glance = patterns.iter().map(|pattern| Glance::of_pattern(pattern).0).fold(0, |all, one| all | one);
        Self { patterns, glance: Glance(glance) }
    }
}

impl Deref for ActionPatterns {
    type Target = [String];

    fn deref(&self) -> &[String] {
        &self.patterns
    }
}

impl<'a> IntoIterator for &'a ActionPatterns {
    type Item = &'a String;
    type IntoIter = slice::Iter<'a, String>;

    fn into_iter(self) -> Self::IntoIter {
        self.patterns.iter()
    }
}

/// A set of actions, told by service and first letter. Each has one of 64 places, which others may share: what is not in
/// the set may seem to be, never the other way round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Glance(u64);

impl Glance {
    const EVERYTHING: Self = Self(u64::MAX);
    const NOTHING: Self = Self(0);

    /// The places at which a pattern would be that takes the action in.
    pub(crate) fn of_action(service: &str, name: &str) -> Self {
        let of_letter = name.bytes().next().map_or(Self::NOTHING, |first| Self::place(service, Some(first)));
        Self(Self::place(service, None).0 | of_letter.0)
    }

    fn of_pattern(pattern: &str) -> Self {
        match pattern.split_once(':') {
            Some(("*", _name)) => Self::EVERYTHING,
            Some((service, name)) => Self::place(service, name.bytes().next().filter(|it| !matches!(it, b'*' | b'?'))),
            None if pattern == "*" => Self::EVERYTHING,
            None => Self::NOTHING,
        }
    }

    /// Of a service, or of those of its actions that begin with a letter, whatever the case: a hash (FNV-1a), of which
    /// the first six bits count.
    fn place(service: &str, first: Option<u8>) -> Self {
        let bytes = service.bytes().chain(first).map(|byte| byte.to_ascii_lowercase());
        let hash =
            bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        Self(1 << (hash >> 58))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authorization;

    #[test]
    fn what_a_pattern_takes_in_is_never_missed() {
        for (pattern, service, name) in [
            ("s3:GetObject", "s3", "GetObject"),
            ("S3:getobject", "s3", "GetObject"),
            ("s3:*", "s3", "PutObject"),
            ("s3:?etObject", "S3", "GetObject"),
            ("s3:", "s3", ""),
            ("s3:*", "s3", ""),
            ("*", "s3", "GetObject"),
            ("*:*", "s3", "GetObject"),
            ("*", "", ""),
        ] {
            let patterns = ActionPatterns::from(vec!["ec2:Run*".to_owned(), pattern.to_owned()]);
            assert!(patterns.could_take_in(Glance::of_action(service, name)), "{pattern} and {service}:{name}");
        }
    }

    #[test]
    fn most_others_are_told_apart() {
        let patterns = ActionPatterns::from(vec!["s3:GetObject".to_owned(), "s3:Put*".to_owned()]);
        let others = authorization::expand("*").into_iter().filter(|action| action.service != "s3");
        let (mistaken, told): (Vec<_>, Vec<_>) =
            others.partition(|action| patterns.could_take_in(Glance::of_action(action.service, action.name)));
        assert!(told.len() > mistaken.len() * 9, "{} of {} are mistaken", mistaken.len(), told.len());
    }
}
