//! Secrets that are written out in a template, or that it gives out.
//!
//! A template's structure tells more than its text: what stands under `MasterUserPassword` is a password unless it is a
//! function, and so is the default of a parameter of that name.

use serde_json::{Map, Value};

use super::fill::{function, is_true};
use crate::model::{SecretKind, Stack, TemplateSecret};
use crate::secrets;

/// More are not kept: whoever reads of the first has to look at the whole of it.
const FINDINGS: usize = 100;

/// Whether a parameter of this name is meant to be a secret.
pub(super) fn is_name_of_secret(name: &str) -> bool {
    const MADE_UP: &str = "k7Qm2xV9";
    kind_of(name, MADE_UP).is_some()
}

/// The digest of a template's text, and what looks like a secret in it.
pub(super) fn search(text: &str, template: &Map<String, Value>) -> (String, Vec<TemplateSecret>) {
    let mut searcher = Searcher { template, found: Vec::new() };
    for (section, value) in template {
        match section.as_str() {
            "Parameters" => searcher.each(section, value, |it, name, place, value| {
                if let Some(default) = value.get("Default") {
                    it.look(&format!("{place}/Default"), name, default);
                }
            }),
            "Outputs" => searcher.each(section, value, |it, name, place, value| {
                if let Some(value) = value.get("Value") {
                    it.look(&format!("{place}/Value"), name, value);
                    it.look_at_given_out(&format!("{place}/Value"), value);
                }
            }),
            "Mappings" | "Resources" => searcher.look(section, "", value),
            _ => {} // the text is searched as a whole too
        }
    }
    let mut found = searcher.found;
    let as_text = secrets::search(text);
    // What shows by its shape alone is found wherever it stands, in a comment too.
    for finding in as_text.findings {
        if finding.kind != SecretKind::Password && !found.iter().any(|it| it.kind == finding.kind) {
            found.push(TemplateSecret { place: format!("line {}", finding.line), kind: finding.kind });
        }
    }
    found.sort();
    found.dedup();
    found.truncate(FINDINGS);
    (as_text.sha256, found)
}

/// A stack without the values of parameters and outputs that look like secrets.
pub fn without_secrets(mut stack: Stack) -> Stack {
    for parameter in &mut stack.parameters {
        for value in [&mut parameter.parameter_value, &mut parameter.resolved_value] {
            if let Some(kind) = value.as_deref().and_then(|it| kind_of(&parameter.parameter_key, it)) {
                *value = None;
                parameter.secret = Some(kind);
            }
        }
    }
    for output in &mut stack.outputs {
        if let Some(kind) = output.output_value.as_deref().and_then(|it| kind_of(&output.output_key, it)) {
            output.output_value = None;
            output.secret = Some(kind);
        }
    }
    stack
}

/// What a value looks like that has a name.
fn kind_of(name: &str, value: &str) -> Option<SecretKind> {
    secrets::search_value(name, value).first().copied()
}

struct Searcher<'a> {
    template: &'a Map<String, Value>,
    found: Vec<TemplateSecret>,
}

impl Searcher<'_> {
    fn each(&mut self, section: &str, value: &Value, look: impl Fn(&mut Self, &str, &str, &Value)) {
        for (name, value) in value.as_object().into_iter().flatten() {
            look(self, name, &format!("{section}/{name}"), value);
        }
    }

    /// What is written out under a name.
    fn look(&mut self, place: &str, name: &str, value: &Value) {
        match value {
            Value::String(text) => self.look_at_text(place, name, text),
            Value::Number(number) => self.look_at_text(place, name, &number.to_string()),
            Value::Array(items) => {
                items.iter().enumerate().for_each(|(index, item)| self.look(&format!("{place}/{index}"), name, item));
            }
            Value::Object(members) => match (function(members), named_value(members)) {
                (Some((called, argument)), _) => self.look_at_function(place, name, called, argument),
                (None, Some((name, value))) => self.look(&format!("{place}/Value"), name, value),
                (None, None) => {
                    // Units, such as `AccessToken: hours`.
                    for (key, value) in members.iter().filter(|(key, _)| *key != "TokenValidityUnits") {
                        self.look(&format!("{place}/{key}"), key, value);
                    }
                }
            },
            Value::Null | Value::Bool(_) => {}
        }
    }

    fn look_at_text(&mut self, place: &str, name: &str, text: &str) {
        if let Some(kind) = kind_of(name, text) {
            self.found.push(TemplateSecret { place: place.to_owned(), kind });
        }
    }

    /// The arguments that are values. Most are names of things.
    fn look_at_function(&mut self, place: &str, name: &str, called: &str, argument: &Value) {
        let place = format!("{place}/{called}");
        match (called, argument) {
            ("Fn::Sub", Value::Array(parts)) => {
                for part in parts {
                    self.look(&place, if part.is_string() { name } else { "" }, part);
                }
            }
            ("Fn::If", Value::Array(parts)) => parts.iter().skip(1).for_each(|it| self.look(&place, name, it)),
            // A part of a text is none of its own, unless it shows what it is.
            ("Fn::Join" | "Fn::Select" | "Fn::Split", parts) => self.look(&place, "", parts),
            ("Fn::Sub" | "Fn::Base64" | "Fn::ToJsonString", value) => self.look(&place, name, value),
            _ => {}
        }
    }

    /// A parameter that is hidden, or the secret part of an access key, in what the stack tells everyone who may look.
    fn look_at_given_out(&mut self, place: &str, value: &Value) {
        let mut tell = |kind| self.found.push(TemplateSecret { place: place.to_owned(), kind });
        let is_hidden = |name: &str| {
            let declaration = self.template.get("Parameters").and_then(|it| it.get(name));
            declaration.and_then(|it| it.get("NoEcho")).is_some_and(is_true)
        };
        match value {
            Value::Array(items) => items.iter().for_each(|it| self.look_at_given_out(place, it)),
            Value::Object(members) => match function(members) {
                Some(("Ref", Value::String(name))) if is_hidden(name) => tell(SecretKind::Password),
                Some(("Fn::GetAtt", Value::Array(path))) if path.last().is_some_and(|it| it == "SecretAccessKey") => {
                    tell(SecretKind::AwsSecretKey);
                }
                Some(("Fn::Sub", Value::String(text))) => {
                    let gives_out = |it: &str| is_hidden(it) || it.ends_with(".SecretAccessKey");
                    if super::fill::names_in(text).any(gives_out) {
                        tell(SecretKind::Password);
                    }
                }
                _ => members.values().for_each(|it| self.look_at_given_out(place, it)),
            },
            _ => {}
        }
    }
}

