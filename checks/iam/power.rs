//! What the principals could do: everything, or to everything.

use std::collections::BTreeSet;

use awslab_core::context::Context;
use awslab_core::model::PolicyText;
use awslab_core::nouns::{HeldPolicy, SharedPermissions};
use awslab_core::verdict::{Miss, Subject, Verdict, all};
use awslab_policy::{Administrator, OverBroad, scope_down};

use super::policies::{held_policies, narrow_fixes, rewrite_fixes, wide};

const RESOURCES: &str = "resources";

/// How many actions and ARNs a message names.
const NAMED_ACTIONS: usize = 3;
const NAMED_EXAMPLES: usize = 2;

pub(super) fn no_admin(cx: &Context<'_>) -> Verdict {
    some_policies(cx)?;
    all(cx.distinct_permissions()?.iter().map(|shared| {
        let found = shared.permissions.policies.administrator(shared.permissions.principal.arn().as_str());
        administers(cx, shared, found.as_ref())
    }))
}

/// One verdict a principal, and a fix for each policy that makes it an administrator.
fn administers(cx: &Context<'_>, shared: &SharedPermissions<'_>, found: Option<&Administrator>) -> Verdict {
    let SharedPermissions { permissions, principals } = shared;
    all(principals.iter().map(|principal| {
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
            if judged.insert((policy.title(), in_it.iter().map(in_words).collect::<Vec<_>>())) {
                verdicts.push(is_scoped(cx, policy, &in_it));
            }
        }
    }
    all(verdicts)
}

/// Whether the statements of a policy say which resources.
fn is_scoped(cx: &Context<'_>, policy: &HeldPolicy<'_>, found: &[OverBroad]) -> Verdict {
    if found.is_empty() {
        let everywhere = "named where they can be";
        return policy.observe(RESOURCES, true, everywhere, everywhere).verdict();
    }
    let actual = found.iter().map(in_words).collect::<Vec<_>>().join("; ");
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

fn services(count: usize) -> String {
    if count == 1 { "1 service".to_owned() } else { format!("{count} services") }
}

/// `statement Write lets s3:PutObject and 3 more act on *`.
fn in_words(found: &OverBroad) -> String {
    let mut actions = found.services.iter().flat_map(|service| &service.actions);
    let named: Vec<String> = actions.by_ref().take(NAMED_ACTIONS).map(ToString::to_string).collect();
    let more = match actions.count() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("{} lets {}{more} act on {}", found.statement.label(), named.join(", "), found.resources.join(", "))
}

/// What would be enough: `named, such as arn:aws:sqs:eu-west-1:111122223333:QUEUENAME`.
fn enough(cx: &Context<'_>, found: &[OverBroad]) -> String {
    let account = &cx.account;
    let services = found.iter().flat_map(|it| &it.services);
    let examples = services.filter_map(|it| it.example(&account.partition, &account.region, &account.account_id));
    let examples: BTreeSet<String> = examples.take(NAMED_EXAMPLES).collect();
    format!("named, such as {}", examples.into_iter().collect::<Vec<_>>().join(" or "))
}

/// Without any policy, the criterion about them says all there is to say.
pub(super) fn some_policies(cx: &Context<'_>) -> Result<(), Miss> {
    if held_policies(cx)?.is_empty() { Err(Miss::Blocked("customer-policy")) } else { Ok(()) }
}
