//! Who holds which policies, and how widely they allow.

use awslab_core::context::Context;
use awslab_core::model::User;
use awslab_core::nouns::{HeldPolicy, PolicyOwner, Principal};
use awslab_core::verdict::{Miss, Subject, Verdict, all};

use super::fixes::{ATTACH_TO_ROLE, MOVE_INLINE_POLICY_TO_GROUP};
use super::some_users;
use crate::shared::policies::{DETACH_FROM_USER, NARROW_IN_USER, narrow_fixes, narrower, wide};

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
