//! Values given to the names of secrets.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::literal::{Literal, Separator};
use super::{Found, expression, name};

/// A name, how it was closed, and what stands between it and its value.
static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    expression(concat!(
        r"(?<dashes>--?)?(?<name>[A-Za-z_][A-Za-z0-9_.-]*)",
        r#"(?<close>\\*["'`]?\]?)"#,
        r"(?:[ \t]*(?<separator>:-|:=|=>|=|:|,)[ \t]*|(?<tag>>)|[ \t]+)",
    ))
});

pub(super) fn find(text: &str) -> Vec<Found> {
    NAMED.captures_iter(text).filter_map(|captures| named(text, &captures)).collect()
}

/// The value of a name that promises a secret.
fn named(text: &str, captures: &Captures<'_>) -> Option<Found> {
    let name = captures.name("name").expect("the name is not optional");
    let (before, after) = (&text[..name.start()], &text[captures.get(0)?.end()..]);
    let value = Literal::at(after);
    let kind = name::kind_of(name.as_str(), value.text)?;
    let separator = captures.name("separator").map_or("", |it| it.as_str());
    let gives = match separator {
        "," => captures["close"].starts_with(['"', '\'']) && begins_arguments(before),
        "" if captures.name("tag").is_some() => before.ends_with('<'), // `<password>…</password>`
        "" => captures.name("dashes").is_some() && takes_value(name.as_str(), value.text),
        _ => !is_only_read(before, separator) && !after.starts_with(['=', ':']),
    };
    let separator = match separator {
        "" => Separator::Space,
        ":" => Separator::Colon,
        _ => Separator::Equals,
    };
    (gives && value.is_written_out(separator)).then(|| Found::of(kind, text, value.text))
}

/// `define('DB_PASSWORD', …)`
fn begins_arguments(before: &str) -> bool {
    before.trim_end_matches(['"', '\'', ' ', '\t']).ends_with('(') && before.ends_with(['"', '\''])
}

/// Whether a flag is followed by its value. `--secret` of Docker and others takes the name of one.
fn takes_value(flag: &str, value: &str) -> bool {
    !flag.eq_ignore_ascii_case("secret") && !value.starts_with('-')
}

/// The name is a part of an ARN or a path, or its variable is read rather than set.
fn is_only_read(before: &str, separator: &str) -> bool {
    if before.ends_with("${") {
        return !matches!(separator, ":-" | ":=");
    }
    match before.strip_suffix('$') {
        // `$password = …` sets it in PowerShell and PHP, where it begins a statement; `[ "$PASSWORD" = … ]` compares.
        Some(before) => {
            let before = before.trim_end_matches([' ', '\t']);
            !(before.is_empty() || before.ends_with(['\n', ';', '{', ']', '(']))
        }
        None => before.ends_with(['/', '%', '@']) || (before.ends_with(':') && separator == ":"),
    }
}
