//! Statements that change nothing, because another one says the same or refuses it.

use super::{Check, Rule, action, resource};
use crate::lint::comparisons::Comparisons;
use crate::lint::finding::{Better, Found, Severity};
use crate::lint::policy::{Condition, Listed, Policy, Principal, Principals, Statement};

const LOGIC: &str = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html";

pub(super) const RULES: &[Rule] = &[
    Rule {
        code: "P331",
        name: "refused-anyway",
        severity: Severity::Error,
        protects: "what a Deny refuses, no Allow gives",
        page: LOGIC,
        check: Check::Policy(refused_anyway),
    },
    Rule {
        code: "P332",
        name: "said-already",
        severity: Severity::Suggestion,
        protects: "a statement that changes nothing makes a policy longer and harder to read",
        page: LOGIC,
        check: Check::Policy(said_already),
    },
];

fn refused_anyway(policy: &Policy<'_>) -> Vec<Found> {
    let allows = policy.statements.iter().filter(|statement| statement.allows());
    allows
        .filter_map(|allow| {
            let mut denies = policy.statements.iter().filter(|statement| statement.denies());
            let deny = denies.find(|deny| takes_in(deny, allow, &policy.comparisons))?;
            let message = format!("{} refuses all that this allows", deny.place.path);
            Some(Found::at(&allow.place, message).better(gone(allow)))
        })
        .collect()
}

/// Of two that say the same, the second.
fn said_already(policy: &Policy<'_>) -> Vec<Found> {
    let statements = &policy.statements;
    let says = |one: &Statement<'_>, other: &Statement<'_>| {
        one.effect == other.effect && takes_in(one, other, &policy.comparisons)
    };
    let taker = |at: usize| {
        let mut others = statements.iter().enumerate().filter(|(other, _)| *other != at);
        others.find(|(index, other)| says(other, &statements[at]) && (*index < at || !says(&statements[at], other)))
    };
    let redundant = statements.iter().enumerate().filter_map(|(at, statement)| Some((statement, taker(at)?.1)));
    redundant
        .map(|(statement, taker)| {
            let message = format!("{} says this already", taker.place.path);
            Found::at(&statement.place, message).better(gone(statement))
        })
        .collect()
}

fn gone(statement: &Statement<'_>) -> Better {
    Better::at(&statement.place.path, serde_json::Value::Null)
}

/// Whether every request that the other statement is about, this one is about too. Sure when it says so.
fn takes_in(one: &Statement<'_>, other: &Statement<'_>, comparisons: &Comparisons) -> bool {
    let in_good_time = |takes_in: fn(&str, &str) -> bool| {
        move |one: &str, other: &str| comparisons.allow(one.len(), other.len()) && takes_in(one, other)
    };
    let is_same =
        |one: &Condition, other: &Condition| comparisons.allow(1, 1 + one.values.len()) && is_same(one, other);
    one.effect.is_some()
        && other.effect.is_some()
        && principals_take_in(one.principals.as_ref(), other.principals.as_ref())
        && list_takes_in(one.actions.as_ref(), other.actions.as_ref(), in_good_time(action::takes_in))
        && list_takes_in(one.resources.as_ref(), other.resources.as_ref(), in_good_time(resource::takes_in))
        && one.conditions.iter().all(|condition| other.conditions.iter().any(|it| is_same(condition, it)))
        && one.conditions.is_empty() == one.condition_element.is_none()
}

/// A list without what is taken out of it; what is the opposite of a list, only the same one.
fn list_takes_in(one: Option<&Listed>, other: Option<&Listed>, takes_in: impl Fn(&str, &str) -> bool) -> bool {
    let (Some(one), Some(other)) = (one, other) else { return one.is_none() && other.is_none() };
    if one.is_opposite || other.is_opposite {
        return one.is_opposite == other.is_opposite && one.texts().eq(other.texts());
    }
    !other.items.is_empty() && other.texts().all(|other| one.texts().any(|one| takes_in(one, other)))
}

fn principals_take_in(one: Option<&Principals>, other: Option<&Principals>) -> bool {
    let (Some(one), Some(other)) = (one, other) else { return one.is_none() && other.is_none() };
    if one.is_opposite || other.is_opposite {
        return one.is_opposite == other.is_opposite && ids(one).eq(ids(other));
    }
    let is_listed = |wanted| ids(one).any(|id| id == wanted);
    one.listed.iter().any(Principal::is_everyone) || (!other.listed.is_empty() && ids(other).all(is_listed))
}

fn ids(principals: &Principals) -> impl Iterator<Item = (&str, &str)> {
    principals.listed.iter().map(|it| (it.kind.as_str(), it.id.text.as_str()))
}

fn is_same(one: &Condition, other: &Condition) -> bool {
    fn values(condition: &Condition) -> impl Iterator<Item = &str> {
        condition.values.iter().map(|value| value.text.as_str())
    }
    one.operator == other.operator
        && one.key.text.eq_ignore_ascii_case(&other.key.text)
        && values(one).eq(values(other))
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::{assert_found, identity};

    const READ: &str = r#"{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"}"#;

    #[test]
    fn statements_that_change_nothing() {
        for (code, other, found) in [
            ("P331", r#"{"Effect": "Deny", "Action": "s3:*", "Resource": "*"}"#, true),
            ("P331", r#"{"Effect": "Deny", "Action": "S3:GETOBJECT", "Resource": "arn:aws:s3:::*"}"#, true),
            ("P331", r#"{"Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::b/private/*"}"#, false),
            ("P331", r#"{"Effect": "Deny", "Action": "s3:Put*", "Resource": "*"}"#, false),
            (
                "P331",
                r#"{"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}"#,
                false,
            ),
            ("P331", r#"{"Effect": "Deny", "NotAction": "s3:GetObject", "Resource": "*"}"#, false),
            ("P332", r#"{"Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::b/*"}"#, true),
            ("P332", READ, true),
            ("P332", r#"{"Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::c/*"}"#, false),
        ] {
            assert_found(code, &identity(&format!("{READ}, {other}")), found);
        }
    }

    #[test]
    fn the_second_of_two_goes() {
        let linted = crate::lint::lint(&identity(&format!("{READ}, {READ}")), None);
        let paths: Vec<&str> =
            linted.findings.iter().filter(|it| it.rule.code == "P332").map(|it| it.path.as_str()).collect();
        assert_eq!(paths, ["Statement[1]"]);
    }
}
