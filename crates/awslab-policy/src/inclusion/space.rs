//! All requests there are, as far as some statements tell them apart: for each thing that they ask about, one value of
//! each kind.

use std::collections::BTreeSet;

use super::Gap;
use super::automaton::{self, Pattern, Step, Symbol};
use super::callers::{self, Who};
use super::clause::{Clause, Draft, Element, Part};
use super::{keys, own_rules, patterns};
use crate::context::{Context, Value};
use crate::document::{Actions, Resources};

/// More keys than policies ask about.
const MOST_KEYS: usize = 40;

/// For how many contexts variables are replaced.
const MOST_CONTEXTS: usize = 256;

/// The values of each thing that requests are made of.
#[derive(Debug, Clone, Default)]
pub(super) struct Space {
    pub(super) actions: Vec<String>,
    pub(super) callers: Vec<Who>,
    pub(super) keys: Vec<(String, Vec<Option<Value>>)>,
    pub(super) resources: Vec<String>,
}

impl Space {
    /// Of the requests that the first clause may be about. Clauses that can be about none of these are taken away; it
    /// may itself be one of them.
    pub(super) fn of(clauses: &mut Vec<Clause<'_>>) -> Result<Self, Gap> {
        let actions = actions(clauses)?;
        clauses.retain(|clause| {
            actions.iter().any(|action| {
                let draft = Draft { action: action.clone(), ..Draft::default() };
                clause.truth(Element::Action, &draft).is_possible()
            })
        });
        if clauses.first().is_none_or(|clause| clause.part != Part::FirstAllows) {
            return Ok(Self::default());
        }
        let other = other_character(clauses);
        let callers = callers::callers(clauses, other)?;
        let contexts = contexts(clauses, &callers, other)?;
        let asked: BTreeSet<String> = free_keys(clauses).collect();
        if asked.len() > MOST_KEYS {
            return Err(Gap::TooMany);
        }
        let values = |key: String| keys::values(&key, clauses, &contexts, other).map(|values| (key, values));
        let keys = asked.into_iter().map(values).collect::<Result<_, _>>()?;
        let resources = resources(clauses, &actions, &contexts)?;
        Ok(Self { actions, callers, keys, resources })
    }
}

// The things that a request is put together of, in their order. Those come first that most statements tell apart.
pub(super) const ACTION: usize = 0;
pub(super) const CALLER: usize = 1;
pub(super) const RESOURCE: usize = 2;
pub(super) const FIRST_KEY: usize = 3;

impl Space {
    pub(super) fn n_choices(&self, thing: usize) -> usize {
        match thing {
            ACTION => self.actions.len(),
            CALLER => self.callers.len(),
            RESOURCE => self.resources.len(),
            _ => self.keys[thing - FIRST_KEY].1.len(),
        }
    }

    /// A draft of which the first things are chosen.
    pub(super) fn draft(&self, choices: &[usize]) -> Draft {
        let mut draft = Draft::default();
        choices.iter().enumerate().for_each(|(thing, choice)| self.choose(thing, *choice, &mut draft));
        draft
    }

    /// The same without what follows from who calls: that need not be said.
    pub(super) fn request(&self, choices: &[usize]) -> Draft {
        let mut draft = Draft::default();
        for (thing, choice) in choices.iter().enumerate() {
            self.choose(thing, *choice, &mut draft);
            if thing == CALLER {
                draft.context = self.callers[*choice].given();
            }
        }
        draft
    }

    pub(super) fn choose(&self, thing: usize, choice: usize, draft: &mut Draft) {
        match thing {
            ACTION => draft.action.clone_from(&self.actions[choice]),
            CALLER => {
                draft.principal.clone_from(&self.callers[choice].principal);
                draft.context = self.callers[choice].context();
            }
            RESOURCE => draft.resource.clone_from(&self.resources[choice]),
            _ => {
                let (key, values) = &self.keys[thing - FIRST_KEY];
                if let Some(value) = &values[choice] {
                    draft.context = std::mem::take(&mut draft.context).having(key, value.clone());
                }
            }
        }
    }
}

