//! Patterns of `*` and `?`, and nothing else: brackets, braces and slashes mean themselves.

mod pattern;

use std::iter;

pub(crate) use self::pattern::Pattern;

/// One place in a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Token {
    /// `*`: any run of characters, an empty one and line breaks too.
    Run,
    /// `?`: exactly one character.
    One,
    /// This character. A variable's value is made of these alone: a `*` in a tag is no wildcard.
    Char(char),
}

impl Token {
    pub(crate) fn of(pattern: char) -> Self {
        match pattern {
            '*' => Self::Run,
            '?' => Self::One,
            other => Self::Char(other),
        }
    }
}

/// The tokens of a pattern as written.
pub(crate) fn tokens(pattern: &str) -> impl Iterator<Item = Token> + Clone {
    pattern.chars().map(Token::of)
}

/// Tokens as text, for where patterns mean nothing: there `*` and `?` stand for themselves.
pub(crate) fn text(tokens: &[Token]) -> String {
    let chars = tokens.iter().map(|token| match token {
        Token::Run => '*',
        Token::One => '?',
        Token::Char(char) => *char,
    });
    chars.collect()
}

/// Whether a text is wholly what a pattern says.
pub(crate) fn matches(pattern: impl Iterator<Item = Token> + Clone, text: &str) -> bool {
    matches_by(pattern, text, |expected, actual| expected == actual)
}

/// The same, whatever the case of ASCII letters.
pub(crate) fn matches_ignoring_case(pattern: impl Iterator<Item = Token> + Clone, text: &str) -> bool {
    matches_by(pattern, text, |expected, actual| expected.eq_ignore_ascii_case(&actual))
}

/// Tries the shortest run for a `*` first, then ever longer ones. Only the last `*` need be tried again: what an earlier
/// one could take more, the last one can take as well. So it takes no more than pattern times text.
fn matches_by<P>(mut pattern: P, text: &str, same: impl Fn(char, char) -> bool) -> bool
where
    P: Iterator<Item = Token> + Clone,
{
    let mut text = text.chars();
    let mut last_run: Option<(P, _)> = None;
    loop {
        let token = pattern.next();
        if token == Some(Token::Run) {
            last_run = Some((pattern.clone(), text.clone()));
            continue;
        }
        let fits = match (token, text.next()) {
            (None, None) => return true,
            (Some(Token::One), Some(_)) => true,
            (Some(Token::Char(expected)), Some(actual)) => same(expected, actual),
            _ => false,
        };
        if fits {
            continue;
        }
        let Some((after_run, rest)) = &mut last_run else { return false };
        if rest.next().is_none() {
            return false;
        }
        pattern = after_run.clone();
        text = rest.clone();
    }
}

/// Tokens up to each of the first `count - 1` colons, and the rest. Fewer when there are not so many colons.
pub(crate) fn split_at_colons(tokens: &[Token], count: usize) -> Vec<&[Token]> {
    let mut rest = Some(tokens);
    let parts = iter::from_fn(|| {
        let tokens = rest?;
        let colon = tokens.iter().position(|token| *token == Token::Char(':'));
        rest = colon.map(|at| &tokens[at + 1..]);
        Some(&tokens[..colon.unwrap_or(tokens.len())])
    });
    let mut parts: Vec<_> = parts.take(count - 1).collect();
    parts.extend(rest);
    parts
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_stars_and_question_marks_are_special() {
        for (pattern, text, expected) in [
            ("", "", true),
            ("*", "", true),
            ("?", "", false),
            ("?", "é", true),
            ("a*c", "abcc", true),
            ("a*c", "abcd", false),
            ("a*b*c", "a-b-b-c", true),
            ("*", "a\nb", true),
            ("[ab]", "a", false),
            ("[ab]", "[ab]", true),
            ("A", "a", false),
        ] {
            assert_eq!(matches(tokens(pattern), text), expected, "{pattern:?} on {text:?}");
        }
        assert!(matches_ignoring_case(tokens("S3:get*"), "s3:GetObject"));
    }

    #[test]
    fn a_literal_star_is_no_wildcard() {
        let pattern = [Token::Char('*'), Token::Run];
        assert!(matches(pattern.iter().copied(), "*a"));
        assert!(!matches(pattern.iter().copied(), "ba"));
    }

    #[test]
    fn colons_part_tokens() {
        for (pattern, parts) in [("", vec![""]), ("a:b", vec!["a", "b"]), ("a:b:c:d", vec!["a", "b", "c:d"])] {
            let tokens: Vec<Token> = tokens(pattern).collect();
            let expected: Vec<Vec<Token>> = parts.iter().map(|part| self::tokens(part).collect()).collect();
            assert_eq!(split_at_colons(&tokens, 3), expected, "{pattern}");
        }
    }

    /// The definition itself, taking its time.
    fn brute_force(pattern: &[char], text: &[char]) -> bool {
        match pattern {
            [] => text.is_empty(),
            ['*', rest @ ..] => (0..=text.len()).any(|taken| brute_force(rest, &text[taken..])),
            ['?', rest @ ..] => !text.is_empty() && brute_force(rest, &text[1..]),
            [first, rest @ ..] => text.first() == Some(first) && brute_force(rest, &text[1..]),
        }
    }

    proptest! {
        #[test]
        fn agrees_with_the_definition(pattern in "[abé*?]{0,8}", text in "[abé]{0,10}") {
            let chars = |it: &str| it.chars().collect::<Vec<_>>();
            let expected = brute_force(&chars(&pattern), &chars(&text));
            prop_assert_eq!(matches(tokens(&pattern), &text), expected);
            prop_assert_eq!(Pattern::Written(&pattern).matches(&text), expected);
            prop_assert_eq!(Pattern::Written(&pattern.to_ascii_uppercase()).matches_ignoring_case(&text), expected);
        }
    }
}
