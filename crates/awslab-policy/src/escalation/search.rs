//! The search: from one principal, over what it can take on and change, to an administrator by the fewest steps.
//!
//! It is a search over identities. Each is expanded once for the whole population, not once for each start. An identity
//! that can become an administrator in one step has that step alone: no other leads there sooner.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};
use std::rc::Rc;

use super::attempt::{assumptions, attempt};
use super::catalogue::{self, Gain, Kind, Method};
use super::identity::{Changes, Identity, everything};
use super::population::{Population, PrincipalKind};
use super::report::{self, Path, Standing, Step};
use super::world::{Aim, World};
use crate::policies::Policies;

/// So many principals with changes are looked at besides those without. A real account has a handful; one that is made
/// to have more is told as far as this goes.
const MOST_CHANGED: usize = 20_000;

pub(super) struct Search<'p> {
    world: World<'p>,
    identities: Vec<Identity>,
    known: BTreeMap<(usize, Changes), usize>,
    /// What an identity can take on, once it was asked.
    ways: Vec<Option<Rc<[Way]>>>,
    /// What identities could change, as far as it was asked.
    changes_allowed: BTreeMap<(usize, &'static str, Aim), bool>,
    /// The principals that lead nowhere, for all that they can reach was looked at.
    limited: BTreeSet<usize>,
    /// Nothing of the organisation keeps a new principal from being an administrator.
    new_may_administer: bool,
}

/// A step of one identity alone. Without a principal it gives any permission.
#[derive(Debug, Clone, Copy)]
struct Way {
    method: &'static Method,
    becomes: Option<usize>,
}

/// A step that was taken in a search.
#[derive(Debug, Clone, Copy)]
struct Taken {
    by: usize,
    method: &'static Method,
    aim: Aim,
    /// The identity that it gives; none is any permission.
    gives: Option<usize>,
}

/// From one start.
struct Front {
    taken: Vec<Taken>,
    /// Each identity that was reached, with the steps that it takes in the order in which they are taken.
    reached: Vec<(usize, Vec<usize>)>,
    /// Positions in `reached`, the nearest first.
    waiting: BinaryHeap<Reverse<(usize, usize)>>,
    /// By identity, the fewest steps that were found to it.
    nearest: Vec<Option<usize>>,
    /// Positions of those whose ways were followed, and of those among them that could change something.
    visited: Vec<usize>,
    changing: Vec<usize>,
}

impl<'p> Search<'p> {
    pub(super) fn new(population: &'p Population) -> Self {
        let world = World::new(population);
        let mut search = Self {
            new_may_administer: new_may_administer(population),
            world,
            identities: Vec::new(),
            known: BTreeMap::new(),
            ways: Vec::new(),
            changes_allowed: BTreeMap::new(),
            limited: BTreeSet::new(),
        };
        for principal in 0..population.principals.len() {
            search.identity(principal, Changes::default());
        }
        search
    }

    pub(super) fn standings(mut self) -> BTreeMap<String, Standing> {
        let principals = &self.world.population.principals;
        let starts = principals.iter().enumerate().filter(|(_, it)| it.is_start);
        starts.map(|(start, it)| (it.arn.clone(), self.standing(start))).collect()
    }

    /// The identities of principals without changes come first, in the same order.
    fn standing(&mut self, start: usize) -> Standing {
        if self.identities[start].is_administrator {
            return Standing::Administrator;
        }
        if self.limited.contains(&start) {
            return Standing::Limited;
        }
        let mut front = Front::at(start);
        while let Some((position, identity)) = front.next() {
            if self.identities[identity].is_administrator {
                return Standing::Escalates(self.path(&front, &front.reached[position].1));
            }
            for way in self.ways(identity).iter() {
                let aim = way.becomes.map_or(Aim::Nobody, Aim::Principal);
                let taken = Taken { by: identity, method: way.method, aim, gives: way.becomes };
                let Some(gives) = taken.gives else {
                    let steps = front.steps_to(taken, &[position]);
                    return Standing::Escalates(self.path(&front, &steps));
                };
                front.take(taken, &[position], gives);
            }
            self.change_each_other(&mut front, position);
        }
        self.when_nothing_was_found(&front)
    }

