//! Privilege escalation: who is no administrator, and can become one.
//!
//! A search over what the engine decides, not over names of actions. Whoever holds an identity may take on another
//! (assume a role, make a key for a user, run code as a role) or change one (write a policy into it, take its boundary
//! off). Each such step needs requests; each request is decided on the very resource that it is about, with the
//! conditions that the step brings along. The search goes on from every identity that was gained, until one is an
//! administrator.
//!
//! What only AWS or time can tell is taken as possible: condition keys that the caller may bring along, such as MFA, and
//! that something runs as a role where nobody has listed what runs. The catalogue of steps is data: `methods.tsv`.

mod attempt;
mod candidates;
mod catalogue;
mod identity;
mod population;
mod report;
mod search;
#[cfg(test)]
mod tests;
mod world;

pub use population::{Group, Policy, Population, Principal, PrincipalKind, Version, Workload};
pub use report::{Granted, GrantingStatement, Path, Standing, Step};

use std::collections::BTreeMap;

/// How each principal of a population stands that [may be where an attack begins](Principal::is_start), by its ARN.
pub fn escalations(population: &Population) -> BTreeMap<String, Standing> {
    search::Search::new(population).standings()
}
