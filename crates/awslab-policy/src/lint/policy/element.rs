//! The elements of a statement, each thing in them with its place.

use serde_json::Value;

use super::Place;
use crate::document::Operator;
use crate::lint::finding::Better;

/// A text and its place.
#[derive(Debug, Clone)]
pub(crate) struct Item {
    pub(crate) text: String,
    pub(crate) place: Place,
}

impl Item {
    /// What to write instead of it.
    pub(crate) fn replaced_by(&self, json: impl Into<Value>) -> Better {
        Better::at(&self.place.path, json)
    }
}

/// `Action`, `Resource` and their opposites.
#[derive(Debug)]
pub(crate) struct Listed {
    /// Such as `NotAction`.
    pub(crate) name: &'static str,
    /// All but what is listed.
    pub(crate) is_opposite: bool,
    pub(crate) place: Place,
    pub(crate) items: Vec<Item>,
}

impl Listed {
    pub(crate) fn texts(&self) -> impl Iterator<Item = &str> {
        self.items.iter().map(|item| item.text.as_str())
    }

    /// What to write instead of all of it.
    pub(crate) fn replaced_by(&self, items: Vec<String>) -> Better {
        Better::at(&self.place.path, items)
    }
}

/// `Principal` or `NotPrincipal`.
#[derive(Debug)]
pub(crate) struct Principals {
    /// All but who is listed.
    pub(crate) is_opposite: bool,
    pub(crate) place: Place,
    pub(crate) listed: Vec<Principal>,
}

/// A principal with its kind: `AWS`, `Service`, `Federated` or `CanonicalUser`. Everyone is `AWS` `*`.
#[derive(Debug)]
pub(crate) struct Principal {
    pub(crate) kind: String,
    pub(crate) id: Item,
}

impl Principal {
    pub(crate) fn is_everyone(&self) -> bool {
        self.kind == "AWS" && self.id.text == "*"
    }
}

/// One line of the `Condition` element.
#[derive(Debug)]
pub(crate) struct Condition {
    /// As written, such as `StringEquals`.
    pub(crate) operator_name: Item,
    pub(crate) operator: Operator,
    pub(crate) key: Item,
    pub(crate) values: Vec<Item>,
}

impl Condition {
    /// Whether it holds when one of its values compares, and the request must have the key.
    pub(crate) fn demands_a_value(&self) -> bool {
        let Operator { quantifier, negated, if_exists, .. } = self.operator;
        !negated && !if_exists && quantifier != Some(crate::document::Quantifier::ForAllValues)
    }
}
