//! Which statements let somebody change every resource of a type, where AWS would let them say which.
//!
//! "Every resource" is what is allowed on one that nobody has named: `*` and `arn:aws:s3:::*`, `arn:aws:iam::*:role/*` and
//! what is left by a `NotResource`, but not `arn:aws:s3:::bucket/*`. All of one Region is not every resource, all of one's
//! own account is: there is no other. What a boundary, an SCP or a Deny takes away is not held against the statement, and
//! neither is what it allows only on resources with certain tags or names. Any other condition leaves all resources open.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use crate::authorization::{self, Action, ResourceType, Service};
use crate::caller::Caller;
use crate::context::{Context, Keys};
use crate::decision::{PolicyType, StatementReference};
use crate::document::{Effect, Resources, Statement};
use crate::made_up::{NAMES, NOWHERE, Place};
use crate::matching::{self, Resource, ShortArns};
use crate::policies::Policies;
use crate::probe::Probe;

/// What the data lists with a type of resource that few requests are about: to put metrics, but into data sets, takes `*`.
/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/iam-cw-condition-keys-namespace.html>
const NEEDS_EVERYTHING: &[&str] = &["cloudwatch:PutMetricData"];

/// A statement that lets somebody change every resource of a type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverBroad {
    /// Which one.
    pub statement: StatementReference,
    /// What takes in every resource, as written; `NotResource …` where all but what is listed is taken in.
    pub resources: Vec<String>,
    /// What can be done to them, service by service.
    pub services: Vec<OverBroadService>,
}

/// The part of a service in an over-broad statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverBroadService {
    /// Its prefix, such as `s3`.
    pub prefix: &'static str,
    /// The actions that write, tag or manage permissions.
    pub actions: Vec<&'static Action>,
    /// The forms of ARNs that say which resources: one of them, filled in, is enough.
    pub arns: Vec<&'static str>,
}

impl OverBroadService {
    /// The ARN of a resource here that would be enough, the simplest there is, with capitals where its names belong.
    pub fn example(&self, partition: &str, region: &str, account: &str) -> Option<String> {
        let simplest = self.arns.iter().min_by_key(|form| form.len())?;
        Some(Place { partition, region, account }.arn_to_fill_in(simplest))
    }
}

impl Policies {
    /// The statements of the identity that let this principal write, tag or manage the permissions of every resource of a
    /// type, though it could be said which. Actions that cannot be restricted to resources are none of them. An action
    /// that needs resources of several types, such as `ec2:RunInstances`, counts when it may have every one of each.
    pub fn over_broad(&self, principal: &str) -> Vec<OverBroad> {
        self.over_broad_in(principal, |action| action.level.is_writing())
    }

    /// The same of other actions, such as those that read: those that are meant.
    pub fn over_broad_in(&self, principal: &str, is_meant: impl Fn(&Action) -> bool) -> Vec<OverBroad> {
        let caller = Caller::of(principal);
        let Some((partition, account)) = caller.home else { return Vec::new() };
        let place = Place { partition, account, region: NOWHERE };
        let mut context = Context::default();
        caller.describe(&mut context);
        let mut allows = Vec::new();
        for (policy, document) in self.identity.iter().enumerate() {
            for (index, statement) in document.statements.iter().enumerate() {
                let Some(resources) = statement.resources.as_ref().filter(|_| statement.effect == Effect::Allow) else {
                    continue;
                };
                let variables = document.has_variables().then_some(&context as &dyn Keys);
                allows.push(Allow { policy, index, statement, resources, variables, place });
            }
        }
        let claims: Vec<Vec<Claim>> = allows.iter().map(|allow| allow.claims(self, principal, &is_meant)).collect();
        let mut opened = Opened::new();
        for claim in claims.iter().flatten().filter(|claim| !claim.is_complete) {
            opened.entry(claim.name()).or_default().extend(claim.types.iter().map(|it| it.name));
        }
        let found = allows.iter().zip(claims).filter_map(|(allow, mut claims)| {
            claims.retain(|claim| claim.is_complete || claim.is_completed_by(&opened));
            allow.over_broad(&claims)
        });
        found.collect()
    }
}

/// Each action that no statement opens to every resource of all types that it needs, and the types that they open together.
type Opened = BTreeMap<(&'static str, &'static str), BTreeSet<&'static str>>;

/// A statement that allows something, and where it stands.
struct Allow<'a> {
    policy: usize,
    index: usize,
    statement: &'a Statement,
    resources: &'a Resources,
    /// What variables have, where the policy knows them.
    variables: Option<&'a dyn Keys>,
    place: Place<'a>,
}

/// An action, and the types of which a statement opens every resource to it.
struct Claim {
    action: &'static Action,
    types: Vec<&'static ResourceType>,
    /// Whether these are all types that the action needs.
    is_complete: bool,
}

