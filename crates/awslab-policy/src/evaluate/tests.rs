//! The procedure, as tables: who asks, what the policies say, what AWS decides.

use serde_json::{Value, json};

use crate::Outcome::{self, Allow, ExplicitDeny, ImplicitDeny};
use crate::{Answer, Document, Level, Policies, PolicyType, Reason, Request};

const USER: &str = "arn:aws:iam::111122223333:user/anna";
const ROLE: &str = "arn:aws:iam::111122223333:role/r";
const SESSION: &str = "arn:aws:sts::111122223333:assumed-role/r/s";
const ROOT: &str = "arn:aws:iam::111122223333:root";
const STRANGER: &str = "arn:aws:iam::444455556666:user/bob";
const FEDERATED: &str = "arn:aws:sts::111122223333:federated-user/anna";
const SERVICE: &str = "cloudtrail.amazonaws.com";
const SERVICE_LINKED: &str = "arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX";

const OBJECT: &str = "arn:aws:s3:::bucket/key";
const KEY: &str = "arn:aws:kms:eu-west-1:111122223333:key/1";
const TRUST: &str = "arn:aws:iam::111122223333:role/target";

fn policy(statements: &Value) -> Document {
    let json = json!({ "Version": "2012-10-17", "Statement": statements });
    Document::parse(&json.to_string()).expect("the policy is well formed")
}

fn everything(effect: &str) -> Document {
    policy(&json!({ "Effect": effect, "Action": "*", "Resource": "*" }))
}

fn nothing() -> Document {
    policy(&json!({ "Effect": "Allow", "Action": "ec2:DescribeRegions", "Resource": "*" }))
}

fn allow_if(allows: bool) -> Document {
    if allows { everything("Allow") } else { nothing() }
}

fn resource_policy(effect: &str, principal: &Value) -> Document {
    policy(&json!({ "Effect": effect, "Principal": principal, "Action": "*", "Resource": "*" }))
}

fn levels(levels: &[&[Document]]) -> Vec<Level> {
    levels.iter().map(|policies| Level { policies: policies.to_vec() }).collect()
}

fn get_object(principal: &str) -> Request {
    Request::new(principal, "s3:GetObject", OBJECT).on_account("111122223333")
}

#[track_caller]
fn check(policies: &Policies, request: &Request, expected: Outcome) {
    let decision = policies.decide(request);
    assert_eq!(decision.outcome, expected, "{request:?}: {:?}", decision.because);
    assert!(!decision.undocumented, "{request:?}");
    assert!(!decision.because.is_empty(), "{request:?} is decided without a reason");
}

/// Each row: who is named by the resource's policy, who asks, and what identity policy, boundary and session policy
/// allow in those rows in which the request is allowed.
#[test]
fn the_closer_a_resource_names_the_caller_the_fewer_others_must_allow() {
    let always = [true; 8];
    let never = [false; 8];
    let all_three = [false, false, false, false, false, false, false, true];
    let both_limits = [false, false, false, true, false, false, false, true];
    for (named, caller, allowed) in [
        (json!("*"), USER, always),
        (json!({ "AWS": USER }), USER, always),
        (json!({ "AWS": SESSION }), SESSION, always),
        (json!({ "AWS": ROLE }), SESSION, both_limits),
        (json!({ "AWS": ROLE }), ROLE, both_limits),
        (json!({ "AWS": USER }), FEDERATED, both_limits),
        (json!({ "AWS": FEDERATED }), FEDERATED, always),
        (json!({ "AWS": "111122223333" }), USER, all_three),
        (json!({ "AWS": ROOT }), SESSION, all_three),
        (json!({ "AWS": STRANGER }), USER, all_three),
        (json!({ "AWS": "*" }), STRANGER, all_three),
        (json!({ "AWS": STRANGER }), STRANGER, all_three),
        (json!({ "AWS": "444455556666" }), STRANGER, all_three),
        (json!({ "AWS": USER }), STRANGER, never),
    ] {
        for (bits, expected) in allowed.into_iter().enumerate() {
            let allows = |bit: usize| bits >> bit & 1 == 1;
            let policies = Policies {
                identity: vec![allow_if(allows(2))],
                boundary: Some(vec![allow_if(allows(1))]),
                session: Some(vec![allow_if(allows(0))]),
                resource: Some(resource_policy("Allow", &named)),
                ..Policies::default()
            };
            check(&policies, &get_object(caller), if expected { Allow } else { ImplicitDeny });
        }
    }
}

