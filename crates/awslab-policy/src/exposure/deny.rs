//! What the denies of a policy take back from one of its allows: only what they surely cover.

mod cover;

use std::collections::BTreeSet;

use super::limit::{About, Limit, Reading, limit};
use super::who::{Who, named};
use crate::condition::{self, Facts};
use crate::document::Statement;
use crate::document::{Actions, Comparison, Condition, Document, Effect, Operator, Principals, Quantifier, Resources};
use crate::matching::admission;
use crate::truth::Truth;

/// More than this is not looked at: then a deny takes nothing back.
const MOST_COMPARISONS: usize = 1 << 18;
const MOST_SETS: usize = 64;

/// The denies that cover parts of what a statement allows.
pub(super) struct Denies<'a> {
    /// For each action on each resource that it allows, the denies that cover it; equal ones once.
    sets: BTreeSet<Vec<usize>>,
    statements: &'a [Statement],
    reading: Reading<'a>,
}

impl<'a> Denies<'a> {
    pub(super) fn of(document: &'a Document, allow: &Statement, reading: Reading<'a>) -> Self {
        let (actions, resources) = (patterns_of_actions(allow), patterns_of_resources(allow));
        let is_deny = |(index, it): (usize, &Statement)| (it.effect == Effect::Deny).then_some(index);
        let denies: Vec<usize> = document.statements.iter().enumerate().filter_map(is_deny).collect();
        let mut sets = BTreeSet::new();
        let listed = |index: &usize| document.statements[*index].listed().max(1);
        let comparisons = actions.len().saturating_mul(resources.len());
        if comparisons.saturating_mul(denies.iter().map(listed).sum()) <= MOST_COMPARISONS {
            for action in &actions {
                for resource in &resources {
                    let covers = |index: &&usize| cover::covers(&document.statements[**index], action, resource);
                    sets.insert(denies.iter().filter(covers).copied().collect());
                }
            }
        }
        if sets.is_empty() || sets.len() > MOST_SETS {
            sets = BTreeSet::from([Vec::new()]);
        }
        Self { sets, statements: &document.statements, reading }
    }

    pub(super) fn sets(&self) -> impl Iterator<Item = &[usize]> {
        self.sets.iter().map(Vec::as_slice)
    }

    /// What denies leave of somebody, as limits; `None` when nothing is left.
    ///
    /// A deny with a single open line leaves those for whom the line does not hold: `StringNotEquals` becomes
    /// `StringEquals`. With several such lines, one that does not hold suffices, and nothing is sure.
    pub(super) fn limits(&self, covering: &[usize], who: &Who) -> Option<Vec<Limit>> {
        let mut limits = Vec::new();
        for deny in covering.iter().map(|index| &self.statements[*index]) {
            let open = self.open_lines(deny, who);
            if let (Who::Anyone, Some(Principals::AllBut(spared)), []) = (who, &deny.principals, &open[..]) {
                limits.push(all_but(spared));
            } else if is_surely_about(deny, who) {
                match open[..] {
                    [] => return None,
                    [line] => limits.extend(opposite(line).map(|line| limit(&line, self.reading))),
                    _ => {}
                }
            }
        }
        Some(limits)
    }

    /// Whether one of the denies surely refuses somebody.
    pub(super) fn refuse(&self, covering: &[usize], who: &Who) -> bool {
        let denies = covering.iter().map(|index| &self.statements[*index]);
        denies.into_iter().any(|deny| is_surely_about(deny, who) && self.open_lines(deny, who).is_empty())
    }

    /// The lines of a deny that do not surely hold for somebody.
    fn open_lines<'d>(&self, deny: &'d Statement, who: &Who) -> Vec<&'d Condition> {
        let context = who.facts(self.reading.owner);
        let facts = Facts { context: &context, has_variables: self.reading.has_variables };
        deny.conditions.iter().filter(|line| condition::holds(line, facts) != Truth::YES).collect()
    }
}

impl Statement {
    /// How many actions and resources it lists.
    fn listed(&self) -> usize {
        patterns_of_actions(self).len() + patterns_of_resources(self).len()
    }
}

/// What a statement allows at most: all that is not excluded is everything.
fn patterns_of_actions(statement: &Statement) -> Vec<&str> {
    match &statement.actions {
        Actions::Only(listed) => listed.iter().map(String::as_str).collect(),
        Actions::AllBut(_) => vec!["*"],
    }
}

fn patterns_of_resources(statement: &Statement) -> Vec<&str> {
    match &statement.resources {
        Some(Resources::Only(listed)) => listed.iter().map(String::as_str).collect(),
        Some(Resources::AllBut(_)) | None => vec!["*"],
    }
}

/// Whether a deny is about all of them.
fn is_surely_about(deny: &Statement, who: &Who) -> bool {
    let Some(Principals::Only(listed)) = &deny.principals else { return false };
    if listed.iter().any(|(kind, id)| named(kind, id).as_ref().is_some_and(|it| it == who || *it == Who::Anyone)) {
        return true;
    }
    match (who, who.caller()) {
        (_, Some(caller)) => admission(deny.principals.as_ref(), Effect::Deny, caller, false).truth == Truth::YES,
        (Who::Principal(_), None) => {
            let accounts = listed.iter().filter_map(|(kind, id)| named(kind, id));
            let own = who.account();
            accounts.into_iter().any(|it| matches!(&it, Who::Account(id) if own == Some(id.as_str())))
        }
        _ => false,
    }
}

/// `Deny` with `NotPrincipal` leaves those it lists.
fn all_but(spared: &[(String, String)]) -> Limit {
    let left = spared.iter().filter_map(|(kind, id)| named(kind, id)).collect();
    Limit::To { about: About::Caller, left, because: "a deny spares it alone".to_owned() }
}

/// The line that holds for those for whom this one does not; `None` when it would not limit anybody. A negated line holds
/// for a request without the key, so that its opposite asks for the key.
fn opposite(line: &Condition) -> Option<Condition> {
    let operator = line.operator;
    if operator.comparison == Comparison::Bool && operator.quantifier.is_none() {
        let is_false = line.values.iter().all(|value| value.eq_ignore_ascii_case("false"));
        let is_always_there = line.key.eq_ignore_ascii_case("aws:PrincipalIsAWSService");
        let values = vec!["true".to_owned()];
        let positive = Operator { if_exists: false, ..operator };
        return (is_false && is_always_there).then(|| Condition { operator: positive, key: line.key.clone(), values });
    }
    let quantifier = match operator.quantifier {
        None => None,
        Some(Quantifier::ForAllValues) => Some(Quantifier::ForAnyValue),
        Some(Quantifier::ForAnyValue) => return None,
    };
    let positive = Operator { quantifier, negated: false, if_exists: false, ..operator };
    operator.negated.then(|| Condition { operator: positive, ..line.clone() })
}
