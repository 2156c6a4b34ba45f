//! Reads an AWS account into awslab's account model.
//!
//! The only crate that names the AWS SDK. Collecting never fails: what AWS does not answer is recorded as a
//! [`Gap`](awslab_core::fetched::Gap) in the place of the answer. Every call made here only reads.

mod answer_guard;
mod api;
mod autoscaling;
mod clients;
mod closer_look;
mod cloudformation;
mod cloudtrail;
mod connection;
mod ec2;
mod elbv2;
mod http;
mod iam;
mod identity;
mod kms;
mod lambda;
mod open_error;
mod progress;
mod rds;
mod refusal;
mod regional;
mod s3;
mod session;
#[cfg(test)]
mod testing;
mod time;
mod value;

pub use connection::Connection;
pub use open_error::OpenError;
pub use progress::Progress;
pub use session::Session;
