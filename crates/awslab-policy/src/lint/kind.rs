//! What a policy is for, which decides what AWS takes in it.

use std::fmt;

/// The kinds of policies that rules tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Of a user, a group or a role: what it may do.
    Identity,
    /// Of a resource: who may do what to it.
    Resource,
    /// Of a role: who may assume it.
    Trust,
    /// A service control policy of an organisation.
    Scp,
    /// A resource control policy of an organisation.
    Rcp,
    /// The permissions boundary of a user or a role.
    Boundary,
    /// Given along when a session begins.
    Session,
    /// Of a VPC endpoint.
    Endpoint,
}

impl Kind {
    /// Each kind and its name on the command line.
    pub const NAMES: &[(&str, Self)] = &[
        ("identity", Self::Identity),
        ("resource", Self::Resource),
        ("trust", Self::Trust),
        ("scp", Self::Scp),
        ("rcp", Self::Rcp),
        ("boundary", Self::Boundary),
        ("session", Self::Session),
        ("endpoint", Self::Endpoint),
    ];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        let found = Self::NAMES.iter().find(|(_name, kind)| *kind == self);
        found.expect("every kind has a name").0
    }

    /// Whether its statements say whom they are about.
    pub(super) fn names_principals(self) -> bool {
        matches!(self, Self::Resource | Self::Trust | Self::Rcp | Self::Endpoint)
    }

    /// Whether what it allows is given to somebody. A boundary and an SCP only bound what others give.
    pub(super) fn gives_access(self) -> bool {
        matches!(self, Self::Identity | Self::Resource | Self::Trust)
    }

    /// How many characters it may have, its blanks not counted where AWS does not count them.
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>
    /// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html>
    pub(super) fn quota(self) -> Quota {
        let (characters, counts_blanks) = match self {
            Self::Identity | Self::Boundary => (6_144, false),
            Self::Trust => (2_048, false),
            Self::Session => (2_048, true),
            Self::Scp => (10_240, true),
            Self::Rcp => (5_120, true),
            Self::Resource => (20_480, true),
            Self::Endpoint => (20_480, false),
        };
        Quota { characters, counts_blanks }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Identity => "identity policy",
            Self::Resource => "resource policy",
            Self::Trust => "trust policy",
            Self::Scp => "service control policy",
            Self::Rcp => "resource control policy",
            Self::Boundary => "permissions boundary",
            Self::Session => "session policy",
            Self::Endpoint => "VPC endpoint policy",
        })
    }
}

/// How long a policy may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Quota {
    pub(super) characters: usize,
    pub(super) counts_blanks: bool,
}
