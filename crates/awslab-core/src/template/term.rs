//! A value of a template with its functions worked out.

use serde_json::{Map, Number, Value};

/// A value, as far as it can be told.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Term {
    Null,
    Bool(bool),
    Number(Number),
    Text(String),
    List(Vec<Term>),
    Map(Vec<(String, Term)>),
    /// Only AWS knows it; the function that would tell, such as `Fn::ImportValue`.
    Unknown(String),
}

impl Term {
    /// A member of a mapping.
    pub(super) fn get(&self, name: &str) -> Option<&Self> {
        let Self::Map(members) = self else { return None };
        members.iter().find(|(key, _value)| key == name).map(|(_key, value)| value)
    }

    /// A member of a member.
    pub(super) fn at(&self, path: &[&str]) -> Option<&Self> {
        let Some((first, rest)) = path.split_first() else { return Some(self) };
        match self.get(first) {
            Some(unknown @ Self::Unknown(_)) => Some(unknown),
            member => member?.at(rest),
        }
    }

    /// The items of a list. One value stands for a list of it, as CloudFormation has it.
    pub(super) fn items(&self) -> &[Self] {
        match self {
            Self::List(items) => items,
            Self::Null => &[],
            one => std::slice::from_ref(one),
        }
    }

    /// A text, also of a number or a truth value.
    pub(super) fn text(&self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text.clone()),
            Self::Number(number) => Some(number.to_string()),
            Self::Bool(value) => Some(value.to_string()),
            Self::Null | Self::List(_) | Self::Map(_) | Self::Unknown(_) => None,
        }
    }

    /// A truth value, which may be written as a text. `None` where it cannot be told.
    pub(super) fn truth(&self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(*value),
            Self::Text(text) => Some(text.eq_ignore_ascii_case("true")),
            Self::Unknown(_) => None,
            Self::Null | Self::Number(_) | Self::List(_) | Self::Map(_) => Some(false),
        }
    }

    /// The same as JSON. What is unknown is told, with the way there, and stands as the function that would tell it.
    pub(super) fn to_json(&self, place: &str, unknown: &mut dyn FnMut(&str, &str)) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Bool(value) => Value::Bool(*value),
            Self::Number(number) => Value::Number(number.clone()),
            Self::Text(text) => Value::from(text.as_str()),
            Self::List(items) => {
                let numbered = items.iter().enumerate();
                numbered.map(|(index, item)| item.to_json(&format!("{place}/{index}"), unknown)).collect()
            }
            Self::Map(members) => {
                let to_json =
                    |(key, value): &(String, Self)| (key.clone(), value.to_json(&format!("{place}/{key}"), unknown));
                Value::Object(members.iter().map(to_json).collect::<Map<_, _>>())
            }
            Self::Unknown(function) => {
                unknown(place, function);
                Value::from(function.as_str())
            }
        }
    }
}

impl From<&str> for Term {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
