//! The labs, one file each, in the order of the roadmap.

mod autoscaling;
mod cloudformation;
mod ec2;
mod iam;
mod rds;
mod s3;
mod vpc;

/// What several labs ask.
mod shared {
    pub(crate) mod balancers;
    pub(crate) mod escalation;
    pub(crate) mod network;
    pub(crate) mod policies;
    pub(crate) mod power;
    pub(crate) mod role;
    pub(crate) mod routes;
    pub(crate) mod rules;
}

use awslab_core::lab::Lab;

/// Every lab there is.
pub const LABS: &[&Lab] =
    &[&iam::LAB, &s3::LAB, &ec2::LAB, &autoscaling::LAB, &rds::LAB, &vpc::LAB, &cloudformation::LAB];
