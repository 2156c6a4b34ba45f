//! Whether an identity can do what a method needs: each request decided by the engine.

use super::candidates::readable;
use super::catalogue::{Choice, Method, Need, Object, Prerequisite, Resource, SAML};
use super::identity::{Identity, statements};
use super::population::{Principal, PrincipalKind};
use super::report::{Granted, GrantingStatement, TRUST_POLICY};
use super::world::{Aim, World};
use crate::decision::{Answer, PolicyType};
use crate::document::{Document, Principals};
use crate::request::Request;

/// The requests of a method, when every one of them is or could be allowed.
pub(super) fn attempt(
    world: &World<'_>,
    identity: &mut Identity,
    method: &'static Method,
    aim: Aim,
) -> Option<Vec<Granted>> {
    if !identity.could(method) || !method.when.iter().all(|it| may_hold(world, *it, aim)) {
        return None;
    }
    if method.trusts.is_empty() {
        return Attempt { world, method, aim, service: None }.make(identity);
    }
    let services = method.trusts.iter().filter(|service| is_trusting(world, service, aim));
    services.into_iter().find_map(|service| Attempt { world, method, aim, service: Some(service) }.make(identity))
}

/// What must be so for a method to lead somewhere, and is not known.
pub(super) fn assumptions(world: &World<'_>, method: &Method, aim: Aim) -> Vec<String> {
    let Aim::Principal(principal) = aim else { return Vec::new() };
    let hosts =
        method.resources.iter().filter(|(_, choice)| *choice == Choice::Host).map(|(resource, _)| resource.name);
    let unlisted = hosts.filter(|name| !world.population.workloads.contains_key(*name));
    let of_hosts = unlisted.map(|name| format!("some {} runs as the role", name.replace('-', " ")));
    let of_facts = method.when.iter().filter_map(|it| match (&world.principal(principal).kind, it) {
        (PrincipalKind::Role { has_instance_profile: None, .. }, Prerequisite::InstanceProfile) => {
            Some("an instance profile holds the role")
        }
        (PrincipalKind::User { has_password: None, .. }, Prerequisite::Password) => Some("the user has a password"),
        (PrincipalKind::User { has_password: None, .. }, Prerequisite::NoPassword) => Some("the user has no password"),
        (PrincipalKind::User { access_keys: None, .. }, Prerequisite::SpareKey) => {
            Some("the user has fewer than two access keys")
        }
        _ => None,
    });
    of_hosts.chain(of_facts.map(str::to_owned)).map(|text| world.told(&text, aim)).collect()
}

fn is_trusting(world: &World<'_>, service: &str, aim: Aim) -> bool {
    matches!(aim, Aim::Principal(role) if world.trusting(service).binary_search(&role).is_ok())
}

/// Whether a fact is so, or not known to be otherwise.
fn may_hold(world: &World<'_>, prerequisite: Prerequisite, aim: Aim) -> bool {
    if prerequisite == Prerequisite::IdentityCenter {
        return world.has_identity_center;
    }
    let Aim::Principal(principal) = aim else { return true };
    match (&world.principal(principal).kind, prerequisite) {
        (PrincipalKind::Role { has_instance_profile, .. }, Prerequisite::InstanceProfile) => {
            has_instance_profile.unwrap_or(true)
        }
        (PrincipalKind::User { has_password, .. }, Prerequisite::Password) => has_password.unwrap_or(true),
        (PrincipalKind::User { has_password, .. }, Prerequisite::NoPassword) => !has_password.unwrap_or(false),
        (PrincipalKind::User { access_keys, .. }, Prerequisite::SpareKey) => {
            access_keys.is_none_or(|keys| keys < MOST_ACCESS_KEYS)
        }
        _ => true,
    }
}

/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>
const MOST_ACCESS_KEYS: usize = 2;

/// A method with what it aims at, and the service that is to take on the role.
struct Attempt<'w, 'p> {
    world: &'w World<'p>,
    method: &'static Method,
    aim: Aim,
    service: Option<&'static str>,
}

impl Attempt<'_, '_> {
    fn make(&self, identity: &mut Identity) -> Option<Vec<Granted>> {
        let mut granted = Vec::new();
        for (index, need) in self.needs().filter(|(_, need)| matches!(need.object, Object::Aim)) {
            granted.push((index, self.on_aim(identity, need)?));
        }
        granted.extend(self.elsewhere(identity)?);
        granted.sort_by_key(|(index, _granted)| *index);
        Some(granted.into_iter().map(|(_index, granted)| granted).collect())
    }

