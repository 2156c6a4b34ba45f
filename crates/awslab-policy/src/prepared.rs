//! Policies made ready to decide many requests.

use crate::decision::{Answer, Decision};
use crate::evaluate::{self, Index, Sources};
use crate::request::Request;

/// Policies made ready to decide many requests: which statements could be about a service is found out once, so that a
/// request is held against a few statements instead of all. It decides as the policies do, and comes from
/// [`Policies::prepare`](crate::Policies::prepare).
pub struct Prepared<'a> {
    pub(crate) sources: Sources<'a, Index<'a>>,
}

impl Prepared<'_> {
    /// As [`Policies::decide`](crate::Policies::decide).
    pub fn decide(&self, request: &Request) -> Decision {
        evaluate::decide(&self.sources, request)
    }

    /// As [`Policies::decide_in_any_context`](crate::Policies::decide_in_any_context).
    pub fn decide_in_any_context(&self, request: &Request) -> Answer {
        evaluate::decide_in_any_context(&self.sources, request)
    }
}
