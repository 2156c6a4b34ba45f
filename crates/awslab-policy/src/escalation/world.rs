//! A population, indexed by what a search asks of it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::catalogue::{self, SAML};
use super::population::{Group, Policy, Population, Principal, PrincipalKind};
use crate::arn::Arn;
use crate::caller::last_segment;
use crate::document::{Document, Effect, Principals};
use crate::matching::Action;
use crate::policies::Policies;
use crate::request::Request;

/// What a step aims at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Aim {
    Nobody,
    Principal(usize),
    Group(usize),
    /// A customer managed policy.
    Policy(usize),
    /// One of its versions that do not hold.
    Version(usize, usize),
}

/// A population with its indexes.
#[derive(Debug)]
pub(super) struct World<'p> {
    pub(super) population: &'p Population,
    /// The customer managed policies that somebody holds, by their ARNs.
    pub(super) policies: Vec<&'p Policy>,
    /// ARNs of managed policies, as good as any to attach: AWS's own that allow everything.
    pub(super) powerful_policies: Vec<String>,
    /// The roles that a service may take on, by the service.
    trusting: BTreeMap<&'static str, Vec<usize>>,
    /// The roles whose trust policies speak of accounts, users or roles.
    assumable: Vec<usize>,
    /// Those among them that let some in whatever their own policies say: by whom they name, `*` for anybody.
    naming: BTreeMap<&'p str, Vec<usize>>,
    /// The actions of the catalogue that a policy allows on something.
    possible: BTreeMap<*const Policy, Vec<&'static str>>,
    users: Vec<usize>,
    roles: Vec<usize>,
    groups_by_arn: BTreeMap<&'p str, usize>,
    arns: BTreeSet<&'p str>,
    pub(super) has_identity_center: bool,
}

impl<'p> World<'p> {
    pub(super) fn new(population: &'p Population) -> Self {
        let principals = || population.principals.iter().enumerate();
        let is =
            |wanted: fn(&Principal) -> bool| principals().filter(move |(_, it)| wanted(it)).map(|(index, _)| index);
        let managed = |name: &str| format!("arn:{}:iam::aws:policy/{name}", population.partition);
        Self {
            population,
            policies: customer_managed(population),
            powerful_policies: vec![managed("AdministratorAccess"), managed("IAMFullAccess")],
            trusting: trusting(population),
            assumable: is(|it| it.named().next().is_some() && !it.is_service_linked()).collect(),
            naming: naming(population),
            possible: held(population)
                .map(|policy| (Arc::as_ptr(policy), possible(policy.document.as_ref())))
                .collect(),
            users: is(|it| matches!(it.kind, PrincipalKind::User { .. })).collect(),
            roles: is(|it| matches!(it.kind, PrincipalKind::Role { .. }) && !it.is_service_linked()).collect(),
            groups_by_arn: population.groups.iter().enumerate().map(|(index, it)| (it.arn.as_str(), index)).collect(),
            arns: principals().map(|(_, it)| it.arn.as_str()).collect(),
            has_identity_center: principals().any(|(_, it)| it.arn.contains(":role/aws-reserved/sso.amazonaws.com/")),
        }
    }

    pub(super) fn principal(&self, index: usize) -> &'p Principal {
        &self.population.principals[index]
    }

    pub(super) fn group(&self, index: usize) -> &'p Group {
        &self.population.groups[index]
    }

    pub(super) fn users(&self) -> &[usize] {
        &self.users
    }

    /// All but those that AWS keeps for its services.
    pub(super) fn roles(&self) -> &[usize] {
        &self.roles
    }

    /// The roles that somebody could assume, with a policy of its own that allows it or without.
    pub(super) fn assumable(&self, by: &str, is_allowed: bool) -> Vec<usize> {
        if is_allowed {
            return self.assumable.clone();
        }
        [by, EVERYBODY].iter().filter_map(|name| self.naming.get(name)).flatten().copied().collect()
    }

    /// The actions of the catalogue that a policy allows on something.
    pub(super) fn possible(&self, policy: &Arc<Policy>) -> &[&'static str] {
        self.possible.get(&Arc::as_ptr(policy)).map_or(&[], Vec::as_slice)
    }

    /// The roles that a service may take on, or an identity provider.
    pub(super) fn trusting(&self, service: &str) -> &[usize] {
        self.trusting.get(service).map_or(&[], Vec::as_slice)
    }

    /// The groups that a principal is in.
    pub(super) fn groups_of(&self, principal: usize) -> impl Iterator<Item = usize> {
        let arns = match &self.principal(principal).kind {
            PrincipalKind::User { groups, .. } => groups.as_slice(),
            PrincipalKind::Role { .. } => &[],
        };
        arns.iter().filter_map(|arn| self.groups_by_arn.get(arn.as_str()).copied())
    }

    /// The ARN of what is aimed at.
    pub(super) fn arn(&self, aim: Aim) -> Option<&'p str> {
        match aim {
            Aim::Nobody => None,
            Aim::Principal(index) => Some(&self.principal(index).arn),
            Aim::Group(index) => Some(&self.group(index).arn),
            Aim::Policy(index) | Aim::Version(index, _) => self.policies[index].arn.as_deref(),
        }
    }

    /// A text about `the role`, `the user`, `the group` or `the policy` with the name of what is aimed at.
    pub(super) fn told(&self, text: &str, aim: Aim) -> String {
        let Some(name) = self.arn(aim).map(name) else { return text.to_owned() };
        let kind = name.split(' ').next().unwrap_or_default();
        text.replace(&format!("the {kind}"), &name)
    }

    /// Whether a user or role is called so already, and none can be made.
    pub(super) fn is_taken(&self, arn: &str) -> bool {
        self.arns.contains(arn)
    }

    /// How many versions a policy has that do not hold.
    pub(super) fn versions_of(&self, policy: usize) -> usize {
        self.policies[policy].other_versions.len()
    }

    pub(super) fn policy_index(&self, arn: &str) -> Option<usize> {
        self.policies.binary_search_by_key(&Some(arn), |it| it.arn.as_deref()).ok()
    }
}

