//! Users, roles and the policies they hold.

use std::collections::BTreeMap;

use awslab_policy::Document;

use crate::arn::Arn;
use crate::call;
use crate::context::Context;
use crate::fetched::{Fetched, Gap, GapKind};
use crate::model::{
    Account, AttachedPolicy, AuthorizationDetails, Group, InlinePolicy, ManagedPolicy, PolicyText, Role, Tag, User,
};
use crate::scope::{Candidate, Membership};
use crate::verdict::{Miss, Subject};

impl Subject for User {
    fn arn(&self) -> Arn {
        self.arn.clone()
    }

    fn names(&self) -> Vec<(&'static str, String)> {
        vec![("user", self.user_name.clone())]
    }
}

impl Subject for Role {
    fn arn(&self) -> Arn {
        self.arn.clone()
    }

    fn names(&self) -> Vec<(&'static str, String)> {
        vec![("role", self.role_name.clone())]
    }
}

/// The account itself, by its root user.
impl Subject for Account {
    fn arn(&self) -> Arn {
        format!("arn:{}:iam::{}:root", self.partition, self.account_id).parse().expect("an account makes an ARN")
    }

    fn names(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

/// A policy that somebody in scope holds, directly or through a group.
#[derive(Debug, Clone)]
pub struct HeldPolicy<'a> {
    /// Where the policy is written.
    pub owner: PolicyOwner<'a>,
    /// The policy's name.
    pub name: &'a str,
    /// What it says; absent where AWS's answer lacks it.
    pub text: Option<&'a PolicyText>,
    /// Who holds it: `user anna`, `role app`, `group developers`.
    pub holders: Vec<String>,
}

/// Where a policy is written.
#[derive(Debug, Clone, Copy)]
pub enum PolicyOwner<'a> {
    /// On its own, attachable to many.
    Managed(&'a Arn),
    /// In a user.
    User(&'a User),
    /// In a group.
    Group(&'a Group),
    /// In a role.
    Role(&'a Role),
}

impl HeldPolicy<'_> {
    /// What it says; unknown where that is no policy document.
    pub fn document(&self) -> Result<Document, Miss> {
        let document = match self.text {
            Some(text) => text.parse().map_err(|error| error.to_string()),
            None => Err("the answer lacks its text".to_owned()),
        };
        document.map_err(|error| {
            let message = format!("policy {}: {error}", self.name);
            Miss::unknown(Gap::new(call::GET_ACCOUNT_AUTHORIZATION_DETAILS, GapKind::Malformed, message))
        })
    }
}

impl PolicyOwner<'_> {
    /// AWS wrote it, so that it can be detached but not changed.
    pub fn is_aws(&self) -> bool {
        matches!(self, Self::Managed(arn) if is_aws_managed(arn))
    }
}

impl Subject for HeldPolicy<'_> {
    fn arn(&self) -> Arn {
        match self.owner {
            PolicyOwner::Managed(arn) => arn.clone(),
            PolicyOwner::User(user) => user.arn.clone(),
            PolicyOwner::Group(group) => group.arn.clone(),
            PolicyOwner::Role(role) => role.arn.clone(),
        }
    }

    fn names(&self) -> Vec<(&'static str, String)> {
        let policy = ("policy-name", self.name.to_owned());
        let owner = match self.owner {
            PolicyOwner::Managed(arn) => ("policy", arn.to_string()),
            PolicyOwner::User(user) => ("user", user.user_name.clone()),
            PolicyOwner::Group(group) => ("group", group.group_name.clone()),
            PolicyOwner::Role(role) => ("role", role.role_name.clone()),
        };
        vec![policy, owner]
    }
}

fn is_aws_managed(policy: &Arn) -> bool {
    policy.account() == "aws"
}

impl AttachedPolicy {
    /// An account's own people wrote it.
    pub fn is_customer_managed(&self) -> bool {
        !is_aws_managed(&self.policy_arn)
    }
}

impl ManagedPolicy {
    fn document_in_force(&self) -> Option<&PolicyText> {
        let mut versions = self.policy_version_list.iter();
        versions.find(|it| it.version_id == self.default_version_id).map(|it| &it.document)
    }
}

impl AuthorizationDetails {
    fn held<'a>(&'a self, attached: &'a AttachedPolicy) -> HeldPolicy<'a> {
        let policy = self.policies.iter().find(|policy| policy.arn == attached.policy_arn);
        HeldPolicy {
            owner: PolicyOwner::Managed(&attached.policy_arn),
            name: &attached.policy_name,
            text: policy.and_then(ManagedPolicy::document_in_force),
            holders: Vec::new(),
        }
    }
}

impl<'a> Context<'a> {
    /// The users in scope.
    pub fn users(&self) -> Result<Vec<&'a User>, Miss> {
        let users = &self.authorization_details()?.user_detail_list;
        self.in_scope(users, "AWS::IAM::User", |user| (&user.arn, &user.user_name, &user.tags))
    }

