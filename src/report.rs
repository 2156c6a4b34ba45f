//! What a run found, worked out to the last sentence: renderers only lay it out.

mod criterion;

use std::collections::BTreeSet;

use awslab_checks::LABS;
use awslab_core::arn::Arn;
use awslab_core::fetched::GapKind;
use awslab_core::judge::{Judged, Standing};
use awslab_core::lab::Lab;
use awslab_core::model::Account;

pub(crate) use self::criterion::{CriterionReport, Status};
use crate::exit::Exit;
use crate::source::Origin;

/// A whole run.
#[derive(Debug)]
pub(crate) struct Report<'a> {
    /// What was read.
    pub(crate) account: &'a Account,
    /// Where it was read from.
    pub(crate) origin: Origin,
    /// The Regions that were looked in.
    pub(crate) regions: Vec<&'a str>,
    /// How each lab stands.
    pub(crate) labs: Vec<LabReport>,
    /// All labs together.
    pub(crate) totals: Totals,
    /// What to do now.
    pub(crate) next: Next,
}

/// One lab.
#[derive(Debug)]
pub(crate) struct LabReport {
    /// The lab.
    pub(crate) lab: &'static Lab,
    /// Pass, fail or unknown.
    pub(crate) status: Status,
    /// The resource judged, in labs that judge one.
    pub(crate) subject: Option<Arn>,
    /// The other resources that could have been it, best first.
    pub(crate) candidates: Vec<Standing>,
    /// Every criterion, in the lab's order.
    pub(crate) criteria: Vec<CriterionReport>,
    /// Its criteria together.
    pub(crate) totals: Totals,
}

/// Points and verdicts, counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Totals {
    /// What was earned.
    pub(crate) points: u32,
    /// What could have been, without what does not apply.
    pub(crate) max_points: u32,
    /// What hangs on something that could not be looked at.
    pub(crate) open_points: u32,
    /// Criteria that hold.
    pub(crate) pass: usize,
    /// Criteria that do not.
    pub(crate) fail: usize,
    /// Criteria that could not be looked at.
    pub(crate) unknown: usize,
    /// Criteria that wait for another.
    pub(crate) blocked: usize,
    /// Criteria that do not apply.
    pub(crate) skipped: usize,
}

/// What to do after a run.
#[derive(Debug)]
pub(crate) enum Next {
    /// Mend a criterion, which is worth the most.
    Mend(String),
    /// Have everything looked at.
    Unlock(Unlock),
    /// Go on with another lab.
    Lab(&'static Lab),
    /// All labs are done.
    Done,
}

/// What lets awslab look at what it could not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unlock {
    /// Have the missing actions allowed.
    Allow,
    /// Take a new snapshot.
    NewSnapshot,
    /// Get new credentials, and run again.
    Renew,
    /// Run again.
    RunAgain,
    /// Nothing that awslab knows: what kept it from looking would do so again.
    Unclear,
}

impl<'a> Report<'a> {
    /// Works out what is to be told.
    pub(crate) fn new(account: &'a Account, origin: Origin, judged: Vec<Judged>) -> Self {
        let labs: Vec<LabReport> = judged.into_iter().map(LabReport::new).collect();
        let totals = Totals::of(labs.iter().flat_map(|lab| &lab.criteria));
        let regions: BTreeSet<&str> =
            account.regions.keys().map(String::as_str).chain([account.region.as_str()]).collect();
        let next = next(&labs, totals, &origin);
        Self { account, origin, regions: regions.into_iter().collect(), labs, totals, next }
    }

    /// Some criterion is told how to be mended.
    pub(crate) fn has_fixes(&self) -> bool {
        self.labs.iter().flat_map(|lab| &lab.criteria).any(|criterion| !criterion.fixes.is_empty())
    }

    /// The exit status that tells it.
    pub(crate) fn exit(&self) -> Exit {
        match self.totals.status() {
            Status::Fail => Exit::Fail,
            Status::Unknown => Exit::Unknown,
            _ => Exit::Pass,
        }
    }
}

