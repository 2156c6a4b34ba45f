//! Actions by which whoever has them gives access to others, or gets that of others.

use super::access::{SHOWN, gives_to_whom_it_is_attached, lists_actions};
use super::{At, Check, Rule};
use crate::authorization::{self, AccessLevel, Action};
use crate::glob;
use crate::lint::finding::{Found, Severity};
use crate::lint::policy::{Item, Statement};
use crate::whole_service::is_whole_service;

const LEAST: &str = "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege";
const PASS_ROLE: &str = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html";
const SERVICE_LINKED: &str = "https://docs.aws.amazon.com/IAM/latest/UserGuide/using-service-linked-roles.html";

pub(super) const RULES: &[Rule] = &[
    Rule {
        code: "P308",
        name: "passes-any-role",
        severity: Severity::Warning,
        protects: "whoever may pass any role to a service may do whatever any role may",
        page: PASS_ROLE,
        check: Check::Action(passes_any_role),
    },
    Rule {
        code: "P309",
        name: "passes-to-any-service",
        severity: Severity::Suggestion,
        protects: "a role that is passed to another service than the one meant does more than was meant",
        page: PASS_ROLE,
        check: Check::Action(passes_to_any_service),
    },
    Rule {
        code: "P310",
        name: "creates-any-service-linked-role",
        severity: Severity::Suggestion,
        protects: "a role for a service that nobody uses gives that service access",
        page: SERVICE_LINKED,
        check: Check::Action(creates_any_service_linked_role),
    },
    Rule {
        code: "P311",
        name: "gives-access-to-others",
        severity: Severity::Warning,
        protects: "whoever may change the policy of a resource may let anybody in, whatever else is restricted",
        page: LEAST,
        check: Check::Statement(gives_access_to_others),
    },
];

fn passes_any_role(at: At<'_>, action: &Item) -> Option<Found> {
    let any = |resource: &&Item| {
        resource.text == "*" || resource.text.ends_with(":role/*") || resource.text.ends_with(":iam::*:*")
    };
    let resource = at.statement.listed_resources().iter().find(any)?;
    let is_found = gives_to_whom_it_is_attached(at)
        && lists_actions(at)
        && passes_roles(action)
        && !is_narrowed_by_role(at.statement);
    is_found.then(|| {
        let better = at.statement.with_action_alone(action, "arn:aws:iam::111122223333:role/the-role-that-is-meant");
        Found::at(&resource.place, "this lets any role be passed; name the roles that are meant").better(better)
    })
}

fn is_narrowed_by_role(statement: &Statement<'_>) -> bool {
    let is_tag = |key: &str| key.to_ascii_lowercase().contains("resourcetag/");
    statement.conditions.iter().any(|condition| condition.demands_a_value() && is_tag(&condition.key.text))
}

fn passes_to_any_service(at: At<'_>, action: &Item) -> Option<Found> {
    let is_asked = at.statement.asks_about(&["iam:PassedToService", "iam:AssociatedResourceArn"]);
    let is_found = gives_to_whom_it_is_attached(at) && lists_actions(at) && passes_roles(action) && !is_asked;
    is_found.then(|| {
        let better = at.statement.with_condition("StringEquals", "iam:PassedToService", "ec2.amazonaws.com");
        Found::at(&action.place, "say with iam:PassedToService to which service the role is passed").better(better)
    })
}

fn creates_any_service_linked_role(at: At<'_>, action: &Item) -> Option<Found> {
    let is_open = at.statement.is_about_everything() && !at.statement.asks_about(&["iam:AWSServiceName"]);
    let is_found =
        gives_to_whom_it_is_attached(at) && lists_actions(at) && is_open && takes_in(action, "CreateServiceLinkedRole");
    is_found.then(|| {
        let better =
            at.statement.with_condition("StringEquals", "iam:AWSServiceName", "elasticloadbalancing.amazonaws.com");
        Found::at(&action.place, "say with iam:AWSServiceName for which service").better(better)
    })
}

/// Not where everything, or a whole service, is given anyway.
fn gives_access_to_others(at: At<'_>) -> Vec<Found> {
    if !gives_to_whom_it_is_attached(at) {
        return Vec::new();
    }
    let listed = at
        .statement
        .listed_actions()
        .iter()
        .filter(|action| !is_whole_service(&action.text) && !takes_in(action, "PassRole"));
    listed
        .filter_map(|action| {
            let changes_policy = |it: &&Action| {
                it.level == AccessLevel::PermissionsManagement && it.name.contains("Policy") && it.service != "iam"
            };
            let expanded = authorization::expand(&action.text);
            let policies: Vec<String> =
                expanded.into_iter().filter(changes_policy).take(SHOWN).map(ToString::to_string).collect();
            (!policies.is_empty()).then(|| {
                let message = format!(
                    "{} lets whoever has it give access to others; leave it to administrators",
                    policies.join(", ")
                );
                Found::at(&action.place, message)
            })
        })
        .collect()
}

/// Whether an action is about passing roles, and not about everything that IAM can do.
pub(super) fn passes_roles(action: &Item) -> bool {
    takes_in(action, "PassRole")
}

fn takes_in(action: &Item, name: &str) -> bool {
    let Some((prefix, pattern)) = action.text.split_once(':') else { return false };
    let is_of_iam = prefix.eq_ignore_ascii_case("iam") && !is_whole_service(&action.text);
    is_of_iam && glob::matches_ignoring_case(glob::tokens(pattern), name)
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::{allowing_if, allowing_on, assert_found};

    #[test]
    fn access_that_is_handed_on() {
        for (code, action, resource, found) in [
            ("P308", "iam:PassRole", r#""*""#, true),
            ("P308", "iam:PassRole", r#""arn:aws:iam::111122223333:role/*""#, true),
            ("P308", "iam:PassRole", r#""arn:aws:iam::111122223333:role/app-*""#, false),
            ("P309", "iam:PassRole", r#""arn:aws:iam::111122223333:role/app""#, true),
            ("P309", "iam:GetRole", r#""arn:aws:iam::111122223333:role/app""#, false),
            ("P310", "iam:CreateServiceLinkedRole", r#""*""#, true),
            ("P310", "iam:CreateServiceLinkedRole", r#""arn:aws:iam::*:role/aws-service-role/x""#, false),
            ("P311", "s3:PutBucketPolicy", r#""arn:aws:s3:::bucket""#, true),
            ("P311", "s3:Put*", r#""arn:aws:s3:::bucket""#, true),
            ("P311", "s3:PutObject", r#""arn:aws:s3:::bucket/*""#, false),
        ] {
            assert_found(code, &allowing_on(action, resource), found);
        }
        let to_one = r#"{"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}}"#;
        assert_found("P309", &allowing_if("iam:PassRole", to_one), false);
    }
}
