//! From JSON to a document: every element checked, every error with its place.

use std::collections::HashSet;

use super::{ActionPatterns, Actions, Condition, Document, Effect, ParseError, Principals, Resources, Statement};
use crate::json::Json;

/// In bytes. AWS allows no policy more than 32 KiB without its blanks (that of a KMS key).
const MAX_BYTES: usize = 1 << 20;

const VERSIONS: &[&str] = &["2008-10-17", "2012-10-17"];
const PRINCIPAL_KINDS: &[&str] = &["AWS", "CanonicalUser", "Federated", "Service"];

/// How closely the text must keep to AWS's grammar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Spelling {
    /// As AWS does.
    Strict,
    /// As people write by hand: a lone `"Principal": "arn:…"` stands for `{"AWS": "arn:…"}`, and there may be no
    /// statement yet.
    ByHand,
}

pub(super) fn text(text: &str) -> Result<Document, ParseError> {
    if text.len() > MAX_BYTES {
        return Err(ParseError::new(format!("it has {} bytes, more than any policy of AWS may have", text.len())));
    }
    let json: Json = serde_json::from_str(text).map_err(ParseError::new)?;
    document(&json, Spelling::Strict)
}

pub(crate) fn document(json: &Json, spelling: Spelling) -> Result<Document, ParseError> {
    let elements = Elements::of(json, &["Version", "Id", "Statement"])?;
    elements.optional("Id", text_of)?;
    let version = elements.optional("Version", version)?;
    let statements = elements.required("Statement", |json| statements(json, spelling))?;
    Ok(Document { version, statements })
}

fn version(json: &Json) -> Result<String, ParseError> {
    let version = text_of(json)?;
    if !VERSIONS.contains(&version.as_str()) {
        return Err(ParseError::new(format!("must be one of {}, not {version:?}", VERSIONS.join(", "))));
    }
    Ok(version)
}

fn statements(json: &Json, spelling: Spelling) -> Result<Vec<Statement>, ParseError> {
    let Json::List(listed) = json else { return Ok(vec![statement(json, spelling)?]) };
    if listed.is_empty() && spelling == Spelling::Strict {
        return Err(ParseError::new("must hold a statement"));
    }
    each(listed, |json| statement(json, spelling))
}

fn statement(json: &Json, spelling: Spelling) -> Result<Statement, ParseError> {
    const ELEMENTS: &[&str] =
        &["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"];
    let elements = Elements::of(json, ELEMENTS)?;
    let actions = elements
        .one_of("Action", Actions::Only, "NotAction", Actions::AllBut, actions)?
        .ok_or_else(|| ParseError::new("has neither Action nor NotAction"))?;
    let principals = |json: &Json| principals(json, spelling);
    Ok(Statement {
        sid: elements.optional("Sid", text_of)?,
        effect: elements.required("Effect", effect)?,
        principals: elements.one_of("Principal", Principals::Only, "NotPrincipal", Principals::AllBut, principals)?,
        actions,
        resources: elements.one_of("Resource", Resources::Only, "NotResource", Resources::AllBut, texts_of)?,
        conditions: elements.optional("Condition", conditions)?.unwrap_or_default(),
    })
}

fn effect(json: &Json) -> Result<Effect, ParseError> {
    match text_of(json)?.as_str() {
        "Allow" => Ok(Effect::Allow),
        "Deny" => Ok(Effect::Deny),
        other => Err(ParseError::new(format!("must be Allow or Deny, in this spelling, not {other:?}"))),
    }
}

/// `*`, or a service and a name: `s3:GetObject`.
fn actions(json: &Json) -> Result<ActionPatterns, ParseError> {
    let patterns = one_or_many(json, |json| {
        let action = text_of(json)?;
        if !action.contains(':') && !action.contains('*') {
            return Err(ParseError::new(format!("must begin with a service, such as s3:GetObject, unlike {action:?}")));
        }
        Ok(action)
    });
    Ok(patterns?.into())
}

