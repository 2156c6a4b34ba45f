//! Which patterns of actions take in all that a service can do, however they are spelt.
//!
//! `s3:*` does, and so do `s3:?*`, and `s3:A*` to `s3:Z*` together: what a service can do is in the service authorization
//! data. Of a service that is not there, the spelling has to do.

use std::collections::BTreeMap;

use crate::authorization::{self, Service};
use crate::glob;

/// The patterns that take in a whole service or all of AWS, in the order written. Where none does so alone, those that do
/// together. Names without wildcards are no patterns, even where a service can do no more than they say.
pub(crate) fn whole_services(patterns: &[String]) -> Vec<&str> {
    let mut by_service: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for pattern in patterns {
        by_service.entry(service_of(pattern).to_ascii_lowercase()).or_default().push(pattern);
    }
    let whole: Vec<&str> = by_service.values().flat_map(|patterns| whole_service(patterns)).collect();
    patterns.iter().map(String::as_str).filter(|pattern| whole.contains(pattern)).collect()
}

/// Whether a pattern takes in a whole service or all of AWS.
pub(crate) fn is_whole_service(pattern: &str) -> bool {
    is_wild(pattern) && are_whole_service(&[pattern])
}

/// Whether patterns about one service together take in all that it can do.
pub(crate) fn are_whole_service(patterns: &[&str]) -> bool {
    match patterns.first().and_then(|pattern| authorization::service(service_of(pattern))) {
        Some(service) => take_in(patterns, service),
        None => patterns.iter().any(|pattern| is_spelt_as_whole(pattern)),
    }
}

/// The same for one service.
fn whole_service<'a>(patterns: &[&'a str]) -> Vec<&'a str> {
    let wild: Vec<&str> = patterns.iter().copied().filter(|pattern| is_wild(pattern)).collect();
    let alone: Vec<&str> = wild.iter().copied().filter(|pattern| is_whole_service(pattern)).collect();
    if alone.is_empty() && are_whole_service(patterns) { wild } else { alone }
}

fn take_in(patterns: &[&str], service: &Service) -> bool {
    let names = patterns.iter().filter_map(|pattern| pattern.split_once(':')).map(|(_service, name)| name);
    service
        .actions
        .iter()
        .all(|action| names.clone().any(|name| glob::matches_ignoring_case(glob::tokens(name), action.name)))
}

/// `*`, `s3:*` and spellings that come to the same, such as `s3:**` or `s3:?*`.
fn is_spelt_as_whole(pattern: &str) -> bool {
    let name = pattern.split_once(':').map_or(pattern, |(_service, name)| name);
    name.contains('*') && name.chars().all(|it| matches!(it, '*' | '?'))
}

fn is_wild(pattern: &str) -> bool {
    pattern.contains(['*', '?'])
}

fn service_of(pattern: &str) -> &str {
    pattern.split_once(':').map_or(pattern, |(service, _name)| service)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(patterns: &[&str]) -> Vec<String> {
        let patterns: Vec<String> = patterns.iter().map(|it| (*it).to_owned()).collect();
        whole_services(&patterns).into_iter().map(str::to_owned).collect()
    }

    #[test]
    fn one_pattern_that_takes_in_a_whole_service() {
        for (pattern, expected) in [
            ("*", true),
            ("*:*", true),
            ("s3:*", true),
            ("S3:**", true),
            ("s3:?*", true),
            ("s3:*?*", true),
            ("s3:??*", true),
            ("s3:Get*", false),
            ("s3:*Object", false),
            ("s3:*e*", false),
            ("s3:???", false),
            ("s3:GetObject", false),
            // The one action of this service begins so.
            ("rds-db:c*", true),
            ("rds-db:connect", false),
            ("s3:", false),
            ("s3", false),
            ("", false),
            ("unheard-of:*", true),
            ("unheard-of:?*", true),
            ("unheard-of:Get*", false),
        ] {
            assert_eq!(whole(&[pattern]).len(), usize::from(expected), "{pattern}");
        }
    }

    #[test]
    fn patterns_that_take_in_a_whole_service_together() {
        let families: Vec<String> = ('A'..='Z').map(|letter| format!("s3:{letter}*")).collect();
        let families: Vec<&str> = families.iter().map(String::as_str).collect();
        assert_eq!(whole(&families), families);
        assert_eq!(whole(&families[..25]).len(), 25, "no action of S3 begins with a Z");
        assert_eq!(whole(&families[1..]), [""; 0], "some begin with an A");
        assert_eq!(whole(&["s3:G*", "s3:*", "ec2:DescribeInstances"]), ["s3:*"]);
        assert_eq!(whole(&["sqs:*", "s3:Get*", "SNS:*"]), ["sqs:*", "SNS:*"]);
        assert_eq!(whole(&["execute-api:Inv*", "execute-api:ManageConnections"]), ["execute-api:Inv*"]);
        let by_name = ["execute-api:Invoke", "execute-api:InvalidateCache", "execute-api:ManageConnections"];
        assert_eq!(whole(&by_name), [""; 0]);
    }
}
