//! Why a text is no policy document, and where in it.

use std::fmt::Display;

/// Why a text is no policy document: where (`Statement[2].Action`) and what is wrong there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no policy document: {}{problem}", if path.is_empty() { String::new() } else { format!("{path}: ") })]
pub struct ParseError {
    path: String,
    problem: String,
}

impl ParseError {
    /// Something is wrong with the document as a whole; `under` says where as the error travels out.
    pub(crate) fn new(problem: impl Display) -> Self {
        Self { path: String::new(), problem: problem.to_string() }
    }

    /// The same, in this element of an object.
    pub(crate) fn under(self, key: &str) -> Self {
        let path = match self.path.as_str() {
            "" => key.to_owned(),
            inner if inner.starts_with('[') => format!("{key}{inner}"),
            inner => format!("{key}.{inner}"),
        };
        Self { path, ..self }
    }

    /// The same, in this item of a list.
    pub(crate) fn at(self, index: usize) -> Self {
        self.under(&format!("[{index}]"))
    }

    /// Where it is wrong, as a JSON path; empty when it is the document as a whole.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What is wrong there.
    pub fn problem(&self) -> &str {
        &self.problem
    }
}
