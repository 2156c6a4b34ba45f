//! The formats of a report, one file each. They lay out what a [`Report`] holds, and work out nothing.

mod human;
mod json;
mod junit;
pub(crate) mod mermaid;
pub(crate) mod svg;
#[cfg(test)]
pub(crate) mod testing;

use std::io::{self, Write};

use crate::page::Look;
use crate::report::Report;

/// A format of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// For people.
    Human,
    /// For programs: the schema `awslab.report/1`.
    Json,
    /// For CI systems.
    Junit,
}

impl Format {
    /// Every format, by the names it may be asked for.
    pub(crate) const NAMES: &[(&str, Self)] =
        &[("human", Self::Human), ("json", Self::Json), ("json-v1", Self::Json), ("junit", Self::Junit)];

    /// Writes a report in this format.
    pub(crate) fn write(self, report: &Report<'_>, look: Look, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Human => human::write(report, look, out),
            Self::Json => json::write(report, out),
            Self::Junit => junit::write(report, out),
        }
    }
}
