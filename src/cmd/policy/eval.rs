//! `awslab policy eval`: what policies decide about a request.

use std::io;
use std::path::{Path, PathBuf};

use anyhow::anyhow;
use awslab_policy::{Decision, Scenario};

use super::Format;
use crate::console::Console;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::page::{Page, Text};
use crate::source::{self, Document};
use crate::styles;

/// Decide a request by the policies that apply to it, and say which statement decided
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The policies and the request, as JSON; `-` reads standard input
    #[arg(value_name = "SCENARIO")]
    scenario: PathBuf,
    /// How to tell the decision
    #[arg(long, value_enum, default_value = "human", value_name = "FORMAT", help_heading = "Output")]
    format: Format,
}

pub(crate) fn run(args: &Args, console: Console) -> Result<Exit, Failure> {
    let decision = read(&args.scenario)?.decide();
    console.print(|out| match args.format {
        Format::Human => write(&mut Page::new(out, console.look()), &decision),
        Format::Json => {
            serde_json::to_writer_pretty(&mut *out, &decision)?;
            writeln!(out)
        }
    })?;
    Ok(Exit::Pass)
}

fn read(path: &Path) -> Result<Scenario, Failure> {
    const HOW_TO_WRITE_ONE: &str = "docs/policy-eval.md of the project shows how a scenario is written";
    let Document { name, text } = source::read_document(path, "scenario").map_err(|it| it.help(HOW_TO_WRITE_ONE))?;
    serde_json::from_str(&text).map_err(|error| {
        Failure::not_started(anyhow!("{name}: failed to read the scenario: {error}")).help(HOW_TO_WRITE_ONE)
    })
}

fn write(page: &mut Page<'_>, decision: &Decision) -> io::Result<()> {
    let style = if decision.is_allowed() { styles::PASS } else { styles::FAIL };
    page.paragraph(0, Text::styled(style, &decision.outcome.to_string()))?;
    for reason in &decision.because {
        page.paragraph(2, reason.to_string().as_str())?;
    }
    if decision.undocumented {
        page.paragraph(2, "AWS's documentation leaves this open: the request may be decided otherwise")?;
    }
    Ok(())
}
