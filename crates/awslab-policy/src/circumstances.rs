//! All condition keys of a request: those that it carries, and those that follow from who asks for what.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable>

use std::borrow::Cow;

use crate::arn::Arn;
use crate::caller::{Caller, Kind, last_segment};
use crate::context::{Context, Keys, Value};
use crate::request::Request;

/// Where conditions and variables look their keys up. What follows from the rest is made when it is asked for, since
/// most of it never is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Circumstances<'a> {
    request: &'a Request,
    caller: Caller<'a>,
    may_hold_more: bool,
}

/// The keys that follow from who calls.
type OfCaller = fn(Caller<'_>) -> Option<String>;
const OF_CALLER: &[(&str, OfCaller)] = &[
    ("aws:PrincipalAccount", |caller| caller.account().map(str::to_owned)),
    ("aws:PrincipalArn", principal_arn),
    ("aws:PrincipalIsAWSService", |caller| Some((caller.kind == Kind::Service).to_string())),
    ("aws:PrincipalServiceName", |caller| (caller.kind == Kind::Service).then(|| caller.text.to_owned())),
    ("aws:PrincipalType", |caller| principal_type(caller.kind).map(str::to_owned)),
    ("aws:userid", user_id),
    ("aws:username", |caller| user_name(caller.kind).map(str::to_owned)),
];

/// The keys that follow from what is wanted.
type OfRequest = fn(&Request) -> Option<&str>;
const OF_RESOURCE: &[(&str, OfRequest)] =
    &[("aws:RequestedRegion", requested_region), ("aws:ResourceAccount", Request::owner)];

impl Caller<'_> {
    /// Adds the keys that follow from who calls, unless they are there.
    pub(crate) fn describe(self, context: &mut Context) {
        for (key, value) in OF_CALLER {
            if let Some(value) = value(self) {
                context.set_if_absent(key, &value);
            }
        }
    }
}

impl<'a> Circumstances<'a> {
    /// What is known of a request is all that there is.
    pub(crate) fn of(request: &'a Request) -> Self {
        Self { request, caller: Caller::of(&request.principal), may_hold_more: false }
    }

    /// The same, but a key that is not given could be there.
    pub(crate) fn and_perhaps_more(self) -> Self {
        Self { may_hold_more: true, ..self }
    }
}

impl Keys for Circumstances<'_> {
    fn find(&self, key: &str) -> Option<Cow<'_, Value>> {
        if let Some(value) = self.request.context.get(key) {
            return Some(Cow::Borrowed(value));
        }
        let is_asked = |known: &str| known.eq_ignore_ascii_case(key);
        let of_caller = || OF_CALLER.iter().find(|(known, _)| is_asked(known))?.1(self.caller);
        let of_resource = || OF_RESOURCE.iter().find(|(known, _)| is_asked(known))?.1(self.request).map(str::to_owned);
        of_caller().or_else(of_resource).map(|value| Cow::Owned(Value::One(value)))
    }

    fn leaves_open(&self, key: &str) -> bool {
        self.may_hold_more && self.find(key).is_none() && !self.request.context.lacks(key)
    }
}

/// A session's role stands for it; the ARN of a session does not have the role's path.
fn principal_arn(caller: Caller<'_>) -> Option<String> {
    let (partition, account) = caller.home?;
    match caller.kind {
        Kind::RoleSession(role) => Some(format!("arn:{partition}:iam::{account}:role/{role}")),
        Kind::Root => Some(format!("arn:{partition}:iam::{account}:root")),
        _ => Some(caller.text.to_owned()),
    }
}

fn principal_type(kind: Kind<'_>) -> Option<&'static str> {
    match kind {
        Kind::Anonymous => Some("Anonymous"),
        Kind::Root => Some("Account"),
        Kind::User(_) => Some("User"),
        Kind::Role(_) | Kind::RoleSession(_) => Some("AssumedRole"),
        Kind::FederatedUser(_) => Some("FederatedUser"),
        Kind::Service | Kind::Federated => None,
    }
}

/// That of a user or role is no part of its ARN.
fn user_id(caller: Caller<'_>) -> Option<String> {
    match (caller.kind, caller.account()) {
        (Kind::Anonymous, _) => Some("anonymous".to_owned()),
        (Kind::Root, account) => account.map(str::to_owned),
        (Kind::FederatedUser(name), Some(account)) => Some(format!("{account}:{name}")),
        _ => None,
    }
}

fn user_name(kind: Kind<'_>) -> Option<&str> {
    match kind {
        Kind::User(path_and_name) => Some(last_segment(path_and_name)),
        _ => None,
    }
}

fn requested_region(request: &Request) -> Option<&str> {
    Arn::parse(&request.resource).map(Arn::region).filter(|region| !region.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(request: &Request, key: &str) -> Option<String> {
        Circumstances::of(request).find(key).map(|value| value.as_slice()[0].clone())
    }

    #[test]
    fn a_caller_brings_its_own_keys() {
        for (principal, key, value) in [
            ("arn:aws:iam::111122223333:user/team/anna", "aws:username", Some("anna")),
            ("arn:aws:iam::111122223333:user/team/anna", "AWS:PrincipalType", Some("User")),
            ("arn:aws:iam::111122223333:user/team/anna", "aws:userid", None),
            ("arn:aws:sts::111122223333:assumed-role/r/s", "aws:username", None),
            (
                "arn:aws:sts::111122223333:assumed-role/r/s",
                "aws:PrincipalArn",
                Some("arn:aws:iam::111122223333:role/r"),
            ),
            ("arn:aws:sts::111122223333:federated-user/a", "aws:userid", Some("111122223333:a")),
            ("111122223333", "aws:PrincipalType", Some("Account")),
            ("111122223333", "aws:PrincipalArn", Some("arn:aws:iam::111122223333:root")),
            ("s3.amazonaws.com", "aws:PrincipalIsAWSService", Some("true")),
            ("s3.amazonaws.com", "aws:PrincipalServiceName", Some("s3.amazonaws.com")),
            ("s3.amazonaws.com", "aws:PrincipalType", None),
            ("*", "aws:userid", Some("anonymous")),
            ("*", "aws:PrincipalArn", None),
        ] {
            assert_eq!(found(&Request::new(principal, "", ""), key).as_deref(), value, "{key} of {principal}");
        }
    }

    #[test]
    fn what_the_request_says_counts_more_than_what_follows() {
        let queue = "arn:aws:sqs:eu-west-1:444455556666:queue";
        let request = Request::new("111122223333", "sqs:SendMessage", queue);
        assert_eq!(found(&request, "aws:RequestedRegion").as_deref(), Some("eu-west-1"));
        assert_eq!(found(&request, "aws:ResourceAccount").as_deref(), Some("444455556666"));
        let told = request.with("AWS:requestedregion", "us-east-1");
        assert_eq!(found(&told, "aws:RequestedRegion").as_deref(), Some("us-east-1"));
    }
}
