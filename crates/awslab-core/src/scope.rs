//! Which resources belong to a lab.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::arn::Arn;
use crate::fact::Fact;
use crate::fetched::{Fetched, Gap, GapKind};
use crate::model::{Account, StackResource, Tag};
use crate::plan::Plan;

/// What a resource must have to belong. Conditions of different kinds must all hold; of several stacks, resources or
/// Regions one is enough, of several tags every one is needed. Empty: everything that is not AWS's own making.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scope {
    /// Tags it carries.
    pub tags: Vec<Tag>,
    /// What its name begins with.
    pub name_prefix: Option<String>,
    /// CloudFormation stacks that it is part of.
    pub stacks: Vec<String>,
    /// It is one of these.
    pub resources: Vec<Arn>,
    /// Where it is.
    pub regions: Vec<String>,
}

/// What a scope looks at in a resource.
#[derive(Debug, Clone, Copy)]
pub struct Candidate<'a> {
    /// Its ARN.
    pub arn: &'a Arn,
    /// What CloudFormation knows it by.
    pub id: &'a str,
    /// Its name.
    pub name: &'a str,
    /// Its type as CloudFormation names it.
    pub cloudformation_type: &'static str,
    /// Where it is; absent for what has no Region.
    pub region: Option<&'a Fetched<String>>,
    /// What it is tagged with.
    pub tags: &'a Fetched<Vec<Tag>>,
}

/// Resources whose tags AWS does not tell with them, and the fact that asks for those.
const TOLD_APART: &[(Fact, Fact)] = &[
    (Fact::DynamoDbTables, Fact::DynamoDbTags),
    (Fact::KmsKeyList, Fact::KmsTags),
    (Fact::LambdaFunctions, Fact::LambdaTags),
    (Fact::S3Buckets, Fact::S3Tags),
    (Fact::SnsTopics, Fact::SnsTags),
    (Fact::SqsQueues, Fact::SqsTags),
];

/// A stack is part of itself.
const STACK: &str = "AWS::CloudFormation::Stack";

/// Whether a resource belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Membership {
    /// It does.
    In,
    /// It does not, and what is missing.
    Out(String),
    /// It cannot be told.
    Unknown(Gap),
}

impl Scope {
    /// Nothing narrows it.
    pub fn is_everything(&self) -> bool {
        *self == Self::default()
    }

    /// The first round of collecting: the facts given, and those that tell what belongs.
    pub fn plan(&self, mut facts: BTreeSet<Fact>) -> Plan {
        if !self.tags.is_empty() {
            let asked_for_apart = TOLD_APART.iter().filter(|(resources, _)| facts.contains(resources));
            let tags: Vec<Fact> = asked_for_apart.map(|(_, tags)| *tags).collect();
            facts.extend(tags);
        }
        if !self.stacks.is_empty() {
            facts.insert(Fact::StackResources);
        }
        Plan { facts, stacks: self.stacks.iter().cloned().collect(), regions: self.regions.iter().cloned().collect() }
    }

    /// Whether a resource belongs.
    pub fn admits(&self, account: &Account, candidate: Candidate<'_>) -> Membership {
        let checks = [
            self.admits_resource(candidate),
            self.admits_name(candidate),
            self.admits_region(candidate),
            self.admits_tags(candidate),
            self.admits_stack(account, candidate),
        ];
        let mut membership = Membership::In;
        for check in checks {
            match check {
                Membership::In => {}
                Membership::Out(_) => return check,
                Membership::Unknown(_) => membership = check,
            }
        }
        membership
    }

    fn admits_resource(&self, candidate: Candidate<'_>) -> Membership {
        match &self.resources[..] {
            [] => Membership::In,
            resources if resources.contains(candidate.arn) => Membership::In,
            _ => Membership::Out("it is not the resource asked for".to_owned()),
        }
    }

    fn admits_name(&self, candidate: Candidate<'_>) -> Membership {
        let Some(prefix) = &self.name_prefix else { return Membership::In };
        if candidate.name.starts_with(prefix) {
            return Membership::In;
        }
        let in_other_case = candidate.name.to_lowercase().starts_with(&prefix.to_lowercase());
        Membership::Out(if in_other_case {
            format!("its name begins with {prefix} only in other letter case")
        } else {
            format!("its name does not begin with {prefix}")
        })
    }

