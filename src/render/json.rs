//! `--format json`: the document `awslab.report/1`, a contract with programs.
//!
//! It has structs of its own, so that what awslab is inside can change without breaking anybody.

use std::io::{self, Write};

use awslab_core::arn::Arn;
use awslab_core::judge::Standing;
use awslab_core::verdict::Observation;
use serde::Serialize;

use crate::report::{CriterionReport, LabReport, Report, Status, Totals};
use crate::untrusted;

/// Writes the report, indented, with a line feed at its end.
pub(crate) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let json = serde_json::to_string_pretty(&Document::from(report))?;
    writeln!(out, "{}", untrusted::json(&json))
}

/// How an account stands in some labs.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Document<'a> {
    /// The format of this document.
    #[cfg_attr(test, schemars(extend("const" = "awslab.report/1")))]
    schema: &'static str,
    /// The account's twelve digits.
    account: &'a str,
    /// The ARN of whom awslab ran as.
    caller: &'a str,
    /// The Regions that were looked in.
    regions: &'a [&'a str],
    /// When the account was read (RFC 3339).
    taken_at: String,
    /// The labs, in the order asked for.
    labs: Vec<Lab<'a>>,
    /// All labs together.
    summary: Summary,
}

/// How one lab stands.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Lab<'a> {
    /// Its public name, such as `s3`.
    id: &'a str,
    /// What the learner does.
    title: &'a str,
    /// `fail` where a criterion fails, else `unknown` where one is, else `pass`.
    verdict: Verdict,
    /// What was earned.
    points: u32,
    /// What could have been earned, without what does not apply.
    max_points: u32,
    /// What hangs on something that could not be looked at: it is neither earned nor lost.
    undecided_points: u32,
    /// The ARN of the resource judged; null in labs that judge several together, and where there is none.
    subject: Option<&'a str>,
    /// The other resources that could have been judged, best first.
    candidates: Vec<Candidate<'a>>,
    /// Every criterion, in the lab's order.
    criteria: Vec<Criterion<'a>>,
}

/// A resource that could have been judged.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Candidate<'a> {
    /// Its ARN.
    subject: &'a str,
    /// What it would have earned.
    points: u32,
    /// What it might have earned besides: it was not looked at closely.
    undecided_points: u32,
    /// The first criterion that it misses for certain, such as `s3.versioning`.
    first_miss: Option<String>,
}

/// What became of one criterion.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Criterion<'a> {
    /// Its public name, such as `s3.versioning`.
    id: &'a str,
    /// What must hold.
    title: &'a str,
    /// `task`, `least-privilege`, `encryption`, `topology`, `resilience` or `operations`.
    aspect: &'a str,
    /// What became of it.
    verdict: Verdict,
    /// What it earned; null where that is not known.
    points: Option<u32>,
    /// What it could have earned.
    max_points: u32,
    /// What was seen: one for each resource and property that decided.
    observations: Vec<Seen<'a>>,
    /// All of it in a sentence or two.
    message: &'a str,
    /// The commands that mend it, with the account's own names.
    fix: Option<String>,
    /// The AWS page behind it.
    docs: &'a str,
    /// The IAM actions that the calls without an answer need, with commas between several.
    missing_action: Option<String>,
    /// The criterion that must pass first.
    blocked_by: Option<&'a str>,
}

/// Something that was looked at.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Seen<'a> {
    /// The ARN of the resource, or what was searched where there is none.
    subject: &'a str,
    /// What of it.
    property: &'a str,
    /// What it must be.
    expected: &'a str,
    /// What it is.
    actual: &'a str,
    /// Whether it is as it must be.
    met: bool,
}

/// What can become of a criterion.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
enum Verdict {
    /// It holds.
    Pass,
    /// It does not hold.
    Fail,
    /// awslab could not look. It earns nothing and costs nothing.
    Unknown,
    /// It waits for another criterion to pass.
    Blocked,
    /// It does not apply.
    Skipped,
}

/// Points and verdicts, counted.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Summary {
    /// What was earned.
    points: u32,
    /// What could have been earned, without what does not apply.
    max_points: u32,
    /// What hangs on something that could not be looked at: it is neither earned nor lost.
    undecided_points: u32,
    /// Criteria that hold.
    pass: usize,
    /// Criteria that do not hold.
    fail: usize,
    /// Criteria that could not be looked at.
    unknown: usize,
    /// Criteria that wait for another.
    blocked: usize,
    /// Criteria that do not apply.
    skipped: usize,
}

impl<'a> From<&'a Report<'a>> for Document<'a> {
    fn from(report: &'a Report<'a>) -> Self {
        Self {
            schema: "awslab.report/1",
            account: &report.account.account_id,
            caller: report.account.caller.arn.as_str(),
            regions: &report.regions,
            taken_at: report.account.taken_at.to_string(),
            labs: report.labs.iter().map(Lab::from).collect(),
            summary: Summary::from(report.totals),
        }
    }
}

