//! The actions that a statement names.

use super::{At, Check, Rule, nearest, redundancy};
use crate::authorization;
use crate::lint::finding::{Found, Severity};
use crate::lint::policy::Item;

const ACTION: &str = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html";
const REFERENCE: &str = "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html";

pub(super) const RULES: &[Rule] = &[
    Rule {
        code: "P101",
        name: "blank-in-action",
        severity: Severity::Error,
        protects: "an action with a blank or a comma is none that AWS knows, so that it gives or refuses nothing",
        page: ACTION,
        check: Check::Action(blank),
    },
    Rule {
        code: "P102",
        name: "wildcard-in-service",
        severity: Severity::Error,
        protects: "AWS takes no wildcard in the name of a service, only `*` for everything",
        page: ACTION,
        check: Check::Action(wildcard_in_service),
    },
    Rule {
        code: "P103",
        name: "misspelt-action",
        severity: Severity::Error,
        protects: "an action that does not exist gives or refuses nothing, and nobody is told",
        page: REFERENCE,
        check: Check::Action(misspelt),
    },
    Rule {
        code: "P104",
        name: "unknown-action",
        severity: Severity::Warning,
        protects: "an action that AWS no longer lists most likely gives or refuses nothing",
        page: REFERENCE,
        check: Check::Action(unknown),
    },
    Rule {
        code: "P105",
        name: "redundant-action",
        severity: Severity::Suggestion,
        protects: "what another action of the list takes in already makes a policy longer and harder to read",
        page: ACTION,
        check: Check::Statement(redundant),
    },
];

fn blank(at: At<'_>, action: &Item) -> Option<Found> {
    let is_odd = |char: char| char.is_whitespace() || matches!(char, ',' | ';');
    if !action.text.contains(is_odd) {
        return None;
    }
    let parts: Vec<&str> = action.text.split(is_odd).filter(|part| !part.is_empty()).collect();
    let message = "AWS takes blanks and commas for a part of the name, so that this is no action that exists";
    let parts: Vec<String> = parts.into_iter().map(str::to_owned).collect();
    Some(Found::at(&action.place, message).better(at.statement.replacing(action, &parts)))
}

fn wildcard_in_service(_: At<'_>, action: &Item) -> Option<Found> {
    let (service, name) = action.text.split_once(':').unwrap_or((&action.text, ""));
    let is_everything = action.text == "*" || action.text == "*:*";
    (service.contains(['*', '?']) && !is_everything).then(|| {
        let message = format!("a service is named in full; {service:?} is none");
        let name = if name.is_empty() { "*" } else { name };
        Found::at(&action.place, message).better(action.replaced_by(format!("s3:{name}")))
    })
}

fn misspelt(_: At<'_>, action: &Item) -> Option<Found> {
    let meant = correction(&action.text)?;
    let message = format!("{} does not exist, so that this does nothing; {meant} does", action.text);
    Some(Found::at(&action.place, message).better(action.replaced_by(meant)))
}

fn unknown(_: At<'_>, action: &Item) -> Option<Found> {
    let (prefix, _name) = named_parts(&action.text)?;
    if is_known(&action.text) || correction(&action.text).is_some() {
        return None;
    }
    let as_of = authorization::published();
    Some(Found::at(
        &action.place,
        match authorization::service(prefix) {
            None => format!("AWS lists no service {prefix:?}, as of {as_of}"),
            Some(service) if action.text.contains(['*', '?']) => {
                format!("no action of {} is like this, as of {as_of}", service.name)
            }
            Some(service) => format!("{} has no such action, as of {as_of}", service.name),
        },
    ))
}

/// The one that is most likely meant, when there is no such action.
fn correction(action: &str) -> Option<String> {
    let (prefix, name) = named_parts(action)?;
    if is_known(action) {
        return None;
    }
    let Some(service) = authorization::service(prefix) else {
        let prefix = nearest(prefix, authorization::services().iter().map(|service| service.prefix))?;
        return Some(format!("{prefix}:{name}")).filter(|meant| is_known(meant));
    };
    let name =
        nearest(name, service.actions.iter().map(|action| action.name)).filter(|_| !name.contains(['*', '?']))?;
    Some(format!("{prefix}:{name}"))
}

/// The service and the name, unless another rule is about what is wrong with them.
fn named_parts(action: &str) -> Option<(&str, &str)> {
    let (prefix, name) = action.split_once(':')?;
    let is_plain = |text: &str| !text.is_empty() && !text.contains(|it: char| it.is_whitespace() || it == ',');
    (is_plain(prefix) && is_plain(name) && !prefix.contains(['*', '?'])).then_some((prefix, name))
}

fn is_known(pattern: &str) -> bool {
    if pattern.contains(['*', '?']) {
        !authorization::expand(pattern).is_empty()
    } else {
        authorization::action(pattern).is_some()
    }
}

fn redundant(At { policy, statement }: At<'_>) -> Vec<Found> {
    statement.actions.iter().flat_map(|actions| redundancy::within(actions, &policy.comparisons, takes_in)).collect()
}

/// Whether every action that the other pattern takes in is taken in by this one.
pub(super) fn takes_in(pattern: &str, other: &str) -> bool {
    match (pattern.split_once(':'), other.split_once(':')) {
        (Some((service, name)), Some((other_service, other_name))) => {
            service.eq_ignore_ascii_case(other_service) && redundancy::takes_in_ignoring_case(name, other_name)
        }
        _ => pattern == "*",
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::{allowing, assert_found};

    #[test]
    fn names_that_are_no_actions() {
        for (code, actions, found) in [
            ("P101", r#""s3:GetObject ""#, true),
            ("P101", r#""s3:GetObject, s3:PutObject""#, true),
            ("P101", r#""s3:GetObject""#, false),
            ("P102", r#""*:Get*""#, true),
            ("P102", r#""s*:GetObject""#, true),
            ("P102", r#""*""#, false),
            ("P102", r#""*:*""#, false),
            ("P103", r#""s3:GetObjects""#, true),
            ("P103", r#""s4:GetObject""#, true),
            ("P103", r#""iam:list""#, false),
            ("P103", r#""S3:getobject""#, false),
            ("P104", r#""iam:list""#, true),
            ("P104", r#""s3:Nothing*""#, true),
            ("P104", r#""no-such-service:Get""#, true),
            ("P104", r#""s3:GetObjects""#, false),
            ("P104", r#""s3:Get*""#, false),
            ("P105", r#"["s3:Get*", "S3:GetObject"]"#, true),
            ("P105", r#"["s3:Get*", "s3:*Object"]"#, false),
            ("P105", r#"["s3:?etObject", "s3:*etObject"]"#, true),
        ] {
            assert_found(code, &allowing(actions), found);
        }
    }

    #[test]
    fn a_pattern_takes_in_what_another_does() {
        for (pattern, other, expected) in [
            ("*", "s3:Get*", true),
            ("s3:*", "s3:Get*", true),
            ("s3:Get*", "s3:*", false),
            ("s3:?et", "s3:*et", false),
            ("s3:Get?", "s3:Get?", true),
            ("s3:*", "ec2:*", false),
        ] {
            assert_eq!(super::takes_in(pattern, other), expected, "{pattern} and {other}");
        }
    }
}
