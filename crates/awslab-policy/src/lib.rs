//! IAM policy documents as AWS reads them, and what they decide.
//!
//! Pure: text in, facts out. [`Policies::decide`] is the engine; a [`Scenario`] is all that it needs, as JSON.

mod administrator;
mod amend;
mod arn;
pub mod authorization;
mod caller;
mod circumstances;
mod condition;
mod context;
mod decision;
mod document;
mod draft;
pub mod escalation;
mod evaluate;
mod exposure;
mod glob;
mod granted;
mod inclusion;
mod json;
pub mod lint;
mod made_up;
mod matching;
mod narrow;
mod over_broad;
mod plain_http;
mod policies;
mod probe;
mod request;
mod scenario;
mod scope_down;
mod take_away;
mod trust;
mod truth;
mod variables;
mod whole_service;

pub use administrator::{Administrator, Given};
pub use amend::amend;
pub use context::{Context, Value};
pub use decision::{Answer, Decision, Outcome, PolicyType, Reason, StatementReference};
pub use document::{
    ActionPatterns, Actions, Comparison, Condition, Document, Effect, Operator, ParseError, Principals, Quantifier,
    Relation, Resources, Statement,
};
pub use exposure::{Admitted, Class, Exposure, Grant, PublicStatement, Who, public_to_s3};
pub use inclusion::{Excess, Gap, Inclusion, Ineffective, inclusion, ineffective};
pub use narrow::narrow;
pub use over_broad::{OverBroad, OverBroadService};
pub use plain_http::{PlainRequest, deny_plain_http, refuses_plain_http};
pub use policies::{Level, Policies};
pub use request::Request;
pub use scenario::Scenario;
pub use scope_down::scope_down;
pub use take_away::take_away;
pub use trust::{EasyTrust, LetsIn, easy_trusts, restrict_trust};
