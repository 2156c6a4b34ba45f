//! How far a policy opens a resource.

use std::fmt;

use serde::Serialize;

/// How far a policy opens a resource, from the narrowest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// To the owner's account alone, and to services of AWS.
    Private,
    /// To outsiders that it names: accounts, organizations, identity providers, networks.
    CrossAccount,
    /// To everyone.
    Public,
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Private => "private",
            Self::CrossAccount => "cross-account",
            Self::Public => "public",
        })
    }
}
