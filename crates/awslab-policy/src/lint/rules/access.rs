//! Statements that give more than is needed.

use super::{At, Check, Rule, passing};
use crate::authorization::{self, AccessLevel, Action, ResourceType};
use crate::lint::finding::{Better, Found, Severity};
use crate::lint::keys;
use crate::lint::kind::Kind;
use crate::lint::policy::{Item, Statement};
use crate::whole_service::is_whole_service;

const LEAST: &str = "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege";
const NOT_ACTION: &str = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html";
const NOT_RESOURCE: &str =
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notresource.html";
const NOT_PRINCIPAL: &str =
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html";

/// So many actions tell a learner enough.
pub(super) const SHOWN: usize = 3;

pub(super) const RULES: &[Rule] = &[
    Rule {
        code: "P301",
        name: "allows-everything",
        severity: Severity::Warning,
        protects: "whoever may do everything may also give everything to others",
        page: LEAST,
        check: Check::Action(everything),
    },
    Rule {
        code: "P302",
        name: "allows-whole-service",
        severity: Severity::Warning,
        protects: "a whole service holds deleting, and giving access to others, beside what is needed",
        page: LEAST,
        check: Check::Action(whole_service),
    },
    Rule {
        code: "P303",
        name: "allows-all-but-actions",
        severity: Severity::Warning,
        protects: "Allow with NotAction gives every action that is not listed, those of services to come too",
        page: NOT_ACTION,
        check: Check::Statement(all_but_actions),
    },
    Rule {
        code: "P304",
        name: "allows-all-but-resources",
        severity: Severity::Warning,
        protects: "Allow with NotResource gives every resource that is not listed, those to come too",
        page: NOT_RESOURCE,
        check: Check::Statement(all_but_resources),
    },
    Rule {
        code: "P305",
        name: "allows-all-but-principals",
        severity: Severity::Warning,
        protects: "Allow with NotPrincipal gives access to everyone who is not listed, strangers too",
        page: NOT_PRINCIPAL,
        check: Check::Statement(all_but_principals),
    },
    Rule {
        code: "P306",
        name: "denies-all-but-principals",
        severity: Severity::Warning,
        protects: "Deny with NotPrincipal also refuses those listed, unless their account, role and session are listed as well",
        page: NOT_PRINCIPAL,
        check: Check::Statement(denies_all_but_principals),
    },
    Rule {
        code: "P307",
        name: "writes-anywhere",
        severity: Severity::Warning,
        protects: "what may change every resource may change the wrong one",
        page: LEAST,
        check: Check::Action(writes_anywhere),
    },
];

/// A boundary, an SCP or an endpoint policy allows everything in order to leave the decision to others.
fn gives(At { policy, statement }: At<'_>) -> bool {
    statement.allows() && policy.kind.gives_access()
}

/// In a resource's own policy everything is everything that can be done to it.
pub(super) fn gives_to_whom_it_is_attached(at: At<'_>) -> bool {
    gives(at) && at.policy.kind == Kind::Identity
}

pub(super) fn lists_actions(At { statement, .. }: At<'_>) -> bool {
    statement.actions.as_ref().is_some_and(|actions| !actions.is_opposite)
}

fn everything(at: At<'_>, action: &Item) -> Option<Found> {
    let is_everything = !action.text.contains(':') || action.text.starts_with("*:");
    let is_found = lists_actions(at) && gives(at) && is_everything && is_whole_service(&action.text);
    is_found.then(|| Found::at(&action.place, "this allows every action of every service; list those that are needed"))
}

fn whole_service(at: At<'_>, action: &Item) -> Option<Found> {
    let (prefix, _) = action.text.split_once(':')?;
    let is_found = lists_actions(at)
        && gives_to_whom_it_is_attached(at)
        && !prefix.contains('*')
        && is_whole_service(&action.text);
    is_found.then(|| {
        let service = authorization::service(prefix).map_or(prefix, |service| service.name);
        let message = format!("this allows every action of {service}; list those that are needed");
        Found::at(&action.place, message)
            .better(at.statement.replacing(action, &[format!("{prefix}:Get*"), format!("{prefix}:List*")]))
    })
}

