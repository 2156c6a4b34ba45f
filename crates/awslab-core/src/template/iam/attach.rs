//! What a template attaches to users, groups and roles by resources of their own.

use super::{Reader, texts};
use crate::model::{AttachedPolicy, AuthorizationDetails, InlinePolicy};
use crate::template::read::Resource;
use crate::template::term::Term;

/// Attaches a policy to those it names, or puts users into a group.
pub(super) fn attach(reader: &mut Reader<'_>, resource: &Resource<'_>) {
    let named = |property: &str| texts(resource.properties.get(property));
    match resource.kind {
        "AWS::IAM::Policy" => write_into(reader, resource, &Holders::listed(resource)),
        "AWS::IAM::RolePolicy" => {
            write_into(reader, resource, &Holders { roles: named("RoleName"), ..Holders::default() });
        }
        "AWS::IAM::UserPolicy" => {
            write_into(reader, resource, &Holders { users: named("UserName"), ..Holders::default() });
        }
        "AWS::IAM::GroupPolicy" => {
            write_into(reader, resource, &Holders { groups: named("GroupName"), ..Holders::default() });
        }
        "AWS::IAM::ManagedPolicy" => hand_out(reader, resource, &Holders::listed(resource)),
        "AWS::IAM::UserToGroupAddition" => {
            let (groups, users) = (named("GroupName"), named("Users"));
            let members = reader.iam.authorization_details.user_detail_list.iter_mut();
            members.filter(|it| users.contains(&it.user_name)).for_each(|it| it.group_list.extend(groups.clone()));
        }
        _ => {}
    }
}

/// An inline policy. One for nobody of this template is kept as a policy of its own, or it would not be judged.
fn write_into(reader: &mut Reader<'_>, resource: &Resource<'_>, holders: &Holders) {
    let properties = &resource.properties;
    let policy_name = properties.get("PolicyName").and_then(Term::text).unwrap_or_else(|| resource.id.to_owned());
    let policy_document = reader.document(resource, "PolicyDocument", properties.get("PolicyDocument"));
    let policy = InlinePolicy { policy_name, policy_document };
    let mut held = holders.among(&mut reader.iam.authorization_details);
    for (inline, _attached) in &mut held {
        inline.push(policy.clone());
    }
    if held.is_empty()
        && let Some(arn) = reader.arn_of("AWS::IAM::ManagedPolicy", resource.id)
    {
        reader.add_managed(policy.policy_name, arn, policy.policy_document);
    }
}

/// A managed policy, to those that it names itself.
fn hand_out(reader: &mut Reader<'_>, resource: &Resource<'_>, holders: &Holders) {
    let Some(policy_arn) = reader.arn(resource) else { return };
    let policy = AttachedPolicy { policy_name: resource.name.clone(), policy_arn };
    for (_inline, attached) in holders.among(&mut reader.iam.authorization_details) {
        if !attached.contains(&policy) {
            attached.push(policy.clone());
        }
    }
}

/// Whom a policy is for, by their names.
#[derive(Default)]
struct Holders {
    roles: Vec<String>,
    users: Vec<String>,
    groups: Vec<String>,
}

impl Holders {
    fn listed(resource: &Resource<'_>) -> Self {
        let named = |property: &str| texts(resource.properties.get(property));
        Self { roles: named("Roles"), users: named("Users"), groups: named("Groups") }
    }

    /// What those of them hold that the template makes.
    fn among<'d>(
        &self,
        details: &'d mut AuthorizationDetails,
    ) -> Vec<(&'d mut Vec<InlinePolicy>, &'d mut Vec<AttachedPolicy>)> {
        let roles = details.role_detail_list.iter_mut().filter(|it| self.roles.contains(&it.role_name));
        let users = details.user_detail_list.iter_mut().filter(|it| self.users.contains(&it.user_name));
        let groups = details.group_detail_list.iter_mut().filter(|it| self.groups.contains(&it.group_name));
        let roles = roles.map(|it| (&mut it.role_policy_list, &mut it.attached_managed_policies));
        let users = users.map(|it| (&mut it.user_policy_list, &mut it.attached_managed_policies));
        let groups = groups.map(|it| (&mut it.group_policy_list, &mut it.attached_managed_policies));
        roles.chain(users).chain(groups).collect()
    }
}
