//! What a run found about one criterion.

use std::collections::BTreeSet;

use awslab_core::fetched::Gap;
use awslab_core::judge::{Decision, Outcome};
use awslab_core::lab::{Criterion, Lab};
use awslab_core::verdict::Observation;

/// One criterion.
#[derive(Debug)]
pub(crate) struct CriterionReport {
    /// Its public name: `s3.versioning`.
    pub(crate) id: String,
    /// The criterion.
    pub(crate) criterion: &'static Criterion,
    /// What became of it.
    pub(crate) status: Status,
    /// What it earned; absent where that is not known.
    pub(crate) points: Option<u32>,
    /// What it could have earned.
    pub(crate) max_points: u32,
    /// What was seen.
    pub(crate) observations: Vec<Observation>,
    /// What could not be seen.
    pub(crate) gaps: Vec<Gap>,
    /// Commands that mend it.
    pub(crate) fixes: Vec<String>,
    /// All of it in a sentence or two.
    pub(crate) message: String,
    /// The IAM actions for want of which something could not be seen.
    pub(crate) missing_actions: BTreeSet<String>,
    /// The criterion that must pass first: its public name.
    pub(crate) blocked_by: Option<String>,
}

/// What can become of a criterion, and of a lab.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    /// It holds.
    Pass,
    /// It does not.
    Fail,
    /// It could not be looked at.
    Unknown,
    /// It waits for another.
    Blocked,
    /// It does not apply.
    Skipped,
}

impl Status {
    /// Its public name.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Unknown => "unknown",
            Self::Blocked => "blocked",
            Self::Skipped => "skipped",
        }
    }
}

impl CriterionReport {
    pub(super) fn new(lab: &Lab, decision: Decision) -> Self {
        let full_id = |criterion: &Criterion| format!("{}.{}", lab.id, criterion.id);
        let mut report = Self {
            id: full_id(decision.criterion),
            criterion: decision.criterion,
            status: Status::Pass,
            points: decision.points(),
            max_points: decision.max_points(),
            observations: Vec::new(),
            gaps: Vec::new(),
            fixes: Vec::new(),
            message: String::new(),
            missing_actions: BTreeSet::new(),
            blocked_by: None,
        };
        match decision.outcome {
            Outcome::Pass(observations) => {
                report.message = in_words(observations.iter());
                report.observations = observations;
            }
            Outcome::Fail { observations, gaps, fixes } => {
                report.status = Status::Fail;
                report.message = in_words(observations.iter().filter(|it| !it.met));
                report.observations = observations;
                report.fixes = fixes;
                report.add_gaps(gaps);
            }
            Outcome::Unknown { observations, gaps } => {
                report.status = Status::Unknown;
                report.observations = observations;
                report.add_gaps(gaps);
            }
            Outcome::Blocked { by, by_unknown } => {
                report.status = Status::Blocked;
                let is = if by_unknown { "is unknown" } else { "fails" };
                report.message = format!("{} {is}, and must pass first", full_id(by));
                report.blocked_by = Some(full_id(by));
            }
            Outcome::Skipped(reason) => {
                report.status = Status::Skipped;
                report.message = reason;
            }
        }
        report
    }

    /// The observations that a miss hangs on.
    pub(crate) fn missed(&self) -> impl Iterator<Item = &Observation> {
        self.observations.iter().filter(|it| !it.met)
    }

    fn add_gaps(&mut self, gaps: Vec<Gap>) {
        self.missing_actions = gaps.iter().map(|gap| gap.action.clone()).collect();
        for gap in &gaps {
            let separator = if self.message.is_empty() { "" } else { "; " };
            self.message = format!("{}{separator}{gap}", self.message);
        }
        self.gaps = gaps;
    }
}

/// The first of some observations, and how many more there are.
fn in_words<'a>(mut observations: impl Iterator<Item = &'a Observation>) -> String {
    let Some(first) = observations.next() else { return "there was nothing to look at".to_owned() };
    let Observation { subject, property, expected, actual, met, .. } = first;
    let seen = if *met { actual.clone() } else { format!("expected {expected}, found {actual}") };
    let more = match observations.count() {
        0 => String::new(),
        count => format!(" (and {count} more)"),
    };
    format!("{property} of {subject}: {seen}{more}")
}
