//! Judging a lab: the subject is chosen, every criterion decided, root causes folded, fixes filled.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::arn::Arn;
use crate::context::Context;
use crate::fetched::{Gap, GapKind};
use crate::fix;
use crate::lab::{Criterion, Lab};
use crate::model::Account;
use crate::plan::Want;
use crate::scope::Scope;
use crate::settings::Settings;
use crate::verdict::{Evidence, Miss, Observation};

/// How a lab stands.
#[derive(Debug)]
pub struct Judged {
    /// The lab.
    pub lab: &'static Lab,
    /// The resource judged, in labs that judge one.
    pub subject: Option<Arn>,
    /// The other resources that could have been it, best first.
    pub others: Vec<Standing>,
    /// Every criterion, in the lab's order.
    pub decisions: Vec<Decision>,
    /// What a closer look would tell, which may change the verdicts: for each candidate that may then be the best, the
    /// likeliest first.
    pub wants: Vec<Vec<Want>>,
}

/// How a candidate that was not chosen stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The candidate.
    pub subject: Arn,
    /// What it would have earned.
    pub points: u32,
    /// The first criterion that it misses.
    pub first_miss: Option<&'static str>,
}

/// What became of a criterion.
#[derive(Debug)]
pub struct Decision {
    /// The criterion.
    pub criterion: &'static Criterion,
    /// What became of it.
    pub outcome: Outcome,
}

/// What can become of a criterion.
#[derive(Debug)]
pub enum Outcome {
    /// It holds, as these observations show.
    Pass(Vec<Observation>),
    /// It does not hold.
    Fail {
        /// What was seen, met or not.
        observations: Vec<Observation>,
        /// What could not be seen besides.
        gaps: Vec<Gap>,
        /// Commands that mend it, filled with the learner's own names.
        fixes: Vec<String>,
    },
    /// awslab could not look.
    Unknown {
        /// What was seen nevertheless.
        observations: Vec<Observation>,
        /// What could not be.
        gaps: Vec<Gap>,
    },
    /// It means nothing until another criterion passes.
    Blocked {
        /// That criterion: the root of the chain.
        by: &'static Criterion,
        /// Whether that one is unknown rather than failed.
        by_unknown: bool,
    },
    /// It does not apply, and why.
    Skipped(String),
}

impl Decision {
    /// What it earned; absent where that is not known.
    pub fn points(&self) -> Option<u32> {
        match self.outcome {
            Outcome::Pass(_) => Some(self.criterion.points),
            Outcome::Unknown { .. } | Outcome::Blocked { by_unknown: true, .. } => None,
            Outcome::Fail { .. } | Outcome::Blocked { .. } | Outcome::Skipped(_) => Some(0),
        }
    }

    /// What it could have earned: nothing where it does not apply.
    pub fn max_points(&self) -> u32 {
        if matches!(self.outcome, Outcome::Skipped(_)) { 0 } else { self.criterion.points }
    }

    fn is_pass(&self) -> bool {
        matches!(self.outcome, Outcome::Pass(_))
    }
}

/// Judges a lab on an account. Where several resources could be its subject, each is judged and the best one told.
pub fn judge(lab: &'static Lab, account: &Account, scope: &Scope, settings: &Settings) -> Judged {
    let context = Context::new(lab, account, scope, settings);
    let subjects = match lab.subjects {
        Some(subjects) => subjects(&context).unwrap_or_default(),
        None => Vec::new(),
    };
    if subjects.is_empty() {
        return Trial::run(lab, context).into_judged(Vec::new());
    }
    let mut trials: Vec<Trial> = subjects.iter().map(|subject| Trial::run(lab, context.of(subject))).collect();
    trials.sort_by_cached_key(Trial::rank);
    // The first that nothing more can be told of cannot be beaten by those behind it.
    let open = trials.iter().map(Trial::all_wants).take_while(|wants| !wants.is_empty()).collect();
    let mut trials = trials.into_iter();
    let best = trials.next().expect("there is at least one subject");
    Judged { wants: open, ..best.into_judged(trials.map(Trial::standing).collect()) }
}

/// A lab judged on one subject.
struct Trial {
    lab: &'static Lab,
    subject: Option<Arn>,
    decisions: Vec<Decision>,
    /// What each criterion wants, in the same order.
    wants: Vec<Vec<Want>>,
}

impl Trial {
    fn run(lab: &'static Lab, context: Context<'_>) -> Self {
        let mut trial = Self { lab, subject: context.subject.cloned(), decisions: Vec::new(), wants: Vec::new() };
        for criterion in lab.criteria {
            let (outcome, wants) = match trial.prerequisite_missed(criterion) {
                Some(blocked) => (blocked, Vec::new()),
                None => decide(criterion, context),
            };
            trial.decisions.push(Decision { criterion, outcome });
            trial.wants.push(wants);
        }
        trial
    }

