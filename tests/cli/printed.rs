//! Pages and reports to the letter, such that a change of one is seen in a diff: with their backslashes, which
//! transcripts would turn into slashes. `EXPECTORATE=overwrite cargo test` writes them anew.

use super::{ESCALATION, LEARNER, NETWORK, SHOP, SOLVED, UNTOUCHED, awslab, run};

#[test]
fn what_is_printed() {
    for (file, arguments) in [
        ("explain-lab.txt", &["explain", "s3"][..]),
        ("explain-criterion.txt", &["explain", "s3.versioning"]),
        ("explain-several-commands.txt", &["explain", "s3.logging"]),
        ("role-template.yaml", &["permissions", "s3", "--role-template", "--external-id", "course-2026-anna"]),
        ("learner.txt", &["verify", "all", "--from", LEARNER]),
        ("learner.json", &["verify", "all", "--from", LEARNER, "--format", "json"]),
        ("learner.xml", &["verify", "all", "--from", LEARNER, "--format", "junit"]),
        ("untouched.txt", &["verify", "all", "--from", UNTOUCHED]),
        ("solved.txt", &["verify", "all", "--from", SOLVED]),
        ("next-lab.txt", &["verify", "s3", "--from", SOLVED]),
        ("out-of-scope.txt", &["verify", "s3", "--from", SOLVED, "--name-prefix", "Anna-"]),
        ("not-asked-for.txt", &["verify", "iam", "--from", "tests/labs/s3/solved.json"]),
        ("escalation.txt", &["policy", "escalate", "--from", ESCALATION]),
        ("escalation.json", &["policy", "escalate", "--from", ESCALATION, "--format", "json"]),
        ("kms-not-asked-for.txt", &["verify", "s3", "--from", SOLVED, "--set", "s3.kms=true", "--set", "s3.prefix=x/"]),
        ("map.mmd", &["map", "--from", SHOP]),
        ("map-of-path.mmd", &["map", "--from", NETWORK, "--path", "i-0job", "internet", "--port", "443"]),
        ("map.svg", &["map", "--from", NETWORK, "--format", "svg"]),
    ] {
        let printed = run(&mut awslab(arguments)).stdout;
        expectorate::assert_contents(format!("tests/cli/printed/{file}"), &printed);
    }
}

/// The picture of the documentation is what its command draws.
#[test]
fn what_is_drawn() {
    let path = ["--path", "i-02b3c4d5e6f7a8192", "internet", "--port", "443"];
    let drawn = run(awslab(&["map", "--from", SHOP, "--format", "svg"]).args(path)).stdout;
    expectorate::assert_contents("docs/map.svg", &drawn);
}
