//! Policy variables, such as `${aws:username}` and `${aws:PrincipalTag/team, 'none'}`.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html>

use std::borrow::Cow;

use memchr::memchr;

use crate::context::{Keys, Value};
use crate::glob::Token;

/// A text of a policy with its variables replaced, as tokens. `None` when one has no value: then the text matches
/// nothing. A value never holds a wildcard.
pub(crate) fn expand(text: &str, keys: &dyn Keys) -> Option<Vec<Token>> {
    let mut tokens = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        let Some((variable, following)) = after.split_once('}') else { break };
        tokens.extend(before.chars().map(Token::of));
        tokens.extend(value(variable, keys)?.chars().map(Token::Char));
        rest = following;
    }
    tokens.extend(rest.chars().map(Token::of));
    Some(tokens)
}

/// A text of a policy with its variables replaced, or by `*` where one has no value: it could have any.
pub(crate) fn replace_or_star(text: &str, keys: &dyn Keys) -> String {
    let mut replaced = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        let Some((variable, following)) = after.split_once('}') else { break };
        replaced.push_str(before);
        replaced.push_str(value(variable, keys).as_deref().unwrap_or("*"));
        rest = following;
    }
    replaced + rest
}

/// Whether a text could hold a variable at all.
pub(crate) fn are_in(text: &str) -> bool {
    memchr(b'$', text.as_bytes()).is_some_and(|dollar| text[dollar..].contains("${"))
}

/// The keys of the variables in a text.
pub(crate) fn keys_in(text: &str) -> impl Iterator<Item = &str> {
    let variables = text.split("${").skip(1).filter_map(|rest| rest.split_once('}')).map(|(variable, _)| variable);
    let is_key = |variable: &&str| !matches!(*variable, "*" | "?" | "$");
    variables.filter(is_key).map(|variable| variable.split_once(',').map_or(variable, |(key, _)| key).trim())
}

/// Whether a variable in a text is not given, but could have a value, so that nobody knows what the text says.
pub(crate) fn are_open(text: &str, keys: &dyn Keys) -> bool {
    keys_in(text).any(|key| keys.leaves_open(key))
}

/// What stands between the braces is a key, a key with a default, or a character that would otherwise be special.
/// A key with a set of values has no value here.
fn value<'a>(variable: &'a str, keys: &'a dyn Keys) -> Option<Cow<'a, str>> {
    if matches!(variable, "*" | "?" | "$") {
        return Some(Cow::Borrowed(variable));
    }
    let (key, default) = match variable.split_once(',') {
        Some((key, default)) => (key, quoted(default.trim())),
        None => (variable, None),
    };
    match keys.find(key.trim()) {
        Some(Cow::Borrowed(Value::One(value))) => Some(Cow::Borrowed(value)),
        Some(Cow::Owned(Value::One(value))) => Some(Cow::Owned(value)),
        Some(_set) => None,
        None => default.map(Cow::Borrowed),
    }
}

fn quoted(text: &str) -> Option<&str> {
    text.strip_prefix('\'')?.strip_suffix('\'')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::Context;

    /// Tokens as text, with what is a wildcard in angle brackets.
    fn expanded(text: &str) -> Option<String> {
        let context = Context::default().with("aws:username", "a*b").with("empty", "").with_many("aws:TagKeys", ["x"]);
        let tokens = expand(text, &context)?;
        let shown = tokens.iter().map(|token| match token {
            Token::Run => "<*>".to_owned(),
            Token::One => "<?>".to_owned(),
            Token::Char(char) => char.to_string(),
        });
        Some(shown.collect())
    }

    #[test]
    fn keys_of_variables() {
        let keys: Vec<&str> = keys_in("a${*}${aws:username}${aws:PrincipalTag/team, 'none'}${open").collect();
        assert_eq!(keys, ["aws:username", "aws:PrincipalTag/team"]);
    }

    #[test]
    fn what_has_no_value_could_have_any() {
        let context = Context::default().with("aws:ResourceAccount", "111122223333");
        for (text, expected) in
            [("${aws:resourceaccount}", "111122223333"), ("a/${aws:username}/b", "a/*/b"), ("a${open", "a${open")]
        {
            assert_eq!(replace_or_star(text, &context), expected, "{text}");
        }
    }

    #[test]
    fn variables_become_literal_text() {
        for (text, expected) in [
            ("home/${aws:username}/*", Some("home/a*b/<*>")),
            ("${AWS:UserName}?", Some("a*b<?>")),
            ("${*}${?}${$}", Some("*?$")),
            ("team-${empty}", Some("team-")),
            ("${aws:PrincipalTag/team, 'none'}", Some("none")),
            ("${aws:username,'none'}", Some("a*b")),
            ("${aws:PrincipalTag/team}", None),
            ("${aws:PrincipalTag/team, none}", None),
            ("${aws:TagKeys}", None),
            ("$aws ${unclosed", Some("$aws ${unclosed")),
        ] {
            assert_eq!(expanded(text).as_deref(), expected, "{text}");
        }
    }
}
