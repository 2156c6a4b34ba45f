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

    fn status_by_verdicts(&self) -> i32 {
        let any = |verdict: &str| self.criteria.values().any(|it| it.verdict == verdict);
        match () {
            () if any("fail") => 1,
            () if any("unknown") => 3,
            () => 0,
        }
    }
}
