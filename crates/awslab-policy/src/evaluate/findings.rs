//! The statements that are about a request, policy by policy.

use std::collections::BTreeSet;
use std::iter;

use super::rules;
use crate::caller::Caller;
use crate::condition::{self, Facts};
use crate::context::Keys;
use crate::decision::{PolicyType, Reason, StatementReference};
use crate::document::{Document, Effect, Statement};
use crate::matching::{Action, Grant, Resource, ShortArns, admission};
use crate::policies::{Level, Policies};
use crate::request::Request;
use crate::truth::Truth;

/// All that is about a request. Policies that do not apply to it are not here.
pub(super) struct Findings<'a> {
    pub(super) identity: Layer<'a>,
    pub(super) boundary: Option<Layer<'a>>,
    pub(super) session: Option<Layer<'a>>,
    pub(super) scps: Vec<Layer<'a>>,
    pub(super) rcps: Vec<Layer<'a>>,
    pub(super) resource: Layer<'a>,
    pub(super) endpoint: Option<Layer<'a>>,
}

/// What was found in policies of which one must allow.
pub(super) struct Layer<'a> {
    policy_type: PolicyType,
    level: Option<usize>,
    found: Vec<Finding<'a>>,
}

/// A statement that is about the request, or could be.
struct Finding<'a> {
    policy: usize,
    index: usize,
    statement: &'a Statement,
    truth: Truth,
    grant: Grant,
}

/// How to read what AWS's documentation leaves open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    Likely,
    ForTheRequest,
    AgainstIt,
}

impl<'a> Findings<'a> {
    pub(super) fn gather(policies: &'a Policies, request: &Request, known: &dyn Keys) -> Self {
        let caller = Caller::of(&request.principal);
        let question = Question {
            caller,
            action: Action::new(&request.action),
            resource: Resource::new(&request.resource),
            known,
            has_boundary: policies.boundary.is_some(),
        };
        let management_account = policies.management_account.as_deref();
        let scps = policies.scps.iter().flatten();
        let scps = scps.filter(|_| rules::scps_bind(caller, known, management_account));
        let rcps = policies.rcps.iter().flatten();
        let rcps = rcps.filter(|_| rules::rcps_bind(caller, known, request, management_account));
        let optional =
            |policy_type, documents: &'a Option<Vec<_>>| documents.as_ref().map(|it| question.look(policy_type, it));
        Self {
            identity: question.look(PolicyType::Identity, &policies.identity),
            boundary: optional(PolicyType::Boundary, &policies.boundary),
            session: optional(PolicyType::Session, &policies.session),
            scps: question.look_at_levels(PolicyType::Scp, scps),
            rcps: question.look_at_levels(PolicyType::Rcp, rcps),
            resource: question.look(PolicyType::Resource, policies.resource.as_slice()),
            endpoint: optional(PolicyType::Endpoint, &policies.endpoint),
        }
    }

    pub(super) fn layers(&self) -> impl Iterator<Item = &Layer<'a>> {
        let optional = [&self.boundary, &self.session, &self.endpoint].into_iter().flatten();
        iter::once(&self.identity).chain(optional).chain(&self.scps).chain(&self.rcps).chain(iter::once(&self.resource))
    }

    pub(super) fn are_open(&self) -> bool {
        self.open().next().is_some()
    }

    /// The condition keys that the request lacks and that would settle what is open, in the order of the alphabet.
    pub(super) fn missing_keys(&self, known: &dyn Keys) -> Vec<String> {
        let keys = self.open().flat_map(|finding| condition::keys_of(finding.statement));
        let missing: BTreeSet<&str> = keys.filter(|key| known.leaves_open(key)).collect();
        missing.into_iter().map(str::to_owned).collect()
    }

    fn open(&self) -> impl Iterator<Item = &Finding<'a>> {
        self.layers().flat_map(|layer| &layer.found).filter(|finding| finding.truth.open)
    }
}