impl LabReport {
    fn new(judged: Judged) -> Self {
        let Judged { lab, subject, others, decisions } = judged;
        let criteria: Vec<CriterionReport> =
            decisions.into_iter().map(|decision| CriterionReport::new(lab, decision)).collect();
        let totals = Totals::of(&criteria);
        Self { lab, status: totals.status(), subject, candidates: others, criteria, totals }
    }

    /// The criteria that wait for this one to pass.
    pub(crate) fn blocked_by(&self, cause: &CriterionReport) -> impl Iterator<Item = &CriterionReport> {
        self.criteria.iter().filter(|it| it.blocked_by.as_ref() == Some(&cause.id))
    }
}

impl Totals {
    fn of<'a>(criteria: impl IntoIterator<Item = &'a CriterionReport>) -> Self {
        let mut totals = Self::default();
        for criterion in criteria {
            totals.points += criterion.points.unwrap_or_default();
            totals.max_points += criterion.max_points;
            if criterion.points.is_none() {
                totals.open_points += criterion.max_points;
            }
            *match criterion.status {
                Status::Pass => &mut totals.pass,
                Status::Fail => &mut totals.fail,
                Status::Unknown => &mut totals.unknown,
                Status::Blocked => &mut totals.blocked,
                Status::Skipped => &mut totals.skipped,
            } += 1;
        }
        totals
    }

    /// A failure outweighs what is not known. What is blocked has its cause among the others.
    fn status(self) -> Status {
        match self {
            Self { fail: 1.., .. } => Status::Fail,
            Self { unknown: 1.., .. } => Status::Unknown,
            _ => Status::Pass,
        }
    }
}

fn next(labs: &[LabReport], totals: Totals, origin: &Origin) -> Next {
    match totals.status() {
        Status::Fail => Next::Mend(most_valuable_failure(labs).id.clone()),
        Status::Unknown => Next::Unlock(unlock(labs, origin)),
        _ => {
            let is_judged = |lab: &Lab| labs.iter().any(|judged| judged.lab.id == lab.id);
            let last = LABS.iter().rposition(|lab| is_judged(lab)).unwrap_or_default();
            let (before, after) = LABS.split_at(last);
            match after.iter().chain(before).find(|lab| !is_judged(lab)) {
                Some(lab) => Next::Lab(lab),
                None => Next::Done,
            }
        }
    }
}

/// What is denied stays denied until somebody acts, so that it comes first.
fn unlock(labs: &[LabReport], origin: &Origin) -> Unlock {
    let criteria = labs.iter().flat_map(|lab| &lab.criteria);
    let unknown = criteria.filter(|criterion| criterion.status == Status::Unknown);
    let kinds: Vec<GapKind> = unknown.flat_map(|criterion| &criterion.gaps).map(|gap| gap.error).collect();
    let passes = |kind: &GapKind| {
        matches!(
            kind,
            GapKind::Failed
                | GapKind::NotCollected
                | GapKind::Throttled
                | GapKind::TimedOut
                | GapKind::Unreachable
                | GapKind::Vanished
        )
    };
    let is_snapshot = matches!(origin, Origin::Snapshot(_));
    match () {
        () if kinds.contains(&GapKind::Denied) => Unlock::Allow,
        () if is_snapshot && kinds.iter().any(|kind| passes(kind) || *kind == GapKind::Expired) => Unlock::NewSnapshot,
        () if kinds.contains(&GapKind::Expired) => Unlock::Renew,
        () if kinds.iter().any(passes) => Unlock::RunAgain,
        () => Unlock::Unclear,
    }
}

