//! What an attacker holds: a principal as it is, or after something was changed about it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

use super::candidates::Names;
use super::catalogue::{self, Method};
use super::population::{Policy, Version};
use super::report::Granted;
use super::world::{self, World};
use crate::decision::{PolicyType, Reason, StatementReference};
use crate::document::Document;
use crate::policies::Policies;

/// What was changed about a principal on the way.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Changes {
    /// It holds a new policy that allows everything.
    pub(super) rewritten: bool,
    /// Its boundary is gone.
    pub(super) unbound: bool,
    /// It is in this group too.
    pub(super) joined: Option<usize>,
    /// A policy of its own, of a group or its boundary allows everything, or what a former version of it does.
    pub(super) replaced: Option<(usize, Option<usize>)>,
}

/// A principal with its changes, ready to make requests.
#[derive(Debug)]
pub(super) struct Identity {
    pub(super) principal: usize,
    pub(super) arn: String,
    pub(super) account: String,
    pub(super) changes: Changes,
    pub(super) policies: Policies,
    pub(super) is_administrator: bool,
    /// What of its policies cannot be read.
    pub(super) unreadable: Vec<String>,
    pub(super) names: Names,
    /// Requests that do not depend on the aim, by the method's name, each with its place there: they are decided once.
    pub(super) decided: BTreeMap<&'static str, Option<Vec<(usize, Granted)>>>,
    /// What each identity policy is called, and the boundary.
    labels: Vec<String>,
    boundary_label: String,
    /// Actions of the catalogue that some statement allows on something.
    possible: Vec<&'static str>,
    /// The methods by which it could change principals.
    pub(super) changers: Vec<&'static Method>,
}

/// What whoever writes a policy writes.
pub(super) fn everything() -> Document {
    EVERYTHING.clone()
}

static EVERYTHING: LazyLock<Document> = LazyLock::new(|| {
    let text = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}"#;
    Document::parse(text).expect("the policy is well formed")
});

impl Identity {
    pub(super) fn new(world: &World<'_>, principal: usize, changes: Changes) -> Self {
        let it = world.principal(principal);
        let groups = world.groups_of(principal).chain(changes.joined);
        let holdings: Vec<&Arc<Policy>> =
            it.policies.iter().chain(groups.flat_map(|group| &world.group(group).policies)).collect();
        let boundary = it.boundary.as_ref().filter(|_| !changes.unbound);
        let unreadable = holdings.iter().copied().chain(boundary).filter(|policy| policy.document.is_none());
        let unreadable = unreadable.map(|policy| format!("{} cannot be read", policy.name)).collect();
        let (mut identity, mut labels) = (Vec::new(), Vec::new());
        let mut possible: BTreeSet<&str> = BTreeSet::new();
        for policy in holdings {
            let Some(document) = in_force(world, policy, &changes) else { continue };
            if changes.replaced.is_some() {
                possible.extend(world::possible(Some(document)));
            } else {
                possible.extend(world.possible(policy));
            }
            identity.push(document.clone());
            labels.push(policy.name.clone());
        }
        if changes.rewritten {
            possible.extend(catalogue::actions());
            identity.push(EVERYTHING.clone());
            labels.push("the policy written before".to_owned());
        }
        let policies = Policies {
            // A boundary that cannot be read allows nothing for sure.
            boundary: boundary.map(|policy| in_force(world, policy, &changes).cloned().into_iter().collect()),
            identity,
            scps: world.population.scps.clone(),
            ..Policies::default()
        };
        let account = it.account().to_owned();
        let possible: Vec<&str> = possible.into_iter().collect();
        Self {
            principal,
            is_administrator: policies.administrator(&it.arn).is_some(),
            names: Names::of(&policies, &it.arn, &world.population.region),
            changers: catalogue::methods().iter().filter(|it| it.is_change() && could(&possible, it)).collect(),
            possible,
            arn: it.arn.clone(),
            account,
            changes,
            policies,
            unreadable,
            decided: BTreeMap::new(),
            labels,
            boundary_label: boundary.map(|policy| policy.name.clone()).unwrap_or_default(),
        }
    }

    /// Whether some statement allows each action that a method needs, on whatever it may be. A role's trust policy can do
    /// without.
    pub(super) fn could(&self, method: &Method) -> bool {
        could(&self.possible, method)
    }

    /// What to call the policy of a statement.
    pub(super) fn label(&self, statement: &StatementReference) -> String {
        match statement.policy_type {
            PolicyType::Identity => self.labels[statement.policy].clone(),
            PolicyType::Boundary => format!("permissions boundary {}", self.boundary_label),
            other => format!("{other} {}", statement.policy + 1),
        }
    }

    /// Whether some policy of its own lets it assume some role.
    pub(super) fn may_assume(&self) -> bool {
        self.possible.binary_search(&ASSUME_ROLE).is_ok()
    }
}

fn could(possible: &[&str], method: &Method) -> bool {
    method.needs.iter().all(|need| need.action == ASSUME_ROLE || possible.binary_search(&need.action).is_ok())
}

const ASSUME_ROLE: &str = "sts:AssumeRole";

/// What a policy says after the changes.
fn in_force<'a>(world: &World<'a>, policy: &'a Policy, changes: &Changes) -> Option<&'a Document> {
    let index = policy.arn.as_deref().and_then(|arn| world.policy_index(arn));
    match changes.replaced {
        Some((replaced, version)) if Some(replaced) == index => match version {
            Some(version) => policy.other_versions.get(version).map(|Version { document, .. }| document),
            None => Some(&EVERYTHING),
        },
        _ => policy.document.as_ref(),
    }
}

/// The reasons that are statements.
pub(super) fn statements(because: &[Reason]) -> impl Iterator<Item = &StatementReference> {
    because.iter().filter_map(|reason| match reason {
        Reason::Statement(statement) => Some(statement),
        Reason::NoAllow { .. } | Reason::Rule(_) => None,
    })
}
