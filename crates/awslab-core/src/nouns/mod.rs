//! The words that criteria speak in: what of the account belongs to the lab, and what it holds.

mod api_routes;
mod api_stages;
mod attributes;
mod authorization_details;
mod buckets;
mod credentials;
mod escalations;
mod functions;
mod held_policies;
mod keys;
mod last_accessed;
mod launch_templates;
mod parameters;
mod permissions;
mod principals;
mod public_access;
mod regional;
mod resource_policies;
mod stacks;
mod trails;

pub use api_routes::{ApiRoute, ApiRoutes, NearRoute, Obstacle};
pub use api_stages::{Api, ApiStage, Throttle};
pub use buckets::BucketSubject;
pub use credentials::{AccessKeys, SignIn};
pub use functions::FunctionInUse;
pub use held_policies::{HeldPolicy, PolicyOwner};
pub use last_accessed::LastAccessed;
pub use permissions::{Permissions, SharedPermissions};
pub use principals::Principal;
pub use public_access::Blocker;
pub use regional::{Kind, Located};
