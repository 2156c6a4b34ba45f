//! Text from an account, made harmless for a terminal and for a CI log.
//!
//! Whoever names a bucket, a tag or an object decides what awslab prints. Such a name may hold escape sequences that
//! rewrite the screen, marks that reverse the direction of reading, or commands to the CI that keeps the log.

use std::borrow::Cow;
use std::fmt::Write as _;

/// No name that AWS admits is longer than 2048 characters; what is longer is put together from many.
const LONGEST_TEXT: usize = 1_000;
/// A policy in a command may have 10,240 characters.
const LONGEST_COMMAND: usize = 20_000;

/// One piece of text: what would act is made visible, and what is too long is cut with a note.
pub(crate) fn text(text: &str) -> String {
    match text.char_indices().nth(LONGEST_TEXT) {
        None => visible(text),
        Some((end, _)) => {
            format!("{}... (cut here: {} characters in all)", visible(&text[..end]), text.chars().count())
        }
    }
}

/// One line of a command. It is never cut, for a part of a command may do something else than the whole.
pub(crate) fn command(line: &str) -> Cow<'_, str> {
    match line.chars().count() {
        count if count > LONGEST_COMMAND => format!("# (a command of {count} characters: see --format json)").into(),
        _ => visible(line).into(),
    }
}

/// A JSON document that says the same, with an escape for each character that would act. Such characters stand within
/// strings only; the line feeds between them are the document's own.
pub(crate) fn json(document: &str) -> String {
    let mut harmless = String::with_capacity(document.len());
    for (at, character) in document.char_indices() {
        let acts = character != '\n' && acts(character);
        if acts || begins_workflow_command(Some('"'), &document[at..]) {
            for unit in character.encode_utf16(&mut [0; 2]) {
                write!(harmless, "\\u{unit:04x}").expect("a String can be written to");
            }
        } else {
            harmless.push(character);
        }
    }
    harmless
}

/// A terminal, or somebody's eyes, would take it for something else than a character to show.
fn acts(character: char) -> bool {
    matches!(character,
        '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}'      // control characters, the beginnings of escape sequences
        | '\u{61c}' | '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' // direction marks
        | '\u{2028}'..='\u{2029}'                     // line and paragraph separators
        | '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{206f}' | '\u{feff}' // invisible
        | '\u{fff9}'..='\u{fffb}' | '\u{fffe}'..='\u{ffff}' // annotations, and what is no character
        | '\u{e0000}'..='\u{e0fff}'                   // invisible tags
    )
}

/// A workflow command of GitHub Actions may begin here. Its runner takes `::` at the beginning of a line, after blanks
/// or none, and `##[` anywhere. Lines may be broken at any blank, so that every word is a beginning; the `::` within an
/// ARN is none.
fn begins_workflow_command(before: Option<char>, rest: &str) -> bool {
    (rest.starts_with("::") && before.is_none_or(char::is_whitespace)) || rest.starts_with("##[")
}

fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut before = None;
    for (at, character) in text.char_indices() {
        if acts(character) {
            shown.extend(character.escape_default());
        } else if begins_workflow_command(before, &text[at..]) {
            shown.extend(character.escape_unicode());
        } else {
            shown.push(character);
        }
        before = Some(character);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_is_made_visible() {
        for (given, shown) in [
            ("\u{1b}[2J", r"\u{1b}[2J"),
            ("\u{9b}31m", r"\u{9b}31m"),
            ("a\r\nb\tc\0", r"a\r\nb\tc\u{0}"),
            ("gpj.\u{202e}exe", r"gpj.\u{202e}exe"),
            ("a\u{2028}b\u{200b}c\u{feff}", r"a\u{2028}b\u{200b}c\u{feff}"),
        ] {
            assert_eq!(text(given), shown);
            assert_eq!(command(given), shown);
        }
    }

    #[test]
    fn workflow_commands_are_broken() {
        for (given, shown) in [
            ("::add-mask::x", r"\u{3a}:add-mask::x"),
            ("a\u{a0}::error::x", "a\u{a0}\\u{3a}:error::x"),
            ("a ::error::x", r"a \u{3a}:error::x"),
            ("\n::error::x", r"\n\u{3a}:error::x"),
            (":::error::x", r"\u{3a}::error::x"),
            ("a##[error]x", r"a\u{23}#[error]x"),
            ("###[error]x", r"#\u{23}#[error]x"),
        ] {
            assert_eq!(text(given), shown);
        }
    }

    #[test]
    fn json_says_the_same_in_harmless_characters() {
        let name = "\u{9b}31m ##[error] \u{202e} \u{e0041} \u{1b}[0m arn:aws:s3:::b 写真";
        let document = serde_json::to_string_pretty(&[name]).expect("a list of texts is JSON");
        let harmless = json(&document);
        assert_eq!(serde_json::from_str::<[String; 1]>(&harmless).expect("it is still JSON"), [name]);
        assert!(!harmless.contains("##[") && !harmless.chars().any(|it| it != '\n' && acts(it)), "{harmless}");
        assert!(harmless.contains("arn:aws:s3:::b 写真"), "{harmless}");
    }

    #[test]
    fn ordinary_names_stay_as_they_are() {
        for name in ["arn:aws:iam::111122223333:user/anna", "arn:aws:s3:::anna/naïve 写真 🎉.txt", "## [x]", "a::b"]
        {
            assert_eq!(text(name), name);
        }
    }

    #[test]
    fn what_is_too_long_is_cut_and_a_command_is_left_out() {
        let long = "ß".repeat(1_000_000);
        assert!(text(&long).chars().count() < LONGEST_TEXT + 50);
        assert!(text(&long).ends_with("ß... (cut here: 1000000 characters in all)"));
        assert_eq!(command(&long), "# (a command of 1000000 characters: see --format json)");
    }
}
