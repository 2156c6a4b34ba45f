//! A statement with the part that it plays, and its elements, each of which asks about a few things of a request alone.

use crate::caller::Caller;
use crate::condition::{self, Facts};
use crate::context::{Context, Keys};
use crate::decision::{PolicyType, StatementReference};
use crate::document::{Comparison, Condition, Document, Effect, Quantifier, Resources, Statement};
use crate::matching::{Action, Resource, ShortArns, admission};
use crate::truth::Truth;
use crate::variables;

/// What a statement does to the question whether the first policies allow what the second do not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    FirstAllows,
    FirstRefuses,
    SecondAllows,
    SecondRefuses,
}

/// A statement of one of the policies.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clause<'a> {
    pub(super) part: Part,
    pub(super) statement: &'a Statement,
    pub(super) policy_type: PolicyType,
    /// Whether its policy's version knows variables.
    pub(super) has_variables: bool,
    policy: usize,
    index: usize,
}

/// A part of a statement, all of which must hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Element<'a> {
    Action,
    Principal,
    Resource,
    Condition(&'a Condition),
}

/// A request as far as it is put together.
#[derive(Debug, Clone, Default)]
pub(super) struct Draft {
    pub(super) principal: String,
    pub(super) action: String,
    pub(super) resource: String,
    pub(super) context: Context,
}

/// The statements of some policies; `parts` are what those play that allow and those that refuse.
pub(super) fn clauses(policy_type: PolicyType, documents: &[Document], parts: [Part; 2]) -> Vec<Clause<'_>> {
    let [allows, refuses] = parts;
    let mut clauses = Vec::new();
    for (policy, document) in documents.iter().enumerate() {
        for (index, statement) in document.statements.iter().enumerate() {
            let part = if statement.effect == Effect::Allow { allows } else { refuses };
            let has_variables = document.has_variables();
            clauses.push(Clause { part, statement, policy_type, has_variables, policy, index });
        }
    }
    clauses
}

impl<'a> Clause<'a> {
    pub(super) fn reference(&self) -> StatementReference {
        let level = (self.policy_type == PolicyType::Scp).then_some(0);
        let reference = StatementReference::to(self.statement, self.policy_type, self.policy, self.index);
        StatementReference { level, ..reference }
    }

    /// Whether another statement says the same, whatever it is called.
    pub(super) fn says_the_same_as(&self, other: &Self) -> bool {
        let unnamed = |statement: &Statement| Statement { sid: None, ..statement.clone() };
        self.has_variables == other.has_variables && unnamed(self.statement) == unnamed(other.statement)
    }

    pub(super) fn elements(&self) -> impl Iterator<Item = Element<'a>> + use<'a> {
        let conditions = self.statement.conditions.iter().map(Element::Condition);
        [Element::Action, Element::Principal, Element::Resource].into_iter().chain(conditions)
    }

    /// Whether an element holds for a request, of which all that it asks about is known.
    pub(super) fn truth(&self, element: Element<'_>, draft: &Draft) -> Truth {
        match element {
            Element::Action => Action::new(&draft.action).is_among(&self.statement.actions),
            Element::Principal if self.names_principals() => {
                let caller = Caller::of(&draft.principal);
                admission(self.statement.principals.as_ref(), self.statement.effect, caller, false).truth
            }
            Element::Principal => Truth::YES,
            Element::Resource => {
                let variables = self.has_variables.then_some(&draft.context as &dyn Keys);
                let short = ShortArns::in_policies_of(self.policy_type);
                let resource = Resource::new(&draft.resource);
                let listed = self.statement.resources.as_ref();
                listed.map_or(Truth::sure(self.policy_type == PolicyType::Resource), |it| {
                    resource.is_among(it, short, variables)
                })
            }
            Element::Condition(condition) => {
                let facts = Facts { context: &draft.context, has_variables: self.has_variables };
                condition::holds(condition, facts)
            }
        }
    }

    /// Whether what is open about an element is open about one of another statement too, and comes out alike: because they
    /// say the same, or because the question is whether an empty value is none.
    pub(super) fn asks_the_same(&self, element: Element<'_>, other: &Self, other_element: Element<'_>) -> bool {
        let (a, b) = (self.statement, other.statement);
        let is_same_text = match (element, other_element) {
            (Element::Action, Element::Action) => a.actions == b.actions,
            (Element::Principal, Element::Principal) => a.principals == b.principals && a.effect == b.effect,
            (Element::Resource, Element::Resource) => a.resources == b.resources,
            (Element::Condition(condition), Element::Condition(other)) => {
                condition == other || weigh_empty_values(condition, other)
            }
            _ => false,
        };
        is_same_text && self.has_variables == other.has_variables
    }

    pub(super) fn names_principals(&self) -> bool {
        matches!(self.policy_type, PolicyType::Resource | PolicyType::Endpoint)
    }

    /// The `Resource` or `NotResource` element, as listed.
    pub(super) fn listed_resources(&self) -> &'a [String] {
        match &self.statement.resources {
            Some(Resources::Only(listed) | Resources::AllBut(listed)) => listed,
            None => &[],
        }
    }

    pub(super) fn uses_variable(&self, element: Element<'_>) -> bool {
        let texts = match element {
            Element::Action | Element::Principal => return false,
            Element::Resource => self.listed_resources(),
            Element::Condition(condition) => &condition.values,
        };
        self.has_variables && texts.iter().any(|text| variables::are_in(text))
    }

    /// The keys of the context that an element asks about, in its variables too.
    pub(super) fn keys_of(&self, element: Element<'a>) -> Vec<&'a str> {
        let (key, texts) = match element {
            Element::Action | Element::Principal => (None, [].as_slice()),
            Element::Resource => (None, self.listed_resources()),
            Element::Condition(condition) => (Some(condition.key.as_str()), condition.values.as_slice()),
        };
        let variables = texts.iter().filter(|_| self.has_variables).flat_map(|text| variables::keys_in(text));
        key.into_iter().chain(variables).collect()
    }
}

/// Whether both conditions weigh whether an empty value of the same key is none.
fn weigh_empty_values(one: &Condition, other: &Condition) -> bool {
    let weighs = |condition: &Condition, null: bool| {
        let operator = condition.operator;
        match operator.comparison {
            Comparison::Null => null,
            Comparison::StringEquals | Comparison::StringEqualsIgnoreCase | Comparison::StringLike => {
                !null && operator.quantifier == Some(Quantifier::ForAllValues)
            }
            _ => false,
        }
    };
    one.key.eq_ignore_ascii_case(&other.key)
        && [true, false].iter().any(|null| weighs(one, *null) && weighs(other, *null))
}
