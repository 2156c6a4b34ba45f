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
    /// Whether a VPC's DNS answers, and names its machines.
    VpcDns {
        /// The VPC's id.
        vpc: String,
        /// Its Region.
        region: String,
    },
    /// What an instance's user data holds that should be secret.
    UserData {
        /// The instance's id.
        instance: String,
        /// Its Region.
        region: String,
    },
    /// What the template of a stack says.
    Template {
        /// The stack's ARN.
        stack: Arn,
    },
    /// What belongs to a stack, nested stacks included.
    StackResources {
        /// The stack's name.
        stack: String,
        /// The Region it is in.
        region: String,
    },
    /// How often a stack was changed.
    StackEvents {
        /// The stack's ARN.
        stack: Arn,
        /// As many changes as have to be found.
        changes: usize,
    },
    /// A user's credentials, asked for directly.
    UserCredentials {
        /// The user's name.
        user: String,
    },
    /// The methods that a REST API had when a stage's deployment was made.
    Deployment {
        /// The API's id.
        api: String,
        /// The deployment's id.
        deployment: String,
        /// The API's Region.
        region: String,
    },
    /// Something about a function that AWS does not list.
    Function {
        /// What about it.
        detail: FunctionDetail,
        /// The function's name.
        function: String,
        /// The version or the alias that is meant.
        qualifier: Option<String>,
        /// The function's Region.
        region: String,
    },
    /// What labs read of the parameters of a database.
    Parameters {
        /// The parameter group.
        group: ParameterGroup,
        /// The database's Region.
        region: String,
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
            Self::VpcDns { .. } => call::DESCRIBE_VPC_ATTRIBUTE,
            Self::UserData { .. } => call::DESCRIBE_INSTANCE_ATTRIBUTE,
            Self::Template { .. } => call::GET_TEMPLATE,
            Self::StackResources { .. } => call::LIST_STACK_RESOURCES,
            Self::StackEvents { .. } => call::DESCRIBE_STACK_EVENTS,
            Self::UserCredentials { .. } => call::LIST_MFA_DEVICES,
            Self::Deployment { .. } => call::GET_DEPLOYMENT,
            Self::Function { detail, .. } => detail.call(),
            Self::Parameters { group, .. } => group.call(),
            Self::LastAccessed { .. } => call::GENERATE_SERVICE_LAST_ACCESSED_DETAILS,
        }
    }
}

/// What is asked about functions one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FunctionDetail {
    /// How many of it may run at once.
    Concurrency,
    /// Who may call it.
    Policy,
    /// Whether it is there and ready.
    State,
    /// Its own URLs.
    Urls,
}

impl FunctionDetail {
    const fn call(self) -> Call {
        match self {
            Self::Concurrency => call::GET_FUNCTION_CONCURRENCY,
            Self::Policy => call::GET_POLICY,
            Self::State => call::GET_FUNCTION_CONFIGURATION,
            Self::Urls => call::LIST_FUNCTION_URL_CONFIGS,
        }
    }
}

/// A parameter group, by its name. Those of instances and of clusters are apart.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum ParameterGroup {
    /// Of DB instances.
    OfInstances(String),
    /// Of clusters.
    OfClusters(String),
}

impl ParameterGroup {
    const fn call(&self) -> Call {
        match self {
            Self::OfInstances(_) => call::DESCRIBE_DB_PARAMETERS,
            Self::OfClusters(_) => call::DESCRIBE_DB_CLUSTER_PARAMETERS,
        }
    }
}
