//! Why a text is no policy document, and where in it.

use std::fmt::{self, Display, Write as _};

/// Why a text is no policy document: where (`Statement[2].Action`) and what is wrong there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no policy document: {}{problem}", if steps.is_empty() { String::new() } else { format!("{}: ", self.path()) })]
pub struct ParseError {
    /// From the inside out, in the order in which the error travels.
    steps: Vec<Step>,
    problem: String,
}

/// One step of the way to a place in JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    /// To this element of an object.
    Key(String),
    /// To this item of a list.
    Index(usize),
}

impl ParseError {
    /// Something is wrong with the document as a whole; `under` says where as the error travels out.
    pub(crate) fn new(problem: impl Display) -> Self {
        Self { steps: Vec::new(), problem: problem.to_string() }
    }

    /// The same, in this element of an object.
    pub(crate) fn under(mut self, key: &str) -> Self {
        self.steps.push(Step::Key(key.to_owned()));
        self
    }

    /// The same, in this item of a list.
    pub(crate) fn at(mut self, index: usize) -> Self {
        self.steps.push(Step::Index(index));
        self
    }

    /// Where it is wrong, as a JSON path; empty when it is the document as a whole.
    pub fn path(&self) -> String {
        self.steps().fold(String::new(), |mut path, step| {
            step.append_to(&mut path).expect("a String can be written to");
            path
        })
    }

    /// What is wrong there.
    pub fn problem(&self) -> &str {
        &self.problem
    }

    /// The way there, from the outside in.
    pub(crate) fn steps(&self) -> impl DoubleEndedIterator<Item = &Step> {
        self.steps.iter().rev()
    }
}

impl Step {
    /// Goes on from a JSON path.
    pub(crate) fn append_to(&self, path: &mut String) -> fmt::Result {
        match self {
            Self::Key(key) if path.is_empty() => path.write_str(key),
            Self::Key(key) => write!(path, ".{key}"),
            Self::Index(index) => write!(path, "[{index}]"),
        }
    }
}
