//! What a criterion answers: a pass with its evidence, or a miss that says why.

use std::borrow::Cow;
use std::fmt::Display;

use crate::arn::Arn;
use crate::fetched::Gap;
use crate::plan::Want;

/// The answer of a criterion. `?` on it means "cannot go on", and carries why.
pub type Verdict = Result<Vec<Observation>, Miss>;

/// Why a criterion did not pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Miss {
    /// Something is not as it must be.
    Failed(Evidence),
    /// awslab could not look.
    Unknown(Evidence),
    /// There is nothing to look at until this criterion of the lab, which stands before, passes.
    Blocked(&'static str),
    /// It does not apply, and why.
    Skipped(String),
}

/// What was seen and what could not be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Evidence {
    /// What was seen.
    pub observations: Vec<Observation>,
    /// What could not be seen.
    pub gaps: Vec<Gap>,
    /// What was not looked at yet, and would tell more.
    pub wants: Vec<Want>,
}

impl Miss {
    /// One thing that is not as it must be.
    pub fn failed(observation: Observation) -> Self {
        Self::Failed(Evidence { observations: vec![observation], ..Evidence::default() })
    }

    /// One call that gave no answer.
    pub fn unknown(gap: Gap) -> Self {
        Self::Unknown(Evidence { gaps: vec![gap], ..Evidence::default() })
    }

    /// One thing that a closer look at a resource would tell.
    pub fn wanted(want: Want) -> Self {
        Self::Unknown(Evidence { wants: vec![want], ..Evidence::default() })
    }
}

/// Every verdict together: each failure and each gap, not the first. A failure outweighs what is not known.
pub fn all(verdicts: impl IntoIterator<Item = Verdict>) -> Verdict {
    let mut seen = Evidence::default();
    let (mut failed, mut unknown) = (false, false);
    let mut nothing = None;
    for verdict in verdicts {
        match verdict {
            Ok(observations) => seen.observations.extend(observations),
            Err(miss @ (Miss::Blocked(_) | Miss::Skipped(_))) => nothing = Some(miss),
            Err(Miss::Failed(evidence)) => {
                failed = true;
                seen.add(evidence);
            }
            Err(Miss::Unknown(evidence)) => {
                unknown = true;
                seen.add(evidence);
            }
        }
    }
    match nothing {
        _ if failed => Err(Miss::Failed(seen)),
        _ if unknown => Err(Miss::Unknown(seen)),
        Some(miss) if seen.observations.is_empty() => Err(miss),
        _ => Ok(seen.observations),
    }
}

/// One verdict that holds is enough; where none does, all of them.
pub fn any(verdicts: impl IntoIterator<Item = Verdict>) -> Verdict {
    let (held, missed): (Vec<Verdict>, Vec<Verdict>) = verdicts.into_iter().partition(Result::is_ok);
    if !held.is_empty() {
        return all(held);
    }
    // What could not be seen may be the one that holds.
    let is_unknown = |verdict: &Verdict| matches!(verdict, Err(Miss::Unknown(_)));
    if missed.iter().any(is_unknown) {
        return all(missed.into_iter().filter(is_unknown));
    }
    all(missed)
}

