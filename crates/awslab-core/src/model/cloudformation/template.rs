//! What a template says, as far as labs judge it. Its text is not kept: secrets may be written in it.

use serde::{Deserialize, Serialize};

use crate::model::{AuthorizationDetails, SecretKind};

/// A template, filled in with the stack's parameters.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct StackTemplate {
    /// The SHA-256 of its text, in hexadecimal digits: whether it has changed since.
    pub sha256: String,
    /// Macros that were not expanded: what they add is not among the rest.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub transforms: Vec<String>,
    /// Its parameters.
    pub parameters: Vec<TemplateParameter>,
    /// The names of its mappings.
    pub mappings: Vec<String>,
    /// The names of its outputs.
    pub outputs: Vec<String>,
    /// What looks like a secret in it.
    pub secrets: Vec<TemplateSecret>,
    /// The resources in it that keep data.
    pub storage: Vec<StoredData>,
    /// The users, groups, roles and policies that it makes.
    pub iam: TemplateIam,
}

/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ParameterDeclaration.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct TemplateParameter {
    /// The name.
    pub parameter_key: String,
    /// Such as `String` or `AWS::EC2::VPC::Id`.
    pub parameter_type: String,
    /// Its value is hidden.
    pub no_echo: bool,
    /// Its name promises a secret.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_secret: bool,
}

/// Something that looks like a secret, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase")]
pub struct TemplateSecret {
    /// The way there: `Resources/Database/Properties/MasterUserPassword`, or `line 7`.
    pub place: String,
    /// What it looks like.
    pub kind: SecretKind,
}

/// A resource that keeps data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase")]
pub struct StoredData {
    /// The name in the template.
    pub logical_resource_id: String,
    /// Such as `AWS::S3::Bucket`.
    pub resource_type: String,
    /// Whether the template says that it is encrypted.
    pub encryption: Encryption,
    /// By what, or what is missing.
    pub said: String,
    /// What becomes of it when it leaves the stack; AWS's own choice where the template makes none.
    pub deletion_policy: String,
    /// It is lost with the resource: what passes through a queue or a topic is not.
    pub is_stateful: bool,
}

/// Whether a template says that a resource is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum Encryption {
    /// It does.
    Declared,
    /// It does not, or says that it is not.
    Missing,
    /// It follows from what the template alone does not tell, such as the snapshot that a database is restored from. Also
    /// what a later awslab may say.
    #[serde(other)]
    Undecided,
}

/// The IAM of a template.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct TemplateIam {
    /// In the form in which an account shows its own: what has no name in the template is called by its logical id.
    pub authorization_details: AuthorizationDetails,
    /// Values in policies that the template and its parameters do not tell.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unresolved: Vec<UnresolvedValue>,
}

/// A value that only AWS knows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase")]
pub struct UnresolvedValue {
    /// The way there.
    pub place: String,
    /// How the template says it: `Fn::ImportValue`.
    pub value: String,
}
