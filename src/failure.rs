//! Why a run came to nothing, and what to do about it.

use std::fmt::Display;
use std::io;

use crate::exit::Exit;

/// Why there is no result.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Something the user can mend.
    Told {
        /// How the run ends.
        exit: Exit,
        /// What went wrong, with its causes.
        error: anyhow::Error,
        /// What to do.
        help: Option<String>,
    },
    /// The reader of the output has gone, as `head` does when it has seen enough.
    OutputClosed,
    /// Ctrl-C.
    #[cfg_attr(not(feature = "live"), expect(dead_code, reason = "only a live account keeps one waiting"))]
    Interrupted,
}

impl Failure {
    /// The command line cannot be followed.
    pub(crate) fn usage(error: impl Into<anyhow::Error>) -> Self {
        Self::Told { exit: Exit::Usage, error: error.into(), help: None }
    }

    /// There is nothing to judge.
    pub(crate) fn not_started(error: impl Into<anyhow::Error>) -> Self {
        Self::Told { exit: Exit::NotStarted, error: error.into(), help: None }
    }

    /// What to do.
    pub(crate) fn help(mut self, advice: impl Display) -> Self {
        if let Self::Told { help, .. } = &mut self {
            *help = Some(advice.to_string());
        }
        self
    }

    /// How the run ends.
    pub(crate) fn exit(&self) -> Exit {
        match self {
            Self::Told { exit, .. } => *exit,
            Self::OutputClosed => Exit::Pass,
            Self::Interrupted => Exit::Interrupted,
        }
    }
}

/// Writing the output failed.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::OutputClosed,
            _ => Self::not_started(anyhow::Error::new(error).context("failed to write the output")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_that_has_gone_is_no_failure() {
        assert_eq!(Failure::from(io::Error::from(io::ErrorKind::BrokenPipe)).exit(), Exit::Pass);
        assert_eq!(Failure::from(io::Error::from(io::ErrorKind::StorageFull)).exit(), Exit::NotStarted);
    }
}
