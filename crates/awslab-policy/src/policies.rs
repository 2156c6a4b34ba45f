//! All the policies that have a say about a request.

use crate::condition;
use crate::decision::{Answer, Decision};
use crate::document::Document;
use crate::evaluate;
use crate::request::Request;

/// The policies that apply to a request, by their types. What is `None` is not there; what is there must allow.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Policies {
    /// Of the user and its groups, or of the role.
    pub identity: Vec<Document>,
    /// The permissions boundary.
    pub boundary: Option<Vec<Document>>,
    /// Given along when the session began.
    pub session: Option<Vec<Document>>,
    /// The service control policies for the principal's account, from the organisation's root down to the account.
    pub scps: Option<Vec<Level>>,
    /// The resource control policies for the resource's account, likewise.
    pub rcps: Option<Vec<Level>>,
    /// Of the resource.
    pub resource: Option<Document>,
    /// Of the VPC endpoint that the request came through.
    pub endpoint: Option<Vec<Document>>,
    /// The organisation's management account, which no SCP and no RCP binds.
    pub management_account: Option<String>,
}

/// The policies attached at one level of an organisation: the root, a unit, or the account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Level {
    /// One of them must allow.
    pub policies: Vec<Document>,
}

impl Policies {
    /// What they decide about a request.
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html>
    pub fn decide(&self, request: &Request) -> Decision {
        evaluate::decide(self, request)
    }

    /// What they decide when the request may have more condition keys than are known: a key that is not there is
    /// unknown, not absent. Conditions are weighed one by one, so that two of them that exclude each other may be
    /// taken to hold together; what is settled is sure.
    pub fn decide_in_any_context(&self, request: &Request) -> Answer {
        evaluate::decide_in_any_context(self, request)
    }

    /// Whether a statement asks who calls, by a condition or a variable, so that they do not say the same of everybody.
    pub fn ask_who_calls(&self) -> bool {
        let keys = self.of_the_caller().flat_map(|document| &document.statements).flat_map(condition::keys_of);
        let mut keys = keys.map(str::to_ascii_lowercase);
        keys.any(|key| key.starts_with("aws:principal") || key == "aws:username" || key == "aws:userid")
    }

    /// All but those of the resource.
    pub(crate) fn of_the_caller(&self) -> impl Iterator<Item = &Document> {
        let limits = [&self.boundary, &self.session, &self.endpoint].into_iter().flatten().flatten();
        let levels = [&self.scps, &self.rcps].into_iter().flatten().flatten();
        self.identity.iter().chain(limits).chain(levels.flat_map(|level| &level.policies))
    }
}