    fn when_nothing_was_found(&mut self, front: &Front) -> Standing {
        let unreadable = front.reached.iter().flat_map(|(identity, _)| &self.identities[*identity].unreadable);
        let mut reasons: BTreeSet<String> = unreadable.cloned().collect();
        reasons.extend(self.unreadable_trust());
        if reasons.is_empty() {
            // Whoever was reached could reach nothing else.
            self.limited.extend(front.reached.iter().map(|(identity, _)| *identity));
            return Standing::Limited;
        }
        Standing::Unknown { reasons: reasons.into_iter().collect() }
    }

    /// Anybody could be let in by a trust policy that cannot be read.
    fn unreadable_trust(&self) -> impl Iterator<Item = String> {
        let principals = self.world.population.principals.iter().zip(&self.identities);
        let closed = principals.filter(|(it, identity)| {
            identity.is_administrator && matches!(it.kind, PrincipalKind::Role { trust: None, .. })
        });
        closed.map(|(it, _)| format!("the trust policy of {}, an administrator, cannot be read", it.name()))
    }

    fn identity(&mut self, principal: usize, changes: Changes) -> Option<usize> {
        let key = (principal, changes);
        if let Some(known) = self.known.get(&key) {
            return Some(*known);
        }
        if self.identities.len() >= self.world.population.principals.len() + MOST_CHANGED {
            return None;
        }
        self.identities.push(Identity::new(&self.world, principal, key.1.clone()));
        self.ways.push(None);
        self.known.insert(key, self.identities.len() - 1);
        Some(self.identities.len() - 1)
    }

    /// What an identity can take on by itself.
    fn ways(&mut self, identity: usize) -> Rc<[Way]> {
        if let Some(ways) = &self.ways[identity] {
            return Rc::clone(ways);
        }
        let ways: Rc<[Way]> = self.find_ways(identity).into();
        self.ways[identity] = Some(Rc::clone(&ways));
        ways
    }

    fn find_ways(&mut self, identity: usize) -> Vec<Way> {
        let possible =
            || catalogue::methods().iter().filter(|it| matches!(it.gain, Gain::Become(_) | Gain::Administer));
        let possible: Vec<&Method> = possible().filter(|it| self.identities[identity].could(it)).collect();
        for method in &possible {
            for principal in self.aims_of(method, identity) {
                let leads_there = principal.is_none_or(|it| self.identities[it].is_administrator);
                if leads_there && self.works(identity, method, principal) {
                    return vec![Way { method, becomes: principal }];
                }
            }
        }
        let mut ways: BTreeMap<usize, Way> = BTreeMap::new();
        for method in possible {
            for principal in self.aims_of(method, identity).into_iter().flatten() {
                if !ways.contains_key(&principal) && self.works(identity, method, Some(principal)) {
                    ways.insert(principal, Way { method, becomes: Some(principal) });
                }
            }
        }
        ways.into_values().collect()
    }

    /// The principals that a method could give to an identity; none stands for any permission.
    fn aims_of(&self, method: &Method, identity: usize) -> Vec<Option<usize>> {
        let world = &self.world;
        let mut principals = match method.gain {
            Gain::Become(Kind::User) => world.users().to_vec(),
            Gain::Become(_) if !method.trusts.is_empty() => {
                method.trusts.iter().flat_map(|service| world.trusting(service)).copied().collect()
            }
            Gain::Become(_) if method.needs[0].action == "sts:AssumeRole" => {
                let it = &self.identities[identity];
                world.assumable(&it.arn, it.may_assume())
            }
            Gain::Become(_) => world.roles().to_vec(),
            Gain::Administer if self.new_may_administer => return vec![None],
            _ => return Vec::new(),
        };
        principals.sort_unstable();
        principals.dedup();
        principals.retain(|it| *it != self.identities[identity].principal);
        principals.into_iter().map(Some).collect()
    }

    fn works(&mut self, identity: usize, method: &'static Method, principal: Option<usize>) -> bool {
        let aim = principal.map_or(Aim::Nobody, Aim::Principal);
        attempt(&self.world, &mut self.identities[identity], method, aim).is_some()
    }

