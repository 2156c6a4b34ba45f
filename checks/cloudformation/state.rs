//! How the stack stands: whether it is complete, what it manages, and whether it was changed, by whom.

use std::collections::BTreeSet;

use awslab_core::call::{DESCRIBE_STACK_EVENTS, DESCRIBE_STACKS};
use awslab_core::context::Context;
use awslab_core::fetched::{Gap, GapKind};
use awslab_core::model::{Stack, StackEvent, StackResource};
use awslab_core::nouns::Located;
use awslab_core::verdict::{Miss, Observation, Subject, Verdict, all};

use super::fixes::{
    CONTINUE_ROLLBACK, DELETE_AND_DEPLOY, DEPLOY_AGAIN, DETECT_DRIFT, EXECUTE_CHANGE_SET, REVERT_DRIFT,
    WAIT_FOR_CREATION, WAIT_FOR_UPDATE,
};

pub(super) const MIN_RESOURCES: &str = "min_resources";
pub(super) const MIN_UPDATES: &str = "min_updates";
pub(super) const TYPES: &str = "types";

pub(super) fn stack(cx: &Context<'_>) -> Verdict {
    let stack = cx.located::<Stack>()?;
    let met = matches!(stack.stack_status.as_str(), "CREATE_COMPLETE" | "UPDATE_COMPLETE" | "IMPORT_COMPLETE");
    observe_status(stack, met, "CREATE_COMPLETE, UPDATE_COMPLETE or IMPORT_COMPLETE").verdict()
}

/// Every stack in scope, nested ones too: one that is still on its way is not failed.
pub(super) fn no_failed(cx: &Context<'_>) -> Verdict {
    all(cx.stacks_with_nested()?.into_iter().map(|stack| {
        let status = stack.stack_status.as_str();
        let met = !status.contains("FAILED") && !status.contains("ROLLBACK");
        observe_status(stack, met, "neither failed nor rolled back").verdict()
    }))
}

fn observe_status(stack: Located<'_, Stack>, met: bool, expected: &str) -> Observation {
    let status = stack.stack_status.as_str();
    let actual = match stack.stack_status_reason.as_deref().filter(|it| !met && !it.is_empty()) {
        Some(reason) => format!("{status}: {reason}"),
        None => status.to_owned(),
    };
    stack.observe("StackStatus", met, expected, actual).fix(mending(status))
}

/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/troubleshooting.html>
fn mending(status: &str) -> &'static str {
    match status {
        "REVIEW_IN_PROGRESS" => EXECUTE_CHANGE_SET,
        "CREATE_IN_PROGRESS" => WAIT_FOR_CREATION,
        "UPDATE_ROLLBACK_FAILED" => CONTINUE_ROLLBACK,
        _ if status.ends_with("_IN_PROGRESS") => WAIT_FOR_UPDATE,
        "UPDATE_ROLLBACK_COMPLETE" | "UPDATE_FAILED" | "IMPORT_ROLLBACK_COMPLETE" => DEPLOY_AGAIN,
        _ => DELETE_AND_DEPLOY,
    }
}

pub(super) fn resources(cx: &Context<'_>) -> Verdict {
    let stack = cx.located::<Stack>()?;
    let managed: Vec<&StackResource> = cx.resources_of(stack)?.iter().filter(|it| is_managed(it)).collect();
    let types: BTreeSet<&str> = managed.iter().map(|it| it.resource_type.as_str()).collect();
    let wanted = cx.count(MIN_RESOURCES) as usize;
    let listed = types.iter().copied().collect::<Vec<_>>().join(", ");
    let actual = format!("{}{}{listed}", managed.len(), if listed.is_empty() { "" } else { ": " });
    let count = stack.observe("resources", managed.len() >= wanted, format!("{wanted} or more"), actual);
    let demanded = cx.text(TYPES).split(';').map(str::trim).filter(|it| !it.is_empty());
    let of_types = demanded.map(|demanded| {
        let number = managed.iter().filter(|it| it.resource_type == demanded).count();
        stack.observe(demanded, number > 0, "1 or more", number).verdict()
    });
    all(std::iter::once(count.verdict()).chain(of_types))
}