    fn needs(&self) -> impl Iterator<Item = (usize, &'static Need)> + use<> {
        self.method.needs.iter().enumerate()
    }

    /// The requests that are about the aim itself.
    fn on_aim(&self, identity: &mut Identity, need: &Need) -> Option<Granted> {
        let aim = self.arn_of_aim()?;
        let is_abroad = self.aimed_principal().is_some_and(|it| it.account() != identity.account);
        if need.action != ASSUME_ROLE && is_abroad {
            return None;
        }
        let trust = (need.action == ASSUME_ROLE).then(|| self.aimed_principal()?.trust().cloned()).flatten();
        let granted =
            self.requests(identity, need.action, &aim).into_iter().find_map(|it| ask(identity, it, trust.clone()))?;
        if need.action == "iam:UpdateAssumeRolePolicy" {
            let assumed = Request::new(&identity.arn, ASSUME_ROLE, &aim);
            ask(identity, described(assumed, self.caller(identity)), Some(trusting(&identity.arn)))?;
        }
        Some(granted)
    }

    /// The requests that are about resources, or about nothing in particular, each with its place in the method.
    fn elsewhere(&self, identity: &mut Identity) -> Option<Vec<(usize, Granted)>> {
        let depends_on_aim = self.method.resources.iter().any(|(it, choice)| self.workloads(it, *choice).is_some());
        if !depends_on_aim && let Some(decided) = identity.decided.get(self.method.name) {
            return decided.clone();
        }
        let granted = self.decide_elsewhere(identity);
        if !depends_on_aim {
            identity.decided.insert(self.method.name, granted.clone());
        }
        granted
    }

    fn decide_elsewhere(&self, identity: &mut Identity) -> Option<Vec<(usize, Granted)>> {
        let mut granted = Vec::new();
        for (index, need) in self.needs().filter(|(_, need)| matches!(need.object, Object::Nothing)) {
            let request = Request::new(&identity.arn, need.action, "*");
            granted.push((index, ask(identity, described(request, self.caller(identity)), None)?));
        }
        for (resource, choice) in &self.method.resources {
            granted.extend(self.on_resource(identity, resource, *choice)?);
        }
        Some(granted)
    }

    /// All requests that are about a resource, on the first one for which all are allowed.
    fn on_resource(
        &self,
        identity: &mut Identity,
        resource: &'static Resource,
        choice: Choice,
    ) -> Option<Vec<(usize, Granted)>> {
        let arns = match self.workloads(resource, choice) {
            Some(arns) => arns,
            None => identity.names.arns(resource, choice, &self.world.population.partition, &identity.account),
        };
        arns.iter().filter(|arn| !self.world.is_taken(arn)).find_map(|arn| {
            let is_about = |need: &Need| matches!(need.object, Object::Resource(it) if it == resource);
            let needs = self.needs().filter(|(_, need)| is_about(need));
            needs
                .map(|(index, need)| {
                    let request = self.request_on_resource(identity, need.action, arn, choice);
                    Some((index, ask(identity, request, None)?))
                })
                .collect()
        })
    }

    fn caller(&self, identity: &Identity) -> &Principal {
        self.world.principal(identity.principal)
    }

    fn request_on_resource(&self, identity: &Identity, action: &str, arn: &str, choice: Choice) -> Request {
        let mut request = described(Request::new(&identity.arn, action, arn), self.caller(identity));
        if choice == Choice::Host {
            request = without_tags(request);
        }
        if action.starts_with("iam:") {
            request.context = request.context.without(BOUNDARY);
        }
        match action {
            "iam:AttachUserPolicy" | "iam:AttachRolePolicy" => request.with(POLICY, &self.world.powerful_policies[0]),
            _ => request,
        }
    }

    /// What is known to run as the role; `None` when nobody has listed it.
    fn workloads(&self, resource: &Resource, choice: Choice) -> Option<Vec<String>> {
        let known = self.world.population.workloads.get(resource.name).filter(|_| choice == Choice::Host)?;
        let role = self.aimed_principal()?;
        Some(known.iter().filter(|it| it.role == role.arn).map(|it| it.arn.clone()).collect())
    }

    fn aimed_principal(&self) -> Option<&Principal> {
        match self.aim {
            Aim::Principal(principal) => Some(self.world.principal(principal)),
            Aim::Nobody | Aim::Group(_) | Aim::Policy(_) | Aim::Version(..) => None,
        }
    }

