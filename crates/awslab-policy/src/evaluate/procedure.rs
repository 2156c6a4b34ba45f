//! AWS's procedure, from the statements that are about a request to the answer.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html>

use super::findings::{Findings, Reading};
use super::rules;
use crate::caller::{Caller, Kind};
use crate::decision::{Outcome, PolicyType, Reason};
use crate::matching::Grant;
use crate::request::Request;

pub(super) fn follow(findings: &Findings<'_>, request: &Request, reading: Reading) -> (Outcome, Vec<Reason>) {
    let caller = Caller::of(&request.principal);
    if rules::is_always_allowed(caller, request) {
        return (Outcome::Allow, vec![Reason::Rule("whoever has credentials may ask who they are")]);
    }
    let denies: Vec<Reason> = findings.layers().flat_map(|layer| layer.denies(reading)).collect();
    if !denies.is_empty() {
        return (Outcome::ExplicitDeny, denies);
    }
    if rules::is_reserved(request) {
        return (Outcome::ImplicitDeny, vec![Reason::Rule("AWS alone changes what it manages")]);
    }
    if rules::is_assumption_by_root(caller, request) {
        return (Outcome::ImplicitDeny, vec![Reason::Rule("the root user cannot take on a role")]);
    }
    let grant = findings.resource.allow(reading).map(|(grant, _statement)| grant);
    must_allow(findings, Needed::of(caller, request, grant), caller, reading)
}

/// Which policies must allow, beside those of the organisation and of the endpoint.
#[derive(Debug, Clone, Copy)]
struct Needed {
    resource: bool,
    identity: bool,
    /// The boundary and the session's policy, where there are any.
    limits: bool,
}

impl Needed {
    const RESOURCE_ALONE: Self = Self { resource: true, identity: false, limits: false };

    /// Depends on whose the resource is, and on how closely its policy names the caller.
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics-single-account.html>
    fn of(caller: Caller<'_>, request: &Request, grant: Option<Grant>) -> Self {
        if !caller.has_identity() {
            return Self::RESOURCE_ALONE;
        }
        let is_own_resource = caller.account() == request.owner();
        let needed = match grant {
            Some(Grant::Direct) if is_own_resource => Self::RESOURCE_ALONE,
            Some(Grant::Role) if is_own_resource => Self { limits: true, ..Self::RESOURCE_ALONE },
            _ => {
                let resource = !is_own_resource || rules::needs_grant(request);
                Self { resource, identity: true, limits: true }
            }
        };
        match caller.kind {
            Kind::Root => Self { identity: false, limits: false, ..needed },
            _ => needed,
        }
    }
}

/// Allowed when all that must allow does; otherwise what does not.
///
/// RCPs are not asked: AWS attaches one that allows everything at every level, which cannot be detached.
fn must_allow(findings: &Findings<'_>, needed: Needed, caller: Caller<'_>, reading: Reading) -> (Outcome, Vec<Reason>) {
    let limits = findings.boundary.iter().chain(&findings.session).filter(|_| needed.limits);
    let layers = (needed.identity.then_some(&findings.identity).into_iter())
        .chain(limits)
        .chain(needed.resource.then_some(&findings.resource))
        .chain(&findings.scps)
        .chain(&findings.endpoint);
    let (mut allowing, mut lacking) = (Vec::new(), Vec::new());
    for layer in layers {
        match layer.allow(reading) {
            Some((_grant, statement)) => allowing.push(statement),
            None => lacking.push(layer.lacks_allow()),
        }
    }
    // Without a policy of its own a federated session may do nothing but what a resource's policy gives to itself.
    // <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_getfederationtoken.html>
    if needed.limits && findings.session.is_none() && matches!(caller.kind, Kind::FederatedUser(_)) {
        lacking.push(Reason::NoAllow { policy_type: PolicyType::Session, level: None });
    }
    if !lacking.is_empty() {
        return (Outcome::ImplicitDeny, lacking);
    }
    if allowing.is_empty() {
        allowing.push(Reason::Rule("the root user may do in its account what nothing refuses"));
    }
    (Outcome::Allow, allowing)
}