/// Among equals the first. What it blocks counts too: that may be most of a lab.
fn most_valuable_failure(labs: &[LabReport]) -> &CriterionReport {
    let failures = labs.iter().flat_map(|lab| lab.criteria.iter().map(move |criterion| (lab, criterion)));
    let failures = failures.filter(|(_lab, criterion)| criterion.status == Status::Fail);
    let value = |(lab, failure): &(&LabReport, &CriterionReport)| {
        failure.max_points + lab.blocked_by(failure).map(|it| it.max_points).sum::<u32>()
    };
    let (_lab, failure) = failures.rev().max_by_key(value).expect("something failed");
    failure
}

#[cfg(test)]
mod tests {
    use awslab_core::scope::Scope;
    use awslab_core::settings::Settings;
    use awslab_core::snapshot;

    use super::*;
    use crate::inquiry::Inquiry;
    use crate::render::testing::{LEARNER, SOLVED, UNTOUCHED};
    use crate::source::Access;

    /// The exit status, and what to do next.
    fn end(labs: &[&str], text: &str) -> (Exit, String) {
        end_of(labs, text, Origin::Aws(Access::default()))
    }

    fn end_of(labs: &[&str], text: &str, origin: Origin) -> (Exit, String) {
        let account = snapshot::read(text).expect("the text is a snapshot");
        let labs: Vec<String> = labs.iter().map(|lab| (*lab).to_owned()).collect();
        let inquiry = Inquiry::about(&labs, Scope::default(), Settings::default()).expect("the labs are known");
        let report = Report::new(&account, origin, inquiry.judge(&account));
        let next = match &report.next {
            Next::Mend(id) => id.clone(),
            Next::Unlock(unlock) => format!("{unlock:?}"),
            Next::Lab(lab) => lab.id.to_owned(),
            Next::Done => "done".to_owned(),
        };
        (report.exit(), next)
    }

    #[test]
    fn a_failure_outweighs_what_is_unknown_and_the_worthiest_is_first_to_mend() {
        assert_eq!(end(&["all"], LEARNER), (Exit::Fail, "iam.no-wildcard-actions".to_owned()));
        assert_eq!(end(&["iam", "s3"], UNTOUCHED), (Exit::Fail, "iam.user".to_owned()), "it blocks most of all");
    }

    #[test]
    fn what_nobody_could_look_at_is_unlocked_by_what_fits_its_cause() {
        let snapshot = || Origin::Snapshot("x.json".to_owned());
        let nothing = SOLVED.replace(r#""global""#, r#""nothing""#);
        assert_eq!(end_of(&["s3"], &nothing, snapshot()), (Exit::Unknown, "NewSnapshot".to_owned()));
        let versioning = |kind: &str| {
            let gap = format!(r#"{{"Unknown": {{"Call": "c", "Action": "a", "Error": "{kind}", "Message": "m"}}}}"#);
            let enabled = "\"Versioning\": {\n            \"Status\": \"Enabled\"\n          }";
            SOLVED.replace(enabled, &format!(r#""Versioning": {gap}"#))
        };
        for (kind, live, judged_later) in [
            ("Denied", "Allow", "Allow"),
            ("Throttled", "RunAgain", "NewSnapshot"),
            ("Vanished", "RunAgain", "NewSnapshot"),
            ("Expired", "Renew", "NewSnapshot"),
            ("Unsupported", "Unclear", "Unclear"),
        ] {
            assert_eq!(end(&["s3"], &versioning(kind)), (Exit::Unknown, live.to_owned()));
            assert_eq!(end_of(&["s3"], &versioning(kind), snapshot()), (Exit::Unknown, judged_later.to_owned()));
        }
    }

    #[test]
    fn after_a_lab_comes_the_next_that_was_not_judged() {
        assert_eq!(end(&["iam"], SOLVED), (Exit::Pass, "s3".to_owned()));
        let last = awslab_checks::LABS.last().expect("there are labs").id;
        assert_eq!(end(&[last], SOLVED), (Exit::Pass, "iam".to_owned()));
        assert_eq!(end(&["all"], SOLVED), (Exit::Pass, "done".to_owned()));
    }
}
