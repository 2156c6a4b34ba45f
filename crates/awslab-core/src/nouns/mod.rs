//! The words that criteria speak in: what of the account belongs to the lab, and what it holds.

mod buckets;
mod credentials;
mod keys;
mod principals;
mod trails;

pub use buckets::BucketSubject;
pub use credentials::{AccessKeys, SignIn};
pub use principals::{HeldPolicy, PolicyOwner};
