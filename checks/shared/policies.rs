//! How a policy that allows too much is mended: by another text in its place, without locking out whom awslab runs as.

use awslab_core::context::Context;
use awslab_core::model::PolicyText;
use awslab_core::nouns::{HeldPolicy, PolicyOwner, Principal};
use awslab_core::verdict::{Observation, Verdict, all};
use awslab_policy::{Document, Statement, narrow};

/// The commands that leave reading only of a policy that allows whole services.
pub(crate) fn narrow_fixes(cx: &Context<'_>, policy: &HeldPolicy<'_>, found: &Observation) -> Verdict {
    if cx.caller_holds(policy) {
        return found.clone().fix(KEEP_YOURSELF_IN).verdict();
    }
    let fix = match policy.owner {
        PolicyOwner::Managed(_) if policy.is_customer_managed() => NARROW_MANAGED,
        PolicyOwner::Inline(Principal::User(_)) => NARROW_IN_USER,
        PolicyOwner::Inline(Principal::Group(_)) => NARROW_IN_GROUP,
        PolicyOwner::Inline(Principal::Role(_)) => NARROW_IN_ROLE,
        // What AWS wrote cannot be narrowed: it is taken from each who holds it.
        PolicyOwner::Managed(_) => {
            return all(policy.holders.iter().map(|holder| detach(found.clone(), *holder).verdict()));
        }
    };
    found.clone().name("document", policy.text.map(narrower).unwrap_or_default()).fix(fix).verdict()
}

/// The command that gives a policy another text. Without one, or where the policy cannot be changed, it is taken away.
pub(crate) fn rewrite_fixes(
    cx: &Context<'_>,
    policy: &HeldPolicy<'_>,
    found: &Observation,
    document: Option<String>,
) -> Verdict {
    let (Some(document), false) = (document, cx.caller_holds(policy)) else { return narrow_fixes(cx, policy, found) };
    let fix = match policy.owner {
        PolicyOwner::Managed(_) if policy.is_customer_managed() => REWRITE_MANAGED,
        PolicyOwner::Managed(_) => return narrow_fixes(cx, policy, found),
        PolicyOwner::Inline(Principal::User(_)) => REWRITE_IN_USER,
        PolicyOwner::Inline(Principal::Group(_)) => REWRITE_IN_GROUP,
        PolicyOwner::Inline(Principal::Role(_)) => REWRITE_IN_ROLE,
    };
    found.clone().name("document", document).fix(fix).verdict()
}

fn detach(found: Observation, holder: Principal<'_>) -> Observation {
    match holder {
        Principal::User(user) => found.name("user", &user.user_name).fix(DETACH_FROM_USER),
        Principal::Group(group) => found.name("group", &group.group_name).fix(DETACH_FROM_GROUP),
        Principal::Role(role) => found.name("role", &role.role_name).fix(DETACH_FROM_ROLE),
    }
}

/// The statements of a policy that allow whole services, in words.
pub(crate) fn wide(document: &Document) -> Vec<String> {
    let in_words = |(label, statement): (String, &Statement)| match &statement.whole_services()[..] {
        [] => None,
        patterns => Some(format!("{label} allows {}", patterns.join(", "))),
    };
    document.allows().filter_map(in_words).collect()
}

/// The text with reading only.
pub(crate) fn narrower(text: &PolicyText) -> String {
    narrow(text.as_str()).unwrap_or_default()
}

const KEEP_YOURSELF_IN: &str =
    "# You run awslab by the policy {policy-name}: narrow it as somebody else, or you may lock yourself out.";

pub(crate) const NARROW_MANAGED: &str = "\
    # This leaves reading only: add the actions that the work needs.\n\
    aws iam create-policy-version --policy-arn {policy} --set-as-default --policy-document '{document}'";
pub(crate) const NARROW_IN_USER: &str = "\
    # This leaves reading only, through a group: add the actions that the work needs.\n\
    aws iam create-group --group-name {user}-work\n\
    aws iam put-group-policy --group-name {user}-work --policy-name {policy-name} --policy-document '{document}'\n\
    aws iam add-user-to-group --group-name {user}-work --user-name {user}\n\
    aws iam delete-user-policy --user-name {user} --policy-name {policy-name}";
const NARROW_IN_GROUP: &str = "\
    # This leaves reading only: add the actions that the work needs.\n\
    aws iam put-group-policy --group-name {group} --policy-name {policy-name} --policy-document '{document}'";
const NARROW_IN_ROLE: &str = "\
    # This leaves reading only: add the actions that the work needs.\n\
    aws iam put-role-policy --role-name {role} --policy-name {policy-name} --policy-document '{document}'";

pub(crate) const REWRITE_MANAGED: &str = "\
    # Read it through first: what is in capitals is yours to fill in.\n\
    aws iam create-policy-version --policy-arn {policy} --set-as-default --policy-document '{document}'";
const REWRITE_IN_USER: &str = "\
    # This holds it through a group. Read it through first: what is in capitals is yours to fill in.\n\
    aws iam create-group --group-name {user}-work\n\
    aws iam put-group-policy --group-name {user}-work --policy-name {policy-name} --policy-document '{document}'\n\
    aws iam add-user-to-group --group-name {user}-work --user-name {user}\n\
    aws iam delete-user-policy --user-name {user} --policy-name {policy-name}";
const REWRITE_IN_GROUP: &str = "\
    # Read it through first: what is in capitals is yours to fill in.\n\
    aws iam put-group-policy --group-name {group} --policy-name {policy-name} --policy-document '{document}'";
const REWRITE_IN_ROLE: &str = "\
    # Read it through first: what is in capitals is yours to fill in.\n\
    aws iam put-role-policy --role-name {role} --policy-name {policy-name} --policy-document '{document}'";

pub(crate) const DETACH_FROM_USER: &str = "\
    # AWS wrote this policy: attach one of your own that allows less to a group of {user}, then:\n\
    aws iam detach-user-policy --user-name {user} --policy-arn {policy}";
const DETACH_FROM_GROUP: &str = "\
    # AWS wrote this policy: attach one of your own that allows less, then:\n\
    aws iam detach-group-policy --group-name {group} --policy-arn {policy}";
const DETACH_FROM_ROLE: &str = "\
    # AWS wrote this policy: attach one of your own that allows less, then:\n\
    aws iam detach-role-policy --role-name {role} --policy-arn {policy}";
