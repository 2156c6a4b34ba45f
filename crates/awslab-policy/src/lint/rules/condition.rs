//! Conditions that hold more often than they seem to, or never.

use super::{At, Check, Rule};
use crate::document::{Comparison, Quantifier};
use crate::lint::finding::{Found, Severity};
use crate::lint::keys;
use crate::lint::policy::{Condition, Statement};

const SETS: &str = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html";
const OPERATORS: &str =
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html";
const MFA: &str = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-multifactorauthpresent";

/// In every request, so that `IfExists` changes nothing. What a service tells of its own requests is, as a rule, there too.
const ALWAYS_THERE: &[&str] = &["aws:SecureTransport", "aws:CurrentTime", "aws:EpochTime", "aws:RequestedRegion"];

pub(super) const RULES: &[Rule] = &[
    Rule {
        code: "P221",
        name: "quantifier-on-single-value",
        severity: Severity::Warning,
        protects: "ForAllValues holds when the key is absent, which for a key of one value is rarely meant",
        page: SETS,
        check: Check::Condition(quantifier_on_single_value),
    },
    Rule {
        code: "P222",
        name: "allows-when-key-is-absent",
        severity: Severity::Warning,
        protects: "an Allow with ForAllValues gives access to requests without the key",
        page: SETS,
        check: Check::Condition(allows_when_absent),
    },
    Rule {
        code: "P223",
        name: "several-values-without-quantifier",
        severity: Severity::Warning,
        protects: "a key of several values never compares without ForAnyValue or ForAllValues",
        page: SETS,
        check: Check::Condition(several_without_quantifier),
    },
    Rule {
        code: "P224",
        name: "only-if-exists",
        severity: Severity::Warning,
        protects: "an Allow that is restricted by IfExists alone gives access to whoever leaves the keys out",
        page: OPERATORS,
        check: Check::Statement(only_if_exists),
    },
    Rule {
        code: "P225",
        name: "never-holds",
        severity: Severity::Error,
        protects: "a key cannot be absent and have a value",
        page: OPERATORS,
        check: Check::Condition(never_holds),
    },
    Rule {
        code: "P226",
        name: "mfa-not-demanded",
        severity: Severity::Warning,
        protects: "requests with long-term keys do not say whether there was MFA; only the right operator minds that",
        page: MFA,
        check: Check::Condition(mfa_not_demanded),
    },
];

fn quantifier_on_single_value(at: At<'_>, condition: &Condition) -> Option<Found> {
    condition.operator.quantifier.filter(|_| has_one_value(condition)).map(|quantifier| {
        let name = &condition.operator_name;
        let plain = name.text.split_once(':').map_or(name.text.as_str(), |(_, plain)| plain);
        let why = match quantifier {
            Quantifier::ForAllValues => "ForAllValues only makes the condition hold where it is absent",
            Quantifier::ForAnyValue => "ForAnyValue is for several",
        };
        Found::at(&name.place, format!("{} has one value; {why}", condition.key.text)).better(at.statement.with_other(
            condition,
            plain,
            &condition.key.text,
        ))
    })
}

fn has_one_value(condition: &Condition) -> bool {
    keys::find(&condition.key.text).is_some_and(|key| !key.is_multivalued)
}

fn allows_when_absent(At { statement, .. }: At<'_>, condition: &Condition) -> Option<Found> {
    // For a key of one value another rule says that the quantifier is wrong.
    let is_for_all = condition.operator.quantifier == Some(Quantifier::ForAllValues) && !has_one_value(condition);
    if !statement.allows() || !is_for_all || is_sure_to_be_there(statement, condition) {
        return None;
    }
    let key = &condition.key.text;
    let message = format!("this also holds when the request has no {key}; say with Null that it must be there");
    Some(Found::at(&condition.operator_name.place, message).better(statement.with_condition("Null", key, "false")))
}

fn is_sure_to_be_there(statement: &Statement<'_>, condition: &Condition) -> bool {
    let mut others = statement.conditions_on(&condition.key.text);
    others.any(|other| match other.operator.comparison {
        Comparison::Null => other.values.iter().all(|value| value.text.eq_ignore_ascii_case("false")),
        _ => other.demands_a_value(),
    })
}

fn several_without_quantifier(at: At<'_>, condition: &Condition) -> Option<Found> {
    let has_several = keys::find(&condition.key.text).is_some_and(|key| key.is_multivalued);
    let is_plain = condition.operator.quantifier.is_none() && condition.operator.comparison != Comparison::Null;
    (has_several && is_plain).then(|| {
        let name = &condition.operator_name;
        let message = format!(
            "{} can have several values; say with ForAnyValue or ForAllValues how many must compare",
            condition.key.text
        );
        Found::at(&name.place, message).better(at.statement.with_other(
            condition,
            &format!("ForAnyValue:{}", name.text),
            &condition.key.text,
        ))
    })
}

fn only_if_exists(At { statement, policy }: At<'_>) -> Vec<Found> {
    let is_there = |key: &str| !keys::is_global(key) || ALWAYS_THERE.iter().any(|it| it.eq_ignore_ascii_case(key));
    let is_escaped = |condition: &Condition| condition.operator.if_exists && !is_there(&condition.key.text);
    let conditions = &statement.conditions;
    let is_open =
        statement.allows() && policy.kind.gives_access() && !conditions.is_empty() && conditions.iter().all(is_escaped);
    let first = conditions.first().filter(|_| is_open);
    first
        .map(|condition| {
            let name = &condition.operator_name;
            let end = name.text.len().saturating_sub("IfExists".len());
            let strict = name.text.get(..end).unwrap_or(&name.text).to_owned();
            let message = format!("a request without {} is allowed; {strict} demands the key", condition.key.text);
            Found::at(&name.place, message).better(statement.with_other(condition, &strict, &condition.key.text))
        })
        .into_iter()
        .collect()
}

