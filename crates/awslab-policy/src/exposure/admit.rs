//! Whom one statement lets in: its principals, less those whom its conditions and the policy's denies keep out.

use std::collections::{BTreeMap, BTreeSet};

use super::deny::Denies;
use super::limit::{About, Limit, Reading, limit};
use super::who::{Admitted, Who, named};
use crate::condition::{self, Facts};
use crate::document::{Condition, Document, Principals, Statement};
use crate::truth::Truth;

pub(super) fn admitted(document: &Document, statement: &Statement, owner: &str) -> Vec<Admitted> {
    let reading = Reading { owner, has_variables: document.has_variables() };
    let meetable = |limit| less_who_cannot_meet(limit, &statement.conditions, reading);
    let own: Vec<Limit> = statement.conditions.iter().map(|line| meetable(limit(line, reading))).collect();
    let denies = Denies::of(document, statement, reading);
    let mut cases = BTreeSet::new();
    for start in principals(statement) {
        for covering in denies.sets() {
            let Some(left_by_denies) = denies.limits(covering, &start.who) else { continue };
            let left_by_denies: Vec<Limit> = left_by_denies.into_iter().map(meetable).collect();
            let limits = own.iter().chain(&left_by_denies).collect();
            let narrowing = Narrowing { conditions: &statement.conditions, limits, reading };
            let left = narrowing.left_of(&start);
            cases.extend(left.into_iter().filter(|case| !denies.refuse(covering, &case.who)));
        }
    }
    let told = |case: Case| Admitted::new(case.who, case.on_behalf_of, case.because, owner);
    cases.into_iter().map(told).collect()
}

/// Somebody who may come in, before it is told how far that opens the resource.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Case {
    who: Who,
    on_behalf_of: Option<Who>,
    because: String,
}

impl Case {
    fn new(who: Who, because: &str) -> Self {
        Self { who, on_behalf_of: None, because: because.to_owned() }
    }
}

/// Those whom a statement names, each once.
fn principals(statement: &Statement) -> Vec<Case> {
    let listed = match &statement.principals {
        None => return Vec::new(),
        Some(Principals::AllBut(_)) => {
            return vec![Case::new(Who::Anyone, "NotPrincipal lets in all but those it lists")];
        }
        Some(Principals::Only(listed)) => listed,
    };
    let told = |who: Who| {
        let because = if who == Who::Anyone { "the principal is everyone" } else { "the principal names it" };
        (who, because)
    };
    let each_once: BTreeMap<Who, &str> = listed.iter().filter_map(|(kind, id)| named(kind, id)).map(told).collect();
    each_once.into_iter().map(|(who, because)| Case::new(who, because)).collect()
}

/// What keeps principals of a statement out.
struct Narrowing<'a> {
    conditions: &'a [Condition],
    /// What the conditions, and denies, make of everyone.
    limits: Vec<&'a Limit>,
    reading: Reading<'a>,
}

impl Narrowing<'_> {
    fn left_of(&self, start: &Case) -> Vec<Case> {
        let is_unmeetable = self.limits.iter().any(|limit| matches!(limit, Limit::Unmeetable(_)));
        match &start.who {
            Who::Anyone => match self.narrowest(|_| true) {
                None => vec![self.everyone(start)],
                Some(_) if is_unmeetable => Vec::new(),
                Some(cases) => cases.into_iter().flat_map(|case| self.sources_of(case)).collect(),
            },
            who if is_unmeetable || !may_meet(who, self.conditions, self.reading) => Vec::new(),
            Who::Service(_) => self.sources_of(start.clone()),
            Who::Account(account) => self.members_of(account).unwrap_or_else(|| vec![start.clone()]),
            _ => vec![start.clone()],
        }
    }

    fn everyone(&self, start: &Case) -> Case {
        let remarks = self.limits.iter().filter_map(|limit| match limit {
            Limit::Nobody(why) | Limit::Unmeetable(why) => Some(why.as_str()),
            Limit::To { .. } => None,
        });
        let remarks: Vec<&str> = remarks.collect::<BTreeSet<_>>().into_iter().collect();
        let why = if remarks.is_empty() { "no condition restricts it".to_owned() } else { remarks.join("; ") };
        Case::new(Who::Anyone, &format!("{}, and {why}", start.because))
    }

    /// The users and roles of an account that a condition names, when it does.
    fn members_of(&self, account: &str) -> Option<Vec<Case>> {
        let mut members = self.narrowest(|about| about == About::Caller)?;
        members.retain(|case| matches!(case.who, Who::Principal(_)) && case.who.account() == Some(account));
        Some(members).filter(|members| !members.is_empty())
    }

    /// A service, with each on whose behalf it may act; others as they are.
    fn sources_of(&self, case: Case) -> Vec<Case> {
        if !matches!(case.who, Who::Service(_)) {
            return vec![case];
        }
        let Some(sources) = self.narrowest(|about| about == About::Source) else {
            return vec![Case { because: format!("{}, on anybody's behalf", case.because), ..case }];
        };
        let on_behalf_of = |source: Case| Case {
            who: case.who.clone(),
            on_behalf_of: Some(source.who),
            because: format!("{}, and {}", case.because, source.because),
        };
        sources.into_iter().map(on_behalf_of).collect()
    }

    /// Of the limits that leave only some, what the one leaves that leaves the narrowest circle: each alone already holds
    /// for all who are let in. `None` when nothing limits them.
    fn narrowest(&self, is_wanted: impl Fn(About) -> bool) -> Option<Vec<Case>> {
        let candidates = self.limits.iter().filter_map(|limit| match limit {
            Limit::To { about, left, because } if is_wanted(*about) => {
                let widest = left.iter().map(|who| who.class(self.reading.owner)).max();
                Some((widest, *about, left, because))
            }
            _ => None,
        });
        let (_widest, _about, left, because) = candidates.min()?;
        Some(left.iter().map(|who| Case::new(who.clone(), because)).collect())
    }
}

/// A limit without those whom other conditions keep out.
fn less_who_cannot_meet(mut limit: Limit, conditions: &[Condition], reading: Reading<'_>) -> Limit {
    if let Limit::To { left, .. } = &mut limit {
        left.retain(|who| may_meet(who, conditions, reading));
    }
    limit
}

/// Whether a request of theirs can meet all conditions.
fn may_meet(who: &Who, conditions: &[Condition], reading: Reading<'_>) -> bool {
    let context = who.facts(reading.owner);
    let facts = Facts { context: &context, has_variables: reading.has_variables };
    Truth::all(conditions.iter().map(|condition| condition::holds(condition, facts))).is_possible()
}