impl Evidence {
    fn add(&mut self, other: Self) {
        self.observations.extend(other.observations);
        for gap in other.gaps {
            if !self.gaps.contains(&gap) {
                self.gaps.push(gap);
            }
        }
        self.wants.extend(other.wants);
    }
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observation {
    /// The ARN of the resource, or what was searched where there is none.
    pub subject: String,
    /// What of it.
    pub property: String,
    /// What it must be.
    pub expected: String,
    /// What it is.
    pub actual: String,
    /// It is as it must be.
    pub met: bool,
    /// What the fix calls this resource: values for its placeholders.
    pub names: Vec<(&'static str, String)>,
    /// A fix for this observation, where the criterion's own does not mend it.
    pub fix: Option<Cow<'static, str>>,
}

impl Observation {
    /// A value for a placeholder of the fix.
    pub fn name(mut self, placeholder: &'static str, value: impl Into<String>) -> Self {
        self.names.push((placeholder, value.into()));
        self
    }

    /// Values for several placeholders.
    pub fn with_names(mut self, names: impl IntoIterator<Item = (&'static str, String)>) -> Self {
        self.names.extend(names);
        self
    }

    /// A fix of its own.
    pub fn fix(mut self, template: impl Into<Cow<'static, str>>) -> Self {
        self.fix = Some(template.into());
        self
    }

    /// The verdict it makes.
    pub fn verdict(self) -> Verdict {
        if self.met { Ok(vec![self]) } else { Err(Miss::failed(self)) }
    }
}

/// A resource that can be observed.
pub trait Subject {
    /// By which the observation names it.
    fn arn(&self) -> Arn;

    /// What a fix calls it.
    fn names(&self) -> Vec<(&'static str, String)>;

    /// Sees whether a property holds.
    fn observe(&self, property: &str, met: bool, expected: impl Display, actual: impl Display) -> Observation
    where
        Self: Sized,
    {
        Observation {
            subject: self.arn().to_string(),
            property: property.to_owned(),
            expected: expected.to_string(),
            actual: actual.to_string(),
            met,
            names: self.names(),
            fix: None,
        }
    }

    /// Expects a property to have one value.
    fn expect<T: PartialEq + Display + ?Sized>(&self, property: &str, actual: &T, expected: &T) -> Verdict
    where
        Self: Sized,
    {
        self.observe(property, actual == expected, expected, actual).verdict()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call;
    use crate::fetched::GapKind;

    fn observation(met: bool) -> Observation {
        Observation {
            subject: "arn:aws:s3:::b".to_owned(),
            property: "p".to_owned(),
            expected: "yes".to_owned(),
            actual: "no".to_owned(),
            met,
            names: Vec::new(),
            fix: None,
        }
    }

    fn gap() -> Gap {
        Gap::new(call::LIST_BUCKETS, GapKind::Denied, "no")
    }

    #[test]
    fn all_gathers_every_failure() {
        let verdict = all([observation(false).verdict(), observation(true).verdict(), observation(false).verdict()]);
        let Err(Miss::Failed(evidence)) = verdict else { panic!("two of three failed") };
        assert_eq!(evidence.observations.iter().filter(|it| !it.met).count(), 2);
        assert_eq!(evidence.observations.len(), 3);
    }

    #[test]
    fn a_failure_outweighs_what_is_not_known_and_keeps_it() {
        let verdict = all([Err(Miss::unknown(gap())), observation(false).verdict()]);
        let Err(Miss::Failed(evidence)) = verdict else { panic!("one failed") };
        assert_eq!(evidence.gaps, [gap()]);
    }

    #[test]
    fn what_is_not_known_is_never_a_pass() {
        let verdict = all([Err(Miss::unknown(gap())), observation(true).verdict(), Err(Miss::unknown(gap()))]);
        let Err(Miss::Unknown(evidence)) = verdict else { panic!("one is unknown") };
        assert_eq!(evidence.gaps, [gap()], "one gap is told once");
    }

    #[test]
    fn any_holds_with_one_and_is_unknown_where_one_could_not_be_seen() {
        let (met, unmet, unseen) = (observation(true), observation(false), || Err(Miss::unknown(gap())));
        assert_eq!(any([unmet.clone().verdict(), met.clone().verdict(), unseen()]), Ok(vec![met]));
        assert!(matches!(any([unmet.clone().verdict(), unseen()]), Err(Miss::Unknown(_))));
        assert!(matches!(any([unmet.verdict()]), Err(Miss::Failed(_))));
    }

    #[test]
    fn all_of_nothing_holds() {
        assert_eq!(all([]), Ok(Vec::new()));
    }

    #[test]
    fn skipped_only_where_nothing_was_seen() {
        let skip = || Err(Miss::Skipped("no".to_owned()));
        assert_eq!(all([skip()]), skip());
        assert!(all([skip(), observation(true).verdict()]).is_ok());
    }
}