    fn prerequisite_missed(&self, criterion: &Criterion) -> Option<Outcome> {
        let prerequisite = self.decision(criterion.after?);
        match prerequisite.outcome {
            Outcome::Pass(_) | Outcome::Skipped(_) => None,
            Outcome::Blocked { by, by_unknown } => Some(Outcome::Blocked { by, by_unknown }),
            Outcome::Fail { .. } => Some(Outcome::Blocked { by: prerequisite.criterion, by_unknown: false }),
            Outcome::Unknown { .. } => Some(Outcome::Blocked { by: prerequisite.criterion, by_unknown: true }),
        }
    }

    fn decision(&self, id: &str) -> &Decision {
        let mut decisions = self.decisions.iter();
        decisions.find(|it| it.criterion.id == id).expect("a prerequisite stands before what depends on it")
    }

    /// Least is best: the most points that may still be earned, the most that are, the fewest misses, the name.
    fn rank(&self) -> (Reverse<u32>, Reverse<u32>, usize, Option<Arn>) {
        let open: u32 = self.decisions.iter().zip(&self.wants).map(|(it, wants)| self.open_points(it, wants)).sum();
        let missed = self.decisions.iter().filter(|it| !it.is_pass()).count();
        (Reverse(self.points() + open), Reverse(self.points()), missed, self.subject.clone())
    }

    fn points(&self) -> u32 {
        self.decisions.iter().filter_map(Decision::points).sum()
    }

    /// What a closer look may still add.
    fn open_points(&self, decision: &Decision, wants: &[Want]) -> u32 {
        let is_open = match &decision.outcome {
            Outcome::Unknown { .. } => !wants.is_empty(),
            Outcome::Blocked { by, by_unknown: true } => {
                let root = self.decisions.iter().position(|it| it.criterion.id == by.id);
                root.is_some_and(|root| !self.wants[root].is_empty())
            }
            _ => false,
        };
        if is_open { decision.criterion.points } else { 0 }
    }

    fn standing(self) -> Standing {
        let points = self.points();
        let first_miss = self.decisions.iter().find(|it| !it.is_pass()).map(|it| it.criterion.id);
        Standing { subject: self.subject.expect("a candidate is a subject"), points, first_miss }
    }

    fn all_wants(&self) -> Vec<Want> {
        let wants: BTreeSet<&Want> = self.wants.iter().flatten().collect();
        wants.into_iter().cloned().collect()
    }

    fn into_judged(self, others: Vec<Standing>) -> Judged {
        let wants = Some(self.all_wants()).filter(|wants| !wants.is_empty());
        let Self { lab, subject, decisions, wants: _ } = self;
        Judged { lab, subject, others, decisions, wants: wants.into_iter().collect() }
    }
}

fn decide(criterion: &Criterion, context: Context<'_>) -> (Outcome, Vec<Want>) {
    match (criterion.judge)(&context) {
        Ok(observations) => (Outcome::Pass(observations), Vec::new()),
        Err(Miss::Skipped(reason)) => (Outcome::Skipped(reason), Vec::new()),
        Err(Miss::Failed(evidence)) => {
            let fixes = fixes(criterion, context, &evidence.observations);
            let gaps = told_gaps(criterion, &evidence);
            (Outcome::Fail { observations: evidence.observations, gaps, fixes }, evidence.wants)
        }
        Err(Miss::Unknown(evidence)) => {
            let gaps = told_gaps(criterion, &evidence);
            (Outcome::Unknown { observations: evidence.observations, gaps }, evidence.wants)
        }
    }
}

/// The gaps with what was not asked for named by the calls that would tell.
fn told_gaps(criterion: &Criterion, evidence: &Evidence) -> Vec<Gap> {
    let own_call = criterion.reads.last().map(|fact| fact.calls()[0]);
    let mut gaps: Vec<Gap> = Vec::new();
    for gap in &evidence.gaps {
        let told = match own_call {
            Some(call) if gap.error == GapKind::NotCollected => Gap::not_asked(call),
            _ => gap.clone(),
        };
        if !gaps.contains(&told) {
            gaps.push(told);
        }
    }
    if gaps.is_empty() {
        gaps.extend(evidence.wants.first().map(|want| Gap::not_asked(want.call())));
    }
    gaps
}

/// The commands that mend what is not met. A command that an earlier fix already has, such as making a group, is not
/// told again.
fn fixes(criterion: &Criterion, context: Context<'_>, observations: &[Observation]) -> Vec<String> {
    let mut told = BTreeSet::new();
    let mut fixes = Vec::new();
    for observation in observations.iter().filter(|it| !it.met) {
        let names: Vec<_> = observation.names.iter().cloned().chain(context.names()).collect();
        let fix = fix::fill(observation.fix.unwrap_or(criterion.fix), &names);
        let is_new = |line: &&str| line.starts_with('#') || told.insert((*line).to_owned());
        let fix = fix.lines().filter(is_new).collect::<Vec<_>>().join("\n");
        if !fixes.contains(&fix) {
            fixes.push(fix);
        }
    }
    fixes
}

#[cfg(test)]
mod tests;
