//! The two streams. Results go to standard output, everything else to standard error.

use std::env;
use std::io::{self, Write};

use anstream::{AutoStream, ColorChoice};
use anstyle::Style;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::page::Look;
use crate::styles;
use crate::untrusted;

/// Where a run writes to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Console {
    colors: ColorChoice,
    look: Look,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

impl Console {
    /// With colours as asked for, or else as the environment and the streams suggest.
    pub(crate) fn new(color: Color) -> Self {
        let is_set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
        let is_on = |name: &str| is_set(name) && env::var_os(name).is_some_and(|value| value != "0");
        let colors = match color {
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
            Color::Auto if is_set("NO_COLOR") => ColorChoice::Never,
            Color::Auto if is_on("FORCE_COLOR") || is_on("CLICOLOR_FORCE") => ColorChoice::Always,
            Color::Auto => ColorChoice::Auto,
        };
        Self { colors, look: look() }
    }

    /// Writes a result to standard output, all at once.
    pub(crate) fn print(&self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        let mut output = Vec::new();
        write(&mut output)?;
        let mut stdout = AutoStream::new(io::stdout().lock(), self.colors);
        stdout.write_all(&output)?;
        stdout.flush()
    }

    /// Tells why there is no result.
    pub(crate) fn tell(&self, failure: &Failure) {
        match failure {
            Failure::OutputClosed => {}
            Failure::Interrupted => self.note("interrupted", styles::FAIL, "nothing was judged"),
            Failure::Told { error, help, .. } => {
                self.note("error", styles::FAIL, &with_causes(error));
                if let Some(help) = help {
                    self.note("help", styles::HELP, help);
                }
            }
        }
    }

    /// Shows a help page that was asked for, or what is wrong with the command line: clap knows where each goes.
    pub(crate) fn show(&self, page_or_error: &clap::Error) -> Exit {
        self.colors.write_global();
        let is_page = page_or_error.exit_code() == 0;
        match page_or_error.print() {
            Err(error) if is_page => Failure::from(error).exit(),
            _ if is_page => Exit::Pass,
            _ => Exit::Usage,
        }
    }

    /// What a page on standard output can look like.
    pub(crate) fn look(&self) -> Look {
        self.look
    }

    /// Standard error is the last resort: where it cannot be written to there is nobody to tell.
    fn note(&self, label: &str, style: Style, message: &str) {
        let mut stderr = AutoStream::new(io::stderr().lock(), self.colors);
        let _ = writeln!(stderr, "{style}{label}:{style:#} {}", untrusted::text(message));
    }
}

/// A terminal's own width within reason; a pipe has none.
fn look() -> Look {
    let terminal = terminal_size::terminal_size_of(io::stdout());
    let width = terminal.map_or(Look::PLAIN.width, |(width, _height)| usize::from(width.0).clamp(40, 100));
    Look { width, unicode: locale_is_utf8() }
}

/// The error and its causes, without those that only repeat it.
fn with_causes(error: &anyhow::Error) -> String {
    let mut told = error.to_string();
    for cause in error.chain().skip(1).map(ToString::to_string) {
        if !told.contains(&cause) {
            told = format!("{told}: {cause}");
        }
    }
    told
}

/// As the first of `LC_ALL`, `LC_CTYPE` and `LANG` that is set says.
fn locale_is_utf8() -> bool {
    let locales = ["LC_ALL", "LC_CTYPE", "LANG"].map(|name| env::var(name).unwrap_or_default());
    let locale = locales.iter().find(|value| !value.is_empty()).map(|value| value.to_lowercase().replace('-', ""));
    locale.map_or(cfg!(windows), |locale| locale.ends_with("utf8"))
}

#[cfg(test)]
mod tests {
    use anyhow::anyhow;

    use super::*;

    #[test]
    fn causes_are_told_once() {
        let error = anyhow!("no such file").context("read x: no such file").context("failed to start");
        assert_eq!(with_causes(&error), "failed to start: read x: no such file");
    }
}