impl<'a> From<&'a LabReport> for Lab<'a> {
    fn from(report: &'a LabReport) -> Self {
        let id = report.lab.id;
        let candidate = |Standing { subject, points, open_points, first_miss }: &'a Standing| Candidate {
            subject: subject.as_str(),
            points: *points,
            undecided_points: *open_points,
            first_miss: first_miss.map(|criterion| format!("{id}.{criterion}")),
        };
        Self {
            id,
            title: report.lab.title,
            verdict: Verdict::from(report.status),
            points: report.totals.points,
            max_points: report.totals.max_points,
            undecided_points: report.totals.open_points,
            subject: report.subject.as_ref().map(Arn::as_str),
            candidates: report.candidates.iter().map(candidate).collect(),
            criteria: report.criteria.iter().map(Criterion::from).collect(),
        }
    }
}

impl<'a> From<&'a CriterionReport> for Criterion<'a> {
    fn from(report: &'a CriterionReport) -> Self {
        let missing: Vec<&str> = report.missing_actions.iter().map(String::as_str).collect();
        Self {
            id: &report.id,
            title: report.criterion.title,
            aspect: report.criterion.aspect.id(),
            verdict: Verdict::from(report.status),
            points: report.points,
            max_points: report.max_points,
            observations: report.observations.iter().map(Seen::from).collect(),
            message: &report.message,
            fix: (!report.fixes.is_empty()).then(|| report.fixes.join("\n")),
            docs: report.criterion.docs,
            missing_action: (!missing.is_empty()).then(|| missing.join(", ")),
            blocked_by: report.blocked_by.as_deref(),
        }
    }
}

impl<'a> From<&'a Observation> for Seen<'a> {
    fn from(observation: &'a Observation) -> Self {
        let Observation { subject, property, expected, actual, met, .. } = observation;
        Self { subject, property, expected, actual, met: *met }
    }
}

impl From<Status> for Verdict {
    fn from(status: Status) -> Self {
        match status {
            Status::Pass => Self::Pass,
            Status::Fail => Self::Fail,
            Status::Unknown => Self::Unknown,
            Status::Blocked => Self::Blocked,
            Status::Skipped => Self::Skipped,
        }
    }
}

impl From<Totals> for Summary {
    fn from(totals: Totals) -> Self {
        let Totals { points, max_points, open_points, pass, fail, unknown, blocked, skipped } = totals;
        Self { points, max_points, undecided_points: open_points, pass, fail, unknown, blocked, skipped }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::render::Format;
    use crate::render::testing::{LEARNER, SOLVED, UNTOUCHED, assert_harmless, hostile, hostile_bucket, rendered};

    fn schema() -> Value {
        let settings = schemars::generate::SchemaSettings::draft2020_12().for_serialize();
        settings.into_generator().into_root_schema_for::<Document<'static>>().to_value()
    }

    fn document(snapshot: &str) -> Value {
        serde_json::from_str(&rendered(Format::Json, snapshot)).expect("the report is JSON")
    }

    #[test]
    fn the_published_schema_is_that_of_the_document() {
        let text = serde_json::to_string_pretty(&schema()).expect("a schema is JSON") + "\n";
        expectorate::assert_contents("docs/schemas/awslab.report-1.schema.json", &text);
    }

    #[test]
    fn every_report_is_as_the_schema_says() {
        let validator = jsonschema::validator_for(&schema()).expect("the schema is one");
        for snapshot in [SOLVED, LEARNER, UNTOUCHED, &hostile()] {
            let document = document(snapshot);
            let errors: Vec<String> = validator.iter_errors(&document).map(|error| error.to_string()).collect();
            assert_eq!(errors, [""; 0]);
        }
    }

    #[test]
    fn hostile_names_do_nothing_and_come_through_to_the_letter() {
        assert_harmless(&rendered(Format::Json, &hostile()));
        assert_eq!(document(&hostile())["labs"][1]["subject"], format!("arn:aws:s3:::{}", hostile_bucket()));
    }

    #[test]
    fn names_are_given_in_full() {
        let document = document(LEARNER);
        let lab = &document["labs"][1];
        assert_eq!(lab["candidates"][0]["first_miss"], "s3.object");
        assert_eq!(lab["criteria"][9]["id"], "s3.lifecycle");
        assert_eq!(lab["criteria"][9]["missing_action"], "s3:GetLifecycleConfiguration");
        assert_eq!(lab["criteria"][9]["points"], Value::Null);
        assert_eq!((&lab["undecided_points"], &document["summary"]["undecided_points"]), (&1.into(), &1.into()));
        assert_eq!(lab["candidates"][0]["undecided_points"], 0);
        let document = self::document(UNTOUCHED);
        assert_eq!(document["labs"][1]["criteria"][1]["blocked_by"], "s3.bucket");
        assert_eq!(document["labs"][1]["subject"], Value::Null);
    }
}
