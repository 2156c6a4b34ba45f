//! How a run ended: the exit status is part of the command line's contract.

use std::process::ExitCode;

/// What the exit status tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Everything asked for holds.
    Pass = 0,
    /// Something does not hold.
    Fail = 1,
    /// The command line cannot be followed.
    Usage = 2,
    /// Nothing failed, and something could not be looked at.
    Unknown = 3,
    /// There was nothing to judge: no credentials, no network, no file.
    NotStarted = 4,
    /// Stopped by Ctrl-C.
    Interrupted = 130,
}

impl Exit {
    /// For the long help.
    pub(crate) const HELP: &str = "  0    every criterion passes
  1    at least one criterion fails
  2    the command line cannot be followed
  3    nothing fails, but something could not be looked at
  4    the run could not start: credentials, network, or a file
  130  interrupted";

    /// The status of a completed run under `--exit-zero`: the verdicts stand in the report alone.
    pub(crate) fn whatever_the_verdicts(self) -> Self {
        match self {
            Self::Fail | Self::Unknown => Self::Pass,
            other => other,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exit_zero_hides_verdicts_and_nothing_else() {
        for (exit, shown) in [
            (Exit::Pass, Exit::Pass),
            (Exit::Fail, Exit::Pass),
            (Exit::Unknown, Exit::Pass),
            (Exit::Usage, Exit::Usage),
            (Exit::NotStarted, Exit::NotStarted),
            (Exit::Interrupted, Exit::Interrupted),
        ] {
            assert_eq!(exit.whatever_the_verdicts(), shown);
        }
    }

    #[test]
    fn the_help_tells_every_status() {
        for exit in [Exit::Pass, Exit::Fail, Exit::Usage, Exit::Unknown, Exit::NotStarted, Exit::Interrupted] {
            let status = format!("  {:<5}", exit as u8);
            assert!(Exit::HELP.lines().any(|line| line.starts_with(&status)), "{exit:?}");
        }
    }
}
