//! Environment variables: their names, and what of their values should be secret. The values are not kept.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::SecretKind;
use crate::secrets;

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

impl Environment {
    /// What variables look like, by their names and values.
    pub fn searched(variables: impl IntoIterator<Item = (String, String)>) -> Self {
        let searched = |(name, value): (String, String)| {
            let kinds = secrets::search_value(&name, &value);
            (name, kinds)
        };
        Self { variables: variables.into_iter().map(searched).collect(), error: None }
    }
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
