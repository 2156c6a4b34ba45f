//! Users, groups, roles and policies, in one paginated call.

use aws_sdk_iam::operation::get_account_authorization_details::GetAccountAuthorizationDetailsOutput;
use aws_sdk_iam::types::{self, EntityType};
use awslab_core::arn::Arn;
use awslab_core::call;
use awslab_core::fetched::Fetched;
use awslab_core::model::{
    AttachedPermissionsBoundary, AttachedPolicy, AuthorizationDetails, Group, InlinePolicy, InstanceProfile,
    ManagedPolicy, PolicyText, PolicyVersion, Role, Tag, User,
};
use percent_encoding::percent_decode_str;

use crate::api::Api;
use crate::refusal::{Refusal, Required};
use crate::time::timestamp;

/// Entities a page. Fewer than the thousand that AWS allows: a page is held in memory whole, with every version of
/// every policy in it.
const PAGE: i32 = 500;

/// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html>
pub(super) async fn details(api: Api<'_>) -> Fetched<AuthorizationDetails> {
    let iam = api.clients.iam();
    api.ask(call::GET_ACCOUNT_AUTHORIZATION_DETAILS, async {
        let everything = [
            EntityType::User,
            EntityType::Group,
            EntityType::Role,
            EntityType::LocalManagedPolicy,
            EntityType::AwsManagedPolicy,
        ];
        let request = iam.get_account_authorization_details().set_filter(Some(everything.to_vec()));
        let mut pages = request.into_paginator().page_size(PAGE).send();
        let mut details = AuthorizationDetails::default();
        while let Some(page) = pages.next().await {
            add(&mut details, page?)?;
        }
        Ok(details)
    })
    .await
}

fn add(details: &mut AuthorizationDetails, page: GetAccountAuthorizationDetailsOutput) -> Result<(), Refusal> {
    for it in page.user_detail_list.unwrap_or_default() {
        details.user_detail_list.push(user(it)?);
    }
    for it in page.group_detail_list.unwrap_or_default() {
        details.group_detail_list.push(group(it)?);
    }
    for it in page.role_detail_list.unwrap_or_default() {
        details.role_detail_list.push(role(it)?);
    }
    for it in page.policies.unwrap_or_default() {
        details.policies.extend(managed_policy(it)?);
    }
    Ok(())
}

fn user(user: types::UserDetail) -> Result<User, Refusal> {
    Ok(User {
        user_name: user.user_name.required("UserName")?,
        arn: arn(user.arn)?,
        create_date: timestamp(user.create_date),
        user_policy_list: each(user.user_policy_list, inline_policy)?,
        group_list: user.group_list.unwrap_or_default(),
        attached_managed_policies: each(user.attached_managed_policies, attached_policy)?,
        permissions_boundary: user.permissions_boundary.map(boundary).transpose()?,
        tags: tags(user.tags),
    })
}

fn group(group: types::GroupDetail) -> Result<Group, Refusal> {
    Ok(Group {
        group_name: group.group_name.required("GroupName")?,
        arn: arn(group.arn)?,
        group_policy_list: each(group.group_policy_list, inline_policy)?,
        attached_managed_policies: each(group.attached_managed_policies, attached_policy)?,
    })
}

fn role(role: types::RoleDetail) -> Result<Role, Refusal> {
    Ok(Role {
        role_name: role.role_name.required("RoleName")?,
        arn: arn(role.arn)?,
        assume_role_policy_document: document(role.assume_role_policy_document)?,
        role_policy_list: each(role.role_policy_list, inline_policy)?,
        attached_managed_policies: each(role.attached_managed_policies, attached_policy)?,
        permissions_boundary: role.permissions_boundary.map(boundary).transpose()?,
        instance_profile_list: each(role.instance_profile_list, instance_profile)?,
        tags: tags(role.tags),
    })
}

