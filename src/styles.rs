//! Which colour means what. Colour only repeats what words say.

use anstyle::{AnsiColor, Style};
use clap::builder::styling::Styles as ClapStyles;

use crate::report::Status;

/// It holds.
pub(crate) const PASS: Style = AnsiColor::Green.on_default().bold();
/// It does not hold; an error.
pub(crate) const FAIL: Style = AnsiColor::Red.on_default().bold();
/// It could not be looked at.
pub(crate) const UNKNOWN: Style = AnsiColor::Yellow.on_default().bold();
/// It waits for something, or does not apply.
pub(crate) const WAITING: Style = Style::new().dimmed();
/// What is there for those who look for it.
pub(crate) const FAINT: Style = Style::new().dimmed();
/// A title.
pub(crate) const TITLE: Style = Style::new().bold();
/// What was found where something else was expected.
pub(crate) const FOUND: Style = AnsiColor::Red.on_default();
/// Something to type into a shell.
pub(crate) const COMMAND: Style = AnsiColor::Cyan.on_default();
/// Help with an error.
pub(crate) const HELP: Style = AnsiColor::Cyan.on_default().bold();

/// The help pages, coloured as cargo's are.
pub(crate) const HELP_PAGES: ClapStyles = ClapStyles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default())
    .error(AnsiColor::Red.on_default().bold())
    .valid(AnsiColor::Cyan.on_default().bold())
    .invalid(AnsiColor::Yellow.on_default().bold());

/// The colour of a verdict.
pub(crate) const fn of(status: Status) -> Style {
    match status {
        Status::Pass => PASS,
        Status::Fail => FAIL,
        Status::Unknown => UNKNOWN,
        Status::Blocked | Status::Skipped => WAITING,
    }
}
