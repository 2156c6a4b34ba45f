//! What a search tells.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use crate::document::label;

/// How a principal stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "standing", rename_all = "snake_case")]
pub enum Standing {
    /// It is an administrator, and has nothing to gain.
    Administrator,
    /// It can become one.
    Escalates(Path),
    /// No way was found, but not all could be looked at.
    Unknown {
        /// What could not.
        reasons: Vec<String>,
    },
    /// There is no way that the catalogue knows.
    Limited,
}

/// A shortest way to become an administrator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Path {
    /// In the order in which they are taken.
    pub steps: Vec<Step>,
    /// What would be enough to bar it.
    pub fix: String,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// The ARN of whoever takes it.
    pub by: String,
    /// The method's name in the catalogue.
    pub method: &'static str,
    /// What is done, such as `take on role deploy, which trusts it`.
    pub title: String,
    /// What is gained, such as `role deployer, an administrator`.
    pub gain: String,
    /// The ARN of what is gained or changed; absent when it is new.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// What must be so besides, and is not known.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub assumptions: Vec<String>,
    /// Who else describes the method.
    pub sources: Vec<&'static str>,
    /// The requests that it takes, all of them allowed.
    pub requests: Vec<Granted>,
}

/// A request that is allowed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Granted {
    /// Such as `iam:PassRole`.
    pub action: String,
    /// An ARN; `*` in it is anything.
    pub resource: String,
    /// The condition keys that the step brings along, with their values.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub context: BTreeMap<String, String>,
    /// The statements that allow it. Empty when nothing but AWS's own rules has to.
    pub granted_by: Vec<GrantingStatement>,
    /// The condition keys that whoever makes the request has yet to bring along.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub depends_on: Vec<String>,
}

/// A statement that allows a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GrantingStatement {
    /// What its policy is called.
    pub policy: String,
    /// Its own name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sid: Option<String>,
    /// Which it is in its policy, counted from 0.
    pub statement: usize,
}

/// Such as `statement Deploy of arn:aws:iam::111122223333:policy/deploy`.
impl fmt::Display for GrantingStatement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}", label(self.sid.as_deref(), self.statement), self.policy)
    }
}

/// What the policy is called that lets a role be taken on.
pub(super) const TRUST_POLICY: &str = "the role's trust policy";

/// What would be enough to bar a path: to take away the first request of its first step, or to leave out its target.
pub(super) fn fix(steps: &[Step]) -> String {
    let Some((step, request)) = steps.first().and_then(|step| Some((step, step.requests.first()?))) else {
        return String::new();
    };
    let action = &request.action;
    if let (Some(target), [GrantingStatement { policy, .. }]) = (&step.target, &request.granted_by[..])
        && policy == TRUST_POLICY
    {
        return format!("leave {} out of the trust policy of {target}", step.by);
    }
    let place = request.granted_by.first().map(|it| format!(" in {it}")).unwrap_or_default();
    match &step.target {
        Some(target) if action == "iam:PassRole" => {
            format!("limit {action}{place} to the roles that must be handed over, and leave out {target}")
        }
        Some(target) if request.resource == *target => {
            format!("take {action} away{place}, or limit it to other resources than {target}")
        }
        Some(target) => format!("limit {action}{place} to resources that do not run as {target}"),
        None => format!("take {action} away{place}"),
    }
}
