//! A fact, or why it is not known.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};
use serde_json::value::RawValue;

use crate::call::Call;
use crate::verdict::Miss;

/// What was asked of AWS: the answer, or the reason there is none.
///
/// In a snapshot a known value stands as AWS prints it, an unknown one as `{"Unknown": {…}}`, and one that was never
/// asked for is absent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fetched<T> {
    /// AWS answered. What AWS reports as an error that only says "not configured" is an answer too.
    Known(T),
    /// AWS was not asked, or gave no answer that can be read.
    Unknown(Gap),
}

impl<T> Fetched<T> {
    /// The value, or the miss that its absence makes of a criterion.
    pub fn known(&self) -> Result<&T, Miss> {
        match self {
            Self::Known(value) => Ok(value),
            Self::Unknown(gap) => Err(Miss::unknown(gap.clone())),
        }
    }

    /// The value, where there is one.
    pub fn as_known(&self) -> Option<&T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Unknown(_) => None,
        }
    }

    /// The value, where there is one, to be changed.
    pub fn as_known_mut(&mut self) -> Option<&mut T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Unknown(_) => None,
        }
    }

    /// The value, empty at first where there was none.
    pub(crate) fn get_or_insert_default(&mut self) -> &mut T
    where
        T: Default,
    {
        if let Self::Unknown(_) = self {
            *self = Self::Known(T::default());
        }
        self.as_known_mut().expect("it was made known")
    }

    /// Nobody asked for it.
    pub fn is_not_collected(&self) -> bool {
        matches!(self, Self::Unknown(gap) if gap.error == GapKind::NotCollected)
    }

    /// The same answer about another value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Fetched<U> {
        match self {
            Self::Known(value) => Fetched::Known(change(value)),
            Self::Unknown(gap) => Fetched::Unknown(gap),
        }
    }
}

/// Not collected.
impl<T> Default for Fetched<T> {
    fn default() -> Self {
        Self::Unknown(Gap::not_collected())
    }
}

/// A call that gave no answer.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase")]
pub struct Gap {
    /// The operation, such as `s3:GetBucketVersioning`; empty where none was tried.
    pub call: String,
    /// The IAM action that allows the operation.
    pub action: String,
    /// What went wrong.
    pub error: GapKind,
    /// AWS's own error code, where there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// AWS's or the connection's own words.
    pub message: String,
    /// Where it was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
}

impl Gap {
    /// A call that failed.
    pub fn new(call: Call, error: GapKind, message: impl Into<String>) -> Self {
        Self {
            call: call.operation.to_owned(),
            action: call.action.to_owned(),
            error,
            code: None,
            message: message.into(),
            region: None,
        }
    }

    /// A call that nobody made.
    pub(crate) fn not_asked(call: Call) -> Self {
        Self { call: call.operation.to_owned(), action: call.action.to_owned(), ..Self::not_collected() }
    }

    pub(crate) fn not_collected() -> Self {
        Self {
            call: String::new(),
            action: String::new(),
            error: GapKind::NotCollected,
            code: None,
            message: "it was not collected".to_owned(),
            region: None,
        }
    }
}

/// One sentence: what was asked, what came of it, and who can mend it.
impl fmt::Display for Gap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { call, action, error, code, message, region } = self;
        if *error == GapKind::NotCollected {
            return write!(f, "{call} was not asked for this snapshot: take a new one with `awslab snapshot`");
        }
        let code = code.as_deref().map(|code| format!(" ({code})")).unwrap_or_default();
        let place = region.as_deref().map(|region| format!(" in {region}")).unwrap_or_default();
        match error {
            GapKind::Denied => {
                write!(
                    f,
                    "{call} was denied{code}{place}: whoever manages the account can allow {action} to the principal that awslab runs as"
                )
            }
            GapKind::Throttled => {
                write!(f, "{call} was throttled{code}{place} on every attempt: run again in a minute")
            }
            GapKind::TimedOut => write!(f, "{call} did not answer in time{place}: run again"),
            GapKind::Unreachable => write!(f, "{call} could not be reached{place}: {message}"),
            GapKind::RegionDisabled => {
                write!(f, "{call} is not possible{place}{code}: the Region is not enabled for this account")
            }
            GapKind::Unsupported => write!(f, "{call} is not supported by this endpoint{code}"),
            GapKind::Malformed => write!(f, "{call} gave an answer that cannot be read{place}: {message}"),
            GapKind::Incomplete => write!(f, "{call} has more to say{place} than awslab reads: {message}"),
            GapKind::Opaque => write!(f, "{call} does not tell{place}: {message}"),
            GapKind::Vanished => {
                write!(f, "{call} no longer found what had been listed{code}: run again when nothing is changing")
            }
            GapKind::Expired => {
                write!(f, "{call} was refused{code}: the credentials expired; renew them and run again")
            }
            GapKind::Failed | GapKind::NotCollected => write!(f, "{call} failed{code}{place}: {message}"),
        }
    }
}

