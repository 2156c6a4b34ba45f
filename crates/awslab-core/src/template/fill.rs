//! Working out the functions of a template.
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html>

mod conditions;
mod functions;

pub(super) use functions::names_in;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::term::Term;
use super::{TemplateError, named};
use crate::arn::Arn;
use crate::model::{Stack, StackParameter};

/// What a template is filled in with.
#[derive(Debug, Clone, Default)]
pub struct Given<'a> {
    /// `aws`, `aws-cn` or `aws-us-gov`.
    pub partition: &'a str,
    /// The stack's Region.
    pub region: &'a str,
    /// The account's twelve digits.
    pub account_id: &'a str,
    /// The stack's name.
    pub stack_name: &'a str,
    /// The stack's ARN.
    pub stack_id: &'a str,
    /// The parameters' values.
    pub parameters: &'a [StackParameter],
    /// What the Region's stacks export, by name.
    pub exports: BTreeMap<&'a str, &'a str>,
}

impl<'a> Given<'a> {
    /// What a stack was filled in with, beside other stacks of its Region.
    pub fn of(stack: &'a Stack, arn: &'a Arn, others: &'a [Stack]) -> Self {
        let outputs = others.iter().flat_map(|it| &it.outputs);
        let exports = outputs.filter_map(|it| Some((it.export_name.as_deref()?, it.output_value.as_deref()?)));
        Self {
            partition: arn.partition(),
            region: arn.region(),
            account_id: arn.account(),
            stack_name: &stack.stack_name,
            stack_id: &stack.stack_id,
            parameters: &stack.parameters,
            exports: exports.collect(),
        }
    }
}

/// How many values and characters a template may come to. A template of 1 MB that names nothing twice comes to less.
const BUDGET: usize = 8 << 20;

/// What CloudFormation shows of a parameter with `NoEcho`.
const MASK: &str = "****";

/// Works out the functions of one template.
pub(super) struct Filler<'a> {
    template: &'a Map<String, Value>,
    given: &'a Given<'a>,
    /// Those that were asked about; one that is being worked out is unknown.
    conditions: RefCell<BTreeMap<String, Option<bool>>>,
    left: Cell<usize>,
}

impl<'a> Filler<'a> {
    pub(super) fn new(template: &'a Map<String, Value>, given: &'a Given<'a>) -> Self {
        Self { template, given, conditions: RefCell::default(), left: Cell::new(BUDGET) }
    }

