//! What goes wrong before anything is judged: a message, what to do, and the exit status.

use std::fs;

use super::{SOLVED, awslab, run};

#[test]
fn a_command_line_that_cannot_be_followed_ends_with_2() {
    for (arguments, parts) in [
        (&["verify"][..], &["<LAB>..."][..]),
        (&["verify", "s33"], &["error: there is no lab s33", "help: did you mean s3? the labs are: iam, s3"]),
        (&["verify", "s3.versioning"], &["give a whole lab here: s3", "`awslab explain s3.versioning`"]),
        (&["verify", "s3", "--set", "s3.km=true"], &["failed to set \"s3.km=true\"", "did you mean kms?"]),
        (&["verify", "s3", "--set", "s3.kms=yes"], &["true or false"]),
        (&["verify", "s3", "--tag", "lab"], &["KEY=VALUE"]),
        (&["verify", "s3", "--resource", "bucket"], &["arn:partition:service"]),
        (&["verify", "s3", "--format", "jsn"], &["did you mean json?"]),
        (&["verify", "s3", "--format", "json", "--format", "junit"], &["two formats go to standard output", "help: "]),
        (&["verify", "s3", "--format", "json", "--format", "junit=-"], &["two formats go to standard output"]),
        (&["verify", "s3", "--save-snapshot", "-"], &["standard output", "help: `awslab snapshot -o -`"]),
        (&["verify", "s3", "--format", "json=f", "--format", "junit=./f"], &["the same file: ./f", "help: "]),
        (&["verify", "s3", "--format", "json=f", "--save-snapshot", "./f"], &["the snapshot and the report"]),
        (&["verify", "s3", "--from", SOLVED, "--save-snapshot", SOLVED], &["the snapshot to judge and the snapshot"]),
        (&["verify", "s3", "--from", "x", "--profile", "y"], &["--profile"]),
        (&["verify", "s3", "--external-id", "x"], &["--role-arn"]),
        (&["verfy"], &["'verify'"]),
        (&["explain", "s3.versionning"], &["error: lab s3 has no criterion versionning", "did you mean versioning?"]),
        (&["list", "iaam"], &["did you mean iam?"]),
        (&["man", "verfy"], &["did you mean verify?"]),
        (&["map", "--from", "x", "--port", "80"], &["--path"]),
        (&["map", "--from", "x", "-o", "vpc.png"], &["the name vpc.png tells no format", "--format svg"]),
        (&["map", "--from", "x", "--profile", "y"], &["--profile"]),
        (&["permissions", "--external-id", "x y", "--role-template"], &["2 to 1224"]),
    ] {
        let ended = run(&mut awslab(arguments));
        assert_eq!((ended.status, ended.stdout.as_str()), (2, ""), "{arguments:?}");
        assert_contains(&ended.stderr, parts);
    }
}

#[test]
fn a_snapshot_that_cannot_be_judged_ends_with_4() {
    let solved = fs::read_to_string(SOLVED).expect("the example is there");
    for (text, parts) in [
        ("", &["standard input: failed to read the snapshot as JSON", "help: `awslab snapshot -o FILE`"][..]),
        ("{}", &["its `schema` is missing", "`awslab snapshot` writes one"]),
        (r#"{"schema": "sarif"}"#, &["its `schema` is \"sarif\""]),
        (&solved.replace("snapshot/1", "snapshot/2"), &["update awslab"]),
        (&solved[..solved.len() / 2], &["as JSON", "EOF"]),
        (&solved.replace("2026-11-24T09:00:00Z", "\u{1b}[2J"), &["as JSON", "line "]),
    ] {
        let ended = run(awslab(&["verify", "s3", "--from", "-"]).write_stdin(text));
        assert_eq!((ended.status, ended.stdout.as_str()), (4, ""), "{}", ended.stderr);
        assert_contains(&ended.stderr, parts);
        assert!(!ended.stderr.contains('\u{1b}'), "{:?}", ended.stderr);
    }
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let ended = run(&mut awslab(&["verify", "s3", "--from", "no/such.json"]));
    assert_eq!(ended.status, 4);
    assert_contains(&ended.stderr, &["error: failed to read the snapshot from no/such.json: ", "help: "]);
}

#[test]
fn where_nothing_can_be_written_is_told_before_anything_is_read() {
    for (arguments, message) in [
        (&["--format", "json=no/such/report.json"], "failed to write the report to no/such/report.json: "),
        (&["--save-snapshot", "no/such.json"], "failed to write the snapshot to no/such.json: "),
        (&["--save-snapshot", "tests"], "failed to write the snapshot to tests: "),
    ] {
        let ended = run(awslab(&["verify", "s3", "--from", "no/such/either.json"]).args(arguments));
        assert_eq!((ended.status, ended.stdout.as_str()), (4, ""));
        assert_contains(&ended.stderr, &["error: ", message]);
    }
    let ended = run(&mut awslab(&["snapshot", "-o", "no/such.json"]));
    assert_eq!(ended.status, 4);
    assert_contains(&ended.stderr, &["error: failed to write the snapshot to no/such.json: "]);
}

#[test]
fn what_a_run_without_a_result_would_have_written_is_not_there() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let file = folder.path().join("report.json");
    let format = format!("json={}", file.display());
    let ended = run(&mut awslab(&["verify", "s3", "--from", "no/such.json", "--format", &format]));
    assert_eq!((ended.status, file.exists()), (4, false));
}

