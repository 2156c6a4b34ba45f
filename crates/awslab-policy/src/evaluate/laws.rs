//! Laws that hold whatever the policies say.

use proptest::prelude::*;
use serde_json::json;

use crate::{Document, Effect, Level, Outcome, Policies, Request, Scenario};

const CALLERS: &[&str] = &[
    "arn:aws:iam::111122223333:user/anna",
    "arn:aws:sts::111122223333:assumed-role/r/s",
    "arn:aws:iam::444455556666:user/bob",
    "111122223333",
    "lambda.amazonaws.com",
    "*",
];

fn document() -> impl Strategy<Value = Document> {
    prop::collection::vec(statement(), 1..4).prop_map(|statements| {
        let json = json!({ "Version": "2012-10-17", "Statement": statements });
        Document::parse(&json.to_string()).expect("the policy is well formed")
    })
}

fn statement() -> impl Strategy<Value = serde_json::Value> {
    let effect = prop::sample::select(vec!["Allow", "Allow", "Deny"]);
    let action_element = prop::sample::select(vec!["Action", "Action", "NotAction"]);
    let action = prop::sample::select(vec!["*", "s3:*", "s3:Get*", "s3:GetObject", "s3:PutObject"]);
    let resource = prop::sample::select(vec!["*", "arn:aws:s3:::bucket/*", "arn:aws:s3:::other/*", "arn:aws:s3:*"]);
    let principal = prop::sample::select(CALLERS.to_vec());
    let tag = prop::option::of(prop::sample::select(vec!["red", "blue", "${aws:username}"]));
    let operator = prop::sample::select(vec!["StringEquals", "StringNotEquals", "StringLikeIfExists"]);
    (effect, action_element, action, resource, principal, tag, operator).prop_map(
        |(effect, action_element, action, resource, principal, tag, operator)| {
            let kind = if principal.contains("amazonaws") { "Service" } else { "AWS" };
            let condition = tag.map_or(json!({}), |tag| json!({ operator: { "aws:PrincipalTag/team": tag } }));
            json!({ "Effect": effect, action_element: action, "Resource": resource,
                "Principal": { kind: principal }, "Condition": condition })
        },
    )
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

fn request() -> impl Strategy<Value = Request> {
    let tag = prop::option::of(prop::sample::select(vec!["red", "blue", "anna"]));
    (prop::sample::select(CALLERS.to_vec()), tag).prop_map(|(caller, tag)| {
        let request = Request::new(caller, "s3:GetObject", "arn:aws:s3:::bucket/key").on_account("111122223333");
        match tag {
            Some(tag) => request.with("aws:PrincipalTag/team", tag),
            None => request,
        }
    })
}

fn everything(effect: &str) -> Document {
    let json = json!({ "Statement": { "Effect": effect, "Action": "*", "Resource": "*" } });
    Document::parse(&json.to_string()).expect("the policy is well formed")
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
    fn an_explicit_deny_wins(mut policies in policies(), request in request()) {
        policies.identity.push(everything("Deny"));
        prop_assert_eq!(policies.decide(&request).outcome, Outcome::ExplicitDeny);
    }

    #[test]
    fn another_allow_takes_nothing_away(mut policies in policies(), request in request()) {
        let before = policies.decide(&request);
        policies.identity.push(everything("Allow"));
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
    fn prepared_policies_decide_the_same(policies in policies(), request in request()) {
        let prepared = policies.prepare();
        prop_assert_eq!(prepared.decide(&request), policies.decide(&request));
        prop_assert_eq!(prepared.decide_in_any_context(&request), policies.decide_in_any_context(&request));
    }

    #[test]
    fn what_is_settled_holds_in_every_context(policies in policies(), request in request()) {
        let could_be = policies.decide_in_any_context(&request).may_be_allowed();
        for team in ["red", "blue", "anna", "green"] {
            let known = if request.context.get("aws:PrincipalTag/team").is_none() {
                request.clone().with("aws:PrincipalTag/team", team)
            } else {
                request.clone()
            };
            prop_assert!(could_be || !policies.decide(&known).is_allowed());
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
