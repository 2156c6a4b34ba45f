//! A pattern, matched the fastest way that it allows.

use super::{Token, matches, matches_ignoring_case, tokens};

/// A pattern as a policy has it.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Pattern<'a> {
    /// As written.
    Written(&'a str),
    /// With its variables replaced.
    Replaced(&'a [Token]),
}

impl Pattern<'_> {
    /// Whether a text is wholly what it says.
    pub(crate) fn matches(self, text: &str) -> bool {
        match self {
            Self::Written(pattern) => match after_start(pattern, text, |expected, actual| expected == actual) {
                Remainder::Settled(matches) => matches,
                Remainder::Open(pattern, text) => matches(tokens(pattern), text),
            },
            Self::Replaced(pattern) => matches(pattern.iter().copied(), text),
        }
    }

    /// The same, whatever the case of ASCII letters.
    pub(crate) fn matches_ignoring_case(self, text: &str) -> bool {
        match self {
            Self::Written(pattern) => match after_start(pattern, text, u8::eq_ignore_ascii_case) {
                Remainder::Settled(matches) => matches,
                Remainder::Open(pattern, text) => matches_ignoring_case(tokens(pattern), text),
            },
            Self::Replaced(pattern) => matches_ignoring_case(pattern.iter().copied(), text),
        }
    }

    /// Whether there is a `*` in it.
    pub(crate) fn has_run(self) -> bool {
        match self {
            Self::Written(pattern) => pattern.contains('*'),
            Self::Replaced(pattern) => pattern.contains(&Token::Run),
        }
    }

    pub(crate) fn ends_in_run(self) -> bool {
        match self {
            Self::Written(pattern) => pattern.ends_with('*'),
            Self::Replaced(pattern) => pattern.ends_with(&[Token::Run]),
        }
    }

    /// Whether a `*` stands right before a colon.
    pub(crate) fn has_run_before_colon(self) -> bool {
        match self {
            Self::Written(pattern) => pattern.contains("*:"),
            Self::Replaced(pattern) => pattern.windows(2).any(|pair| pair == [Token::Run, Token::Char(':')]),
        }
    }
}

/// What is left of a pattern and a text when they begin alike.
enum Remainder<'a> {
    Settled(bool),
    Open(&'a str, &'a str),
}

/// By bytes up to the first wildcard. That settles it for most: they differ, or nothing follows, or a single `*` and what
/// the text must end in.
fn after_start<'a>(pattern: &'a str, text: &'a str, same: impl Fn(&u8, &u8) -> bool) -> Remainder<'a> {
    let is_wildcard = |byte| matches!(byte, b'*' | b'?');
    let pairs = pattern.as_bytes().iter().zip(text.as_bytes());
    let alike = pairs.take_while(|(expected, actual)| !is_wildcard(**expected) && same(expected, actual)).count();
    match pattern.as_bytes()[alike..] {
        [] => Remainder::Settled(alike == text.len()),
        [b'*', ref end @ ..] if !end.iter().copied().any(is_wildcard) => {
            let mut pairs = end.iter().rev().zip(text.as_bytes()[alike..].iter().rev());
            let is_long_enough = text.len() - alike >= end.len();
            Remainder::Settled(is_long_enough && pairs.all(|(expected, actual)| same(expected, actual)))
        }
        [byte, ..] if is_wildcard(byte) => Remainder::Open(&pattern[alike..], &text[alike..]),
        _ => Remainder::Settled(false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_answer_alike() {
        for (pattern, text) in [
            ("", ""),
            ("*", ""),
            ("arn:aws:s3:::bucket/*", "arn:aws:s3:::bucket/key"),
            ("a*a", "a"),
            ("a*a", "aa"),
            ("*:a", "b:a"),
            ("S3:*", "s3:x"),
            ("?*:", "é:"),
            ("é?*", "éé"),
            ("é", "è"),
        ] {
            let replaced: Vec<Token> = tokens(pattern).collect();
            let (written, replaced) = (Pattern::Written(pattern), Pattern::Replaced(&replaced));
            assert_eq!(written.matches(text), replaced.matches(text), "{pattern} on {text}");
            assert_eq!(
                written.matches_ignoring_case(text),
                replaced.matches_ignoring_case(text),
                "{pattern} on {text}"
            );
            assert_eq!(written.has_run(), replaced.has_run(), "{pattern}");
            assert_eq!(written.ends_in_run(), replaced.ends_in_run(), "{pattern}");
            assert_eq!(written.has_run_before_colon(), replaced.has_run_before_colon(), "{pattern}");
        }
    }
}