impl Allow<'_> {
    fn claims(&self, policies: &Policies, principal: &str, is_meant: &impl Fn(&Action) -> bool) -> Vec<Claim> {
        let Some(probe) = Probe::new(&self.alone(policies), principal) else { return Vec::new() };
        let services = authorization::services().iter().filter(|service| self.statement.actions.may_be_of(service));
        let claims = services.flat_map(|service| {
            let open = self.open_types(service);
            let actions = service.actions.iter().filter(|it| !open.is_empty() && is_meant(it) && self.is_about(it));
            actions.map(|action| Claim::of(action, &open, &probe)).collect::<Vec<_>>()
        });
        claims.filter(|claim| !claim.types.is_empty()).collect()
    }

    /// All that takes something away, and of what gives something this statement alone.
    fn alone(&self, policies: &Policies) -> Policies {
        let mut alone = policies.clone();
        for (policy, document) in alone.identity.iter_mut().enumerate() {
            let mut indices = 0..;
            document.statements.retain(|statement| {
                let index = indices.next().expect("there is a number for each");
                statement.effect == Effect::Deny || (policy, index) == (self.policy, self.index)
            });
        }
        alone
    }

    fn is_about(&self, action: &Action) -> bool {
        if !action.is_scopable() {
            return false;
        }
        let name = action.to_string();
        matching::Action::new(&name).is_among(&self.statement.actions).holds
            && !NEEDS_EVERYTHING.contains(&name.as_str())
    }

    /// The types of which every resource is taken in.
    fn open_types(&self, service: &Service) -> BTreeSet<&'static str> {
        let types = service.resource_types.iter();
        types.filter(|it| self.take_in_all(self.resources, it)).map(|it| it.name).collect()
    }

    /// Whether resources take in one that nobody has named, whatever it is called.
    fn take_in_all(&self, resources: &Resources, resource_type: &ResourceType) -> bool {
        let take_in = |form: &str, name: &str| {
            let arn = self.place.arn(form, name);
            Resource::new(&arn).is_among(resources, ShortArns::Match, self.variables).holds
        };
        resource_type.arns.iter().any(|form| NAMES.iter().all(|name| take_in(form, name)))
    }

    fn over_broad(&self, claims: &[Claim]) -> Option<OverBroad> {
        let mut services: Vec<OverBroadService> = Vec::new();
        for claim in claims {
            let prefix = claim.action.service;
            if services.last().is_none_or(|last| last.prefix != prefix) {
                services.push(OverBroadService { prefix, actions: Vec::new(), arns: Vec::new() });
            }
            let service = services.last_mut().expect("one was pushed if there was none");
            service.actions.push(claim.action);
            for form in claim.types.iter().flat_map(|it| &it.arns) {
                if !service.arns.contains(form) {
                    service.arns.push(form);
                }
            }
        }
        let statement = StatementReference::to(self.statement, PolicyType::Identity, self.policy, self.index);
        let resources = self.wide_resources(claims);
        (!services.is_empty()).then_some(OverBroad { statement, resources, services })
    }

    /// Those that take in every resource of a type; all where they do so only together.
    fn wide_resources(&self, claims: &[Claim]) -> Vec<String> {
        let listed = match self.resources {
            Resources::Only(listed) => listed,
            Resources::AllBut(listed) => return vec![format!("NotResource {}", listed.join(", "))],
        };
        let types: Vec<&ResourceType> = claims.iter().flat_map(|claim| claim.types.iter().copied()).collect();
        let is_wide = |pattern: &&String| {
            let alone = Resources::Only(vec![(*pattern).clone()]);
            types.iter().any(|it| self.take_in_all(&alone, it))
        };
        let wide: Vec<String> = listed.iter().filter(is_wide).cloned().collect();
        if wide.is_empty() { listed.clone() } else { wide }
    }
}

impl Claim {
    /// Of the types that an action always needs, or else of all that it knows, those that are open to it.
    fn of(action: &'static Action, open: &BTreeSet<&str>, probe: &Probe<'_>) -> Self {
        let mut types: Vec<_> = action.required_resource_types().collect();
        let needed = types.len();
        if needed == 0 {
            types.extend(action.resource_types());
        }
        types.retain(|it| open.contains(it.name) && (probe.takes_nothing_away() || probe.may(action, it).is_some()));
        Self { action, is_complete: types.len() >= needed, types }
    }

    fn name(&self) -> (&'static str, &'static str) {
        (self.action.service, self.action.name)
    }

    fn is_completed_by(&self, opened: &Opened) -> bool {
        let by_all = opened.get(&self.name());
        by_all.is_some_and(|types| self.action.required_resource_types().all(|it| types.contains(it.name)))
    }
}
