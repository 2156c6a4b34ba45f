//! IAM policy documents as AWS reads them, and what they decide.
//!
//! Pure: text in, facts out.

mod document;
mod json;
mod narrow;

pub use document::{
    Actions, Comparison, Condition, Document, Effect, Operator, ParseError, Principals, Quantifier, Relation,
    Resources, Statement,
};
pub use narrow::narrow;
