//! Patterns that are read side by side: which of them a text can fit at once, and a shortest such text for each case.
//!
//! All patterns together are one nondeterministic automaton; its states are places in patterns. Texts are grown character
//! by character from the empty one, breadth first. Two texts that stand at the same places will go on alike, so only the
//! first is kept.

use std::collections::HashSet;

/// What one place in a pattern takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Symbol {
    /// This character.
    Char(char),
    /// This letter, whatever its case.
    Folded(char),
    /// Any character but this one: a wildcard that stays within its part of an ARN, or its segment of a path.
    Not(char),
    /// A decimal digit.
    Digit,
    /// Any character.
    Any,
}

impl Symbol {
    fn takes(self, char: char) -> bool {
        match self {
            Self::Char(expected) => char == expected,
            Self::Folded(expected) => char.eq_ignore_ascii_case(&expected),
            Self::Not(other) => char != other,
            Self::Digit => char.is_ascii_digit(),
            Self::Any => true,
        }
    }
}

/// One step through a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// Exactly one character.
    One(Symbol),
    /// Any run of them, an empty one too.
    Run(Symbol),
}

pub(super) type Pattern = Vec<Step>;

/// More to look at than is reasonable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TooMany;

/// How many places are looked at, over all texts. It takes about a second; real policies need a thousandth of it.
const MOST_WORK: usize = 3_000_000;

/// For each set of patterns that some text fits and the others not, a shortest such text, short ones first. Of each group
/// of `required` patterns (their indices) a text must fit one.
pub(super) fn representatives(patterns: &[Pattern], required: &[Vec<usize>]) -> Result<Vec<String>, TooMany> {
    let mut texts = Texts { patterns, required, grown: Vec::new(), known: HashSet::new() };
    let mut cells: HashSet<Vec<usize>> = HashSet::new();
    let mut found = Vec::new();
    let mut work = 0;
    texts.grow((0..patterns.len()).map(|pattern| (pattern, 0)).collect(), None);
    let mut next = 0;
    while next < texts.grown.len() {
        let fitted = texts.fitted(next);
        let is_wanted = required.iter().all(|group| group.iter().any(|pattern| fitted.contains(pattern)));
        if is_wanted && cells.insert(fitted) {
            found.push(texts.text(next));
        }
        for char in texts.telling_characters(next) {
            texts.grow(texts.places_after(next, char), Some((next, char)));
            work += 1 + texts.grown[next].places.len();
        }
        if work > MOST_WORK {
            return Err(TooMany);
        }
        next += 1;
    }
    Ok(found)
}

/// Which pattern, and how far into it.
type Place = (usize, usize);

struct Texts<'p> {
    patterns: &'p [Pattern],
    required: &'p [Vec<usize>],
    grown: Vec<Grown>,
    known: HashSet<Vec<Place>>,
}

struct Grown {
    /// Where the text stands, in order.
    places: Vec<Place>,
    /// The text before its last character, and that character.
    from: Option<(usize, char)>,
}

impl Texts<'_> {
    /// Keeps a text unless another stands at the same places, or it can no longer fit what is required.
    fn grow(&mut self, places: Vec<Place>, from: Option<(usize, char)>) {
        let places = self.settled(places);
        let can_fit = |&pattern: &usize| places.binary_search_by_key(&pattern, |place| place.0).is_ok();
        let is_hopeless = self.required.iter().any(|group| !group.iter().any(can_fit));
        if !is_hopeless && self.known.insert(places.clone()) {
            self.grown.push(Grown { places, from });
        }
    }

    /// A run may be empty, so that the place behind it is reached too. And from a run of anything on, a pattern takes
    /// whatever it takes from an earlier place: that need not be followed.
    fn settled(&self, mut places: Vec<Place>) -> Vec<Place> {
        let mut unseen = 0;
        while let Some(&(pattern, at)) = places.get(unseen) {
            if matches!(self.step((pattern, at)), Some(Step::Run(_))) {
                places.push((pattern, at + 1));
            }
            unseen += 1;
        }
        places.sort_unstable();
        places.dedup();
        let mut last_run = None;
        let mut backwards: Vec<Place> = places.into_iter().rev().collect();
        backwards.retain(|&place| {
            if last_run == Some(place.0) {
                return false;
            }
            if self.step(place) == Some(Step::Run(Symbol::Any)) {
                last_run = Some(place.0);
            }
            true
        });
        backwards.reverse();
        backwards
    }

    fn step(&self, (pattern, at): Place) -> Option<Step> {
        self.patterns[pattern].get(at).copied()
    }

    fn fitted(&self, text: usize) -> Vec<usize> {
        let at_end = |place: &&Place| place.1 == self.patterns[place.0].len();
        self.grown[text].places.iter().filter(at_end).map(|place| place.0).collect()
    }

    fn text(&self, mut at: usize) -> String {
        let mut backwards = Vec::new();
        while let Some((before, char)) = self.grown[at].from {
            backwards.push(char);
            at = before;
        }
        backwards.iter().rev().collect()
    }

    fn places_after(&self, text: usize, char: char) -> Vec<Place> {
        let next = |&(pattern, at): &Place| match self.step((pattern, at))? {
            Step::One(symbol) => symbol.takes(char).then_some((pattern, at + 1)),
            Step::Run(symbol) => symbol.takes(char).then_some((pattern, at)),
        };
        self.grown[text].places.iter().filter_map(next).collect()
    }

    /// One character of each kind that the places of a text tell apart, those that patterns name first.
    fn telling_characters(&self, text: usize) -> Vec<char> {
        let mut named = Vec::new();
        let mut takes_digits = false;
        for &place in &self.grown[text].places {
            let Some(Step::One(symbol) | Step::Run(symbol)) = self.step(place) else { continue };
            match symbol {
                Symbol::Char(char) | Symbol::Not(char) => named.push(char),
                Symbol::Folded(char) => named.extend([char, other_case(char)]),
                Symbol::Digit => takes_digits = true,
                Symbol::Any => {}
            }
        }
        let mut seen = HashSet::new();
        named.retain(|&char| seen.insert(char));
        let is_unnamed = |char: &char| !seen.contains(char);
        let digit = ('1'..='9').chain(['0']).find(is_unnamed).filter(|_| takes_digits);
        let other = ('a'..='x').rev().chain('A'..='Z').chain('\u{100}'..=char::MAX).find(is_unnamed);
        named.into_iter().chain(digit).chain(other).collect()
    }
}