    fn admits_region(&self, candidate: Candidate<'_>) -> Membership {
        let (false, Some(region)) = (self.regions.is_empty(), candidate.region) else { return Membership::In };
        match region {
            Fetched::Known(region) if self.regions.contains(region) => Membership::In,
            Fetched::Known(region) => Membership::Out(format!("it is in {region}, not in {}", self.regions.join(", "))),
            Fetched::Unknown(gap) => Membership::Unknown(gap.clone()),
        }
    }

    fn admits_tags(&self, candidate: Candidate<'_>) -> Membership {
        if self.tags.is_empty() {
            return Membership::In;
        }
        let tags = match candidate.tags {
            Fetched::Known(tags) => tags,
            Fetched::Unknown(gap) => return Membership::Unknown(gap.clone()),
        };
        match self.tags.iter().find(|wanted| !tags.contains(wanted)) {
            None => Membership::In,
            Some(Tag { key, value }) => Membership::Out(format!("it is not tagged {key}={value}")),
        }
    }

    fn admits_stack(&self, account: &Account, candidate: Candidate<'_>) -> Membership {
        let is_asked_for = |name: &String| name == candidate.name || name == candidate.arn.as_str();
        let is_one = candidate.cloudformation_type == STACK && self.stacks.iter().any(is_asked_for);
        if self.stacks.is_empty() || is_one {
            return Membership::In;
        }
        let mut unknown = Some(Gap::not_collected());
        let mut exists = false;
        for resources in self.stack_resources(account) {
            match resources {
                Fetched::Known(Some(resources)) if belongs(resources, candidate) => return Membership::In,
                Fetched::Known(found) => {
                    exists |= found.is_some();
                    unknown = unknown.filter(|gap| gap.error != GapKind::NotCollected);
                }
                Fetched::Unknown(gap) => unknown = Some(gap.clone()),
            }
        }
        match unknown {
            Some(gap) => Membership::Unknown(gap),
            None if exists => Membership::Out(format!("it is not part of the stack {}", self.stacks.join(" or "))),
            None => {
                Membership::Out(format!("there is no stack {}{}", self.stacks.join(" or "), self.looked_in(account)))
            }
        }
    }

    /// The Regions where its stacks were looked for: ` in eu-west-1`.
    fn looked_in(&self, account: &Account) -> String {
        let looked = |stacks: &BTreeMap<String, _>| self.stacks.iter().any(|name| stacks.contains_key(name));
        let regions = account.regions.iter().filter(|(_, it)| looked(&it.cloudformation.stack_resources));
        let names: Vec<&str> = regions.map(|(name, _)| name.as_str()).collect();
        format!(" in {}", names.join(" or "))
    }

    /// What each stack of the scope holds, in the Regions where it was looked for.
    fn stack_resources<'a>(
        &'a self,
        account: &'a Account,
    ) -> impl Iterator<Item = &'a Fetched<Option<Vec<StackResource>>>> {
        let stacks = account.regions.values().map(|region| &region.cloudformation.stack_resources);
        stacks.flat_map(|stacks| self.stacks.iter().filter_map(|name| stacks.get(name)))
    }
}

fn belongs(resources: &[StackResource], candidate: Candidate<'_>) -> bool {
    let is_candidate = |id: &String| id == candidate.id || id == candidate.arn.as_str();
    resources.iter().any(|resource| {
        resource.resource_type == candidate.cloudformation_type
            && resource.physical_resource_id.as_ref().is_some_and(is_candidate)
    })
}

/// What the scope asks for, to follow the name of a kind of resource: `tagged lab=s3, named anna-…`.
impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut conditions = Vec::new();
        conditions.extend(self.tags.iter().map(|Tag { key, value }| format!("tagged {key}={value}")));
        conditions.extend(self.name_prefix.iter().map(|prefix| format!("named {prefix}…")));
        if !self.stacks.is_empty() {
            conditions.push(format!("of the stack {}", self.stacks.join(" or ")));
        }
        if !self.resources.is_empty() {
            let arns: Vec<&str> = self.resources.iter().map(Arn::as_str).collect();
            conditions.push(format!("that is {}", arns.join(" or ")));
        }
        if !self.regions.is_empty() {
            conditions.push(format!("in {}", self.regions.join(" or ")));
        }
        f.write_str(&conditions.join(", "))
    }
}
