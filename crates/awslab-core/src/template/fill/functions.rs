//! The functions, one by one. What one of their arguments does not tell, they do not tell either.

use serde_json::{Value, json};

use super::super::TemplateError;
use super::super::term::Term;
use super::Filler;

type Filled = Result<Option<Term>, TemplateError>;

impl Filler<'_> {
    pub(super) fn call(&self, name: &str, argument: &Value) -> Filled {
        let known = match (name, argument) {
            ("Ref", Value::String(name)) => return self.reference(name),
            ("Fn::If", Value::Array(parts)) => return self.choose(parts),
            ("Fn::Base64", inner) => return self.fill(inner), // what is in it is what counts
            ("Fn::FindInMap", Value::Array(keys)) => self.find_in_map(keys)?,
            ("Fn::GetAtt", Value::Array(path)) => self.attribute(path)?,
            ("Fn::ImportValue", export) => self.import(export)?,
            ("Fn::Join", Value::Array(parts)) => self.join(parts)?,
            ("Fn::Select", Value::Array(parts)) => self.select(parts)?,
            ("Fn::Split", Value::Array(parts)) => self.split(parts)?,
            ("Fn::Sub", Value::String(text)) => self.substitute(text, &json!({}))?,
            ("Fn::Sub", Value::Array(parts)) => match &parts[..] {
                [Value::String(text), variables] => self.substitute(text, variables)?,
                _ => None,
            },
            _ => None,
        };
        Ok(Some(known.unwrap_or_else(|| Term::Unknown(name.to_owned()))))
    }

    fn choose(&self, parts: &[Value]) -> Filled {
        let [Value::String(condition), then, otherwise] = parts else {
            return Ok(Some(Term::Unknown("Fn::If".to_owned())));
        };
        match self.holds(condition)? {
            Some(true) => self.fill(then),
            Some(false) => self.fill(otherwise),
            None => Ok(Some(Term::Unknown(format!("Fn::If {condition}")))),
        }
    }

    /// In a mapping of the template; with `DefaultValue` where the key may be missing.
    fn find_in_map(&self, keys: &[Value]) -> Filled {
        let [map, first, second, rest @ ..] = keys else { return Ok(None) };
        let [Some(map), Some(first), Some(second)] =
            [self.fill_or_null(map)?.text(), self.fill_or_null(first)?.text(), self.fill_or_null(second)?.text()]
        else {
            return Ok(None);
        };
        let found = self.entry("Mappings", &map).and_then(|it| it.get(&first)?.get(&second));
        let default = rest.first().and_then(|it| it.get("DefaultValue"));
        found.or(default).map_or(Ok(None), |it| self.fill(it))
    }

    fn attribute(&self, path: &[Value]) -> Filled {
        let [Value::String(resource), attribute] = path else { return Ok(None) };
        let Some(attribute) = self.fill_or_null(attribute)?.text() else { return Ok(None) };
        self.resource(resource, Some(&attribute)).map(Some)
    }

    fn import(&self, export: &Value) -> Filled {
        let Some(name) = self.fill_or_null(export)?.text() else { return Ok(None) };
        self.given.exports.get(name.as_str()).map(|it| self.text(it)).transpose()
    }

    fn join(&self, parts: &[Value]) -> Filled {
        let [Value::String(between), items] = parts else { return Ok(None) };
        let items = self.fill_or_null(items)?;
        let Some(texts) = items.items().iter().map(Term::text).collect::<Option<Vec<_>>>() else { return Ok(None) };
        self.text(&texts.join(between)).map(Some)
    }

    fn select(&self, parts: &[Value]) -> Filled {
        let [index, items] = parts else { return Ok(None) };
        let (index, items) = (self.fill_or_null(index)?.text(), self.fill_or_null(items)?);
        let index = index.and_then(|it| it.parse::<usize>().ok());
        Ok(index.and_then(|it| if let Term::List(items) = items { items.into_iter().nth(it) } else { None }))
    }

    fn split(&self, parts: &[Value]) -> Filled {
        let [Value::String(between), text] = parts else { return Ok(None) };
        let Some(text) = self.fill_or_null(text)?.text().filter(|_| !between.is_empty()) else { return Ok(None) };
        Ok(Some(Term::List(text.split(between.as_str()).map(|it| self.text(it)).collect::<Result<_, _>>()?)))
    }

    /// `${Name}`, `${Resource.Attribute}`, and variables of its own; `${!Name}` is the text `${Name}`.
    fn substitute(&self, text: &str, variables: &Value) -> Filled {
        let mut filled = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("${") {
            let Some((name, after)) = after.split_once('}') else { break };
            filled.push_str(before);
            rest = after;
            if let Some(literal) = name.strip_prefix('!') {
                filled.extend(["${", literal, "}"]);
                continue;
            }
            let name = name.trim();
            let value = match (variables.get(name), name.split_once('.')) {
                (Some(variable), _) => self.fill(variable)?,
                (None, Some((resource, attribute))) => Some(self.resource(resource, Some(attribute))?),
                (None, None) => self.reference(name)?,
            };
            let Some(value) = value.and_then(|it| it.text()) else { return Ok(None) };
            filled.push_str(&value);
        }
        filled.push_str(rest);
        self.text(&filled).map(Some)
    }
}

/// The names that a text for `Fn::Sub` asks for.
pub(in crate::template) fn names_in(text: &str) -> impl Iterator<Item = &str> {
    let starts = text.match_indices("${").map(|(at, _)| &text[at + 2..]);
    starts.filter_map(|rest| rest.split_once('}').map(|(name, _after)| name.trim())).filter(|it| !it.starts_with('!'))
}