/// The policy with the version that holds, and of a customer-managed one the others too: who may choose among them may
/// choose what the policy allows. None for one of AWS's own that nobody uses: there are over a thousand.
fn managed_policy(policy: types::ManagedPolicyDetail) -> Result<Option<ManagedPolicy>, Refusal> {
    let arn = arn(policy.arn)?;
    let uses = policy.attachment_count.unwrap_or(0) + policy.permissions_boundary_usage_count.unwrap_or(0);
    if arn.account() == "aws" && uses == 0 {
        return Ok(None);
    }
    let is_of_use =
        |it: &types::PolicyVersion| it.is_default_version || (arn.account() != "aws" && it.document.is_some());
    let versions = policy.policy_version_list.unwrap_or_default().into_iter().filter(is_of_use).collect();
    Ok(Some(ManagedPolicy {
        policy_name: arn.name().to_owned(),
        arn,
        default_version_id: policy.default_version_id.required("DefaultVersionId")?,
        policy_version_list: each(Some(versions), policy_version)?,
    }))
}

fn policy_version(version: types::PolicyVersion) -> Result<PolicyVersion, Refusal> {
    Ok(PolicyVersion {
        version_id: version.version_id.required("VersionId")?,
        is_default_version: version.is_default_version,
        document: document(version.document)?,
    })
}

fn inline_policy(policy: types::PolicyDetail) -> Result<InlinePolicy, Refusal> {
    Ok(InlinePolicy {
        policy_name: policy.policy_name.required("PolicyName")?,
        policy_document: document(policy.policy_document)?,
    })
}

fn attached_policy(policy: types::AttachedPolicy) -> Result<AttachedPolicy, Refusal> {
    Ok(AttachedPolicy { policy_name: policy.policy_name.required("PolicyName")?, policy_arn: arn(policy.policy_arn)? })
}

fn boundary(boundary: types::AttachedPermissionsBoundary) -> Result<AttachedPermissionsBoundary, Refusal> {
    Ok(AttachedPermissionsBoundary { permissions_boundary_arn: arn(boundary.permissions_boundary_arn)? })
}

fn instance_profile(profile: types::InstanceProfile) -> Result<InstanceProfile, Refusal> {
    Ok(InstanceProfile { instance_profile_name: profile.instance_profile_name, arn: profile.arn.parse()? })
}

fn tags(tags: Option<Vec<types::Tag>>) -> Vec<Tag> {
    tags.unwrap_or_default().into_iter().map(|it| Tag { key: it.key, value: it.value }).collect()
}

fn arn(arn: Option<String>) -> Result<Arn, Refusal> {
    Ok(arn.required("Arn")?.parse()?)
}

/// IAM hands out policies percent-encoded after RFC 3986, where a plus sign stands for itself.
fn document(text: Option<String>) -> Result<PolicyText, Refusal> {
    let text = text.required("a policy document")?;
    let decoded = percent_decode_str(&text).decode_utf8();
    Ok(PolicyText::new(decoded.map_err(|_| Refusal::malformed("a policy document is not in UTF-8"))?))
}

fn each<T, U>(list: Option<Vec<T>>, convert: impl Fn(T) -> Result<U, Refusal>) -> Result<Vec<U>, Refusal> {
    list.unwrap_or_default().into_iter().map(convert).collect()
}

#[cfg(test)]
mod tests {
    use awslab_core::fact::Fact;
    use awslab_core::fetched::GapKind;

    use super::*;
    use crate::testing::{account, collect, session};

    const POLICY: &str = "%7B%22Statement%22%3A%5B%7B%22Resource%22%3A%22a+b%20%C3%A9%22%7D%5D%7D";
    const DECODED: &str = r#"{"Statement":[{"Resource":"a+b é"}]}"#;

    fn page(content: &str, marker: Option<&str>) -> String {
        let rest = match marker {
            Some(marker) => format!("<IsTruncated>true</IsTruncated><Marker>{marker}</Marker>"),
            None => "<IsTruncated>false</IsTruncated>".to_owned(),
        };
        format!(
            "<GetAccountAuthorizationDetailsResponse><GetAccountAuthorizationDetailsResult>{content}{rest}\
             </GetAccountAuthorizationDetailsResult></GetAccountAuthorizationDetailsResponse>"
        )
    }

