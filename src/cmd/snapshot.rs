//! `awslab snapshot`: keep what awslab reads of an account.

use std::path::PathBuf;

use awslab_core::snapshot;

use crate::args::{Asked, ConnectionArgs};
use crate::console::Console;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::source;
use crate::target;
use crate::untrusted;

/// Take a snapshot of an account, to judge it later or elsewhere
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
`awslab verify --from FILE` judges a snapshot, with the same verdicts as the account had when it was taken. It holds \
names, policies and settings, and neither passwords nor keys nor the content of objects.")]
pub(crate) struct Args {
    /// What must be known for these labs, or `all` [default: everything that awslab can read]
    #[arg(value_name = "LAB")]
    labs: Vec<String>,
    #[command(flatten)]
    asked: Asked,
    #[command(flatten)]
    connection: ConnectionArgs,
    /// The file to write; `-` is standard output
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    output: PathBuf,
}

pub(crate) fn run(args: &Args, console: Console) -> Result<Exit, Failure> {
    let inquiry = args.asked.about(&args.labs)?;
    let is_stdout = args.output.as_os_str() == "-";
    if !is_stdout {
        target::try_out(("snapshot", &args.output))?;
    }
    let (account, _origin) = source::read_aws(&args.connection, &inquiry)?;
    if is_stdout {
        console.print(|out| write!(out, "{}", untrusted::json(&snapshot::write(&account))))?;
    } else {
        source::write_snapshot(&account, &args.output)?;
    }
    Ok(Exit::Pass)
}
