//! Who is no administrator, and could become one.

use awslab_core::context::Context;
use awslab_core::model::PolicyText;
use awslab_core::nouns::Principal;
use awslab_core::verdict::{Subject, Verdict, all};
use awslab_policy::escalation::{GrantingStatement, Path, Standing};
use awslab_policy::take_away;

use super::policies::{narrow_fixes, rewrite_fixes, wide};
use super::power::some_policies;
use crate::shared::escalation::{in_words, unreadable};

pub(super) fn no_escalation(cx: &Context<'_>) -> Verdict {
    some_policies(cx)?;
    all(cx.escalations()?.into_iter().map(|(principal, standing)| {
        let stays = |actual: &str| principal.observe("escalation", true, "no way to become administrator", actual);
        match standing {
            Standing::Limited => stays("no way was found").verdict(),
            Standing::Administrator => stays("is one already").verdict(),
            Standing::Unknown { reasons } => Err(unreadable(&reasons)),
            Standing::Escalates(path) => escalates(cx, principal, &path),
        }
    }))
}

/// The way step by step, and the policy of the first step without what it takes.
fn escalates(cx: &Context<'_>, principal: Principal<'_>, path: &Path) -> Verdict {
    let observation = principal.observe("escalation", false, &path.fix, in_words(path));
    let first = path.steps.first().and_then(|step| step.requests.first());
    let Some((request, granted)) = first.and_then(|request| Some((request, request.granted_by.first()?))) else {
        return observation.verdict();
    };
    let permissions = cx.permissions(principal)?;
    let is_granting = |granted: &GrantingStatement, name: &str| granted.policy == name;
    let Some(policy) = permissions.identity().iter().find(|policy| is_granting(granted, &policy.title())) else {
        return observation.verdict();
    };
    let observation = observation.with_names(policy.names());
    // Who may do all that a service can has many ways: to bar one of them would not be enough.
    if !wide(&policy.document()?).is_empty() {
        return narrow_fixes(cx, policy, &observation);
    }
    let text = policy.text.map(PolicyText::as_str).unwrap_or_default();
    rewrite_fixes(cx, policy, &observation, take_away(text, granted.statement, &request.action))
}
