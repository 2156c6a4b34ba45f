//! Whether some policies allow anything that others do not.
//!
//! IAM Access Analyzer answers this question as `CheckNoNewAccess`, with a solver over strings. Here it is answered by the
//! engine itself. Policies tell requests apart only by so much: two actions that fit the same patterns, or two addresses
//! in the same ranges, are one to them. So the requests fall into finitely many kinds, and one of each kind is asked
//! about. A request that is found is one that [`Policies::decide`] decides differently; when none is found there is none.
//!
//! <https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_CheckNoNewAccess.html>
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-custom-policy-checks.html>

mod automaton;
mod callers;
mod clause;
mod generic;
mod ineffective;
mod keys;
#[cfg(test)]
mod laws;
mod ordered;
mod own_rules;
mod patterns;
mod realistic;
mod search;
mod side;
mod space;
#[cfg(test)]
mod tests;

use std::fmt;

pub use self::ineffective::{Ineffective, ineffective};

use self::automaton::TooMany;
use self::clause::{Clause, Part, clauses};
use self::realistic::realistic;
use self::search::{Difference, Next, Variables, search};
use self::space::Space;
use crate::decision::{PolicyType, StatementReference};
use crate::document::Document;
use crate::request::Request;

#[cfg(doc)]
use crate::policies::Policies;

/// Whether the first policies allow what the second do not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inclusion {
    /// They allow nothing that the second do not allow too.
    Included,
    /// They allow more.
    Exceeds(Box<Excess>),
    /// It cannot be told.
    Unknown {
        /// Why not.
        why: Gap,
    },
}

/// A request that the first policies allow and the second do not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excess {
    /// The request.
    pub witness: Request,
    /// The statement of the first policies that allows it.
    pub because: StatementReference,
    /// Whether AWS's documentation leaves open what happens to it.
    pub undocumented: bool,
}

/// Why it cannot be told whether policies allow what others do not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Gap {
    /// There is too much to look at.
    TooMany,
    /// Only if AWS treats a case otherwise than is likely; its documentation leaves that open.
    Undocumented,
    /// The engine does not confirm what was found.
    Unconfirmed,
    /// A variable stands where its value makes differences that cannot be listed.
    Variable(String),
    /// A condition key is asked for in ways that take its values for things of different types.
    MixedTypes(String),
    /// Too many sets of values of a condition key are told apart.
    Sets(String),
    /// The case of letters other than those of ASCII is disregarded.
    Case(String),
    /// Policies of this type do not give access on their own.
    PolicyType(PolicyType),
    /// A resource has one policy, not several.
    SeveralPolicies,
}

/// Whether the first policies, all of one type, allow what the second do not, when nothing but them is in the way.
///
/// For an identity's policies that is: the resource leaves the decision to the caller's account. For a resource's policy:
/// the caller is of another account, whose policies allow everything.
pub fn inclusion(policy_type: PolicyType, first: &[Document], second: &[Document]) -> Inclusion {
    if let Some(why) = side::refusal(policy_type, first).or_else(|| side::refusal(policy_type, second)) {
        return Inclusion::Unknown { why };
    }
    let first_clauses = clauses(policy_type, first, [Part::FirstAllows, Part::FirstRefuses]);
    let second_clauses = clauses(policy_type, second, [Part::SecondAllows, Part::SecondRefuses]);
    let (allows, refuses): (Vec<_>, Vec<_>) = first_clauses.into_iter().partition(|it| it.part == Part::FirstAllows);
    let others: Vec<Clause<'_>> = refuses.into_iter().chain(second_clauses).collect();
    let mut included = Inclusion::Included;
    for allow in allows.into_iter().filter(|allow| !is_repeated(allow, &others)) {
        let decides = |request: &Request| {
            let (first, second) =
                (side::decide(policy_type, first, request), side::decide(policy_type, second, request));
            (first.is_allowed() && !second.is_allowed()).then_some(first.undocumented || second.undocumented)
        };
        match statement_inclusion(allow, &others, decides) {
            Inclusion::Exceeds(excess) if !excess.undocumented => return Inclusion::Exceeds(excess),
            Inclusion::Included => {}
            Inclusion::Unknown { .. } if matches!(included, Inclusion::Exceeds(_)) => {}
            open => included = open,
        }
    }
    included
}

