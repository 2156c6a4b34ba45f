//! What a condition key may have in a request: a value of each kind that the policies tell apart.

use super::Gap;
use super::automaton;
use super::clause::Clause;
use super::{ordered, patterns};
use crate::authorization;
use crate::context::{Context, Value};
use crate::document::{Comparison, Condition};
use crate::glob::{self, Token};
use crate::variables;

/// The keys that every request has.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html>
const ALWAYS_THERE: &[&str] = &[
    "aws:CurrentTime",
    "aws:EpochTime",
    "aws:RequestedRegion",
    "aws:ResourceAccount",
    "aws:SecureTransport",
    "aws:UserAgent",
    "aws:userid",
    "aws:ViaAWSService",
];

/// The global keys that have a set of values, whatever the operator that asks for them.
const WITH_SETS: &[&str] = &[
    "aws:CalledVia",
    "aws:PrincipalOrgPaths",
    "aws:PrincipalServiceNamesList",
    "aws:ResourceOrgPaths",
    "aws:SourceOrgPaths",
    "aws:TagKeys",
];

/// Sets of values are only made of so many.
const MOST_SETS: usize = 4096;

/// How many texts a text with variables may become.
const MOST_EXPANSIONS: usize = 64;

/// What a key may have. `None`: the request does not have it. `known` are the contexts whose variables may be replaced,
/// and `other` a value that no policy names.
pub(super) fn values(
    key: &str,
    clauses: &[Clause<'_>],
    known: &[Context],
    other: char,
) -> Result<Vec<Option<Value>>, Gap> {
    let asked = || {
        let all = clauses.iter().flat_map(|clause| clause.statement.conditions.iter().map(move |it| (clause, it)));
        all.filter(|(_clause, condition)| condition.key.eq_ignore_ascii_case(key))
    };
    let single = single_values(key, &asked().collect::<Vec<_>>(), known, other)?;
    let quantified = asked().filter(|(_clause, condition)| condition.operator.quantifier.is_some()).count();
    let is_set = has_sets(key);
    let sets = if quantified > 0 || is_set { subsets(&single, quantified.max(1)) } else { Some(Vec::new()) };
    let sets = sets.ok_or_else(|| Gap::Sets(key.to_owned()))?;
    let absent = (!is_among(ALWAYS_THERE, key)).then_some(None);
    // A set is never an empty text.
    let single = single.into_iter().filter(|value| !(is_set && value.is_empty())).map(Value::One);
    Ok(single.chain(sets.into_iter().map(Value::Many)).map(Some).chain(absent).collect())
}

fn has_sets(key: &str) -> bool {
    let service = key.split_once(':').and_then(|(prefix, _name)| authorization::service(prefix));
    let mut keys = service.into_iter().flat_map(|service| &service.condition_keys);
    is_among(WITH_SETS, key) || keys.any(|known| known.is_multivalued && known.name.eq_ignore_ascii_case(key))
}

fn is_among(keys: &[&str], key: &str) -> bool {
    keys.iter().any(|known| known.eq_ignore_ascii_case(key))
}

/// A key has values of one type. Which, the operators say that ask for it; `Null` does not.
fn single_values(
    key: &str,
    asked: &[(&Clause<'_>, &Condition)],
    known: &[Context],
    other: char,
) -> Result<Vec<String>, Gap> {
    let comparisons =
        || asked.iter().map(|(_clause, condition)| condition.operator.comparison).filter(|it| *it != Comparison::Null);
    let is_ordered = |it| matches!(it, Comparison::Numeric(_) | Comparison::Date(_) | Comparison::IpAddress);
    let Some(ordered) = comparisons().find(|it| is_ordered(*it)) else { return texts(asked, known, other) };
    if !comparisons().all(|it| std::mem::discriminant(&it) == std::mem::discriminant(&ordered)) {
        return Err(Gap::MixedTypes(key.to_owned()));
    }
    let values = asked.iter().filter(|(_clause, condition)| condition.operator.comparison != Comparison::Null);
    let values: Vec<&str> =
        values.flat_map(|(_clause, condition)| condition.values.iter().map(String::as_str)).collect();
    if let Some(variable) = values.iter().find(|value| variables::are_in(value)) {
        return Err(Gap::Variable((*variable).to_owned()));
    }
    Ok(match ordered {
        Comparison::Numeric(_) => ordered::numbers(&values),
        Comparison::Date(_) => ordered::times(&values),
        _ => ordered::addresses(&values),
    })
}

fn texts(asked: &[(&Clause<'_>, &Condition)], known: &[Context], other: char) -> Result<Vec<String>, Gap> {
    let is_asked_for =
        |comparison| asked.iter().any(|(_clause, condition)| condition.operator.comparison == comparison);
    if is_asked_for(Comparison::Bool) {
        return Ok(vec!["true".to_owned(), "false".to_owned()]);
    }
    let mut compared = vec![Vec::new(), patterns::literal(&other.to_string())];
    let mut required = Vec::new();
    if is_asked_for(Comparison::Arn) {
        required.push(vec![compared.len()]);
        compared.push(patterns::any_arn());
    }
    for (clause, condition) in asked {
        for value in &condition.values {
            if condition.operator.comparison == Comparison::StringEqualsIgnoreCase && !value.is_ascii() {
                return Err(Gap::Case(value.clone()));
            }
            let expanded = expansions(value, clause.has_variables, known)?;
            compared.extend(expanded.iter().filter_map(|it| patterns::compared(condition.operator.comparison, it)));
        }
    }
    let mut texts = automaton::representatives(&compared, &required)?;
    // Whether an empty value is none AWS leaves open: it comes last.
    texts.sort_by_key(String::is_empty);
    Ok(texts)
}

/// The texts that a text may become when its variables are replaced. Where a variable has no value, it is none.
pub(super) fn expansions(text: &str, has_variables: bool, known: &[Context]) -> Result<Vec<Vec<Token>>, Gap> {
    if !has_variables || !variables::are_in(text) {
        return Ok(vec![glob::tokens(text).collect()]);
    }
    let mut expanded: Vec<Vec<Token>> = Vec::new();
    for tokens in known.iter().filter_map(|context| variables::expand(text, context)) {
        if !expanded.contains(&tokens) {
            expanded.push(tokens);
        }
    }
    if expanded.len() > MOST_EXPANSIONS { Err(Gap::Variable(text.to_owned())) } else { Ok(expanded) }
}

/// All sets of at most so many of the values. More are not needed: a set that does not fit a condition has one value that
/// shows it, and so has one that does where some value must.
fn subsets(values: &[String], largest: usize) -> Option<Vec<Vec<String>>> {
    let mut sets: Vec<Vec<String>> = vec![Vec::new()];
    let mut starts = vec![0];
    let mut next = 0;
    while next < sets.len() {
        if sets[next].len() < largest {
            for (at, value) in values.iter().enumerate().skip(starts[next]) {
                let larger = [sets[next].as_slice(), std::slice::from_ref(value)].concat();
                sets.push(larger);
                starts.push(at + 1);
            }
        }
        if sets.len() > MOST_SETS {
            return None;
        }
        next += 1;
    }
    // A set before none: the likelier request.
    sets.rotate_left(1);
    Some(sets)
}
