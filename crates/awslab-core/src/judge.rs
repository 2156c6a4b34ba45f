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
use crate::survey::Survey;
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
}

/// How a candidate that was not chosen stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The candidate.
    pub subject: Arn,
    /// What it would have earned.
    pub points: u32,
    /// What it might have earned besides, had it been looked at closely.
    pub open_points: u32,
    /// The first criterion that it misses for certain.
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
    let mut trials = trials(Context::new(lab, account, scope, settings));
    trials.sort_by_cached_key(|trial| trial.rank(trial.points()));
    let mut trials = trials.into_iter();
    let Trial { lab, subject, decisions, wants: _ } = trials.next().expect("a lab is judged once at least");
    Judged { lab, subject, others: trials.map(Trial::standing).collect(), decisions }
}

/// What a closer look would tell that may change the verdicts: for each candidate that may then be the best, the
/// likeliest first.
pub fn wants(lab: &'static Lab, account: &Account, scope: &Scope, settings: &Settings) -> Vec<Vec<Want>> {
    let mut trials = trials(Context::new(lab, account, scope, settings));
    trials.sort_by_cached_key(|trial| trial.rank(trial.points() + trial.open_points()));
    // The first that nothing more can be told of cannot be beaten by those behind it.
    trials.iter().map(Trial::all_wants).take_while(|wants| !wants.is_empty()).collect()
}

/// The lab judged on each resource that could be its subject; without one where there is none.
fn trials(context: Context<'_>) -> Vec<Trial> {
    let subjects = match context.lab.subjects {
        Some(subjects) => subjects(&context).unwrap_or_default(),
        None => Vec::new(),
    };
    if subjects.is_empty() {
        return vec![Trial::run(context)];
    }
    subjects.iter().map(|subject| Trial::run(context.of(subject))).collect()
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
    fn run(context: Context<'_>) -> Self {
        let lab = context.lab;
        let mut trial = Self { lab, subject: context.subject.cloned(), decisions: Vec::new(), wants: Vec::new() };
        for criterion in lab.criteria {
            let (outcome, wants) = match criterion.after.and_then(|id| trial.blocked_by(id)) {
                Some(blocked) => (blocked, Vec::new()),
                None => trial.decide(criterion, context),
            };
            trial.decisions.push(Decision { criterion, outcome });
            trial.wants.push(wants);
        }
        trial
    }

    fn decide(&self, criterion: &Criterion, context: Context<'_>) -> (Outcome, Vec<Want>) {
        match (criterion.judge)(&context) {
            Ok(observations) => (Outcome::Pass(observations), Vec::new()),
            Err(Miss::Skipped(reason)) => (Outcome::Skipped(reason), Vec::new()),
            Err(Miss::Blocked(id)) => {
                let nothing = || Outcome::Skipped("there is nothing to look at".to_owned());
                (self.blocked_by(id).unwrap_or_else(nothing), Vec::new())
            }
            Err(Miss::Failed(evidence)) => {
                let fixes = fixes(criterion, context, &evidence.observations);
                let gaps = told_gaps(criterion, context, &evidence);
                (Outcome::Fail { observations: evidence.observations, gaps, fixes }, evidence.wants)
            }
            Err(Miss::Unknown(evidence)) => {
                let gaps = told_gaps(criterion, context, &evidence);
                (Outcome::Unknown { observations: evidence.observations, gaps }, evidence.wants)
            }
        }
    }

    /// What becomes of a criterion that means nothing until this one passes; `None` where that one did.
    fn blocked_by(&self, id: &str) -> Option<Outcome> {
        let mut decisions = self.decisions.iter();
        let prerequisite = decisions.find(|it| it.criterion.id == id);
        let prerequisite = prerequisite.expect("a prerequisite stands before what depends on it");
        match prerequisite.outcome {
            Outcome::Pass(_) | Outcome::Skipped(_) => None,
            Outcome::Blocked { by, by_unknown } => Some(Outcome::Blocked { by, by_unknown }),
            Outcome::Fail { .. } => Some(Outcome::Blocked { by: prerequisite.criterion, by_unknown: false }),
            Outcome::Unknown { .. } => Some(Outcome::Blocked { by: prerequisite.criterion, by_unknown: true }),
        }
    }

    /// Least is best: the most of these points, the most that are earned, the fewest misses, the name.
    fn rank(&self, points: u32) -> (Reverse<u32>, Reverse<u32>, usize, Option<Arn>) {
        let missed = self.decisions.iter().filter(|it| !it.is_pass()).count();
        (Reverse(points), Reverse(self.points()), missed, self.subject.clone())
    }

    fn points(&self) -> u32 {
        self.decisions.iter().filter_map(Decision::points).sum()
    }

    /// What a closer look may still add.
    fn open_points(&self) -> u32 {
        let open = (0..self.decisions.len()).filter(|index| self.is_open(*index));
        open.map(|index| self.decisions[index].criterion.points).sum()
    }

    /// A closer look may decide it, or what blocks it.
    fn is_open(&self, index: usize) -> bool {
        match &self.decisions[index].outcome {
            Outcome::Unknown { .. } => !self.wants[index].is_empty(),
            Outcome::Blocked { by, by_unknown: true } => {
                let root = self.decisions.iter().position(|it| it.criterion.id == by.id);
                root.is_some_and(|root| !self.wants[root].is_empty())
            }
            _ => false,
        }
    }

    fn standing(self) -> Standing {
        let (points, open_points) = (self.points(), self.open_points());
        let mut missed = (0..self.decisions.len()).filter(|index| !self.decisions[*index].is_pass());
        let first_miss = missed.find(|index| !self.is_open(*index)).map(|index| self.decisions[index].criterion.id);
        Standing { subject: self.subject.expect("a candidate is a subject"), points, open_points, first_miss }
    }

    fn all_wants(&self) -> Vec<Want> {
        let wants: BTreeSet<&Want> = self.wants.iter().flatten().collect();
        wants.into_iter().cloned().collect()
    }
}