#[cfg(not(feature = "live"))]
#[test]
fn without_the_sdk_the_account_cannot_be_read() {
    for arguments in [&["verify", "s3"][..], &["doctor"], &["snapshot", "-o", "-"]] {
        let ended = run(&mut awslab(arguments));
        assert_eq!(ended.status, 4);
        assert_contains(&ended.stderr, &["built without the AWS SDK", "help: ", "--from FILE"]);
    }
}

/// An address where nobody listens, files that are not there, and no instance metadata.
#[cfg(feature = "live")]
#[test]
fn without_credentials_or_network_there_is_help() {
    let nowhere = [
        ("AWS_CONFIG_FILE", "no/such"),
        ("AWS_SHARED_CREDENTIALS_FILE", "no/such"),
        ("AWS_EC2_METADATA_DISABLED", "true"),
    ];
    let keys = [("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE"), ("AWS_SECRET_ACCESS_KEY", "secret")];

    let ended = run(awslab(&["verify", "s3"]).envs(nowhere));
    assert_eq!(ended.status, 4);
    assert_contains(&ended.stderr, &["error: failed to ", "help: "]);

    let ended = run(awslab(&["doctor", "--region", "eu-west-1"]).envs(nowhere));
    assert_eq!(ended.status, 4);
    assert_contains(&ended.stderr, &["help: run `aws configure`"]);
    assert_eq!(ended.stderr.lines().count(), 2, "a sentence and the help:\n{}", ended.stderr);

    let arguments = ["snapshot", "-o", "-", "--region", "eu-west-1", "--endpoint-url", "http://127.0.0.1:9"];
    let ended = run(awslab(&arguments).envs(nowhere).envs(keys));
    assert_eq!((ended.status, ended.stdout.as_str()), (4, ""));
    assert_contains(&ended.stderr, &["error: failed to reach http://127.0.0.1:9", "help: check the network"]);
}

/// Variables and options that somebody meant to set, as CI systems leave them.
#[cfg(feature = "live")]
#[test]
fn what_is_empty_is_not_given() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let config = folder.path().join("config");
    fs::write(&config, "[default]\nregion = eu-west-1\nendpoint_url = http://127.0.0.1:9\n").expect("it is written");
    let environment = [
        ("AWS_CONFIG_FILE", config.as_os_str()),
        ("AWS_SHARED_CREDENTIALS_FILE", "no/such".as_ref()),
        ("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE".as_ref()),
        ("AWS_SECRET_ACCESS_KEY", "secret".as_ref()),
    ];
    let nothing = [
        "AWS_PROFILE",
        "AWS_REGION",
        "AWS_DEFAULT_REGION",
        "AWS_SESSION_TOKEN",
        "AWS_ENDPOINT_URL",
        "AWS_ENDPOINT_URL_STS",
    ];
    let nothing = nothing.map(|name| (name, ""));
    let empty = ["--profile=", "--role-arn=", "--external-id=", "--region="];
    for arguments in [&[][..], &["--endpoint-url="], &empty] {
        let ended = run(awslab(&["doctor"]).args(arguments).envs(environment).envs(nothing));
        assert_contains(&ended.stderr, &["error: failed to reach http://127.0.0.1:9"]);
    }

    let ended = run(awslab(&["doctor"]).envs(environment).env("AWS_CONFIG_FILE", "no/such").envs(nothing));
    assert_contains(&ended.stderr, &["error: failed to choose a Region", "help: set AWS_REGION"]);
}

fn assert_contains(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part:?} is not in\n{text}");
    }
}