/// The condition keys that do not follow from who calls, in small letters.
fn free_keys(clauses: &[Clause<'_>]) -> impl Iterator<Item = String> {
    let keys = clauses.iter().flat_map(|clause| clause.elements().flat_map(|element| clause.keys_of(element)));
    keys.filter(|key| !callers::is_derived(key)).map(str::to_ascii_lowercase)
}

/// A character that no clause names.
fn other_character(clauses: &[Clause<'_>]) -> char {
    let values = clauses.iter().flat_map(|clause| clause.statement.conditions.iter().flat_map(|it| &it.values));
    let texts = clauses.iter().flat_map(Clause::listed_resources).chain(values);
    let named: BTreeSet<char> = texts.flat_map(|text| text.chars()).flat_map(char::to_lowercase).collect();
    ('a'..='z').rev().chain('\u{100}'..=char::MAX).find(|char| !named.contains(char)).expect("policies are finite")
}

fn actions(clauses: &[Clause<'_>]) -> Result<Vec<String>, Gap> {
    let colon = Step::One(Symbol::Char(':'));
    let [some_service, some_name] =
        [Symbol::Not(':'), Symbol::Any].map(|symbol| [Step::One(symbol), Step::Run(symbol)]);
    let mut all: Vec<Pattern> = vec![some_service.into_iter().chain([colon]).chain(some_name).collect()];
    let mut required = vec![vec![0]];
    all.extend(own_rules::patterns_of_actions());
    for (index, clause) in clauses.iter().enumerate() {
        let (Actions::Only(listed) | Actions::AllBut(listed)) = &clause.statement.actions;
        let first = all.len();
        all.extend(listed.iter().filter_map(|text| patterns::action(text)));
        let takes_in_services = listed.iter().any(|text| matches!(text.as_str(), "*" | "*:*"));
        if index == 0 && !takes_in_services && matches!(clause.statement.actions, Actions::Only(_)) {
            required.push((first..all.len()).collect());
        }
    }
    Ok(automaton::representatives(&all, &required)?)
}

fn resources(clauses: &[Clause<'_>], actions: &[String], contexts: &[Context]) -> Result<Vec<String>, Gap> {
    let likely = likely_beginning(&clauses[0]);
    let mut all = vec![patterns::any_arn(), patterns::beginning(&likely), patterns::beginning("arn:aws:")];
    all.extend(own_rules::patterns_of_resources(actions));
    let mut required = vec![vec![0]];
    for (index, clause) in clauses.iter().enumerate() {
        let listed = clause.listed_resources();
        let first = all.len();
        for text in listed {
            let expanded = keys::expansions(text, clause.has_variables, contexts)?;
            all.extend(expanded.iter().map(|tokens| patterns::resource(tokens)));
        }
        // What variables may hold is not only what was looked at: then a resource need not fit.
        let takes_in_others = listed.iter().any(|text| text == "*") || clause.uses_variable(Element::Resource);
        if index == 0 && !takes_in_others && matches!(clause.statement.resources, Some(Resources::Only(_))) {
            required.push((first..all.len()).collect());
        }
    }
    let mut resources = automaton::representatives(&all, &required)?;
    resources.sort_by_key(|resource| (!resource.starts_with(&likely), !resource.starts_with("arn:aws:")));
    // The resource of a request that is about none in particular.
    resources.push("*".to_owned());
    Ok(resources)
}

/// What the ARN of a resource of the service begins with that the actions name first.
fn likely_beginning(clause: &Clause<'_>) -> String {
    let service = match &clause.statement.actions {
        Actions::Only(listed) => listed.iter().find_map(|text| text.split_once(':')).map(|(service, _name)| service),
        Actions::AllBut(_) => None,
    };
    service.map_or("arn:aws:".to_owned(), |service| format!("arn:aws:{}:", service.to_ascii_lowercase()))
}

/// The contexts that variables are replaced from: every value of every key that is used as one.
fn contexts(clauses: &[Clause<'_>], callers: &[Who], other: char) -> Result<Vec<Context>, Gap> {
    let mut contexts: Vec<Context> = callers.iter().map(Who::context).collect();
    let variables: BTreeSet<String> = variable_keys(clauses).map(str::to_ascii_lowercase).collect();
    if !variables.iter().any(|key| callers::is_derived(key)) {
        contexts.truncate(1);
    }
    for key in variables.iter().filter(|key| !callers::is_derived(key)) {
        let values = keys::values(key, clauses, &[], other)?;
        let with_value = |context: &Context, value: &Option<Value>| match value {
            Some(value) => context.clone().having(key, value.clone()),
            None => context.clone(),
        };
        contexts =
            contexts.iter().flat_map(|context| values.iter().map(move |value| with_value(context, value))).collect();
        if contexts.len() > MOST_CONTEXTS {
            return Err(Gap::TooMany);
        }
    }
    Ok(contexts)
}

/// The keys that clauses use as variables.
pub(super) fn variable_keys<'a>(clauses: &[Clause<'a>]) -> impl Iterator<Item = &'a str> {
    clauses.iter().flat_map(|clause| {
        clause.elements().flat_map(|element| {
            let is_own = matches!(element, Element::Condition(_));
            clause.keys_of(element).into_iter().skip(usize::from(is_own))
        })
    })
}
