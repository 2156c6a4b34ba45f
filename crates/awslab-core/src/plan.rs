//! What to collect: the facts that the chosen labs read, then what a closer look at a chosen resource would tell.

use std::collections::BTreeSet;

use crate::arn::Arn;
use crate::call::{self, Call};
use crate::fact::Fact;

/// The first round of collecting.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// What to read.
    pub facts: BTreeSet<Fact>,
    /// Stacks whose resources are in scope.
    pub stacks: BTreeSet<String>,
    /// Regions to look in; empty for the one the credentials are configured for.
    pub regions: BTreeSet<String>,
}

/// Something about one resource that is only read when a verdict hangs on it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Want {
    /// A sample of a bucket's objects.
    Objects {
        /// The bucket's name.
        bucket: String,
        /// Only keys that begin with it.
        prefix: String,
        /// How many objects to look at one by one, newest first.
        newest: usize,
    },
    /// A bucket's access control list.
    Acl {
        /// The bucket's name.
        bucket: String,
    },
    /// Who manages a KMS key, and its state.
    Key {
        /// As another resource names it: an id, an ARN or an alias.
        id: String,
        /// The Region of the resource that names it.
        region: String,
    },
    /// A user's credentials, asked for directly.
    UserCredentials {
        /// The user's name.
        user: String,
    },
    /// What somebody has used of what they may use.
    LastAccessed {
        /// A user, group or role.
        principal: Arn,
    },
}

impl Want {
    /// The first call that it takes.
    pub fn call(&self) -> Call {
        match self {
            Self::Objects { .. } => call::LIST_OBJECTS,
            Self::Acl { .. } => call::GET_BUCKET_ACL,
            Self::Key { .. } => call::DESCRIBE_KEY,
            Self::UserCredentials { .. } => call::LIST_MFA_DEVICES,
            Self::LastAccessed { .. } => call::GENERATE_SERVICE_LAST_ACCESSED_DETAILS,
        }
    }
}
