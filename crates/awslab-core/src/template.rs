//! What a CloudFormation template says once its parameters are filled in.
//!
//! The text is read once, when it is collected, and not kept: [`read`] makes of it what labs judge. What follows from the
//! parameters, mappings and conditions is told; what only AWS knows, such as the value of another account's export, is
//! told to be unknown.

mod document;
mod fill;
mod iam;
mod named;
mod read;
mod secrets;
mod storage;
mod term;

pub use fill::Given;
pub use read::{has_macros, read, read_of};
pub use secrets::without_secrets;

/// Why a text is no template that can be judged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// Neither JSON nor YAML, or no mapping.
    #[error("the template is neither JSON nor YAML: {0}")]
    Malformed(String),
    /// CloudFormation does not take them.
    #[error("the template has aliases of YAML, which CloudFormation does not take")]
    Alias,
    /// A bound on what a hostile template costs.
    #[error("the template is nested too deep")]
    TooDeep,
    /// A bound on what a hostile template costs.
    #[error("the template is too long")]
    TooLong,
    /// A bound on what a hostile template costs.
    #[error("the template is too long once its parameters are filled in")]
    TooMuch,
}
