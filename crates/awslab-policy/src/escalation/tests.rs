//! What is an escalation, and what only looks like one.

use std::sync::Arc;

use serde_json::{Value, json};

use super::*;
use crate::document::Document;
use crate::policies::Level;

const ACCOUNT: &str = "arn:aws:iam::111122223333";
const EVERYTHING: &str = r#"{"Effect": "Allow", "Action": "*", "Resource": "*"}"#;
const TO_ADMIN: &str = r#""arn:aws:iam::111122223333:role/admin""#;

/// A policy of these statements; `ADMIN`, `ME` and `STAFF` stand for ARNs.
fn document(statements: &str) -> Document {
    let statements = statements
        .replace("ADMIN", TO_ADMIN)
        .replace("STAFF", r#""arn:aws:iam::111122223333:group/staff""#)
        .replace("ME", r#""arn:aws:iam::111122223333:user/me""#);
    let text = format!(r#"{{"Version": "2012-10-17", "Statement": [{statements}]}}"#);
    Document::parse(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn policy(name: &str, statements: &str) -> Arc<Policy> {
    Arc::new(Policy {
        name: format!("policy {name}"),
        arn: Some(format!("{ACCOUNT}:policy/{name}")),
        document: Some(document(statements)),
        other_versions: Vec::new(),
    })
}

fn principal(name: &str, statements: &str, kind: PrincipalKind) -> Principal {
    let own = (!statements.is_empty()).then(|| policy(&name.replace('/', "-of-"), statements));
    Principal {
        arn: format!("{ACCOUNT}:{name}"),
        is_start: true,
        policies: own.into_iter().collect(),
        boundary: None,
        tags: BTreeMap::new(),
        kind,
    }
}

fn user(name: &str, statements: &str) -> Principal {
    let kind = PrincipalKind::User { groups: Vec::new(), access_keys: None, has_password: None };
    principal(&format!("user/{name}"), statements, kind)
}

fn me(statements: &str) -> Principal {
    user("me", statements)
}

fn role(name: &str, trusts: &Value, statements: &str) -> Principal {
    let trust = json!({"Effect": "Allow", "Principal": trusts, "Action": "sts:AssumeRole"}).to_string();
    let kind = PrincipalKind::Role { trust: Some(document(&trust)), has_instance_profile: None };
    principal(&format!("role/{name}"), statements, kind)
}

fn admin(trusts: &Value) -> Principal {
    role("admin", trusts, EVERYTHING)
}

fn population(principals: impl IntoIterator<Item = Principal>) -> Population {
    Population {
        partition: "aws".to_owned(),
        region: "eu-west-1".to_owned(),
        principals: principals.into_iter().collect(),
        ..Population::default()
    }
}

fn standing(population: &Population) -> Standing {
    escalations(population)[&format!("{ACCOUNT}:user/me")].clone()
}

/// The methods of the way that `me` has, by their names; none when there is no way.
fn way(population: &Population) -> Vec<&'static str> {
    match standing(population) {
        Standing::Escalates(path) => path.steps.iter().map(|step| step.method).collect(),
        Standing::Limited => Vec::new(),
        other => panic!("{other:?}"),
    }
}

fn lambda() -> Value {
    json!({"Service": "lambda.amazonaws.com"})
}

fn account() -> Value {
    json!({"AWS": "111122223333"})
}

fn in_group(principal: Principal, group: &str) -> Principal {
    let kind =
        PrincipalKind::User { groups: vec![format!("{ACCOUNT}:group/{group}")], access_keys: None, has_password: None };
    Principal { kind, ..principal }
}

fn with_groups(population: Population, groups: &[(&str, &str)]) -> Population {
    let group = |(name, statements): &(&str, &str)| Group {
        arn: format!("{ACCOUNT}:group/{name}"),
        policies: vec![policy(&format!("of-{name}"), statements)],
    };
    Population { groups: groups.iter().map(group).collect(), ..population }
}

const CREATE_AND_INVOKE: &str =
    r#"{"Effect": "Allow", "Action": ["lambda:CreateFunction", "lambda:InvokeFunction"], "Resource": "*"}"#;

#[test]
fn passing_a_role_takes_that_role_a_service_that_it_trusts_and_no_refusal() {
    let ways = [
        (lambda(), r#"{"Effect": "Allow", "Action": "iam:PassRole", "Resource": ADMIN}"#, true),
        (
            lambda(),
            r#"{"Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::111122223333:role/other"}"#,
            false,
        ),
        (
            json!({"Service": "ec2.amazonaws.com"}),
            r#"{"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*"}"#,
            false,
        ),
        (
            lambda(),
            r#"{"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*",
            "Condition": {"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}}}"#,
            false,
        ),
        (
            lambda(),
            r#"{"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*",
            "Condition": {"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}}}"#,
            true,
        ),
        (
            lambda(),
            r#"{"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*"},
            {"Effect": "Deny", "Action": "iam:PassRole", "Resource": ADMIN}"#,
            false,
        ),
        (
            lambda(),
            r#"{"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*"},
            {"Effect": "Deny", "Action": "iam:PassRole", "Resource": "arn:aws:iam::111122223333:role/other"}"#,
            true,
        ),
    ];
    for (trusts, pass, expected) in ways {
        let found = way(&population([me(&format!("{pass}, {CREATE_AND_INVOKE}")), admin(&trusts)]));
        assert_eq!(found, if expected { vec!["lambda-create-invoke"] } else { vec![] }, "{pass} to {trusts}");
    }
    let pass = r#"{"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*"}"#;
    let weak = role("weak", &lambda(), r#"{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}"#);
    assert!(way(&population([me(&format!("{pass}, {CREATE_AND_INVOKE}")), weak])).is_empty(), "nothing to gain");
}

#[test]
fn a_step_names_its_requests_and_the_statements_that_allow_them() {
    let mine = format!(
        r#"{{"Sid": "Pass", "Effect": "Allow", "Action": "iam:PassRole", "Resource": ADMIN}}, {CREATE_AND_INVOKE}"#
    );
    let Standing::Escalates(path) = standing(&population([me(&mine), admin(&lambda())])) else {
        panic!("there is a way")
    };
    let step = &path.steps[0];
    assert_eq!(
        (step.by.as_str(), step.gain.as_str()),
        ("arn:aws:iam::111122223333:user/me", "role admin, an administrator")
    );
    let told: Vec<String> = step
        .requests
        .iter()
        .map(|it| format!("{} on {} by {} {:?}", it.action, it.resource, it.granted_by[0], it.context))
        .collect();
    assert_eq!(
        told,
        [
            "iam:PassRole on arn:aws:iam::111122223333:role/admin by statement Pass of policy user-of-me \
             {\"iam:PassedToService\": \"lambda.amazonaws.com\"}",
            "lambda:CreateFunction on arn:aws:lambda:eu-west-1:111122223333:function:* by statement 2 of policy user-of-me {}",
            "lambda:InvokeFunction on arn:aws:lambda:eu-west-1:111122223333:function:* by statement 2 of policy user-of-me {}",
        ]
    );
    assert!(path.fix.contains("limit iam:PassRole in statement Pass of policy user-of-me"), "{}", path.fix);
}

#[test]
fn what_is_made_may_be_called_as_the_policies_want_it_and_is_then_used_by_that_name() {
    let pass = r#"{"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*"}"#;
    let on = |action: &str, function: &str| {
        format!(
            r#"{{"Effect": "Allow", "Action": "{action}", "Resource": "arn:aws:lambda:us-east-1:*:function:{function}"}}"#
        )
    };
    for (created, invoked, expected) in
        [("app-*", "app-*", true), ("app-*", "web-*", false), ("${aws:username}-*", "me-*", true)]
    {
        let mine = [pass, &on("lambda:CreateFunction", created), &on("lambda:InvokeFunction", invoked)].join(", ");
        let found = way(&population([me(&mine), admin(&lambda())]));
        assert_eq!(found.contains(&"lambda-create-invoke"), expected, "{created} and {invoked}");
    }
}

#[test]
fn what_runs_as_a_role_counts_when_it_is_known_or_nobody_knows() {
    let any = r#"{"Effect": "Allow", "Action": "lambda:UpdateFunctionCode", "Resource": "*"}"#;
    let one =
        r#"{"Effect": "Allow", "Action": "lambda:UpdateFunctionCode", "Resource": "arn:aws:lambda:*:*:function:one"}"#;
    let function = |name: &str, role: &str| Workload {
        arn: format!("arn:aws:lambda:eu-west-1:111122223333:function:{name}"),
        role: format!("{ACCOUNT}:role/{role}"),
    };
    for (mine, known, expected) in [
        (any, None, true),
        (one, None, false),
        (any, Some(vec![]), false),
        (any, Some(vec![function("one", "other")]), false),
        (one, Some(vec![function("one", "admin")]), true),
        (one, Some(vec![function("two", "admin")]), false),
    ] {
        let mut population = population([me(mine), admin(&lambda())]);
        population.workloads.extend(known.clone().map(|it| ("function".to_owned(), it)));
        assert_eq!(!way(&population).is_empty(), expected, "{mine} with {known:?}");
    }
}

#[test]
fn a_step_says_what_it_takes_for_granted() {
    let assumptions = |population: &Population| match standing(population) {
        Standing::Escalates(path) => path.steps[0].assumptions.clone(),
        other => panic!("{other:?}"),
    };
    let update = r#"{"Effect": "Allow", "Action": "lambda:UpdateFunctionCode", "Resource": "*"}"#;
    let mut population = population([me(update), admin(&lambda())]);
    assert_eq!(assumptions(&population), ["some function runs as role admin"]);
    let arn = "arn:aws:lambda:eu-west-1:111122223333:function:one".to_owned();
    let known = Workload { arn, role: format!("{ACCOUNT}:role/admin") };
    population.workloads.insert("function".to_owned(), vec![known]);
    assert!(assumptions(&population).is_empty());
}

#[test]
fn a_role_is_assumed_by_what_its_trust_policy_and_the_callers_say() {
    let assume = r#"{"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}"#;
    let by_name = json!({"AWS": format!("{ACCOUNT}:user/me")});
    for (trusts, mine, expected) in [
        (account(), assume, true),
        (account(), "", false),
        (by_name.clone(), "", true),
        (by_name, r#"{"Effect": "Deny", "Action": "sts:*", "Resource": "*"}"#, false),
        (json!({"AWS": "444455556666"}), assume, false),
        (lambda(), assume, false),
    ] {
        let found = way(&population([me(mine), admin(&trusts)]));
        assert_eq!(found, if expected { vec!["assume-role"] } else { vec![] }, "{mine} to {trusts}");
    }
    let mut abroad = admin(&json!({"AWS": format!("{ACCOUNT}:user/me")}));
    abroad.arn = "arn:aws:iam::444455556666:role/admin".to_owned();
    assert!(way(&population([me(""), abroad.clone()])).is_empty(), "another account asks for both");
    assert_eq!(way(&population([me(assume), abroad])), ["assume-role"]);
}

#[test]
fn ways_lead_over_several_principals() {
    let assume =
        r#"{"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "arn:aws:iam::111122223333:role/deploy"}"#;
    let deploy = format!(r#"{{"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*"}}, {CREATE_AND_INVOKE}"#);
    let population = population([me(assume), role("deploy", &account(), &deploy), admin(&lambda())]);
    assert_eq!(way(&population), ["assume-role", "lambda-create-invoke"]);
    assert_eq!(escalations(&population)[&format!("{ACCOUNT}:role/admin")], Standing::Administrator);
}

#[test]
fn what_one_may_write_another_that_is_held_may_use() {
    let write = r#"{"Effect": "Allow", "Action": "iam:PutRolePolicy", "Resource": "arn:aws:iam::111122223333:role/worker"},
        {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "arn:aws:iam::111122223333:role/bridge"}"#;
    let on = r#"{"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "arn:aws:iam::111122223333:role/worker"}"#;
    let bridge = role("bridge", &account(), on);
    let worker = role("worker", &json!({"AWS": format!("{ACCOUNT}:role/bridge")}), "");
    assert_eq!(
        way(&population([me(write), bridge, worker.clone()])),
        ["assume-role", "assume-role", "put-role-policy"]
    );
    assert!(way(&population([me(write), worker])).is_empty(), "nobody lets it be the worker");
}

#[test]
fn roles_that_assume_each_other_come_to_an_end() {
    let assume = r#"{"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}"#;
    let circle = (0..20).map(|index| role(&format!("r{index}"), &account(), assume));
    assert!(way(&population(circle.chain([me(assume)]))).is_empty());
}

#[test]
fn policies_that_count_are_the_own_ones_the_groups_and_the_boundary() {
    let allow = |action: &str, on: &str| format!(r#"{{"Effect": "Allow", "Action": "{action}", "Resource": {on}}}"#);
    let own = r#""arn:aws:iam::111122223333:policy/user-of-me""#;
    let of_staff = r#""arn:aws:iam::111122223333:policy/of-staff""#;
    let s3 = r#"{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}"#;
    for (action, on, is_member, expected) in [
        ("iam:PutUserPolicy", "ME", false, true),
        ("iam:PutUserPolicy", r#""arn:aws:iam::111122223333:user/${aws:username}""#, false, true),
        ("iam:PutUserPolicy", r#""arn:aws:iam::111122223333:user/other""#, false, false),
        ("iam:CreatePolicyVersion", own, false, true),
        ("iam:CreatePolicyVersion", of_staff, false, false),
        ("iam:CreatePolicyVersion", of_staff, true, true),
        ("iam:PutGroupPolicy", "STAFF", false, false),
        ("iam:PutGroupPolicy", "STAFF", true, true),
        ("iam:SetDefaultPolicyVersion", own, false, false),
        ("iam:AddUserToGroup", "STAFF", false, false),
        ("iam:AddUserToGroup", r#""arn:aws:iam::111122223333:group/admins""#, false, true),
    ] {
        let me = me(&allow(action, on));
        let me = if is_member { in_group(me, "staff") } else { me };
        let population = with_groups(population([me]), &[("staff", s3), ("admins", EVERYTHING)]);
        assert_eq!(!way(&population).is_empty(), expected, "{action} on {on}, member: {is_member}");
    }
}

#[test]
fn a_former_version_counts_when_it_gives_more() {
    let mine = r#"{"Effect": "Allow", "Action": "iam:SetDefaultPolicyVersion", "Resource": "*"}"#;
    for (former, expected) in [(EVERYTHING, true), (mine, false)] {
        let mut me = me(mine);
        let version = Version { id: "v1".to_owned(), document: document(former) };
        Arc::make_mut(&mut me.policies[0]).other_versions.push(version);
        assert_eq!(!way(&population([me])).is_empty(), expected, "{former}");
    }
}

#[test]
fn a_boundary_limits_what_a_policy_gives_unless_it_can_be_taken_off() {
    let write = r#"{"Effect": "Allow", "Action": "iam:*", "Resource": ME}"#;
    let bound = r#""arn:aws:iam::111122223333:policy/bound""#;
    for (mine, boundary, expected) in [
        (write, r#"{"Effect": "Allow", "Action": "iam:PutUserPolicy", "Resource": "*"}"#.to_owned(), vec![]),
        (
            write,
            r#"{"Effect": "Allow", "Action": ["iam:PutUserPolicy", "iam:DeleteUserPermissionsBoundary"], "Resource": "*"}"#.to_owned(),
            vec!["put-user-policy", "delete-user-boundary"],
        ),
        (
            EVERYTHING,
            r#"{"Effect": "Allow", "Action": "iam:DeleteUserPermissionsBoundary", "Resource": "*"}"#.to_owned(),
            vec!["delete-user-boundary"],
        ),
        (
            EVERYTHING,
            format!(r#"{{"Effect": "Allow", "Action": "iam:CreatePolicyVersion", "Resource": {bound}}}"#),
            vec!["create-policy-version"],
        ),
        (
            EVERYTHING,
            r#"{"Effect": "Allow", "Action": "iam:PutUserPermissionsBoundary", "Resource": "*",
                "Condition": {"StringEquals": {"iam:PermissionsBoundary": "arn:aws:iam::111122223333:policy/bound"}}}"#.to_owned(),
            vec![],
        ),
    ] {
        let me = Principal { boundary: Some(policy("bound", &boundary)), ..me(mine) };
        assert_eq!(way(&population([me])), expected, "{mine} within {boundary}");
    }
}

#[test]
fn conditions_about_the_policy_and_the_boundary_hold_for_what_the_step_needs() {
    let allow = |action: &str, condition: &str| {
        format!(r#"{{"Effect": "Allow", "Action": {action}, "Resource": "*", "Condition": {{{condition}}}}}"#)
    };
    let boundary = r#""StringEquals": {"iam:PermissionsBoundary": "arn:aws:iam::111122223333:policy/bound"}"#;
    let attach = r#""iam:AttachUserPolicy""#;
    let create = r#"["iam:CreateRole", "iam:AttachRolePolicy"]"#;
    for (action, condition, expected) in [
        (attach, r#""ArnEquals": {"iam:PolicyARN": "arn:aws:iam::aws:policy/ReadOnlyAccess"}"#, false),
        (attach, r#""ArnLike": {"iam:PolicyARN": "arn:aws:iam::aws:policy/Admin*"}"#, true),
        (attach, boundary, false),
        (create, boundary, false),
        (create, r#""Bool": {"aws:MultiFactorAuthPresent": "true"}"#, true),
        (attach, r#""Bool": {"aws:MultiFactorAuthPresent": "true"}"#, true),
        (attach, r#""StringEquals": {"iam:ResourceTag/stage": "test"}"#, false),
        (attach, r#""StringEquals": {"iam:ResourceTag/team": "blue"}"#, true),
        (attach, r#""StringEquals": {"aws:PrincipalTag/team": "blue"}"#, true),
        (attach, r#""StringEquals": {"aws:PrincipalTag/stage": "test"}"#, false),
        (attach, r#""StringEquals": {"aws:RequestTag/stage": "test"}"#, true),
    ] {
        let tags = BTreeMap::from([("team".to_owned(), "blue".to_owned())]);
        let me = Principal { tags, ..me(&allow(action, condition)) };
        assert_eq!(!way(&population([me])).is_empty(), expected, "{action} with {condition}");
    }
}

#[test]
fn a_service_control_policy_binds_whoever_is_new_too() {
    let mine = r#"{"Effect": "Allow", "Action": ["iam:CreateRole", "iam:PutRolePolicy"], "Resource": "*"}"#;
    for (scp, expected) in [(EVERYTHING, true), (r#"{"Effect": "Allow", "Action": "iam:*", "Resource": "*"}"#, false)] {
        let scps = Some(vec![Level { policies: vec![document(scp)] }]);
        let population = Population { scps, ..population([me(mine)]) };
        assert_eq!(!way(&population).is_empty(), expected, "{scp}");
    }
}

#[test]
fn credentials_that_are_known_decide_how_to_become_a_user() {
    let boss = |access_keys, has_password| {
        let kind = PrincipalKind::User { groups: Vec::new(), access_keys, has_password };
        principal("user/boss", EVERYTHING, kind)
    };
    for (action, boss, expected) in [
        (r#""iam:CreateAccessKey""#, boss(None, None), vec!["create-access-key"]),
        (r#""iam:CreateAccessKey""#, boss(Some(2), None), vec![]),
        (r#"["iam:CreateAccessKey", "iam:DeleteAccessKey"]"#, boss(Some(2), None), vec!["rotate-access-key"]),
        (r#""iam:CreateLoginProfile""#, boss(None, Some(true)), vec![]),
        (r#""iam:CreateLoginProfile""#, boss(None, Some(false)), vec!["create-password"]),
        (r#""iam:UpdateLoginProfile""#, boss(None, Some(false)), vec![]),
        (r#""iam:UpdateLoginProfile""#, boss(None, Some(true)), vec!["change-password"]),
    ] {
        let mine = format!(r#"{{"Effect": "Allow", "Action": {action}, "Resource": "*"}}"#);
        assert_eq!(way(&population([me(&mine), boss])), expected, "{action}");
    }
}

#[test]
fn what_cannot_be_read_is_not_taken_for_harmless() {
    let mut unreadable = me(r#"{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}"#);
    Arc::make_mut(&mut unreadable.policies[0]).document = None;
    let expected = Standing::Unknown { reasons: vec!["policy user-of-me cannot be read".to_owned()] };
    assert_eq!(standing(&population([unreadable])), expected);
    let closed = principal("role/admin", EVERYTHING, PrincipalKind::Role { trust: None, has_instance_profile: None });
    assert!(matches!(standing(&population([me(""), closed])), Standing::Unknown { .. }));
}

#[test]
fn what_aws_keeps_for_its_services_is_no_way() {
    let mine = r#"{"Effect": "Allow", "Action": ["iam:UpdateAssumeRolePolicy", "sts:AssumeRole"], "Resource": "*"}"#;
    for path in [
        "aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS",
        "aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin",
    ] {
        let kept = role(path, &json!({"Service": "ecs.amazonaws.com"}), EVERYTHING);
        assert!(way(&population([me(mine), kept])).is_empty(), "{path}");
    }
}
