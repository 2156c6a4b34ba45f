//! What a principal may do to resources that nobody has named.
//!
//! What the policies do not know, they are given at their best: a session with MFA, a request over TLS, an address that
//! they like. Not so the resource: it has no name that a policy could mean, and no tags, or tags that nobody gave it.

use std::collections::BTreeSet;

use crate::authorization::{Action, ResourceType, ValueType, service};
use crate::caller::{Caller, Kind};
use crate::condition;
use crate::context::Context;
use crate::decision::Decision;
use crate::document::{Document, Effect, Principals, Resources, Statement};
use crate::made_up::{NAMES, Place};
use crate::policies::Policies;
use crate::request::Request;
use crate::variables;

/// Of the Regions that policies name, how many are tried. There are some thirty.
const MAX_REGIONS: usize = 40;

/// Keys that name a resource, but are listed with actions and not with its type.
const NAMING_KEYS: &[&str] = &["kms:RequestAlias", "secretsmanager:SecretId"];

/// Policies, and whose they are.
pub(crate) struct Probe<'a> {
    principal: &'a str,
    partition: &'a str,
    account: &'a str,
    policies: Policies,
    /// Those that the policies name first, since they are likelier to allow something there; then that of IAM.
    regions: Vec<String>,
    contexts: Vec<Context>,
}

impl<'a> Probe<'a> {
    /// `None` for who has no identity, such as a service: it lives by the policies of resources.
    pub(crate) fn new(policies: &Policies, principal: &'a str) -> Option<Self> {
        let caller = Caller::of(principal);
        let (partition, account) = caller.home?;
        let statements: Vec<&Statement> = policies.of_the_caller().flat_map(|document| &document.statements).collect();
        let regions = regions(partition, &statements);
        let contexts = contexts(caller, &statements);
        let resource = Some(delegation(partition, account));
        Some(Self {
            principal,
            partition,
            account,
            policies: Policies { resource, ..policies.clone() },
            regions,
            contexts,
        })
    }

    /// Who asks, in a Region.
    pub(crate) fn place<'b>(&'b self, region: &'b str) -> Place<'b> {
        Place { partition: self.partition, region, account: self.account }
    }

    /// Whether the policies give without conditions, and nothing takes away: then what a statement takes in is allowed.
    pub(crate) fn takes_nothing_away(&self) -> bool {
        let Policies { identity, boundary, session, scps, rcps, endpoint, .. } = &self.policies;
        let has_limits =
            boundary.is_some() || session.is_some() || scps.is_some() || rcps.is_some() || endpoint.is_some();
        let gives = |statement: &Statement| statement.effect == Effect::Allow && statement.conditions.is_empty();
        !has_limits && identity.iter().flat_map(|document| &document.statements).all(gives)
    }

    /// Why an action may be allowed on a resource of this type; `None` when it is not, in no Region.
    pub(crate) fn may(&self, action: &Action, resource_type: &ResourceType) -> Option<Decision> {
        self.may_as(action, resource_type, |request| request)
    }

    /// The same for a request that is somewhat different.
    pub(crate) fn may_as(
        &self,
        action: &Action,
        resource_type: &ResourceType,
        differently: impl Fn(Request) -> Request,
    ) -> Option<Decision> {
        // IAM is asked in one Region, wherever its caller is.
        let tried = if action.service == "iam" { 1 } else { self.regions.len() };
        let regions = &self.regions[self.regions.len() - tried..];
        let form = resource_type.arns.first()?;
        regions.iter().find_map(|region| {
            let resource = self.place(region).arn(form, NAMES[0]);
            let request = Request::new(self.principal, action.to_string(), resource).on_account(self.account);
            self.contexts.iter().find_map(|context| {
                let request = Request { context: context.clone(), ..request.clone() };
                let request = differently(request.with("aws:RequestedRegion", region));
                let decision = self.policies.decide_in_any_context(&request).at_best();
                decision.is_allowed().then_some(decision)
            })
        })
    }
}

/// What keys and roles have by default, and what comes to nothing elsewhere: the account's own policies decide.
/// <https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html>
fn delegation(partition: &str, account: &str) -> Document {
    let root = ("AWS".to_owned(), format!("arn:{partition}:iam::{account}:root"));
    let principals = Some(Principals::Only(vec![root]));
    let statement = Statement { principals, resources: None, ..Statement::allowing_everything() };
    Document { version: None, statements: vec![statement] }
}

fn regions(partition: &str, statements: &[&Statement]) -> Vec<String> {
    let global = match partition {
        "aws-cn" => "cn-north-1",
        "aws-us-gov" => "us-gov-west-1",
        _ => "us-east-1",
    };
    let conditions = statements.iter().flat_map(|statement| &statement.conditions);
    let required = conditions.filter(|it| it.key.eq_ignore_ascii_case("aws:RequestedRegion")).flat_map(|it| &it.values);
    let of_arns = statements.iter().flat_map(|it| patterns(it)).filter_map(|pattern| pattern.split(':').nth(3));
    let named = required.map(String::as_str).chain(of_arns);
    let named: BTreeSet<String> = named.filter(|it| !it.is_empty() && !variables::are_in(it)).map(an_example).collect();
    let others = named.into_iter().filter(|region| region != global).take(MAX_REGIONS);
    others.chain([global.to_owned()]).collect()
}

