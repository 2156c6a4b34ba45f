//! Environment variables: their names, and what of their values should be secret. The values are not kept.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::SecretKind;

/// <https://docs.aws.amazon.com/lambda/latest/api/API_EnvironmentResponse.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct Environment {
    /// By the variable's name: the secrets that its value looks like, none in most cases.
    pub variables: BTreeMap<String, Vec<SecretKind>>,
    /// Why AWS does not show them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<EnvironmentError>,
}

/// <https://docs.aws.amazon.com/lambda/latest/api/API_EnvironmentError.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct EnvironmentError {
    /// Such as `AccessDeniedException`, where the key that encrypts them may not be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_code: Option<String>,
    /// AWS's own words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}
