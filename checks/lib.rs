//! The labs, one file each, in the order of the roadmap.

mod iam;
mod s3;
mod vpc;

/// What several labs ask.
mod shared {
    pub(crate) mod escalation;
    pub(crate) mod network;
}

use awslab_core::lab::Lab;

/// Every lab there is.
pub const LABS: &[&Lab] = &[&iam::LAB, &s3::LAB, &vpc::LAB];
