//! Who could become an administrator, in the account as a whole: what is out of scope may be on the way.

use std::collections::BTreeMap;
use std::sync::Arc;

use awslab_policy::escalation::{Group, Policy, Population, Principal as Subject, PrincipalKind, Standing, Version};
use awslab_policy::{Document, escalation};

use super::principals::Principal;
use crate::arn::Arn;
use crate::call;
use crate::context::Context;
use crate::fetched::{Fetched, Gap, GapKind};
use crate::model::{
    Account, AttachedPermissionsBoundary, AttachedPolicy, AuthorizationDetails, InlinePolicy, ManagedPolicy,
    PolicyText, Role, Tag, User, UserCredentials,
};
use crate::verdict::{Miss, Subject as _};

impl Account {
    /// How each user and role stands, by its ARN: all that the account's own people made.
    pub fn escalations(&self) -> Result<BTreeMap<String, Standing>, Miss> {
        match &self.global.iam.authorization_details {
            Fetched::Known(details) => Ok(details.escalations(self, |_arn| true)),
            Fetched::Unknown(gap) if gap.error == GapKind::NotCollected => {
                Err(Miss::unknown(Gap::not_asked(call::GET_ACCOUNT_AUTHORIZATION_DETAILS)))
            }
            Fetched::Unknown(gap) => Err(Miss::unknown(gap.clone())),
        }
    }
}

impl AuthorizationDetails {
    /// How those of these users and roles stand that are asked about, by ARN, were these all that the account has.
    pub fn escalations(&self, account: &Account, is_asked_about: impl Fn(&Arn) -> bool) -> BTreeMap<String, Standing> {
        escalation::escalations(&population(account, self, is_asked_about))
    }
}

impl<'a> Context<'a> {
    /// How each user and role in scope stands.
    pub fn escalations(&self) -> Result<Vec<(Principal<'a>, Standing)>, Miss> {
        let principals = self.principals()?;
        let is_start = |arn: &Arn| principals.iter().any(|principal| principal.arn() == *arn);
        let mut standings = escalation::escalations(&population(self.account, self.authorization_details()?, is_start));
        let standing = |it: Principal<'a>| Some((it, standings.remove(it.arn().as_str())?));
        Ok(principals.into_iter().filter_map(standing).collect())
    }
}

impl Context<'_> {
    /// How a role stands, in scope or not.
    pub fn escalation_of(&self, role: &Role) -> Result<Option<Standing>, Miss> {
        let is_start = |arn: &Arn| *arn == role.arn;
        let mut standings = escalation::escalations(&population(self.account, self.authorization_details()?, is_start));
        Ok(standings.remove(role.arn.as_str()))
    }
}

fn population(account: &Account, details: &AuthorizationDetails, is_start: impl Fn(&Arn) -> bool) -> Population {
    let policies = Policies::of(details);
    let credentials = &account.global.iam.user_credentials;
    let users = details.user_detail_list.iter().map(|user| Subject {
        is_start: is_start(&user.arn),
        ..policies.user(user, details, credentials.get(&user.user_name))
    });
    let roles = details
        .role_detail_list
        .iter()
        .map(|role| Subject { is_start: is_start(&role.arn) && !account.is_foreign_made(role), ..policies.role(role) });
    let groups = details.group_detail_list.iter().map(|group| Group {
        arn: group.arn.to_string(),
        policies: policies.held(Principal::Group(group), &group.group_policy_list, &group.attached_managed_policies),
    });
    let mut principals: Vec<Subject> = users.chain(roles).collect();
    principals.sort_by(|one, other| one.arn.cmp(&other.arn));
    Population {
        partition: account.partition.clone(),
        region: account.region.clone(),
        principals,
        groups: groups.collect(),
        ..Population::default()
    }
}

/// The managed policies, each read once.
struct Policies<'a> {
    managed: BTreeMap<&'a str, Arc<Policy>>,
}

impl<'a> Policies<'a> {
    fn of(details: &'a AuthorizationDetails) -> Self {
        let managed = details.policies.iter().map(|policy| (policy.arn.as_str(), Arc::new(managed(policy))));
        Self { managed: managed.collect() }
    }

    fn user(&self, user: &User, details: &AuthorizationDetails, credentials: Option<&UserCredentials>) -> Subject {
        let groups = details.group_detail_list.iter().filter(|group| user.group_list.contains(&group.group_name));
        Subject {
            arn: user.arn.to_string(),
            is_start: false,
            policies: self.held(Principal::User(user), &user.user_policy_list, &user.attached_managed_policies),
            boundary: self.boundary(user.permissions_boundary.as_ref()),
            tags: tags(&user.tags),
            // Not from the credential report: it may be four hours old, and a key that is not there is soon made.
            kind: PrincipalKind::User {
                groups: groups.map(|group| group.arn.to_string()).collect(),
                access_keys: credentials.and_then(|it| it.access_keys.as_known()).map(Vec::len),
                has_password: credentials.and_then(|it| it.login_profile.as_known()).map(Option::is_some),
            },
        }
    }

    fn role(&self, role: &Role) -> Subject {
        Subject {
            arn: role.arn.to_string(),
            is_start: false,
            policies: self.held(Principal::Role(role), &role.role_policy_list, &role.attached_managed_policies),
            boundary: self.boundary(role.permissions_boundary.as_ref()),
            tags: tags(&role.tags),
            kind: PrincipalKind::Role {
                trust: role.assume_role_policy_document.parse().ok(),
                // None listed is none known: snapshots of earlier versions lack the list.
                has_instance_profile: (!role.instance_profile_list.is_empty()).then_some(true),
            },
        }
    }

