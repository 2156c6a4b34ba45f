//! What keeps a text from being a policy at all: it is no JSON, or not as AWS's grammar wants it.
//!
//! The engine's own reader says what is wrong, so that both always agree. It stops at the first fault. Here what it found
//! fault with is mended and read again, so that a learner is told of all.

use std::collections::HashSet;

use serde_json::error::Category;

use super::finding::Found;
use super::policy::Place;
use super::text::Text;
use crate::document::{ParseError, Spelling, Step, read};
use crate::json::Json;

/// After so many, the rest can wait.
const MAX_FAULTS: usize = 20;

/// Where a text stops being JSON.
pub(super) fn no_json(text: &str, error: &serde_json::Error) -> Found {
    let at = offset(text, error.line(), error.column());
    let place = Place { path: String::new(), span: at..text[at..].chars().next().map_or(at, |it| at + it.len_utf8()) };
    let problem = error.to_string();
    let problem = problem.split(" at line ").next().unwrap_or_default();
    Found::at(
        &place,
        match error.classify() {
            Category::Eof => format!("the text ends too early to be JSON: {problem}"),
            _ => format!("this is no JSON: {problem}"),
        },
    )
}

/// `serde_json` counts bytes.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let before: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let at = (before + column.saturating_sub(1)).min(text.len());
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// What no service takes as a policy. It is not looked through: that would take too long.
pub(super) fn too_long_for_any_policy(text: &Text<'_>) -> Option<Found> {
    /// No policy of another service may be longer than what IAM takes, its blanks counted.
    /// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html>
    const LONGEST: usize = 131_072;
    let length = text.source.chars().count();
    let message = || format!("it has {length} characters; AWS takes no policy of more than {LONGEST}, blanks and all");
    (length > LONGEST).then(|| Found::at(&text.place([].iter()), message()))
}

/// Everything that the engine's reader finds fault with.
pub(super) fn against_the_grammar(text: &Text<'_>) -> Vec<Found> {
    let mut json = text.json.clone();
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    for _ in 0..MAX_FAULTS {
        let Err(error) = read(&json, Spelling::Strict) else { break };
        let steps: Vec<Step> = error.steps().cloned().collect();
        if seen.insert(error.path()) {
            found.push(Found::at(&text.place(steps.iter()), message(&error)));
        }
        if !mend(&mut json, &steps) {
            break;
        }
    }
    found
}

/// What is missing has no place of its own: then its name belongs into the sentence.
fn message(error: &ParseError) -> String {
    match error.steps().next_back() {
        Some(Step::Key(name)) => format!("{name} {}", error.problem()),
        Some(Step::Index(_)) => format!("this {}", error.problem()),
        None => format!("the document {}", error.problem()),
    }
}

/// Puts something in the place that AWS would take, or takes away what it would not. Whether that was possible.
fn mend(json: &mut Json, steps: &[Step]) -> bool {
    match (json, steps) {
        (Json::Object(entries), [Step::Key(key)]) => {
            mend_entry(entries, key);
            true
        }
        (Json::List(items), [Step::Index(index)]) if *index < items.len() => {
            items[*index] = mended(&items[*index]);
            true
        }
        (Json::Object(entries), [Step::Key(key), rest @ ..]) => {
            let entry = entries.iter_mut().rev().find(|(name, _)| name == key);
            entry.is_some_and(|(_, json)| mend(json, rest))
        }
        (Json::List(items), [Step::Index(index), rest @ ..]) => {
            items.get_mut(*index).is_some_and(|json| mend(json, rest))
        }
        _ => false,
    }
}

/// An entry that is there goes, and one that is missing comes. A lone statement is mended in its place.
fn mend_entry(entries: &mut Vec<(String, Json)>, key: &str) {
    let text = |text: &str| Json::Text(text.to_owned());
    match entries.iter().rposition(|(name, _)| name == key) {
        Some(at) if key == "Statement" && matches!(entries[at].1, Json::Object(_)) => {
            entries[at].1 = mended(&entries[at].1);
        }
        Some(at) => drop(entries.remove(at)),
        None if key == "Effect" => entries.push((key.to_owned(), text("Deny"))),
        None => entries.push((key.to_owned(), statement_without_fault())),
    }
}

