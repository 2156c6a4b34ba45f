//! `awslab list`: the labs there are, or the criteria of one.

use std::io;

use awslab_checks::LABS;
use awslab_core::lab::Lab;

use crate::catalogue;
use crate::console::Console;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::page::{Page, Text};
use crate::plural::points;
use crate::styles;

/// List the labs, or the criteria of one
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The lab whose criteria to list
    #[arg(value_name = "LAB")]
    lab: Option<String>,
}

pub(crate) fn run(args: &Args, console: Console) -> Result<Exit, Failure> {
    let lab = args.lab.as_deref().map(catalogue::lab).transpose()?;
    console.print(|out| {
        let page = &mut Page::new(out, console.look());
        match lab {
            Some(lab) => write_criteria(page, lab),
            None => write_labs(page),
        }
    })?;
    Ok(Exit::Pass)
}

fn write_labs(page: &mut Page<'_>) -> io::Result<()> {
    let id_width = LABS.iter().map(|lab| lab.id.len()).max().unwrap_or_default();
    for lab in LABS {
        let id = Text::styled(styles::TITLE, lab.id).pad_to(id_width + 2);
        page.entry(&id, &lab.title.into(), &points(lab.max_points()).into())?;
        let criteria: Vec<&str> = lab.criteria.iter().map(|criterion| criterion.id).collect();
        page.paragraph(id_width + 2, Text::styled(styles::FAINT, &criteria.join(", ")))?;
    }
    Ok(())
}

fn write_criteria(page: &mut Page<'_>, lab: &Lab) -> io::Result<()> {
    let id_width = lab.criteria.iter().map(|criterion| criterion.id.len()).max().unwrap_or_default();
    let aspect_width = lab.criteria.iter().map(|criterion| criterion.aspect.id().len()).max().unwrap_or_default();
    page.entry(
        &lab.id.into(),
        &Text::from("  ").and_styled(styles::TITLE, lab.title),
        &points(lab.max_points()).into(),
    )?;
    page.gap();
    for criterion in lab.criteria {
        let label = Text::from("  ")
            .and_styled(styles::TITLE, criterion.id)
            .pad_to(2 + id_width + 2)
            .and(criterion.aspect.id())
            .pad_to(2 + id_width + 2 + aspect_width + 2);
        let worth = if criterion.points == 0 { "info".to_owned() } else { criterion.points.to_string() };
        page.entry(&label, &criterion.title.into(), &worth.into())?;
    }
    Ok(())
}
