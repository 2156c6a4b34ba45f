//! Laws that hold whatever the policies say.

use proptest::prelude::*;
use serde_json::json;

use crate::caller::Caller;
use crate::{Answer, Document, Effect, Level, Outcome, Policies, PolicyType, Request, Scenario};

const CALLERS: &[&str] = &[
    "arn:aws:iam::111122223333:user/anna",
    "arn:aws:sts::111122223333:assumed-role/r/s",
    "arn:aws:iam::444455556666:user/bob",
    "111122223333",
    "lambda.amazonaws.com",
    "*",
];

const ACTIONS: &[&str] = &["*", "*:*", "s3:*", "S3:get*", "s3:GetObject", "s3:PutObject", "sqs:SendMessage", "sqs:*"];

const RESOURCES: &[&str] = &[
    "*",
    "arn:aws:s3:::bucket/*",
    "arn:aws:s3:::other/*",
    "arn:aws:s3:::bucket/${aws:username}*",
    "arn:aws:s3:*",
    "arn:aws:sqs:*:*:queue",
];

fn document() -> impl Strategy<Value = Document> {
    document_of(&["Allow", "Allow", "Deny"])
}

fn document_of(effects: &'static [&'static str]) -> impl Strategy<Value = Document> {
    prop::collection::vec(statement(effects), 1..4).prop_map(|statements| {
        let json = json!({ "Version": "2012-10-17", "Statement": statements });
        Document::parse(&json.to_string()).expect("the policy is well formed")
    })
}

prop_compose! {
    fn statement(effects: &'static [&'static str])(
        effect in prop::sample::select(effects),
        action_element in prop::sample::select(&["Action", "Action", "NotAction"][..]),
        actions in prop::collection::vec(prop::sample::select(ACTIONS), 1..3),
        resource_element in prop::sample::select(&["Resource", "Resource", "NotResource"][..]),
        resource in prop::sample::select(RESOURCES),
        principal_element in prop::sample::select(&["Principal", "Principal", "Principal", "NotPrincipal"][..]),
        principal in prop::sample::select(CALLERS),
        tag in prop::option::of(prop::sample::select(&["red", "blue", "${aws:username}"][..])),
        operator in prop::sample::select(&["StringEquals", "StringNotEquals", "StringLikeIfExists"][..]),
        is_secure in prop::option::weighted(0.2, any::<bool>()),
    ) -> serde_json::Value {
        let kind = if principal.contains("amazonaws") { "Service" } else { "AWS" };
        let mut condition = json!({});
        if let Some(tag) = tag {
            condition[operator] = json!({ "aws:PrincipalTag/team": tag });
        }
        if let Some(is_secure) = is_secure {
            condition["Bool"] = json!({ "aws:SecureTransport": is_secure });
        }
        json!({ "Effect": effect, action_element: actions, resource_element: resource,
            principal_element: { kind: principal }, "Condition": condition })
    }
}

fn levels() -> impl Strategy<Value = Option<Vec<Level>>> {
    let level = prop::collection::vec(document(), 1..3).prop_map(|policies| Level { policies });
    prop::option::of(prop::collection::vec(level, 0..3))
}

prop_compose! {
    fn policies()(
        identity in prop::collection::vec(document(), 0..4),
        boundary in prop::option::of(prop::collection::vec(document(), 1..2)),
        session in prop::option::of(prop::collection::vec(document(), 1..2)),
        scps in levels(),
        rcps in levels(),
        resource in prop::option::of(document()),
        endpoint in prop::option::of(prop::collection::vec(document(), 1..2)),
    ) -> Policies {
        Policies { identity, boundary, session, scps, rcps, resource, endpoint, management_account: None }
    }
}

