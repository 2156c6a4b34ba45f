//! `awslab policy lint`: what a learner should know about a policy before AWS, or somebody else, finds out.

mod human;
mod json;
mod snippet;

use std::path::PathBuf;
use std::str::FromStr;

use awslab_policy::lint::{self, Kind, Linted, Severity};

use super::Format;
use crate::catalogue;
use crate::console::Console;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::page::Page;
use crate::source::{self, Document};

/// Look through policies for what AWS refuses, what does nothing, and what gives away too much
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The policies, as JSON; `-` reads standard input
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// What the policies are for: identity, resource, trust, scp, rcp, boundary, session or endpoint; guessed when absent
    #[arg(long = "type", value_name = "TYPE")]
    kind: Option<KindArg>,
    /// How to tell the findings
    #[arg(long, value_enum, default_value = "human", value_name = "FORMAT", help_heading = "Output")]
    format: Format,
}

/// A kind of policy, by its name.
#[derive(Debug, Clone, Copy)]
struct KindArg(Kind);

impl FromStr for KindArg {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = Kind::NAMES.iter().find(|(name, _kind)| *name == text);
        let names = Kind::NAMES.iter().map(|(name, _kind)| *name);
        found.map(|(_name, kind)| Self(*kind)).ok_or_else(|| catalogue::which(text, "types", names))
    }
}

/// A file that was looked through.
struct Looked {
    document: Document,
    linted: Linted,
}

pub(crate) fn run(args: &Args, console: Console) -> Result<Exit, Failure> {
    let kind = args.kind.map(|kind| kind.0);
    let look = |path: &PathBuf| {
        let document = source::read_document(path, "policy")?;
        let linted = lint::lint(&document.text, kind);
        Ok(Looked { document, linted })
    };
    let looked: Vec<Looked> = args.files.iter().map(look).collect::<Result<_, Failure>>()?;
    console.print(|out| match args.format {
        Format::Human => human::write(&mut Page::new(out, console.look()), &looked),
        Format::Json => json::write(out, &looked),
    })?;
    Ok(exit(&looked))
}

/// A suggestion is no reason to stop.
fn exit(looked: &[Looked]) -> Exit {
    let mut findings = looked.iter().flat_map(|it| &it.linted.findings);
    if findings.any(|finding| finding.rule.severity < Severity::Suggestion) { Exit::Fail } else { Exit::Pass }
}
