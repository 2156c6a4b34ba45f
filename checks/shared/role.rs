//! Whether the role of something that can be taken over is a way to the account.

use awslab_core::context::Context;
use awslab_core::model::Role;
use awslab_core::nouns::Principal;
use awslab_core::verdict::{Verdict, all};
use awslab_policy::escalation::Standing;

use super::power;

/// The role is neither an administrator nor able to become one.
pub(crate) fn is_scoped(cx: &Context<'_>, role: &Role) -> Verdict {
    all([is_no_administrator(cx, role), cannot_escalate(cx, role)])
}

fn is_no_administrator(cx: &Context<'_>, role: &Role) -> Verdict {
    let permissions = cx.permissions(Principal::Role(role))?;
    let found = permissions.policies.administrator(role.arn.as_str());
    power::is_no_administrator(cx, Principal::Role(role), &permissions, found.as_ref())
}

fn cannot_escalate(cx: &Context<'_>, role: &Role) -> Verdict {
    let standing = cx.escalation_of(role)?.unwrap_or(Standing::Limited);
    power::cannot_escalate(cx, Principal::Role(role), standing)
}