prop_compose! {
    fn request()(
        caller in prop::sample::select(CALLERS),
        (action, resource) in prop::sample::select(&[
            ("s3:GetObject", "arn:aws:s3:::bucket/anna"),
            ("s3:GetObject", "arn:aws:s3:::bucket/key"),
            ("s3:PutObject", "arn:aws:s3:::other/key"),
            ("sqs:SendMessage", "arn:aws:sqs:eu-west-1:111122223333:queue"),
        ][..]),
        tag in prop::option::of(prop::sample::select(&["red", "blue", "anna"][..])),
        is_secure in prop::option::of(any::<bool>()),
    ) -> Request {
        let request = Request::new(caller, action, resource).on_account("111122223333");
        let request = tag.iter().fold(request, |request, tag| request.with("aws:PrincipalTag/team", tag));
        is_secure.iter().fold(request, |request, value| request.with("aws:SecureTransport", &value.to_string()))
    }
}

fn everything(effect: &str) -> Document {
    let json = json!({ "Statement": { "Effect": effect, "Principal": "*", "Action": "*", "Resource": "*" } });
    Document::parse(&json.to_string()).expect("the policy is well formed")
}

/// Puts a policy where there are policies of its type already, since a first one may take away what it does not allow.
/// False when there are none.
fn put_beside(policies: &mut Policies, policy_type: PolicyType, document: Document) -> bool {
    let place = match policy_type {
        PolicyType::Identity => Some(&mut policies.identity),
        PolicyType::Boundary => policies.boundary.as_mut(),
        PolicyType::Session => policies.session.as_mut(),
        PolicyType::Scp => last_level(&mut policies.scps),
        PolicyType::Rcp => last_level(&mut policies.rcps),
        PolicyType::Endpoint => policies.endpoint.as_mut(),
        PolicyType::Resource => {
            let resource = policies.resource.as_mut();
            return resource.map(|it| it.statements.extend(document.statements)).is_some();
        }
    };
    place.map(|it| it.push(document)).is_some()
}

fn last_level(levels: &mut Option<Vec<Level>>) -> Option<&mut Vec<Document>> {
    levels.as_mut()?.last_mut().map(|level| &mut level.policies)
}

fn policy_type() -> impl Strategy<Value = PolicyType> {
    use PolicyType::{Boundary, Endpoint, Identity, Rcp, Resource, Scp, Session};
    prop::sample::select(vec![Identity, Boundary, Session, Scp, Rcp, Resource, Endpoint])
}

/// SCPs bind principals of accounts, not services and strangers without a name.
fn is_bound(request: &Request, policy_type: PolicyType) -> bool {
    policy_type != PolicyType::Scp || Caller::of(&request.principal).has_identity()
}

/// Texts that mean something somewhere, in places where they need not.
fn odd_text() -> impl Strategy<Value = String> {
    const WORDS: &[&str] = &[
        "",
        "*",
        "?",
        ":",
        "::::::",
        "${",
        "${}",
        "${aws:username",
        "${a,'}",
        "${*}",
        "arn:aws:s3:::é*",
        "s3:",
        ":Get",
        "2024-é",
        "-",
        "1.",
        "::1/129",
        "0.0.0.0/0",
        "=",
        "true",
        "arn:aws:iam::111122223333:role/",
        "AIDAX",
        "AWS",
    ];
    prop_oneof![prop::sample::select(WORDS.to_vec()).prop_map(str::to_owned), ".{0,8}"]
}

prop_compose! {
    /// A scenario whose policies have the right shape and whose texts are anything.
    fn scenario_like()(
        operator in prop::sample::select(vec![
            "StringLike", "StringNotEquals", "NumericLessThan", "DateNotEquals", "NotIpAddress", "BinaryEquals",
            "ArnLike", "Null", "ForAnyValue:BoolIfExists", "ForAllValues:ArnNotLike", "odd",
        ]),
        effect in prop::sample::select(vec!["Allow", "Deny"]),
        texts in prop::collection::vec(odd_text(), 10),
    ) -> serde_json::Value {
        let statement = json!({ "Effect": effect, "Action": ["*", texts[0]], "Resource": ["arn:*", texts[1]],
            "Principal": { "AWS": ["*", texts[2]] }, "Condition": { operator: { "key": [texts[3], texts[4]] } } });
        let policy = json!({ "Version": "2012-10-17", "Statement": [statement] });
        json!({ "identity_policies": [policy], "resource_policy": policy, "scps": [{ "policies": [policy] }],
            "request": { "principal": texts[5], "action": texts[6], "resource": texts[7],
                "resource_account": texts[8], "context": { "key": texts[9], "aws:username": texts[3] } } })
    }
}