impl Principal {
    pub(super) fn trust(&self) -> Option<&Document> {
        match &self.kind {
            PrincipalKind::Role { trust, .. } => trust.as_ref(),
            PrincipalKind::User { .. } => None,
        }
    }

    /// The accounts, users and roles that a role's trust policy lets in, [`EVERYBODY`] where it lists whom it does not.
    fn named(&self) -> impl Iterator<Item = &str> {
        let allows = self.trust().into_iter().flat_map(Document::allows);
        allows.filter_map(|(_label, statement)| statement.principals.as_ref()).flat_map(|principals| match principals {
            Principals::Only(listed) => {
                listed.iter().filter(|(kind, _id)| kind == "AWS").map(|(_, id)| id.as_str()).collect()
            }
            Principals::AllBut(_) => vec![EVERYBODY],
        })
    }

    pub(super) fn account(&self) -> &str {
        Arn::parse(&self.arn).map_or("", Arn::account)
    }

    /// Such as `user anna`.
    pub(super) fn name(&self) -> String {
        name(&self.arn)
    }

    /// Nobody but its service can take it on or change it.
    pub(super) fn is_service_linked(&self) -> bool {
        self.arn.contains(":role/aws-service-role/")
    }

    /// The SAML providers that a role's trust policy names.
    pub(super) fn providers(&self) -> impl Iterator<Item = &str> {
        let allows = self.trust().into_iter().flat_map(Document::allows);
        let listed = allows.filter_map(|(_label, statement)| match &statement.principals {
            Some(Principals::Only(listed)) => Some(listed),
            _ => None,
        });
        let named = listed.flatten().filter(|(kind, id)| kind == "Federated" && id.contains(":saml-provider/"));
        named.map(|(_kind, id)| id.as_str())
    }
}

/// What an ARN of IAM is about, such as `user anna`.
fn name(arn: &str) -> String {
    let resource = Arn::parse(arn).map_or(arn, Arn::resource);
    let (kind, path_and_name) = resource.split_once('/').unwrap_or(("principal", resource));
    format!("{kind} {}", last_segment(path_and_name))
}

const EVERYBODY: &str = "*";

/// The policies that somebody holds, some of them several times.
fn held(population: &Population) -> impl Iterator<Item = &Arc<Policy>> {
    let of_principals = population.principals.iter().flat_map(|it| it.policies.iter().chain(&it.boundary));
    of_principals.chain(population.groups.iter().flat_map(|it| &it.policies))
}

fn customer_managed(population: &Population) -> Vec<&Policy> {
    let mut policies: BTreeMap<&str, &Policy> = BTreeMap::new();
    for policy in held(population) {
        let arn = policy.arn.as_deref().filter(|arn| Arn::parse(arn).is_some_and(|it| it.account() != "aws"));
        policies.extend(arn.map(|arn| (arn, &**policy)));
    }
    policies.into_values().collect()
}

fn naming(population: &Population) -> BTreeMap<&str, Vec<usize>> {
    let mut naming: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, role) in population.principals.iter().enumerate().filter(|(_, it)| !it.is_service_linked()) {
        role.named().for_each(|name| naming.entry(name).or_default().push(index));
    }
    naming
}

/// The actions of the catalogue that a document allows on something.
pub(super) fn possible(document: Option<&Document>) -> Vec<&'static str> {
    let allows = |action: &str| {
        let action = Action::new(action);
        let mut statements = document.iter().flat_map(|it| &it.statements).filter(|it| it.effect == Effect::Allow);
        statements.any(|statement| action.is_among(&statement.actions).is_possible())
    };
    catalogue::actions().iter().copied().filter(|action| allows(action)).collect()
}

fn trusting(population: &Population) -> BTreeMap<&'static str, Vec<usize>> {
    let mut trusting: BTreeMap<&'static str, Vec<usize>> = BTreeMap::new();
    for service in catalogue::methods().iter().flat_map(|it| &it.trusts) {
        trusting.entry(service).or_default();
    }
    for (index, role) in population.principals.iter().enumerate() {
        let Some(trust) = role.trust().filter(|_| !role.is_service_linked()) else { continue };
        let policies = Policies { resource: Some(trust.clone()), ..Policies::default() };
        for (service, roles) in &mut trusting {
            if trusts(&policies, role, service) {
                roles.push(index);
            }
        }
    }
    trusting
}

/// Whether a role's trust policy lets a service take it on, for a resource of the role's own account.
fn trusts(policies: &Policies, role: &Principal, service: &str) -> bool {
    let may_take_on = |principal: &str, action: &str| {
        let request = Request::new(principal, action, &role.arn).with("aws:SourceAccount", role.account());
        policies.decide_in_any_context(&request).may_be_allowed()
    };
    match service {
        SAML => role.providers().any(|provider| may_take_on(provider, "sts:AssumeRoleWithSAML")),
        "cognito-identity.amazonaws.com" => may_take_on(service, "sts:AssumeRoleWithWebIdentity"),
        _ => may_take_on(service, "sts:AssumeRole"),
    }
}
