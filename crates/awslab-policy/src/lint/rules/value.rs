//! The values that conditions compare with.

use std::net::IpAddr;

use ipnet::IpNet;

use super::{At, Check, Rule};
use crate::condition::is_comparable;
use crate::document::Comparison;
use crate::lint::finding::{Found, Severity};
use crate::lint::policy::{Condition, Item};
use crate::variables;

const OPERATORS: &str =
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html";
const SOURCE_IP: &str =
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourceip";

pub(super) const RULES: &[Rule] = &[
    Rule {
        code: "P211",
        name: "value-that-never-compares",
        severity: Severity::Error,
        protects: "a value that is no number, date, address or ARN, where its operator wants one, never compares",
        page: OPERATORS,
        check: Check::Value(never_compares),
    },
    Rule {
        code: "P212",
        name: "wildcard-in-equals",
        severity: Severity::Warning,
        protects: "StringEquals takes a wildcard for the character itself; only StringLike knows patterns",
        page: OPERATORS,
        check: Check::Value(wildcard_in_equals),
    },
    Rule {
        code: "P213",
        name: "every-address",
        severity: Severity::Warning,
        protects: "a range of every address restricts nothing",
        page: SOURCE_IP,
        check: Check::Value(every_address),
    },
    Rule {
        code: "P214",
        name: "private-address",
        severity: Severity::Warning,
        protects: "aws:SourceIp is a public address: over a VPC endpoint it is absent, and aws:VpcSourceIp is there",
        page: SOURCE_IP,
        check: Check::Value(private_address),
    },
];

fn never_compares(_: At<'_>, condition: &Condition, value: &Item) -> Option<Found> {
    if variables::are_in(&value.text) || is_comparable(condition.operator.comparison, &value.text) {
        return None;
    }
    let wanted = match condition.operator.comparison {
        Comparison::Numeric(_) => "a number",
        Comparison::Date(_) => "a date, such as 2026-11-24T00:00:00Z, or seconds since 1970",
        Comparison::Bool | Comparison::Null => "true or false",
        Comparison::BinaryEquals => "bytes in base64",
        Comparison::IpAddress => "an address or a range, such as 203.0.113.0/24",
        Comparison::Arn => "an ARN of six parts, or *",
        Comparison::StringEquals | Comparison::StringEqualsIgnoreCase | Comparison::StringLike => return None,
    };
    Some(Found::at(
        &value.place,
        format!("{} compares with {wanted}, and {:?} is none", condition.operator_name.text, value.text),
    ))
}

fn wildcard_in_equals(at: At<'_>, condition: &Condition, value: &Item) -> Option<Found> {
    let is_equals =
        matches!(condition.operator.comparison, Comparison::StringEquals | Comparison::StringEqualsIgnoreCase);
    if !is_equals || !value.text.contains('*') || value.text.contains("${*}") {
        return None;
    }
    let name = &condition.operator_name;
    let like = name.text.replace("EqualsIgnoreCase", "Like").replace("Equals", "Like");
    let message = format!("{} takes the * for itself; {like} takes it for any text", name.text);
    Some(Found::at(&value.place, message).better(at.statement.with_other(condition, &like, &condition.key.text)))
}

/// Half of all addresses is no more of a restriction.
fn every_address(_: At<'_>, condition: &Condition, value: &Item) -> Option<Found> {
    let range: IpNet = value.text.parse().ok().filter(|_| condition.operator.comparison == Comparison::IpAddress)?;
    (range.prefix_len() <= 1).then(|| {
        let effect = if condition.operator.negated { "lets nothing through" } else { "restricts nothing" };
        Found::at(&value.place, format!("{range} is every address or half of them, which {effect}"))
    })
}

fn private_address(at: At<'_>, condition: &Condition, value: &Item) -> Option<Found> {
    let is_source_ip = condition.key.text.eq_ignore_ascii_case("aws:SourceIp");
    let is_about = is_source_ip && condition.operator.comparison == Comparison::IpAddress;
    let address =
        value.text.split('/').next().and_then(|address| address.parse::<IpAddr>().ok()).filter(|_| is_about)?;
    is_private(address).then(|| {
        let message =
            format!("{} is private, and aws:SourceIp is a public address; aws:VpcSourceIp can be private", value.text);
        Found::at(&value.place, message).better(at.statement.with_other(
            condition,
            &condition.operator_name.text,
            "aws:VpcSourceIp",
        ))
    })
}

fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => address.is_private() || address.is_loopback() || address.is_link_local(),
        IpAddr::V6(address) => address.is_unique_local() || address.is_loopback() || address.is_unicast_link_local(),
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::{allowing_if, assert_found};

    #[test]
    fn values_and_operators() {
        for (code, condition, found) in [
            ("P211", r#"{"IpAddress": {"aws:SourceIp": "203.0.113.0/33"}}"#, true),
            ("P211", r#"{"DateLessThan": {"aws:CurrentTime": "tomorrow"}}"#, true),
            ("P211", r#"{"NumericLessThan": {"aws:MultiFactorAuthAge": "an hour"}}"#, true),
            ("P211", r#"{"Bool": {"aws:SecureTransport": "yes"}}"#, true),
            ("P211", r#"{"Null": {"aws:SourceIp": "absent"}}"#, true),
            ("P211", r#"{"ArnLike": {"aws:SourceArn": "bucket"}}"#, true),
            ("P211", r#"{"IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "2001:db8::/32"]}}"#, false),
            ("P211", r#"{"Bool": {"aws:SecureTransport": true}}"#, false),
            ("P211", r#"{"ArnLike": {"aws:SourceArn": "arn:aws:s3:::*"}}"#, false),
            ("P211", r#"{"NumericLessThan": {"aws:MultiFactorAuthAge": "${aws:userid}"}}"#, false),
            ("P212", r#"{"StringEquals": {"s3:prefix": "home/*"}}"#, true),
            ("P212", r#"{"StringLike": {"s3:prefix": "home/*"}}"#, false),
            ("P212", r#"{"StringEquals": {"s3:prefix": "${*}"}}"#, false),
            ("P213", r#"{"IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "0.0.0.0/0"]}}"#, true),
            ("P213", r#"{"IpAddress": {"aws:SourceIp": "::/0"}}"#, true),
            ("P213", r#"{"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}"#, false),
            ("P214", r#"{"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}"#, true),
            ("P214", r#"{"IpAddress": {"aws:VpcSourceIp": "10.0.0.0/8"}}"#, false),
        ] {
            assert_found(code, &allowing_if("s3:GetObject", condition), found);
        }
    }
}
