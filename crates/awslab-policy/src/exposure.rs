//! Who is let in by a policy of a resource: everyone, strangers that it names, or the owner's own account alone.
//!
//! There are two definitions. [`Exposure`] is the general one, for queues, topics, keys, functions and roles: what can
//! somebody from outside do, after all conditions, and after each `Deny` that surely takes something back? It follows IAM
//! Access Analyzer, whose zone of trust is here the owner's account.
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-concepts.html>
//! [`public_to_s3`] is that of S3, by which it blocks public access: stricter, and blind to `Deny`.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status>

mod admit;
mod class;
mod deny;
#[cfg(test)]
mod laws;
mod limit;
mod network;
mod s3;
#[cfg(test)]
mod tests;
mod who;

use std::collections::BTreeSet;

use serde::Serialize;

use crate::decision::StatementReference;
use crate::document::{Document, Effect};

pub use self::class::Class;
pub use self::s3::{PublicStatement, public_to_s3};
pub(crate) use self::who::named;
pub use self::who::{Admitted, Who};

/// Whom a resource's policy lets in, statement by statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Exposure {
    /// The statements that let somebody in, in the order written.
    pub grants: Vec<Grant>,
}

/// Whom one statement lets in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Grant {
    /// The statement.
    pub statement: StatementReference,
    /// Whom, in a fixed order.
    pub admitted: Vec<Admitted>,
}

impl Exposure {
    /// What a policy opens a resource of the account `owner` to.
    ///
    /// Every doubt counts for the request, so that nobody is missing: a `Deny` takes back only what it surely covers, and
    /// a statement for everyone counts as such until a condition limits it to values that a request can have. A mistyped
    /// account number limits nothing to rely on.
    pub fn of(document: &Document, owner: &str) -> Self {
        let statements = document.statements.iter().enumerate();
        let allows = statements.filter(|(_, statement)| statement.effect == Effect::Allow);
        let grants = allows.map(|(index, statement)| Grant {
            statement: StatementReference::of_resource(statement, index),
            admitted: admit::admitted(document, statement, owner),
        });
        Self { grants: grants.filter(|grant| !grant.admitted.is_empty()).collect() }
    }

    /// The widest circle that is let in. AWS's own services are not outsiders.
    pub fn class(&self) -> Class {
        self.admitted().map(|admitted| admitted.class).max().unwrap_or(Class::Private)
    }

    /// The same, but a service that may act on anybody's behalf counts as everyone: the confused deputy.
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html>
    pub fn class_through_services(&self) -> Class {
        self.admitted().map(|admitted| admitted.class_through_services).max().unwrap_or(Class::Private)
    }

    /// All who are let in, each once for each statement.
    pub fn admitted(&self) -> impl Iterator<Item = &Admitted> {
        self.grants.iter().flat_map(|grant| &grant.admitted)
    }

    /// What is left when S3 restricts a bucket whose policy is [public to it](public_to_s3): the owner's account and the
    /// services of AWS.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-options>
    #[must_use]
    pub fn under_restrict_public_buckets(mut self) -> Self {
        for grant in &mut self.grants {
            grant.admitted.retain(|it| it.class == Class::Private || matches!(it.who, Who::Service(_)));
        }
        self.grants.retain(|grant| !grant.admitted.is_empty());
        self
    }

    /// The organizations, accounts and other outsiders that are let in, each once.
    pub fn outsiders(&self) -> BTreeSet<&Who> {
        self.admitted().filter(|admitted| admitted.class > Class::Private).map(|admitted| &admitted.who).collect()
    }
}