/// The kinds of not knowing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum GapKind {
    /// The call is not allowed to the principal that awslab runs as.
    Denied,
    /// AWS refused the call for its rate, on every attempt.
    Throttled,
    /// No answer within the time given.
    TimedOut,
    /// No connection.
    Unreachable,
    /// The Region is not enabled in the account.
    RegionDisabled,
    /// The endpoint does not know the operation, as emulators do.
    Unsupported,
    /// An answer that is not in the service's own format.
    Malformed,
    /// There is more than awslab reads.
    Incomplete,
    /// No answer of AWS could tell it.
    Opaque,
    /// The resource was listed and then was no longer there.
    Vanished,
    /// The credentials expired on the way.
    Expired,
    /// Nobody asked.
    NotCollected,
    /// Anything else, such as an internal error of the service. Also what a later awslab may write.
    #[serde(other)]
    Failed,
}

const UNKNOWN: &str = "Unknown";

impl<T: Serialize> Serialize for Fetched<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Known(value) => value.serialize(serializer),
            Self::Unknown(gap) => serializer.collect_map([(UNKNOWN, gap)]),
        }
    }
}

impl<'de, T: de::DeserializeOwned> Deserialize<'de> for Fetched<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Envelope {
            #[serde(rename = "Unknown")]
            gap: Box<RawValue>,
        }

        // Read twice from the raw text rather than through an untagged enum: that would lose the cause of an error and
        // the exact text of policies.
        let raw: Box<RawValue> = Deserialize::deserialize(deserializer)?;
        if raw.get().starts_with('{') // a list of one would do for the envelope too
            && let Ok(Envelope { gap }) = serde_json::from_str(raw.get())
        {
            return serde_json::from_str(gap.get()).map(Self::Unknown).map_err(de::Error::custom);
        }
        serde_json::from_str(raw.get()).map(Self::Known).map_err(de::Error::custom)
    }
}

#[cfg(test)]
impl<T: schemars::JsonSchema> schemars::JsonSchema for Fetched<T> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("Fetched_{}", T::schema_name()).into()
    }

    /// Two services may have types of one name.
    fn schema_id() -> std::borrow::Cow<'static, str> {
        format!("Fetched<{}>", T::schema_id()).into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let known = generator.subschema_for::<T>();
        let gap = generator.subschema_for::<Gap>();
        schemars::json_schema!({
            "anyOf": [
                {
                    "type": "object",
                    "properties": { UNKNOWN: gap },
                    "required": [UNKNOWN],
                    "additionalProperties": false
                },
                known,
            ]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call;

    fn round_trip(fetched: &Fetched<Option<Vec<String>>>) -> (String, Fetched<Option<Vec<String>>>) {
        let text = serde_json::to_string(fetched).expect("every fact can be written");
        let back = serde_json::from_str(&text).expect("what was written can be read");
        (text, back)
    }

    #[test]
    fn a_known_value_stands_as_it_is() {
        let (text, back) = round_trip(&Fetched::Known(Some(vec!["a".to_owned()])));
        assert_eq!(text, r#"["a"]"#);
        assert_eq!(back, Fetched::Known(Some(vec!["a".to_owned()])));
    }

    #[test]
    fn not_configured_is_known() {
        let (text, back) = round_trip(&Fetched::Known(None));
        assert_eq!(text, "null");
        assert_eq!(back, Fetched::Known(None));
    }

    #[test]
    fn an_unknown_keeps_its_reason() {
        let gap = Gap::new(call::GET_BUCKET_VERSIONING, GapKind::Denied, "no");
        let (_text, back) = round_trip(&Fetched::Unknown(gap.clone()));
        assert_eq!(back, Fetched::Unknown(gap));
    }

    #[test]
    fn a_list_of_one_is_a_value() {
        let (_text, back) = round_trip(&Fetched::Known(Some(vec![String::new()])));
        assert_eq!(back, Fetched::Known(Some(vec![String::new()])));
    }

    #[test]
    fn a_broken_reason_is_no_value() {
        let broken = r#"{"Unknown": {"Call": "s3:GetBucketVersioning"}}"#;
        assert!(serde_json::from_str::<Fetched<serde_json::Value>>(broken).is_err());
    }

    #[test]
    fn a_kind_of_a_later_version_is_some_failure() {
        let kind: GapKind = serde_json::from_str(r#""Quarantined""#).expect("unknown kinds are read");
        assert_eq!(kind, GapKind::Failed);
    }

    #[test]
    fn every_kind_says_what_was_asked() {
        for kind in [GapKind::Denied, GapKind::Throttled, GapKind::Unsupported, GapKind::Vanished, GapKind::Failed] {
            let sentence = Gap::new(call::HEAD_OBJECT, kind, "why").to_string();
            assert!(sentence.starts_with("s3:HeadObject "), "{sentence}");
        }
    }
}
