//! Whether two patterns of `*` and `?` have a text in common.

use crate::glob::{self, Token};

/// One place in a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece {
    /// Any run of characters.
    Run,
    /// Any run of characters without a colon.
    RunWithoutColon,
    /// Any character.
    One,
    /// This character, whatever its case.
    Char(char),
}

/// A pattern of `*` and `?` in its pieces.
pub(super) fn pieces(pattern: &str) -> Vec<Piece> {
    let piece = |token| match token {
        Token::Run => Piece::Run,
        Token::One => Piece::One,
        Token::Char(char) => Piece::Char(char.to_ascii_lowercase()),
    };
    glob::tokens(pattern).map(piece).collect()
}

/// Whether some text is what both patterns say. It takes no more than one pattern times the other.
pub(super) fn have_common_text(one: &[Piece], other: &[Piece]) -> bool {
    // Whether `one` up to here and `other` up to each place have a text in common.
    let mut above = vec![false; other.len() + 1];
    for at in 0..=one.len() {
        let mut row = vec![false; other.len() + 1];
        for beside in 0..=other.len() {
            let this = at.checked_sub(1).map(|at| one[at]);
            let that = beside.checked_sub(1).map(|beside| other[beside]);
            let ends = |piece: Option<Piece>| piece.is_some_and(is_run);
            row[beside] = (this.is_none() && that.is_none())
                || (ends(this) && above[beside])
                || (ends(that) && row[beside - 1])
                || (this.zip(that).is_some_and(|(this, that)| share_character(this, that)) && {
                    match (this.is_some_and(is_run), that.is_some_and(is_run)) {
                        (false, false) => above[beside - 1],
                        (true, false) => row[beside - 1],
                        (false, true) => above[beside],
                        (true, true) => false,
                    }
                });
        }
        if !row.contains(&true) {
            return false;
        }
        above = row;
    }
    above[other.len()]
}

fn is_run(piece: Piece) -> bool {
    matches!(piece, Piece::Run | Piece::RunWithoutColon)
}

fn share_character(one: Piece, other: Piece) -> bool {
    match (one, other) {
        (Piece::Char(one), Piece::Char(other)) => one == other,
        (Piece::RunWithoutColon, Piece::Char(char)) | (Piece::Char(char), Piece::RunWithoutColon) => char != ':',
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn have_common_text(one: &str, other: &str) -> bool {
        super::have_common_text(&pieces(one), &pieces(other))
    }

    #[test]
    fn a_run_without_colon_reaches_no_colon() {
        let form = [Piece::Char('a'), Piece::Char(':'), Piece::RunWithoutColon];
        for (pattern, expected) in [("a:b", true), ("a:b:c", false), ("*", true), ("a*:*", true), ("*:b:*", false)] {
            assert_eq!(super::have_common_text(&form, &pieces(pattern)), expected, "{pattern}");
        }
    }

    #[test]
    fn patterns_meet_or_do_not() {
        for (one, other, expected) in [
            ("", "", true),
            ("", "*", true),
            ("", "?", false),
            ("a*", "*b", true),
            ("a*c", "ab*", true),
            ("a?c", "ab", false),
            ("bucket/*", "bucket", false),
            ("*/*", "bucket/x", true),
            ("role/A*", "role/b*", false),
            ("Role/*", "role/x", true),
        ] {
            assert_eq!(have_common_text(one, other), expected, "{one} and {other}");
            assert_eq!(have_common_text(other, one), expected, "{other} and {one}");
        }
    }

    proptest! {
        #[test]
        fn what_both_take_is_common(one in "[ab*?]{0,6}", other in "[ab*?]{0,6}", text in "[ab]{0,6}") {
            let takes = |pattern: &str| glob::matches(glob::tokens(pattern), &text);
            if takes(&one) && takes(&other) {
                prop_assert!(have_common_text(&one, &other));
            }
        }

        #[test]
        fn a_text_is_common_with_what_takes_it_and_nothing_else(pattern in "[ab*?]{0,6}", text in "[ab]{0,6}") {
            prop_assert_eq!(have_common_text(&pattern, &text), glob::matches(glob::tokens(&pattern), &text));
        }
    }
}