    /// Whatever an identity that is newly held and those held before can change about each other.
    fn change_each_other(&mut self, front: &mut Front, new: usize) {
        let could_change =
            |search: &Self, front: &Front, it: usize| !search.identities[front.reached[it].0].changers.is_empty();
        if could_change(self, front, new) {
            for about in front.visited.clone() {
                self.change(front, new, about);
            }
        }
        for by in front.changing.clone() {
            self.change(front, by, new);
        }
        if could_change(self, front, new) {
            front.changing.push(new);
        }
    }

    /// Whatever one identity can change about another one, or itself.
    fn change(&mut self, front: &mut Front, by_position: usize, about_position: usize) {
        let (by, about) = (front.reached[by_position].0, front.reached[about_position].0);
        for method in self.identities[by].changers.clone() {
            for (aim, changes) in self.changes(method, about) {
                let key = (by, method.name, aim);
                let is_allowed = match self.changes_allowed.get(&key) {
                    Some(known) => *known,
                    None => attempt(&self.world, &mut self.identities[by], method, aim).is_some(),
                };
                self.changes_allowed.insert(key, is_allowed);
                let principal = self.identities[about].principal;
                if is_allowed && let Some(gives) = self.identity(principal, changes) {
                    let taken = Taken { by, method, aim, gives: Some(gives) };
                    front.take(taken, &[by_position, about_position], gives);
                }
            }
        }
    }

    /// What a method could change about an identity, and at what it would have to aim.
    fn changes(&self, method: &Method, about: usize) -> Vec<(Aim, Changes)> {
        let identity = &self.identities[about];
        let (world, principal, changes) = (&self.world, identity.principal, &identity.changes);
        let it = world.principal(principal);
        let is_of =
            |kind| (kind == Kind::User) == matches!(it.kind, PrincipalKind::User { .. }) && !it.is_service_linked();
        match method.gain {
            Gain::Rewrite(Kind::Group) if !changes.rewritten => {
                let rewritten = Changes { rewritten: true, ..changes.clone() };
                let groups = world.groups_of(principal).chain(changes.joined);
                groups.map(|group| (Aim::Group(group), rewritten.clone())).collect()
            }
            Gain::Rewrite(Kind::Policy) if changes.replaced.is_none() => {
                let replaced = |policy| Changes { replaced: Some((policy, None)), ..changes.clone() };
                self.policies_of(identity).map(|policy| (Aim::Policy(policy), replaced(policy))).collect()
            }
            Gain::Rewrite(kind) if !changes.rewritten && is_of(kind) => {
                vec![(Aim::Principal(principal), Changes { rewritten: true, ..changes.clone() })]
            }
            Gain::Restore if changes.replaced.is_none() => self
                .policies_of(identity)
                .flat_map(|policy| (0..world.versions_of(policy)).map(move |version| (policy, version)))
                .map(|(policy, version)| {
                    let replaced = Changes { replaced: Some((policy, Some(version))), ..changes.clone() };
                    (Aim::Version(policy, version), replaced)
                })
                .collect(),
            Gain::Join if changes.joined.is_none() && is_of(Kind::User) => {
                let own: Vec<usize> = world.groups_of(principal).collect();
                let others = (0..world.population.groups.len()).filter(|group| !own.contains(group));
                let joined = |group| Changes { joined: Some(group), ..changes.clone() };
                others.map(|group| (Aim::Group(group), joined(group))).collect()
            }
            Gain::Unbind(kind) if !changes.unbound && it.boundary.is_some() && is_of(kind) => {
                vec![(Aim::Principal(principal), Changes { unbound: true, ..changes.clone() })]
            }
            _ => Vec::new(),
        }
    }

