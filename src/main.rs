//! awslab verifies AWS practical labs. This package is its front end; `ARCHITECTURE.md` shows the whole.

mod args;
mod catalogue;
mod cli;
mod cmd;
mod console;
mod exit;
mod failure;
mod inquiry;
#[cfg(feature = "live")]
mod live;
mod markdown;
mod page;
mod plural;
#[cfg(feature = "live")]
mod progress;
mod render;
mod report;
mod role_template;
mod shell;
mod source;
mod styles;
mod target;
mod untrusted;
mod version;
mod words;

use std::process::ExitCode;

use clap::Parser;

use crate::cli::Cli;
use crate::console::{Color, Console};
use crate::exit::Exit;

fn main() -> ExitCode {
    let exit = match Cli::try_parse() {
        Ok(cli) => run(cli),
        Err(page_or_error) => Console::new(Color::Auto).show(&page_or_error),
    };
    exit.into()
}

fn run(cli: Cli) -> Exit {
    let console = cli.console();
    cli.run(console).unwrap_or_else(|failure| {
        console.tell(&failure);
        failure.exit()
    })
}