fn other_case(char: char) -> char {
    if char.is_ascii_lowercase() { char.to_ascii_uppercase() } else { char.to_ascii_lowercase() }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;
    use crate::glob::{self, Token};

    fn pattern(text: &str) -> Pattern {
        let step = |token| match token {
            Token::Run => Step::Run(Symbol::Any),
            Token::One => Step::One(Symbol::Any),
            Token::Char(char) => Step::One(Symbol::Char(char)),
        };
        glob::tokens(text).map(step).collect()
    }

    fn shortest(patterns: &[&str], required: &[Vec<usize>]) -> Vec<String> {
        let patterns: Vec<Pattern> = patterns.iter().map(|text| pattern(text)).collect();
        representatives(&patterns, required).expect("there are few")
    }

    #[test]
    fn a_shortest_text_for_each_case() {
        for (patterns, required, expected) in [
            (vec![], vec![], vec![""]),
            (vec!["a*"], vec![vec![0]], vec!["a"]),
            (vec!["a*", "ab"], vec![vec![0]], vec!["a", "ab"]),
            (vec!["a*", "*b"], vec![vec![0], vec![1]], vec!["ab"]),
            (vec!["a*", "b*"], vec![vec![0], vec![1]], vec![]),
            (vec!["a*", "b*"], vec![vec![0, 1]], vec!["a", "b"]),
            (vec!["*", "?*"], vec![vec![0]], vec!["", "x"]),
            (vec!["*a*", "*b*"], vec![vec![0, 1]], vec!["a", "b", "ab"]),
        ] {
            assert_eq!(shortest(&patterns, &required), expected, "{patterns:?}");
        }
    }

    #[test]
    fn symbols_tell_characters_apart() {
        let one = |symbol| vec![Step::One(symbol)];
        let patterns = [one(Symbol::Folded('a')), one(Symbol::Char('a')), one(Symbol::Digit), one(Symbol::Not('7'))];
        let required = [vec![0, 1, 2, 3]];
        let found = representatives(&patterns, &required).expect("there are few");
        let found: BTreeSet<&str> = found.iter().map(String::as_str).collect();
        assert_eq!(found, BTreeSet::from(["1", "7", "A", "a", "x"]));
    }

    #[test]
    fn runs_upon_runs_are_given_up_in_time() {
        let letters = ('a'..='z').cycle().step_by(7);
        let letters: String = letters.take(480).flat_map(|letter| ['*', letter, '?']).collect();
        let patterns: Vec<Pattern> = letters
            .as_bytes()
            .chunks(120)
            .map(|chunk| String::from_utf8_lossy(chunk))
            .map(|text| pattern(&text))
            .collect();
        assert_eq!(representatives(&patterns, &[]), Err(TooMany));
    }

    proptest! {
        /// Against all texts of some length: the same sets of patterns are fitted, by texts as short.
        #[test]
        fn agrees_with_all_texts_there_are(patterns in prop::collection::vec("[ab*?]{0,3}", 1..4)) {
            let fitted = |text: &str| -> Vec<bool> {
                patterns.iter().map(|pattern| glob::matches(glob::tokens(pattern), text)).collect()
            };
            let mut all = vec![String::new()];
            let mut from = 0;
            for _length in 0..6 {
                let longer: Vec<String> =
                    all[from..].iter().flat_map(|text| ["a", "b", "c"].map(|end| format!("{text}{end}"))).collect();
                from = all.len();
                all.extend(longer);
            }
            let expected: BTreeSet<Vec<bool>> = all.iter().map(|text| fitted(text)).collect();
            let listed: Vec<&str> = patterns.iter().map(String::as_str).collect();
            let found = shortest(&listed, &[]);
            let cells: BTreeSet<Vec<bool>> = found.iter().map(|text| fitted(text)).collect();
            prop_assert_eq!(found.len(), cells.len());
            prop_assert_eq!(&cells, &expected);
            for text in &found {
                let length = all.iter().filter(|other| fitted(other) == fitted(text)).map(String::len).min();
                prop_assert_eq!(Some(text.chars().count()), length);
            }
        }
    }
}
