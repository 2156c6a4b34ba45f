//! The facts that a request carries: condition keys and their values.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html>

use std::borrow::Cow;

use serde::de::{Deserialize, Deserializer, Error as _};

use crate::json::Json;

/// The condition keys of a request. Keys are found whatever their case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Context {
    entries: Vec<(String, Value)>,
    /// Keys that are sure not to be there.
    absent: Vec<String>,
    may_hold_more: bool,
}

/// Where conditions and variables look their keys up.
pub(crate) trait Keys {
    /// What a key has, whatever the case of its name.
    fn find(&self, key: &str) -> Option<Cow<'_, Value>>;

    /// Whether a key is not given, but could be there.
    fn leaves_open(&self, key: &str) -> bool;
}

/// What a condition key has in a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// One value, of a key such as `aws:SourceIp`.
    One(String),
    /// A set of values, of a key such as `aws:TagKeys`; it may be empty.
    Many(Vec<String>),
}

impl Context {
    /// The same, and this key with one value. A key that is there already gets the new value.
    pub fn with(mut self, key: &str, value: &str) -> Self {
        self.set(key, Value::One(value.to_owned()));
        self
    }

    /// The same, and this key with a set of values.
    pub fn with_many<S: Into<String>>(mut self, key: &str, values: impl IntoIterator<Item = S>) -> Self {
        self.set(key, Value::Many(values.into_iter().map(Into::into).collect()));
        self
    }

    /// The same, and this key is sure not to be there, also where a key that is not given could be. One that ends in `/`,
    /// such as `aws:ResourceTag/`, stands for all that begin so and are not given.
    pub fn without(mut self, key: &str) -> Self {
        self.entries.retain(|(known, _)| !known.eq_ignore_ascii_case(key));
        self.absent.push(key.to_owned());
        self
    }

    /// The same, and this key with what it has.
    pub(crate) fn having(mut self, key: &str, value: Value) -> Self {
        self.set(key, value);
        self
    }

    /// What a key has; `None` when the request does not have it.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.entries.iter().find(|(known, _)| known.eq_ignore_ascii_case(key)).map(|(_, value)| value)
    }

    /// The same, but a key that is not there could be.
    pub(crate) fn and_perhaps_more(self) -> Self {
        Self { may_hold_more: true, ..self }
    }

    /// Whether a key is sure not to be there.
    pub(crate) fn lacks(&self, key: &str) -> bool {
        self.absent.iter().any(|absent| takes_in(absent, key))
    }

    /// Adds what follows from other facts, unless the request says otherwise.
    pub(crate) fn set_if_absent(&mut self, key: &str, value: &str) {
        if self.get(key).is_none() {
            self.set(key, Value::One(value.to_owned()));
        }
    }

    fn set(&mut self, key: &str, value: Value) {
        self.entries.retain(|(known, _)| !known.eq_ignore_ascii_case(key));
        self.absent.retain(|absent| !absent.eq_ignore_ascii_case(key));
        self.entries.push((key.to_owned(), value));
    }
}

impl Keys for Context {
    fn find(&self, key: &str) -> Option<Cow<'_, Value>> {
        self.get(key).map(Cow::Borrowed)
    }

    fn leaves_open(&self, key: &str) -> bool {
        self.may_hold_more && self.get(key).is_none() && !self.lacks(key)
    }
}

impl Value {
    pub(crate) fn as_slice(&self) -> &[String] {
        match self {
            Self::One(value) => std::slice::from_ref(value),
            Self::Many(values) => values,
        }
    }
}

impl<'de> Deserialize<'de> for Context {
    /// From an object whose values are strings, numbers, booleans, or lists of these; `null` is a key that is absent.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Json::Object(entries) = Json::deserialize(deserializer)? else {
            return Err(D::Error::custom("the context must be an object of condition keys"));
        };
        let mut context = Self::default();
        for (key, json) in entries {
            let value = match json {
                Json::Null => {
                    context = context.without(&key);
                    continue;
                }
                Json::List(values) => values.into_iter().map(text_of).collect::<Option<_>>().map(Value::Many),
                single => text_of(single).map(Value::One),
            };
            let value = value.ok_or_else(|| D::Error::custom(format!("{key} must have a string or a list of strings")));
            context.set(&key, value?);
        }
        Ok(context)
    }
}

/// Whether a key is the one that is absent, or of the family that is.
fn takes_in(absent: &str, key: &str) -> bool {
    let key = if absent.ends_with('/') { key.get(..absent.len()).unwrap_or(key) } else { key };
    absent.eq_ignore_ascii_case(key)
}

fn text_of(json: Json) -> Option<String> {
    match json {
        Json::Text(text) | Json::Number(text) => Some(text),
        Json::Bool(value) => Some(value.to_string()),
        Json::Null | Json::List(_) | Json::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_have_no_case_and_values_no_quotes() {
        let json = r#"{"aws:SecureTransport": true, "s3:max-keys": 5, "aws:TagKeys": ["a", "b"]}"#;
        let context: Context = serde_json::from_str(json).expect("it is a context");
        assert_eq!(context.get("AWS:securetransport"), Some(&Value::One("true".to_owned())));
        assert_eq!(context.get("s3:max-keys"), Some(&Value::One("5".to_owned())));
        let changed = context.clone().with("s3:Max-Keys", "6");
        assert_eq!(changed.get("s3:max-keys"), Some(&Value::One("6".to_owned())));
        assert_eq!(context.get("aws:tagkeys").map(Value::as_slice).map(<[_]>::len), Some(2));
        let absent = serde_json::from_str::<Context>(r#"{"aws:TagKeys": null}"#).expect("null is a key that is absent");
        assert_eq!(absent.get("aws:TagKeys"), None);
        serde_json::from_str::<Context>(r#"{"aws:TagKeys": [null]}"#).expect_err("null is no value");
    }

    #[test]
    fn all_tags_but_the_given_ones_can_be_sure_to_be_absent() {
        let context = Context::default().with("aws:ResourceTag/team", "blue").without("aws:ResourceTag/");
        let context = context.and_perhaps_more();
        for (key, is_open) in [
            ("aws:SourceIp", true),
            ("AWS:resourcetag/stage", false),
            ("aws:ResourceTag/team", false),
            ("aws:ResourceTag", true),
        ] {
            assert_eq!(context.leaves_open(key), is_open, "{key}");
        }
    }
}
