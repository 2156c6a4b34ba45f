//! Where results go, and how a run ends.

use std::fs;
use std::process::Stdio;

use super::{LEARNER, NETWORK, SOLVED, UNTOUCHED, awslab, run};

#[test]
fn the_exit_status_tells_the_verdict() {
    let learner = fs::read_to_string(LEARNER).expect("the example is there");
    let only_unknown = learner.replace(r#""Versioning": {}"#, r#""Versioning": {"Status": "Enabled"}"#);
    let only_unknown = only_unknown.replace(r#""LoggingEnabled": null"#, r#""LoggingEnabled": {"TargetBucket": "x"}"#);
    let solved = fs::read_to_string(SOLVED).expect("the example is there");
    let untouched = fs::read_to_string(UNTOUCHED).expect("the example is there");
    for (snapshot, status) in [(&solved, 0), (&untouched, 1), (&learner, 1), (&only_unknown, 3)] {
        let ended = run(awslab(&["verify", "s3", "--from", "-"]).write_stdin(snapshot.as_str()));
        assert_eq!((ended.status, ended.stderr.as_str()), (status, ""), "{}", ended.stdout);

        let ended = run(awslab(&["verify", "s3", "--from", "-", "--exit-zero"]).write_stdin(snapshot.as_str()));
        assert_eq!(ended.status, 0);
    }
    let ended = run(&mut awslab(&["verify", "s3", "--from", "no/such", "--exit-zero"]));
    assert_eq!(ended.status, 4, "what was not judged has no verdict to hide");
}

#[test]
fn each_format_goes_where_it_is_sent() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (json, junit, human, kept) = (path("r.json"), path("r.xml"), path("r.txt"), path("kept.json"));
    let formats = [format!("json-v1={json}"), format!("junit={junit}"), format!("human={human}"), "json".to_owned()];
    let mut command = awslab(&["verify", "all", "--from", LEARNER, "--save-snapshot", &kept, "--color", "always"]);
    let ended = run(formats.iter().fold(&mut command, |command, format| command.args(["--format", format])));
    assert_eq!((ended.status, ended.stderr.as_str()), (1, ""));

    let read = |path: &str| fs::read_to_string(path).expect("the file was written");
    assert_eq!(read(&json), ended.stdout, "a file and standard output get the same");
    assert!(read(&junit).starts_with("<?xml"));
    assert!(read(&human).contains("✖ fail") && !read(&human).contains('\u{1b}'), "files have no colours");

    let again = run(&mut awslab(&["verify", "all", "--from", &kept, "--format", "json"]));
    assert_eq!(again.stdout, ended.stdout, "a snapshot that was kept is judged alike");
}

#[test]
fn a_map_has_the_format_of_its_files_name() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let drawn = |name: &str, options: &[&str]| {
        let path = folder.path().join(name).display().to_string();
        let ended = run(awslab(&["map", "--from", NETWORK, "-o", &path]).args(options));
        assert_eq!((ended.status, ended.stdout.as_str(), ended.stderr.as_str()), (0, "", ""), "{name}");
        fs::read_to_string(path).expect("the file was written")
    };
    assert!(drawn("vpc.svg", &[]).starts_with("<svg "));
    assert!(drawn("vpc.mmd", &[]).starts_with("flowchart TB\n"));
    let fenced = drawn("vpc.md", &[]);
    assert!(fenced.starts_with("```mermaid\nflowchart TB\n") && fenced.ends_with("\n```\n"));
    assert!(drawn("vpc", &["--format", "svg"]).starts_with("<svg "));
    let printed = run(&mut awslab(&["map", "--from", NETWORK])).stdout;
    assert_eq!(printed, drawn("again.mmd", &[]), "standard output gets the same as a file");
}

#[test]
fn a_dash_is_standard_output_and_a_byte_order_mark_is_nothing() {
    let solved = fs::read_to_string(SOLVED).expect("the example is there");
    let marked = format!("\u{feff}{solved}");
    let dash = run(awslab(&["verify", "s3", "--from", "-", "--format", "json=-"]).write_stdin(marked));
    let plain = run(awslab(&["verify", "s3", "--from", "-", "--format", "json"]).write_stdin(solved));
    assert_eq!((dash.status, dash.stderr.as_str(), dash.stdout), (0, "", plain.stdout));
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let mut awslab = std::process::Command::new(env!("CARGO_BIN_EXE_awslab"))
        .args(["completions", "bash"]) // more than a pipe holds is not needed: the pipe is closed before
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("awslab starts");
    drop(awslab.stdout.take());
    let ended = awslab.wait_with_output().expect("awslab ends");
    assert_eq!((ended.status.code(), ended.stderr.as_slice()), (Some(0), &b""[..]));
}

#[test]
fn every_shell_gets_completions_and_every_command_a_manual_page() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = run(&mut awslab(&["completions", shell])).stdout;
        assert!(script.contains("save-snapshot"), "{shell}");
    }
    assert!(run(&mut awslab(&["man"])).stdout.contains(".SH NAME\nawslab"));
    for command in ["verify", "list", "explain", "permissions", "map", "doctor", "snapshot", "completions", "man"] {
        let page = run(&mut awslab(&["man", command])).stdout;
        assert!(page.contains(&format!("awslab\\-{command}")), "{page}");
    }
}
