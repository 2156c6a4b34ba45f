//! The keys that conditions and variables ask about.

use super::{At, Check, Rule, nearest};
use crate::authorization::{self, ConditionKey, ValueType};
use crate::document::{Comparison, Operator};
use crate::lint::finding::{Found, Severity};
use crate::lint::keys;
use crate::lint::policy::{Condition, Item};
use crate::variables;

const KEYS: &str = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html";
const REFERENCE: &str = "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html";
const OPERATORS: &str =
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html";
const VARIABLES: &str = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html";

pub(super) const RULES: &[Rule] = &[
    Rule {
        code: "P201",
        name: "misspelt-condition-key",
        severity: Severity::Error,
        protects: "a key that does not exist is in no request: what asks for it never holds, or always",
        page: KEYS,
        check: Check::Condition(misspelt),
    },
    Rule {
        code: "P202",
        name: "unknown-condition-key",
        severity: Severity::Warning,
        protects: "a key that AWS does not list is most likely in no request",
        page: KEYS,
        check: Check::Condition(unknown),
    },
    Rule {
        code: "P203",
        name: "key-of-other-actions",
        severity: Severity::Warning,
        protects: "a key that none of the actions knows is never there: what asks for it never holds, or always",
        page: REFERENCE,
        check: Check::Condition(of_other_actions),
    },
    Rule {
        code: "P204",
        name: "operator-of-another-type",
        severity: Severity::Warning,
        protects: "values of another type than the operator's do not compare",
        page: OPERATORS,
        check: Check::Condition(operator_of_another_type),
    },
    Rule {
        code: "P205",
        name: "text-operator-on-arn",
        severity: Severity::Suggestion,
        protects: "operators on text let a wildcard reach over the colons of an ARN; those on ARNs do not",
        page: OPERATORS,
        check: Check::Condition(text_operator_on_arn),
    },
    Rule {
        code: "P206",
        name: "unknown-variable",
        severity: Severity::Error,
        protects: "a variable without a value matches nothing",
        page: VARIABLES,
        check: Check::Statement(unknown_variable),
    },
];

fn misspelt(at: At<'_>, condition: &Condition) -> Option<Found> {
    let key = &condition.key;
    let meant = correction(&key.text)?;
    let message = format!("there is no key {}; {meant} is one", key.text);
    Some(Found::at(&key.place, message).better(at.statement.with_other(
        condition,
        &condition.operator_name.text,
        meant,
    )))
}

fn unknown(_: At<'_>, condition: &Condition) -> Option<Found> {
    let key = &condition.key;
    let is_known = keys::find(&key.text).is_some() || correction(&key.text).is_some() || is_of_a_provider(&key.text);
    let as_of = authorization::published();
    (!is_known).then(|| Found::at(&key.place, format!("AWS lists no condition key {}, as of {as_of}", key.text)))
}

/// Identity providers of one's own, such as `oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE:sub`, give names to keys.
fn is_of_a_provider(key: &str) -> bool {
    key.split_once(':').is_some_and(|(prefix, _)| prefix.contains('.') || prefix.contains('/'))
}

fn correction(key: &str) -> Option<&'static str> {
    if keys::find(key).is_some() {
        return None;
    }
    let (prefix, _) = key.split_once(':')?;
    nearest(key, keys::with_prefix(prefix))
}

fn of_other_actions(At { policy, statement }: At<'_>, condition: &Condition) -> Option<Found> {
    let key = &condition.key;
    let is_left_to_others =
        keys::find(&key.text).is_none() || keys::is_global(&key.text) || is_of_a_provider(&key.text);
    let listed = statement.listed_actions();
    if is_left_to_others || listed.is_empty() || listed.iter().any(|action| !action.text.contains(':')) {
        return None;
    }
    let mut actions = listed.iter().flat_map(|action| authorization::expand(&action.text)).peekable();
    actions.peek()?;
    let may_know =
        |name: &str| !policy.comparisons.allow(name.len(), key.text.len()) || keys::is_named(name, &key.text);
    (!actions.any(|action| action.condition_keys().any(may_know))).then(|| {
        Found::at(
            &key.place,
            format!("none of the actions knows {}, so that it is in none of their requests", key.text),
        )
    })
}

fn operator_of_another_type(_: At<'_>, condition: &Condition) -> Option<Found> {
    let known = keys::find(&condition.key.text)?;
    if takes(condition.operator, known.value_type) {
        return None;
    }
    let (fitting, values) = match known.value_type {
        ValueType::Arn => ("ArnLike", "ARNs"),
        ValueType::Bool => ("Bool", "true or false"),
        ValueType::Date => ("DateLessThan", "dates"),
        ValueType::IpAddress => ("IpAddress", "IP addresses"),
        ValueType::Numeric => ("NumericEquals", "numbers"),
        ValueType::String => ("StringEquals", "texts"),
    };
    let name = &condition.operator_name.text;
    Some(Found::at(
        &condition.operator_name.place,
        format!("{} has {values}, which {name} does not compare; {fitting} does", known.name),
    ))
}

