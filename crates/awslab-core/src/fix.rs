//! Fixes: command templates, filled with the learner's own names so that they can be pasted into a shell.

/// Fills the `{placeholders}` of a template. Each value comes from the account and is not to be trusted: it is quoted
/// for a POSIX shell, in the way that the place where it stands asks for. A placeholder without a value stays.
pub fn fill(template: &str, names: &[(&'static str, String)]) -> String {
    let mut filled = String::new();
    let mut in_single_quotes = false;
    let mut rest = template;
    while let Some(at) = rest.find(['{', '\'']) {
        filled.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(after) = rest.strip_prefix('\'') {
            in_single_quotes = !in_single_quotes;
            filled.push('\'');
            rest = after;
        } else if let Some((value, after)) = placeholder(rest, names) {
            filled.push_str(&quote(value, in_single_quotes));
            rest = after;
        } else {
            filled.push('{');
            rest = &rest[1..];
        }
    }
    filled.push_str(rest);
    filled
}

/// The placeholders that a text still has.
pub fn placeholders(text: &str) -> Vec<&str> {
    let starts = text.match_indices('{').map(|(at, _brace)| &text[at..]);
    starts.filter_map(|rest| name_of(rest).map(|(name, _after)| name)).collect()
}

fn placeholder<'a>(rest: &'a str, names: &'a [(&'static str, String)]) -> Option<(&'a str, &'a str)> {
    let (name, after) = name_of(rest)?;
    let (_name, value) = names.iter().find(|(known, _value)| *known == name)?;
    Some((value, after))
}

/// `{bucket}` is a placeholder; `{"Rules"` and `{TargetBucket=` are the commands' own braces.
fn name_of(rest: &str) -> Option<(&str, &str)> {
    let (name, after) = rest.strip_prefix('{')?.split_once('}')?;
    let is_name = !name.is_empty() && name.chars().all(|it| it.is_ascii_lowercase() || it == '-');
    is_name.then_some((name, after))
}

fn quote(value: &str, in_single_quotes: bool) -> String {
    let printable: String = value.chars().map(|it| if it.is_control() { '\u{fffd}' } else { it }).collect();
    if in_single_quotes {
        return printable.replace('\'', r"'\''");
    }
    if printable.is_empty() {
        return printable; // part of a longer word, such as an empty prefix: no AWS resource has an empty name
    }
    shlex::try_quote(&printable).expect("control characters are replaced, NUL among them").into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_are_filled_and_braces_of_json_stay() {
        let filled = fill(
            r#"aws x --bucket {bucket} --rules '{"Rules":[{"Id":"{bucket}"}]}' {unknown}"#,
            &[("bucket", "my-bucket".to_owned())],
        );
        assert_eq!(filled, r#"aws x --bucket my-bucket --rules '{"Rules":[{"Id":"my-bucket"}]}' {unknown}"#);
        assert_eq!(placeholders(&filled), ["unknown"]);
    }

    proptest! {
        #[test]
        fn a_hostile_name_is_one_word_of_the_command(name in "\\PC{1,40}") {
            let names = [("name", name.clone())];
            let words = shlex::split(&fill("run {name} 'in {name} out'", &names)).expect("the command is well formed");
            prop_assert_eq!(words, ["run".to_owned(), name.clone(), format!("in {name} out")]);
        }

        #[test]
        fn control_characters_never_reach_the_terminal(name in any::<String>()) {
            let filled = fill("run {name}", &[("name", name)]);
            prop_assert!(!filled.chars().any(char::is_control));
        }
    }
}