/// Whether the second policies have the same statement, and refuse nothing that the first do not refuse in the same words.
fn is_repeated(allow: &Clause<'_>, others: &[Clause<'_>]) -> bool {
    let of = |part| others.iter().filter(move |other| other.part == part);
    let is_refused_by_first =
        |refusal: &Clause<'_>| of(Part::FirstRefuses).any(|other| other.says_the_same_as(refusal));
    of(Part::SecondAllows).any(|other| other.says_the_same_as(allow))
        && of(Part::SecondRefuses).all(is_refused_by_first)
}

/// The same for one statement that allows. `decides` says whether the policies differ about a request, and then whether
/// AWS leaves open that they do.
fn statement_inclusion(
    allow: Clause<'_>,
    others: &[Clause<'_>],
    decides: impl Fn(&Request) -> Option<bool>,
) -> Inclusion {
    let mut clauses: Vec<Clause<'_>> = [allow].into_iter().chain(others.iter().copied()).collect();
    let space = match Space::of(&mut clauses) {
        Ok(space) => space,
        Err(why) => return Inclusion::Unknown { why },
    };
    let (mut excess, mut why) = (None, None);
    let is_complete = search(&clauses, &space, Variables::Replaced, |draft, difference| {
        if difference == Difference::Possible {
            why.get_or_insert(Gap::Undocumented);
            return Next::GoOn;
        }
        let witness = side::request(allow.policy_type, draft);
        let Some(undocumented) = decides(&witness) else {
            why.get_or_insert(Gap::Unconfirmed);
            return Next::GoOn;
        };
        if !undocumented || excess.is_none() {
            excess = Some((witness, undocumented));
        }
        if undocumented { Next::GoOn } else { Next::Stop }
    });
    match (excess, why) {
        (Some((witness, undocumented)), _) => {
            let still_shows = |request: &Request| decides(request) == Some(undocumented);
            let witness = realistic(witness, &allow.statement.actions, still_shows);
            Inclusion::Exceeds(Box::new(Excess { witness, because: allow.reference(), undocumented }))
        }
        (None, _) if !is_complete => Inclusion::Unknown { why: Gap::TooMany },
        (None, Some(why)) => Inclusion::Unknown { why },
        (None, None) => match generic::gap(&clauses) {
            Some(why) if !is_included_whatever_variables_hold(&clauses, &space) => Inclusion::Unknown { why },
            _ => Inclusion::Included,
        },
    }
}

fn is_included_whatever_variables_hold(clauses: &[Clause<'_>], space: &Space) -> bool {
    let mut is_included = true;
    let is_complete = search(clauses, space, Variables::AgainstInclusion, |_draft, _difference| {
        is_included = false;
        Next::Stop
    });
    is_complete && is_included
}

impl From<TooMany> for Gap {
    fn from(_: TooMany) -> Self {
        Self::TooMany
    }
}

impl fmt::Display for Gap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooMany => f.write_str("there are too many cases to look at"),
            Self::Undocumented => f.write_str("it depends on a case that AWS does not document"),
            Self::Unconfirmed => f.write_str("the request that was found is not decided as expected"),
            Self::Variable(text) => write!(f, "it depends on the value of the variable in {text:?}"),
            Self::MixedTypes(key) => write!(f, "{key} is compared as values of different types"),
            Self::Sets(key) => write!(f, "there are too many sets of values of {key} to look at"),
            Self::Case(text) => write!(f, "the case of the letters in {text:?} is disregarded"),
            Self::PolicyType(policy_type) => write!(f, "a {policy_type} gives no access"),
            Self::SeveralPolicies => f.write_str("a resource has one policy"),
        }
    }
}
