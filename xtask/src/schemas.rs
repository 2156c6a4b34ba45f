//! `cargo xtask schemas`: brings the published JSON Schemas up to date with the types they describe.

use anyhow::Result;
use xshell::cmd;

use crate::project::Project;

/// Write docs/schemas/*.json anew from the types that they describe
#[derive(clap::Args)]
pub(crate) struct Options {}

pub(crate) fn run(_options: &Options) -> Result<()> {
    let shell = Project::find()?.shell()?;
    // The tests compare the files with the types; with this variable they write them instead.
    cmd!(shell, "cargo test --workspace --quiet schema").env("EXPECTORATE", "overwrite").run()?;
    Ok(())
}
