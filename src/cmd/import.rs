//! `awslab import`: a snapshot from what the AWS CLI printed.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow};
use awslab_core::import::{self, Document};
use awslab_core::snapshot;
use jiff::Timestamp;

use crate::console::Console;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::source;
use crate::untrusted;

/// Make a snapshot from a folder of AWS CLI outputs
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Each .json file of the folder is the output of one command, such as `aws ec2 describe-subnets`; its name does not matter. \
Where there are several Regions, each has a folder of its name; where there are several accounts, their Regions are in \
accounts/<account>/<region>/. An output that does not name what it is about, as that of `aws elbv2 describe-target-health`, \
needs a member that does: \"TargetGroupArn\".")]
pub(crate) struct Args {
    /// The folder
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// The Region of what is in no folder of a Region [default: that of the subnets beside it]
    #[arg(long, value_name = "REGION")]
    region: Option<String>,
    /// The file to write; `-` is standard output
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    output: PathBuf,
}

pub(crate) fn run(args: &Args, console: Console) -> Result<Exit, Failure> {
    let mut documents = Vec::new();
    read(&args.folder, &args.folder, 0, &mut documents).map_err(Failure::not_started)?;
    documents.sort_by(|left: &Document, right| left.name.cmp(&right.name));
    let import = import::read(&documents, args.region.as_deref(), Timestamp::now())
        .map_err(|error| Failure::not_started(anyhow!("failed to {error}")).help("see `awslab import --help`"))?;
    if args.output.as_os_str() == "-" {
        console.print(|out| write!(out, "{}", untrusted::json(&snapshot::write(&import.account))))?;
    } else {
        source::write_snapshot(&import.account, &args.output)?;
    }
    Ok(Exit::Pass)
}

/// Folders of accounts and Regions are three deep; what is deeper was not made for this.
const DEEPEST: usize = 6;

fn read(top: &Path, folder: &Path, depth: usize, documents: &mut Vec<Document>) -> anyhow::Result<()> {
    let entries = fs::read_dir(folder).with_context(|| format!("failed to read the folder {}", folder.display()))?;
    for entry in entries {
        let path = entry.with_context(|| format!("failed to read the folder {}", folder.display()))?.path();
        if path.is_dir() && depth < DEEPEST {
            read(top, &path, depth + 1, documents)?;
        } else if path.extension().is_some_and(|it| it == "json") {
            let text = fs::read_to_string(&path).with_context(|| format!("failed to read {}", path.display()))?;
            let name = path.strip_prefix(top).unwrap_or(&path).display().to_string();
            documents.push(Document::at(&name, text));
        }
    }
    Ok(())
}