/// It is there, and something of its own: a nested stack is what it holds, and the CDK's metadata is nothing.
fn is_managed(resource: &StackResource) -> bool {
    let status = resource.resource_status.as_deref().unwrap_or_default();
    let is_gone = status.starts_with("DELETE_COMPLETE") || status.starts_with("CREATE_FAILED");
    let is_nothing = matches!(resource.resource_type.as_str(), "AWS::CDK::Metadata" | "AWS::CloudFormation::Stack");
    resource.physical_resource_id.is_some() && !is_gone && !is_nothing
}

/// AWS keeps the events of a stack for 90 days: older changes are gone, and with them the number.
pub(super) fn updated(cx: &Context<'_>) -> Verdict {
    let stack = cx.located::<Stack>()?;
    let wanted = cx.count(MIN_UPDATES) as usize;
    let observe = |met, actual: String| stack.observe("changes", met, format!("{wanted} or more"), actual).verdict();
    match stack.last_updated_time {
        None => return observe(wanted == 0, "0: it is as it was made".to_owned()),
        Some(last) if wanted == 0 => return observe(true, format!("last at {last}")),
        Some(_) => {}
    }
    let events = cx.events_of(stack, wanted)?;
    let changes = events.iter().filter(|it| it.is_change()).count();
    if changes < wanted && !events.iter().any(StackEvent::is_creation) {
        let message =
            format!("it lists {changes} changes of {}, and forgets what is older than 90 days", stack.stack_name);
        return Err(Miss::unknown(Gap::new(DESCRIBE_STACK_EVENTS, GapKind::Opaque, message)));
    }
    observe(changes >= wanted, changes.to_string())
}

/// Drift is looked for stack by stack: the one at the top does not speak for those nested in it.
pub(super) fn no_drift(cx: &Context<'_>) -> Verdict {
    let stack = cx.located::<Stack>()?;
    all(cx.with_nested(stack).into_iter().map(|it| is_in_sync(cx, it)))
}

fn is_in_sync(cx: &Context<'_>, stack: Located<'_, Stack>) -> Verdict {
    let drift = stack.drift_information.clone().unwrap_or_default();
    let observe = |met, actual: String| stack.observe("StackDriftStatus", met, "IN_SYNC", actual);
    let is_older = drift.last_check_timestamp < stack.last_updated_time && drift.last_check_timestamp.is_some();
    match (drift.stack_drift_status.as_str(), drift.last_check_timestamp) {
        ("IN_SYNC", Some(checked)) if is_older => {
            observe(false, format!("IN_SYNC at {checked}, before the last update")).fix(DETECT_DRIFT).verdict()
        }
        ("IN_SYNC", checked) => {
            observe(true, checked.map_or("IN_SYNC".to_owned(), |it| format!("IN_SYNC at {it}"))).verdict()
        }
        ("DRIFTED", _) => observe(false, format!("DRIFTED{}", drifted(cx, stack))).fix(REVERT_DRIFT).verdict(),
        ("UNKNOWN", _) => {
            let message = format!("the last drift detection could not look at all of {}", stack.stack_name);
            Err(Miss::unknown(Gap::new(DESCRIBE_STACKS, GapKind::Opaque, message)))
        }
        _ => observe(false, "NOT_CHECKED: nobody has looked".to_owned()).fix(DETECT_DRIFT).verdict(),
    }
}

/// `: Bucket is MODIFIED`, where the resources are known.
fn drifted(cx: &Context<'_>, stack: Located<'_, Stack>) -> String {
    let resources = cx.resources_of(stack).unwrap_or_default();
    let drifted: Vec<String> = resources
        .iter()
        .filter_map(|it| {
            let status = it.drift_information.as_ref()?.stack_resource_drift_status.as_str();
            matches!(status, "MODIFIED" | "DELETED").then(|| format!("{} is {status}", it.logical_resource_id))
        })
        .collect();
    if drifted.is_empty() { String::new() } else { format!(": {}", drifted.join(", ")) }
}
