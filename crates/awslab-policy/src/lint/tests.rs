//! What the tests of rules share, and what holds for all of them.

use std::collections::HashSet;

use proptest::prelude::*;

use super::{Kind, Severity, lint, rules};

/// An identity policy with these statements.
pub(super) fn identity(statements: &str) -> String {
    format!(r#"{{"Version": "2012-10-17", "Statement": [{statements}]}}"#)
}

/// An identity policy that allows actions, given as JSON, on a bucket and its objects.
pub(super) fn allowing(actions: &str) -> String {
    let resources = r#"["arn:aws:s3:::bucket", "arn:aws:s3:::bucket/*"]"#;
    identity(&format!(r#"{{"Effect": "Allow", "Action": {actions}, "Resource": {resources}}}"#))
}

/// An identity policy that allows an action on resources, given as JSON.
pub(super) fn allowing_on(action: &str, resources: &str) -> String {
    identity(&format!(r#"{{"Effect": "Allow", "Action": "{action}", "Resource": {resources}}}"#))
}

/// An identity policy that allows an action on everything under a condition.
pub(super) fn allowing_if(action: &str, condition: &str) -> String {
    identity(&format!(r#"{{"Effect": "Allow", "Action": "{action}", "Resource": "*", "Condition": {condition}}}"#))
}

/// The same as a refusal.
pub(super) fn denying_if(action: &str, condition: &str) -> String {
    allowing_if(action, condition).replace("Allow", "Deny")
}

/// A bucket's policy.
pub(super) fn policy_of_resource(principal: &str, condition: &str) -> String {
    let condition = if condition.is_empty() { String::new() } else { format!(r#", "Condition": {condition}"#) };
    identity(&format!(
        r#"{{"Effect": "Allow", "Principal": {principal}, "Action": "s3:GetObject",
            "Resource": "arn:aws:s3:::bucket/*"{condition}}}"#
    ))
}

/// A trust policy.
pub(super) fn trusting(principal: &str, condition: &str) -> String {
    let condition = if condition.is_empty() { String::new() } else { format!(r#", "Condition": {condition}"#) };
    identity(&format!(r#"{{"Effect": "Allow", "Principal": {principal}, "Action": "sts:AssumeRole"{condition}}}"#))
}

/// Whether a rule finds something.
pub(super) fn assert_found(code: &str, text: &str, expected: bool) {
    check(code, text, None, expected);
}

/// The same in a policy of a certain kind.
pub(super) fn assert_found_as(code: &str, text: &str, kind: Kind, expected: bool) {
    check(code, text, Some(kind), expected);
}

fn check(code: &str, text: &str, kind: Option<Kind>, expected: bool) {
    assert!(rules().any(|rule| rule.code == code), "there is no rule {code}");
    let findings = lint(text, kind).findings;
    let found = findings.iter().any(|finding| finding.rule.code == code);
    let all: Vec<String> = findings.iter().map(|it| format!("{} {}: {}", it.rule.code, it.path, it.message)).collect();
    assert_eq!(found, expected, "{code} in {text}\n{}", all.join("\n"));
}

#[test]
fn codes_are_unique_and_in_order_and_names_say_what_is_wrong() {
    let codes: Vec<&str> = rules().map(|rule| rule.code).collect();
    assert!(codes.is_sorted_by(|one, other| one < other), "{codes:?}");
    let names: HashSet<&str> = rules().map(|rule| rule.name).collect();
    assert_eq!(names.len(), codes.len());
    for rule in rules() {
        assert!(rule.code.starts_with('P') && rule.code.len() == 4, "{}", rule.code);
        assert!(rule.name.bytes().all(|it| it.is_ascii_lowercase() || it == b'-'), "{}", rule.name);
        assert!(!rule.protects.is_empty() && !rule.protects.ends_with('.'), "{}", rule.code);
        assert!(rule.page.starts_with("https://docs.aws.amazon.com/"), "{}", rule.code);
    }
}

#[test]
fn a_policy_without_fault_has_no_finding() {
    let text = r#"{"Version": "2012-10-17", "Statement": [
        {"Sid": "List", "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::reports",
         "Condition": {"StringLike": {"s3:prefix": "${aws:username}/*"}}},
        {"Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*"}]}"#;
    let linted = lint(text, None);
    assert_eq!((linted.kind, linted.findings), (Kind::Identity, vec![]));
}

#[test]
fn a_finding_has_a_place_and_a_better_text() {
    let text = "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": {\n    \"Effect\": \"Allow\",\n    \
        \"Action\": [\"s3:ListBucket\"],\n    \"Resource\": \"arn:aws:s3:::é/*\"\n  }\n}";
    let linted = lint(text, None);
    let [finding] = &linted.findings[..] else { panic!("{:?}", linted.findings) };
    let position = finding.position(text);
    assert_eq!((finding.rule.code, finding.path.as_str()), ("P120", "Statement.Action[0]"));
    assert_eq!((position.line, position.column), (5, 16));
    assert_eq!(&text[finding.span.clone()], "\"s3:ListBucket\"");
    let better = finding.better.as_ref().expect("there is a better text");
    assert_eq!(better.path, "Statement.Resource");
    assert_eq!(better.json, serde_json::json!(["arn:aws:s3:::é/*", "arn:aws:s3:::é"]));
    assert_eq!(finding.rule.severity, Severity::Error);
}

#[test]
fn what_no_service_takes_as_a_policy_is_not_looked_through() {
    let everything = allowing_on("*", r#""*""#);
    let codes = |blanks: usize| -> Vec<&str> {
        let text = everything.clone() + &" ".repeat(blanks);
        lint(&text, None).findings.iter().map(|finding| finding.rule.code).collect()
    };
    assert_eq!(codes(131_072 - everything.len()), ["P301"]);
    assert_eq!(codes(131_072 - everything.len() + 1), ["P005"]);
}

#[test]
fn names_longer_than_any_of_aws_are_compared_with_none() {
    for long in ["a".repeat(100_000), format!("GetObject{}", "s".repeat(200))] {
        assert_found("P104", &allowing_on(&format!("s3:{long}"), r#""arn:aws:s3:::bucket/*""#), true);
        assert_found("P104", &allowing_on(&format!("{long}:GetObject"), r#""arn:aws:s3:::bucket/*""#), true);
    }
}

#[test]
fn the_kind_is_guessed_from_who_is_named() {
    for (text, kind) in [
        (allowing(r#""s3:GetObject""#), Kind::Identity),
        (policy_of_resource(r#""*""#, ""), Kind::Resource),
        (trusting(r#"{"Service": "ec2.amazonaws.com"}"#, ""), Kind::Trust),
        ("{}".to_owned(), Kind::Identity),
    ] {
        assert_eq!(lint(&text, None).kind, kind, "{text}");
    }
}

/// Something like a policy: its words in the right places, and in wrong ones.
fn json() -> impl Strategy<Value = String> {
    const WORDS: &[&str] = &[
        "Version",
        "2012-10-17",
        "Statement",
        "Sid",
        "Effect",
        "Allow",
        "Deny",
        "Action",
        "NotAction",
        "Resource",
        "NotResource",
        "Principal",
        "NotPrincipal",
        "Condition",
        "AWS",
        "Service",
        "Federated",
        "*",
        "s3:*",
        "s3:Get*",
        "iam:PassRole",
        "arn:aws:s3:::b/*",
        "arn:aws:iam::1:role/${aws:username}",
        "${",
        "StringEquals",
        "Null",
        "Bool",
        "ForAllValues:StringLikeIfExists",
        "IpAddress",
        "aws:SourceIp",
        "0.0.0.0/0",
        "aws:TagKeys",
        "",
        "é\u{202e}",
        ":",
        "::::::",
    ];
    let word = proptest::sample::select(WORDS).prop_map(serde_json::Value::from);
    let leaf = prop_oneof![8 => word, 1 => any::<bool>().prop_map(Into::into), 1 => any::<i32>().prop_map(Into::into), 1 => Just(serde_json::Value::Null)];
    let value = leaf.prop_recursive(5, 64, 6, |inner| {
        let key = proptest::sample::select(WORDS).prop_map(str::to_owned);
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(serde_json::Value::Array),
            proptest::collection::vec((key, inner), 0..6)
                .prop_map(|entries| serde_json::Value::Object(entries.into_iter().collect())),
        ]
    });
    value.prop_map(|value| value.to_string())
}

proptest! {
    #[test]
    fn nothing_makes_it_panic(text in json(), kind in proptest::option::of(proptest::sample::select(Kind::NAMES))) {
        for text in [text.clone(), format!(r#"{{"Statement": [{text}]}}"#), format!(r#"{{"Version": "2012-10-17", "Statement": {text}}}"#)] {
            let linted = lint(&text, kind.map(|(_, kind)| kind));
            for finding in &linted.findings {
                prop_assert!(text.get(finding.span.clone()).is_some(), "{:?}", finding);
                finding.position(&text);
            }
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,40}") {
        lint(&text, None);
    }
}
