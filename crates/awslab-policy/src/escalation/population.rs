//! Whom and what a search for escalations looks at. No account model: whoever has one fills this in.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::document::Document;
use crate::policies::Level;

/// Everybody who can hold permissions, and what is known of the rest.
#[derive(Debug, Clone, Default)]
pub struct Population {
    /// Such as `aws`.
    pub partition: String,
    /// Where new resources would be made.
    pub region: String,
    /// Users and roles.
    pub principals: Vec<Principal>,
    /// Groups.
    pub groups: Vec<Group>,
    /// The service control policies for the account, from the organisation's root down.
    pub scps: Option<Vec<Level>>,
    /// What runs as a role, by its kind as `resources.tsv` names it (`function`, `instance`, `stack`, `project`). A kind
    /// that is not here is not known: then every role that the service may take on could be on such a resource.
    pub workloads: BTreeMap<String, Vec<Workload>>,
}

/// A user or a role.
#[derive(Debug, Clone)]
pub struct Principal {
    /// Its ARN, with the path.
    pub arn: String,
    /// Whether to look for its ways to become an administrator.
    pub is_start: bool,
    /// Its own policies, not those of its groups.
    pub policies: Vec<Arc<Policy>>,
    /// The permissions boundary.
    pub boundary: Option<Arc<Policy>>,
    /// Tags, by their keys.
    pub tags: BTreeMap<String, String>,
    /// What only a user or only a role has.
    pub kind: PrincipalKind,
}

/// What only a user or only a role has. `None` is not known.
#[derive(Debug, Clone)]
pub enum PrincipalKind {
    /// A user.
    User {
        /// ARNs of its groups.
        groups: Vec<String>,
        /// How many access keys it has, active or not. AWS allows two.
        access_keys: Option<usize>,
        /// Whether it has a console password.
        has_password: Option<bool>,
    },
    /// A role.
    Role {
        /// The trust policy; `None` when it cannot be read.
        trust: Option<Document>,
        /// Whether an instance profile carries it to EC2 instances.
        has_instance_profile: Option<bool>,
    },
}

/// A group of users.
#[derive(Debug, Clone)]
pub struct Group {
    /// Its ARN.
    pub arn: String,
    /// What its users may do.
    pub policies: Vec<Arc<Policy>>,
}

/// A policy as its holders have it.
#[derive(Debug, Clone)]
pub struct Policy {
    /// What to call it, such as `inline policy deploy of user anna`.
    pub name: String,
    /// The ARN of a managed policy.
    pub arn: Option<String>,
    /// What it says; `None` when it cannot be read.
    pub document: Option<Document>,
    /// Its versions that do not hold.
    pub other_versions: Vec<Version>,
}

/// A version of a managed policy.
#[derive(Debug, Clone)]
pub struct Version {
    /// `v1`, `v2`, …
    pub id: String,
    /// What it says.
    pub document: Document,
}

/// Something that runs as a role.
#[derive(Debug, Clone)]
pub struct Workload {
    /// Its ARN.
    pub arn: String,
    /// The ARN of the role.
    pub role: String,
}
