//! How much of what somebody may change was ever used.

use std::cmp::Reverse;

use awslab_core::context::Context;
use awslab_core::nouns::Principal;
use awslab_core::verdict::{Miss, Subject, Verdict, all};
use awslab_policy::authorization::{AccessLevel, Action};

use super::policies::held_policies;

pub(super) const MAX_UNUSED: &str = "max_unused_actions";

/// AWS takes seconds to tell what one of them has used: those who may change most are asked about.
const MEASURED: usize = 10;

pub(super) fn excess(cx: &Context<'_>) -> Verdict {
    if held_policies(cx)?.is_empty() {
        return Err(Miss::Blocked("customer-policy"));
    }
    let mut holders = Vec::new();
    for principal in cx.principals()? {
        holders.push((principal, sensitive_actions(cx, principal)?));
    }
    holders.sort_by_key(|(_principal, granted)| Reverse(granted.len()));
    all(holders.into_iter().take(MEASURED).map(|(principal, granted)| used(cx, principal, &granted)))
}

/// What somebody may do that writes, tags or manages permissions.
fn sensitive_actions(cx: &Context<'_>, principal: Principal<'_>) -> Result<Vec<&'static Action>, Miss> {
    let is_sensitive = |action: &Action| action.level >= AccessLevel::Write;
    Ok(cx.permissions(principal)?.policies.granted(principal.arn().as_str(), is_sensitive))
}

fn used(cx: &Context<'_>, principal: Principal<'_>, granted: &[&Action]) -> Verdict {
    let max = cx.count(MAX_UNUSED) as usize;
    let observe = |met, actual| principal.observe("sensitive actions", met, format!("{max} or fewer unused"), actual);
    if granted.is_empty() {
        return observe(true, "none granted".to_owned()).verdict();
    }
    let arn = principal.arn();
    let accessed = cx.last_accessed(&arn)?;
    let used = granted.iter().filter(|action| accessed.action(&action.to_string()).is_some()).count();
    let actual = format!("{} granted, {used} of them used in the last 400 days, as far as AWS tells", granted.len());
    observe(granted.len() - used <= max, actual).name("arn", arn.to_string()).verdict()
}
