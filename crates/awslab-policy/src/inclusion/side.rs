//! One side of the comparison: some policies, with everything else out of the way.

use super::Gap;
use super::clause::Draft;
use crate::caller::Caller;
use crate::decision::{Decision, PolicyType};
use crate::document::{Actions, Document, Effect, Principals, Resources, Statement};
use crate::policies::{Level, Policies};
use crate::request::Request;

/// An account that owns a resource and that no caller is of.
const OWNER: &str = "000000000000";

/// Why policies of this type cannot be compared.
pub(super) fn refusal(policy_type: PolicyType, documents: &[Document]) -> Option<Gap> {
    match policy_type {
        PolicyType::Rcp => Some(Gap::PolicyType(policy_type)),
        PolicyType::Resource if documents.len() > 1 => Some(Gap::SeveralPolicies),
        _ => None,
    }
}

/// The request that a draft is.
pub(super) fn request(policy_type: PolicyType, draft: &Draft) -> Request {
    let resource_account = (policy_type == PolicyType::Resource).then(|| OWNER.to_owned());
    Request {
        principal: draft.principal.clone(),
        action: draft.action.clone(),
        resource: draft.resource.clone(),
        resource_account,
        context: draft.context.clone(),
    }
}

/// What policies of a type decide about a request when nothing but them is in the way: where an identity's policies must
/// allow, they allow everything, and where the resource's must, it leaves the decision to the caller's account.
pub(super) fn decide(policy_type: PolicyType, documents: &[Document], request: &Request) -> Decision {
    let documents = documents.to_vec();
    let principal = Caller::of(&request.principal).account().unwrap_or("*");
    let mut policies = Policies {
        identity: vec![everything(None)],
        // A federated user's session has nothing but what it was given along.
        session: Some(vec![everything(None)]),
        resource: Some(everything(Some(principal))),
        ..Policies::default()
    };
    match policy_type {
        PolicyType::Identity => policies.identity = documents,
        PolicyType::Boundary => policies.boundary = Some(documents),
        PolicyType::Session => policies.session = Some(documents),
        PolicyType::Scp => policies.scps = Some(vec![Level { policies: documents }]),
        PolicyType::Rcp => policies.rcps = Some(vec![Level { policies: documents }]),
        PolicyType::Resource => policies.resource = documents.into_iter().next(),
        PolicyType::Endpoint => policies.endpoint = Some(documents),
    }
    policies.decide(request)
}

fn everything(principal: Option<&str>) -> Document {
    let everything = || vec!["*".to_owned()];
    let principals = principal.map(|id| Principals::Only(vec![("AWS".to_owned(), id.to_owned())]));
    let statement = Statement {
        sid: None,
        effect: Effect::Allow,
        principals,
        actions: Actions::Only(everything().into()),
        resources: Some(Resources::Only(everything())),
        conditions: Vec::new(),
    };
    Document { version: None, statements: vec![statement] }
}
