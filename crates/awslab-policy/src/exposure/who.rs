//! Those whom a policy lets in.

use std::fmt;

use serde::Serialize;

use super::class::Class;
use crate::arn::{self, Arn, is_account_id};
use crate::caller::Caller;
use crate::context::Context;

/// Somebody whom a policy lets in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// Everyone, with or without an account.
    Anyone,
    /// Whoever belongs to an organization, or to a unit of it: `o-exampleorgid`.
    Organization(String),
    /// Whoever belongs to an account.
    Account(String),
    /// A user, a role or a session, by its ARN; with `*` several of one account.
    Principal(String),
    /// An account by the canonical id that S3 gives it.
    CanonicalUser(String),
    /// A service of AWS, such as `sns.amazonaws.com`; `*` for all of them.
    Service(String),
    /// Whoever an identity provider vouches for.
    Federated(String),
    /// Whatever acts for a resource, by its ARN.
    Resource(String),
    /// Whoever has this in a request: an address, a VPC, an endpoint, an identity.
    Holder {
        /// The condition key.
        key: String,
        /// Its value.
        value: String,
    },
}

/// Somebody whom a statement lets in, and why.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Admitted {
    /// Who.
    pub who: Who,
    /// For a service, on whose behalf it must act; `None` is on anybody's.
    pub on_behalf_of: Option<Who>,
    /// How far that opens the resource. A service of AWS is no outsider.
    pub class: Class,
    /// How far a service opens it on behalf of others: the confused deputy. The same as `class` for whoever is no service.
    pub class_through_services: Class,
    /// Why: what lets them in, and what does not keep others out.
    pub because: String,
}

impl Admitted {
    pub(super) fn new(who: Who, on_behalf_of: Option<Who>, because: String, owner: &str) -> Self {
        let class = who.class(owner);
        let class_through_services = match (&who, &on_behalf_of) {
            (Who::Service(_), None) => Class::Public,
            (Who::Service(_), Some(source)) => source.class(owner),
            _ => class,
        };
        Self { who, on_behalf_of, class, class_through_services, because }
    }

    /// Whether it is a service that may act on anybody's behalf.
    pub fn is_open_service(&self) -> bool {
        matches!(self.who, Who::Service(_)) && self.on_behalf_of.is_none()
    }
}

impl Who {
    /// How far it opens a resource of `owner` to let them in.
    pub(super) fn class(&self, owner: &str) -> Class {
        match self {
            Self::Anyone => Class::Public,
            Self::Service(_) => Class::Private,
            _ if self.account() == Some(owner) => Class::Private,
            _ => Class::CrossAccount,
        }
    }

    /// The account that they belong to, if that is told.
    pub fn account(&self) -> Option<&str> {
        match self {
            Self::Account(id) => Some(id),
            Self::Principal(arn) | Self::Resource(arn) => account_in(arn),
            _ => None,
        }
    }

    /// What is known of a request that they make; there may be more.
    pub(crate) fn facts(&self, owner: &str) -> Context {
        let mut context = Context::default().and_perhaps_more();
        context.set_if_absent("aws:ResourceAccount", owner);
        match self {
            Self::Principal(arn) if !has_wildcard(arn) => Caller::of(arn).describe(&mut context),
            Self::Service(name) if !has_wildcard(name) => Caller::of(name).describe(&mut context),
            Self::Service(_) => context.set_if_absent("aws:PrincipalIsAWSService", "true"),
            Self::Account(_) | Self::Principal(_) => context.set_if_absent("aws:PrincipalIsAWSService", "false"),
            _ => {}
        }
        if let (Self::Account(_) | Self::Principal(_), Some(account)) = (self, self.account()) {
            context.set_if_absent("aws:PrincipalAccount", account);
            context.set_if_absent("kms:CallerAccount", account);
        }
        context
    }

    /// The caller who stands for all of them, when there is one: to ask whether a statement is about them.
    pub(super) fn caller(&self) -> Option<Caller<'_>> {
        match self {
            Self::Account(id) => Some(Caller::of(id)),
            Self::Principal(text) | Self::Service(text) | Self::Federated(text) if !has_wildcard(text) => {
                Some(Caller::of(text))
            }
            _ => None,
        }
    }
}

