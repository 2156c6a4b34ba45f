//! A policy document that is being rewritten: as its author wrote it, but for what is changed.

use serde_json::{Map, Value, json};

use crate::document::Document;

/// A policy document as JSON, its statements in a list.
pub(crate) struct Draft {
    /// What stands beside the statements, such as the version.
    rest: Map<String, Value>,
    pub(crate) statements: Vec<Value>,
}

impl Draft {
    /// The document to start from; `None` when the text is none.
    pub(crate) fn of(text: &str) -> Option<Self> {
        Document::parse(text).ok()?;
        let mut rest: Map<String, Value> = serde_json::from_str(text).ok()?;
        let statements = match rest.remove("Statement")? {
            Value::Array(statements) => statements,
            single => vec![single],
        };
        Some(Self { rest, statements })
    }

    /// Demands that a condition key has this value, instead of whatever a statement said of the key.
    pub(crate) fn require(&mut self, statement: usize, operator: &str, key: &str, value: &str) {
        let Some(Value::Object(statement)) = self.statements.get_mut(statement) else { return };
        let Value::Object(conditions) = statement.entry("Condition").or_insert(json!({})) else { return };
        for keys in conditions.values_mut().filter_map(Value::as_object_mut) {
            keys.retain(|other, _values| !other.eq_ignore_ascii_case(key));
        }
        conditions.retain(|_operator, keys| keys.as_object().is_none_or(|keys| !keys.is_empty()));
        conditions.entry(operator).or_insert(json!({}))[key] = value.into();
    }

    /// Where nothing would be allowed, what remains is to ask who one is, which needs no permission: a policy has a
    /// statement.
    pub(crate) fn keep_something_allowed(&mut self) {
        if !self.statements.iter().any(|statement| statement["Effect"] == "Allow") {
            self.statements.push(json!({ "Effect": "Allow", "Action": "sts:GetCallerIdentity", "Resource": "*" }));
        }
    }

    /// The document's text on one line.
    pub(crate) fn into_text(mut self) -> String {
        self.rest.insert("Statement".to_owned(), Value::Array(self.statements));
        Value::Object(self.rest).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_required_replaces_what_was_said_of_the_key() {
        let text = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:AssumeRole","Condition":
            {"StringLike":{"STS:ExternalId":"*"},"Bool":{"aws:MultiFactorAuthPresent":"true"}}}}"#;
        let mut draft = Draft::of(text).expect("it is a policy document");
        draft.require(0, "StringEquals", "sts:ExternalId", "12345");
        let expected = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"},"StringEquals":{"sts:ExternalId":"12345"}}}]}"#;
        assert_eq!(draft.into_text(), expected);
        assert!(Draft::of("{}").is_none());
    }
}
