//! Who may do anything to any resource, however that is spelt.
//!
//! An administrator is who may (i) hand out any permission, to a user, a role or a group that nobody has named, and (ii) do
//! as good as everything else: the action that is asked about in at least nine of ten services, on a resource that nobody
//! has named either.
//!
//! Neither suffices alone. Without (i) one has wide access, as AWS's `PowerUserAccess` gives it, but what a boundary, an SCP
//! or a Deny keeps back stays kept back. With (i) alone one can become an administrator, which is an escalation.
//! For (i) one way suffices: who may attach policies to roles is not stopped by not attaching any to groups. What only
//! rewrites policies that are there is none, since it depends on who holds them. For (ii) nine of ten, because a Deny on a
//! few services does not make an administrator harmless.

#[cfg(test)]
mod tests;

use std::sync::LazyLock;

use crate::authorization::{self, Action, ResourceType};
use crate::decision::{Decision, PolicyType, Reason, StatementReference};
use crate::made_up::{NAMES, Place};
use crate::policies::Policies;
use crate::probe::Probe;
use crate::request::Request;

/// The ways to hand out a permission that depend on nothing that is there.
const POWERS: &[&str] = &[
    "iam:AttachUserPolicy",
    "iam:PutUserPolicy",
    "iam:AttachRolePolicy",
    "iam:PutRolePolicy",
    "iam:AttachGroupPolicy",
    "iam:PutGroupPolicy",
];

/// For each service that has resources, an action that changes one; where there is none, another.
static SAMPLES: LazyLock<Vec<(&Action, &ResourceType)>> = LazyLock::new(|| {
    let sample = |service: &'static authorization::Service| {
        let scopable = || service.actions.iter().filter(|action| action.is_scopable());
        let action = scopable().find(|action| action.level.is_writing()).or_else(|| scopable().next())?;
        Some((action, action.resource_types().next()?))
    };
    authorization::services().iter().filter_map(sample).collect()
});

/// What makes somebody an administrator.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Administrator {
    /// The statements of its identity that do, in the order in which they stand. The root user needs none.
    pub statements: Vec<Given>,
}

/// What a statement gives to an administrator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// Which one.
    pub statement: StatementReference,
    /// The actions by which it lets any permission be handed out, such as `iam:AttachUserPolicy`.
    pub powers: Vec<&'static str>,
    /// In how many services it lets anything be done.
    pub services: usize,
}

impl Policies {
    /// What makes this principal an administrator, after boundaries, SCPs and denies; `None` when it is none.
    pub fn administrator(&self, principal: &str) -> Option<Administrator> {
        let probe = Probe::new(self, principal)?;
        let mut administrator = Administrator::default();
        let mut hands_out_any = false;
        for power in POWERS {
            if let Some(decision) = hands_out(power, &probe) {
                administrator.credit(&decision, |given| given.powers.push(power));
                hands_out_any = true;
            }
        }
        if !hands_out_any {
            return None;
        }
        let mut refused = 0;
        for (action, resource_type) in SAMPLES.iter() {
            match probe.may(action, resource_type) {
                Some(decision) => administrator.credit(&decision, |given| given.services += 1),
                None => refused += 1,
            }
            if refused * 10 > SAMPLES.len() {
                return None;
            }
        }
        administrator.statements.sort_by_key(|given| (given.statement.policy, given.statement.statement));
        Some(administrator)
    }
}

/// Why a power may be used to give any permission to whom no boundary confines. What is attached is AWS's own policy with
/// all of them, or one that somebody wrote.
fn hands_out(power: &str, probe: &Probe<'_>) -> Option<Decision> {
    let action = authorization::action(power).expect("the data has the actions of IAM");
    let resource_type = action.resource_types().next().expect("it is about a user, a role or a group");
    let to_nobody_confined = |request: Request| request.without("iam:PermissionsBoundary");
    if action.name.starts_with("Put") {
        return probe.may_as(action, resource_type, |it| to_nobody_confined(it).without("iam:PolicyARN"));
    }
    let Place { partition, account, .. } = probe.place("");
    let policies = [
        format!("arn:{partition}:iam::aws:policy/AdministratorAccess"),
        format!("arn:{partition}:iam::{account}:policy/{}", NAMES[0]),
    ];
    policies.iter().find_map(|policy| {
        probe.may_as(action, resource_type, |it| to_nobody_confined(it).with("iam:PolicyARN", policy))
    })
}

impl Administrator {
    /// Notes what the statements of the identity that decided have given.
    fn credit(&mut self, decision: &Decision, note: impl Fn(&mut Given)) {
        let statements = decision.because.iter().filter_map(|reason| match reason {
            Reason::Statement(statement) if statement.policy_type == PolicyType::Identity => Some(statement),
            _ => None,
        });
        for statement in statements {
            let known = self.statements.iter().position(|given| given.statement == *statement);
            let at = known.unwrap_or_else(|| {
                self.statements.push(Given { statement: statement.clone(), powers: Vec::new(), services: 0 });
                self.statements.len() - 1
            });
            note(&mut self.statements[at]);
        }
    }
}
