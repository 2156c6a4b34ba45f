//! What can be done in AWS: every action of every service, what it can be restricted to, and by which condition keys.
//!
//! It is what AWS's Service Authorization Reference says, as of [`published`]; `cargo xtask data` brings it up to date.
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html>

mod names;
mod table;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::fmt;
use std::sync::LazyLock;

use miniz_oxide::inflate::decompress_to_vec_zlib;

use crate::glob;

/// Inflated and read when first asked for. The text is leaked: it is needed until the program ends, and all that is read
/// from it can then be a part of it.
static SERVICES: LazyLock<Vec<Service>> = LazyLock::new(|| {
    let text = decompress_to_vec_zlib(include_bytes!(concat!(env!("OUT_DIR"), "/authorization.z")))
        .expect("the build script compressed it");
    table::read(String::from_utf8(text).expect("the data is text").leak())
});

/// The day as of which the data is, such as `2026-09-26`.
pub const fn published() -> &'static str {
    env!("AWSLAB_DATA_PUBLISHED")
}

/// The services, in the order of their prefixes.
pub fn services() -> &'static [Service] {
    &SERVICES
}

/// A service by the prefix that its actions have, such as `s3`.
pub fn service(prefix: &str) -> Option<&'static Service> {
    names::find(services(), prefix, |it| it.prefix)
}

/// An action by its name, such as `s3:GetObject`. Case does not matter, as in a policy.
pub fn action(name: &str) -> Option<&'static Action> {
    let (prefix, name) = name.split_once(':')?;
    names::find(&service(prefix)?.actions, name, |it| it.name)
}

/// The actions that a pattern of a policy takes in, such as `*`, `s3:*` or `s3:Get?bject*`. The service is never a pattern.
pub fn expand(pattern: &str) -> Vec<&'static Action> {
    match pattern.split_once(':') {
        None if pattern == "*" => services().iter().flat_map(|it| &it.actions).collect(),
        // AWS does not say what this does. The engine takes it for `*` as well.
        Some(("*", "*")) => expand("*"),
        Some((prefix, name)) => service(prefix).map(|it| it.expand(name)).unwrap_or_default(),
        None => Vec::new(),
    }
}

/// A service of AWS.
#[derive(Debug)]
pub struct Service {
    /// What its actions begin with, such as `s3`.
    pub prefix: &'static str,
    /// Its full name, such as `Amazon S3`.
    pub name: &'static str,
    /// Whether resource control policies protect its resources.
    /// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html#rcp-supported-services>
    pub has_rcps: bool,
    /// What its actions are about, in the order of the alphabet, as all that follows.
    pub resource_types: Vec<ResourceType>,
    /// The condition keys that its actions and resource types know, those of `aws:` too that AWS lists with it.
    pub condition_keys: Vec<ConditionKey>,
    /// Its actions.
    pub actions: Vec<Action>,
}

impl Service {
    /// The actions whose names a pattern takes in.
    fn expand(&'static self, name: &str) -> Vec<&'static Action> {
        let is_taken_in = |action: &&Action| glob::matches_ignoring_case(glob::tokens(name), action.name);
        self.actions.iter().filter(is_taken_in).collect()
    }

    fn resource_type(&self, name: &str) -> Option<&ResourceType> {
        names::find(&self.resource_types, name, |it| it.name)
    }
}

/// Something that can be done. It is shown as policies name it: `s3:GetObject`.
#[derive(Debug, PartialEq, Eq)]
pub struct Action {
    /// The prefix of its service.
    pub service: &'static str,
    /// Its name within the service.
    pub name: &'static str,
    /// What it does, in general.
    pub level: AccessLevel,
    resource_types: &'static str,
    condition_keys: &'static str,
}

impl Action {
    /// What it can be restricted to; first the types of which it always needs one.
    pub fn resource_types(&self) -> impl Iterator<Item = &'static ResourceType> {
        self.named_resource_types().map(|(resource_type, _is_required)| resource_type)
    }

    /// The types of which it always needs one: a statement that leaves one of them out does not allow it.
    pub fn required_resource_types(&self) -> impl Iterator<Item = &'static ResourceType> {
        self.named_resource_types().filter_map(|(resource_type, is_required)| is_required.then_some(resource_type))
    }

    /// Whether it can be restricted to resources. What cannot has to be allowed on `*`.
    pub fn is_scopable(&self) -> bool {
        !self.resource_types.is_empty()
    }

    /// The condition keys that it or one of its resource types knows, in the order of the alphabet. Names may have a
    /// placeholder, as `aws:ResourceTag/${TagKey}` has. The global keys are there only where AWS lists them.
    pub fn condition_keys(&self) -> impl Iterator<Item = &'static str> {
        let of_types = self.resource_types().flat_map(|it| it.condition_keys.iter().copied());
        let keys: BTreeSet<&str> = table::list(self.condition_keys).chain(of_types).collect();
        keys.into_iter()
    }

    fn named_resource_types(&self) -> impl Iterator<Item = (&'static ResourceType, bool)> {
        let service = service(self.service).expect("an action has a service");
        table::list(self.resource_types).map(|named| {
            let name = named.trim_end_matches('*');
            let resource_type =
                service.resource_type(name).expect("AWS describes the resource types that actions have");
            (resource_type, name != named)
        })
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.service, self.name)
    }
}

/// What an action does, in general.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_understand-policy-summary-access-level-summaries.html>
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AccessLevel {
    /// It shows which resources there are.
    List,
    /// It shows what is in them.
    Read,
    /// It makes, changes or removes them.
    Write,
    /// It changes nothing but their tags. AWS counts it as writing too.
    Tagging,
    /// It gives or takes permissions. AWS counts it as writing too.
    PermissionsManagement,
}

impl AccessLevel {
    /// Whether it changes something.
    pub fn is_writing(self) -> bool {
        self >= Self::Write
    }
}

/// A kind of resource that policies can name.
#[derive(Debug, PartialEq, Eq)]
pub struct ResourceType {
    /// Such as `bucket`; unique within its service.
    pub name: &'static str,
    /// The forms of its ARN, such as `arn:${Partition}:s3:::${BucketName}`. Most have one.
    pub arns: Vec<&'static str>,
    /// The condition keys that tell such resources apart.
    pub condition_keys: Vec<&'static str>,
}

/// A condition key that a service knows.
#[derive(Debug, PartialEq, Eq)]
pub struct ConditionKey {
    /// Such as `s3:prefix`; it may have a placeholder, as `aws:ResourceTag/${TagKey}` has.
    pub name: &'static str,
    /// What its values are.
    pub value_type: ValueType,
    /// Whether a request may have several values of it, so that a condition needs `ForAllValues` or `ForAnyValue`.
    pub is_multivalued: bool,
}

/// What the values of a condition key are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueType {
    /// An ARN.
    Arn,
    /// `true` or `false`.
    Bool,
    /// A moment.
    Date,
    /// An IP address or a range of them.
    IpAddress,
    /// A number.
    Numeric,
    /// Any text.
    String,
}
