//! What a user or a role may do: the policies that give it and those that limit it, for the engine.

use awslab_policy::{Policies, PolicyType, Reason, StatementReference};

use super::held_policies::{HeldPolicy, PolicyOwner};
use super::principals::Principal;
use crate::arn::Arn;
use crate::context::Context;
use crate::model::{
    AttachedPermissionsBoundary, AttachedPolicy, AuthorizationDetails, InlinePolicy, ManagedPolicy, PolicyText, User,
};
use crate::verdict::{Miss, Subject};

/// The policies that decide what a user or a role may do, as far as they are its own: no policy of a resource is among
/// them, and none of an organization, which an account cannot read.
#[derive(Debug, Clone)]
pub struct Permissions<'a> {
    /// Whose they are.
    pub principal: Principal<'a>,
    /// What they say.
    pub policies: Policies,
    /// Where the policies of the identity are written, in the order of `policies.identity`.
    identity: Vec<HeldPolicy<'a>>,
    boundary: Option<HeldPolicy<'a>>,
}

/// What several users and roles may do alike.
#[derive(Debug, Clone)]
pub struct SharedPermissions<'a> {
    /// Those of the first of them.
    pub permissions: Permissions<'a>,
    /// Whose they are.
    pub principals: Vec<Principal<'a>>,
}

impl<'a> Permissions<'a> {
    /// The policies are the same, and say the same of everybody.
    fn are_those_of_all_who_hold(&self, policies: &Policies) -> bool {
        self.policies == *policies && !policies.ask_who_calls()
    }

    /// The policies of the identity, in the order of `policies.identity`.
    pub fn identity(&self) -> &[HeldPolicy<'a>] {
        &self.identity
    }

    /// The policy that a statement stands in.
    pub fn policy(&self, statement: &StatementReference) -> Option<&HeldPolicy<'a>> {
        match statement.policy_type {
            PolicyType::Identity => self.identity.get(statement.policy),
            PolicyType::Boundary => self.boundary.as_ref(),
            _ => None,
        }
    }

    /// Where a statement is to be found: `statement ReadReports of arn:aws:iam::111122223333:policy/reports`.
    pub fn place(&self, statement: &StatementReference) -> String {
        let unknown = || format!("{} {}", statement.policy_type, statement.policy + 1);
        let policy = self.policy(statement).map_or_else(unknown, HeldPolicy::title);
        format!("{} of {policy}", statement.label())
    }

    /// What decided a request, in words.
    pub fn reason(&self, reason: &Reason) -> String {
        match reason {
            Reason::Statement(statement) => format!("{} {}", self.place(statement), statement.does()),
            other => other.to_string(),
        }
    }
}

impl<'a> Context<'a> {
    /// The users and the roles in scope.
    pub fn principals(&self) -> Result<Vec<Principal<'a>>, Miss> {
        let users = self.users()?.into_iter().map(Principal::User);
        Ok(users.chain(self.roles()?.into_iter().map(Principal::Role)).collect())
    }

    /// What the users and the roles in scope may do: those who hold the same policies once, all of them named.
    pub fn distinct_permissions(&self) -> Result<Vec<SharedPermissions<'a>>, Miss> {
        let mut distinct: Vec<SharedPermissions<'a>> = Vec::new();
        for principal in self.principals()? {
            let permissions = self.permissions(principal)?;
            let same =
                |it: &&mut SharedPermissions<'a>| it.permissions.are_those_of_all_who_hold(&permissions.policies);
            match distinct.iter_mut().find(same) {
                Some(shared) => shared.principals.push(principal),
                None => distinct.push(SharedPermissions { permissions, principals: vec![principal] }),
            }
        }
        Ok(distinct)
    }

    /// The user or the role of this ARN, or of this kind and name (`user/anna`), in scope or not.
    pub fn principal(&self, name: &str) -> Result<Option<Principal<'a>>, Miss> {
        let details = self.authorization_details()?;
        let users = details.user_detail_list.iter().map(Principal::User);
        let mut principals = users.chain(details.role_detail_list.iter().map(Principal::Role));
        let is_named = |arn: &Arn| arn.as_str() == name || arn.resource() == name;
        Ok(principals.find(|principal| is_named(&principal.arn())))
    }

    /// What a user or a role may do; unknown where one of its policies cannot be read.
    pub fn permissions(&self, principal: Principal<'a>) -> Result<Permissions<'a>, Miss> {
        self.authorization_details()?.permissions(principal)
    }
}