#[test]
fn callers_without_an_identity_live_by_the_resource_policy() {
    for (named, caller, expected) in [
        (json!("*"), "*", Allow),
        (json!("*"), SERVICE, Allow),
        (json!({ "Service": SERVICE }), SERVICE, Allow),
        (json!({ "Service": SERVICE }), "s3.amazonaws.com", ImplicitDeny),
        (json!({ "AWS": "111122223333" }), SERVICE, ImplicitDeny),
        (json!({ "AWS": USER }), "*", ImplicitDeny),
        (json!({ "Federated": "accounts.google.com" }), "accounts.google.com", Allow),
    ] {
        let resource = Some(resource_policy("Allow", &named));
        let bound = Policies { resource, scps: Some(levels(&[&[nothing()]])), ..Policies::default() };
        check(&bound, &get_object(caller), expected);
    }
    let without = Policies { identity: vec![everything("Allow")], ..Policies::default() };
    check(&without, &get_object("*"), ImplicitDeny);
    check(&without, &get_object(SERVICE), ImplicitDeny);
}

#[test]
fn a_deny_wins_wherever_it_stands() {
    let allowing = || Policies { identity: vec![everything("Allow")], ..Policies::default() };
    let deny = || everything("Deny");
    for policies in [
        Policies { identity: vec![everything("Allow"), deny()], ..allowing() },
        Policies { boundary: Some(vec![everything("Allow"), deny()]), ..allowing() },
        Policies { session: Some(vec![everything("Allow"), deny()]), ..allowing() },
        Policies { scps: Some(levels(&[&[everything("Allow")], &[everything("Allow"), deny()]])), ..allowing() },
        Policies { rcps: Some(levels(&[&[deny()]])), ..allowing() },
        Policies { resource: Some(resource_policy("Deny", &json!("*"))), ..allowing() },
        Policies { resource: Some(resource_policy("Deny", &json!({ "AWS": "111122223333" }))), ..allowing() },
        Policies { endpoint: Some(vec![resource_policy("Deny", &json!("*"))]), ..allowing() },
    ] {
        check(&policies, &get_object(USER), ExplicitDeny);
    }
    check(&allowing(), &get_object(USER), Allow);
}

#[test]
fn every_level_of_the_organisation_must_allow() {
    for (scps, caller, expected) in [
        (Some(levels(&[])), USER, Allow),
        (Some(levels(&[&[everything("Allow")], &[nothing(), everything("Allow")]])), USER, Allow),
        (Some(levels(&[&[everything("Allow")], &[nothing()]])), USER, ImplicitDeny),
        (Some(levels(&[&[]])), USER, ImplicitDeny),
        (Some(levels(&[&[nothing()]])), ROOT, ImplicitDeny),
        (Some(levels(&[&[everything("Deny")]])), SERVICE_LINKED, Allow),
    ] {
        let policies = Policies { identity: vec![everything("Allow")], scps, ..Policies::default() };
        check(&policies, &get_object(caller), expected);
        let exempt = Policies { management_account: Some("111122223333".to_owned()), ..policies };
        check(&exempt, &get_object(caller), Allow);
    }
}

#[test]
fn resource_control_policies_follow_the_resource() {
    let policies = |owner: Option<&str>| Policies {
        identity: vec![everything("Allow")],
        resource: Some(resource_policy("Allow", &json!("*"))),
        rcps: Some(levels(&[&[everything("Deny")]])),
        management_account: owner.map(str::to_owned),
        ..Policies::default()
    };
    for caller in [USER, STRANGER, "*", ROOT] {
        check(&policies(None), &get_object(caller), ExplicitDeny);
        check(&policies(Some("444455556666")), &get_object(caller), ExplicitDeny);
        check(&policies(Some("111122223333")), &get_object(caller), Allow);
    }
    check(&policies(None), &get_object(SERVICE_LINKED), Allow);
    let instance = "arn:aws:ec2:eu-west-1:111122223333:instance/i-1";
    check(&policies(None), &Request::new(USER, "ec2:StartInstances", instance), Allow);
    let silent = Policies { rcps: Some(levels(&[&[]])), ..policies(None) };
    check(&silent, &get_object(USER), Allow);
}

#[test]
fn the_endpoint_must_allow() {
    for (endpoint, expected) in [
        (resource_policy("Allow", &json!("*")), Allow),
        (resource_policy("Allow", &json!({ "AWS": STRANGER })), ImplicitDeny),
        (everything("Allow"), ImplicitDeny),
    ] {
        let endpoint = Some(vec![endpoint]);
        let policies = Policies { identity: vec![everything("Allow")], endpoint, ..Policies::default() };
        check(&policies, &get_object(USER), expected);
    }
}

