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

/// Larger than this, no policy of AWS is. Then a deny takes nothing back, which errs towards more who are let in.
const MOST_LETTERS_COMPARED: usize = 1 << 28;
const MOST_VALUES_COMPARED: usize = 1 << 24;
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
        let is_deny = |(_, it): &(usize, &Statement)| it.effect == Effect::Deny;
        let denies: Vec<_> = document.statements.iter().enumerate().filter(is_deny).collect();
        let none_covers = || BTreeSet::from([Vec::new()]);
        let sets = covering_sets(allow, &denies).unwrap_or_else(none_covers);
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

/// For each action on each resource of a statement, the denies that cover both. `None` when that is too much to compare.
fn covering_sets(allow: &Statement, denies: &[(usize, &Statement)]) -> Option<BTreeSet<Vec<usize>>> {
    let covering = |covers: &dyn Fn(&Statement) -> bool| -> BTreeSet<usize> {
        denies.iter().filter(|(_, deny)| covers(deny)).map(|(index, _)| *index).collect()
    };
    let of_action = |action| covering(&|deny| cover::covers_action(&deny.actions, action));
    let of_resource = |resource| covering(&|deny| cover::covers_resource(deny.resources.as_ref(), resource));
    if !is_feasible(allow, denies) {
        return None;
    }
    let by_action: BTreeSet<_> = patterns_of_actions(allow).into_iter().map(of_action).collect();
    let by_resource: BTreeSet<_> = patterns_of_resources(allow).into_iter().map(of_resource).collect();
    if by_action.len().saturating_mul(by_resource.len()) > MOST_SETS {
        return None;
    }
    let pairs = by_action.iter().flat_map(|action| by_resource.iter().map(move |resource| (action, resource)));
    let sets: BTreeSet<_> = pairs.map(|(action, resource)| action.intersection(resource).copied().collect()).collect();
    Some(sets).filter(|sets| !sets.is_empty())
}

/// Whether comparing a statement with the denies takes a reasonable time.
fn is_feasible(allow: &Statement, denies: &[(usize, &Statement)]) -> bool {
    let letters = |it: &Statement| it.patterns().map(String::len).sum::<usize>();
    let values = |it: &Statement| it.conditions.iter().map(|line| 1 + line.values.len()).sum::<usize>();
    let denied_letters: usize = denies.iter().map(|(_, deny)| letters(deny)).sum();
    let denied_values: usize = denies.iter().map(|(_, deny)| 1 + values(deny)).sum();
    let principals = allow.principals.as_ref().map_or(0, |principals| principals.listed().len());
    letters(allow).saturating_mul(denied_letters) <= MOST_LETTERS_COMPARED
        && principals.saturating_mul(denied_values).saturating_mul(1 + values(allow)) <= MOST_VALUES_COMPARED
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
