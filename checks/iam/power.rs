//! What the principals could do: everything, or to everything.

use std::collections::BTreeSet;

use awslab_core::context::Context;
use awslab_core::nouns::SharedPermissions;
use awslab_core::verdict::{Miss, Subject, Verdict, all};
use awslab_policy::OverBroad;

use super::policies::held_policies;
use crate::shared::power::{is_no_administrator, names_resources, over_broad_in_words};

pub(super) fn no_admin(cx: &Context<'_>) -> Verdict {
    some_policies(cx)?;
    all(cx.distinct_permissions()?.iter().map(|SharedPermissions { permissions, principals }| {
        let found = permissions.policies.administrator(permissions.principal.arn().as_str());
        all(principals.iter().map(|principal| is_no_administrator(cx, *principal, permissions, found.as_ref())))
    }))
}

pub(super) fn scoped_resources(cx: &Context<'_>) -> Verdict {
    some_policies(cx)?;
    let mut judged = BTreeSet::new();
    let mut verdicts = Vec::new();
    for SharedPermissions { permissions, .. } in cx.distinct_permissions()? {
        let found = permissions.policies.over_broad(permissions.principal.arn().as_str());
        for (index, policy) in permissions.identity().iter().enumerate() {
            let in_it: Vec<OverBroad> = found.iter().filter(|it| it.statement.policy == index).cloned().collect();
            // Several may hold it; it is told again only where it gives another of them more or less.
            if judged.insert((policy.title(), in_it.iter().map(over_broad_in_words).collect::<Vec<_>>())) {
                verdicts.push(names_resources(cx, policy, &in_it));
            }
        }
    }
    all(verdicts)
}

/// Without any policy, the criterion about them says all there is to say.
pub(super) fn some_policies(cx: &Context<'_>) -> Result<(), Miss> {
    if held_policies(cx)?.is_empty() { Err(Miss::Blocked("customer-policy")) } else { Ok(()) }
}