#[test]
fn the_root_user_needs_no_permission_of_its_own() {
    let none = Policies::default();
    check(&none, &get_object(ROOT), Allow);
    check(&none, &get_object("111122223333"), Allow);
    check(&none, &get_object("444455556666"), ImplicitDeny);
    let resource = Some(resource_policy("Allow", &json!({ "AWS": "444455556666" })));
    check(&Policies { resource, ..none.clone() }, &get_object("444455556666"), Allow);
    check(&none, &Request::new(ROOT, "kms:Decrypt", KEY), ImplicitDeny);
}

#[test]
fn keys_and_roles_need_a_grant_of_their_own() {
    for (resource, action) in [(KEY, "kms:Decrypt"), (TRUST, "sts:AssumeRole")] {
        for (named, identity, expected) in [
            (None, true, ImplicitDeny),
            (Some(json!({ "AWS": STRANGER })), true, ImplicitDeny),
            (Some(json!({ "AWS": "111122223333" })), true, Allow),
            (Some(json!({ "AWS": "111122223333" })), false, ImplicitDeny),
            (Some(json!({ "AWS": USER })), false, Allow),
        ] {
            let resource_policy =
                named.map(|named| policy(&json!({ "Effect": "Allow", "Principal": named, "Action": action })));
            let identity = vec![allow_if(identity)];
            let policies = Policies { identity, resource: resource_policy, ..Policies::default() };
            check(&policies, &Request::new(USER, action, resource), expected);
        }
    }
    let alias = Request::new(USER, "kms:Decrypt", "arn:aws:kms:eu-west-1:111122223333:alias/own");
    check(&Policies { identity: vec![everything("Allow")], ..Policies::default() }, &alias, Allow);
}

#[test]
fn what_no_policy_changes() {
    let refusing = Policies { identity: vec![everything("Deny")], ..Policies::default() };
    check(&refusing, &Request::new(USER, "sts:GetCallerIdentity", "*"), Allow);
    check(&Policies::default(), &Request::new("*", "sts:GetCallerIdentity", "*"), ImplicitDeny);
    let allowing = Policies { identity: vec![everything("Allow")], ..Policies::default() };
    let managed = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    check(&allowing, &Request::new(USER, "iam:DeletePolicy", managed).on_account("111122223333"), ImplicitDeny);
    check(&allowing, &Request::new(USER, "iam:GetPolicy", managed).on_account("111122223333"), Allow);
}

#[test]
fn the_reasons_name_the_statement_or_what_lacks_one() {
    let statements = json!([
        { "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*" },
        { "Sid": "Read", "Effect": "Allow", "Action": "s3:Get*", "Resource": "*" },
    ]);
    let policies = Policies { identity: vec![nothing(), policy(&statements)], ..Policies::default() };
    let because = policies.decide(&get_object(USER)).because;
    let shown: Vec<String> = because.iter().map(Reason::to_string).collect();
    assert_eq!(shown, ["identity policy 2, statement Read, allows it"]);

    let boundary = Some(vec![nothing()]);
    let policies = Policies { boundary, scps: Some(levels(&[&[everything("Allow")], &[]])), ..policies };
    let because = policies.decide(&get_object(USER)).because;
    let lacking = |policy_type, level| Reason::NoAllow { policy_type, level };
    assert_eq!(because, [lacking(PolicyType::Boundary, None), lacking(PolicyType::Scp, Some(1))]);
}

#[test]
fn of_several_statements_the_one_that_names_the_caller_most_closely_counts() {
    let account = json!({ "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": "*", "Resource": "*" });
    let user = json!({ "Effect": "Allow", "Principal": { "AWS": USER }, "Action": "*", "Resource": "*" });
    for statements in [json!([account, user]), json!([user, account])] {
        check(&Policies { resource: Some(policy(&statements)), ..Policies::default() }, &get_object(USER), Allow);
    }
}

#[test]
fn a_list_of_the_spared_that_lacks_the_account_is_undocumented() {
    let all_but = json!({ "Effect": "Deny", "NotPrincipal": { "AWS": USER }, "Action": "*", "Resource": "*" });
    let policies =
        Policies { identity: vec![everything("Allow")], resource: Some(policy(&all_but)), ..Policies::default() };
    let decision = policies.decide(&get_object(USER));
    assert!(decision.undocumented && decision.is_allowed(), "{decision:?}");
}

#[test]
fn undocumented_only_where_it_matters() {
    let tags = json!({ "ForAnyValue:StringEqualsIfExists": { "aws:TagKeys": "x" } });
    let open = policy(&json!({ "Effect": "Allow", "Action": "*", "Resource": "*", "Condition": tags }));
    let alone = Policies { identity: vec![open.clone()], ..Policies::default() };
    let decision = alone.decide(&get_object(USER));
    assert!(decision.undocumented && decision.is_allowed());
    check(&Policies { identity: vec![open, everything("Allow")], ..Policies::default() }, &get_object(USER), Allow);
}

