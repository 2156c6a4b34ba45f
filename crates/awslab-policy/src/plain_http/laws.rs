//! What is said to be refused is refused, whatever the policy and the request.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::plain_request;
use crate::{Document, Policies, Request, refuses_plain_http};

const BUCKET: &str = "arn:aws:s3:::lab";
const OWNER: &str = "111122223333";

fn statement() -> impl Strategy<Value = Value> {
    let effect = prop::sample::select(vec!["Allow", "Deny", "Deny", "Deny"]);
    let principal = prop::sample::select(vec![
        json!({ "Principal": "*" }),
        json!({ "Principal": "*" }),
        json!({ "Principal": { "AWS": OWNER } }),
        json!({ "Principal": { "Service": "logging.s3.amazonaws.com" } }),
        json!({ "NotPrincipal": { "AWS": [OWNER, "arn:aws:iam::111122223333:user/anna"] } }),
    ]);
    let action = prop::sample::select(vec![
        json!({ "Action": "s3:*" }),
        json!({ "Action": "*" }),
        json!({ "Action": ["s3:Get*", "s3:List*"] }),
        json!({ "NotAction": ["s3:GetObject"] }),
        json!({ "NotAction": ["ec2:*"] }),
    ]);
    let resource = prop::sample::select(vec![
        json!({ "Resource": "*" }),
        json!({ "Resource": [BUCKET, "arn:aws:s3:::lab/*"] }),
        json!({ "Resource": ["arn:aws:s3:::lab/*"] }),
        json!({ "Resource": ["arn:aws:s3:::lab", "arn:aws:s3:::lab/?", "arn:aws:s3:::lab/a*"] }),
        json!({ "Resource": ["arn:aws:s3:::lab", "arn:aws:s3:::lab/??*"] }),
        json!({ "NotResource": "arn:aws:s3:::lab/a*" }),
        json!({ "Resource": "arn:aws:s3:::lab/${aws:username}/*" }),
    ]);
    let condition = prop::sample::select(vec![
        json!({}),
        json!({ "Bool": { "aws:SecureTransport": "false" } }),
        json!({ "Bool": { "aws:SecureTransport": "false" } }),
        json!({ "Bool": { "aws:SecureTransport": "false", "aws:PrincipalIsAWSService": "false" } }),
        json!({ "NumericLessThanIfExists": { "s3:TlsVersion": "1.2" } }),
        json!({ "Bool": { "aws:SecureTransport": "false" }, "StringNotEquals": { "aws:username": "anna" } }),
        json!({ "StringEquals": { "aws:PrincipalAccount": OWNER } }),
        json!({ "StringNotEquals": { "aws:PrincipalAccount": OWNER } }),
    ]);
    (effect, principal, action, resource, condition).prop_map(|(effect, principal, action, resource, condition)| {
        let mut statement = json!({ "Effect": effect, "Condition": condition });
        for elements in [principal, action, resource] {
            let elements = elements.as_object().expect("it is an object").clone();
            statement.as_object_mut().expect("it is an object").extend(elements);
        }
        statement
    })
}

fn document() -> impl Strategy<Value = Document> {
    prop::collection::vec(statement(), 1..6).prop_map(|statements| {
        let json = json!({ "Version": "2012-10-17", "Statement": statements });
        Document::parse(&json.to_string()).expect("the policy is well formed")
    })
}

fn request() -> impl Strategy<Value = Request> {
    let principal = prop::sample::select(vec![
        "*",
        "111122223333",
        "arn:aws:iam::111122223333:user/anna",
        "arn:aws:iam::111122223333:user/bob",
        "arn:aws:sts::111122223333:assumed-role/r/s",
        "arn:aws:iam::444455556666:user/carl",
        "logging.s3.amazonaws.com",
    ]);
    let asked = prop::sample::select(vec![
        ("s3:GetObject", "arn:aws:s3:::lab/a"),
        ("s3:GetObject", "arn:aws:s3:::lab/b"),
        ("s3:PutObject", "arn:aws:s3:::lab/bc"),
        ("s3:DeleteObject", "arn:aws:s3:::lab/anna/b"),
        ("s3:ListBucket", BUCKET),
        ("s3:PutBucketPolicy", BUCKET),
    ]);
    (principal, asked).prop_map(|(principal, (action, resource))| plain_request(principal, action, resource, OWNER))
}

proptest! {
    #[test]
    fn nothing_passes_a_refusal(document in document(), request in request()) {
        let policies = Policies { identity: vec![Document::allowing_everything()], resource: Some(document.clone()), ..Policies::default() };
        let passes = policies.decide(&request).is_allowed();
        prop_assert!(!passes || refuses_plain_http(Some(&document), BUCKET, OWNER).is_err());
    }

    #[test]
    fn what_is_said_to_pass_passes(document in document()) {
        let Err(passing) = refuses_plain_http(Some(&document), BUCKET, OWNER) else { return Ok(()) };
        let request = plain_request(&passing.principal, &passing.action, &passing.resource, OWNER);
        let policies = Policies { identity: vec![Document::allowing_everything()], resource: Some(document), ..Policies::default() };
        prop_assert!(!passing.depends_on.is_empty() || policies.decide(&request).is_allowed(), "{}", passing);
    }
}
