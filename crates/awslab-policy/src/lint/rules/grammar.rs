//! The form of a document: what AWS takes as JSON, and what each kind of policy must and must not have.

use std::collections::HashSet;

use super::{At, Check, Rule};
use crate::lint::finding::{Better, Found, Severity};
use crate::lint::kind::Kind;
use crate::lint::policy::{Policy, Principal};

const GRAMMAR: &str = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html";
const VERSION: &str = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html";
const QUOTAS: &str = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html";
const SID: &str = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html";
const PRINCIPAL: &str = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html";
const TRUST: &str = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-role-trust-policy.html";
const RESOURCE: &str = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html";
const RCP: &str = "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html";

/// The first two are for those who read the text.
pub(super) const RULES: &[Rule] = &[
    Rule {
        code: "P001",
        name: "malformed-json",
        severity: Severity::Error,
        protects: "AWS refuses a text that is no JSON",
        page: GRAMMAR,
        check: Check::Reader,
    },
    Rule {
        code: "P002",
        name: "malformed-document",
        severity: Severity::Error,
        protects: "AWS refuses elements that it does not know, that are missing, or that are of another kind than it wants",
        page: GRAMMAR,
        check: Check::Reader,
    },
    Rule {
        code: "P003",
        name: "missing-version",
        severity: Severity::Suggestion,
        protects: "without a Version, AWS takes that of 2008, in which variables are plain text",
        page: VERSION,
        check: Check::Policy(missing_version),
    },
    Rule {
        code: "P004",
        name: "old-version",
        severity: Severity::Suggestion,
        protects: "in the Version of 2008 variables are plain text",
        page: VERSION,
        check: Check::Policy(old_version),
    },
    Rule {
        code: "P005",
        name: "too-long",
        severity: Severity::Error,
        protects: "AWS refuses a policy that is longer than its kind may be",
        page: QUOTAS,
        check: Check::Policy(too_long),
    },
    Rule {
        code: "P006",
        name: "repeated-sid",
        severity: Severity::Error,
        protects: "IAM and Organizations refuse a policy in which two statements have the same Sid",
        page: SID,
        check: Check::Policy(repeated_sid),
    },
    Rule {
        code: "P007",
        name: "sid-characters",
        severity: Severity::Error,
        protects: "IAM refuses a Sid with other characters than letters and digits",
        page: SID,
        check: Check::Statement(sid_characters),
    },
    Rule {
        code: "P008",
        name: "empty-list",
        severity: Severity::Error,
        protects: "a statement about nothing does nothing",
        page: GRAMMAR,
        check: Check::Statement(empty_list),
    },
    Rule {
        code: "P009",
        name: "empty-condition",
        severity: Severity::Suggestion,
        protects: "an empty condition restricts nothing, though it looks as if something was to be restricted",
        page: GRAMMAR,
        check: Check::Statement(empty_condition),
    },
    Rule {
        code: "P010",
        name: "principal-in-wrong-policy",
        severity: Severity::Error,
        protects: "AWS refuses a policy of a user, group or role that names principals: it is about whom it is attached to",
        page: PRINCIPAL,
        check: Check::Statement(principal_in_wrong_policy),
    },
    Rule {
        code: "P011",
        name: "missing-principal",
        severity: Severity::Error,
        protects: "AWS refuses a policy of a resource that does not say whom it is about",
        page: PRINCIPAL,
        check: Check::Statement(missing_principal),
    },
    Rule {
        code: "P012",
        name: "resource-in-trust-policy",
        severity: Severity::Error,
        protects: "AWS refuses a trust policy with resources: it is about the role that it belongs to",
        page: TRUST,
        check: Check::Statement(resource_in_trust_policy),
    },
    Rule {
        code: "P013",
        name: "missing-resource",
        severity: Severity::Error,
        protects: "AWS refuses a policy of a user, group or role that does not say what may be acted on",
        page: RESOURCE,
        check: Check::Statement(missing_resource),
    },
    Rule {
        code: "P014",
        name: "not-for-an-rcp",
        severity: Severity::Error,
        protects: "Organizations refuses resource control policies that allow, or that name somebody",
        page: RCP,
        check: Check::Statement(not_for_an_rcp),
    },
    Rule {
        code: "P015",
        name: "not-for-a-trust-policy",
        severity: Severity::Error,
        protects: "IAM refuses trust policies with actions other than those by which a role is assumed",
        page: TRUST,
        check: Check::Statement(not_for_a_trust_policy),
    },
];

fn missing_version(policy: &Policy<'_>) -> Vec<Found> {
    if policy.version.is_some() || policy.statements.is_empty() {
        return Vec::new();
    }
    let better = Better::at("Version", "2012-10-17");
    vec![Found::at(&policy.place, "there is no Version; name the current one").better(better)]
}

fn old_version(policy: &Policy<'_>) -> Vec<Found> {
    let old = policy.version.iter().filter(|version| version.text == "2008-10-17");
    old.map(|version| {
        Found::at(&version.place, "this Version is out of date; name the current one")
            .better(version.replaced_by("2012-10-17"))
    })
    .collect()
}

fn too_long(policy: &Policy<'_>) -> Vec<Found> {
    let quota = policy.kind.quota();
    let all = policy.source.chars();
    let length = if quota.counts_blanks { all.count() } else { all.filter(|it| !it.is_whitespace()).count() };
    if length <= quota.characters {
        return Vec::new();
    }
    let counted = if quota.counts_blanks { "" } else { ", blanks not counted" };
    let message = format!("it has {length} characters{counted}; AWS takes {} in a {}", quota.characters, policy.kind);
    vec![Found::at(&policy.place, message)]
}

