//! `cargo xtask test`: everything that must hold before a change is taken.

use std::path::Path;

use anyhow::{Result, ensure};
use xshell::{Shell, cmd};

use crate::emulators::Emulator;
use crate::managed_policies;
use crate::project::Project;
use crate::python::Python;
use crate::stage::stage;

/// Test everything, also against AWS emulators that it installs and starts itself
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Leave out clippy and the build without the AWS SDK
    #[arg(long)]
    quick: bool,
}

/// Packages that must compile neither the AWS SDK nor tokio, and how cargo is asked for them.
const PURE: &[(&str, &[&str])] =
    &[("awslab", &["--no-default-features"]), ("awslab-checks", &[]), ("awslab-core", &[]), ("awslab-policy", &[])];

pub(crate) fn run(options: &Options) -> Result<()> {
    let project = Project::find()?;
    let shell = project.shell()?;

    stage("format", || Ok(cmd!(shell, "cargo fmt --all --check").run()?))?;
    let python = stage("Python environment", || Python::environment(&project))?;
    let managed_policies = stage("policies that AWS manages", || managed_policies::file(&project))?;
    stage("build", || Ok(cmd!(shell, "cargo test --workspace --no-run").run()?))?;
    stage("tests", || test_against_emulators(&project, &shell, &python, &managed_policies))?;
    if options.quick {
        return Ok(());
    }
    stage("clippy", || Ok(cmd!(shell, "cargo clippy --workspace --all-targets -- -D warnings").run()?))?;
    stage("without the AWS SDK: dependencies", || check_pure_packages(&shell))?;
    stage("without the AWS SDK: tests", || Ok(cmd!(shell, "cargo test --package awslab --no-default-features").run()?))
}

fn test_against_emulators(project: &Project, shell: &Shell, python: &Python, managed_policies: &Path) -> Result<()> {
    let moto = Emulator::moto(project, python)?;
    let enforcing_moto = Emulator::enforcing_moto(project, python)?;
    let ministack = Emulator::ministack(project, python)?;
    cmd!(shell, "cargo test --workspace --no-fail-fast")
        .env("AWSLAB_EMULATORS", "required")
        .env("AWSLAB_MOTO", moto.endpoint())
        .env("AWSLAB_ENFORCING_MOTO", enforcing_moto.endpoint())
        .env("AWSLAB_MINISTACK", ministack.endpoint())
        .env("AWSLAB_MANAGED_POLICIES", managed_policies)
        .env("AWSLAB_PYTHON", python.interpreter())
        .run()?;
    Ok(())
}

fn check_pure_packages(shell: &Shell) -> Result<()> {
    for &(package, features) in PURE {
        let tree = cmd!(shell, "cargo tree --package {package} {features...} --edges normal --prefix none").read()?;
        let network: Vec<&str> = tree.lines().filter(|line| is_for_the_network(line)).collect();
        ensure!(network.is_empty(), "{package} must not depend on {}", network.join(", "));
    }
    Ok(())
}

fn is_for_the_network(package: &str) -> bool {
    package.starts_with("aws-") || package.starts_with("tokio ")
}

#[cfg(test)]
mod tests {
    use super::is_for_the_network;

    #[test]
    fn the_sdk_and_tokio_are_for_the_network_and_nothing_of_ours_is() {
        assert!(is_for_the_network("aws-config v1.13.0"));
        assert!(is_for_the_network("aws-sdk-s3 v1.157.0"));
        assert!(is_for_the_network("tokio v1.54.0"));
        assert!(!is_for_the_network("awslab-core v0.1.0 (/home/mia/awslab/crates/awslab-core)"));
    }
}
