//! What `awslab verify --format json` prints, as far as these tests look at it.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::account::Output;

/// A report by criterion.
#[derive(Debug)]
pub(super) struct Report {
    pub(super) status: i32,
    /// By full id, such as `s3.versioning`.
    pub(super) criteria: BTreeMap<String, Criterion>,
}

/// One criterion of a report.
#[derive(Debug, Deserialize)]
pub(super) struct Criterion {
    id: String,
    pub(super) verdict: String,
    pub(super) fix: Option<String>,
    pub(super) missing_action: Option<String>,
    pub(super) blocked_by: Option<String>,
    pub(super) observations: Vec<Observation>,
}

/// One thing that was seen.
#[derive(Debug, Deserialize)]
pub(super) struct Observation {
    pub(super) actual: String,
}

#[derive(Deserialize)]
struct Document {
    schema: String,
    labs: Vec<Lab>,
}

#[derive(Deserialize)]
struct Lab {
    criteria: Vec<Criterion>,
}

impl Report {
    /// Reads what awslab printed. The exit status must say the same as the report.
    pub(super) fn read(output: &Output) -> serde_json::Result<Self> {
        let document: Document = serde_json::from_str(&output.stdout)?;
        assert_eq!(document.schema, "awslab.report/1");
        let criteria = document.labs.into_iter().flat_map(|lab| lab.criteria);
        let report = Self { status: output.status, criteria: criteria.map(|it| (it.id.clone(), it)).collect() };
        assert_eq!(report.status, report.status_by_verdicts(), "exit status and verdicts disagree: {output:#?}");
        Ok(report)
    }

    /// The verdict on a criterion.
    pub(super) fn verdict(&self, id: &str) -> &str {
        &self.criterion(id).verdict
    }

    /// A criterion by its full id.
    pub(super) fn criterion(&self, id: &str) -> &Criterion {
        self.criteria.get(id).unwrap_or_else(|| panic!("{id} is in the report; there are {:?}", self.criteria.keys()))
    }

    /// Nothing turned from pass to fail or back, and nothing is left out: each criterion whose verdict is another one
    /// `after`, which are returned, is unknown there, or blocked by one that is.
    pub(super) fn assert_only_knowledge_is_lost<'a>(&'a self, after: &Self, context: &str) -> Vec<&'a str> {
        let (ids_before, ids_after) = (self.criteria.keys(), after.criteria.keys());
        assert!(ids_before.eq(ids_after), "{context}: the report has other criteria: {after:#?}");
        let ids = self.criteria.keys().map(String::as_str);
        let changed: Vec<&str> = ids.filter(|id| self.verdict(id) != after.verdict(id)).collect();
        for id in &changed {
            assert_eq!(after.verdict(after.root_cause(id)), "unknown", "{context}: {id} was {}", self.verdict(id));
        }
        changed
    }

    fn root_cause<'a>(&'a self, id: &'a str) -> &'a str {
        match self.criterion(id).blocked_by.as_deref() {
            Some(cause) if self.verdict(id) == "blocked" => self.root_cause(cause),
            _ => id,
        }
    }

    fn status_by_verdicts(&self) -> i32 {
        let any = |verdict: &str| self.criteria.values().any(|it| it.verdict == verdict);
        match () {
            () if any("fail") => 1,
            () if any("unknown") => 3,
            () => 0,
        }
    }
}
