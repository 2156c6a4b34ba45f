//! The policies of an account in which every lab is solved are as good as awslab asks for: without an error.

#![expect(clippy::disallowed_methods, reason = "the policies are in files")]

use std::fs;
use std::path::Path;

use awslab_policy::lint::{Severity, lint};
use serde_json::Value;

#[test]
fn the_policies_of_solved_labs_have_no_errors() {
    let labs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/labs");
    let mut policies = 0;
    for lab in fs::read_dir(labs).expect("there are labs") {
        let file = lab.expect("the folder can be read").path().join("solved.json");
        let text = fs::read_to_string(&file).expect("every lab has a solution");
        let snapshot: Value = serde_json::from_str(&text).expect("a snapshot is JSON");
        for policy in policies_in(&snapshot) {
            policies += 1;
            let findings = lint(&policy.to_string(), None).findings;
            let errors: Vec<_> = findings.iter().filter(|it| it.rule.severity == Severity::Error).collect();
            assert!(errors.is_empty(), "{} has {policy}\n{errors:#?}", file.display());
        }
    }
    assert!(policies > 0, "solutions have policies");
}

/// Whatever has a `Statement`, also where a document is a text in the document.
fn policies_in(json: &Value) -> Vec<Value> {
    match json {
        Value::Object(entries) if entries.contains_key("Statement") => vec![json.clone()],
        Value::Object(entries) => entries.values().flat_map(policies_in).collect(),
        Value::Array(items) => items.iter().flat_map(policies_in).collect(),
        Value::String(text) if text.contains("\"Statement\"") => serde_json::from_str(text).into_iter().collect(),
        _ => Vec::new(),
    }
}