    fn user(name: &str) -> String {
        format!(
            "<UserDetailList><member><UserName>{name}</UserName><Arn>arn:aws:iam::111122223333:user/{name}</Arn>\
             <UserPolicyList><member><PolicyName>own</PolicyName><PolicyDocument>{POLICY}</PolicyDocument></member>\
             </UserPolicyList><GroupList><member>staff</member></GroupList><PermissionsBoundary>\
             <PermissionsBoundaryType>PermissionsBoundaryPolicy</PermissionsBoundaryType>\
             <PermissionsBoundaryArn>arn:aws:iam::111122223333:policy/spare</PermissionsBoundaryArn>\
             </PermissionsBoundary></member></UserDetailList>"
        )
    }

    fn policy(arn: &str, attachments: u32) -> String {
        format!(
            "<member><Arn>{arn}</Arn><PolicyName>{0}</PolicyName><DefaultVersionId>v2</DefaultVersionId>\
             <AttachmentCount>{attachments}</AttachmentCount><PolicyVersionList>\
             <member><VersionId>v2</VersionId><IsDefaultVersion>true</IsDefaultVersion>\
             <Document>{POLICY}</Document></member>\
             <member><VersionId>v1</VersionId><IsDefaultVersion>false</IsDefaultVersion>\
             <Document>{POLICY}</Document></member>\
             </PolicyVersionList></member>",
            arn.rsplit('/').next().expect("a split has a last part"),
        )
    }

    #[tokio::test]
    async fn pages_are_put_together_without_what_nobody_uses() {
        let policies = [
            policy("arn:aws:iam::aws:policy/AdministratorAccess", 0),
            policy("arn:aws:iam::aws:policy/job-function/Billing", 1),
            policy("arn:aws:iam::111122223333:policy/spare", 0),
        ];
        let second = format!("{}<Policies>{}</Policies>", user("bert"), policies.concat());
        let (session, http) = session([(200, page(&user("anna"), Some("next"))), (200, page(&second, None))]);
        let account = collect(&session, &[Fact::IamAuthorizationDetails]).await;
        let Fetched::Known(details) = account.global.iam.authorization_details else { panic!("both pages are good") };

        let users: Vec<&str> = details.user_detail_list.iter().map(|it| it.user_name.as_str()).collect();
        assert_eq!(users, ["anna", "bert"]);
        let anna = &details.user_detail_list[0];
        assert_eq!(anna.user_policy_list[0].policy_document.as_str(), DECODED);
        let boundary = anna.permissions_boundary.as_ref().map(|it| it.permissions_boundary_arn.as_str());
        assert_eq!(boundary, Some("arn:aws:iam::111122223333:policy/spare"));

        let policies: Vec<&str> = details.policies.iter().map(|it| it.policy_name.as_str()).collect();
        assert_eq!(policies, ["Billing", "spare"]);
        let [of_aws, of_customer] = &details.policies[..] else { panic!("two policies are in use or one's own") };
        assert_eq!(of_aws.policy_version_list[0].document.as_str(), DECODED);
        let counts = [of_aws, of_customer].map(|policy| policy.policy_version_list.len());
        assert_eq!(counts, [1, 2], "who may choose the version of one's own policy may choose what it allows");

        let requests: Vec<_> = http.actual_requests().map(|it| it.body().bytes().unwrap_or_default()).collect();
        assert_eq!(requests.len(), 2);
        assert!(String::from_utf8_lossy(requests[1]).contains("Marker=next"));
    }

    #[tokio::test]
    async fn an_entity_without_its_arn_makes_the_answer_malformed() {
        let nameless = user("anna").replace("<Arn>arn:aws:iam::111122223333:user/anna</Arn>", "");
        let account = account(&[Fact::IamAuthorizationDetails], [(200, page(&nameless, None))]).await;
        let Fetched::Unknown(gap) = account.global.iam.authorization_details else { panic!("a user lacks the ARN") };
        assert_eq!((gap.error, gap.message.as_str()), (GapKind::Malformed, "the answer lacks Arn"));
    }
}
