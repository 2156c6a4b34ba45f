//! What a learner should know about a policy before AWS, or somebody else, finds out: what AWS refuses, what does
//! nothing, and what gives away more than it says.
//!
//! Each finding has a stable code, a place in the text, a sentence, and where there is one a better text. The rules are
//! in [`rules`], area by area: a table first, one small function for each of its lines below.

mod comparisons;
mod faults;
mod finding;
mod keys;
mod kind;
mod overlap;
mod policy;
mod rules;
mod text;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

pub use self::finding::{Better, Finding, Position, Severity};
pub use self::kind::Kind;
pub use self::rules::{Rule, rules};

use self::finding::{Findings, Found};
use self::policy::Policy;
use self::text::Text;

/// What was found in a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Linted {
    /// What the policy was taken for.
    pub kind: Kind,
    /// In the order of the text.
    pub findings: Vec<Finding>,
}

/// Looks through the text of a policy. What is not said about its kind is guessed.
pub fn lint(text: &str, kind: Option<Kind>) -> Linted {
    let text = match Text::read(text) {
        Ok(text) => text,
        Err(error) => return with_one(rules::malformed_json(), faults::no_json(text, &error), kind),
    };
    if let Some(fault) = faults::too_long_for_any_policy(&text) {
        return with_one(rules::too_long(), fault, kind);
    }
    let mut findings = Findings::default();
    for fault in faults::against_the_grammar(&text) {
        findings.push(rules::malformed_document(), fault);
    }
    let policy = Policy::read(&text, kind);
    for rule in rules() {
        for found in rule.apply(&policy).take(findings.room()) {
            findings.push(rule, found);
        }
    }
    Linted { kind: policy.kind, findings: findings.sorted() }
}

/// What was found in a text that is not worth looking at more closely.
fn with_one(rule: &'static Rule, found: Found, kind: Option<Kind>) -> Linted {
    let mut findings = Findings::default();
    findings.push(rule, found);
    Linted { kind: kind.unwrap_or(Kind::Identity), findings: findings.sorted() }
}

/// How many findings there are of each severity.
pub fn count(findings: &[Finding]) -> BTreeMap<Severity, usize> {
    let mut counts = BTreeMap::new();
    for finding in findings {
        *counts.entry(finding.rule.severity).or_default() += 1;
    }
    counts
}