    /// A section of the template, such as `Resources`; empty where there is none.
    pub(super) fn section(&self, name: &str) -> impl Iterator<Item = (&'a String, &'a Value)> + use<'a> {
        self.template.get(name).and_then(Value::as_object).into_iter().flatten()
    }

    fn entry(&self, section: &str, name: &str) -> Option<&'a Value> {
        self.template.get(section)?.get(name)
    }

    /// A value with its functions worked out; `None` where it is `AWS::NoValue`.
    pub(super) fn fill(&self, value: &Value) -> Result<Option<Term>, TemplateError> {
        self.spend(1)?;
        Ok(Some(match value {
            Value::Null => Term::Null,
            Value::Bool(value) => Term::Bool(*value),
            Value::Number(number) => Term::Number(number.clone()),
            Value::String(text) => self.text(text)?,
            Value::Array(items) => Term::List(self.fill_all(items)?),
            Value::Object(members) => match function(members) {
                Some((name, argument)) => return self.call(name, argument),
                None => Term::Map(self.fill_members(members)?),
            },
        }))
    }

    /// A value that must be there.
    pub(super) fn fill_or_null(&self, value: &Value) -> Result<Term, TemplateError> {
        Ok(self.fill(value)?.unwrap_or(Term::Null))
    }

    fn fill_all(&self, items: &[Value]) -> Result<Vec<Term>, TemplateError> {
        items.iter().filter_map(|item| self.fill(item).transpose()).collect()
    }

    fn fill_members(&self, members: &Map<String, Value>) -> Result<Vec<(String, Term)>, TemplateError> {
        let filled = members.iter().filter_map(|(key, value)| {
            let value = self.fill(value).transpose()?;
            Some(value.map(|value| (key.clone(), value)))
        });
        filled.collect()
    }

    /// A text that is told. A dynamic reference is told only when the stack is made.
    fn text(&self, text: &str) -> Result<Term, TemplateError> {
        self.spend(text.len())?;
        let is_reference = text.contains("{{resolve:");
        Ok(if is_reference { Term::Unknown("a dynamic reference".to_owned()) } else { Term::from(text) })
    }

    fn spend(&self, cost: usize) -> Result<(), TemplateError> {
        let left = self.left.get().checked_sub(cost).ok_or(TemplateError::TooMuch)?;
        self.left.set(left);
        Ok(())
    }

    /// What `Ref` and `${…}` tell of a name.
    fn reference(&self, name: &str) -> Result<Option<Term>, TemplateError> {
        if let Some(declaration) = self.entry("Parameters", name) {
            return self.parameter(name, declaration).map(Some);
        }
        let Given { partition, region, account_id, stack_name, stack_id, .. } = self.given;
        let pseudo = match name {
            "AWS::AccountId" => account_id,
            "AWS::NoValue" => return Ok(None),
            "AWS::Partition" => partition,
            "AWS::Region" => region,
            "AWS::StackId" => stack_id,
            "AWS::StackName" => stack_name,
            "AWS::URLSuffix" if *partition == "aws-cn" => "amazonaws.com.cn",
            "AWS::URLSuffix" => "amazonaws.com",
            _ => return self.resource(name, None).map(Some),
        };
        self.text(pseudo).map(Some)
    }

    /// What a parameter has, or what the template says it has otherwise.
    fn parameter(&self, name: &str, declaration: &Value) -> Result<Term, TemplateError> {
        let unknown = Term::Unknown(format!("the value of the parameter {name}"));
        let parameter_type = declaration.get("Type").and_then(Value::as_str).unwrap_or("String");
        let is_hidden = declaration.get("NoEcho").is_some_and(is_true);
        let given = self.given.parameters.iter().find(|it| it.parameter_key == name);
        let value = given.and_then(|it| it.resolved_value.as_deref().or(it.parameter_value.as_deref()));
        let is_hidden = is_hidden || value == Some(MASK) || given.is_some_and(|it| it.secret.is_some());
        let is_of_ssm = parameter_type.starts_with("AWS::SSM::Parameter::Value");
        if is_hidden || (is_of_ssm && given.is_none_or(|it| it.resolved_value.is_none())) {
            return Ok(unknown);
        }
        let default = declaration.get("Default").map(|it| self.fill_or_null(it)).transpose()?;
        let Some(value) = value.map(str::to_owned).or_else(|| default?.text()) else { return Ok(unknown) };
        if !parameter_type.contains("List<") && parameter_type != "CommaDelimitedList" {
            return self.text(&value);
        }
        Ok(Term::List(value.split(',').map(|it| self.text(it.trim())).collect::<Result<_, _>>()?))
    }

    /// What a resource is called, or one of its attributes: for policies it suffices that it is one resource.
    fn resource(&self, name: &str, attribute: Option<&str>) -> Result<Term, TemplateError> {
        let Some(resource) = self.entry("Resources", name) else {
            return Ok(Term::Unknown(format!("the value of {name}")));
        };
        let resource_type = resource.get("Type").and_then(Value::as_str).unwrap_or_default();
        let is_arn = match attribute {
            None => named::find(resource_type).is_some_and(|it| it.ref_is_arn),
            Some(attribute) => attribute.ends_with("Arn"),
        };
        let own_name = self.name_of(name, resource_type, resource)?;
        match attribute {
            Some(attribute) if !is_arn => self.text(&format!("{name}.{attribute}")),
            _ if is_arn => {
                let Given { partition, region, account_id, .. } = self.given;
                self.text(&named::arn(resource_type, &own_name, partition, region, account_id))
            }
            _ => self.text(&own_name),
        }
    }

    /// The name that the template gives a resource, where it is written out, or else its logical id. It is not worked out
    /// where it asks for other names: those may ask for this one.
    pub(super) fn name_of(&self, id: &str, resource_type: &str, resource: &Value) -> Result<String, TemplateError> {
        let property = named::find(resource_type).map_or("", |it| it.property);
        let Some(value) = resource.get("Properties").and_then(|it| it.get(property)) else { return Ok(id.to_owned()) };
        if self.asks_for_resources(value)? {
            return Ok(id.to_owned());
        }
        Ok(self.fill_or_null(value)?.text().filter(|it| !it.is_empty()).unwrap_or_else(|| id.to_owned()))
    }

    fn asks_for_resources(&self, value: &Value) -> Result<bool, TemplateError> {
        self.spend(1)?;
        let is_resource = |name: &str| self.entry("Resources", name.split('.').next().unwrap_or(name)).is_some();
        let items = match value {
            Value::Array(items) => &items[..],
            Value::Object(members) => match function(members) {
                Some(("Ref", Value::String(name))) => return Ok(is_resource(name)),
                Some(("Fn::Sub", Value::String(text))) => {
                    self.spend(text.len())?;
                    return Ok(functions::names_in(text).any(is_resource));
                }
                Some(("Fn::FindInMap", _)) => return Ok(false),
                Some(("Fn::Join" | "Fn::Select" | "Fn::Split", argument)) => std::slice::from_ref(argument),
                _ => return Ok(true),
            },
            _ => return Ok(false),
        };
        for item in items {
            if self.asks_for_resources(item)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// `NoEcho: true`, also as a text.
pub(super) fn is_true(value: &Value) -> bool {
    value.as_bool() == Some(true) || value.as_str().is_some_and(|it| it.eq_ignore_ascii_case("true"))
}

/// The function that a mapping of one member calls.
pub(super) fn function(members: &Map<String, Value>) -> Option<(&str, &Value)> {
    let mut members = members.iter();
    let (name, argument) = members.next()?;
    let is_function = name == "Ref" || name.starts_with("Fn::");
    (is_function && members.next().is_none()).then_some((name, argument))
}

#[cfg(test)]
mod tests;
