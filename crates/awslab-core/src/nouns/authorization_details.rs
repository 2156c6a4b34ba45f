//! The IAM of an account, or of a template, as a whole.

use super::held_policies::{HeldPolicy, PolicyOwner};
use super::principals::Principal;
use crate::model::AuthorizationDetails;

impl AuthorizationDetails {
    /// The users and the roles.
    pub fn principals(&self) -> Vec<Principal<'_>> {
        let users = self.user_detail_list.iter().map(Principal::User);
        users.chain(self.role_detail_list.iter().map(Principal::Role)).collect()
    }

    /// The policies that are written here: in users, groups and roles, and on their own.
    pub fn written_policies(&self) -> Vec<HeldPolicy<'_>> {
        let groups = self.group_detail_list.iter().map(Principal::Group);
        let holders: Vec<Principal<'_>> = self.principals().into_iter().chain(groups).collect();
        let held: Vec<HeldPolicy<'_>> = holders.into_iter().flat_map(|holder| self.own_policies(holder)).collect();
        let managed = self.policies.iter().map(|policy| {
            let is_it = |it: &&HeldPolicy<'_>| matches!(it.owner, PolicyOwner::Managed(arn) if *arn == policy.arn);
            let holders = held.iter().filter(is_it).flat_map(|it| it.holders.clone()).collect();
            let mut versions = policy.policy_version_list.iter();
            let text = versions.find(|it| it.version_id == policy.default_version_id).map(|it| &it.document);
            HeldPolicy { owner: PolicyOwner::Managed(&policy.arn), name: &policy.policy_name, text, holders }
        });
        let managed: Vec<HeldPolicy<'_>> = managed.collect();
        let inline = held.into_iter().filter(|it| matches!(it.owner, PolicyOwner::Inline(_)));
        inline.chain(managed).collect()
    }

    /// The same with the users, groups, roles and policies of another.
    pub fn extend(&mut self, other: &Self) {
        self.user_detail_list.extend(other.user_detail_list.iter().cloned());
        self.group_detail_list.extend(other.group_detail_list.iter().cloned());
        self.role_detail_list.extend(other.role_detail_list.iter().cloned());
        self.policies.extend(other.policies.iter().cloned());
    }
}
