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

use std::iter;

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

/// That a policy is longer than it may be.
pub(super) fn too_long() -> &'static Rule {
    &grammar::RULES[4]
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
    /// What it finds in a policy, one after the other as it is asked for.
    pub(super) fn apply<'a>(&'a self, policy: &'a Policy<'_>) -> Box<dyn Iterator<Item = Found> + 'a> {
        match self.check {
            Check::Reader => Box::new(iter::empty()),
            Check::Policy(look) => Box::new(look(policy).into_iter()),
            _ => Box::new(policy.statements.iter().flat_map(|statement| self.apply_to(At { policy, statement }))),
        }
    }

    fn apply_to<'a>(&'a self, at: At<'a>) -> Box<dyn Iterator<Item = Found> + 'a> {
        let Statement { actions, resources, principals, conditions, .. } = at.statement;
        match self.check {
            Check::Statement(look) => Box::new(look(at).into_iter()),
            Check::Action(look) => Box::new(actions.iter().flat_map(|it| &it.items).filter_map(move |it| look(at, it))),
            Check::Resource(look) => {
                Box::new(resources.iter().flat_map(|it| &it.items).filter_map(move |it| look(at, it)))
            }
            Check::Principal(look) => {
                Box::new(principals.iter().flat_map(|it| &it.listed).filter_map(move |it| look(at, it)))
            }
            Check::Condition(look) => Box::new(conditions.iter().filter_map(move |it| look(at, it))),
            Check::Value(look) => {
                let values =
                    conditions.iter().flat_map(|condition| condition.values.iter().map(move |it| (condition, it)));
                Box::new(values.filter_map(move |(condition, value)| look(at, condition, value)))
            }
            Check::Reader | Check::Policy(_) => Box::new(iter::empty()),
        }
    }
}

/// The known name that somebody most likely meant. Only names of about the same length are compared, and none that is
/// longer than any of AWS's.
fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    const LONGEST: usize = 128;
    if name.len() > LONGEST {
        return None;
    }
    let name = name.to_lowercase();
    let most = (name.len() / 5).clamp(1, 2);
    let similar = known.filter(|it| it.len().abs_diff(name.len()) <= most);
    let distances = similar.map(|it| (strsim::osa_distance(&name, &it.to_lowercase()), it));
    distances.min().filter(|(distance, _)| *distance <= most).map(|(_, nearest)| nearest)
}
