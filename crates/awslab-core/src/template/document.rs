//! The text of a template as a tree: JSON, or YAML with CloudFormation's short tags written out.
//!
//! The parser hands out events, so that nothing is built which was not asked for: nesting is bounded here, and aliases,
//! which CloudFormation does not take, are refused rather than followed.
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html>

use saphyr_parser::{Event, Parser, ScalarStyle, Tag};
use serde_json::{Map, Number, Value, json};

use super::TemplateError;

/// AWS takes 1 MB. What macros make of it may be more.
const MAX_BYTES: usize = 4 << 20;

/// Nobody writes a template that is deeper.
const MAX_DEPTH: usize = 100;

pub(super) fn parse(text: &str) -> Result<Map<String, Value>, TemplateError> {
    if text.len() > MAX_BYTES {
        return Err(TemplateError::TooLong);
    }
    let is_json = text.trim_start().starts_with('{');
    let read = if is_json { serde_json::from_str(text).ok() } else { None };
    match read.map_or_else(|| parse_yaml(text), Ok)? {
        Value::Object(members) => Ok(members),
        _ => Err(TemplateError::Malformed("it is no mapping".to_owned())),
    }
}

fn parse_yaml(text: &str) -> Result<Value, TemplateError> {
    let mut tree = Tree::default();
    for event in Parser::new_from_str(text) {
        let (event, _span) = event.map_err(|error| TemplateError::Malformed(error.to_string()))?;
        match event {
            Event::Scalar(text, style, _anchor, tag) => tree.put(scalar(&text, style, tag.as_deref()))?,
            Event::SequenceStart(_anchor, tag) => tree.open(Open::List(Vec::new()), tag.as_deref())?,
            Event::MappingStart(_anchor, tag) => tree.open(Open::Map(Map::new(), None), tag.as_deref())?,
            Event::SequenceEnd | Event::MappingEnd => tree.close()?,
            Event::Alias(_) => return Err(TemplateError::Alias),
            Event::DocumentEnd => break, // a template is one document
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) => {}
        }
    }
    Ok(tree.root)
}

/// What has been read so far.
#[derive(Default)]
struct Tree {
    root: Value,
    /// The containers that are not closed yet, each with the intrinsic function that its tag stands for.
    open: Vec<(Open, Option<String>)>,
}

enum Open {
    List(Vec<Value>),
    /// With the key whose value comes next.
    Map(Map<String, Value>, Option<String>),
}

impl Tree {
    fn open(&mut self, container: Open, tag: Option<&Tag>) -> Result<(), TemplateError> {
        if self.open.len() == MAX_DEPTH {
            return Err(TemplateError::TooDeep);
        }
        self.open.push((container, tag.and_then(function)));
        Ok(())
    }

    fn close(&mut self) -> Result<(), TemplateError> {
        let (container, function) = self.open.pop().expect("the parser ends what it began");
        let value = match container {
            Open::List(items) => Value::Array(items),
            Open::Map(members, _key) => Value::Object(members),
        };
        self.put(Scalar { value: call(function, value), text: None })
    }

    fn put(&mut self, scalar: Scalar) -> Result<(), TemplateError> {
        match self.open.last_mut() {
            None => self.root = scalar.value,
            Some((Open::List(items), _function)) => items.push(scalar.value),
            Some((Open::Map(members, key), _function)) => {
                let is_no_text = || TemplateError::Malformed("a key is no text".to_owned());
                match key.take() {
                    Some(key) => _ = members.insert(key, scalar.value),
                    None => *key = Some(scalar.text.ok_or_else(is_no_text)?),
                }
            }
        }
        Ok(())
    }
}

/// A value, and the text it was written as: keys are texts, whatever they look like.
struct Scalar {
    value: Value,
    text: Option<String>,
}

fn scalar(text: &str, style: ScalarStyle, tag: Option<&Tag>) -> Scalar {
    let function = tag.and_then(function);
    // What a function is given is a text, and so is what is quoted.
    let is_plain = style == ScalarStyle::Plain && tag.is_none();
    let value = if is_plain { plain(text) } else { Value::from(text) };
    Scalar { value: call(function, value), text: Some(text.to_owned()) }
}