fn all_but_actions(at: At<'_>) -> Vec<Found> {
    let opposite = at.statement.actions.iter().filter(|actions| gives(at) && actions.is_opposite);
    opposite
        .map(|actions| {
            let better = at.statement.with(|json| {
                if let Some(listed) = json.shift_remove("NotAction") {
                    json.insert("Effect".to_owned(), "Deny".into());
                    json.insert("Action".to_owned(), listed);
                }
            });
            let message =
                "this allows every action but those listed; list what is allowed, or refuse with Deny what is not";
            Found::at(&actions.place, message).better(better)
        })
        .collect()
}

fn all_but_resources(at: At<'_>) -> Vec<Found> {
    let opposite = at.statement.resources.iter().filter(|resources| gives(at) && resources.is_opposite);
    opposite
        .map(|resources| {
            let better = at.statement.with(|json| {
                if let Some(listed) = json.shift_remove("NotResource") {
                    json.insert("Effect".to_owned(), "Deny".into());
                    json.insert("Resource".to_owned(), listed);
                }
            });
            let message = "this allows every resource but those listed; name those that are meant, or refuse the others with Deny";
            Found::at(&resources.place, message).better(better)
        })
        .collect()
}

fn all_but_principals(At { statement, .. }: At<'_>) -> Vec<Found> {
    let opposite = statement.principals.iter().filter(|principals| statement.allows() && principals.is_opposite);
    let message =
        "this allows everyone but those listed, without signing in too; name those that are meant in Principal";
    opposite.map(|principals| Found::at(&principals.place, message)).collect()
}

fn denies_all_but_principals(At { statement, .. }: At<'_>) -> Vec<Found> {
    let opposite = statement.principals.iter().filter(|principals| statement.denies() && principals.is_opposite);
    opposite
        .map(|principals| {
            let ids: Vec<String> = principals.listed.iter().map(|principal| principal.id.text.clone()).collect();
            let better = statement.with_condition("ArnNotEquals", "aws:PrincipalArn", ids).map(with_everyone);
            let message = "this refuses those listed too, where their account or role is not listed, and whoever has a boundary; \
                ask for aws:PrincipalArn instead";
            Found::at(&principals.place, message).better(better)
        })
        .collect()
}

fn with_everyone(mut better: Better) -> Better {
    if let Some(json) = better.json.as_object_mut() {
        json.shift_remove("NotPrincipal");
        json.insert("Principal".to_owned(), "*".into());
    }
    better
}

fn writes_anywhere(at: At<'_>, action: &Item) -> Option<Found> {
    let is_wide = action.text == "*" || is_whole_service(&action.text);
    let is_open = gives_to_whom_it_is_attached(at) && lists_actions(at) && at.statement.is_about_everything();
    if is_wide || !is_open || passing::passes_roles(action) {
        return None;
    }
    let expanded = authorization::expand(&action.text);
    let writes: Vec<&Action> = expanded
        .into_iter()
        .filter(|it| it.is_scopable() && writes(it.level) && !is_narrowed(at.statement, it))
        .collect();
    let first = writes.first()?;
    let names: Vec<String> = writes.iter().take(SHOWN).map(ToString::to_string).collect();
    let more = if writes.len() > SHOWN { format!(" and {} more", writes.len() - SHOWN) } else { String::new() };
    let message =
        format!("{}{more} can change any resource of the account; name those that are meant", names.join(", "));
    let better = at.statement.with_action_alone(action, examples(first));
    Some(Found::at(&action.place, message).better(better))
}

fn writes(level: AccessLevel) -> bool {
    matches!(level, AccessLevel::Write | AccessLevel::Tagging | AccessLevel::PermissionsManagement)
}

/// Whether a condition tells the action's resources apart, by their tags or by what else their type is known by.
fn is_narrowed(statement: &Statement<'_>, action: &Action) -> bool {
    let known = || action.resource_types().flat_map(|it| it.condition_keys.iter().copied());
    let tells_apart =
        |key: &str| keys::is_named("aws:ResourceTag/${TagKey}", key) || known().any(|name| keys::is_named(name, key));
    statement.conditions.iter().any(|condition| condition.demands_a_value() && tells_apart(&condition.key.text))
}

