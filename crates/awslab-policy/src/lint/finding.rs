//! One finding, and all of them in the order of the text.

use std::collections::HashSet;
use std::ops::Range;

use serde::Serialize;
use serde_json::Value;

use super::policy::Place;
use super::rules::Rule;

/// No learner reads more, and no hostile text should take more memory.
const MAX_FINDINGS: usize = 1_000;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// AWS refuses it, or it does nothing.
    Error,
    /// It gives more, or less, than it seems to.
    Warning,
    /// It could be said better.
    Suggestion,
}

/// Something found in a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule that found it.
    pub rule: &'static Rule,
    /// Where, as a JSON path such as `Statement[0].Action[1]`; empty for the document as a whole.
    pub path: String,
    /// Where, as bytes of the text.
    pub span: Range<usize>,
    /// What is wrong, and what would be enough.
    pub message: String,
    /// What to write instead.
    pub better: Option<Better>,
}

/// What to write instead of what stands at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Better {
    /// The place, as a JSON path.
    pub path: String,
    /// What to write there; `null` when it is to go.
    pub json: Value,
    /// Whether it is for one of several things that the statement lists: then it is a statement beside the rest.
    pub is_beside: bool,
}

impl Better {
    /// What to write instead of what stands at a place.
    pub(super) fn at(path: impl Into<String>, json: impl Into<Value>) -> Self {
        Self { path: path.into(), json: json.into(), is_beside: false }
    }
}

/// A place in a text, as an editor shows it: both counted from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The character of the line.
    pub column: usize,
}

impl Finding {
    /// Where it is in the text that was looked through.
    pub fn position(&self, text: &str) -> Position {
        let before = &text[..self.span.start];
        let line = before.rsplit('\n').next().unwrap_or_default();
        Position { line: before.matches('\n').count() + 1, column: line.chars().count() + 1 }
    }
}

/// What a rule found, before it is known which rule it was.
#[derive(Debug, Clone)]
pub(super) struct Found {
    place: Place,
    message: String,
    better: Option<Better>,
}

impl Found {
    pub(super) fn at(place: &Place, message: impl Into<String>) -> Self {
        Self { place: place.clone(), message: message.into(), better: None }
    }

    pub(super) fn better(mut self, better: impl Into<Option<Better>>) -> Self {
        self.better = better.into();
        self
    }
}

/// What all rules found.
#[derive(Debug, Default)]
pub(super) struct Findings {
    findings: Vec<Finding>,
    seen: HashSet<(&'static str, String, String)>,
}

impl Findings {
    /// How many more it keeps.
    pub(super) fn room(&self) -> usize {
        MAX_FINDINGS - self.findings.len()
    }

    /// Keeps what a rule found, but not twice.
    pub(super) fn push(&mut self, rule: &'static Rule, found: Found) {
        let Found { place: Place { path, span }, message, better } = found;
        if self.room() > 0 && self.seen.insert((rule.code, path.clone(), message.clone())) {
            self.findings.push(Finding { rule, path, span, message, better });
        }
    }

    /// In the order of the text, and of the codes where several are at one place.
    pub(super) fn sorted(mut self) -> Vec<Finding> {
        self.findings.sort_by(|one, other| {
            let by_place = (one.span.start, one.rule.code).cmp(&(other.span.start, other.rule.code));
            by_place.then_with(|| one.path.cmp(&other.path))
        });
        self.findings
    }
}
