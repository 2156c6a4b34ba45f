//! Users, roles and groups.

use std::fmt;

use awslab_policy::Document;

use crate::arn::Arn;
use crate::call::{Call, GET_ACCOUNT_AUTHORIZATION_DETAILS};
use crate::context::Context;
use crate::fetched::{Fetched, Gap, GapKind};
use crate::model::{Account, AuthorizationDetails, Group, PolicyText, Role, Tag, User};
use crate::scope::{Candidate, Membership};
use crate::verdict::{Miss, Subject};

/// Somebody who can hold policies.
#[derive(Debug, Clone, Copy)]
pub enum Principal<'a> {
    /// A user.
    User(&'a User),
    /// A group, for its users.
    Group(&'a Group),
    /// A role.
    Role(&'a Role),
}

impl fmt::Display for Principal<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::User(user) => write!(f, "user {}", user.user_name),
            Self::Group(group) => write!(f, "group {}", group.group_name),
            Self::Role(role) => write!(f, "role {}", role.role_name),
        }
    }
}

impl Subject for Principal<'_> {
    fn arn(&self) -> Arn {
        match self {
            Self::User(user) => user.arn.clone(),
            Self::Group(group) => group.arn.clone(),
            Self::Role(role) => role.arn.clone(),
        }
    }

    fn names(&self) -> Vec<(&'static str, String)> {
        vec![match self {
            Self::User(user) => ("user", user.user_name.clone()),
            Self::Group(group) => ("group", group.group_name.clone()),
            Self::Role(role) => ("role", role.role_name.clone()),
        }]
    }
}

impl Subject for User {
    fn arn(&self) -> Arn {
        Principal::User(self).arn()
    }

    fn names(&self) -> Vec<(&'static str, String)> {
        Principal::User(self).names()
    }
}

impl Subject for Role {
    fn arn(&self) -> Arn {
        Principal::Role(self).arn()
    }

    fn names(&self) -> Vec<(&'static str, String)> {
        Principal::Role(self).names()
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

impl Role {
    /// The principals that its trust policy lets take it on, as far as they are named one by one.
    pub fn trusted(&self) -> Result<Vec<String>, Miss> {
        let document = self.trust()?;
        let principals = document.allows().filter_map(|(_label, statement)| statement.principals.as_ref());
        Ok(principals.flat_map(|it| it.concrete()).map(str::to_owned).collect())
    }

    /// What its trust policy says; unknown where that is no policy document.
    pub fn trust(&self) -> Result<Document, Miss> {
        parse(
            GET_ACCOUNT_AUTHORIZATION_DETAILS,
            &self.assume_role_policy_document,
            &format!("trust policy of {}", self.role_name),
        )
    }
}

/// What a policy says; unknown where that is no policy document.
pub(super) fn parse(call: Call, text: &PolicyText, title: &str) -> Result<Document, Miss> {
    text.parse().map_err(|error| unreadable(call, &format!("{title} cannot be read ({error}): correct or remove it")))
}

pub(super) fn unreadable(call: Call, message: &str) -> Miss {
    Miss::unknown(Gap::new(call, GapKind::Malformed, message))
}

impl Account {
    /// Made by AWS or its tools, or awslab's own way in.
    pub(super) fn is_foreign_made(&self, role: &Role) -> bool {
        let path_and_name = role.arn.resource().strip_prefix("role/").unwrap_or_default();
        let is_cdk_bootstrap =
            role.role_name.starts_with("cdk-") && role.role_name.contains(&format!("-role-{}-", self.account_id));
        path_and_name.starts_with("aws-service-role/")
            || path_and_name.starts_with("aws-reserved/")
            || path_and_name.starts_with("awslab/")
            || role.role_name.starts_with("AWSReservedSSO_")
            || role.role_name == "OrganizationAccountAccessRole"
            || is_cdk_bootstrap
            || self.is_own_role(role)
    }

    /// The role behind the session that awslab runs as: `assumed-role/<role name>/<session name>`.
    fn is_own_role(&self, role: &Role) -> bool {
        let mut session = self.caller.arn.resource().split('/');
        session.next() == Some("assumed-role") && session.next() == Some(&role.role_name)
    }
}

impl<'a> Context<'a> {
    /// The users in scope.
    pub fn users(&self) -> Result<Vec<&'a User>, Miss> {
        self.in_scope(&self.authorization_details()?.user_detail_list)
    }

    /// The roles in scope: not those that AWS makes, nor the one that awslab runs as.
    pub fn roles(&self) -> Result<Vec<&'a Role>, Miss> {
        let roles = self.in_scope(&self.authorization_details()?.role_detail_list)?;
        let asked_for = |role: &Role| self.scope.resources.contains(&role.arn);
        Ok(roles.into_iter().filter(|role| asked_for(role) || !self.account.is_foreign_made(role)).collect())
    }

