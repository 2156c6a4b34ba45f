//! What `awslab --version` says: also what ages, and what was built in.

use awslab_policy::authorization;

/// The version, the day as of which AWS's actions are known, and whether a live account can be read.
pub(crate) fn details() -> String {
    let version = env!("CARGO_PKG_VERSION");
    let published = authorization::published();
    let features = if cfg!(feature = "live") { "live" } else { "none" };
    format!("{version}\nservice authorization data: {published}\nfeatures: {features}")
}
