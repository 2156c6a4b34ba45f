//! `findings_parliament.jsonl`: a policy on each line, with what parliament 1.6.4 finds in it as `findings`.
//!
//! Each name of parliament's stands for codes of ours, of which one must be found. Where parliament finds nothing, awslab
//! finds no error. Every difference is in a table, with the reason.

use std::fs;

use awslab_policy::lint::{Finding, Severity, lint};
use serde_json::Value;

use crate::files;

/// Each name of a finding of parliament's, and the codes that say the same.
const SAME: &[(&str, &[&str])] = &[
    ("BAD_PATTERN_FOR_MFA", &["P226"]),
    ("INVALID_ARN", &["P002", "P111"]),
    ("MALFORMED", &["P002"]),
    ("MALFORMED_JSON", &["P001"]),
    ("MISMATCHED_TYPE_BUT_USABLE", &["P205"]),
    ("RESOURCE_MISMATCH", &["P120", "P121", "P122"]),
    ("RESOURCE_POLICY_PRIVILEGE_ESCALATION", &["P311"]),
    ("RESOURCE_STAR", &["P301", "P302", "P307"]),
    ("UNKNOWN_ACTION", &["P103", "P104"]),
    ("UNKNOWN_CONDITION_FOR_ACTION", &["P203"]),
    ("UNKNOWN_OPERATOR", &["P002"]),
];

/// The end of a row's id, a finding of parliament's that awslab does not share, and why.
const NOT_SHARED: &[(&str, &str, &str)] = &[
    ("test-condition-operator#2", "MISMATCHED_TYPE", "an operator that does not exist has no type to be wrong"),
    (
        "test-condition-operator-values",
        "RESOURCE_STAR",
        "ec2:InstanceProfile is known of every instance and tells them apart, so that the statement is restricted",
    ),
    (
        "test-policy-mu",
        "RESOURCE_MISMATCH",
        "s3:* on a bucket and its objects: the actions on neither are taken in by the pattern, and nobody relies on them",
    ),
    (
        "test-resource-policy-privilege-escalation#2",
        "RESOURCE_POLICY_PRIVILEGE_ESCALATION",
        "the Deny of the same policy refuses s3:*Policy*, by which access would be given",
    ),
];

#[test]
fn every_finding_agrees_or_is_explained() {
    let mut differences = Vec::new();
    for file in files("findings_").unwrap_or_default() {
        let text = fs::read_to_string(&file).expect("a corpus can be read");
        let rows: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("a row is JSON")).collect();
        differences.extend(rows.iter().flat_map(differences_in));
        println!("{:3} rows of findings", rows.len());
    }
    assert!(differences.is_empty(), "\n{}", differences.join("\n"));
}

fn differences_in(row: &Value) -> Vec<String> {
    let id = row["id"].as_str().expect("a row has an id");
    let policy = row["raw"].as_str().map_or_else(|| row["policy"].to_string(), str::to_owned);
    let found = lint(&policy, None).findings;
    let expected: Vec<&str> = row["findings"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    if expected.is_empty() {
        let errors = found.iter().filter(|it| it.rule.severity == Severity::Error);
        return errors.map(|it| format!("{id}: {} {}", it.rule.code, it.message)).collect();
    }
    let missing = expected.into_iter().filter(|name| !is_not_shared(id, name) && !is_found(name, &found));
    missing.map(|name| format!("{id}: {name} is not found")).collect()
}

fn is_not_shared(id: &str, name: &str) -> bool {
    NOT_SHARED.iter().any(|(row, not_shared, _why)| id.ends_with(row) && *not_shared == name)
}

fn is_found(name: &str, found: &[Finding]) -> bool {
    let same = SAME.iter().find(|(known, _codes)| *known == name).map_or(&[][..], |(_name, codes)| codes);
    found.iter().any(|finding| same.contains(&finding.rule.code))
}
