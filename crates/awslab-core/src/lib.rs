//! The account model, the vocabulary of labs, and verdicts.
//!
//! Pure: no clock, environment, disk or network. Collectors fill an [`model::Account`]; labs are functions over it.

pub mod arn;
pub mod call;
pub mod context;
pub mod fact;
pub mod fetched;
pub mod fix;
pub mod import;
pub mod judge;
pub mod lab;
pub mod model;
pub mod nouns;
pub mod plan;
pub mod prune;
pub mod scope;
pub mod secrets;
pub mod settings;
pub mod snapshot;
pub mod suggest;
pub mod survey;
pub mod template;
pub mod verdict;