/// CloudFormation reads YAML 1.1, where `yes` and `on` are `true`. Dates stay texts: the version of a policy is one.
fn plain(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" => Value::Bool(true),
        "false" | "False" | "FALSE" | "no" | "No" | "NO" | "off" | "Off" | "OFF" => Value::Bool(false),
        _ => serde_json::from_str::<Number>(text).map_or_else(|_not_a_number| Value::from(text), Value::Number),
    }
}

/// `!Sub` is short for `Fn::Sub`; `!Ref` and `!Condition` have no prefix in their long form either.
fn function(tag: &Tag) -> Option<String> {
    match (tag.handle.as_str(), tag.suffix.as_str()) {
        ("!", name @ ("Ref" | "Condition")) => Some(name.to_owned()),
        ("!", name) if !name.is_empty() => Some(format!("Fn::{name}")),
        _ => None,
    }
}

fn call(function: Option<String>, value: Value) -> Value {
    let Some(function) = function else { return value };
    let value = match (function.as_str(), &value) {
        ("Fn::GetAtt", Value::String(path)) => path.split_once('.').map_or(json!([path]), |it| json!([it.0, it.1])),
        _ => value,
    };
    json!({ function: value })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Value {
        Value::Object(parse(text).expect("it is a template"))
    }

    #[test]
    fn short_tags_are_long_functions() {
        let template = "
A: !Ref Bucket
B: !Sub 'arn:${AWS::Partition}:s3:::${Bucket}'
C: !GetAtt Role.Arn
D: !If [IsProd, !Ref A, !Ref 'AWS::NoValue']
E: !Sub
  - '${x}'
  - {x: !ImportValue shared}
F: !Join ['', [a, !Base64 b]]
G: !Condition IsProd
H: !GetAtt Nested.Outputs.Url
";
        assert_eq!(
            read(template),
            json!({
                "A": {"Ref": "Bucket"},
                "B": {"Fn::Sub": "arn:${AWS::Partition}:s3:::${Bucket}"},
                "C": {"Fn::GetAtt": ["Role", "Arn"]},
                "D": {"Fn::If": ["IsProd", {"Ref": "A"}, {"Ref": "AWS::NoValue"}]},
                "E": {"Fn::Sub": ["${x}", {"x": {"Fn::ImportValue": "shared"}}]},
                "F": {"Fn::Join": ["", ["a", {"Fn::Base64": "b"}]]},
                "G": {"Condition": "IsProd"},
                "H": {"Fn::GetAtt": ["Nested", "Outputs.Url"]},
            })
        );
    }

    #[test]
    fn values_are_those_of_yaml_1_1_but_for_dates() {
        let template =
            "{a: yes, b: 'yes', c: 2012-10-17, d: 012, e: 111122223333, f: , on: 1.5, g: !Sub 5, h: !!str 5}";
        let expected = json!({
            "a": true, "b": "yes", "c": "2012-10-17", "d": "012", "e": 111_122_223_333_u64, "f": null, "on": 1.5,
            "g": {"Fn::Sub": "5"}, "h": "5",
        });
        assert_eq!(read(template), expected);
    }

    #[test]
    fn json_is_read_as_json_and_what_only_begins_so_as_yaml() {
        assert_eq!(read("{\n\t\"A\": {\"Ref\": \"B\"}}"), json!({"A": {"Ref": "B"}}));
        assert_eq!(read("{A: !Ref B}"), json!({"A": {"Ref": "B"}}));
    }

    #[test]
    fn hostile_templates_are_refused_in_good_time() {
        let error = |text: &str| parse(text).expect_err("it is refused").to_string();
        assert!(error("a: &a [1]\nb: [*a, *a]").contains("aliases"));
        let nested: String = (0..200).flat_map(|depth| [" ".repeat(depth), "a:\n".to_owned()]).collect();
        assert!(error(&nested).contains("deep"));
        assert!(parse(&format!("a: {}", "[".repeat(100_000))).is_err());
        assert!(parse(&format!("{{\"a\": {}", "[".repeat(100_000))).is_err());
        assert!(error(&" ".repeat(MAX_BYTES + 1)).contains("long"));
        for text in ["", "just words", "- a", "a: [", "? [a]\n: b", "\u{0}", "a: !<tag:yaml.org,2002:x> {"] {
            assert!(parse(text).is_err(), "{text:?}");
        }
    }
}