    /// The groups that a user in scope belongs to.
    pub fn groups(&self) -> Result<Vec<&'a Group>, Miss> {
        let users = self.users()?;
        let is_used = |group: &&Group| users.iter().any(|user| user.group_list.contains(&group.group_name));
        Ok(self.authorization_details()?.group_detail_list.iter().filter(is_used).collect())
    }

    /// Whether somebody is whom awslab runs as, so that a mistake in mending would lock out its own user.
    pub fn is_caller(&self, principal: Principal<'_>) -> bool {
        let caller = &self.account.caller.arn;
        match principal {
            Principal::User(user) => user.arn == *caller,
            Principal::Role(role) => self.account.is_own_role(role),
            Principal::Group(group) => {
                let users = self.authorization_details().map_or(&[][..], |details| &details.user_detail_list);
                users.iter().any(|user| user.arn == *caller && user.group_list.contains(&group.group_name))
            }
        }
    }

    /// The users that are not in scope, each with the reason.
    pub fn users_out_of_scope(&self) -> Result<Vec<String>, Miss> {
        let users = self.authorization_details()?.user_detail_list.iter();
        Ok(users.filter_map(|user| Some(format!("{}: {}", user.user_name, self.reason_out(user)?))).collect())
    }

    /// The roles of the account's own people that are not in scope, each with the reason.
    pub fn roles_out_of_scope(&self) -> Result<Vec<String>, Miss> {
        let own =
            self.authorization_details()?.role_detail_list.iter().filter(|role| !self.account.is_foreign_made(role));
        Ok(own.filter_map(|role| Some(format!("{}: {}", role.role_name, self.reason_out(role)?))).collect())
    }

    pub(super) fn authorization_details(&self) -> Result<&'a AuthorizationDetails, Miss> {
        self.account.global.iam.authorization_details.known()
    }

    fn in_scope<T: Taggable>(&self, all: &'a [T]) -> Result<Vec<&'a T>, Miss> {
        let mut admitted = Vec::new();
        for one in all {
            match self.membership_of(one) {
                Membership::In => admitted.push(one),
                Membership::Out(_) => {}
                // Who belongs decides every criterion about principals: with one undecided, none can be.
                Membership::Unknown(gap) => return Err(Miss::unknown(gap)),
            }
        }
        Ok(admitted)
    }

    fn reason_out(&self, one: &impl Taggable) -> Option<String> {
        match self.membership_of(one) {
            Membership::Out(reason) => Some(reason),
            Membership::In | Membership::Unknown(_) => None,
        }
    }

    fn membership_of(&self, one: &impl Taggable) -> Membership {
        let tags = Fetched::Known(one.tags().to_vec());
        self.scope.admits(self.account, one.candidate(&tags))
    }
}

/// What users and roles have in common for a scope.
trait Taggable {
    fn tags(&self) -> &[Tag];
    fn candidate<'b>(&'b self, tags: &'b Fetched<Vec<Tag>>) -> Candidate<'b>;
}

impl Taggable for User {
    fn tags(&self) -> &[Tag] {
        &self.tags
    }

    fn candidate<'b>(&'b self, tags: &'b Fetched<Vec<Tag>>) -> Candidate<'b> {
        let Self { arn, user_name: name, .. } = self;
        Candidate { arn, id: name, name, cloudformation_type: "AWS::IAM::User", region: None, tags }
    }
}

impl Taggable for Role {
    fn tags(&self) -> &[Tag] {
        &self.tags
    }

    fn candidate<'b>(&'b self, tags: &'b Fetched<Vec<Tag>>) -> Candidate<'b> {
        let Self { arn, role_name: name, .. } = self;
        Candidate { arn, id: name, name, cloudformation_type: "AWS::IAM::Role", region: None, tags }
    }
}
