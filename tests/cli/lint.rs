//! `awslab policy lint`: what is printed, how it ends, and that its rules are documented.

use std::fmt::Write as _;

use awslab_policy::lint::{Severity, rules};

use super::{awslab, run};

const REPORTS: &str = "examples/policies/reports.json";
const DEPLOY_ROLE: &str = "examples/policies/deploy-role.json";

#[test]
fn what_is_printed() {
    for (file, arguments) in [
        ("lint.txt", &["policy", "lint", REPORTS, DEPLOY_ROLE][..]),
        ("lint.json", &["policy", "lint", DEPLOY_ROLE, "--format", "json"]),
    ] {
        let printed = run(&mut awslab(arguments)).stdout;
        expectorate::assert_contents(format!("tests/cli/printed/{file}"), &printed);
    }
}

#[test]
fn how_it_ends_tells_what_was_found() {
    const FINE: &str = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow",
        "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*"}}"#;
    let suggestion = FINE.replace("\"Version\": \"2012-10-17\", ", "");
    let warning = FINE.replace("s3:GetObject", "s3:*");
    for (policy, kind, status) in [
        (FINE, "identity", 0),
        (&suggestion, "identity", 0),
        (&warning, "identity", 1),
        (FINE, "resource", 1),
        ("no JSON", "identity", 1),
        (FINE, "no-such-type", 2),
    ] {
        let ended = run(awslab(&["policy", "lint", "-", "--type", kind]).write_stdin(policy));
        assert_eq!(ended.status, status, "{policy} as {kind}: {}{}", ended.stdout, ended.stderr);
    }
    assert_eq!(run(&mut awslab(&["policy", "lint", REPORTS, "no-such-file.json"])).status, 4);
    assert_eq!(run(&mut awslab(&["policy", "lint"])).status, 2);
}

#[test]
fn hostile_policies_do_nothing_to_the_terminal() {
    let policy = "{\"Statement\": {\"Effect\": \"Allow\",\n\"Action\": \"\u{202e}##[error]x\", \"Resource\": \"\u{1b}[2J::error::x\"}}";
    for format in ["human", "json"] {
        let printed = run(awslab(&["policy", "lint", "-", "--format", format]).write_stdin(policy)).stdout;
        assert!(!printed.contains(['\u{1b}', '\u{202e}']) && !printed.contains("##["), "{printed}");
        assert!(!printed.lines().any(|line| line.trim_start().starts_with("::")), "{printed}");
    }
}

/// `EXPECTORATE=overwrite cargo test` writes the page anew.
#[test]
fn every_rule_is_documented() {
    let mut page = String::from(
        "# Rules of `awslab policy lint`\n\nMade from the rules themselves. An error is refused by AWS, or does nothing; a warning gives more,\n\
         or less, than it seems to; a suggestion could be said better. Codes stay.\n\n| code | name | severity | why |\n|---|---|---|---|\n",
    );
    for rule in rules() {
        let severity = match rule.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Suggestion => "suggestion",
        };
        let protects = rule.protects.replace('|', "\\|");
        writeln!(page, "| `{}` | `{}` | {severity} | {protects} ([AWS]({})) |", rule.code, rule.name, rule.page)
            .expect("a String can be written to");
    }
    expectorate::assert_contents("docs/policy-lint-rules.md", &page);
}
