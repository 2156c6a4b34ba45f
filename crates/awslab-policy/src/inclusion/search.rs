//! Looks for a request that the first policies allow and the second do not, among those of a space.
//!
//! A request is put together thing by thing. As soon as all is known that an element of a statement asks about, the engine
//! says whether it holds; of values about which it says the same of every statement, one is followed. A draft is given up
//! when it cannot become what is looked for.

use std::collections::{BTreeSet, HashSet};

use super::clause::{Clause, Draft, Element, Part};
use super::own_rules;
use super::space::{ACTION, CALLER, FIRST_KEY, RESOURCE, Space};
use crate::truth::Truth;

/// How many drafts are looked at.
const MOST_DRAFTS: usize = 100_000;

/// How many open questions are answered in every combination.
const MOST_OPEN: usize = 8;

/// What a draft that came to its end shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Difference {
    /// By what is documented, or else likely, the first allow it and the second do not.
    Likely,
    /// They differ if AWS answers some open question otherwise than is likely.
    Possible,
}

/// Whether to look on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    Stop,
    GoOn,
}

/// Hands a draft of each kind at which the policies differ to `found`, until that says stop. `false` when there are too
/// many. What has variables is taken as `variables` says.
pub(super) fn search<F: FnMut(&Draft, Difference) -> Next>(
    clauses: &[Clause<'_>],
    space: &Space,
    variables: Variables,
    found: F,
) -> bool {
    let asks = asks(clauses, space);
    let answers = asks.iter().map(|ask| answers(&clauses[ask.clause], ask, space, variables)).collect();
    let start = State { truths: vec![Truth::YES; asks.len()], is_alive: vec![true; clauses.len()] };
    let n_things = FIRST_KEY + space.keys.len();
    let mut search = Search { clauses, space, asks, answers, n_things, drafts: 0, seen: HashSet::new(), found };
    search.follow(&[], &start) != Outcome::TooMany
}

/// How to take an element that has a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Variables {
    /// As its value is in the draft.
    Replaced,
    /// So that the first policies allow as much as they could, and the second as little.
    AgainstInclusion,
}

/// An element of a clause.
struct Ask<'a> {
    clause: usize,
    element: Element<'a>,
    /// What it asks about.
    things: Vec<usize>,
    /// The last of these: when it is chosen, it can be answered.
    last_thing: usize,
    /// The first one that asks the same: what is open about one is open about the other, and comes out alike.
    same_as: usize,
}

fn asks<'a>(clauses: &[Clause<'a>], space: &Space) -> Vec<Ask<'a>> {
    let mut asks: Vec<Ask<'a>> = Vec::new();
    for (index, clause) in clauses.iter().enumerate() {
        for element in clause.elements() {
            let is_same = |other: &Ask<'_>| clause.asks_the_same(element, &clauses[other.clause], other.element);
            let same_as = asks.iter().position(is_same).unwrap_or(asks.len());
            let things = things(clause, element, space);
            let last_thing = things.iter().copied().max().unwrap_or(ACTION);
            asks.push(Ask { clause: index, element, things, last_thing, same_as });
        }
    }
    asks
}

fn things(clause: &Clause<'_>, element: Element<'_>, space: &Space) -> Vec<usize> {
    let own = match element {
        Element::Action => Some(ACTION),
        Element::Principal => Some(CALLER),
        Element::Resource => Some(RESOURCE),
        Element::Condition(_) => None,
    };
    let thing_of = |key: &str| {
        let at = space.keys.iter().position(|(known, _)| known.eq_ignore_ascii_case(key));
        at.map_or(CALLER, |at| FIRST_KEY + at)
    };
    own.into_iter().chain(clause.keys_of(element).into_iter().map(thing_of)).collect()
}

/// What an ask has to say about each choice of a thing; empty when it asks about several things together.
fn answers(clause: &Clause<'_>, ask: &Ask<'_>, space: &Space, variables: Variables) -> Vec<Truth> {
    let n_choices = space.n_choices(ask.last_thing);
    if variables == Variables::AgainstInclusion && clause.uses_variable(ask.element) {
        let is_access = matches!(clause.part, Part::FirstAllows | Part::SecondRefuses);
        return vec![Truth::sure(is_access); n_choices];
    }
    if ask.things.iter().any(|thing| *thing != ask.last_thing) {
        return Vec::new();
    }
    let answer = |choice| {
        let mut draft = Draft::default();
        space.choose(ask.last_thing, choice, &mut draft);
        clause.truth(ask.element, &draft)
    };
    (0..n_choices).map(answer).collect()
}

/// What is known about a draft.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct State {
    /// For each ask the answer; `YES` before there is one, and `NO` when its clause is out of question.
    truths: Vec<Truth>,
    /// For each clause whether it may still be about the draft.
    is_alive: Vec<bool>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Exhausted,
    Stopped,
    TooMany,
}

struct Search<'a, F> {
    clauses: &'a [Clause<'a>],
    space: &'a Space,
    asks: Vec<Ask<'a>>,
    answers: Vec<Vec<Truth>>,
    n_things: usize,
    drafts: usize,
    seen: HashSet<Future>,
    found: F,
}

/// All that bears on what becomes of a draft: how many things are chosen, what is known, which choices will be asked about
/// again, and of which kind it is for AWS's own rules.
type Future = (usize, State, Vec<Option<usize>>, Vec<bool>);