    fn arn_of_aim(&self) -> Option<String> {
        if self.service == Some(SAML) {
            return self.aimed_principal()?.providers().next().map(str::to_owned);
        }
        self.world.arn(self.aim).map(str::to_owned)
    }

    /// The request with the condition keys that the method brings along, in each way that serves it.
    fn requests(&self, identity: &Identity, action: &str, aim: &str) -> Vec<Request> {
        let request = described(Request::new(&identity.arn, action, aim), self.caller(identity));
        let request = match self.aimed_principal() {
            Some(principal) if self.service != Some(SAML) => aimed_at(request, principal),
            _ => without_tags(request),
        };
        let powerful = self.world.powerful_policies.iter();
        match (action, self.service) {
            ("iam:PassRole", Some(service)) => vec![request.with(SERVICE, service)],
            ("iam:AttachUserPolicy" | "iam:AttachRolePolicy" | "iam:AttachGroupPolicy", _) => {
                powerful.map(|policy| request.clone().with(POLICY, policy)).collect()
            }
            ("iam:PutUserPermissionsBoundary" | "iam:PutRolePermissionsBoundary", _) => {
                powerful.take(1).map(|policy| request.clone().with(BOUNDARY, policy)).collect()
            }
            _ => vec![request],
        }
    }
}

const ASSUME_ROLE: &str = "sts:AssumeRole";
const SERVICE: &str = "iam:PassedToService";
const POLICY: &str = "iam:PolicyARN";
const BOUNDARY: &str = "iam:PermissionsBoundary";

/// Keys about the aim or the caller rather than the step, which are not worth telling.
const BROUGHT_ALONG: [&str; 3] = [SERVICE, POLICY, BOUNDARY];

/// A request with all that is known of who makes it.
fn described(mut request: Request, caller: &Principal) -> Request {
    for (key, value) in &caller.tags {
        request.context = request.context.with(&format!("aws:PrincipalTag/{key}"), value);
    }
    request.context = request.context.without("aws:PrincipalTag/");
    request
}

/// A request with all that is known of the user or role that it is about.
fn aimed_at(mut request: Request, aim: &Principal) -> Request {
    for (key, value) in &aim.tags {
        request.context = request.context.with(&format!("iam:ResourceTag/{key}"), value);
        request.context = request.context.with(&format!("aws:ResourceTag/{key}"), value);
    }
    match aim.boundary.as_ref().and_then(|it| it.arn.as_deref()) {
        Some(boundary) => request.context = request.context.with(BOUNDARY, boundary),
        None => request.context = request.context.without(BOUNDARY),
    }
    without_tags(request)
}

/// Tags that are not known do not let anybody in: nobody can say that the resource has them.
fn without_tags(mut request: Request) -> Request {
    let of_service = format!("{}:ResourceTag/", request.service());
    request.context = request.context.without("aws:ResourceTag/").without(&of_service);
    request
}

/// A trust policy that lets somebody in by name.
fn trusting(principal: &str) -> Document {
    let text = r#"{"Statement": {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}}"#;
    let mut document = Document::parse(text).expect("the policy is well formed");
    document.statements[0].principals = Some(Principals::Only(vec![("AWS".to_owned(), principal.to_owned())]));
    document
}

/// A request that is or could be allowed, and what allows it.
fn ask(identity: &mut Identity, request: Request, trust: Option<Document>) -> Option<Granted> {
    identity.policies.resource = trust;
    let answer = identity.policies.decide_in_any_context(&request);
    let (decision, depends_on) = match &answer {
        Answer::Settled(decision) => (decision, Vec::new()),
        Answer::DependsOn { keys, at_best, .. } => (at_best, keys.clone()),
    };
    if !decision.is_allowed() {
        return None;
    }
    let granted_by = statements(&decision.because).map(|statement| GrantingStatement {
        policy: match statement.policy_type {
            PolicyType::Resource => TRUST_POLICY.to_owned(),
            _ => identity.label(statement),
        },
        sid: statement.sid.clone(),
        statement: statement.statement,
    });
    let context = BROUGHT_ALONG.iter().filter_map(|key| {
        let value = request.context.get(key)?.as_slice().first()?;
        Some(((*key).to_owned(), value.clone()))
    });
    Some(Granted {
        granted_by: granted_by.collect(),
        context: context.collect(),
        resource: readable(&request.resource),
        action: request.action,
        depends_on,
    })
}
