//! A policy as rules look at it: what can be read of it, each thing with its place.
//!
//! Where the text is not as AWS wants it, that is a finding of its own; the rest is looked at all the same.

mod element;
mod read;

use std::ops::Range;

use serde_json::{Map, Value};

pub(super) use self::element::{Condition, Item, Listed, Principal, Principals};
use super::comparisons::Comparisons;
use super::finding::Better;
use super::kind::Kind;
use super::text::Text;
use crate::document::Effect;

/// Where something stands: its JSON path, and what to show of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) path: String,
    pub(super) span: Range<usize>,
}

/// A policy.
#[derive(Debug)]
pub(super) struct Policy<'a> {
    pub(super) source: &'a str,
    pub(super) kind: Kind,
    pub(super) place: Place,
    pub(super) version: Option<Item>,
    pub(super) statements: Vec<Statement<'a>>,
    pub(super) comparisons: Comparisons,
}

/// A statement. What is absent, or cannot be read, is `None`.
#[derive(Debug)]
pub(super) struct Statement<'a> {
    pub(super) source: &'a str,
    pub(super) place: Place,
    pub(super) sid: Option<Item>,
    pub(super) effect: Option<Effect>,
    pub(super) principals: Option<Principals>,
    pub(super) actions: Option<Listed>,
    pub(super) resources: Option<Listed>,
    pub(super) conditions: Vec<Condition>,
    /// Where the `Condition` element is, if it is there.
    pub(super) condition_element: Option<Place>,
    /// Whether it lets anyone in, as far as the engine can tell from a document without faults.
    pub(super) is_open_to_anyone: bool,
}

impl<'a> Policy<'a> {
    pub(super) fn read(text: &Text<'a>, kind: Option<Kind>) -> Self {
        read::policy(text, kind)
    }

    /// Whether `${aws:username}` is a variable here.
    pub(super) fn has_variables(&self) -> bool {
        self.version.as_ref().is_some_and(|version| version.text == "2012-10-17")
    }
}

impl Statement<'_> {
    pub(super) fn allows(&self) -> bool {
        self.effect == Some(Effect::Allow)
    }

    pub(super) fn denies(&self) -> bool {
        self.effect == Some(Effect::Deny)
    }

    /// The actions it lists, if it lists them rather than all others.
    pub(super) fn listed_actions(&self) -> &[Item] {
        self.actions.as_ref().filter(|it| !it.is_opposite).map_or(&[], |it| &it.items)
    }

    /// The resources it lists, if it lists them rather than all others.
    pub(super) fn listed_resources(&self) -> &[Item] {
        self.resources.as_ref().filter(|it| !it.is_opposite).map_or(&[], |it| &it.items)
    }

    /// Whether it is about every resource there is.
    pub(super) fn is_about_everything(&self) -> bool {
        self.listed_resources().iter().any(|resource| resource.text == "*")
    }

    /// The principals it lists, if it lists them rather than all others.
    pub(super) fn listed_principals(&self) -> &[Principal] {
        self.principals.as_ref().filter(|it| !it.is_opposite).map_or(&[], |it| &it.listed)
    }

    /// The conditions on a key, whatever the operator.
    pub(super) fn conditions_on<'s>(&'s self, key: &'s str) -> impl Iterator<Item = &'s Condition> {
        self.conditions.iter().filter(move |condition| condition.key.text.eq_ignore_ascii_case(key))
    }

    /// Whether it has any condition on one of these keys.
    pub(super) fn asks_about(&self, keys: &[&str]) -> bool {
        keys.iter().any(|key| self.conditions_on(key).next().is_some())
    }

    /// The statement as it would be after a change.
    pub(super) fn with(&self, change: impl FnOnce(&mut Map<String, Value>)) -> Option<Better> {
        let mut json = self.json()?;
        change(&mut json);
        Some(Better::at(&self.place.path, json))
    }

    /// A statement like this one about a single action, beside the rest if there is any.
    pub(super) fn with_action_alone(&self, action: &Item, resources: impl Into<Value>) -> Option<Better> {
        let better = self.with(|json| {
            json.insert("Action".to_owned(), action.text.clone().into());
            json.insert("Resource".to_owned(), resources.into());
        });
        let is_beside = self.listed_actions().len() > 1;
        better.map(|better| Better { is_beside, ..better })
    }

    /// Nobody reads a long statement again and again, once for each finding.
    fn json(&self) -> Option<Map<String, Value>> {
        serde_json::from_str(self.source).ok().filter(|_| self.is_short())
    }

    fn is_short(&self) -> bool {
        const LONGEST: usize = 20_480;
        self.source.len() <= LONGEST
    }

    /// Other actions or resources instead of one of those that are listed.
    pub(super) fn replacing(&self, item: &Item, texts: &[String]) -> Better {
        let mut lists = [&self.actions, &self.resources].into_iter().flatten().filter(|_| self.is_short());
        let Some(list) = lists.find(|list| list.items.iter().any(|it| it.place == item.place)) else {
            return Better::at(&item.place.path, texts);
        };
        let (before, from) = list.items.split_at(list.items.iter().take_while(|it| it.place != item.place).count());
        let texts_of = |items: &[Item]| items.iter().map(|it| it.text.clone()).collect::<Vec<_>>();
        Better::at(&list.place.path, [&texts_of(before), texts, &texts_of(&from[1..])].concat())
    }

    /// The conditions with another operator or key for one of them.
    pub(super) fn with_other(&self, condition: &Condition, operator: &str, key: &str) -> Option<Better> {
        let mut conditions = self.json()?.get("Condition")?.as_object()?.clone();
        let keys = conditions.get_mut(&condition.operator_name.text)?.as_object_mut()?;
        let values = keys.shift_remove(&condition.key.text)?;
        if keys.is_empty() {
            conditions.shift_remove(&condition.operator_name.text);
        }
        let keys = conditions.entry(operator).or_insert_with(|| Value::Object(Map::new())).as_object_mut()?;
        keys.insert(key.to_owned(), values);
        Some(Better::at(format!("{}.Condition", self.place.path), conditions))
    }

    /// The statement with one more condition.
    pub(super) fn with_condition(&self, operator: &str, key: &str, value: impl Into<Value>) -> Option<Better> {
        let value = value.into();
        self.with(|json| {
            let conditions = json.entry("Condition").or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(conditions) = conditions {
                let keys = conditions.entry(operator).or_insert_with(|| Value::Object(Map::new()));
                if let Value::Object(keys) = keys {
                    keys.insert(key.to_owned(), value);
                }
            }
        })
    }
}
