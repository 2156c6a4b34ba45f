//! A policy exactly as it was written.

use awslab_policy::{Document, ParseError};
use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};
use serde_json::value::RawValue;

/// The text of a policy document, kept to the letter: AWS cares about what a parser would drop, such as a key that is
/// there twice. In a snapshot it stands as JSON where it is JSON, and as a string where it is not; both are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyText(String);

impl PolicyText {
    /// A policy as AWS handed it out.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text without line breaks, for a command line. No string of JSON can hold one.
    pub fn on_one_line(&self) -> String {
        self.0.lines().map(str::trim).collect::<Vec<_>>().join(" ")
    }

    /// What it says.
    pub fn parse(&self) -> Result<Document, ParseError> {
        Document::parse(&self.0)
    }
}

impl Serialize for PolicyText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match RawValue::from_string(self.0.clone()) {
            Ok(json) if !json.get().starts_with('"') => json.serialize(serializer),
            _ => serializer.serialize_str(&self.0),
        }
    }
}

impl<'de> Deserialize<'de> for PolicyText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw: Box<RawValue> = Deserialize::deserialize(deserializer)?;
        let text = serde_json::from_str(raw.get()).unwrap_or_else(|_not_a_string| raw.get().to_owned());
        Ok(Self(text))
    }
}

#[cfg(test)]
impl schemars::JsonSchema for PolicyText {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "PolicyText".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "description": "An IAM policy document: JSON, or a string that holds it." })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round_trip(text: &str) -> String {
        let written = serde_json::to_string(&PolicyText::new(text)).expect("every text can be written");
        let read: PolicyText = serde_json::from_str(&written).expect("what was written can be read");
        assert_eq!(read.as_str(), text);
        written
    }

    #[test]
    fn json_stays_to_the_letter() {
        let twice = r#"{"Version":"2012-10-17","Version":"2008-10-17", "Statement":[]}"#;
        assert_eq!(round_trip(twice), twice);
    }

    #[test]
    fn line_breaks_go_and_strings_stay() {
        let text = PolicyText::new("{\n  \"Sid\": \"two  words\",\r\n\t\"Action\": \"*\"\n}\n");
        assert_eq!(text.on_one_line(), r#"{ "Sid": "two  words", "Action": "*" }"#);
    }

    #[test]
    fn what_is_no_json_is_kept_as_a_string() {
        assert_eq!(round_trip("{oops"), r#""{oops""#);
        assert_eq!(round_trip(""), r#""""#);
        assert_eq!(round_trip(r#""quoted""#), r#""\"quoted\"""#);
    }
}