    /// The customer managed policies that decide what an identity can do.
    fn policies_of(&self, identity: &Identity) -> impl Iterator<Item = usize> {
        let world = &self.world;
        let it = world.principal(identity.principal);
        let groups = world.groups_of(identity.principal).chain(identity.changes.joined);
        let of_groups = groups.flat_map(|group| &world.group(group).policies);
        let boundary = it.boundary.iter().filter(|_| !identity.changes.unbound);
        let arns = it.policies.iter().chain(of_groups).chain(boundary).filter_map(|policy| policy.arn.as_deref());
        let policies: BTreeSet<usize> = arns.filter_map(|arn| world.policy_index(arn)).collect();
        policies.into_iter()
    }

    fn path(&mut self, front: &Front, steps: &[usize]) -> Path {
        let steps: Vec<Step> = steps.iter().map(|step| self.told(front.taken[*step])).collect();
        Path { fix: report::fix(&steps), steps }
    }

    fn told(&mut self, taken: Taken) -> Step {
        let Taken { by, method, aim, gives } = taken;
        let requests = attempt(&self.world, &mut self.identities[by], method, aim);
        let name = |it: &Identity| self.world.principal(it.principal).name();
        let version = match aim {
            Aim::Version(policy, version) => {
                format!(", version {}", self.world.policies[policy].other_versions[version].id)
            }
            _ => String::new(),
        };
        Step {
            by: self.identities[by].arn.clone(),
            method: method.name,
            title: self.world.told(method.title, aim),
            gain: match gives.map(|it| &self.identities[it]) {
                Some(it) if !it.is_administrator => name(it),
                Some(it) if it.changes == Changes::default() => format!("{}, an administrator", name(it)),
                Some(it) => format!("{}, an administrator from now on", name(it)),
                None => "any permission".to_owned(),
            },
            target: self.world.arn(aim).map(|arn| format!("{arn}{version}")),
            assumptions: assumptions(&self.world, method, aim),
            sources: method.sources.clone(),
            requests: requests.expect("it was possible when it was found"),
        }
    }
}

impl Front {
    fn at(start: usize) -> Self {
        Self {
            taken: Vec::new(),
            reached: vec![(start, Vec::new())],
            waiting: BinaryHeap::from([Reverse((0, 0))]),
            nearest: Vec::new(),
            visited: Vec::new(),
            changing: Vec::new(),
        }
    }

    /// The next identity by the number of steps, and its position among those reached.
    fn next(&mut self) -> Option<(usize, usize)> {
        loop {
            let Reverse((steps, position)) = self.waiting.pop()?;
            let identity = self.reached[position].0;
            if self.nearest.get(identity).copied().flatten().is_none_or(|nearest| steps <= nearest) {
                self.visited.push(position);
                return Some((position, identity));
            }
        }
    }

    /// Takes a step that those at some positions make possible, unless what it gives was reached by as few before.
    fn take(&mut self, taken: Taken, after: &[usize], gives: usize) {
        let fewest = after.iter().map(|it| self.reached[*it].1.len()).max().unwrap_or(0) + 1;
        if gives >= self.nearest.len() {
            self.nearest.resize(gives + 1, None);
        }
        if self.nearest[gives].is_some_and(|nearest| nearest <= fewest) || gives == self.reached[0].0 {
            return;
        }
        let steps = self.steps_to(taken, after);
        if self.nearest[gives].is_none_or(|nearest| steps.len() < nearest) {
            self.nearest[gives] = Some(steps.len());
            self.waiting.push(Reverse((steps.len(), self.reached.len())));
            self.reached.push((gives, steps));
        }
    }

    /// The steps to those at some positions, and then this one. Earlier steps have lower numbers.
    fn steps_to(&mut self, taken: Taken, after: &[usize]) -> Vec<usize> {
        let before: BTreeSet<usize> = after.iter().flat_map(|it| &self.reached[*it].1).copied().collect();
        self.taken.push(taken);
        before.into_iter().chain([self.taken.len() - 1]).collect()
    }
}

/// Nothing that is made is bound by more than the service control policies.
fn new_may_administer(population: &Population) -> bool {
    let Some(account) = population.principals.first().map(|it| it.account().to_owned()) else { return false };
    let policies = Policies { identity: vec![everything()], scps: population.scps.clone(), ..Policies::default() };
    let new = format!("arn:{}:iam::{account}:role/new", population.partition);
    policies.administrator(&new).is_some()
}
