//! The command line.

use clap::{Parser, Subcommand};

use crate::cmd;
use crate::console::{Color, Console};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::styles;
use crate::version;

const LONG_ABOUT: &str = "\
Verify AWS practical labs: every criterion with its evidence, its fix and its points.

awslab reads an account through the AWS API, or a snapshot that was taken of one, and changes nothing in it. Each lab \
is a task that you do in the account; each of its criteria passes, fails, or is unknown where awslab was not allowed \
to look.";

const EXAMPLES: &str = "  awslab list                                   the labs there are
  awslab verify iam s3                          judge your account
  awslab verify s3 --tag lab=s3                 judge only what carries a tag
  awslab verify all --from snapshot.json        judge a snapshot, without AWS
  awslab verify s3 --format human --format junit=report.xml
  awslab explain s3.versioning                  why it matters, and how to mend it
  awslab permissions iam s3                     the IAM policy that awslab needs";

/// Verify AWS practical labs: every criterion with its evidence, its fix and its points
#[derive(Debug, Parser)]
#[command(name = "awslab", version, long_version = version::details(), long_about = LONG_ABOUT, styles = styles::HELP_PAGES, max_term_width = 100)]
#[command(after_help = "`awslab --help` has examples and the exit statuses")]
#[command(after_long_help = epilogue(EXAMPLES))]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Command,
    /// When to use colour; `auto`: on a terminal, but not with `NO_COLOR`, and anywhere with `FORCE_COLOR`
    #[arg(long, global = true, value_enum, default_value = "auto", value_name = "WHEN", help_heading = "Output")]
    color: Color,
}

#[derive(Debug, Subcommand)]
enum Command {
    Verify(cmd::verify::Args),
    List(cmd::list::Args),
    Explain(cmd::explain::Args),
    Permissions(cmd::permissions::Args),
    Policy(cmd::policy::Args),
    Reach(cmd::reach::Args),
    Map(cmd::map::Args),
    Doctor(cmd::doctor::Args),
    Snapshot(cmd::snapshot::Args),
    Import(cmd::import::Args),
    Completions(cmd::completions::Args),
    Man(cmd::man::Args),
}

impl Cli {
    /// The console asked for.
    pub(crate) fn console(&self) -> Console {
        Console::new(self.color)
    }

    /// Does what is asked.
    pub(crate) fn run(self, console: Console) -> Result<Exit, Failure> {
        match self.command {
            Command::Verify(args) => cmd::verify::run(&args, console),
            Command::List(args) => cmd::list::run(&args, console),
            Command::Explain(args) => cmd::explain::run(&args, console),
            Command::Permissions(args) => cmd::permissions::run(&args, console),
            Command::Policy(args) => cmd::policy::run(&args, console),
            Command::Reach(args) => cmd::reach::run(&args, console),
            Command::Map(args) => cmd::map::run(&args, console),
            Command::Doctor(args) => cmd::doctor::run(&args, console),
            Command::Snapshot(args) => cmd::snapshot::run(&args, console),
            Command::Import(args) => cmd::import::run(&args, console),
            Command::Completions(args) => cmd::completions::run(&args, console),
            Command::Man(args) => cmd::man::run(&args, console),
        }
    }
}

/// The end of a long help page.
pub(crate) fn epilogue(examples: &str) -> String {
    let header = styles::HELP_PAGES.get_header();
    format!("{header}Examples:{header:#}\n{examples}\n\n{header}Exit statuses:{header:#}\n{}", Exit::HELP)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }
}
