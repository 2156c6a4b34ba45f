//! `decision_*.jsonl`: a scenario on each line, with what AWS decides as `expected`. Rows that are `disputed` must be
//! answered as undocumented.

use std::fs;

use awslab_policy::{Decision, Outcome, Scenario};
use serde_json::Value;

use crate::{files, name};

#[test]
fn every_row_agrees() {
    let Some(files) = files("decision_") else { return };
    let mut differences = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).expect("a corpus can be read");
        let (rows, before) = (text.lines().count(), differences.len());
        differences.extend(text.lines().filter_map(difference));
        let agreeing = rows - (differences.len() - before);
        println!("{agreeing:3} of {rows:3}  {}", name(&file));
    }
    assert!(differences.is_empty(), "\n{}", differences.join("\n"));
}

/// How a row's expectation and the engine differ; `None` when they agree.
fn difference(line: &str) -> Option<String> {
    let row: Value = serde_json::from_str(line).expect("a row is JSON");
    let (id, expected) = (&row["id"], row["expected"].as_str().expect("a row has what is expected"));
    let scenario: Scenario = match serde_json::from_str(line) {
        Ok(scenario) => scenario,
        Err(error) => return Some(format!("{id}: {error}")),
    };
    let decision = scenario.decide();
    if is_disputed(&row) {
        return (!decision.undocumented).then(|| format!("{id}: disputed, but {} is sure", decision.outcome));
    }
    let agrees = if asks_whether_it_can_be_allowed(&row) {
        scenario.policies.decide_in_any_context(&scenario.request).may_be_allowed() == (expected == "allow")
    } else {
        agrees(expected, &decision)
    };
    (!agrees).then(|| format!("{id}: expected {expected}, got {decision:?}"))
}

/// Some sources leave the context open, and expect what it could allow.
fn asks_whether_it_can_be_allowed(row: &Value) -> bool {
    row["tags"].as_array().is_some_and(|tags| tags.iter().any(|tag| tag == "satisfiability-mode"))
}

fn is_disputed(row: &Value) -> bool {
    !matches!(row["disputed"], Value::Null | Value::Bool(false))
}

/// Some sources do not tell the two kinds of denial apart.
fn agrees(expected: &str, decision: &Decision) -> bool {
    match expected {
        "allow" => decision.outcome == Outcome::Allow,
        "implicit_deny" => decision.outcome == Outcome::ImplicitDeny,
        "explicit_deny" => decision.outcome == Outcome::ExplicitDeny,
        _ => decision.outcome != Outcome::Allow,
    }
}
