//! The policies that somebody in scope holds.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt;

use awslab_policy::Document;

use super::principals::{Principal, parse, unreadable};
use crate::arn::Arn;
use crate::call::GET_ACCOUNT_AUTHORIZATION_DETAILS;
use crate::context::Context;
use crate::model::{AttachedPolicy, PolicyText};
use crate::verdict::{Miss, Subject};

/// A policy that somebody in scope holds, directly or through a group.
#[derive(Debug, Clone)]
pub struct HeldPolicy<'a> {
    /// Where the policy is written.
    pub owner: PolicyOwner<'a>,
    /// The policy's name.
    pub name: &'a str,
    /// What it says; absent where AWS's answer lacks it.
    pub text: Option<&'a PolicyText>,
    /// Who holds it.
    pub holders: Vec<Principal<'a>>,
}

/// Where a policy is written.
#[derive(Debug, Clone, Copy)]
pub enum PolicyOwner<'a> {
    /// On its own, attachable to many.
    Managed(&'a Arn),
    /// In the one who holds it.
    Inline(Principal<'a>),
}

impl HeldPolicy<'_> {
    /// What it says; unknown where that is no policy document.
    pub fn document(&self) -> Result<Document, Miss> {
        match self.text {
            Some(text) => parse(GET_ACCOUNT_AUTHORIZATION_DETAILS, text, &self.to_string()),
            None => Err(unreadable(GET_ACCOUNT_AUTHORIZATION_DETAILS, &format!("{self}: the answer lacks its text"))),
        }
    }

    /// What tells it from all others: its ARN, or its name and whom it is written in.
    pub fn title(&self) -> String {
        match self.owner {
            PolicyOwner::Managed(arn) => arn.to_string(),
            PolicyOwner::Inline(_) => self.to_string(),
        }
    }

    /// The account's own people wrote it, to be attached to several.
    pub fn is_customer_managed(&self) -> bool {
        matches!(self.owner, PolicyOwner::Managed(arn) if arn.account() != "aws")
    }
}

/// `policy reader`, `inline policy reader of user anna`.
impl fmt::Display for HeldPolicy<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.owner {
            PolicyOwner::Managed(_) => write!(f, "policy {}", self.name),
            PolicyOwner::Inline(principal) => write!(f, "inline policy {} of {principal}", self.name),
        }
    }
}

impl Subject for HeldPolicy<'_> {
    fn arn(&self) -> Arn {
        match self.owner {
            PolicyOwner::Managed(arn) => arn.clone(),
            PolicyOwner::Inline(principal) => principal.arn(),
        }
    }

    fn names(&self) -> Vec<(&'static str, String)> {
        let mut names = match self.owner {
            PolicyOwner::Managed(arn) => vec![("policy", arn.to_string())],
            PolicyOwner::Inline(principal) => principal.names(),
        };
        names.push(("policy-name", self.name.to_owned()));
        names
    }
}

impl<'a> Context<'a> {
    /// Every policy that somebody in scope holds, each once.
    pub fn held_policies(&self) -> Result<Vec<HeldPolicy<'a>>, Miss> {
        let users = self.users()?.into_iter().map(Principal::User);
        let groups = self.groups()?.into_iter().map(Principal::Group);
        let roles = self.roles()?.into_iter().map(Principal::Role);
        let details = self.authorization_details()?;
        let (mut held, mut managed) = (Vec::new(), BTreeMap::<&Arn, HeldPolicy<'a>>::new());
        for policy in users.chain(groups).chain(roles).flat_map(|holder| details.own_policies(holder)) {
            match policy.owner {
                PolicyOwner::Inline(_) => held.push(policy),
                PolicyOwner::Managed(arn) => match managed.entry(arn) {
                    Entry::Vacant(entry) => _ = entry.insert(policy),
                    Entry::Occupied(mut entry) => entry.get_mut().holders.extend(policy.holders),
                },
            }
        }
        held.extend(managed.into_values());
        Ok(held)
    }
}

impl Context<'_> {
    /// Whom awslab runs as holds the policy too, whether in scope or not: to change it may lock out its own user.
    pub fn caller_holds(&self, policy: &HeldPolicy<'_>) -> bool {
        let (PolicyOwner::Managed(arn), Ok(details)) = (policy.owner, self.authorization_details()) else {
            return policy.holders.iter().any(|holder| self.is_caller(*holder));
        };
        let has = |attached: &[AttachedPolicy]| attached.iter().any(|it| it.policy_arn == *arn);
        let mut users = details.user_detail_list.iter().filter(|it| has(&it.attached_managed_policies));
        let mut groups = details.group_detail_list.iter().filter(|it| has(&it.attached_managed_policies));
        let mut roles = details.role_detail_list.iter().filter(|it| has(&it.attached_managed_policies));
        users.any(|it| self.is_caller(Principal::User(it)))
            || groups.any(|it| self.is_caller(Principal::Group(it)))
            || roles.any(|it| self.is_caller(Principal::Role(it)))
    }
}