/// The services that keep policies of resources mind it less.
fn repeated_sid(policy: &Policy<'_>) -> Vec<Found> {
    if matches!(policy.kind, Kind::Resource | Kind::Endpoint) {
        return Vec::new();
    }
    let mut seen = HashSet::new();
    let sids = policy.statements.iter().filter_map(|statement| statement.sid.as_ref());
    let repeated = sids.filter(|sid| !sid.text.is_empty() && !seen.insert(sid.text.as_str()));
    repeated
        .map(|sid| {
            Found::at(&sid.place, format!("another statement has the Sid {:?}; give it one of its own", sid.text))
        })
        .collect()
}

fn sid_characters(At { policy, statement }: At<'_>) -> Vec<Found> {
    let is_fine = |sid: &str| sid.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let Some(sid) = statement.sid.as_ref().filter(|sid| !is_fine(&sid.text)) else { return Vec::new() };
    if matches!(policy.kind, Kind::Resource | Kind::Endpoint) {
        return Vec::new();
    }
    let plain: String = sid.text.chars().filter(char::is_ascii_alphanumeric).collect();
    vec![Found::at(&sid.place, "a Sid takes letters and digits only").better(sid.replaced_by(plain))]
}

fn empty_list(At { statement, .. }: At<'_>) -> Vec<Found> {
    let lists = [&statement.actions, &statement.resources].into_iter().flatten().filter(|list| list.items.is_empty());
    let lists =
        lists.map(|list| (&list.place, format!("{} lists nothing, so that the statement does nothing", list.name)));
    let principals = statement.principals.iter().filter(|principals| principals.listed.is_empty());
    let principals = principals.map(|it| (&it.place, "nobody is named, so that the statement does nothing".to_owned()));
    let conditions = statement.conditions.iter().filter(|condition| condition.values.is_empty());
    let conditions = conditions.map(|it| (&it.key.place, format!("{} is compared with nothing", it.key.text)));
    lists.chain(principals).chain(conditions).map(|(place, message)| Found::at(place, message)).collect()
}

fn empty_condition(At { statement, .. }: At<'_>) -> Vec<Found> {
    let empty = statement.condition_element.iter().filter(|_| statement.conditions.is_empty());
    empty
        .map(|place| Found::at(place, "this condition asks for nothing; say what it is to ask for, or leave it out"))
        .collect()
}

fn principal_in_wrong_policy(At { policy, statement }: At<'_>) -> Vec<Found> {
    let named = statement.principals.iter().filter(|_| !policy.kind.names_principals());
    named
        .map(|principals| {
            let better = statement.with(|json| {
                json.shift_remove("Principal");
                json.shift_remove("NotPrincipal");
            });
            let message = format!("AWS takes no principal in a {}; it is about whom it is attached to", policy.kind);
            Found::at(&principals.place, message).better(better)
        })
        .collect()
}

fn missing_principal(At { policy, statement }: At<'_>) -> Vec<Found> {
    if !policy.kind.names_principals() || statement.principals.is_some() {
        return Vec::new();
    }
    vec![Found::at(
        &statement.place,
        format!("a statement of a {} must say whom it is about, in Principal", policy.kind),
    )]
}

fn resource_in_trust_policy(At { policy, statement }: At<'_>) -> Vec<Found> {
    let named = statement.resources.iter().filter(|_| policy.kind == Kind::Trust);
    named
        .map(|resources| {
            let better = statement.with(|json| {
                json.shift_remove("Resource");
                json.shift_remove("NotResource");
            });
            let message = format!("AWS takes no {} in a trust policy: it is about its role", resources.name);
            Found::at(&resources.place, message).better(better)
        })
        .collect()
}

fn missing_resource(At { policy, statement }: At<'_>) -> Vec<Found> {
    if matches!(policy.kind, Kind::Resource | Kind::Trust) || statement.resources.is_some() {
        return Vec::new();
    }
    vec![Found::at(&statement.place, "the statement does not say what may be acted on; name it in Resource")]
}

fn not_for_an_rcp(At { policy, statement }: At<'_>) -> Vec<Found> {
    if policy.kind != Kind::Rcp {
        return Vec::new();
    }
    let allows = statement.allows().then(|| Found::at(&statement.place, "a resource control policy can only deny"));
    let named = statement.listed_principals().iter().filter(|principal| !principal.is_everyone());
    let named = named.map(|Principal { id, .. }| {
        Found::at(
            &id.place,
            "a resource control policy is about everyone; name exceptions in a condition on aws:PrincipalArn",
        )
        .better(Better::at(format!("{}.Principal", statement.place.path), "*"))
    });
    allows.into_iter().chain(named).collect()
}

/// <https://docs.aws.amazon.com/STS/latest/APIReference/API_Operations.html>
fn not_for_a_trust_policy(At { policy, statement }: At<'_>) -> Vec<Found> {
    const TAKEN: &[&str] = &[
        "sts:assumerole",
        "sts:assumerolewithsaml",
        "sts:assumerolewithwebidentity",
        "sts:setsourceidentity",
        "sts:setcontext",
        "sts:tagsession",
    ];
    if policy.kind != Kind::Trust {
        return Vec::new();
    }
    let is_taken = |action: &str| action.contains('*') || TAKEN.contains(&action.to_lowercase().as_str());
    let others = statement.listed_actions().iter().filter(|action| !is_taken(&action.text));
    others
        .map(|action| {
            Found::at(&action.place, format!("{} is no way to assume a role; sts:AssumeRole is", action.text))
        })
        .collect()
}
