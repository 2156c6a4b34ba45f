//! Who is no administrator, and could become one.

use awslab_core::context::Context;
use awslab_core::verdict::{Verdict, all};

use super::power::some_policies;
use crate::shared::power::cannot_escalate;

pub(super) fn no_escalation(cx: &Context<'_>) -> Verdict {
    some_policies(cx)?;
    all(cx.escalations()?.into_iter().map(|(principal, standing)| cannot_escalate(cx, principal, standing)))
}
