//! `awslab completions`: what a shell needs to complete command lines.

use clap::CommandFactory;
use clap_complete::Shell;

use crate::cli::Cli;
use crate::console::Console;
use crate::exit::Exit;
use crate::failure::Failure;

/// Print the completion script for a shell
#[derive(Debug, clap::Args)]
#[command(after_long_help = "For bash: awslab completions bash > ~/.local/share/bash-completion/completions/awslab")]
pub(crate) struct Args {
    /// The shell
    shell: Shell,
}

pub(crate) fn run(args: &Args, console: Console) -> Result<Exit, Failure> {
    console.print(|out| {
        let mut script = Vec::new(); // clap_complete panics where it cannot write, and memory it always can
        clap_complete::generate(args.shell, &mut Cli::command(), "awslab", &mut script);
        out.write_all(&script)
    })?;
    Ok(Exit::Pass)
}
