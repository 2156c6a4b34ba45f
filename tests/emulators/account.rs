//! An account in an emulator, and the programs that are run on it.

use std::collections::BTreeMap;
use std::env;
use std::path::Path;
use std::process::Command;

use super::emulator::python;
use super::front::Front;
use super::report::Report;

/// An account, and where it is to be reached.
pub(super) struct Account {
    pub(super) number: String,
    pub(super) endpoint: String,
    /// `AWS_ACCESS_KEY_ID` and its like.
    pub(super) credentials: BTreeMap<String, String>,
}

/// What a program that ended left behind.
#[derive(Debug)]
pub(super) struct Output {
    pub(super) status: i32,
    pub(super) stdout: String,
    pub(super) stderr: String,
}

impl Account {
    /// The same account behind a proxy.
    pub(super) fn behind(&self, front: &Front) -> Self {
        Self { number: self.number.clone(), endpoint: front.endpoint.clone(), credentials: self.credentials.clone() }
    }

    /// The report on the labs s3 and iam.
    pub(super) fn verify(&self, options: &[&str]) -> Report {
        let output = self.try_verify(options);
        Report::read(&output).unwrap_or_else(|error| panic!("awslab printed no report ({error}): {output:#?}"))
    }

    /// What awslab does when asked for that report.
    pub(super) fn try_verify(&self, options: &[&str]) -> Output {
        let mut arguments = vec!["verify", "s3", "iam", "--format", "json", "--endpoint-url", &self.endpoint];
        arguments.extend(options);
        run(Command::new(env!("CARGO_BIN_EXE_awslab")).args(arguments), &self.credentials)
    }

    /// Runs the AWS CLI in a folder. It must succeed.
    pub(super) fn aws(&self, folder: &Path, arguments: &[&str]) {
        let aws = python().with_file_name(format!("aws{}", env::consts::EXE_SUFFIX));
        let mut command = Command::new(aws);
        command.current_dir(folder).args(["--endpoint-url", &self.endpoint]).args(arguments);
        let output = run(&mut command, &self.credentials);
        assert!(output.status == 0, "aws {arguments:?} failed: {output:#?}");
    }
}

/// Runs a program with these credentials and no other AWS settings: not the developer's own.
pub(super) fn run(command: &mut Command, credentials: &BTreeMap<String, String>) -> Output {
    for (name, _) in env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("AWS_")) {
        command.env_remove(name);
    }
    let output = command
        .envs(credentials)
        .env("AWS_CONFIG_FILE", "none")
        .env("AWS_SHARED_CREDENTIALS_FILE", "none")
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .output()
        .expect("the program can be started");
    Output {
        status: output.status.code().expect("the program was not killed"),
        stdout: String::from_utf8(output.stdout).expect("the output is UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("the messages are UTF-8"),
    }
}
