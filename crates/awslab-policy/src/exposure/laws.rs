//! Laws that hold whatever a policy says.

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::{Class, Document, Exposure, Policies, Request, public_to_s3};

const OWNER: &str = "111122223333";

fn principal() -> impl Strategy<Value = Value> {
    prop::sample::select(vec![
        json!({ "Principal": "*" }),
        json!({ "Principal": { "AWS": OWNER } }),
        json!({ "Principal": { "AWS": ["arn:aws:iam::444455556666:role/r", OWNER] } }),
        json!({ "Principal": { "Service": "sns.amazonaws.com" } }),
        json!({ "Principal": { "Federated": "accounts.google.com" } }),
        json!({ "NotPrincipal": { "AWS": "444455556666" } }),
        json!({ "NotPrincipal": { "AWS": OWNER } }),
    ])
}

fn line() -> impl Strategy<Value = (&'static str, &'static str, &'static str)> {
    let operator = prop::sample::select(vec![
        "StringEquals",
        "StringNotEquals",
        "StringLike",
        "StringNotLikeIfExists",
        "ArnLike",
        "Bool",
        "ForAllValues:StringNotEquals",
        "NotIpAddress",
        "IpAddress",
    ]);
    let key = prop::sample::select(vec![
        "aws:PrincipalAccount",
        "aws:PrincipalArn",
        "aws:PrincipalOrgID",
        "aws:SourceAccount",
        "aws:SourceArn",
        "aws:SourceIp",
        "aws:PrincipalIsAWSService",
        "aws:SecureTransport",
    ]);
    let value = prop::sample::select(vec![
        OWNER,
        "444455556666",
        "o-a1b2c3d4e5",
        "arn:aws:iam::444455556666:role/r",
        "arn:aws:sns:*:111122223333:*",
        "*",
        "false",
        "true",
        "0.0.0.0/0",
        "203.0.113.0/24",
        "${aws:ResourceAccount}",
    ]);
    (operator, key, value)
}

fn statement(effect: &'static str) -> impl Strategy<Value = Value> {
    let action = prop::sample::select(vec!["*", "sqs:*", "sqs:Send*", "sqs:SendMessage"]);
    let resource = prop::sample::select(vec!["*", "arn:aws:sqs:r:111122223333:q", "arn:aws:sqs:*:*:q*"]);
    let lines = prop::collection::vec(line(), 0..3);
    (principal(), action, resource, lines).prop_map(move |(mut statement, action, resource, lines)| {
        statement["Effect"] = json!(effect);
        statement["Action"] = json!(action);
        statement["Resource"] = json!(resource);
        for (operator, key, value) in lines {
            statement["Condition"][operator][key] = json!(value);
        }
        statement
    })
}

fn statements() -> impl Strategy<Value = Vec<Value>> {
    prop::collection::vec(prop_oneof![statement("Allow"), statement("Allow"), statement("Deny")], 1..6)
}

fn document(statements: &[Value]) -> Document {
    let json = json!({ "Version": "2012-10-17", "Statement": statements });
    Document::parse(&json.to_string()).expect("the policy is well formed")
}

fn exposure(statements: &[Value]) -> Exposure {
    Exposure::of(&document(statements), OWNER)
}

/// Who is let in, whatever the statement.
fn admitted(exposure: &Exposure) -> Vec<String> {
    let mut admitted: Vec<String> = exposure.admitted().map(|admitted| format!("{admitted:?}")).collect();
    admitted.sort();
    admitted
}

/// A request from outside the account, with what an outsider may have.
fn request_from_outside() -> impl Strategy<Value = Request> {
    let callers = vec!["*", "arn:aws:iam::444455556666:role/r", "arn:aws:iam::999999999999:user/x"];
    let address = prop::option::of(prop::sample::select(vec!["203.0.113.9", "198.51.100.7"]));
    let organization = prop::option::of(prop::sample::select(vec!["o-a1b2c3d4e5", "o-0000000000"]));
    (prop::sample::select(callers), address, organization).prop_map(|(caller, address, organization)| {
        let mut request = Request::new(caller, "sqs:SendMessage", "arn:aws:sqs:r:111122223333:q");
        for (key, value) in [("aws:SourceIp", address), ("aws:PrincipalOrgID", organization)] {
            request = value.into_iter().fold(request, |request, value| request.with(key, value));
        }
        request.with("aws:SecureTransport", "true")
    })
}

proptest! {
    #[test]
    fn nobody_from_outside_is_missing(statements in statements(), request in request_from_outside()) {
        let everything = Document::parse(r#"{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}"#);
        let identity = vec![everything.expect("the policy is well formed")];
        let policies = Policies { identity, resource: Some(document(&statements)), ..Policies::default() };
        prop_assert!(!policies.decide(&request).is_allowed() || exposure(&statements).class() > Class::Private);
    }

    #[test]
    fn another_allow_shuts_nobody_out(mut statements in statements(), another in statement("Allow")) {
        let before = exposure(&statements);
        statements.push(another);
        let after = exposure(&statements);
        prop_assert!(before.class() <= after.class());
        prop_assert!(before.class_through_services() <= after.class_through_services());
    }

    #[test]
    fn another_deny_lets_nobody_in(mut statements in statements(), another in statement("Deny")) {
        let (before, public) = (exposure(&statements), public_to_s3(&document(&statements)));
        statements.push(another);
        let after = exposure(&statements);
        prop_assert!(before.class() >= after.class(), "{before:?} {after:?}");
        prop_assert_eq!(public, public_to_s3(&document(&statements)));
    }

    #[test]
    fn order_never_matters(mut statements in statements()) {
        let (before, is_public) = (exposure(&statements), public_to_s3(&document(&statements)).is_empty());
        statements.reverse();
        prop_assert_eq!(admitted(&before), admitted(&exposure(&statements)));
        prop_assert_eq!(is_public, public_to_s3(&document(&statements)).is_empty());
    }
}
