//! Texts within a diagram. Whatever Mermaid, Markdown or HTML could take for their own is written as a number.
//!
//! Mermaid reads a label as Markdown and then as HTML, and `#35;` as the character of that number.

use std::fmt::Write as _;

use crate::untrusted;

/// A label is no essay.
const LONGEST_LINE: usize = 90;

/// A label of lines, without those that are empty.
pub(super) fn label(lines: &[&str]) -> String {
    lines.iter().filter(|it| !it.is_empty()).map(|it| line(it)).collect::<Vec<_>>().join("<br>")
}

fn line(text: &str) -> String {
    let shown = untrusted::text(text);
    let mut characters: Vec<char> = shown.chars().take(LONGEST_LINE).collect();
    if shown.chars().nth(LONGEST_LINE).is_some() {
        characters.push('…');
    }
    let mut written = String::new();
    for (nth, character) in characters.iter().enumerate() {
        let before = nth.checked_sub(1).map(|before| characters[before]);
        if is_plain(before, *character, characters.get(nth + 1).copied()) {
            written.push(*character);
        } else {
            write!(written, "#{};", u32::from(*character)).expect("a String can be written to");
        }
    }
    written
}

/// It means nothing but itself where it stands. A dot or a dash may begin a list, two dots an address of the web.
fn is_plain(before: Option<char>, character: char, after: Option<char>) -> bool {
    let is_digit = |it: Option<char>| it.is_some_and(|it| it.is_ascii_digit());
    match character {
        '.' => is_digit(before) && is_digit(after),
        '-' => before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric),
        ':' => after == Some(' '),
        ' ' | ',' | '/' | '(' | ')' | '?' | '→' | '✖' | '✔' | '…' | '–' => true,
        _ => character.is_alphanumeric(),
    }
}

/// A text for readers of screens, which knows no numbers.
pub(super) fn plain(text: &str) -> String {
    let is_plain = |it: char| it.is_alphanumeric() || " -.:/,()".contains(it);
    untrusted::text(text).chars().map(|it| if is_plain(it) { it } else { ' ' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_act_is_a_number() {
        for (given, written) in [
            ("web", "web"),
            ("10.0.1.0/24", "10.0.1.0/24"),
            ("i-0abc (main), running", "i-0abc (main), running"),
            ("a\"b", "a#34;b"),
            ("#35;", "#35;35#59;"),
            ("a[b]{c}|d", "a#91;b#93;#123;c#125;#124;d"),
            ("`x` *y* _z_", "#96;x#96; #42;y#42; #95;z#95;"),
            ("</script><b>", "#60;/script#62;#60;b#62;"),
            ("1. one", "1#46; one"),
            ("- one", "#45; one"),
            ("+ 3 more", "#43; 3 more"),
            ("www.example.com", "www#46;example#46;com"),
            ("https://x", "https#58;//x"),
            ("$$x$$", "#36;#36;x#36;#36;"),
            ("%%{init}%%", "#37;#37;#123;init#125;#37;#37;"),
            ("a\nb", "a#92;nb"),
            ("\u{202e}x", "#92;u#123;202e#125;x"),
            ("写真", "写真"),
        ] {
            assert_eq!(label(&[given]), written, "{given}");
        }
        assert_eq!(label(&["a", "", "b"]), "a<br>b");
    }

    #[test]
    fn what_is_too_long_is_cut() {
        assert_eq!(label(&[&"x".repeat(1_000)]), format!("{}…", "x".repeat(LONGEST_LINE)));
    }
}
