//! `--format junit`: the XML that most CI systems show as a test report.
//!
//! A failure is something wrong, an error something that could not be looked at, and skipped is what waits for another
//! criterion or does not apply. The format has no specification; <https://github.com/testmoapp/junitxml> describes it.

use std::io::{self, Write};

use quick_junit::{NonSuccessKind, Property, TestCase, TestCaseStatus, TestSuite};

use crate::report::{CriterionReport, LabReport, Report, Status};
use crate::untrusted;

/// Writes the report.
pub(crate) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut xml = quick_junit::Report::new("awslab");
    xml.add_test_suites(report.labs.iter().map(|lab| suite(report, lab)));
    xml.serialize(out).map_err(io::Error::other)
}

fn suite(report: &Report<'_>, lab: &LabReport) -> TestSuite {
    let mut suite = TestSuite::new(lab.lab.id);
    suite.add_property(property("account", &report.account.account_id));
    suite.add_property(property("caller", report.account.caller.arn.as_str()));
    suite.add_property(property("regions", &report.regions.join(", ")));
    suite.add_property(property("taken_at", &report.account.taken_at.to_string()));
    suite.add_property(property("title", lab.lab.title));
    suite.add_property(property("points", &lab.totals.points.to_string()));
    suite.add_property(property("max_points", &lab.totals.max_points.to_string()));
    suite.add_properties(lab.subject.iter().map(|subject| property("subject", subject.as_str())));
    suite.add_test_cases(lab.criteria.iter().map(|criterion| test_case(lab.lab.id, criterion)));
    suite
}

fn test_case(lab: &str, report: &CriterionReport) -> TestCase {
    let mut status = match report.status {
        Status::Pass => TestCaseStatus::success(),
        Status::Fail => TestCaseStatus::non_success(NonSuccessKind::Failure),
        Status::Unknown => TestCaseStatus::non_success(NonSuccessKind::Error),
        Status::Blocked | Status::Skipped => TestCaseStatus::skipped(),
    };
    if report.status != Status::Pass {
        status.set_message(untrusted::text(&report.message)).set_type(report.status.id());
    }
    if matches!(report.status, Status::Fail | Status::Unknown) {
        status.set_description(description(report));
    }
    let mut case = TestCase::new(report.id.as_str(), status);
    case.set_classname(lab);
    case.add_property(property("title", report.criterion.title));
    case.add_property(property("aspect", report.criterion.aspect.id()));
    case.add_properties(report.points.map(|points| property("points", &points.to_string())));
    case.add_property(property("max_points", &report.max_points.to_string()));
    case.add_property(property("docs", report.criterion.docs));
    case.add_properties(report.missed().map(|it| property("arn", &it.subject)));
    case.add_properties(commands(report).map(|command| Property::new("fix", command)));
    case.add_properties(report.missing_actions.iter().map(|action| property("missing_action", action)));
    case.add_properties(report.blocked_by.iter().map(|id| property("blocked_by", id)));
    case
}

/// Every observation that missed, what could not be seen, and the commands that mend it.
fn description(report: &CriterionReport) -> String {
    let missed = report.missed().map(|it| {
        let seen = format!("{} of {}: expected {}, found {}", it.property, it.subject, it.expected, it.actual);
        untrusted::text(&seen)
    });
    let gaps = report.gaps.iter().map(|gap| untrusted::text(&gap.to_string()));
    missed.chain(gaps).chain(commands(report)).collect::<Vec<_>>().join("\n")
}

/// One line each: an attribute has no line feeds.
fn commands(report: &CriterionReport) -> impl Iterator<Item = String> {
    report.fixes.iter().flat_map(|fix| fix.lines()).map(|line| untrusted::command(line).into_owned())
}

fn property(name: &str, value: &str) -> Property {
    Property::new(name, untrusted::text(value))
}

#[cfg(test)]
mod tests {
    use crate::render::Format;
    use crate::render::testing::{LEARNER, UNTOUCHED, assert_harmless, hostile, rendered};

    #[test]
    fn each_verdict_has_its_element() {
        let xml = rendered(Format::Junit, LEARNER);
        assert!(xml.contains(r#"<testsuite name="s3" tests="11" skipped="0" errors="1" failures="2">"#), "{xml}");
        assert!(xml.contains(r#"<error message="s3:GetBucketLifecycleConfiguration was denied"#), "{xml}");
        assert!(xml.contains(r#"<property name="missing_action" value="s3:GetLifecycleConfiguration"/>"#), "{xml}");
        let xml = rendered(Format::Junit, UNTOUCHED);
        assert!(xml.contains(r#"<skipped message="s3.bucket fails, and must pass first" type="blocked"/>"#), "{xml}");
    }

    #[test]
    fn hostile_names_do_nothing() {
        let xml = rendered(Format::Junit, &hostile());
        assert_harmless(&xml);
        assert!(!xml.contains("</failure>]]>"), "{xml}");
        quick_junit::Report::deserialize_from_str(&xml).expect("the report is XML");
    }
}
