//! A value of the request against a value of the policy, by each operator.

use std::cmp::Ordering;
use std::net::IpAddr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ipnet::IpNet;

use super::{date, decimal::Decimal};
use crate::arn::Arn;
use crate::document::{Comparison, Relation};
use crate::glob::{self, Pattern, Token};

/// Whether they compare; `None` when one of them is not of the operator's kind, such as a number that is none.
pub(super) fn compare(comparison: Comparison, pattern: &[Token], value: &str) -> Option<bool> {
    match comparison {
        Comparison::StringLike => Some(glob::matches(pattern.iter().copied(), value)),
        Comparison::Arn => arns_match(pattern, value),
        _ => compare_text(comparison, &glob::text(pattern), value),
    }
}

/// The same with a text of the policy in which there are no variables.
pub(super) fn compare_as_written(comparison: Comparison, expected: &str, value: &str) -> Option<bool> {
    match comparison {
        Comparison::StringLike => Some(Pattern::Written(expected).matches(value)),
        Comparison::Arn => arns_match(&glob::tokens(expected).collect::<Vec<_>>(), value),
        _ => compare_text(comparison, expected, value),
    }
}

fn compare_text(comparison: Comparison, expected: &str, value: &str) -> Option<bool> {
    match comparison {
        Comparison::StringEquals => Some(expected == value),
        Comparison::StringEqualsIgnoreCase => Some(expected.to_lowercase() == value.to_lowercase()),
        Comparison::Numeric(relation) => Some(relates(relation, &Decimal::parse(value)?, &Decimal::parse(expected)?)),
        Comparison::Date(relation) => Some(relates(relation, &date::parse(value)?, &date::parse(expected)?)),
        Comparison::Bool => Some(boolean(expected)? == boolean(value)?),
        Comparison::BinaryEquals => Some(STANDARD.decode(expected).ok()? == STANDARD.decode(value).ok()?),
        Comparison::IpAddress => Some(address_range(expected)?.contains(&value.parse::<IpAddr>().ok()?)),
        Comparison::StringLike | Comparison::Arn | Comparison::Null => None,
    }
}

/// Whether a value of a policy is of the operator's kind.
pub(super) fn is_comparable(comparison: Comparison, expected: &str) -> bool {
    match comparison {
        Comparison::StringEquals | Comparison::StringEqualsIgnoreCase | Comparison::StringLike => true,
        Comparison::Numeric(_) => Decimal::parse(expected).is_some(),
        Comparison::Date(_) => date::parse(expected).is_some(),
        Comparison::Bool | Comparison::Null => boolean(expected).is_some(),
        Comparison::BinaryEquals => STANDARD.decode(expected).is_ok(),
        Comparison::IpAddress => address_range(expected).is_some(),
        Comparison::Arn => expected == "*" || Arn::parse(expected).is_some(),
    }
}

/// Part by part, in their case; a `*` does not reach over a colon but in the last part.
fn arns_match(pattern: &[Token], value: &str) -> Option<bool> {
    if pattern == [Token::Run] {
        return Some(true);
    }
    let arn = Arn::parse(value)?;
    let parts = glob::split_at_colons(pattern, arn.parts.len());
    if parts.len() != arn.parts.len() {
        return None;
    }
    Some(parts.iter().zip(arn.parts).all(|(pattern, part)| glob::matches(pattern.iter().copied(), part)))
}

fn relates<T: Ord>(relation: Relation, value: &T, expected: &T) -> bool {
    let ordering = value.cmp(expected);
    match relation {
        Relation::Equals => ordering == Ordering::Equal,
        Relation::LessThan => ordering == Ordering::Less,
        Relation::LessThanEquals => ordering != Ordering::Greater,
        Relation::GreaterThan => ordering == Ordering::Greater,
        Relation::GreaterThanEquals => ordering != Ordering::Less,
    }
}

fn boolean(text: &str) -> Option<bool> {
    match text {
        _ if text.eq_ignore_ascii_case("true") => Some(true),
        _ if text.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    }
}

/// A bare address is a range of one.
pub(crate) fn address_range(text: &str) -> Option<IpNet> {
    text.parse().ok().or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Operator;

    #[test]
    fn each_operator_by_its_own_rules() {
        for (operator, expected, value, outcome) in [
            ("StringEquals", "a*", "a*", Some(true)),
            ("StringEquals", "a*", "ab", Some(false)),
            ("StringEquals", "A", "a", Some(false)),
            ("StringEqualsIgnoreCase", "STRASSE", "strasse", Some(true)),
            ("StringLike", "a*", "abc", Some(true)),
            ("StringLike", "?", "é", Some(true)),
            ("NumericEquals", "1.0", "1", Some(true)),
            ("NumericLessThan", "10", "9.99", Some(true)),
            ("NumericLessThanEquals", "10", "10", Some(true)),
            ("NumericGreaterThan", "10", "9", Some(false)),
            ("NumericGreaterThanEquals", "9007199254740992", "9007199254740993", Some(true)),
            ("NumericEquals", "ten", "10", None),
            ("DateLessThan", "2024-01-02", "1704067200", Some(true)),
            ("DateGreaterThanEquals", "2024-01-01T00:00:00Z", "2024-01-01T00:00:00Z", Some(true)),
            ("DateEquals", "2024", "tomorrow", None),
            ("Bool", "TRUE", "true", Some(true)),
            ("Bool", "true", "false", Some(false)),
            ("Bool", "true", "yes", None),
            ("BinaryEquals", "QmluYXJ5", "QmluYXJ5", Some(true)),
            ("BinaryEquals", "QmluYXJ5", "QmluYXJ6", Some(false)),
            ("BinaryEquals", "!", "QmluYXJ5", None),
            ("IpAddress", "203.0.113.0/24", "203.0.113.9", Some(true)),
            ("IpAddress", "203.0.113.9", "203.0.113.9", Some(true)),
            ("IpAddress", "203.0.113.77/24", "203.0.113.9", Some(true)),
            ("IpAddress", "0.0.0.0/0", "2001:db8::1", Some(false)),
            ("IpAddress", "2001:DB8::/32", "2001:db8:0::1", Some(true)),
            ("IpAddress", "203.0.113.0/33", "203.0.113.9", None),
            ("ArnLike", "arn:aws:sns:*:*:topic*", "arn:aws:sns:r:111122223333:topic:sub", Some(true)),
            ("ArnEquals", "arn:aws:sns:*:111122223333:a", "arn:aws:sns:r:111122223333:a", Some(true)),
            ("ArnLike", "arn:aws:SNS:*:*:*", "arn:aws:sns:r:111122223333:a", Some(false)),
            ("ArnLike", "arn:aws:sns:*", "arn:aws:sns:r:111122223333:a", None),
            ("ArnLike", "*", "arn:aws:sns:r:111122223333:a", Some(true)),
            ("ArnLike", "arn:*:*:*:*:*", "no ARN", None),
        ] {
            let comparison = operator.parse::<Operator>().expect("it is an operator").comparison;
            let pattern: Vec<Token> = glob::tokens(expected).collect();
            assert_eq!(compare(comparison, &pattern, value), outcome, "{value} {operator} {expected}");
            assert_eq!(compare_as_written(comparison, expected, value), outcome, "{value} {operator} {expected}");
        }
    }
}
