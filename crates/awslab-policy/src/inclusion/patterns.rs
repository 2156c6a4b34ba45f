//! What policies write, as patterns for the automaton: at least as fine as what the engine tells apart.

use super::automaton::{Pattern, Step, Symbol};
use crate::document::Comparison;
use crate::glob::{self, Token};

/// The parts of an ARN before the resource; in them no wildcard takes a colon.
const PARTS: usize = 6;

/// Text that means itself.
pub(super) fn literal(text: &str) -> Pattern {
    text.chars().map(|char| Step::One(Symbol::Char(char))).collect()
}

/// Text that means itself, whatever its case.
pub(super) fn folded(text: &str) -> Pattern {
    text.chars().map(|char| Step::One(Symbol::Folded(char))).collect()
}

/// Text that anything may follow.
pub(super) fn beginning(text: &str) -> Pattern {
    let mut pattern = literal(text);
    pattern.push(Step::Run(Symbol::Any));
    pattern
}

/// `*` and `?` as they are read in conditions.
pub(super) fn glob(tokens: &[Token]) -> Pattern {
    steps(tokens, Symbol::Char, Symbol::Any).collect()
}

/// An action: the service to the letter, then a pattern, whatever the case. A bare `*` tells nothing apart.
pub(super) fn action(text: &str) -> Option<Pattern> {
    let (service, name) = text.split_once(':')?;
    let name: Vec<Token> = glob::tokens(name).collect();
    let mut pattern = folded(service);
    pattern.push(Step::One(Symbol::Char(':')));
    pattern.extend(steps(&name, Symbol::Folded, Symbol::Any));
    Some(pattern)
}

/// A resource: part by part, the case of the last alone counts; parts that are missing are anything. A `*` is taken to stay
/// within its part. AWS leaves that open, and the engine takes it to be likely.
pub(super) fn resource(tokens: &[Token]) -> Pattern {
    by_parts(tokens, Symbol::Folded)
}

/// What a condition compares a value with; `None` for what is no text.
pub(super) fn compared(comparison: Comparison, tokens: &[Token]) -> Option<Pattern> {
    match comparison {
        Comparison::StringEquals | Comparison::BinaryEquals => Some(literal(&glob::text(tokens))),
        Comparison::StringEqualsIgnoreCase | Comparison::Bool => Some(folded(&glob::text(tokens))),
        Comparison::StringLike => Some(glob(tokens)),
        Comparison::Arn => Some(by_parts(tokens, Symbol::Char)),
        Comparison::Numeric(_) | Comparison::Date(_) | Comparison::IpAddress | Comparison::Null => None,
    }
}

/// What an ARN looks like at all: `arn:partition:service:region:account:resource`.
pub(super) fn any_arn() -> Pattern {
    let some = [Step::One(Symbol::Not(':')), Step::Run(Symbol::Not(':'))];
    let maybe = [Step::Run(Symbol::Not(':'))];
    let colon = [Step::One(Symbol::Char(':'))];
    let parts: [&[Step]; 8] = [&some, &colon, &some, &colon, &maybe, &colon, &maybe, &colon];
    let mut pattern = literal("arn:");
    pattern.extend(parts.into_iter().flatten());
    pattern.extend([Step::One(Symbol::Any), Step::Run(Symbol::Any)]);
    pattern
}

fn by_parts(tokens: &[Token], named: fn(char) -> Symbol) -> Pattern {
    let parts = glob::split_at_colons(tokens, PARTS);
    let mut pattern = Pattern::new();
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            pattern.push(Step::One(Symbol::Char(':')));
        }
        if index == PARTS - 1 {
            pattern.extend(steps(part, Symbol::Char, Symbol::Any));
        } else {
            pattern.extend(steps(part, named, Symbol::Not(':')));
        }
    }
    if parts.len() < PARTS {
        pattern.extend([Step::One(Symbol::Char(':')), Step::Run(Symbol::Any)]);
    }
    pattern
}

/// Each token as a step; wildcards take what `wild` says.
pub(super) fn steps(tokens: &[Token], named: fn(char) -> Symbol, wild: Symbol) -> impl Iterator<Item = Step> {
    tokens.iter().map(move |token| match token {
        Token::Run => Step::Run(wild),
        Token::One => Step::One(wild),
        Token::Char(char) => Step::One(named(*char)),
    })
}
