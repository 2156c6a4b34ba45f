//! What in a policy leaves a request over plain HTTP open.

use super::{SECURE_TRANSPORT, TLS_VERSION};
use crate::caller::Caller;
use crate::condition::{self, Facts};
use crate::context::{Context, Keys};
use crate::document::{Document, Effect, Statement, label};
use crate::matching::{Action, Resource, ShortArns, admission};
use crate::request::Request;
use crate::truth::Truth;

/// What leaves a request open, told by the statement that comes closest to refusing it.
pub(super) fn explain(policy: Option<&Document>, request: &Request, known: &Context) -> String {
    let Some(document) = policy else { return "the bucket has no policy".to_owned() };
    let about_transport = document.statements.iter().enumerate().filter(|(_, it)| is_about_transport(it));
    let (denies, allows): (Vec<_>, Vec<_>) = about_transport.partition(|(_, it)| it.effect == Effect::Deny);
    let closest = denies.iter().min_by_key(|(_, deny)| gaps(document, deny, request, known).len());
    if let Some((index, deny)) = closest {
        let gaps = gaps(document, deny, request, known);
        return format!("{} {}", label(deny.sid.as_deref(), *index), gaps.join(", and "));
    }
    match allows.first() {
        Some((index, allow)) => format!(
            "{} allows over TLS, but refuses nobody whom another policy allows; it takes a Deny",
            label(allow.sid.as_deref(), *index)
        ),
        None => "no statement refuses it".to_owned(),
    }
}

fn is_about_transport(statement: &Statement) -> bool {
    let is_about = |key: &str| [SECURE_TRANSPORT, TLS_VERSION].iter().any(|known| known.eq_ignore_ascii_case(key));
    statement.conditions.iter().any(|condition| is_about(&condition.key))
}

/// Why a deny does not surely refuse a request.
fn gaps(document: &Document, deny: &Statement, request: &Request, known: &Context) -> Vec<String> {
    let facts = Facts { context: known, has_variables: document.has_variables() };
    let caller = Caller::of(&request.principal);
    let variables = document.has_variables().then_some(known as &dyn Keys);
    let mut gaps = Vec::new();
    if admission(deny.principals.as_ref(), Effect::Deny, caller, false).truth != Truth::YES {
        gaps.push(format!("is not about {}", who(&request.principal)));
    }
    if Action::new(&request.action).is_among(&deny.actions) != Truth::YES {
        gaps.push(format!("is not about {}", request.action));
    }
    let resource = Resource::new(&request.resource);
    let takes_in = |resources| resource.is_among(resources, ShortArns::MatchWithStar, variables);
    if deny.resources.as_ref().map_or(Truth::YES, takes_in) != Truth::YES {
        gaps.push(format!("is not about {}", request.resource));
    }
    let open = deny.conditions.iter().filter(|line| condition::holds(line, facts) != Truth::YES);
    gaps.extend(open.map(|line| {
        let is_sure = condition::holds(line, facts) == Truth::NO;
        format!("refuses only if {line}{}", if is_sure { ", which never holds over plain HTTP" } else { "" })
    }));
    gaps
}

fn who(principal: &str) -> &str {
    if principal == "*" { "anonymous requests" } else { principal }
}
