//! `awslab man`: the manual pages.

use anyhow::anyhow;
use clap::CommandFactory;
use clap_mangen::Man;

use crate::catalogue;
use crate::cli::Cli;
use crate::console::Console;
use crate::exit::Exit;
use crate::failure::Failure;

/// Print the manual page of awslab, or of one command
#[derive(Debug, clap::Args)]
#[command(after_long_help = "To read it: awslab man | man -l -")]
pub(crate) struct Args {
    /// The command [default: awslab itself]
    command: Option<String>,
}

pub(crate) fn run(args: &Args, console: Console) -> Result<Exit, Failure> {
    let mut awslab = Cli::command();
    awslab.build();
    let page = match &args.command {
        None => Man::new(awslab),
        Some(name) => {
            let Some(command) = awslab.find_subcommand(name) else {
                let names = awslab.get_subcommands().map(clap::Command::get_name);
                return Err(Failure::usage(anyhow!("there is no command {name}"))
                    .help(catalogue::which(name, "commands", names)));
            };
            let full_name = format!("awslab-{name}");
            Man::new(command.clone().name(full_name))
        }
    };
    console.print(|mut out| page.render(&mut out))?;
    Ok(Exit::Pass)
}