fn principals(json: &Json, spelling: Spelling) -> Result<Vec<(String, String)>, ParseError> {
    let aws = |id: &str| vec![("AWS".to_owned(), id.to_owned())];
    match json {
        Json::Text(everyone) if everyone == "*" => Ok(aws(everyone)),
        Json::Text(id) if spelling == Spelling::ByHand => Ok(aws(id)),
        Json::Text(id) => Err(ParseError::new(format!("must be \"*\" or an object such as {{\"AWS\": {id:?}}}"))),
        Json::Object(_) => principals_by_kind(json),
        other => {
            Err(ParseError::new(format!("must be \"*\" or an object such as {{\"AWS\": …}}, not {}", other.kind())))
        }
    }
}

fn principals_by_kind(json: &Json) -> Result<Vec<(String, String)>, ParseError> {
    let mut listed = Vec::new();
    for (kind, json) in Elements::of(json, PRINCIPAL_KINDS)?.entries {
        let ids = texts_of(json).map_err(|error| error.under(kind))?;
        listed.extend(ids.into_iter().map(|id| (kind.clone(), id)));
    }
    Ok(listed)
}

fn conditions(json: &Json) -> Result<Vec<Condition>, ParseError> {
    let mut conditions = Vec::new();
    for (name, json) in entries_of(json)? {
        let under_name = |error: ParseError| error.under(name);
        let operator = name.parse().map_err(ParseError::new).map_err(under_name)?;
        for (key, json) in entries_of(json).map_err(under_name)? {
            let values = one_or_many(json, value_of).map_err(|error| error.under(key)).map_err(under_name)?;
            conditions.push(Condition { operator, key: key.clone(), values });
        }
    }
    Ok(conditions)
}

/// The elements of an object, known to be among those that it may have.
struct Elements<'a> {
    entries: &'a [(String, Json)],
}

impl<'a> Elements<'a> {
    fn of(json: &'a Json, known: &[&str]) -> Result<Self, ParseError> {
        let entries = entries_of(json)?;
        match entries.iter().find(|(key, _)| !known.contains(&key.as_str())) {
            Some((key, _)) => {
                Err(ParseError::new(format!("is no element here; there are {}", known.join(", "))).under(key))
            }
            None => Ok(Self { entries }),
        }
    }

    fn optional<T>(&self, name: &str, read: impl Fn(&Json) -> Result<T, ParseError>) -> Result<Option<T>, ParseError> {
        let found = self.entries.iter().find(|(key, _)| key == name);
        found.map(|(_, json)| read(json).map_err(|error| error.under(name))).transpose()
    }

    fn required<T>(&self, name: &str, read: impl Fn(&Json) -> Result<T, ParseError>) -> Result<T, ParseError> {
        self.optional(name, read)?.ok_or_else(|| ParseError::new("is missing").under(name))
    }

    /// An element or its opposite, such as `Action` or `NotAction`; not both.
    fn one_of<V, T>(
        &self,
        name: &str,
        only: impl Fn(V) -> T,
        opposite: &str,
        all_but: impl Fn(V) -> T,
        read: impl Fn(&Json) -> Result<V, ParseError>,
    ) -> Result<Option<T>, ParseError> {
        match (self.optional(name, &read)?, self.optional(opposite, &read)?) {
            (Some(_), Some(_)) => Err(ParseError::new(format!("has both {name} and {opposite}"))),
            (Some(listed), None) => Ok(Some(only(listed))),
            (None, listed) => Ok(listed.map(all_but)),
        }
    }
}

/// The entries of an object, each key there once.
fn entries_of(json: &Json) -> Result<&[(String, Json)], ParseError> {
    let Json::Object(entries) = json else {
        return Err(ParseError::new(format!("must be an object, not {}", json.kind())));
    };
    let mut seen = HashSet::new();
    match entries.iter().find(|(key, _)| !seen.insert(key)) {
        Some((key, _)) => Err(ParseError::new("is there twice").under(key)),
        None => Ok(entries),
    }
}

fn texts_of(json: &Json) -> Result<Vec<String>, ParseError> {
    one_or_many(json, text_of)
}

fn text_of(json: &Json) -> Result<String, ParseError> {
    match json {
        Json::Text(text) => Ok(text.clone()),
        other => Err(ParseError::new(format!("must be a string, not {}", other.kind()))),
    }
}