impl AuthorizationDetails {
    /// What a user, a role or the members of a group may do; unknown where one of the policies cannot be read.
    pub fn permissions<'a>(&'a self, principal: Principal<'a>) -> Result<Permissions<'a>, Miss> {
        let identity = self.policies_of(principal);
        let boundary = principal.boundary().map(|boundary| self.boundary(boundary, principal));
        let documents = |held: &[HeldPolicy<'_>]| held.iter().map(HeldPolicy::document).collect::<Result<Vec<_>, _>>();
        let policies = Policies {
            identity: documents(&identity)?,
            boundary: boundary.as_ref().map(|it| it.document().map(|document| vec![document])).transpose()?,
            ..Policies::default()
        };
        Ok(Permissions { principal, policies, identity, boundary })
    }

    /// The policies of an identity: its own, and of a user those of its groups.
    pub fn policies_of<'a>(&'a self, principal: Principal<'a>) -> Vec<HeldPolicy<'a>> {
        let mut held = self.own_policies(principal);
        if let Principal::User(user) = principal {
            held.extend(self.groups_of(user).flat_map(|group| self.own_policies(group)));
        }
        held
    }

    /// The policies that are written in somebody or attached to it.
    pub(super) fn own_policies<'a>(&'a self, holder: Principal<'a>) -> Vec<HeldPolicy<'a>> {
        let (inline, attached) = holder.policies();
        let inline = inline.iter().map(|InlinePolicy { policy_name: name, policy_document }| HeldPolicy {
            owner: PolicyOwner::Inline(holder),
            name,
            text: Some(policy_document),
            holders: vec![holder],
        });
        let attached = attached.iter().map(|AttachedPolicy { policy_name: name, policy_arn }| HeldPolicy {
            owner: PolicyOwner::Managed(policy_arn),
            name,
            text: self.policy_in_force(policy_arn.as_str()),
            holders: vec![holder],
        });
        inline.chain(attached).collect()
    }

    fn groups_of<'a>(&'a self, user: &'a User) -> impl Iterator<Item = Principal<'a>> {
        let groups = self.group_detail_list.iter().filter(|group| user.group_list.contains(&group.group_name));
        groups.map(Principal::Group)
    }

    fn boundary<'a>(&'a self, boundary: &'a AttachedPermissionsBoundary, holder: Principal<'a>) -> HeldPolicy<'a> {
        let arn = &boundary.permissions_boundary_arn;
        let text = self.policy_in_force(arn.as_str());
        HeldPolicy { owner: PolicyOwner::Managed(arn), name: arn.name(), text, holders: vec![holder] }
    }

    /// The text of a managed policy's default version.
    fn policy_in_force(&self, arn: &str) -> Option<&PolicyText> {
        let policy: &ManagedPolicy = self.policies.iter().find(|policy| policy.arn.as_str() == arn)?;
        let mut versions = policy.policy_version_list.iter();
        versions.find(|it| it.version_id == policy.default_version_id).map(|it| &it.document)
    }
}

impl<'a> Principal<'a> {
    fn policies(self) -> (&'a [InlinePolicy], &'a [AttachedPolicy]) {
        match self {
            Self::User(user) => (&user.user_policy_list, &user.attached_managed_policies),
            Self::Group(group) => (&group.group_policy_list, &group.attached_managed_policies),
            Self::Role(role) => (&role.role_policy_list, &role.attached_managed_policies),
        }
    }

    fn boundary(self) -> Option<&'a AttachedPermissionsBoundary> {
        match self {
            Self::User(user) => user.permissions_boundary.as_ref(),
            Self::Role(role) => role.permissions_boundary.as_ref(),
            Self::Group(_) => None,
        }
    }
}