    /// The roles in scope: not those that AWS makes, nor the one that awslab runs as.
    pub fn roles(&self) -> Result<Vec<&'a Role>, Miss> {
        let roles = &self.authorization_details()?.role_detail_list;
        let own = self.in_scope(roles, "AWS::IAM::Role", |role| (&role.arn, &role.role_name, &role.tags))?;
        let asked_for = |role: &&Role| self.scope.resources.contains(&role.arn);
        Ok(own.into_iter().filter(|role| asked_for(role) || !self.is_foreign_made(role)).collect())
    }

    /// The groups that a user in scope belongs to.
    pub fn groups(&self) -> Result<Vec<&'a Group>, Miss> {
        let users = self.users()?;
        let is_used = |group: &&Group| users.iter().any(|user| user.group_list.contains(&group.group_name));
        Ok(self.authorization_details()?.group_detail_list.iter().filter(is_used).collect())
    }

    /// Every policy that somebody in scope holds, each once.
    pub fn held_policies(&self) -> Result<Vec<HeldPolicy<'a>>, Miss> {
        let details = self.authorization_details()?;
        let mut inline = Vec::new();
        let mut managed: BTreeMap<&Arn, HeldPolicy<'a>> = BTreeMap::new();
        let mut add =
            |owner: PolicyOwner<'a>, holder: String, own: &'a [InlinePolicy], attached: &'a [AttachedPolicy]| {
                inline.extend(own.iter().map(|InlinePolicy { policy_name, policy_document }| {
                    let holders = vec![holder.clone()];
                    HeldPolicy { owner, name: policy_name, text: Some(policy_document), holders }
                }));
                for policy in attached {
                    let held = managed.entry(&policy.policy_arn).or_insert_with(|| details.held(policy));
                    held.holders.push(holder.clone());
                }
            };
        for user in self.users()? {
            let holder = format!("user {}", user.user_name);
            add(PolicyOwner::User(user), holder, &user.user_policy_list, &user.attached_managed_policies);
        }
        for group in self.groups()? {
            let holder = format!("group {}", group.group_name);
            add(PolicyOwner::Group(group), holder, &group.group_policy_list, &group.attached_managed_policies);
        }
        for role in self.roles()? {
            let holder = format!("role {}", role.role_name);
            add(PolicyOwner::Role(role), holder, &role.role_policy_list, &role.attached_managed_policies);
        }
        inline.extend(managed.into_values());
        Ok(inline)
    }

    fn authorization_details(&self) -> Result<&'a AuthorizationDetails, Miss> {
        self.account.global.iam.authorization_details.known()
    }

    /// Made by AWS or its tools, or awslab's own way in.
    fn is_foreign_made(&self, role: &Role) -> bool {
        let path_and_name = role.arn.resource().strip_prefix("role/").unwrap_or_default();
        let is_cdk_bootstrap = role.role_name.starts_with("cdk-")
            && role.role_name.contains(&format!("-role-{}-", self.account.account_id));
        path_and_name.starts_with("aws-service-role/")
            || path_and_name.starts_with("aws-reserved/")
            || role.role_name == "OrganizationAccountAccessRole"
            || is_cdk_bootstrap
            || self.is_own_role(role)
    }

    /// The role behind the session that awslab runs as: `assumed-role/<role name>/<session name>`.
    fn is_own_role(&self, role: &Role) -> bool {
        let mut session = self.account.caller.arn.resource().split('/');
        session.next() == Some("assumed-role") && session.next() == Some(&role.role_name)
    }

    fn in_scope<T>(
        &self,
        all: &'a [T],
        cloudformation_type: &'static str,
        parts: impl Fn(&'a T) -> (&'a Arn, &'a str, &'a [Tag]),
    ) -> Result<Vec<&'a T>, Miss> {
        let mut admitted = Vec::new();
        for one in all {
            let (arn, name, tags) = parts(one);
            let tags = Fetched::Known(tags.to_vec());
            let candidate = Candidate { arn, name, cloudformation_type, region: None, tags: &tags };
            match self.scope.admits(self.account, candidate) {
                Membership::In => admitted.push(one),
                Membership::Out(_) => {}
                // Who belongs decides every criterion about principals: with one undecided, none can be.
                Membership::Unknown(gap) => return Err(Miss::unknown(gap)),
            }
        }
        Ok(admitted)
    }
}
