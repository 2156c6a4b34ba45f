//! The rules. Each area opens with its table; below it stands one function for each line, in the same order.
//!
//! Codes are for ever: a rule that goes leaves its code behind. Those up to P099 are about the form of a document, P1 about
//! what a statement names, P2 about its conditions, P3 about what it gives away.

mod access;
mod action;
mod condition;
mod effect;
mod grammar;
mod key;
mod mismatch;
mod passing;
mod principal;
mod redundancy;
mod resource;
mod trust;
mod value;

use super::finding::{Found, Severity};
use super::policy::{Condition, Item, Policy, Principal, Statement};

/// The areas, in the order of their codes.
const AREAS: &[&[Rule]] = &[
    grammar::RULES,
    action::RULES,
    resource::RULES,
    mismatch::RULES,
    principal::RULES,
    key::RULES,
    value::RULES,
    condition::RULES,
    access::RULES,
    passing::RULES,
    trust::RULES,
    effect::RULES,
];

/// All rules, in the order of their codes.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    AREAS.iter().copied().flatten()
}

/// That a text is no JSON.
pub(super) fn malformed_json() -> &'static Rule {
    &grammar::RULES[0]
}

/// That JSON is no policy.
pub(super) fn malformed_document() -> &'static Rule {
    &grammar::RULES[1]
}

/// Something that is worth a finding.
#[derive(Debug)]
pub struct Rule {
    /// Stable, such as `P301`.
    pub code: &'static str,
    /// Its name in words, such as `allows-everything`.
    pub name: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What goes wrong without it.
    pub protects: &'static str,
    /// Where AWS says so.
    pub page: &'static str,
    check: Check,
}

/// A code stands for its rule.
impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.code == other.code
    }
}

impl Eq for Rule {}

/// What a rule looks at.
#[derive(Debug)]
enum Check {
    /// What the reader of the text finds.
    Reader,
    Policy(fn(&Policy<'_>) -> Vec<Found>),
    Statement(fn(At<'_>) -> Vec<Found>),
    Action(fn(At<'_>, &Item) -> Option<Found>),
    Resource(fn(At<'_>, &Item) -> Option<Found>),
    Principal(fn(At<'_>, &Principal) -> Option<Found>),
    Condition(fn(At<'_>, &Condition) -> Option<Found>),
    Value(fn(At<'_>, &Condition, &Item) -> Option<Found>),
}

/// The statement that is looked at, in its policy.
#[derive(Debug, Clone, Copy)]
struct At<'a> {
    policy: &'a Policy<'a>,
    statement: &'a Statement<'a>,
}

impl Rule {
    /// What it finds in a policy.
    pub(super) fn apply(&self, policy: &Policy<'_>) -> Vec<Found> {
        match self.check {
            Check::Reader => Vec::new(),
            Check::Policy(look) => look(policy),
            _ => policy.statements.iter().flat_map(|statement| self.apply_to(At { policy, statement })).collect(),
        }
    }

    fn apply_to(&self, at: At<'_>) -> Vec<Found> {
        let Statement { actions, resources, principals, conditions, .. } = at.statement;
        match self.check {
            Check::Statement(look) => look(at),
            Check::Action(look) => actions.iter().flat_map(|it| &it.items).filter_map(|it| look(at, it)).collect(),
            Check::Resource(look) => resources.iter().flat_map(|it| &it.items).filter_map(|it| look(at, it)).collect(),
            Check::Principal(look) => {
                principals.iter().flat_map(|it| &it.listed).filter_map(|it| look(at, it)).collect()
            }
            Check::Condition(look) => conditions.iter().filter_map(|it| look(at, it)).collect(),
            Check::Value(look) => {
                let values =
                    conditions.iter().flat_map(|condition| condition.values.iter().map(move |it| (condition, it)));
                values.filter_map(|(condition, value)| look(at, condition, value)).collect()
            }
            Check::Reader | Check::Policy(_) => Vec::new(),
        }
    }
}

/// The known name that somebody most likely meant.
fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let name = name.to_lowercase();
    let distances = known.map(|it| (strsim::osa_distance(&name, &it.to_lowercase()), it));
    let (distance, nearest) = distances.min()?;
    (distance <= (name.len() / 5).clamp(1, 2)).then_some(nearest)
}
