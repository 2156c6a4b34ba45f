//! Whether the role of something that can be taken over is a way to the account.

use awslab_core::context::Context;
use awslab_core::model::Role;
use awslab_core::nouns::Principal;
use awslab_core::verdict::{Subject, Verdict, all};
use awslab_policy::escalation::Standing;

use super::escalation::{in_words, unreadable};

/// The role is neither an administrator nor able to become one.
pub(crate) fn is_scoped(cx: &Context<'_>, role: &Role) -> Verdict {
    all([is_no_administrator(cx, role), cannot_escalate(cx, role)])
}

fn is_no_administrator(cx: &Context<'_>, role: &Role) -> Verdict {
    let permissions = cx.permissions(Principal::Role(role))?;
    let found = permissions.policies.administrator(role.arn.as_str());
    let statements = found.iter().flat_map(|it| &it.statements);
    let places: Vec<String> = statements.map(|given| permissions.place(&given.statement)).collect();
    let actual = if found.is_none() { "no".to_owned() } else { format!("yes: by {}", places.join(" and ")) };
    role.observe("administrator", found.is_none(), "no", actual).verdict()
}

fn cannot_escalate(cx: &Context<'_>, role: &Role) -> Verdict {
    let observe = |met, actual: &str| role.observe("escalation", met, "no way to become administrator", actual);
    match cx.escalation_of(role)? {
        None | Some(Standing::Limited) => observe(true, "no way was found").verdict(),
        Some(Standing::Administrator) => observe(true, "is one already").verdict(),
        Some(Standing::Unknown { reasons }) => Err(unreadable(&reasons)),
        Some(Standing::Escalates(path)) => observe(false, &in_words(&path)).verdict(),
    }
}