fn patterns(statement: &Statement) -> &[String] {
    match &statement.resources {
        Some(Resources::Only(listed) | Resources::AllBut(listed)) => listed,
        None => &[],
    }
}

/// A text that a pattern takes in.
fn an_example(pattern: &str) -> String {
    pattern.replace('*', "").replace('?', "x")
}

/// What requests carry. Where a policy asks for the resource's tags or name, there are two: without them, and with some
/// that nobody gave it. Then neither are those tags the caller's own.
fn contexts(caller: Caller<'_>, statements: &[&Statement]) -> Vec<Context> {
    let keys: BTreeSet<&str> = statements.iter().flat_map(|statement| condition::keys_of(statement)).collect();
    let (of_resource, others): (Vec<&str>, Vec<&str>) = keys.into_iter().partition(|key| tells_resources_apart(key));
    let nobody = match caller.kind {
        Kind::User(_) => Context::default(),
        _ => Context::default().without("aws:username"),
    };
    if of_resource.is_empty() {
        return vec![nobody];
    }
    let bare = of_resource.iter().fold(nobody.clone(), |context, key| context.without(key));
    let strange = of_resource.iter().fold(nobody, |context, key| context.with(key, &strange_value(key)));
    let tags_of_caller = others.iter().filter(|key| starts_with(key, "aws:PrincipalTag/"));
    vec![bare, tags_of_caller.fold(strange, |context, key| context.with(key, NAMES[1]))]
}

fn strange_value(key: &str) -> String {
    match key.split_once(':') {
        Some((prefix, _name)) if has_arn(key) => format!("arn:aws:{prefix}:::{}", NAMES[0]),
        _ => NAMES[0].to_owned(),
    }
}

/// Whether a condition key is a tag of the resource, or a name or an ARN by which it or what it belongs to is known.
fn tells_resources_apart(key: &str) -> bool {
    is_resource_tag(key) || is_name(key)
}

/// Such as `aws:ResourceTag/team`, `rds:db-tag/team` or `s3:ExistingObjectTag/team`; not what a request brings.
fn is_resource_tag(key: &str) -> bool {
    const OF_OTHERS: &[&str] = &["aws:RequestTag/", "aws:PrincipalTag/", "s3:RequestObjectTag/"];
    key.to_ascii_lowercase().contains("tag/") && !OF_OTHERS.iter().any(|other| starts_with(key, other))
}

fn is_name(key: &str) -> bool {
    const ENDINGS: &[&str] = &["id", "name", "arn", "aliases"];
    let lower = key.to_ascii_lowercase();
    let names = has_arn(key) || ENDINGS.iter().any(|ending| lower.ends_with(ending));
    let is_key = |known: &&str| known.eq_ignore_ascii_case(key);
    NAMING_KEYS.iter().any(is_key) || (names && condition_keys_of_types(key).any(|known| is_key(&known)))
}

/// The keys of all types of the service that a key is of.
fn condition_keys_of_types(key: &str) -> impl Iterator<Item = &'static str> {
    let service = key.split_once(':').and_then(|(prefix, _name)| service(prefix));
    service.into_iter().flat_map(|it| &it.resource_types).flat_map(|it| it.condition_keys.iter().copied())
}

fn has_arn(key: &str) -> bool {
    let service = key.split_once(':').and_then(|(prefix, _name)| service(prefix));
    let known = service.and_then(|it| it.condition_keys.iter().find(|known| known.name.eq_ignore_ascii_case(key)));
    known.is_some_and(|known| known.value_type == ValueType::Arn)
}

fn starts_with(text: &str, prefix: &str) -> bool {
    text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_and_names_tell_resources_apart() {
        for (key, expected) in [
            ("aws:ResourceTag/team", true),
            ("AWS:resourcetag/team", true),
            ("ec2:ResourceTag/team", true),
            ("rds:db-tag/team", true),
            ("s3:ExistingObjectTag/team", true),
            ("aws:RequestTag/team", false),
            ("aws:PrincipalTag/team", false),
            ("s3:RequestObjectTag/team", false),
            ("ec2:InstanceID", true),
            ("ec2:Vpc", true),
            ("ec2:InstanceType", false),
            ("kms:ResourceAliases", true),
            ("kms:RequestAlias", true),
            ("secretsmanager:SecretId", true),
            ("iam:PassedToService", false),
            ("iam:PolicyARN", false),
            ("aws:SecureTransport", false),
            ("aws:MultiFactorAuthPresent", false),
            ("aws:SourceVpc", false),
            ("nonsense", false),
        ] {
            assert_eq!(tells_resources_apart(key), expected, "{key}");
        }
    }

    #[test]
    fn the_regions_that_policies_name_are_tried() {
        let document = Document::parse(
            r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*",
                "Resource": ["arn:aws:sqs:eu-central-1:*:*", "arn:aws:s3:::b", "*", "arn:aws:sns:${aws:username}:*:*"],
                "Condition": {"StringLike": {"aws:requestedregion": ["eu-*", "us-east-1"]}}}}"#,
        );
        let document = document.expect("the document is well formed");
        let statements: Vec<&Statement> = document.statements.iter().collect();
        assert_eq!(regions("aws", &statements), ["eu-", "eu-central-1", "us-east-1"]);
        assert_eq!(regions("aws-cn", &[]), ["cn-north-1"]);
    }
}
