//! What somebody could do: everything, or to everything. Each finding comes with the policy that is to be mended.

use std::collections::BTreeSet;

use awslab_core::context::Context;
use awslab_core::model::PolicyText;
use awslab_core::nouns::{HeldPolicy, Permissions, Principal};
use awslab_core::verdict::{Subject, Verdict, all};
use awslab_policy::escalation::{GrantingStatement, Path, Standing};
use awslab_policy::{Administrator, OverBroad, scope_down, take_away};

use super::escalation::{in_words, unreadable};
use super::policies::{narrow_fixes, rewrite_fixes, wide};

const RESOURCES: &str = "resources";

/// How many actions and ARNs a message names.
const NAMED_ACTIONS: usize = 3;
const NAMED_EXAMPLES: usize = 2;

/// Whether nothing makes somebody an administrator, with a fix for each policy that does.
pub(crate) fn is_no_administrator(
    cx: &Context<'_>,
    principal: Principal<'_>,
    permissions: &Permissions<'_>,
    found: Option<&Administrator>,
) -> Verdict {
    let observe = |met, actual: String| principal.observe("administrator", met, "no", actual);
    let Some(Administrator { statements }) = found else { return observe(true, "no".to_owned()).verdict() };
    all(statements.iter().map(|given| {
        let place = permissions.place(&given.statement);
        let powers = given.powers.first().copied().unwrap_or("handing out permissions");
        let actual = format!("yes: {place} allows {powers} and changes in {}", services(given.services));
        let observation = observe(false, actual);
        match permissions.policy(&given.statement) {
            Some(policy) => narrow_fixes(cx, policy, &observation.with_names(policy.names())),
            None => observation.verdict(),
        }
    }))
}

/// Whether somebody who is no administrator cannot become one.
pub(crate) fn cannot_escalate(cx: &Context<'_>, principal: Principal<'_>, standing: Standing) -> Verdict {
    let stays = |actual: &str| principal.observe("escalation", true, "no way to become administrator", actual);
    match standing {
        Standing::Limited => stays("no way was found").verdict(),
        Standing::Administrator => stays("is one already").verdict(),
        Standing::Unknown { reasons } => Err(unreadable(&reasons)),
        Standing::Escalates(path) => escalates(cx, principal, &path),
    }
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

/// Whether the statements of a policy say which resources.
pub(crate) fn names_resources(cx: &Context<'_>, policy: &HeldPolicy<'_>, found: &[OverBroad]) -> Verdict {
    if found.is_empty() {
        let everywhere = "named where they can be";
        return policy.observe(RESOURCES, true, everywhere, everywhere).verdict();
    }
    let actual = found.iter().map(over_broad_in_words).collect::<Vec<_>>().join("; ");
    let observation = policy.observe(RESOURCES, false, enough(cx, found), actual);
    // Whole services are narrowed first: nobody wants all that they have named resource by resource.
    if !wide(&policy.document()?).is_empty() {
        return narrow_fixes(cx, policy, &observation);
    }
    let text = policy.text.map(PolicyText::as_str).unwrap_or_default();
    let account = &cx.account;
    let scoped = scope_down(text, found, &account.partition, &account.region, &account.account_id);
    rewrite_fixes(cx, policy, &observation, scoped)
}

/// `statement Write lets s3:PutObject and 3 more act on *`.
pub(crate) fn over_broad_in_words(found: &OverBroad) -> String {
    let mut actions = found.services.iter().flat_map(|service| &service.actions);
    let named: Vec<String> = actions.by_ref().take(NAMED_ACTIONS).map(ToString::to_string).collect();
    let more = match actions.count() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("{} lets {}{more} act on {}", found.statement.label(), named.join(", "), found.resources.join(", "))
}

/// What would be enough: `named, such as arn:aws:sqs:eu-west-1:111122223333:QUEUENAME`.
pub(crate) fn enough(cx: &Context<'_>, found: &[OverBroad]) -> String {
    let account = &cx.account;
    let services = found.iter().flat_map(|it| &it.services);
    let examples = services.filter_map(|it| it.example(&account.partition, &account.region, &account.account_id));
    let examples: BTreeSet<String> = examples.take(NAMED_EXAMPLES).collect();
    format!("named, such as {}", examples.into_iter().collect::<Vec<_>>().join(" or "))
}

fn services(count: usize) -> String {
    if count == 1 { "1 service".to_owned() } else { format!("{count} services") }
}
