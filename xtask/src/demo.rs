//! `cargo xtask demo`: what awslab says about a learner's account, without an account.

use std::collections::BTreeMap;
use std::env;
use std::process::Command;

use anyhow::{Context, Result, bail};
use xshell::cmd;

use crate::emulators::Emulator;
use crate::project::Project;
use crate::python::Python;
use crate::stage::stage;

/// Verify the account of a learner who is halfway, in an AWS emulator that it installs and starts itself
#[derive(clap::Args)]
pub(crate) struct Options {}

pub(crate) fn run(_options: &Options) -> Result<()> {
    let project = Project::find()?;
    let shell = project.shell()?;
    let python = stage("install an AWS emulator", || Python::environment(&project))?;
    stage("build awslab", || Ok(cmd!(shell, "cargo build --package awslab").run()?))?;
    let emulator = stage("start the emulator", || Emulator::moto(&project, &python))?;
    let credentials = stage("do half of the labs", || half_solved_account(&project, &python, &emulator))?;

    let arguments = ["verify", "s3", "iam", "--endpoint-url", &emulator.endpoint()];
    eprintln!("\n$ awslab {}\n", arguments.join(" "));
    let status = without_aws_settings(Command::new(project.binary("awslab")))
        .args(arguments)
        .envs(credentials)
        .status()
        .context("run awslab")?;
    // Half of the criteria are missed, and awslab says so with its exit status too: the demo is a success.
    let Some(0 | 1 | 3) = status.code() else { bail!("awslab could not do its work: {status}") };
    Ok(())
}

/// Builds the account and returns the variables with its credentials.
fn half_solved_account(project: &Project, python: &Python, emulator: &Emulator) -> Result<BTreeMap<String, String>> {
    let output = without_aws_settings(Command::new(python.interpreter()))
        .arg(project.emulators().join("accounts.py"))
        .args(["half-solved", "--account", "123456789012", "--endpoint", &emulator.endpoint()])
        .output()
        .context("run accounts.py")?;
    if !output.status.success() {
        bail!("accounts.py failed:\n{}", String::from_utf8_lossy(&output.stderr));
    }
    serde_json::from_slice(&output.stdout).context("read what accounts.py printed")
}

/// Keeps the developer's own AWS account and settings out of it.
fn without_aws_settings(mut command: Command) -> Command {
    for (name, _) in env::vars_os() {
        if name.to_string_lossy().starts_with("AWS_") {
            command.env_remove(name);
        }
    }
    command
}