/// The resources that an action always needs, or else all that it can be about.
fn examples(action: &Action) -> Vec<String> {
    let required: Vec<&ResourceType> = action.required_resource_types().collect();
    let types = if required.is_empty() { action.resource_types().collect() } else { required };
    types.into_iter().flat_map(|it| &it.arns).map(|arn| example(arn)).collect()
}

/// `arn:${Partition}:sqs:${Region}:${Account}:${QueueName}` with words that are plainly to be replaced.
fn example(form: &str) -> String {
    form.replace("${Partition}", "aws")
        .replace("${Region}", "eu-west-1")
        .replace("${Account}", "111122223333")
        .replace("${", "")
        .replace('}', "")
}

#[cfg(test)]
mod tests {
    use crate::lint::Kind;
    use crate::lint::tests::{allowing_if, allowing_on, assert_found, assert_found_as, identity, policy_of_resource};

    #[test]
    fn more_than_is_needed() {
        for (code, action, resource, found) in [
            ("P301", "*", r#""*""#, true),
            ("P301", "*:*", r#""*""#, true),
            ("P301", "s3:*", r#""*""#, false),
            ("P302", "s3:*", r#""*""#, true),
            ("P302", "s3:?*", r#""*""#, true),
            ("P302", "s3:Get*", r#""*""#, false),
            ("P307", "s3:DeleteBucket", r#""*""#, true),
            ("P307", "s3:Delete*", r#""*""#, true),
            ("P307", "s3:DeleteBucket", r#""arn:aws:s3:::bucket""#, false),
            ("P307", "s3:GetObject", r#""*""#, false),
            ("P307", "ec2:CreateDhcpOptionsX", r#""*""#, false),
        ] {
            assert_found(code, &allowing_on(action, resource), found);
        }
    }

    #[test]
    fn conditions_that_narrow() {
        for (code, action, condition, found) in [
            ("P307", "ec2:TerminateInstances", r#"{"StringEquals": {"aws:ResourceTag/team": "a"}}"#, false),
            ("P307", "ec2:TerminateInstances", r#"{"ArnEquals": {"ec2:InstanceProfile": "arn:aws:iam::1:x"}}"#, false),
            ("P307", "kms:CreateGrant", r#"{"Bool": {"kms:GrantIsForAWSResource": "true"}}"#, true),
            ("P307", "ec2:TerminateInstances", r#"{"Bool": {"aws:SecureTransport": "true"}}"#, true),
            ("P307", "ec2:TerminateInstances", r#"{"StringEqualsIfExists": {"aws:ResourceTag/team": "a"}}"#, true),
        ] {
            assert_found(code, &allowing_if(action, condition), found);
        }
    }

    #[test]
    fn all_but_what_is_listed() {
        for (code, statement, found) in [
            ("P303", r#"{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}"#, true),
            ("P303", r#"{"Effect": "Deny", "NotAction": "iam:*", "Resource": "*"}"#, false),
            ("P304", r#"{"Effect": "Allow", "Action": "s3:GetObject", "NotResource": "arn:aws:s3:::b/*"}"#, true),
            ("P304", r#"{"Effect": "Deny", "Action": "s3:GetObject", "NotResource": "arn:aws:s3:::b/*"}"#, false),
        ] {
            assert_found(code, &identity(statement), found);
        }
        let without = |effect: &str| {
            policy_of_resource(r#"{"AWS": "111122223333"}"#, "")
                .replace("Principal", "NotPrincipal")
                .replace("Allow", effect)
        };
        for (code, effect, found) in
            [("P305", "Allow", true), ("P305", "Deny", false), ("P306", "Deny", true), ("P306", "Allow", false)]
        {
            assert_found(code, &without(effect), found);
        }
    }

    #[test]
    fn policies_that_only_bound_may_allow_everything() {
        let text = allowing_on("*", r#""*""#);
        for (kind, found) in
            [(Kind::Identity, true), (Kind::Scp, false), (Kind::Boundary, false), (Kind::Session, false)]
        {
            assert_found_as("P301", &text, kind, found);
        }
    }
}