/// An item of a list that is wrong as a whole: a statement that lacks something or has too much, or else a text.
fn mended(item: &Json) -> Json {
    let Json::Object(entries) = item else { return Json::Text("*".to_owned()) };
    let opposites = ["NotAction", "NotPrincipal", "NotResource"];
    let mut entries: Vec<_> = entries.iter().filter(|(name, _)| !opposites.contains(&name.as_str())).cloned().collect();
    if !entries.iter().any(|(name, _)| name == "Action") {
        entries.push(("Action".to_owned(), Json::Text("*".to_owned())));
    }
    Json::Object(entries)
}

fn statement_without_fault() -> Json {
    let entries = [("Effect", "Deny"), ("Action", "*"), ("Resource", "*")];
    Json::Object(entries.map(|(name, value)| (name.to_owned(), Json::Text(value.to_owned()))).into())
}

#[cfg(test)]
mod tests {
    use crate::lint::{Kind, lint};

    fn faults(text: &str) -> Vec<String> {
        let findings = lint(text, Some(Kind::Identity)).findings;
        let faults = findings.into_iter().filter(|finding| finding.rule.code <= "P002");
        faults.map(|finding| format!("{}: {}", finding.path, finding.message)).collect()
    }

    #[test]
    fn what_is_no_json_is_told_where_it_stops_being_json() {
        let text = "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [,]\n}";
        let linted = lint(text, None);
        let [finding] = &linted.findings[..] else { panic!("there is one finding") };
        let position = finding.position(text);
        assert_eq!((finding.rule.code, position.line, position.column), ("P001", 3, 17));
        assert_eq!(finding.message, "this is no JSON: expected value");
        for text in ["", "not json", "{", "\u{feff}{}", "é", "{\"é\": é}"] {
            assert_eq!(lint(text, None).findings[0].rule.code, "P001", "{text}");
        }
    }

    #[test]
    fn every_fault_is_told_and_not_just_the_first() {
        let text = r#"{"Version": "2012", "Statement": [
            {"Effect": "allow", "Action": ["s3:GetObject", 7], "Resource": "*", "Extra": 1},
            {"Effect": "Allow", "Resource": "*", "Condition": {"Equals": {}, "Bool": {"a:b": null}}},
            {"Action": "*", "NotAction": "*", "Resource": "*"},
            "a statement"]}"#;
        assert_eq!(
            faults(text),
            [
                "Version: Version must be one of 2008-10-17, 2012-10-17, not \"2012\"",
                "Statement[0].Effect: Effect must be Allow or Deny, in this spelling, not \"allow\"",
                "Statement[0].Action[1]: this must be a string, not a number",
                "Statement[0].Extra: Extra is no element here; there are Sid, Effect, Principal, NotPrincipal, Action, \
             NotAction, Resource, NotResource, Condition",
                "Statement[1]: this has neither Action nor NotAction",
                "Statement[1].Condition.Equals: Equals no condition operator has this name",
                "Statement[1].Condition.Bool.a:b: a:b must be a string, a number or a boolean, not null",
                "Statement[2]: this has both Action and NotAction",
                "Statement[2]: Effect is missing",
                "Statement[3]: this must be an object, not a string",
            ]
        );
    }

    #[test]
    fn a_policy_without_a_statement_is_told_once() {
        for text in ["{}", "[]", "7", r#"{"Statement": []}"#, r#"{"Statement": 7}"#, r#"{"Statement": {}}"#] {
            assert!(!faults(text).is_empty(), "{text}");
        }
        assert_eq!(faults("{}"), [": Statement is missing"]);
    }
}
