//! What a line of a condition makes of everyone.
//!
//! A line limits who is let in when its key says who calls, on whose behalf, or from where, in a way that an outsider
//! cannot choose. What outsiders can choose, such as their user agent or their own tags, limits nothing.
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html>

mod form;
mod key;

use super::network;
use super::who::{Who, has_wildcard};
use crate::condition::address_range;
use crate::context::Context;
use crate::document::{Comparison, Condition, Quantifier};
use crate::variables;

use self::form::Told;
pub(super) use self::key::About;
use self::key::{Form, Key};

/// What a line of a condition makes of everyone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Limit {
    /// Only these are left.
    To {
        /// What the line is about.
        about: About,
        /// Those who are left.
        left: Vec<Who>,
        /// What leaves them.
        because: String,
    },
    /// Everyone is, and why.
    Nobody(String),
    /// No request can have what it asks for, and why.
    Unmeetable(String),
}

/// How to read a line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reading<'a> {
    /// The account that owns the resource.
    pub(super) owner: &'a str,
    /// Whether the policy's version knows variables.
    pub(super) has_variables: bool,
}

/// What a line makes of everyone.
pub(super) fn limit(condition: &Condition, reading: Reading<'_>) -> Limit {
    let written = condition.to_string();
    let Some(key) = Key::of(&condition.key) else {
        return Limit::Nobody(format!("{} is for the caller to choose", condition.key));
    };
    if let Some(loophole) = loophole(condition) {
        return Limit::Nobody(format!("{written} {loophole}"));
    }
    if condition.operator.comparison == Comparison::IpAddress {
        return limit_to_ranges(condition, key, &written);
    }
    let values = condition.values.iter().map(|value| resolve(value, condition.operator.comparison, reading));
    let told: Vec<Told> = values.map(|value| form::read(key, condition.operator.comparison, &value)).collect();
    if told.contains(&Told::Everyone) {
        return Limit::Nobody(format!("{written} takes in strangers"));
    }
    limit_to(key, told.into_iter().filter_map(Told::who).collect(), &written)
}

fn limit_to(key: Key, left: Vec<Who>, written: &str) -> Limit {
    if left.is_empty() {
        return Limit::Unmeetable(format!("{written} is nothing that a request can have"));
    }
    Limit::To { about: key.about, left, because: format!("{written} limits it") }
}

/// Why a line keeps nobody out, whatever its values.
fn loophole(condition: &Condition) -> Option<&'static str> {
    let operator = condition.operator;
    if operator.comparison == Comparison::Null {
        return Some("only asks whether the key is there");
    }
    if operator.negated {
        return Some("keeps out only what it lists");
    }
    if operator.if_exists || operator.quantifier == Some(Quantifier::ForAllValues) {
        return Some("holds for a request without the key");
    }
    None
}

fn limit_to_ranges(condition: &Condition, key: Key, written: &str) -> Limit {
    if let Some(range) = network::too_broad(condition.values.iter().map(String::as_str)) {
        return Limit::Nobody(format!("{} {range} is too broad", condition.key));
    }
    let is_range = |value: &&String| key.form == Form::Address && address_range(value).is_some();
    let holder = |range: &String| Who::Holder { key: key.name.to_owned(), value: range.clone() };
    limit_to(key, condition.values.iter().filter(is_range).map(holder).collect(), written)
}

/// A value of a policy, with what is known of its variables.
pub(super) struct Value {
    pub(super) text: String,
    /// Whether `*` and `?` are wildcards in it, and there are some.
    pub(super) is_pattern: bool,
}

/// A variable that is not known could have any value.
fn resolve(value: &str, comparison: Comparison, reading: Reading<'_>) -> Value {
    let takes_patterns = matches!(comparison, Comparison::StringLike | Comparison::Arn);
    if !reading.has_variables || !variables::are_in(value) {
        return Value { text: value.to_owned(), is_pattern: takes_patterns && has_wildcard(value) };
    }
    let known = Context::default().with("aws:ResourceAccount", reading.owner).with(key::OWN_ORGANIZATION, form::OWN);
    let text = variables::replace_or_star(value, &known);
    let is_open = variables::keys_in(value).any(|key| known.get(key).is_none());
    Value { is_pattern: is_open || (takes_patterns && has_wildcard(&text)), text }
}
