//! Whether it matters what a variable holds, beyond what was looked at.
//!
//! A variable may hold anything. Only a few values are looked at: none, those that conditions name, and a letter that no
//! policy has. The letter stands for all other values as long as every pattern that could meet it gives access by it and
//! takes a text of any length in its place. Then a request with another value in place of the letter fits the same
//! patterns.

use super::Gap;
use super::callers;
use super::clause::{Clause, Element, Part};
use super::space::variable_keys;
use crate::document::{Comparison, Condition, Resources};
use crate::variables;

/// Why the values that were looked at do not stand for all.
pub(super) fn gap(clauses: &[Clause<'_>]) -> Option<Gap> {
    let varying: Vec<Element<'_>> =
        clauses.iter().flat_map(|clause| clause.elements().filter(|element| clause.uses_variable(*element))).collect();
    let example = clauses.iter().find_map(first_variable)?;
    let meets = |element: &Element<'_>| varying.iter().any(|it| are_about_the_same(*it, *element));
    let takes_all = |clause: &Clause<'_>| clause.elements().filter(meets).all(|it| takes_any_value(clause, it));
    let stands_for_all = clauses.iter().all(takes_all) && values_are_named(clauses);
    (!stands_for_all).then_some(Gap::Variable(example))
}

fn first_variable(clause: &Clause<'_>) -> Option<String> {
    let values = clause.statement.conditions.iter().flat_map(|condition| &condition.values);
    let mut texts = clause.listed_resources().iter().chain(values).filter(|_| clause.has_variables);
    texts.find(|text| variables::are_in(text)).cloned()
}

fn are_about_the_same(one: Element<'_>, other: Element<'_>) -> bool {
    match (one, other) {
        (Element::Resource, Element::Resource) => true,
        (Element::Condition(one), Element::Condition(other)) => one.key.eq_ignore_ascii_case(&other.key),
        _ => false,
    }
}

/// Whether an element gives access by whatever stands in the letter's place. What the second policies refuse, they must
/// refuse whatever it is.
fn takes_any_value(clause: &Clause<'_>, element: Element<'_>) -> bool {
    let takes_any_length = |texts: &[String]| !texts.iter().any(|text| text.contains('?'));
    match (element, &clause.statement.resources) {
        (Element::Action | Element::Principal, _) => true,
        (Element::Resource, Some(Resources::Only(listed))) if clause.part == Part::SecondRefuses => {
            listed.iter().any(|text| text == "*")
        }
        (Element::Resource, Some(Resources::Only(listed))) => takes_any_length(listed),
        (Element::Resource, _) => false,
        (Element::Condition(condition), _) => {
            clause.part != Part::SecondRefuses && is_positive(condition) && takes_any_length(&condition.values)
        }
    }
}

fn is_positive(condition: &Condition) -> bool {
    let operator = condition.operator;
    let is_text = matches!(operator.comparison, Comparison::StringEquals | Comparison::StringLike);
    is_text && !operator.negated && operator.quantifier.is_none()
}

/// Whether what conditions say of the keys that are used as variables are values, each of which is looked at.
fn values_are_named(clauses: &[Clause<'_>]) -> bool {
    let keys: Vec<&str> = variable_keys(clauses).collect();
    let follows_from_caller = keys.iter().any(|key| callers::is_derived(key));
    let bears_on_variable = |condition: &&Condition| {
        let is_variable = keys.iter().any(|key| condition.key.eq_ignore_ascii_case(key));
        is_variable || (follows_from_caller && callers::is_derived(&condition.key))
    };
    let names_values = |condition: &Condition| {
        let is_named = matches!(condition.operator.comparison, Comparison::StringEquals | Comparison::Null);
        is_named && !condition.values.iter().any(|value| variables::are_in(value))
    };
    clauses.iter().flat_map(|clause| &clause.statement.conditions).filter(bears_on_variable).all(names_values)
}
