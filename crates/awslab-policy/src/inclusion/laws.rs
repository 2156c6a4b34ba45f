//! Laws that hold whatever the policies say.

use std::slice;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{Inclusion, inclusion, side};
use crate::{Document, PolicyType, Request};

const USER: &str = "arn:aws:iam::111122223333:user/anna";
const CALLERS: &[&str] = &[
    USER,
    "arn:aws:iam::111122223333:user/team/bob",
    "arn:aws:sts::111122223333:assumed-role/r/s",
    "arn:aws:iam::444455556666:user/anna",
    "arn:aws:iam::444455556666:root",
    "lambda.amazonaws.com",
    "*",
];
const RESOURCES: &[&str] = &[
    "*",
    "arn:aws:s3:::bucket",
    "arn:aws:s3:::bucket/anna",
    "arn:aws:s3:::bucket/anna/x",
    "arn:aws:s3:::bucket/x",
    "arn:aws:s3:::Bucket/x",
    "arn:aws:s3:::bucke/x",
    "arn:aws:iam::aws:policy/x",
];
const ACTIONS: &[&str] = &["s3:GetObject", "s3:GetBucket", "s3:PutObject", "iam:GetPolicy", "iam:DeletePolicy", "x:y"];

/// An operator, a key, and values that it may be compared with.
const CONDITIONS: &[(&str, &str, &[&str])] = &[
    ("StringEquals", "aws:PrincipalTag/team", &["red", "${aws:username}"]),
    ("StringNotEquals", "aws:PrincipalTag/team", &["red"]),
    ("StringLike", "aws:PrincipalTag/team", &["r*", "*"]),
    ("StringEqualsIfExists", "aws:PrincipalTag/team", &["blue"]),
    ("StringEqualsIgnoreCase", "aws:PrincipalTag/team", &["RED"]),
    ("Null", "aws:PrincipalTag/team", &["true"]),
    ("IpAddress", "aws:SourceIp", &["10.0.0.0/8", "10.0.0.0/9"]),
    ("NotIpAddress", "aws:SourceIp", &["10.128.0.0/9", "::/0"]),
    ("NumericLessThan", "s3:max-keys", &["5", "10"]),
    ("NumericGreaterThanEqualsIfExists", "s3:max-keys", &["5", "7.5"]),
    ("DateGreaterThan", "aws:CurrentTime", &["2026-01-01"]),
    ("DateLessThanEquals", "aws:CurrentTime", &["2026-01-01", "2026-06-01"]),
    ("ForAllValues:StringEquals", "aws:TagKeys", &["a", "b"]),
    ("ForAnyValue:StringLike", "aws:TagKeys", &["a*"]),
    ("ForAnyValue:StringNotEquals", "aws:TagKeys", &["a"]),
    ("StringLike", "aws:username", &["a*"]),
    ("ArnLike", "aws:PrincipalArn", &["arn:aws:iam::111122223333:*", "arn:aws:iam::*:user/anna"]),
];

/// What requests may have beside what follows from who calls.
const VALUES: &[(&str, &[Option<&str>])] = &[
    ("aws:PrincipalTag/team", &[None, Some("red"), Some("Red"), Some("blue"), Some("anna"), Some("r")]),
    ("aws:SourceIp", &[None, Some("10.1.1.1"), Some("10.200.1.1"), Some("11.1.1.1"), Some("2001:db8::1")]),
    ("s3:max-keys", &[None, Some("4"), Some("5"), Some("7"), Some("12")]),
    ("aws:CurrentTime", &[Some("2025-01-01"), Some("2026-01-01T00:00:00Z"), Some("2026-03-01"), Some("2027-01-01")]),
];
const SETS: &[Option<&[&str]>] = &[None, Some(&[]), Some(&["a"]), Some(&["a", "b"]), Some(&["a", "c"]), Some(&["ab"])];

