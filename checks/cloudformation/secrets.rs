//! Secrets in the template, in parameters and in outputs.

use awslab_core::context::Context;
use awslab_core::model::{Stack, StackTemplate, TemplateParameter};
use awslab_core::nouns::Located;
use awslab_core::verdict::{Subject, Verdict, all};

use super::fixes::edit;
use super::template::unexpanded;

const NONE: &str = "no secret in plain text";

/// Of the stack and those nested in it.
pub(super) fn no_secrets(cx: &Context<'_>) -> Verdict {
    let stack = cx.located::<Stack>()?;
    all(cx.with_nested(stack).into_iter().flat_map(|stack| [in_stack(stack), in_template(cx, stack)]))
}

/// What everybody sees who may look at stacks.
fn in_stack(stack: Located<'_, Stack>) -> Verdict {
    let parameters = stack.parameters.iter().map(|it| ("parameter", &it.parameter_key, it.secret));
    let outputs = stack.outputs.iter().map(|it| ("output", &it.output_key, it.secret));
    let found = parameters.chain(outputs).filter_map(|(what, name, secret)| Some((what, name, secret?)));
    let found: Vec<Verdict> = found
        .map(|(what, name, secret)| {
            let todo = match what {
                "parameter" => format!("give the parameter {name} NoEcho: true"),
                _ => format!("take the output {name} out, and put its value into Secrets Manager"),
            };
            let property = format!("{what} {name}");
            edit(stack, stack.observe(&property, false, NONE, format!("looks like {secret}")), todo).verdict()
        })
        .collect();
    if found.is_empty() {
        return stack.observe("parameters and outputs", true, NONE, NONE).verdict();
    }
    all(found)
}

fn in_template(cx: &Context<'_>, stack: Located<'_, Stack>) -> Verdict {
    let template = cx.template(stack)?;
    let written = template.secrets.iter().map(|it| {
        let todo = format!("put a dynamic reference in the place of {}", it.place);
        let actual = format!("looks like {}", it.kind);
        edit(stack, stack.observe(&it.place, false, NONE, actual), todo).verdict()
    });
    let shown = shown(template, stack).map(|it| {
        let todo = format!("give the parameter {} NoEcho: true", it.parameter_key);
        let property = format!("parameter {}", it.parameter_key);
        let expected = "hidden by NoEcho, or a dynamic reference";
        edit(stack, stack.observe(&property, false, expected, "shown to all"), todo).verdict()
    });
    let verdicts: Vec<Verdict> = written.chain(shown).chain(unexpanded(template)).collect();
    if verdicts.is_empty() {
        return stack.observe("template", true, NONE, NONE).verdict();
    }
    all(verdicts)
}

/// Parameters that are meant for secrets and not hidden, though their value may look harmless or be empty.
fn shown<'a>(template: &'a StackTemplate, stack: Located<'a, Stack>) -> impl Iterator<Item = &'a TemplateParameter> {
    let points_elsewhere = move |it: &TemplateParameter| {
        let given = stack.get().parameters.iter().find(|given| given.parameter_key == it.parameter_key);
        let value = given.and_then(|it| it.parameter_value.as_deref()).unwrap_or_default();
        let is_pointer = value.starts_with("{{resolve:") || value.starts_with("arn:") || value.starts_with('/');
        is_pointer
            || it.parameter_type.starts_with("AWS::SSM::Parameter::Value")
            || given.is_some_and(|it| it.secret.is_some())
    };
    template.parameters.iter().filter(move |it| it.is_secret && !it.no_echo && !points_elsewhere(it))
}