/// `{Name: DB_PASSWORD, Value: …}`, as environments of containers are written.
fn named_value(members: &Map<String, Value>) -> Option<(&str, &Value)> {
    let name = members.get("Name").or_else(|| members.get("Key"))?.as_str()?;
    Some((name, members.get("Value")?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::document;

    fn places(template: &str) -> Vec<String> {
        let parsed = document::parse(template).expect("it is a template");
        search(template, &parsed).1.into_iter().map(|it| it.place).collect()
    }

    #[test]
    fn what_is_written_out_is_found_where_it_stands() {
        for (template, place) in [
            ("Parameters: {DBPassword: {NoEcho: true, Default: hunter22}}", "Parameters/DBPassword/Default"),
            (
                "Resources: {Db: {Properties: {MasterUserPassword: hunter22}}}",
                "Resources/Db/Properties/MasterUserPassword",
            ),
            (
                "Resources: {Db: {Properties: {MasterUserPassword: !If [IsProd, !Ref P, hunter22]}}}",
                "Resources/Db/Properties/MasterUserPassword/Fn::If",
            ),
            (
                "Resources: {T: {Properties: {Environment: [{Name: DB_PASSWORD, Value: hunter22}]}}}",
                "Resources/T/Properties/Environment/0/Value",
            ),
            ("Mappings: {M: {prod: {ApiToken: 8f2b1c0d9e}}}", "Mappings/M/prod/ApiToken"),
            ("Outputs: {Key: {Value: !GetAtt AccessKey.SecretAccessKey}}", "Outputs/Key/Value"),
            (
                "Parameters: {P: {NoEcho: 'true'}}\nOutputs: {Url: {Value: !Sub 'https://x:${P}@y'}}",
                "Outputs/Url/Value",
            ),
            ("# key: AKIAZ7XQ3MTNB4LKWPVE\nResources: {}", "line 1"),
        ] {
            assert_eq!(places(template), [place], "{template}");
        }
    }

    #[test]
    fn what_only_points_at_a_secret_is_not_found() {
        for template in [
            "Resources: {Db: {Properties: {MasterUserPassword: !Ref DBPassword, ManageMasterUserPassword: true}}}",
            "Resources: {Db: {Properties: {MasterUserPassword: '{{resolve:secretsmanager:db:SecretString:password}}'}}}",
            "Resources: {Db: {Properties: {MasterUserPassword: !Sub '{{resolve:secretsmanager:${Secret}::password}}'}}}",
            "Resources: {S: {Properties: {GenerateSecretString: {GenerateStringKey: password, PasswordLength: 32}}}}",
            "Resources: {C: {Properties: {TokenValidityUnits: {AccessToken: hours}}}}",
            "Parameters: {DBPassword: {NoEcho: true, Description: 'the password: eight letters'}}",
            "Outputs: {SecretArn: {Value: !Ref Secret}}",
        ] {
            assert_eq!(places(template), [""; 0], "{template}");
        }
    }

    #[test]
    fn values_that_look_like_secrets_are_not_kept() {
        let stack: Stack = serde_json::from_value(serde_json::json!({
            "Parameters": [
                {"ParameterKey": "DBPassword", "ParameterValue": "hunter22"},
                {"ParameterKey": "AdminPassword", "ParameterValue": "****"},
                {"ParameterKey": "Stage", "ParameterValue": "prod"},
            ],
            "Outputs": [{"OutputKey": "ApiToken", "OutputValue": "8f2b1c0d9e"}],
        }))
        .expect("it is a stack");
        let stack = without_secrets(stack);
        let values: Vec<_> = stack.parameters.iter().map(|it| it.parameter_value.as_deref()).collect();
        assert_eq!(values, [None, Some("****"), Some("prod")]);
        assert_eq!((&stack.outputs[0].output_value, stack.outputs[0].secret), (&None, Some(SecretKind::Password)));
    }
}
