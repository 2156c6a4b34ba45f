//! The built program, as a user meets it.

mod color;
mod errors;
mod lint;
mod outputs;
mod printed;

use std::env;
use std::path::Path;

use assert_cmd::Command;

/// Commands with what they print, to the letter.
#[test]
fn transcripts() {
    trycmd::TestCases::new()
        .register_bin("awslab", Path::new(env!("CARGO_BIN_EXE_awslab")))
        .env("LC_ALL", "C.UTF-8")
        .env("NO_COLOR", "1")
        .case("tests/cli/*.trycmd");
}

/// awslab without the environment's AWS credentials, colours and locale.
fn awslab(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_awslab"));
    for (name, _value) in env::vars() {
        let decides = ["NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "LANG"].contains(&name.as_str());
        if decides || name.starts_with("AWS_") || name.starts_with("LC_") {
            command.env_remove(name);
        }
    }
    command.env("LC_ALL", "C.UTF-8").args(arguments);
    command
}

/// How a command ended, and what it wrote.
struct Ended {
    status: i32,
    stdout: String,
    stderr: String,
}

fn run(command: &mut Command) -> Ended {
    let output = command.output().expect("awslab runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("awslab writes UTF-8");
    let status = output.status.code().expect("no signal ends awslab");
    Ended { status, stdout: text(output.stdout), stderr: text(output.stderr) }
}

const SOLVED: &str = "examples/snapshots/solved.json";
const ESCALATION: &str = "examples/snapshots/escalation.json";
const LEARNER: &str = "examples/snapshots/learner.json";
const NETWORK: &str = "examples/snapshots/network.json";
const SHOP: &str = "examples/snapshots/shop.json";
const UNTOUCHED: &str = "examples/snapshots/untouched.json";
