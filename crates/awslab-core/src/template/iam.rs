//! The IAM of a template, in the form in which an account shows its own, so that it is judged in the same way.

mod attach;

use serde_json::Value;

use super::fill::Given;
use super::named;
use super::read::Resource;
use super::term::Term;
use crate::arn::Arn;
use crate::model::{
    AttachedPermissionsBoundary, AttachedPolicy, Group, InlinePolicy, ManagedPolicy, PolicyText, PolicyVersion, Role,
    TemplateIam, UnresolvedValue, User,
};

/// The users, groups, roles and policies that the resources of a template are.
pub(super) fn read(resources: &[Resource<'_>], given: &Given<'_>) -> TemplateIam {
    let mut reader = Reader { given, iam: TemplateIam::default() };
    for resource in resources {
        reader.declare(resource);
    }
    for resource in resources {
        attach::attach(&mut reader, resource);
    }
    reader.iam.unresolved.sort();
    reader.iam.unresolved.dedup();
    reader.iam
}

struct Reader<'a> {
    given: &'a Given<'a>,
    iam: TemplateIam,
}

impl Reader<'_> {
    /// What stands for itself.
    fn declare(&mut self, resource: &Resource<'_>) {
        let Some(arn) = self.arn(resource) else { return };
        let name = resource.name.clone();
        let properties = &resource.properties;
        match resource.kind {
            "AWS::IAM::Role" => {
                let trust = properties.get("AssumeRolePolicyDocument");
                let role = Role {
                    role_name: name,
                    arn,
                    assume_role_policy_document: self.document(resource, "AssumeRolePolicyDocument", trust),
                    role_policy_list: self.inline(resource),
                    attached_managed_policies: self.attached(resource),
                    permissions_boundary: self.boundary(resource),
                    instance_profile_list: Vec::new(),
                    tags: Vec::new(),
                };
                self.iam.authorization_details.role_detail_list.push(role);
            }
            "AWS::IAM::User" => {
                let user = User {
                    user_name: name,
                    arn,
                    create_date: None,
                    user_policy_list: self.inline(resource),
                    group_list: texts(properties.get("Groups")),
                    attached_managed_policies: self.attached(resource),
                    permissions_boundary: self.boundary(resource),
                    tags: Vec::new(),
                };
                self.iam.authorization_details.user_detail_list.push(user);
            }
            "AWS::IAM::Group" => {
                let group = Group {
                    group_name: name,
                    arn,
                    group_policy_list: self.inline(resource),
                    attached_managed_policies: self.attached(resource),
                };
                self.iam.authorization_details.group_detail_list.push(group);
            }
            "AWS::IAM::ManagedPolicy" => {
                let document = self.document(resource, "PolicyDocument", properties.get("PolicyDocument"));
                self.add_managed(name, arn, document);
            }
            _ => {}
        }
    }

    fn add_managed(&mut self, policy_name: String, arn: Arn, document: PolicyText) {
        let version = PolicyVersion { version_id: "v1".to_owned(), is_default_version: true, document };
        let policy =
            ManagedPolicy { policy_name, arn, default_version_id: "v1".to_owned(), policy_version_list: vec![version] };
        self.iam.authorization_details.policies.push(policy);
    }

    fn arn(&self, resource: &Resource<'_>) -> Option<Arn> {
        self.arn_of(resource.kind, &resource.name)
    }

    fn arn_of(&self, resource_type: &str, name: &str) -> Option<Arn> {
        let Given { partition, region, account_id, .. } = self.given;
        named::arn(resource_type, name, partition, region, account_id).parse().ok()
    }

    /// A policy document as IAM would get it. What only AWS knows stands as the function that would tell, which as a
    /// resource or an action is nothing that there is.
    fn document(&mut self, resource: &Resource<'_>, property: &str, document: Option<&Term>) -> PolicyText {
        let place = format!("{}/{property}", resource.id);
        let unresolved = &mut self.iam.unresolved;
        let mut unknown = |place: &str, function: &str| {
            unresolved.push(UnresolvedValue { place: place.to_owned(), value: function.to_owned() });
        };
        let json = document.map_or(Value::Null, |it| it.to_json(&place, &mut unknown));
        PolicyText::new(json.to_string())
    }

    /// The policies that are written in a user, group or role.
    fn inline(&mut self, resource: &Resource<'_>) -> Vec<InlinePolicy> {
        let written = resource.properties.get("Policies").map(Term::items).unwrap_or_default();
        let mut policies = Vec::new();
        for (index, policy) in written.iter().enumerate() {
            if let Term::Unknown(function) = policy {
                self.tell_unknown(resource, "Policies", function);
                continue;
            }
            let property = format!("Policies/{index}/PolicyDocument");
            let policy_name =
                policy.get("PolicyName").and_then(Term::text).unwrap_or_else(|| format!("Policies/{index}"));
            let policy_document = self.document(resource, &property, policy.get("PolicyDocument"));
            policies.push(InlinePolicy { policy_name, policy_document });
        }
        policies
    }

    fn attached(&mut self, resource: &Resource<'_>) -> Vec<AttachedPolicy> {
        let arns = resource.properties.get("ManagedPolicyArns").map(Term::items).unwrap_or_default();
        let mut attached = Vec::new();
        for arn in arns {
            match arn.text().and_then(|it| it.parse::<Arn>().ok()) {
                Some(policy_arn) => {
                    attached.push(AttachedPolicy { policy_name: policy_arn.name().to_owned(), policy_arn });
                }
                None => self.tell_unknown(resource, "ManagedPolicyArns", function_of(arn)),
            }
        }
        attached
    }

    /// One that cannot be told is left out, and told: it only takes away.
    fn boundary(&mut self, resource: &Resource<'_>) -> Option<AttachedPermissionsBoundary> {
        let boundary = resource.properties.get("PermissionsBoundary")?;
        let arn = boundary.text().and_then(|it| it.parse::<Arn>().ok());
        if arn.is_none() {
            self.tell_unknown(resource, "PermissionsBoundary", function_of(boundary));
        }
        arn.map(|permissions_boundary_arn| AttachedPermissionsBoundary { permissions_boundary_arn })
    }

    fn tell_unknown(&mut self, resource: &Resource<'_>, property: &str, function: &str) {
        let place = format!("{}/{property}", resource.id);
        self.iam.unresolved.push(UnresolvedValue { place, value: function.to_owned() });
    }
}

fn function_of(term: &Term) -> &str {
    if let Term::Unknown(function) = term { function } else { "no ARN" }
}

fn texts(list: Option<&Term>) -> Vec<String> {
    list.into_iter().flat_map(Term::items).filter_map(Term::text).collect()
}
