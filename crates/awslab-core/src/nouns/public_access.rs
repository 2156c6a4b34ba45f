//! What of a bucket S3 keeps from the public, whatever its ACLs and its policy say.

use std::fmt;

use super::BucketSubject;
use crate::fetched::Fetched;
use crate::model::{Acl, Bucket, Grant, PublicAccessBlock};
use crate::verdict::{Miss, all};

/// Whose public access block it is by which S3 keeps something from the public.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blocker {
    /// The bucket's.
    Bucket,
    /// The account's, which holds for all its buckets.
    Account,
}

impl fmt::Display for Blocker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Bucket => "the bucket's public access block",
            Self::Account => "the account's public access block",
        })
    }
}

impl BucketSubject<'_> {
    /// Who has public ACLs ignored: those of the bucket and those of its objects.
    pub fn public_acls_ignored_by(&self) -> Result<Option<Blocker>, Miss> {
        self.blocked_by(|block| block.ignore_public_acls)
    }

    /// Who has S3 let nobody in by a public policy but the bucket's own account and services of AWS.
    pub fn public_policy_restricted_by(&self) -> Result<Option<Blocker>, Miss> {
        self.blocked_by(|block| block.restrict_public_buckets)
    }

    /// Who has S3 refuse a new policy that is public.
    pub fn public_policy_refused_by(&self) -> Result<Option<Blocker>, Miss> {
        self.blocked_by(|block| block.block_public_policy)
    }

    /// Each switch is on where it is on for the bucket or for the account: one that is known to be on suffices.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html>
    fn blocked_by(&self, is_on: impl Fn(&PublicAccessBlock) -> bool) -> Result<Option<Blocker>, Miss> {
        let bucket = &self.public_access_block_configuration;
        let account = &self.account().global.s3.account_public_access_block;
        let is_known_to_be_on =
            |block: &Fetched<Option<PublicAccessBlock>>| block.as_known().and_then(Option::as_ref).is_some_and(&is_on);
        match () {
            () if is_known_to_be_on(bucket) => return Ok(Some(Blocker::Bucket)),
            () if is_known_to_be_on(account) => return Ok(Some(Blocker::Account)),
            () => {}
        }
        all([bucket, account].map(|block| block.known().map(|_known| Vec::new())))?;
        Ok(None)
    }
}

impl Bucket {
    /// `BucketOwnerEnforced` where ACLs do not count, `BucketOwnerPreferred` or `ObjectWriter` where they do; `None` where
    /// it is not set, as in buckets from before 2023: then ACLs count.
    pub fn object_ownership(&self) -> Result<Option<&str>, Miss> {
        let mut rules = self.ownership_controls.known()?.iter().flat_map(|it| &it.rules);
        Ok(rules.next().map(|rule| rule.object_ownership.as_str()))
    }
}

/// Everyone, and everyone with an account of AWS, whosever it is.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#specifying-grantee-predefined-groups>
const PUBLIC_GROUPS: &[&str] =
    &["http://acs.amazonaws.com/groups/global/AllUsers", "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"];

impl Acl {
    /// The grants that are for everyone.
    pub fn public_grants(&self) -> impl Iterator<Item = &Grant> {
        let is_public = |grant: &&Grant| grant.grantee.uri.as_deref().is_some_and(|uri| PUBLIC_GROUPS.contains(&uri));
        self.grants.iter().filter(is_public)
    }
}