/// Everything that is a list, backwards; but the levels of an organisation, which are places.
fn reversed(mut policies: Policies) -> Policies {
    let backwards = |documents: &mut Vec<Document>| {
        documents.reverse();
        for document in documents {
            document.statements.reverse();
        }
    };
    backwards(&mut policies.identity);
    let optional = [&mut policies.boundary, &mut policies.session, &mut policies.endpoint];
    optional.into_iter().flatten().for_each(backwards);
    let levels = policies.scps.iter_mut().chain(&mut policies.rcps).flatten();
    levels.for_each(|level| backwards(&mut level.policies));
    policies.resource.iter_mut().for_each(|document| document.statements.reverse());
    policies
}

proptest! {
    #[test]
    fn an_explicit_deny_wins(mut policies in policies(), request in request(), policy_type in policy_type()) {
        prop_assume!(is_bound(&request, policy_type) && put_beside(&mut policies, policy_type, everything("Deny")));
        prop_assert_eq!(policies.decide(&request).outcome, Outcome::ExplicitDeny);
    }

    #[test]
    fn another_allow_takes_nothing_away(
        mut policies in policies(),
        request in request(),
        policy_type in policy_type(),
        allow in document_of(&["Allow"]),
    ) {
        let before = policies.decide(&request);
        prop_assume!(put_beside(&mut policies, policy_type, allow));
        let after = policies.decide(&request);
        prop_assert!(!before.is_allowed() || after.is_allowed());
        prop_assert_eq!(before.outcome == Outcome::ExplicitDeny, after.outcome == Outcome::ExplicitDeny);
    }

    #[test]
    fn without_a_deny_nothing_is_lost(mut policies in policies(), request in request()) {
        let before = policies.decide(&request);
        for document in &mut policies.identity {
            document.statements.retain(|statement| statement.effect == Effect::Allow);
        }
        let after = policies.decide(&request);
        prop_assert!(!before.is_allowed() || after.is_allowed());
    }

    #[test]
    fn order_never_matters(policies in policies(), request in request()) {
        let (before, after) = (policies.decide(&request), reversed(policies).decide(&request));
        prop_assert_eq!(before.outcome, after.outcome);
        prop_assert_eq!(before.undocumented, after.undocumented);
    }

    #[test]
    fn what_is_settled_holds_in_every_context(policies in policies(), request in request()) {
        let answer = policies.decide_in_any_context(&request);
        for team in ["red", "blue", "anna", "green"] {
            let known = if request.context.get("aws:PrincipalTag/team").is_none() {
                request.clone().with("aws:PrincipalTag/team", team)
            } else {
                request.clone()
            };
            let is_allowed = policies.decide(&known).is_allowed();
            prop_assert!(answer.may_be_allowed() || !is_allowed);
            prop_assert!(!matches!(answer, Answer::Settled(_)) || is_allowed == answer.may_be_allowed());
        }
    }

    #[test]
    fn no_text_makes_the_parser_panic(text in "[\\[\\]{}\",:a-z0-9*$ .\\\\-]{0,60}") {
        drop(Document::parse(&text));
    }

    #[test]
    fn no_scenario_makes_the_engine_panic(json in scenario_like()) {
        if let Ok(scenario) = serde_json::from_value::<Scenario>(json) {
            drop(scenario.decide());
            drop(scenario.policies.decide_in_any_context(&scenario.request));
        }
    }
}