pub(super) fn has_wildcard(text: &str) -> bool {
    text.contains(['*', '?'])
}

/// The account that an ARN, or a pattern of ARNs, names. In `arn:*:111122223333:*` the first `*` stands for the parts
/// before: AWS's examples take the number for the account's, although it could be part of a longer name.
pub(super) fn account_in(pattern: &str) -> Option<&str> {
    let (parts, count) = arn::split(pattern);
    if count == parts.len() && is_account_id(parts[4]) {
        return Some(parts[4]);
    }
    let before_resource = parts.iter().take(5);
    let mut may_be_shifted = false;
    before_resource.copied().find(|part| {
        may_be_shifted |= part.contains('*');
        may_be_shifted && is_account_id(part)
    })
}

/// Whom an entry of the `Principal` element names; `None` for what is nobody: AWS takes no wildcards within a name, and an
/// id such as `AIDA…` is that of somebody who was deleted.
pub(crate) fn named(kind: &str, id: &str) -> Option<Who> {
    if kind == "AWS" && id == "*" {
        return Some(Who::Anyone);
    }
    if has_wildcard(id) {
        return None;
    }
    match kind {
        "AWS" if is_account_id(id) => Some(Who::Account(id.to_owned())),
        "AWS" => named_by_arn(id),
        "Service" => Some(Who::Service(id.to_owned())),
        "Federated" => Some(Who::Federated(id.to_owned())),
        "CanonicalUser" => Some(Who::CanonicalUser(id.to_owned())),
        _ => None,
    }
}

/// The account of CloudFront's identities, which read buckets for distributions.
const CLOUDFRONT: &str = "cloudfront";

fn named_by_arn(id: &str) -> Option<Who> {
    let arn = Arn::parse(id)?;
    let account = arn.account();
    match arn.resource() {
        "root" if is_account_id(account) => Some(Who::Account(account.to_owned())),
        _ if is_account_id(account) || account == CLOUDFRONT => Some(Who::Principal(id.to_owned())),
        _ => None,
    }
}

impl fmt::Display for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Anyone => f.write_str("anyone"),
            Self::Organization(id) => write!(f, "organization {id}"),
            Self::Account(id) => write!(f, "account {id}"),
            Self::CanonicalUser(id) => write!(f, "canonical user {id}"),
            Self::Service(name) if name == "*" => f.write_str("any service of AWS"),
            Self::Service(name) => write!(f, "service {name}"),
            Self::Federated(id) => write!(f, "identity provider {id}"),
            Self::Principal(arn) | Self::Resource(arn) => f.write_str(arn),
            Self::Holder { key, value } => write!(f, "whoever has {key} {value}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn principals_that_are_somebody() {
        let owned = str::to_owned;
        for (kind, id, expected) in [
            ("AWS", "*", Some(Who::Anyone)),
            ("AWS", "111122223333", Some(Who::Account(owned("111122223333")))),
            ("AWS", "arn:aws:iam::111122223333:root", Some(Who::Account(owned("111122223333")))),
            (
                "AWS",
                "arn:aws:iam::111122223333:role/r",
                Some(Who::Principal(owned("arn:aws:iam::111122223333:role/r"))),
            ),
            ("AWS", "arn:aws:iam::111122223333:role/*", None),
            ("AWS", "1111*", None),
            ("AWS", "AIDAEXAMPLE", None),
            ("Service", "sns.amazonaws.com", Some(Who::Service(owned("sns.amazonaws.com")))),
            ("Service", "sns.amazonaws.*", None),
        ] {
            assert_eq!(named(kind, id), expected, "{kind} {id}");
        }
    }

    #[test]
    fn the_account_in_a_pattern() {
        for (pattern, account) in [
            ("arn:aws:sns:*:111122223333:*", Some("111122223333")),
            ("arn:*:111122223333:*", Some("111122223333")),
            ("arn:aws:s3:::bucket", None),
            ("arn:aws:s3:::111122223333:444455556666", None),
            ("arn:aws:sns:*:11112222333?:*", None),
            ("arn:111122223333", None),
        ] {
            assert_eq!(account_in(pattern), account, "{pattern}");
        }
    }
}