impl Layer<'_> {
    /// The statements that refuse the request.
    pub(super) fn denies(&self, reading: Reading) -> impl Iterator<Item = Reason> {
        self.found.iter().filter(move |it| it.counts(Effect::Deny, reading)).map(|it| self.reason(it))
    }

    /// The statement that allows it; the one that names the caller most closely.
    pub(super) fn allow(&self, reading: Reading) -> Option<(Grant, Reason)> {
        let allowing = self.found.iter().filter(|it| it.counts(Effect::Allow, reading));
        // Of several equally close ones, the first: `max_by_key` alone would take the last.
        allowing.rev().max_by_key(|it| it.grant).map(|it| (it.grant, self.reason(it)))
    }

    pub(super) fn lacks_allow(&self) -> Reason {
        Reason::NoAllow { policy_type: self.policy_type, level: self.level }
    }

    fn reason(&self, finding: &Finding<'_>) -> Reason {
        let Finding { policy, index, statement, .. } = *finding;
        let reference = StatementReference::to(statement, self.policy_type, policy, index);
        Reason::Statement(StatementReference { level: self.level, ..reference })
    }
}

impl Finding<'_> {
    fn counts(&self, effect: Effect, reading: Reading) -> bool {
        let holds = match (self.truth.open, reading) {
            (false, _) | (true, Reading::Likely) => self.truth.holds,
            (true, Reading::ForTheRequest) => effect == Effect::Allow,
            (true, Reading::AgainstIt) => effect == Effect::Deny,
        };
        holds && self.statement.effect == effect
    }
}

/// A request, ready to be held against statements.
struct Question<'q> {
    caller: Caller<'q>,
    action: Action<'q>,
    resource: Resource<'q>,
    known: &'q dyn Keys,
    has_boundary: bool,
}

impl Question<'_> {
    fn look<'a>(&self, policy_type: PolicyType, documents: &'a [Document]) -> Layer<'a> {
        let mut found = Vec::new();
        for (policy, document) in documents.iter().enumerate() {
            for (index, statement) in document.statements.iter().enumerate() {
                let actions = self.action.is_among(&statement.actions);
                if actions == Truth::NO {
                    continue;
                }
                let (truth, grant) = self.hold_against(statement, document, policy_type);
                let truth = actions.and(truth);
                if truth.is_possible() {
                    found.push(Finding { policy, index, statement, truth, grant });
                }
            }
        }
        Layer { policy_type, level: None, found }
    }

    fn look_at_levels<'a>(&self, policy_type: PolicyType, levels: impl Iterator<Item = &'a Level>) -> Vec<Layer<'a>> {
        let look = |(index, level): (usize, &'a Level)| Layer {
            level: Some(index),
            ..self.look(policy_type, &level.policies)
        };
        levels.enumerate().map(look).collect()
    }

    /// Whether a statement about the action is about the rest of the request, cheapest question first.
    fn hold_against(&self, statement: &Statement, document: &Document, policy_type: PolicyType) -> (Truth, Grant) {
        let (principal, grant) = self.names_caller(statement, policy_type);
        if principal == Truth::NO {
            return (Truth::NO, grant);
        }
        let resource = self.names_resource(statement, document, policy_type);
        if resource == Truth::NO {
            return (Truth::NO, grant);
        }
        let facts = Facts { context: self.known, has_variables: document.has_variables() };
        let conditions = statement.conditions.iter().map(|condition| condition::holds(condition, facts));
        (principal.and(resource).and(Truth::all(conditions)), grant)
    }

    /// Only policies of resources and endpoints say whom they are about; RCPs say `*`, for everybody.
    fn names_caller(&self, statement: &Statement, policy_type: PolicyType) -> (Truth, Grant) {
        if !matches!(policy_type, PolicyType::Resource | PolicyType::Endpoint) {
            return (Truth::YES, Grant::Direct);
        }
        let admission = admission(statement.principals.as_ref(), statement.effect, self.caller, self.has_boundary);
        (admission.truth, admission.grant)
    }

    /// A policy of a resource may leave out what it is about: the resource that it hangs on.
    fn names_resource(&self, statement: &Statement, document: &Document, policy_type: PolicyType) -> Truth {
        let short = ShortArns::in_policies_of(policy_type);
        let variables = document.has_variables().then_some(self.known);
        match &statement.resources {
            Some(resources) => self.resource.is_among(resources, short, variables),
            None => Truth::sure(policy_type == PolicyType::Resource),
        }
    }
}
