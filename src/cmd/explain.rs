//! `awslab explain`: what a lab asks for, and why; how to mend a criterion.

use std::collections::BTreeSet;
use std::io;

use awslab_checks::LABS;
use awslab_core::call::Call;
use awslab_core::fact::Fact;
use awslab_core::lab::{Criterion, Lab};
use awslab_core::settings::{Param, Value};

use crate::catalogue::{self, Entry};
use crate::console::Console;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::markdown;
use crate::page::{Page, Text};
use crate::plural::points;
use crate::styles;

/// Explain a lab or a criterion: why it matters, how to mend it, where AWS documents it
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Such as `s3` or `s3.versioning`
    #[arg(value_name = "LAB[.CRITERION]")]
    name: String,
}

pub(crate) fn run(args: &Args, console: Console) -> Result<Exit, Failure> {
    let entry = catalogue::entry(&args.name)?;
    console.print(|out| {
        let page = &mut Page::new(out, console.look());
        match entry {
            Entry::Lab(lab) => write_lab(page, lab),
            Entry::Criterion(lab, criterion) => write_criterion(page, lab, criterion),
        }
    })?;
    Ok(Exit::Pass)
}

fn write_lab(page: &mut Page<'_>, lab: &Lab) -> io::Result<()> {
    markdown::write(page, &lab.page())?;
    if !lab.params.is_empty() {
        heading(page, "Parameters")?;
        for param in lab.params {
            write_param(page, lab, param)?;
        }
    }
    heading(page, "Criteria")?;
    for criterion in lab.criteria {
        page.item(
            "- ",
            Text::styled(styles::TITLE, &format!("{}.{}", lab.id, criterion.id)).and(": ").and(criterion.title),
        )?;
    }
    write_next(page, lab)
}

/// The lab that follows on the roadmap.
fn write_next(page: &mut Page<'_>, lab: &Lab) -> io::Result<()> {
    let Some(next) = LABS.iter().skip_while(|it| it.id != lab.id).nth(1) else { return Ok(()) };
    page.gap();
    page.item("Next: ", format!("{}: {}", next.id, next.title))?;
    page.commands(6, &format!("awslab explain {}", next.id))
}

fn write_param(page: &mut Page<'_>, lab: &Lab, param: &Param) -> io::Result<()> {
    let default = match param.default {
        Value::Flag(on) => on.to_string(),
        Value::Count(number) => number.to_string(),
        Value::Text("") => "…".to_owned(),
        Value::Text(text) => text.to_owned(),
    };
    let setting = Text::styled(styles::TITLE, &format!("{}.{}={default}", lab.id, param.name));
    page.item("- ", setting.and(": ").and(param.about))
}

fn write_criterion(page: &mut Page<'_>, lab: &Lab, criterion: &Criterion) -> io::Result<()> {
    let id = Text::styled(styles::TITLE, &format!("{}.{}", lab.id, criterion.id)).and("  ");
    page.entry(&id, &Text::styled(styles::TITLE, criterion.title), &points(criterion.points).into())?;
    page.gap();
    page.paragraph(0, criterion.why)?;
    heading(page, "To mend it")?;
    page.commands(2, criterion.fix)?;
    heading(page, "Details")?;
    page.item("aspect   ", criterion.aspect.id())?;
    if let Some(prerequisite) = criterion.after {
        page.item("after    ", format!("{}.{prerequisite}, without which it is blocked", lab.id))?;
    }
    page.item("needs    ", actions(criterion))?;
    page.item("see      ", criterion.docs)
}

fn heading(page: &mut Page<'_>, text: &str) -> io::Result<()> {
    page.gap();
    page.paragraph(0, Text::styled(styles::TITLE, text))
}

/// The IAM actions by which the criterion is decided.
fn actions(criterion: &Criterion) -> String {
    let calls = criterion.all_reads().flat_map(Fact::calls);
    let actions: BTreeSet<&str> = calls.map(|Call { action, .. }| *action).collect();
    actions.into_iter().collect::<Vec<_>>().join(", ")
}
