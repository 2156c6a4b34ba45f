//! What was found in a text that should hold no secrets. The text itself is not kept.

use serde::{Deserialize, Serialize};

/// A text that was searched for secrets.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct SearchedText {
    /// The SHA-256 of its bytes, in hexadecimal digits: whether it has changed since.
    pub sha256: String,
    /// What was found, in the order of the text.
    pub findings: Vec<SecretFinding>,
}

/// Something that looks like a secret.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase")]
pub struct SecretFinding {
    /// What it looks like.
    pub kind: SecretKind,
    /// In which line, counted from 1.
    pub line: usize,
}

/// What a secret looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum SecretKind {
    /// The id of an access key of AWS.
    AwsAccessKey,
    /// The secret part of an access key of AWS.
    AwsSecretKey,
    /// A private key, in PEM.
    PrivateKey,
    /// A password, token or secret that is given a value. Also what a later awslab may find.
    #[serde(other)]
    Password,
}

impl std::fmt::Display for SecretKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::AwsAccessKey => "an AWS access key id",
            Self::AwsSecretKey => "an AWS secret access key",
            Self::PrivateKey => "a private key",
            Self::Password => "a password or token",
        })
    }
}
