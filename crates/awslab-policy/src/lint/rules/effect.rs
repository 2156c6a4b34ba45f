//! Statements that change nothing, because another one says the same or refuses it.

use super::{Check, Rule, redundancy};
use crate::lint::finding::{Better, Found, Severity};
use crate::lint::policy::{Condition, Listed, Policy, Principal, Principals, Statement};

const LOGIC: &str = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html";

/// Of so many statements, pairs are not compared.
const MANY: usize = 200;

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
    let allows = policy.statements.iter().take(MANY).filter(|statement| statement.allows());
    allows
        .filter_map(|allow| {
            let mut denies = policy.statements.iter().take(MANY).filter(|statement| statement.denies());
            let deny = denies.find(|deny| takes_in(deny, allow))?;
            let message = format!("{} refuses all that this allows", deny.place.path);
            Some(Found::at(&allow.place, message).better(gone(allow)))
        })
        .collect()
}

/// Of two that say the same, the second.
fn said_already(policy: &Policy<'_>) -> Vec<Found> {
    let statements = &policy.statements[..policy.statements.len().min(MANY)];
    let says = |one: &Statement<'_>, other: &Statement<'_>| one.effect == other.effect && takes_in(one, other);
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
fn takes_in(one: &Statement<'_>, other: &Statement<'_>) -> bool {
    one.effect.is_some()
        && other.effect.is_some()
        && principals_take_in(one.principals.as_ref(), other.principals.as_ref())
        && list_takes_in(one.actions.as_ref(), other.actions.as_ref(), str::to_ascii_lowercase)
        && list_takes_in(one.resources.as_ref(), other.resources.as_ref(), str::to_owned)
        && one.conditions.iter().all(|condition| other.conditions.iter().any(|it| is_same(condition, it)))
        && one.conditions.is_empty() == one.condition_element.is_none()
}

/// A list without what is taken out of it; what is the opposite of a list, only the same one.
fn list_takes_in(one: Option<&Listed>, other: Option<&Listed>, normal: fn(&str) -> String) -> bool {
    let (Some(one), Some(other)) = (one, other) else { return one.is_none() && other.is_none() };
    let texts = |list: &Listed| list.items.iter().map(|item| normal(&item.text)).collect::<Vec<_>>();
    let (ones, others) = (texts(one), texts(other));
    if one.is_opposite || other.is_opposite {
        return one.is_opposite == other.is_opposite && ones == others;
    }
    !others.is_empty() && others.iter().all(|other| ones.iter().any(|one| pattern_takes_in(one, other)))
}

/// As one text, in which a `*` would reach over colons: then only where no more colons are there.
fn pattern_takes_in(pattern: &str, other: &str) -> bool {
    let colons = |text: &str| text.bytes().filter(|byte| *byte == b':').count();
    let is_plain = colons(pattern) == colons(other) && !pattern.contains("${") && !other.contains("${");
    pattern == "*" || pattern == other || is_plain && redundancy::takes_in(pattern, other)
}

fn principals_take_in(one: Option<&Principals>, other: Option<&Principals>) -> bool {
    let (Some(one), Some(other)) = (one, other) else { return one.is_none() && other.is_none() };
    let ids = |principals: &Principals| {
        principals.listed.iter().map(|it| (it.kind.clone(), it.id.text.clone())).collect::<Vec<_>>()
    };
    let (ones, others) = (ids(one), ids(other));
    if one.is_opposite || other.is_opposite {
        return one.is_opposite == other.is_opposite && ones == others;
    }
    one.listed.iter().any(Principal::is_everyone) || (!others.is_empty() && others.iter().all(|it| ones.contains(it)))
}

fn is_same(one: &Condition, other: &Condition) -> bool {
    let values = |condition: &Condition| condition.values.iter().map(|value| value.text.clone()).collect::<Vec<_>>();
    one.operator == other.operator && one.key.text.eq_ignore_ascii_case(&other.key.text) && values(one) == values(other)
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