fn never_holds(At { statement, .. }: At<'_>, condition: &Condition) -> Option<Found> {
    let wants_absence = condition.operator.comparison == Comparison::Null
        && !condition.values.is_empty()
        && condition.values.iter().all(|value| value.text.eq_ignore_ascii_case("true"));
    let mut others =
        statement.conditions_on(&condition.key.text).filter(|it| it.operator.comparison != Comparison::Null);
    let other = others.find(|other| wants_absence && other.demands_a_value())?;
    let message = format!(
        "{} asks for a value of {}, and this for none: both never hold",
        other.operator_name.text, condition.key.text
    );
    Some(Found::at(&condition.key.place, message).better(condition.values[0].replaced_by("false")))
}

/// With long-term keys `aws:MultiFactorAuthPresent` is absent.
fn mfa_not_demanded(At { statement, .. }: At<'_>, condition: &Condition) -> Option<Found> {
    let is_about_mfa = condition.key.text.eq_ignore_ascii_case("aws:MultiFactorAuthPresent");
    let is_false = condition.values.iter().any(|value| value.text.eq_ignore_ascii_case("false"));
    let is_bool = condition.operator.comparison == Comparison::Bool;
    if !is_about_mfa || !is_bool {
        return None;
    }
    let name = &condition.operator_name;
    if statement.denies() && is_false && !condition.operator.if_exists {
        let message =
            "requests with long-term keys do not have this key and are not refused; BoolIfExists refuses them";
        return Some(Found::at(&name.place, message).better(statement.with_other(
            condition,
            "BoolIfExists",
            &condition.key.text,
        )));
    }
    if statement.allows() && condition.operator.if_exists {
        let message = "requests with long-term keys do not have this key and are allowed; Bool demands it";
        return Some(Found::at(&name.place, message).better(statement.with_other(
            condition,
            "Bool",
            &condition.key.text,
        )));
    }
    let first = condition.values.first().filter(|_| statement.allows() && is_false)?;
    Some(Found::at(&first.place, "this allows just what came without MFA").better(first.replaced_by("true")))
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::{allowing_if, assert_found, denying_if};

    #[test]
    fn conditions_that_allow_too_much_or_nothing() {
        for (code, condition, found) in [
            ("P221", r#"{"ForAllValues:StringEquals": {"aws:PrincipalOrgID": "o-1"}}"#, true),
            ("P221", r#"{"ForAnyValue:StringEquals": {"aws:username": "anna"}}"#, true),
            ("P221", r#"{"ForAnyValue:StringEquals": {"aws:CalledVia": "athena.amazonaws.com"}}"#, false),
            ("P222", r#"{"ForAllValues:StringEquals": {"aws:TagKeys": "a"}}"#, true),
            ("P222", r#"{"ForAllValues:StringEquals": {"aws:TagKeys": "a"}, "Null": {"aws:TagKeys": "false"}}"#, false),
            ("P222", r#"{"ForAnyValue:StringEquals": {"aws:TagKeys": "a"}}"#, false),
            ("P223", r#"{"StringEquals": {"aws:TagKeys": "a"}}"#, true),
            ("P223", r#"{"Null": {"aws:TagKeys": "false"}}"#, false),
            ("P224", r#"{"StringEqualsIfExists": {"aws:SourceVpc": "vpc-1"}}"#, true),
            (
                "P224",
                r#"{"StringEqualsIfExists": {"aws:SourceVpc": "vpc-1"}, "StringEquals": {"aws:username": "a"}}"#,
                false,
            ),
            ("P224", r#"{"BoolIfExists": {"aws:SecureTransport": "true"}}"#, false),
            ("P224", r#"{"StringEqualsIfExists": {"s3:signatureversion": "AWS4-HMAC-SHA256"}}"#, false),
            ("P225", r#"{"Null": {"aws:SourceVpc": "true"}, "StringEquals": {"aws:SourceVpc": "vpc-1"}}"#, true),
            ("P225", r#"{"Null": {"aws:SourceVpc": "true"}, "StringNotEquals": {"aws:SourceVpc": "vpc-1"}}"#, false),
            ("P226", r#"{"Bool": {"aws:MultiFactorAuthPresent": "false"}}"#, true),
            ("P226", r#"{"BoolIfExists": {"aws:MultiFactorAuthPresent": "true"}}"#, true),
            ("P226", r#"{"Bool": {"aws:MultiFactorAuthPresent": "true"}}"#, false),
        ] {
            assert_found(code, &allowing_if("s3:GetObject", condition), found);
        }
    }

    #[test]
    fn a_deny_needs_other_operators() {
        for (code, condition, found) in [
            ("P222", r#"{"ForAllValues:StringEquals": {"aws:TagKeys": "a"}}"#, false),
            ("P224", r#"{"StringNotEqualsIfExists": {"aws:SourceVpc": "vpc-1"}}"#, false),
            ("P226", r#"{"Bool": {"aws:MultiFactorAuthPresent": "false"}}"#, true),
            ("P226", r#"{"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}"#, false),
        ] {
            assert_found(code, &denying_if("s3:GetObject", condition), found);
        }
    }
}
