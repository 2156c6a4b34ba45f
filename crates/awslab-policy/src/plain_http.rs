//! Whether a bucket refuses every request over plain HTTP: of everybody, for everything, whatever else the request holds.
//!
//! Only a `Deny` does that. An `Allow` over TLS alone refuses nobody whom another policy allows.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html#transit>
//!
//! The engine decides about samples of requests, one of each sort that the policy could tell apart. What is not known of a
//! request is left open, so that a refusal is sure.

#[cfg(test)]
mod laws;
mod opening;
mod samples;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;
use serde_json::json;

use crate::context::Context;
use crate::decision::{Answer, Reason, StatementReference};
use crate::document::{Document, Principals};
use crate::evaluate::decide_knowing;
use crate::policies::Policies;
use crate::request::Request;

use self::samples::Samples;

const SECURE_TRANSPORT: &str = "aws:SecureTransport";
/// Only a request over TLS has it.
const TLS_VERSION: &str = "s3:TlsVersion";

/// A request over plain HTTP that a bucket does not refuse.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlainRequest {
    /// Who makes it.
    pub principal: String,
    /// What for.
    pub action: String,
    /// On what.
    pub resource: String,
    /// The condition keys on which it depends whether it is refused, when no request was found that surely passes.
    pub depends_on: Vec<String>,
    /// What leaves it open.
    pub because: String,
}

impl fmt::Display for PlainRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { principal, action, resource, because, .. } = self;
        write!(f, "{principal} can call {action} on {resource} over plain HTTP: {because}")
    }
}

/// The statements by which the policy of a bucket of the account `owner` refuses whatever comes over plain HTTP; or a
/// request that still passes. `bucket` is its ARN. An identity of the owner's account is taken to be allowed everything
/// by its own policies.
pub fn refuses_plain_http(
    policy: Option<&Document>,
    bucket: &str,
    owner: &str,
) -> Result<Vec<StatementReference>, Box<PlainRequest>> {
    if policy.is_some_and(is_too_large) {
        return Err(Box::new(PlainRequest {
            principal: format!("arn:aws:iam::{owner}:root"),
            action: "s3:GetObject".to_owned(),
            resource: format!("{bucket}/x"),
            depends_on: Vec::new(),
            because: "the policy is larger than the 20 KB that S3 takes".to_owned(),
        }));
    }
    let policies =
        Policies { identity: vec![Document::allowing_everything()], resource: policy.cloned(), ..Policies::default() };
    let samples = Samples::of(policy, bucket, owner);
    let mut refusing = BTreeMap::new();
    for asker in &samples.askers {
        for (action, resource) in &samples.requests {
            let request = plain_request(&asker.principal, action, resource, owner);
            let keys = match decide_knowing(&policies, &request, &asker.known) {
                Answer::Settled(decision) if !decision.is_allowed() => {
                    note(&mut refusing, decision.because);
                    continue;
                }
                // Often it suffices that the request has none of the keys. If not, they are named.
                Answer::DependsOn { keys, .. } if !policies.decide(&request).is_allowed() => keys,
                _ => Vec::new(),
            };
            let because = opening::explain(policy, &request, &asker.known);
            let Request { principal, action, resource, .. } = request;
            return Err(Box::new(PlainRequest { principal, action, resource, depends_on: keys, because }));
        }
    }
    Ok(refusing.into_values().collect())
}

/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/add-bucket-policy.html>
fn is_too_large(document: &Document) -> bool {
    const MOST_LETTERS: usize = 20 * 1024;
    let listed = document.statements.iter().flat_map(|statement| {
        let principals = statement.principals.iter().flat_map(Principals::listed).map(|(_kind, id)| id);
        let values = statement.conditions.iter().flat_map(|line| &line.values);
        principals.chain(values).chain(statement.patterns())
    });
    listed.map(String::len).sum::<usize>() > MOST_LETTERS
}

/// The statement that suffices for that, as JSON, for a bucket of this ARN.
pub fn deny_plain_http(bucket: &str) -> String {
    let statement = json!({
        "Sid": "DenyPlainHttp",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [bucket, format!("{bucket}/*")],
        "Condition": { "Bool": { SECURE_TRANSPORT: "false" } },
    });
    statement.to_string()
}

fn note(refusing: &mut BTreeMap<usize, StatementReference>, because: Vec<Reason>) {
    for reason in because {
        if let Reason::Statement(statement) = reason {
            refusing.insert(statement.statement, statement);
        }
    }
}

/// A request with nothing but what each over plain HTTP has.
fn plain_request(principal: &str, action: &str, resource: &str, owner: &str) -> Request {
    let request = Request::new(principal, action, resource).on_account(owner);
    Request { context: over_plain_http(Context::default()), ..request }
}

/// What is known of every request over plain HTTP.
fn over_plain_http(context: Context) -> Context {
    context.with(SECURE_TRANSPORT, "false").without(TLS_VERSION)
}