    fn held(&self, owner: Principal<'_>, inline: &[InlinePolicy], attached: &[AttachedPolicy]) -> Vec<Arc<Policy>> {
        let written = inline.iter().map(|InlinePolicy { policy_name, policy_document }| {
            let name = format!("inline policy {policy_name} of {owner}");
            Arc::new(Policy { name, arn: None, document: read(policy_document), other_versions: Vec::new() })
        });
        written.chain(attached.iter().map(|it| self.managed(&it.policy_arn))).collect()
    }

    fn boundary(&self, boundary: Option<&AttachedPermissionsBoundary>) -> Option<Arc<Policy>> {
        Some(self.managed(&boundary?.permissions_boundary_arn))
    }

    /// Without a document where AWS's answer lacks the policy.
    fn managed(&self, arn: &Arn) -> Arc<Policy> {
        let unknown = || {
            let (name, arn) = (arn.to_string(), Some(arn.to_string()));
            Arc::new(Policy { name, arn, document: None, other_versions: Vec::new() })
        };
        self.managed.get(arn.as_str()).map_or_else(unknown, Arc::clone)
    }
}

fn managed(policy: &ManagedPolicy) -> Policy {
    let (in_force, others): (Vec<_>, Vec<_>) =
        policy.policy_version_list.iter().partition(|it| it.version_id == policy.default_version_id);
    let version = |id: &str, text| Some(Version { id: id.to_owned(), document: read(text)? });
    Policy {
        name: policy.arn.to_string(),
        arn: Some(policy.arn.to_string()),
        document: in_force.first().and_then(|it| read(&it.document)),
        other_versions: others.into_iter().filter_map(|it| version(&it.version_id, &it.document)).collect(),
    }
}

fn read(text: &PolicyText) -> Option<Document> {
    text.parse().ok()
}

fn tags(tags: &[Tag]) -> BTreeMap<String, String> {
    tags.iter().map(|tag| (tag.key.clone(), tag.value.clone())).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::snapshot;

    /// An account in which anna may hand a role to a function, with some changes.
    fn account(change: impl FnOnce(&mut Value)) -> Account {
        let everything = json!({"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}});
        let trust = json!({"Statement": {"Effect": "Allow", "Action": "sts:AssumeRole",
            "Principal": {"Service": "lambda.amazonaws.com"}}});
        let mut details = json!({
            "UserDetailList": [{
                "UserName": "anna",
                "Arn": "arn:aws:iam::111122223333:user/anna",
                "UserPolicyList": [{"PolicyName": "deploy", "PolicyDocument": {"Statement": {
                    "Effect": "Allow", "Action": ["iam:PassRole", "lambda:*"], "Resource": "*"}}}],
            }],
            "RoleDetailList": [{
                "RoleName": "admin",
                "Arn": "arn:aws:iam::111122223333:role/admin",
                "AssumeRolePolicyDocument": trust,
                "RolePolicyList": [{"PolicyName": "all", "PolicyDocument": everything}],
            }],
        });
        change(&mut details);
        let account = json!({
            "schema": snapshot::SCHEMA, "taken_at": "2026-11-23T14:03:00Z", "account_id": "111122223333",
            "partition": "aws", "region": "eu-west-1", "tool_version": "0",
            "caller": {"Account": "111122223333", "Arn": "arn:aws:iam::111122223333:user/anna", "UserId": "AIDA"},
            "global": {"IAM": {"AuthorizationDetails": details}},
        });
        snapshot::read(&account.to_string()).expect("it is a snapshot")
    }

    fn standing_of_anna(account: &Account) -> Standing {
        let mut standings = account.escalations().expect("the details are known");
        standings.remove("arn:aws:iam::111122223333:user/anna").expect("anna is a user")
    }

    #[test]
    fn the_policy_of_each_statement_is_named() {
        let Standing::Escalates(path) = standing_of_anna(&account(|_details| {})) else { panic!("there is a way") };
        let [step] = &path.steps[..] else { panic!("it is one step: {path:?}") };
        assert_eq!(step.method, "lambda-create-invoke");
        let by = step.requests[0].granted_by[0].to_string();
        assert_eq!(by, "statement 1 of inline policy deploy of user anna");
    }

    #[test]
    fn a_boundary_limits_and_one_that_cannot_be_read_leaves_it_open() {
        let bound = "arn:aws:iam::111122223333:policy/bound";
        let bounded = |document: Value| {
            account(|details| {
                details["UserDetailList"][0]["PermissionsBoundary"] = json!({"PermissionsBoundaryArn": bound});
                details["Policies"] = json!([{"PolicyName": "bound", "Arn": bound, "DefaultVersionId": "v1",
                    "PolicyVersionList": [{"VersionId": "v1", "Document": document}]}]);
            })
        };
        let reading = json!({"Statement": {"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}});
        assert_eq!(standing_of_anna(&bounded(reading)), Standing::Limited);
        let unknown = Standing::Unknown { reasons: vec![format!("{bound} cannot be read")] };
        assert_eq!(standing_of_anna(&bounded(json!("{oops"))), unknown);
    }

    #[test]
    fn what_aws_makes_is_no_start_but_may_be_on_the_way() {
        let account = account(|details| {
            let role = &mut details["RoleDetailList"][0];
            role["RoleName"] = json!("OrganizationAccountAccessRole");
            role["Arn"] = json!("arn:aws:iam::111122223333:role/OrganizationAccountAccessRole");
        });
        let standings = account.escalations().expect("the details are known");
        assert_eq!(standings.keys().collect::<Vec<_>>(), ["arn:aws:iam::111122223333:user/anna"]);
        assert!(matches!(standing_of_anna(&account), Standing::Escalates(_)));
    }
}
