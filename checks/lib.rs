//! The labs, one file each, in the order of the roadmap.

mod iam;
mod s3;

use awslab_core::lab::Lab;

/// Every lab there is.
pub const LABS: &[&Lab] = &[&iam::LAB, &s3::LAB];