/// A value of a condition: AWS also takes numbers and booleans without quotes.
fn value_of(json: &Json) -> Result<String, ParseError> {
    match json {
        Json::Text(text) | Json::Number(text) => Ok(text.clone()),
        Json::Bool(value) => Ok(value.to_string()),
        other => Err(ParseError::new(format!("must be a string, a number or a boolean, not {}", other.kind()))),
    }
}

fn one_or_many<T>(json: &Json, read: impl Fn(&Json) -> Result<T, ParseError>) -> Result<Vec<T>, ParseError> {
    match json {
        Json::List(listed) => each(listed, read),
        single => Ok(vec![read(single)?]),
    }
}

fn each<T>(listed: &[Json], read: impl Fn(&Json) -> Result<T, ParseError>) -> Result<Vec<T>, ParseError> {
    listed.iter().enumerate().map(|(index, json)| read(json).map_err(|error| error.at(index))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_aws_rejects_is_an_error_with_its_place() {
        let allow = |rest: &str| format!(r#"{{"Statement": [{{"Effect": "Allow", {rest}}}]}}"#);
        for (text, path, problem) in [
            (String::new(), "", "EOF"),
            ("[]".to_owned(), "", "must be an object, not a list"),
            ("{}".to_owned(), "Statement", "is missing"),
            (r#"{"Statement": []}"#.to_owned(), "Statement", "must hold a statement"),
            (r#"{"Version": "2012-10-18", "Statement": []}"#.to_owned(), "Version", "2008-10-17, 2012-10-17"),
            (r#"{"Statements": []}"#.to_owned(), "Statements", "is no element here"),
            (
                r#"{"Statement": [{"Effect": "allow", "Action": "*"}]}"#.to_owned(),
                "Statement[0].Effect",
                "Allow or Deny",
            ),
            (allow(r#""Resource": "*""#), "Statement[0]", "neither Action nor NotAction"),
            (allow(r#""Action": "*", "NotAction": "*""#), "Statement[0]", "both Action and NotAction"),
            (allow(r#""Action": ["*", 7]"#), "Statement[0].Action[1]", "must be a string, not a number"),
            (allow(r#""Action": "GetObject""#), "Statement[0].Action", "must begin with a service"),
            (allow(r#""Action": "*", "Action": "*""#), "Statement[0].Action", "is there twice"),
            (allow(r#""Action": "*", "Sid": null"#), "Statement[0].Sid", "not null"),
            (allow(r#""Action": "*", "Principal": "me""#), "Statement[0].Principal", "{\"AWS\": \"me\"}"),
            (allow(r#""Action": "*", "Principal": {"Aws": "*"}"#), "Statement[0].Principal.Aws", "is no element here"),
            (
                allow(r#""Action": "*", "Condition": {"Equals": {}}"#),
                "Statement[0].Condition.Equals",
                "no condition operator",
            ),
            (
                allow(r#""Action": "*", "Condition": {"Bool": {"aws:SecureTransport": [true, null]}}"#),
                "Statement[0].Condition.Bool.aws:SecureTransport[1]",
                "not null",
            ),
        ] {
            let error = super::text(&text).expect_err("the document is malformed");
            assert_eq!(error.path(), path, "{error}");
            assert!(error.problem().contains(problem), "{error}");
        }
    }

    #[test]
    fn a_document_without_end_is_not_read() {
        let text = " ".repeat(MAX_BYTES + 1);
        assert!(super::text(&text).expect_err("it is too long").to_string().contains("bytes"));
    }

    #[test]
    fn values_of_conditions_need_no_quotes() {
        let text = r#"{"Statement": {"Effect": "Deny", "Action": "*", "Resource": "*",
            "Condition": {"Bool": {"aws:SecureTransport": false}, "NumericLessThan": {"s3:max-keys": [1, 2.5, "3"]}}}}"#;
        let document = super::text(text).expect("the document is well formed");
        let values: Vec<_> = document.statements[0].conditions.iter().map(|it| it.values.join(" ")).collect();
        assert_eq!(values, ["false", "1 2.5 3"]);
    }
}