/// The gaps, with what was not asked for named by the calls that would tell.
fn told_gaps(criterion: &Criterion, context: Context<'_>, evidence: &Evidence) -> Vec<Gap> {
    let mut gaps: Vec<Gap> = Vec::new();
    let mut tell = |gap: &Gap| {
        if !gaps.contains(gap) {
            gaps.push(gap.clone());
        }
    };
    for gap in &evidence.gaps {
        if gap.error == GapKind::NotCollected {
            not_asked(criterion, context).iter().for_each(&mut tell);
        } else {
            tell(gap);
        }
    }
    if evidence.gaps.is_empty() {
        evidence.wants.first().map(|want| Gap::not_asked(want.call())).iter().for_each(tell);
    }
    gaps
}

/// Of what a criterion and the scope read, that which nobody asked for.
fn not_asked(criterion: &Criterion, context: Context<'_>) -> Vec<Gap> {
    let facts = context.scope.plan(criterion.reads.iter().copied().collect()).facts;
    let missing = facts.into_iter().filter(|fact| context.account.survey(*fact) == Survey::default());
    missing.map(|fact| Gap::not_asked(fact.calls()[0])).collect()
}

/// The commands that mend what is not met. A command that an earlier fix already has, such as making a group, is not
/// told again.
fn fixes(criterion: &Criterion, context: Context<'_>, observations: &[Observation]) -> Vec<String> {
    let mut told = BTreeSet::new();
    let mut fixes = Vec::new();
    for observation in observations.iter().filter(|it| !it.met) {
        let names: Vec<_> = observation.names.iter().cloned().chain(context.names()).collect();
        let fix = fix::fill(observation.fix.as_deref().unwrap_or(criterion.fix), &names);
        let is_comment = |line: &str| line.starts_with('#');
        let new: Vec<&str> = fix.lines().filter(|it| is_comment(it) || told.insert((*it).to_owned())).collect();
        let fix = new.join("\n");
        let is_told = new.iter().all(|line| is_comment(line)) && fixes.iter().any(|it: &String| it.contains(&fix));
        if !is_told {
            fixes.push(fix);
        }
    }
    fixes
}

#[cfg(test)]
mod tests;
