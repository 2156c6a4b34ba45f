//! Reading a template: what labs judge, section by section.

use serde_json::{Map, Value};

use super::fill::{Filler, Given, is_true};
use super::storage::Storage;
use super::term::Term;
use super::{TemplateError, document, iam, secrets};
use crate::arn::Arn;
use crate::call::GET_TEMPLATE;
use crate::fetched::{Fetched, Gap, GapKind};
use crate::model::{Stack, StackTemplate, StoredData, TemplateParameter};

/// What a template says, filled in. Where macros are expanded, `processed` is what they made of it.
pub fn read(original: &str, processed: Option<&str>, given: &Given<'_>) -> Result<StackTemplate, TemplateError> {
    let (searched, secrets) = secrets::search(original, &document::parse(original)?);
    let template = document::parse(processed.unwrap_or(original))?;
    let filler = Filler::new(&template, given);
    let resources = resources(&filler)?;
    Ok(StackTemplate {
        sha256: searched,
        transforms: transforms(&template),
        parameters: filler.section("Parameters").map(|(name, declaration)| parameter(name, declaration)).collect(),
        mappings: names(&filler, "Mappings"),
        outputs: names(&filler, "Outputs"),
        secrets,
        storage: resources.iter().filter_map(stored).collect(),
        iam: iam::read(&resources, given),
    })
}

/// What the template of a stack says, of which other stacks of its Region stand beside it; unknown where it cannot be read.
pub fn read_of(stack: &Stack, others: &[Stack], original: &str, processed: Option<&str>) -> Fetched<StackTemplate> {
    let unreadable = |error: String| Fetched::Unknown(Gap::new(GET_TEMPLATE, GapKind::Malformed, error));
    let arn = match stack.stack_id.parse::<Arn>() {
        Ok(arn) => arn,
        Err(error) => return unreadable(error.to_string()),
    };
    match read(original, processed, &Given::of(stack, &arn, others)) {
        Ok(template) => Fetched::Known(template),
        Err(error) => unreadable(error.to_string()),
    }
}

/// Whether a template asks for macros, so that what they make of it has to be read too.
pub fn has_macros(text: &str) -> Result<bool, TemplateError> {
    let template = document::parse(text)?;
    Ok(template.contains_key("Transform") || calls_transform(&Value::Object(template)))
}

/// A resource of a template that is made, with its properties filled in.
pub(super) struct Resource<'a> {
    /// The name in the template.
    pub(super) id: &'a str,
    /// Its own name, where the template gives it one, or its id.
    pub(super) name: String,
    /// Its type.
    pub(super) kind: &'a str,
    pub(super) properties: Term,
    deletion_policy: Option<String>,
}

/// All that no condition leaves out. Where that cannot be told, it may be there.
fn resources<'a>(filler: &Filler<'a>) -> Result<Vec<Resource<'a>>, TemplateError> {
    let mut resources = Vec::new();
    for (id, resource) in filler.section("Resources") {
        let condition = resource.get("Condition").and_then(Value::as_str);
        if condition.map(|it| filler.holds(it)).transpose()?.flatten() == Some(false) {
            continue;
        }
        let resource_type = resource.get("Type").and_then(Value::as_str).unwrap_or_default();
        resources.push(Resource {
            id,
            name: filler.name_of(id, resource_type, resource)?,
            kind: resource_type,
            properties: filler.fill_or_null(resource.get("Properties").unwrap_or(&Value::Null))?,
            deletion_policy: filler.fill_or_null(resource.get("DeletionPolicy").unwrap_or(&Value::Null))?.text(),
        });
    }
    Ok(resources)
}

fn stored(resource: &Resource<'_>) -> Option<StoredData> {
    let storage = Storage::of(resource.kind, &resource.properties)?;
    let (encryption, said) = storage.encryption(&resource.properties);
    let deletion_policy = resource.deletion_policy.clone();
    Some(StoredData {
        logical_resource_id: resource.id.to_owned(),
        resource_type: resource.kind.to_owned(),
        encryption,
        said,
        deletion_policy: deletion_policy.unwrap_or_else(|| storage.default_deletion_policy().to_owned()),
        is_stateful: storage.is_stateful,
    })
}

fn parameter(name: &str, declaration: &Value) -> TemplateParameter {
    TemplateParameter {
        parameter_key: name.to_owned(),
        parameter_type: declaration.get("Type").and_then(Value::as_str).unwrap_or("String").to_owned(),
        no_echo: declaration.get("NoEcho").is_some_and(is_true),
        is_secret: secrets::is_name_of_secret(name),
    }
}

fn names(filler: &Filler<'_>, section: &str) -> Vec<String> {
    filler.section(section).map(|(name, _value)| name.clone()).collect()
}

/// The macros that are still to be expanded: those of the whole template, and those that a part of it calls.
fn transforms(template: &Map<String, Value>) -> Vec<String> {
    let mut transforms: Vec<String> = match template.get("Transform") {
        Some(Value::String(name)) => vec![name.clone()],
        Some(Value::Array(names)) => names.iter().map(name_of_macro).collect(),
        Some(other) => vec![name_of_macro(other)],
        None => Vec::new(),
    };
    if transforms.is_empty() && calls_transform(&Value::Object(template.clone())) {
        transforms.push("Fn::Transform".to_owned());
    }
    transforms
}

/// `{Name: AWS::Include, Parameters: …}`
fn name_of_macro(value: &Value) -> String {
    value.as_str().or_else(|| value.get("Name")?.as_str()).unwrap_or("Fn::Transform").to_owned()
}

fn calls_transform(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().any(calls_transform),
        Value::Object(members) => members
            .iter()
            .any(|(key, value)| key == "Fn::Transform" || key.starts_with("Fn::ForEach::") || calls_transform(value)),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
