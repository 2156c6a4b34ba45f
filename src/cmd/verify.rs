//! `awslab verify`: judge an account.

use std::fs;
use std::path::{Path, PathBuf};

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
use crate::target;

const EXAMPLES: &str = "  awslab verify iam s3
  awslab verify s3 --tag lab=s3 --set s3.kms=true
  awslab verify all --from snapshot.json
  awslab verify s3 --format human --format json=report.json --format junit=report.xml
  awslab verify s3 --role-arn arn:aws:iam::111122223333:role/awslab/awslab --external-id course-7";

/// Standard input or output.
const DASH: &str = "-";

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
    args.check_targets()?;
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

impl Args {
    /// Finds out, before the account is read, whether everything can be written where it is to go.
    fn check_targets(&self) -> Result<(), Failure> {
        if self.outputs.iter().filter(|output| output.file.is_none()).count() > 1 {
            return Err(Failure::usage(anyhow!("two formats go to standard output"))
                .help("send one to a file: --format human --format json=report.json"));
        }
        if self.save_snapshot.as_deref() == Some(Path::new(DASH)) {
            return Err(Failure::usage(anyhow!("the snapshot and the report cannot both go to standard output"))
                .help("`awslab snapshot -o -` writes a snapshot there; here, give --save-snapshot a file"));
        }
        let reports = self.outputs.iter().filter_map(|output| output.file.as_deref()).map(|file| ("report", file));
        let kept = self.save_snapshot.iter().map(|file| ("snapshot", file.as_path()));
        let written: Vec<target::Target<'_>> = kept.chain(reports).collect();
        let read = self.from.iter().filter(|file| file.as_os_str() != DASH);
        let read = read.map(|file| ("snapshot to judge", file.as_path()));
        target::tell_apart(&read.chain(written.iter().copied()).collect::<Vec<_>>())?;
        written.into_iter().try_for_each(target::try_out)
    }
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
