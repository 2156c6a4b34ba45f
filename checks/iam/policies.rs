//! Who holds which policies, and how widely they allow.

use awslab_core::context::Context;
use awslab_core::model::{PolicyText, User};
use awslab_core::nouns::{HeldPolicy, PolicyOwner, Principal};
use awslab_core::verdict::{Miss, Observation, Subject, Verdict, all};
use awslab_policy::{Document, Statement, narrow};

use super::fixes::{
    ATTACH_TO_ROLE, DETACH_FROM_GROUP, DETACH_FROM_ROLE, DETACH_FROM_USER, KEEP_YOURSELF_IN,
    MOVE_INLINE_POLICY_TO_GROUP, NARROW_IN_GROUP, NARROW_IN_ROLE, NARROW_IN_USER, NARROW_MANAGED, REWRITE_IN_GROUP,
    REWRITE_IN_ROLE, REWRITE_IN_USER, REWRITE_MANAGED,
};
use super::some_users;

pub(super) fn customer_policy(cx: &Context<'_>) -> Verdict {
    let own: Vec<HeldPolicy<'_>> = held_policies(cx)?.into_iter().filter(HeldPolicy::is_customer_managed).collect();
    let expected = "a customer-managed policy on a user, a role or a group with users";
    if own.is_empty() {
        let none = cx.observe_account("policies", false, expected, "none");
        return match (&cx.users()?[..], &cx.roles()?[..]) {
            ([user, ..], _) => none.name("user", &user.user_name).verdict(),
            ([], [role, ..]) => none.name("role", &role.role_name).fix(ATTACH_TO_ROLE).verdict(),
            ([], []) => Err(Miss::Blocked("user")),
        };
    }
    all(own.iter().map(|policy| {
        let actual = format!("attached to {}", in_words(&policy.holders));
        policy.observe("policy", true, expected, actual).verdict()
    }))
}

pub(super) fn groups(cx: &Context<'_>) -> Verdict {
    let users = some_users(cx)?;
    let held = held_policies(cx)?;
    all(users.into_iter().map(|user| {
        let direct: Vec<Verdict> = held.iter().filter_map(|policy| held_directly(cx, user, policy)).collect();
        if !direct.is_empty() {
            return all(direct);
        }
        let groups = user.group_list.join(", ");
        let actual = if groups.is_empty() { "none".to_owned() } else { format!("through {groups}") };
        user.observe("policies", true, "none but through groups", actual).verdict()
    }))
}

/// That a user holds a policy past the groups, if so.
fn held_directly(cx: &Context<'_>, user: &User, policy: &HeldPolicy<'_>) -> Option<Verdict> {
    policy.holders.iter().find(|it| matches!(it, Principal::User(holder) if holder.arn == user.arn))?;
    // What allows whole services is not to be spread to a group as it is, unless that would lock out its own user.
    let is_wide = !cx.is_caller(Principal::User(user)) && policy.document().is_ok_and(|it| !wide(&it).is_empty());
    let observation = match policy.owner {
        PolicyOwner::Managed(arn) => user.observe("attached policy", false, "none: through a group", arn),
        PolicyOwner::Inline(_) => user.observe("inline policy", false, "none: through a group", policy.name),
    };
    let observation = observation.with_names(policy.names());
    let observation = match (policy.owner, policy.text) {
        (PolicyOwner::Managed(_), _) if is_wide && !policy.is_customer_managed() => observation.fix(DETACH_FROM_USER),
        (PolicyOwner::Inline(_), Some(text)) if is_wide => {
            observation.name("document", narrower(text)).fix(NARROW_IN_USER)
        }
        (PolicyOwner::Inline(_), Some(text)) => {
            observation.name("document", text.on_one_line()).fix(MOVE_INLINE_POLICY_TO_GROUP)
        }
        _ => observation,
    };
    Some(observation.verdict())
}

pub(super) fn no_wildcard_actions(cx: &Context<'_>) -> Verdict {
    let held = held_policies(cx)?;
    if held.is_empty() {
        return Err(Miss::Blocked("customer-policy"));
    }
    all(held.iter().map(|policy| {
        let wide = wide(&policy.document()?);
        let property = match policy.owner {
            PolicyOwner::Managed(_) => "whole services".to_owned(),
            PolicyOwner::Inline(_) => format!("whole services in inline policy {}", policy.name),
        };
        if wide.is_empty() {
            return policy.observe(&property, true, "none", "none").verdict();
        }
        let actual = format!("{}; held by {}", wide.join("; "), in_words(&policy.holders));
        narrow_fixes(cx, policy, &policy.observe(&property, false, "none", actual))
    }))
}

/// How a policy that allows whole services is mended, without locking out whom awslab runs as.
pub(super) fn narrow_fixes(cx: &Context<'_>, policy: &HeldPolicy<'_>, found: &Observation) -> Verdict {
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
pub(super) fn rewrite_fixes(
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
pub(super) fn wide(document: &Document) -> Vec<String> {
    let in_words = |(label, statement): (String, &Statement)| match &statement.whole_services()[..] {
        [] => None,
        patterns => Some(format!("{label} allows {}", patterns.join(", "))),
    };
    document.allows().filter_map(in_words).collect()
}

fn narrower(text: &PolicyText) -> String {
    narrow(text.as_str()).unwrap_or_default()
}

fn in_words(holders: &[Principal<'_>]) -> String {
    holders.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// The policies that somebody in scope holds. Where nobody can tell even the users, see above.
pub(super) fn held_policies<'a>(cx: &Context<'a>) -> Result<Vec<HeldPolicy<'a>>, Miss> {
    if cx.users().is_err() {
        return Err(Miss::Blocked("user"));
    }
    cx.held_policies()
}