impl<F: FnMut(&Draft, Difference) -> Next> Search<'_, F> {
    fn follow(&mut self, choices: &[usize], state: &State) -> Outcome {
        let thing = choices.len();
        if thing == self.n_things {
            return match self.difference(state).map(|difference| (self.found)(&self.space.request(choices), difference))
            {
                Some(Next::Stop) => Outcome::Stopped,
                Some(Next::GoOn) | None => Outcome::Exhausted,
            };
        }
        // Where nothing is asked any more, one choice is as good as another.
        let n_choices = if thing >= FIRST_KEY && !self.matters(thing, state) { 1 } else { self.space.n_choices(thing) };
        for choice in 0..n_choices {
            self.drafts += 1;
            if self.drafts > MOST_DRAFTS {
                return Outcome::TooMany;
            }
            let choices = [choices, &[choice]].concat();
            let state = self.answered(&choices, state);
            let (own_rules, is_decided_by_aws) = self.own_rules(&choices);
            let asked_again =
                choices.iter().enumerate().map(|(at, choice)| self.matters_later(at, thing, &state).then_some(*choice));
            let future = (thing, state.clone(), asked_again.collect(), own_rules);
            if is_decided_by_aws || !self.seen.insert(future) || self.is_settled(thing, &state) {
                continue;
            }
            match self.follow(&choices, &state) {
                Outcome::Exhausted => {}
                end => return end,
            }
        }
        Outcome::Exhausted
    }

    /// Of which kind a draft is for AWS's own rules, as long as that matters, and whether they decide it.
    fn own_rules(&self, choices: &[usize]) -> (Vec<bool>, bool) {
        let draft = self.space.draft(&choices[..choices.len().min(FIRST_KEY)]);
        match choices.len() - 1 {
            ACTION => (own_rules::kind_of_action(&draft.action), false),
            CALLER => {
                let action = own_rules::kind_of_action(&draft.action);
                ([action, own_rules::kind_of_caller(&draft.principal)].concat(), false)
            }
            RESOURCE => (Vec::new(), own_rules::decide(&draft)),
            _ => (Vec::new(), false),
        }
    }

    /// With the answers that can be given now. A clause of which an element does not hold is out of question, and what was
    /// answered about it before does not matter any more.
    fn answered(&self, choices: &[usize], before: &State) -> State {
        let thing = choices.len() - 1;
        let mut state = before.clone();
        for (index, ask) in self.asks.iter().enumerate() {
            if ask.last_thing == thing && state.is_alive[ask.clause] {
                let known = self.answers[index].get(choices[thing]).copied();
                let ask_now = || self.clauses[ask.clause].truth(ask.element, &self.space.draft(choices));
                state.truths[index] = known.unwrap_or_else(ask_now);
                state.is_alive[ask.clause] = state.truths[index] != Truth::NO;
            }
        }
        for (truth, ask) in state.truths.iter_mut().zip(&self.asks) {
            if !state.is_alive[ask.clause] {
                *truth = Truth::NO;
            }
        }
        state
    }

    fn matters(&self, thing: usize, state: &State) -> bool {
        let mut alive = self.asks.iter().filter(|ask| state.is_alive[ask.clause]);
        alive.any(|ask| ask.things.contains(&thing))
    }

    /// Whether a clause that is alive will ask about a thing after another one is chosen.
    fn matters_later(&self, thing: usize, chosen: usize, state: &State) -> bool {
        let mut later = self.asks.iter().filter(|ask| ask.last_thing > chosen && state.is_alive[ask.clause]);
        later.any(|ask| ask.things.contains(&thing))
    }

    /// Whether no request that begins like this is allowed by the first and not by the second.
    fn is_settled(&self, thing: usize, state: &State) -> bool {
        let mut holds = state.is_alive.clone();
        for (truth, ask) in state.truths.iter().zip(&self.asks) {
            holds[ask.clause] &= *truth == Truth::YES && ask.last_thing <= thing;
        }
        let is_refused = self.any(Part::FirstRefuses, &holds);
        let is_allowed_too = self.any(Part::SecondAllows, &holds) && !self.any(Part::SecondRefuses, &state.is_alive);
        !state.is_alive[0] || is_refused || is_allowed_too
    }

    fn difference(&self, state: &State) -> Option<Difference> {
        if self.differ(|ask| state.truths[ask].holds) {
            return Some(Difference::Likely);
        }
        let open = self.asks.iter().zip(&state.truths).filter(|(_ask, truth)| truth.open).map(|(ask, _)| ask.same_as);
        let open: Vec<usize> = open.collect::<BTreeSet<_>>().into_iter().collect();
        if open.len() > MOST_OPEN {
            return Some(Difference::Possible);
        }
        let differ = |answers: usize| {
            self.differ(|ask| {
                let truth = state.truths[ask];
                let question = open.iter().position(|question| truth.open && *question == self.asks[ask].same_as);
                let is_otherwise = question.is_some_and(|question| answers >> question & 1 == 1);
                truth.holds != is_otherwise
            })
        };
        (0..1 << open.len()).any(differ).then_some(Difference::Possible)
    }

    /// Whether the first allow and the second do not, when elements hold like this.
    fn differ(&self, holds: impl Fn(usize) -> bool) -> bool {
        let mut is_so = vec![true; self.clauses.len()];
        for (index, ask) in self.asks.iter().enumerate() {
            is_so[ask.clause] &= holds(index);
        }
        let is_allowed_too = self.any(Part::SecondAllows, &is_so) && !self.any(Part::SecondRefuses, &is_so);
        is_so[0] && !self.any(Part::FirstRefuses, &is_so) && !is_allowed_too
    }

    fn any(&self, part: Part, is_so: &[bool]) -> bool {
        self.clauses.iter().zip(is_so).any(|(clause, is_so)| clause.part == part && *is_so)
    }
}
