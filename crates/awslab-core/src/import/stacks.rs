//! CloudFormation stacks and what hangs on them.

use serde_json::Value;

use crate::fetched::Fetched;
use crate::model::{Region, Stack, StackEvent, StackResource};
use crate::template::{read_of, without_secrets};

/// Pages of one answer may be documents of their own.
pub(super) fn attach_resources(region: &mut Region, stack: String, resources: Vec<StackResource>) {
    match region.cloudformation.stack_resources.entry(stack).or_insert(Fetched::Known(None)) {
        Fetched::Known(Some(known)) => known.extend(resources),
        other => *other = Fetched::Known(Some(resources)),
    }
}

/// Those of the stack as a whole.
pub(super) fn attach_events(region: &mut Region, events: Vec<StackEvent>) {
    let is_of_stack = |it: &StackEvent| it.physical_resource_id.as_deref() == Some(&it.stack_id);
    for event in events.into_iter().filter(is_of_stack) {
        let stacks = region.cloudformation.stacks.as_known_mut().into_iter().flatten();
        for stack in stacks.filter(|it| it.stack_id == event.stack_id) {
            match &mut stack.stack_events {
                Fetched::Known(known) => known.push(event.clone()),
                unknown @ Fetched::Unknown(_) => *unknown = Fetched::Known(vec![event.clone()]),
            }
        }
    }
}

/// The template is read, not kept.
pub(super) fn attach_template(region: &mut Region, name: &str, text: &str) {
    let Some(stacks) = region.cloudformation.stacks.as_known_mut() else { return };
    let is_it = |it: &Stack| it.stack_name == name || it.stack_id == name;
    let Some(index) = stacks.iter().position(is_it) else { return };
    stacks[index].template = read_of(&stacks[index], stacks, text, None);
}

pub(super) fn hide_secrets(region: &mut Region) {
    let stacks = region.cloudformation.stacks.as_known_mut().into_iter().flatten();
    stacks.for_each(|stack| *stack = without_secrets(std::mem::take(stack)));
}

/// The AWS CLI prints a template in JSON as such, one in YAML as a text.
pub(super) fn template_text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
