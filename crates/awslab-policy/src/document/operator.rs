//! The operators of a condition, such as `ForAllValues:StringNotLikeIfExists`.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html>

use std::fmt;
use std::str::FromStr;

/// A condition operator with all that its name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Operator {
    /// How the values of a request are taken when there may be several.
    pub quantifier: Option<Quantifier>,
    /// How a value of the request is compared with one of the policy.
    pub comparison: Comparison,
    /// Whether none of the policy's values may compare, as in `StringNotEquals`.
    pub negated: bool,
    /// `…IfExists`: it holds when the request does not have the key.
    pub if_exists: bool,
}

/// The prefix for keys with several values.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html>
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantifier {
    /// Every value of the request must compare; holds when there is none.
    ForAllValues,
    /// Some value of the request must compare; fails when there is none.
    ForAnyValue,
}

/// How two values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// The same text.
    StringEquals,
    /// The same text, whatever the case.
    StringEqualsIgnoreCase,
    /// Text against a pattern of `*` and `?`.
    StringLike,
    /// Decimal numbers.
    Numeric(Relation),
    /// Points in time.
    Date(Relation),
    /// `true` or `false`.
    Bool,
    /// Bytes, written in base64.
    BinaryEquals,
    /// An address in a range.
    IpAddress,
    /// ARNs, part by part with `*` and `?`; `ArnEquals` and `ArnLike` are the same.
    Arn,
    /// Whether the key is absent.
    Null,
}

/// How two ordered values stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// As large.
    Equals,
    /// Smaller.
    LessThan,
    /// Smaller or as large.
    LessThanEquals,
    /// Larger.
    GreaterThan,
    /// Larger or as large.
    GreaterThanEquals,
}

/// Each name without prefix and suffix, what it compares, and whether it is negated.
const NAMES: &[(&str, Comparison, bool)] = &[
    ("StringEquals", Comparison::StringEquals, false),
    ("StringNotEquals", Comparison::StringEquals, true),
    ("StringEqualsIgnoreCase", Comparison::StringEqualsIgnoreCase, false),
    ("StringNotEqualsIgnoreCase", Comparison::StringEqualsIgnoreCase, true),
    ("StringLike", Comparison::StringLike, false),
    ("StringNotLike", Comparison::StringLike, true),
    ("NumericEquals", Comparison::Numeric(Relation::Equals), false),
    ("NumericNotEquals", Comparison::Numeric(Relation::Equals), true),
    ("NumericLessThan", Comparison::Numeric(Relation::LessThan), false),
    ("NumericLessThanEquals", Comparison::Numeric(Relation::LessThanEquals), false),
    ("NumericGreaterThan", Comparison::Numeric(Relation::GreaterThan), false),
    ("NumericGreaterThanEquals", Comparison::Numeric(Relation::GreaterThanEquals), false),
    ("DateEquals", Comparison::Date(Relation::Equals), false),
    ("DateNotEquals", Comparison::Date(Relation::Equals), true),
    ("DateLessThan", Comparison::Date(Relation::LessThan), false),
    ("DateLessThanEquals", Comparison::Date(Relation::LessThanEquals), false),
    ("DateGreaterThan", Comparison::Date(Relation::GreaterThan), false),
    ("DateGreaterThanEquals", Comparison::Date(Relation::GreaterThanEquals), false),
    ("Bool", Comparison::Bool, false),
    ("BinaryEquals", Comparison::BinaryEquals, false),
    ("IpAddress", Comparison::IpAddress, false),
    ("NotIpAddress", Comparison::IpAddress, true),
    ("ArnEquals", Comparison::Arn, false),
    ("ArnLike", Comparison::Arn, false),
    ("ArnNotEquals", Comparison::Arn, true),
    ("ArnNotLike", Comparison::Arn, true),
    ("Null", Comparison::Null, false),
];

/// No operator has this name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no condition operator has this name")]
pub struct UnknownOperator;

impl FromStr for Operator {
    type Err = UnknownOperator;

    /// Names are read whatever their case, as AWS does.
    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let (quantifier, rest) = match name.split_once(':') {
            None => (None, name),
            Some((prefix, rest)) if prefix.eq_ignore_ascii_case("ForAllValues") => {
                (Some(Quantifier::ForAllValues), rest)
            }
            Some((prefix, rest)) if prefix.eq_ignore_ascii_case("ForAnyValue") => (Some(Quantifier::ForAnyValue), rest),
            Some(_) => return Err(UnknownOperator),
        };
        let (base, if_exists) = match strip_suffix_ignoring_case(rest, "IfExists") {
            Some(base) => (base, true),
            None => (rest, false),
        };
        let known = NAMES.iter().find(|(known, ..)| known.eq_ignore_ascii_case(base));
        let (_, comparison, negated) = *known.ok_or(UnknownOperator)?;
        Ok(Self { quantifier, comparison, negated, if_exists })
    }
}

impl fmt::Display for Operator {
    /// `ArnLike` for `ArnEquals` too: they are the same.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.quantifier {
            Some(Quantifier::ForAllValues) => f.write_str("ForAllValues:")?,
            Some(Quantifier::ForAnyValue) => f.write_str("ForAnyValue:")?,
            None => {}
        }
        let mut names = NAMES.iter().rev();
        let known = names.find(|(_, comparison, negated)| (*comparison, *negated) == (self.comparison, self.negated));
        f.write_str(known.map_or("", |(name, ..)| *name))?;
        f.write_str(if self.if_exists { "IfExists" } else { "" })
    }
}

fn strip_suffix_ignoring_case<'a>(text: &'a str, suffix: &str) -> Option<&'a str> {
    let (start, end) = text.split_at_checked(text.len().checked_sub(suffix.len())?)?;
    end.eq_ignore_ascii_case(suffix).then_some(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_in_full_and_whatever_its_case() {
        let operator: Operator = "forallvalues:stringNOTlikeifexists".parse().expect("it is an operator");
        let expected = Operator {
            quantifier: Some(Quantifier::ForAllValues),
            comparison: Comparison::StringLike,
            negated: true,
            if_exists: true,
        };
        assert_eq!(operator, expected);
    }

    #[test]
    fn a_name_is_written_as_aws_does() {
        for (read, written) in [
            ("forallvalues:stringNOTlikeifexists", "ForAllValues:StringNotLikeIfExists"),
            ("bool", "Bool"),
            ("ArnEquals", "ArnLike"),
            ("foranyvalue:notipaddress", "ForAnyValue:NotIpAddress"),
        ] {
            assert_eq!(read.parse::<Operator>().map(|operator| operator.to_string()).as_deref(), Ok(written));
        }
    }

    #[test]
    fn names_that_aws_does_not_have() {
        for name in ["", "Equals", "StringEqual", "ForSomeValues:StringEquals", "IfExists", "BoolNot", "é"] {
            assert_eq!(name.parse::<Operator>(), Err(UnknownOperator), "{name}");
        }
    }
}