fn statement(policy_type: PolicyType) -> impl Strategy<Value = Value> {
    let select = |from: &[&'static str]| prop::sample::select(from.to_vec());
    let effect = select(&["Allow", "Allow", "Deny"]);
    let action = (
        select(&["Action", "Action", "NotAction"]),
        select(&["*", "s3:*", "s3:Get*", "s3:?etObject", "iam:*", "S3:getobject"]),
    );
    let resource = (
        select(&["Resource", "Resource", "NotResource"]),
        select(&[
            "*",
            "arn:aws:s3:::bucket*",
            "arn:aws:s3:::bucket/*",
            "arn:aws:s3:::bucket/a*",
            "arn:aws:s3:::bucket/${aws:username}*",
            "arn:*:s3:::b?cket/x",
            "arn:aws:s3:*",
        ]),
    );
    let condition = prop::sample::select(CONDITIONS).prop_flat_map(|(operator, key, values)| {
        let values = prop::sample::subsequence(values.to_vec(), 1..=values.len());
        values.prop_map(move |values| json!({ operator: { key: values } }))
    });
    let principal = (select(&["Principal", "Principal", "NotPrincipal"]), prop::sample::select(CALLERS));
    (effect, action, resource, prop::option::of(condition), principal).prop_map(
        move |(
            effect,
            (action_element, action),
            (resource_element, resource),
            condition,
            (principal_element, principal),
        )| {
            let condition = condition.unwrap_or(json!({}));
            let mut json =
                json!({ "Effect": effect, action_element: action, resource_element: resource, "Condition": condition });
            if policy_type == PolicyType::Resource {
                let kind = if principal.contains("amazonaws") { "Service" } else { "AWS" };
                json[principal_element] = json!({ kind: principal });
            }
            json
        },
    )
}

fn document(policy_type: PolicyType) -> impl Strategy<Value = Document> {
    let version = prop::sample::select(vec!["2012-10-17", "2012-10-17", "2008-10-17"]);
    (version, prop::collection::vec(statement(policy_type), 1..4)).prop_map(|(version, statements)| {
        let json = json!({ "Version": version, "Statement": statements });
        Document::parse(&json.to_string()).expect("the policy is well formed")
    })
}

fn request(policy_type: PolicyType) -> impl Strategy<Value = Request> {
    let callers = if policy_type == PolicyType::Resource { CALLERS } else { &CALLERS[..4] };
    let values: Vec<_> = VALUES.iter().map(|(key, values)| (Just(*key), prop::sample::select(*values))).collect();
    (
        prop::sample::select(callers),
        prop::sample::select(ACTIONS),
        prop::sample::select(RESOURCES),
        values,
        prop::sample::select(SETS),
    )
        .prop_map(move |(caller, action, resource, values, set)| {
            let mut request = Request::new(caller, action, resource);
            for (key, value) in values {
                if let Some(value) = value {
                    request = request.with(key, value);
                }
            }
            if let Some(set) = set {
                request.context = request.context.with_many("aws:TagKeys", set.iter().copied());
            }
            if policy_type == PolicyType::Resource { request.on_account("000000000000") } else { request }
        })
}

fn everything_allowed() -> Document {
    let json = json!({ "Statement": { "Effect": "Allow", "Action": "*", "Resource": "*" } });
    Document::parse(&json.to_string()).expect("the policy is well formed")
}

/// Whether a request shows that the first allow more.
fn differ(policy_type: PolicyType, first: &[Document], second: &[Document], request: &Request) -> bool {
    side::decide(policy_type, first, request).is_allowed() && !side::decide(policy_type, second, request).is_allowed()
}

fn is_told(answer: &Inclusion) -> Option<bool> {
    match answer {
        Inclusion::Included => Some(true),
        Inclusion::Exceeds(_) => Some(false),
        Inclusion::Unknown { .. } => None,
    }
}

fn no_request_tells_otherwise(
    policy_type: PolicyType,
    first: &[Document],
    second: &[Document],
    requests: &[Request],
) -> Result<(), TestCaseError> {
    match inclusion(policy_type, first, second) {
        Inclusion::Included => {
            for request in requests {
                prop_assert!(!differ(policy_type, first, second, request), "{request:?}");
            }
        }
        Inclusion::Exceeds(excess) => prop_assert!(differ(policy_type, first, second, &excess.witness), "{excess:?}"),
        Inclusion::Unknown { .. } => {}
    }
    Ok(())
}

proptest! {
    #[test]
    fn no_request_tells_otherwise_about_identities(
        first in document(PolicyType::Identity),
        second in document(PolicyType::Identity),
        requests in prop::collection::vec(request(PolicyType::Identity), 30),
    ) {
        no_request_tells_otherwise(PolicyType::Identity, &[first], &[second], &requests)?;
    }

    #[test]
    fn no_request_tells_otherwise_about_resources(
        first in document(PolicyType::Resource),
        second in document(PolicyType::Resource),
        requests in prop::collection::vec(request(PolicyType::Resource), 30),
    ) {
        no_request_tells_otherwise(PolicyType::Resource, &[first], &[second], &requests)?;
    }

    #[test]
    fn policies_are_included_in_themselves_and_in_all(policy in document(PolicyType::Identity), other in document(PolicyType::Identity)) {
        let included = |first: &[Document], second: &[Document]| inclusion(PolicyType::Identity, first, second);
        let itself = slice::from_ref(&policy);
        prop_assert_eq!(included(itself, itself), Inclusion::Included);
        prop_assert_eq!(included(itself, &[everything_allowed()]), Inclusion::Included);
        let mut more = other;
        more.statements.retain(|statement| statement.effect == crate::Effect::Allow);
        prop_assert_eq!(included(itself, &[policy.clone(), more]), Inclusion::Included);
    }

    #[test]
    fn another_refusal_gives_nothing(
        first in document(PolicyType::Identity),
        second in document(PolicyType::Identity),
        mut refusal in document(PolicyType::Identity),
    ) {
        refusal.statements.retain(|statement| statement.effect == crate::Effect::Deny);
        if inclusion(PolicyType::Identity, slice::from_ref(&first), slice::from_ref(&second)) == Inclusion::Included {
            let narrower = inclusion(PolicyType::Identity, &[first, refusal], &[second]);
            prop_assert_ne!(is_told(&narrower), Some(false));
        }
    }

    #[test]
    fn order_never_matters(first in prop::collection::vec(document(PolicyType::Identity), 1..3), second in prop::collection::vec(document(PolicyType::Identity), 1..3)) {
        let reversed = |documents: &[Document]| -> Vec<Document> {
            let mut documents = documents.to_vec();
            documents.reverse();
            for document in &mut documents {
                document.statements.reverse();
            }
            documents
        };
        let answer = inclusion(PolicyType::Identity, &first, &second);
        let backwards = inclusion(PolicyType::Identity, &reversed(&first), &reversed(&second));
        prop_assert_eq!(is_told(&answer), is_told(&backwards));
    }
}
