//! What the policies decide, and what decided it.

use std::fmt;

use serde::Serialize;

use crate::document::{Effect, Statement, label};

/// The answer to a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Decision {
    /// Whether it is allowed.
    #[serde(rename = "decision")]
    pub outcome: Outcome,
    /// The statements that decided it, or the policies that lack one.
    pub because: Vec<Reason>,
    /// Whether AWS's documentation leaves open what happens; the outcome is then the likeliest.
    pub undocumented: bool,
}

impl Decision {
    /// Whether the request is allowed.
    pub fn is_allowed(&self) -> bool {
        self.outcome == Outcome::Allow
    }
}

/// The answer to a request of which not all condition keys are known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// It is the same whatever else the context holds.
    Settled(Decision),
    /// It depends on these condition keys.
    DependsOn {
        /// The keys, in the order of the alphabet.
        keys: Vec<String>,
        /// With every open condition in favour of the request.
        at_best: Decision,
        /// With every open condition against it.
        at_worst: Decision,
    },
}

impl Answer {
    /// The decision that is best for the request.
    pub fn at_best(self) -> Decision {
        match self {
            Self::Settled(decision) | Self::DependsOn { at_best: decision, .. } => decision,
        }
    }

    /// Whether the request is allowed, or could be.
    pub fn may_be_allowed(&self) -> bool {
        match self {
            Self::Settled(decision) | Self::DependsOn { at_best: decision, .. } => decision.is_allowed(),
        }
    }
}

/// Whether a request is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It is.
    Allow,
    /// It is not: something that must allow it does not.
    ImplicitDeny,
    /// It is not: a statement refuses it, whatever else allows.
    ExplicitDeny,
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Allow => "allow",
            Self::ImplicitDeny => "implicit deny",
            Self::ExplicitDeny => "explicit deny",
        })
    }
}

/// The types of policies that have a say.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#access_policy-types>
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PolicyType {
    /// Of a user, its groups, or a role.
    Identity,
    /// The permissions boundary of a user or role.
    Boundary,
    /// Given along when a session began.
    Session,
    /// A service control policy of the organisation, for the principal's account.
    Scp,
    /// A resource control policy of the organisation, for the resource's account.
    Rcp,
    /// Of the resource: a bucket policy, a key policy, a role's trust policy.
    Resource,
    /// Of the VPC endpoint that the request came through.
    Endpoint,
}

impl fmt::Display for PolicyType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Identity => "identity policy",
            Self::Boundary => "permissions boundary",
            Self::Session => "session policy",
            Self::Scp => "service control policy",
            Self::Rcp => "resource control policy",
            Self::Resource => "resource policy",
            Self::Endpoint => "VPC endpoint policy",
        })
    }
}

/// One thing that decided a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// This statement allows or refuses it.
    Statement(StatementReference),
    /// No policy of this type allows it, at this level of the organisation if it has levels, counted from the root at 0.
    NoAllow {
        /// The type.
        policy_type: PolicyType,
        /// The level.
        #[serde(skip_serializing_if = "Option::is_none")]
        level: Option<usize>,
    },
    /// AWS itself decides, whatever the policies say.
    Rule(&'static str),
}

/// Where a statement stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StatementReference {
    /// The type of its policy.
    pub policy_type: PolicyType,
    /// The level of the organisation, counted from the root at 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<usize>,
    /// Which policy of that type, counted from 0.
    pub policy: usize,
    /// Which statement of that policy, counted from 0.
    pub statement: usize,
    /// Its own name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sid: Option<String>,
    /// Whether it allows or refuses.
    pub effect: Effect,
}

impl StatementReference {
    /// Where a statement stands that is no part of an organisation's policies, which have levels.
    pub(crate) fn to(statement: &Statement, policy_type: PolicyType, policy: usize, index: usize) -> Self {
        let Statement { sid, effect, .. } = statement;
        Self { policy_type, level: None, policy, statement: index, sid: sid.clone(), effect: *effect }
    }

    /// Where a statement of a resource's policy stands: it has a single one.
    pub(crate) fn of_resource(statement: &Statement, index: usize) -> Self {
        Self::to(statement, PolicyType::Resource, 0, index)
    }

    /// The name by which people find it: `statement ReadReports`, or `statement 2` where it has none of its own.
    pub fn label(&self) -> String {
        label(self.sid.as_deref(), self.statement)
    }

    /// What it does to a request.
    pub fn does(&self) -> &'static str {
        match self.effect {
            Effect::Allow => "allows it",
            Effect::Deny => "refuses it",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Statement(statement) => statement.fmt(f),
            Self::NoAllow { policy_type, level: None } => write!(f, "no {policy_type} allows it"),
            Self::NoAllow { policy_type, level: Some(level) } => {
                write!(f, "no {policy_type} at level {} allows it", level + 1)
            }
            Self::Rule(rule) => f.write_str(rule),
        }
    }
}

impl fmt::Display for StatementReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.policy_type, self.policy + 1)?;
        if let Some(level) = self.level {
            write!(f, " at level {}", level + 1)?;
        }
        write!(f, ", {}, {}", self.label(), self.does())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decision_reads_well_to_people_and_programs() {
        let statement = StatementReference {
            policy_type: PolicyType::Scp,
            level: Some(0),
            policy: 1,
            statement: 2,
            sid: None,
            effect: Effect::Deny,
        };
        let reason = Reason::Statement(statement);
        assert_eq!(reason.to_string(), "service control policy 2 at level 1, statement 3, refuses it");
        let decision = Decision { outcome: Outcome::ExplicitDeny, because: vec![reason], undocumented: false };
        let expected = serde_json::json!({
            "decision": "explicit_deny",
            "because": [{ "statement":
                { "policy_type": "scp", "level": 0, "policy": 1, "statement": 2, "effect": "Deny" } }],
            "undocumented": false,
        });
        assert_eq!(serde_json::to_value(decision).expect("a decision is JSON"), expected);
        let missing = Reason::NoAllow { policy_type: PolicyType::Identity, level: None };
        assert_eq!(missing.to_string(), "no identity policy allows it");
    }
}
