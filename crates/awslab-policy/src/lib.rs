//! IAM policy documents as AWS reads them.
//!
//! Pure: text in, facts out. The evaluation engine will stand on [`Document`].

mod document;
mod narrow;

pub use document::{Actions, Document, Effect, ParseError, Principals, Statement};
pub use narrow::narrow;
