//! JSON exactly as it was written: the order of keys, and keys that are there twice.
//!
//! AWS refuses a policy with a key twice, where most JSON readers keep the last one and say nothing.

use std::fmt;

use serde::de::{self, Deserialize, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

/// How deep lists and objects may nest. The deepest place in a policy, a value in a condition's list, is at six; a list
/// of policies adds one.
const MAX_DEPTH: u8 = 16;

/// A value of JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Json {
    Null,
    Bool(bool),
    /// As text, because a policy compares a number with text.
    Number(String),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl Json {
    /// What it is, for a message.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::Text(_) => "a string",
            Self::List(_) => "a list",
            Self::Object(_) => "an object",
        }
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Nested { levels_left: MAX_DEPTH }.deserialize(deserializer)
    }
}

/// Reads a value that may nest only so much further.
#[derive(Clone, Copy)]
struct Nested {
    levels_left: u8,
}

impl Nested {
    fn inner<E: de::Error>(self) -> Result<Self, E> {
        match self.levels_left.checked_sub(1) {
            Some(levels_left) => Ok(Self { levels_left }),
            None => Err(E::custom("it nests deeper than a policy can")),
        }
    }
}

impl<'de> DeserializeSeed<'de> for Nested {
    type Value = Json;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Nested {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Number(value.to_string()))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Json, E> {
        Ok(Json::Number(value.to_string()))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Json, E> {
        Ok(Json::Number(value.to_string()))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Json, E> {
        Ok(Json::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Json, A::Error> {
        let inner = self.inner()?;
        let mut values = Vec::new();
        while let Some(value) = list.next_element_seed(inner)? {
            values.push(value);
        }
        Ok(Json::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Json, A::Error> {
        let inner = self.inner()?;
        let mut entries = Vec::new();
        while let Some(key) = object.next_key::<String>()? {
            entries.push((key, object.next_value_seed(inner)?));
        }
        Ok(Json::Object(entries))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_and_repeated_keys_are_kept() {
        let json: Json = serde_json::from_str(r#"{"b": 1, "a": 2.50, "b": true}"#).expect("it is JSON");
        let number = |text: &str| Json::Number(text.to_owned());
        let entries = [("b", number("1")), ("a", number("2.5")), ("b", Json::Bool(true))];
        assert_eq!(json, Json::Object(entries.map(|(key, value)| (key.to_owned(), value)).into()));
    }

    #[test]
    fn nesting_is_bounded() {
        for depth in [17, 100_000] {
            let text = "[".repeat(depth) + &"]".repeat(depth);
            serde_json::from_str::<Json>(&text).expect_err("it nests too deep");
        }
        serde_json::from_str::<Json>(&("[".repeat(16) + &"]".repeat(16))).expect("it nests just deep enough");
    }
}