/// Text compares with everything as it is written, which works more often than not.
fn takes(operator: Operator, value_type: ValueType) -> bool {
    use Comparison::{
        Arn, BinaryEquals, Bool, Date, IpAddress, Null, Numeric, StringEquals, StringEqualsIgnoreCase, StringLike,
    };
    match operator.comparison {
        Null | StringEquals | StringEqualsIgnoreCase | StringLike => {
            value_type != ValueType::IpAddress || operator.comparison == Null
        }
        Numeric(_) => matches!(value_type, ValueType::Numeric | ValueType::Date),
        Date(_) => matches!(value_type, ValueType::Date),
        Bool => value_type == ValueType::Bool,
        IpAddress => value_type == ValueType::IpAddress,
        Arn => matches!(value_type, ValueType::Arn | ValueType::String),
        BinaryEquals => value_type == ValueType::String,
    }
}

fn text_operator_on_arn(at: At<'_>, condition: &Condition) -> Option<Found> {
    let known: &ConditionKey = keys::find(&condition.key.text)?;
    let name = &condition.operator_name;
    let is_text = matches!(condition.operator.comparison, Comparison::StringEquals | Comparison::StringLike);
    if known.value_type != ValueType::Arn || !is_text {
        return None;
    }
    let fitting = name.text.replace("StringEquals", "ArnEquals").replace("StringNotEquals", "ArnNotEquals");
    let fitting = fitting.replace("StringLike", "ArnLike").replace("StringNotLike", "ArnNotLike");
    Some(
        Found::at(&name.place, format!("{} is an ARN; {fitting} compares it part by part", known.name))
            .better(at.statement.with_other(condition, &fitting, &condition.key.text)),
    )
}

fn unknown_variable(At { policy, statement }: At<'_>) -> Vec<Found> {
    if !policy.has_variables() {
        return Vec::new();
    }
    let resources = statement.resources.iter().flat_map(|resources| &resources.items);
    let values = statement.conditions.iter().flat_map(|condition| &condition.values);
    resources.chain(values).filter_map(variable_of).collect()
}

fn variable_of(item: &Item) -> Option<Found> {
    let is_unknown = |key: &&str| keys::find(key).is_none() && !is_of_a_provider(key);
    let key = variables::keys_in(&item.text).find(is_unknown);
    let Some(key) = key else {
        let is_open = item.text.rsplit_once("${").is_some_and(|(_, rest)| !rest.contains('}'));
        return is_open.then(|| Found::at(&item.place, "the variable has no closing brace, so that it is plain text"));
    };
    let found = Found::at(&item.place, format!("there is no key {key} for a variable, so that this matches nothing"));
    let meant = correction(key).map(|meant| item.replaced_by(item.text.replacen(key, meant, 1)));
    Some(found.better(meant))
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::{allowing_if, allowing_on, assert_found};

    #[test]
    fn keys_that_exist_and_keys_that_do_not() {
        for (code, condition, found) in [
            ("P201", r#"{"IpAddress": {"aws:SourceIP4": "10.0.0.0/8"}}"#, true),
            ("P201", r#"{"StringEquals": {"s3:prefixs": "a"}}"#, true),
            ("P201", r#"{"IpAddress": {"aws:sourceip": "10.0.0.0/8"}}"#, false),
            ("P202", r#"{"StringEquals": {"aws:Weather": "rain"}}"#, true),
            ("P202", r#"{"StringEquals": {"no-prefix": "a"}}"#, true),
            ("P202", r#"{"StringEquals": {"aws:ResourceTag/team": "a"}}"#, false),
            ("P202", r#"{"StringEquals": {"oidc.eks.eu-west-1.amazonaws.com/id/E:sub": "a"}}"#, false),
            ("P203", r#"{"StringEquals": {"iam:ResourceTag/status": "prod"}}"#, true),
            ("P203", r#"{"StringEquals": {"s3:ResourceAccount": "111122223333"}}"#, false),
            ("P203", r#"{"ArnEquals": {"ec2:SourceInstanceArn": "arn:aws:ec2:*:*:instance/i-1"}}"#, false),
            ("P204", r#"{"StringEquals": {"aws:SourceIp": "10.0.0.1"}}"#, true),
            ("P204", r#"{"Bool": {"aws:PrincipalOrgID": "true"}}"#, true),
            ("P204", r#"{"IpAddress": {"aws:SourceIp": "10.0.0.1"}}"#, false),
            ("P204", r#"{"StringEquals": {"aws:SecureTransport": "true"}}"#, false),
            ("P205", r#"{"StringLike": {"aws:SourceArn": "arn:aws:s3:::b"}}"#, true),
            ("P205", r#"{"ArnLike": {"aws:SourceArn": "arn:aws:s3:::b"}}"#, false),
            ("P206", r#"{"StringEquals": {"aws:PrincipalTag/a": "${aws:usernam}"}}"#, true),
            ("P206", r#"{"StringEquals": {"aws:PrincipalTag/a": "${aws:username"}}"#, true),
            ("P206", r#"{"StringEquals": {"aws:PrincipalTag/a": "${aws:username}${*}"}}"#, false),
        ] {
            assert_found(code, &allowing_if("s3:GetObject", condition), found);
        }
        assert_found("P206", &allowing_on("s3:GetObject", r#""arn:aws:s3:::b/${aws:user}/*""#), true);
    }
}
