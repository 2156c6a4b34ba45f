//! `awslab verify`: judge an account.

use std::fs;
use std::path::PathBuf;

use anstream::StripStream;
use anyhow::{Context as _, anyhow};

use crate::args::{Asked, ConnectionArgs, Output};
use crate::cli::epilogue;
use crate::console::Console;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::page::Look;
use crate::report::Report;
use crate::source;

const EXAMPLES: &str = "  awslab verify iam s3
  awslab verify s3 --tag lab=s3 --set s3.kms=true
  awslab verify all --from snapshot.json
  awslab verify s3 --format human --format json=report.json --format junit=report.xml
  awslab verify s3 --role-arn arn:aws:iam::111122223333:role/awslab --external-id course-2026-anna";

/// Judge labs on an account, or on a snapshot of one
#[derive(Debug, clap::Args)]
#[command(after_long_help = epilogue(EXAMPLES))]
pub(crate) struct Args {
    /// The labs to judge, or `all`
    #[arg(value_name = "LAB", required = true)]
    labs: Vec<String>,
    #[command(flatten)]
    asked: Asked,
    #[command(flatten)]
    connection: ConnectionArgs,
    /// Judge this snapshot instead; `-` reads standard input
    #[arg(long, value_name = "FILE", help_heading = "Account")]
    #[arg(conflicts_with_all = ["profile", "endpoint_url", "role_arn", "external_id"])]
    from: Option<PathBuf>,
    /// Keep what was read as a snapshot
    #[arg(long, value_name = "FILE", help_heading = "Account")]
    save_snapshot: Option<PathBuf>,
    /// Report as `human`, `json` or `junit`, to standard output or a file (repeatable)
    #[arg(long = "format", value_name = "FORMAT[=FILE]", default_value = "human", help_heading = "Output")]
    outputs: Vec<Output>,
    /// Exit with 0 whatever the verdicts
    #[arg(long, help_heading = "Output")]
    exit_zero: bool,
}

pub(crate) fn run(args: &Args, console: Console) -> Result<Exit, Failure> {
    let inquiry = args.asked.about(&args.labs)?;
    check_targets(&args.outputs)?;
    let (account, origin) = match &args.from {
        Some(path) => source::read_snapshot(path)?,
        None => source::read_aws(&args.connection, &inquiry)?,
    };
    if let Some(path) = &args.save_snapshot {
        source::write_snapshot(&account, path)?;
    }
    let report = Report::new(&account, origin, inquiry.judge(&account));
    for output in &args.outputs {
        write(output, &report, console)?;
    }
    let exit = report.exit();
    Ok(if args.exit_zero { exit.whatever_the_verdicts() } else { exit })
}

fn check_targets(outputs: &[Output]) -> Result<(), Failure> {
    for (at, output) in outputs.iter().enumerate() {
        if outputs[..at].iter().any(|earlier| earlier.file == output.file) {
            let target = output.file.as_ref().map_or("standard output".into(), |file| file.display().to_string());
            return Err(Failure::usage(anyhow!("two formats go to {target}"))
                .help("send one to a file: --format human --format json=report.json"));
        }
    }
    Ok(())
}

fn write(output: &Output, report: &Report<'_>, console: Console) -> Result<(), Failure> {
    let Some(path) = &output.file else {
        return Ok(console.print(|out| output.format.write(report, console.look(), out))?);
    };
    let mut text = StripStream::new(Vec::new()); // no colours in a file
    output
        .format
        .write(report, Look::PLAIN, &mut text)
        .and_then(|()| fs::write(path, text.into_inner()))
        .with_context(|| format!("failed to write the report to {}", path.display()))
        .map_err(Failure::not_started)
}