#[test]
fn an_unknown_context_leaves_it_to_the_keys() {
    let secure = json!({ "Bool": { "aws:SecureTransport": true }, "StringEquals": { "s3:prefix": "${aws:username}" } });
    let conditional = policy(&json!({ "Effect": "Allow", "Action": "*", "Resource": "*", "Condition": secure }));
    let policies = Policies { identity: vec![conditional.clone()], ..Policies::default() };
    let Answer::DependsOn { keys, at_best, at_worst } = policies.decide_in_any_context(&get_object(USER)) else {
        panic!("the keys are not known");
    };
    assert_eq!(keys, ["aws:SecureTransport", "s3:prefix"]);
    assert_eq!((at_best.outcome, at_worst.outcome), (Allow, ImplicitDeny));

    let plain = policies.decide_in_any_context(&get_object(USER).with("aws:SecureTransport", "false"));
    assert!(matches!(&plain, Answer::Settled(decision) if decision.outcome == ImplicitDeny), "{plain:?}");
    let refused = Policies { identity: vec![conditional, everything("Deny")], ..Policies::default() };
    assert!(!refused.decide_in_any_context(&get_object(USER)).may_be_allowed());
}

#[test]
fn a_key_that_is_sure_to_be_absent_is_not_open() {
    let allow_if = |condition: &serde_json::Value| {
        let statement = json!({ "Effect": "Allow", "Action": "*", "Resource": "*", "Condition": condition });
        Policies { identity: vec![policy(&statement)], ..Policies::default() }
    };
    for (condition, may_be_allowed, may_be_without) in [
        (json!({ "StringEquals": { "sts:ExternalId": "x" } }), true, false),
        (json!({ "StringEqualsIfExists": { "sts:ExternalId": "x" } }), true, true),
        (json!({ "StringEquals": { "aws:username": "${sts:ExternalId}" } }), true, false),
        (json!({ "StringEquals": { "aws:username": "${sts:ExternalId, 'anna'}" } }), true, true),
        (json!({ "StringEquals": { "aws:username": "${sts:ExternalId, 'bert'}" } }), true, false),
    ] {
        let policies = allow_if(&condition);
        let request = get_object(USER);
        let may_be = |request: &Request| policies.decide_in_any_context(request).may_be_allowed();
        assert_eq!(may_be(&request), may_be_allowed, "{condition}");
        assert_eq!(may_be(&request.without("STS:externalid")), may_be_without, "without: {condition}");
    }
}

#[test]
fn a_federated_session_without_a_policy_has_what_a_resource_gives_to_itself() {
    let owned = |session, named: Option<&str>| Policies {
        identity: vec![everything("Allow")],
        session,
        resource: named.map(|named| {
            policy(&json!({ "Effect": "Allow", "Principal": { "AWS": named }, "Action": "s3:*", "Resource": "*" }))
        }),
        ..Policies::default()
    };
    let everything_for_it = || Some(vec![everything("Allow")]);
    for (session, named, expected) in [
        (None, None, ImplicitDeny),
        (everything_for_it(), None, Allow),
        (None, Some(FEDERATED), Allow),
        (None, Some(USER), ImplicitDeny),
        (everything_for_it(), Some(USER), Allow),
    ] {
        check(&owned(session, named), &get_object(FEDERATED), expected);
    }
}

#[test]
fn root_takes_on_no_role_and_no_rcp_keeps_a_grant_from_being_retired() {
    let role = "arn:aws:iam::111122223333:role/r";
    let trusting =
        policy(&json!({ "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": "sts:AssumeRole" }));
    let policies = Policies { identity: vec![everything("Allow")], resource: Some(trusting), ..Policies::default() };
    check(&policies, &Request::new(USER, "sts:AssumeRole", role), Allow);
    check(&policies, &Request::new("arn:aws:iam::111122223333:root", "sts:AssumeRole", role), ImplicitDeny);

    let key = "arn:aws:kms:eu-west-1:111122223333:key/1";
    let open = policy(
        &json!({ "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": "kms:*", "Resource": "*" }),
    );
    let refuse = policy(&json!({ "Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*" }));
    let rcps = Some(levels(&[&[everything("Allow"), refuse]]));
    let policies = Policies { identity: vec![everything("Allow")], resource: Some(open), rcps, ..Policies::default() };
    check(&policies, &Request::new(USER, "kms:RetireGrant", key), Allow);
    check(&policies, &Request::new(USER, "kms:Decrypt", key), ExplicitDeny);
}
