//! The text of a policy as JSON, twice: as the engine reads it, and with the place of everything in it.
//!
//! Reading for a decision keeps no places, so that it stays fast. Here the text is read once more, by a parser of JSON
//! that does.

use std::borrow::Cow;
use std::ops::Range;

use jsonc_parser::ast::{self, Object, ObjectProp};
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use super::policy::Place;
use crate::document::Step;
use crate::json::Json;

/// A text that is JSON.
pub(super) struct Text<'a> {
    pub(super) source: &'a str,
    /// As the engine reads it.
    pub(super) json: Json,
    /// With the place of everything.
    pub(super) tree: Option<ast::Value<'a>>,
}

impl<'a> Text<'a> {
    /// The engine's reader goes first: it is strict, and bounds how deep the text nests.
    pub(super) fn read(source: &'a str) -> Result<Self, serde_json::Error> {
        let json = serde_json::from_str(source)?;
        let parsed = parse_to_ast(source, &CollectOptions::default(), &ParseOptions::default());
        Ok(Self { source, json, tree: parsed.ok().and_then(|it| it.value) })
    }

    /// The place that some steps lead to, or the last one on the way that is there.
    pub(super) fn place<'s>(&self, steps: impl Iterator<Item = &'s Step>) -> Place {
        let mut place = Place { path: String::new(), span: self.tree.as_ref().map_or(0..0, beginning) };
        let mut here = self.tree.as_ref();
        for step in steps {
            let Some((next, span)) = here.and_then(|value| go(value, step)) else { break };
            step.append_to(&mut place.path).expect("a String can be written to");
            place.span = span;
            here = Some(next);
        }
        place
    }
}

/// What to show of an entry of an object: all of it if its value is simple, or else its name.
pub(super) fn span_of_entry(entry: &ObjectProp<'_>) -> Range<usize> {
    match &entry.value {
        ast::Value::Object(_) | ast::Value::Array(_) => range_of(&entry.name),
        _ => range_of(entry),
    }
}

/// What to show of a value: all of it if it is simple, or else how it begins.
pub(super) fn beginning(value: &ast::Value<'_>) -> Range<usize> {
    match value {
        ast::Value::Object(Object { properties, .. }) if !properties.is_empty() => span_of_entry(&properties[0]),
        ast::Value::Object(_) | ast::Value::Array(_) => range_of(value).start..range_of(value).start + 1,
        simple => range_of(simple),
    }
}

pub(super) fn range_of(ranged: &impl jsonc_parser::common::Ranged) -> Range<usize> {
    let range = ranged.range();
    range.start..range.end
}

/// What a simple value says, as the engine reads it.
pub(super) fn text_of<'a>(value: &'a ast::Value<'_>) -> Option<Cow<'a, str>> {
    match value {
        ast::Value::StringLit(text) => Some(Cow::Borrowed(&text.value)),
        ast::Value::NumberLit(number) => Some(Cow::Borrowed(number.value)),
        ast::Value::BooleanLit(boolean) => Some(Cow::Owned(boolean.value.to_string())),
        _ => None,
    }
}

/// Of a key that is there twice, AWS minds the second.
fn go<'t, 'a>(value: &'t ast::Value<'a>, step: &Step) -> Option<(&'t ast::Value<'a>, Range<usize>)> {
    match (value, step) {
        (ast::Value::Object(object), Step::Key(key)) => {
            let entry = object.properties.iter().rev().find(|entry| entry.name.as_str() == key)?;
            Some((&entry.value, span_of_entry(entry)))
        }
        (ast::Value::Array(list), Step::Index(index)) => {
            let item = list.elements.get(*index)?;
            Some((item, beginning(item)))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_leads_to_what_stands_there() {
        let source = "{\n  \"a\": [1, {\"b\": \"é\", \"c\": true}],\n  \"a\": {\"d\": []}\n}";
        let text = Text::read(source).expect("it is JSON");
        let key = |key: &str| Step::Key(key.to_owned());
        for (steps, path, shown) in [
            (vec![], "", "\"a\""),
            (vec![key("a")], "a", "\"a\""),
            (vec![key("a"), key("d")], "a.d", "\"d\""),
            (vec![key("a"), key("missing"), key("x")], "a", "\"a\""),
        ] {
            let place = text.place(steps.iter());
            assert_eq!((place.path.as_str(), &source[place.span]), (path, shown));
        }
        let inner = r#"[1, {"b": "é", "c": true}]"#;
        let text = Text::read(inner).expect("it is JSON");
        let place = text.place([Step::Index(1)].iter());
        assert_eq!((place.path.as_str(), &inner[place.span]), ("[1]", "\"b\": \"é\""));
    }
}
