//! Who is an administrator, and who only looks like one.

use super::*;
use crate::document::Document;

const ANNA: &str = "arn:aws:iam::111122223333:user/team/anna";
const ALL: &str = r#"{"Effect": "Allow", "Action": "*", "Resource": "*"}"#;

fn document(statements: &str) -> Document {
    let text = format!(r#"{{"Version": "2012-10-17", "Statement": [{statements}]}}"#);
    Document::parse(&text).unwrap_or_else(|error| panic!("{error} in {text}"))
}

fn identity(statements: &str) -> Policies {
    Policies { identity: vec![document(statements)], ..Policies::default() }
}

fn is_administrator(statements: &str) -> bool {
    identity(statements).administrator(ANNA).is_some()
}

#[test]
fn everything_however_it_is_spelt() {
    for statements in [
        ALL,
        r#"{"Effect": "Allow", "Action": "*:*", "Resource": "*"}"#,
        r#"{"Effect": "Allow", "Action": ["s3:GetObject", "*"], "Resource": ["arn:aws:s3:::a", "*"]}"#,
        r#"{"Effect": "Allow", "NotAction": "s3:DeleteBucket", "Resource": "*"}"#,
        r#"{"Effect": "Allow", "NotAction": ["iam:CreateUser", "organizations:*"], "Resource": "*"}"#,
        r#"{"Effect": "Allow", "Action": "*", "NotResource": "arn:aws:s3:::secret/*"}"#,
        r#"{"Effect": "Allow", "Action": "*", "Resource": "arn:aws:*:*:*:*"}"#,
        r#"{"Effect": "Allow", "Action": "*", "Resource": "arn:*:*:*:111122223333:*"},
           {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}"#,
        r#"{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}, {"Effect": "Allow", "Action": "iam:*", "Resource": "*"}"#,
        r#"{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"},
           {"Effect": "Allow", "Action": ["iam:A*", "iam:P*"], "Resource": "arn:aws:iam::*:*"}"#,
        r#"{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"},
           {"Effect": "Allow", "Action": "iam:AttachRolePolicy", "Resource": "arn:aws:iam::111122223333:role/*"}"#,
    ] {
        assert!(is_administrator(statements), "{statements}");
    }
}

#[test]
fn what_makes_nobody_harmless() {
    for more in [
        r#"{"Effect": "Deny", "Action": "iam:*", "Resource": "arn:aws:iam::111122223333:role/one"}"#,
        r#"{"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}"#,
        r#"{"Effect": "Deny", "Action": "*", "Resource": "*",
            "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}}"#,
        r#"{"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"NotIpAddress": {"aws:SourceIp": "192.0.2.0/24"}}}"#,
        r#"{"Effect": "Deny", "Action": "*", "Resource": "*",
            "Condition": {"DateGreaterThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z"}}}"#,
        r#"{"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"StringEquals": {"aws:ResourceTag/team": "audit"}}}"#,
        r#"{"Effect": "Deny", "Action": ["organizations:*", "cloudtrail:*", "config:*"], "Resource": "*"}"#,
        r#"{"Effect": "Deny", "Action": ["iam:PutUserPolicy", "iam:AttachUserPolicy", "iam:CreateUser"], "Resource": "*"}"#,
        r#"{"Effect": "Deny", "NotAction": ["iam:*", "sts:*"], "Resource": "*",
            "Condition": {"StringNotEquals": {"aws:RequestedRegion": ["eu-west-1"]}}}"#,
        r#"{"Effect": "Deny", "Action": "iam:AttachUserPolicy", "Resource": "*",
            "Condition": {"ArnEquals": {"iam:PolicyARN": "arn:aws:iam::aws:policy/AdministratorAccess"}}}"#,
        r#"{"Effect": "Deny", "Action": "iam:*", "NotResource": "arn:aws:iam::111122223333:*"}"#,
    ] {
        assert!(is_administrator(&format!("{ALL}, {more}")), "{more}");
    }
}

#[test]
fn conditions_that_somebody_can_meet() {
    for condition in [
        r#"{"Bool": {"aws:MultiFactorAuthPresent": "true"}}"#,
        r#"{"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}"#,
        r#"{"DateLessThan": {"aws:CurrentTime": "2030-01-01T00:00:00Z"}}"#,
        r#"{"StringEquals": {"aws:RequestedRegion": ["eu-west-1", "us-east-1"]}}"#,
        r#"{"StringEquals": {"aws:PrincipalTag/team": "admin"}}"#,
        r#"{"StringLike": {"aws:ResourceTag/team": "*"}}"#,
        r#"{"StringNotEquals": {"aws:ResourceTag/team": "audit"}}"#,
        r#"{"StringEqualsIfExists": {"aws:ResourceTag/team": "lab"}}"#,
        r#"{"StringEquals": {"aws:ResourceAccount": "${aws:PrincipalAccount}"}}"#,
    ] {
        let statement = format!(r#"{{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {condition}}}"#);
        assert!(is_administrator(&statement), "{condition}");
    }
}

#[test]
fn wide_access_that_is_none() {
    for statements in [
        r#"{"Effect": "Allow", "NotAction": ["iam:*", "organizations:*", "account:*"], "Resource": "*"},
           {"Effect": "Allow", "Action": ["iam:CreateServiceLinkedRole", "iam:ListRoles"], "Resource": "*"}"#,
        r#"{"Effect": "Allow", "Action": "iam:*", "Resource": "*"}"#,
        r#"{"Effect": "Allow", "Action": ["iam:*", "s3:*", "ec2:*", "lambda:*"], "Resource": "*"}"#,
        r#"{"Effect": "Allow", "Action": "*", "Resource": "arn:aws:s3:::*"}"#,
        r#"{"Effect": "Allow", "Action": "*", "Resource": "arn:aws:iam::111122223333:user/${aws:username}"}"#,
        r#"{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"},
           {"Effect": "Allow", "Action": "iam:*", "Resource": "arn:aws:iam::*:user/team/${aws:username}"}"#,
        r#"{"Effect": "Allow", "Action": "*", "NotResource": "*"}"#,
        r#"{"Effect": "Allow", "Action": "*", "NotResource": "arn:aws:iam::*:*"}"#,
        r#"{"Effect": "Allow", "NotAction": "*", "Resource": "*"}"#,
        r#"{"Effect": "Allow", "NotAction": ["iam:Put*", "iam:Attach*"], "Resource": "*"}"#,
        r#"{"Effect": "Allow", "Action": ["*:Get*", "*:List*", "*:Describe*"], "Resource": "*"}"#,
        r#"{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"StringEquals": {"aws:ResourceTag/team": "lab"}}}"#,
        r#"{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition":
            {"StringEquals": {"aws:ResourceTag/team": "${aws:PrincipalTag/team}"}, "Null": {"aws:ResourceTag/team": "false"}}}"#,
        r#"{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}}"#,
    ] {
        assert!(!is_administrator(statements), "{statements}");
    }
}

#[test]
fn what_makes_an_administrator_harmless() {
    for more in [
        r#"{"Effect": "Deny", "Action": "iam:*", "Resource": "*"}"#,
        r#"{"Effect": "Deny", "Action": ["iam:Put*", "iam:Attach*"], "Resource": "*"}"#,
        r#"{"Effect": "Deny", "NotAction": ["s3:*", "ec2:*"], "Resource": "*"}"#,
        r#"{"Effect": "Deny", "Action": "iam:*", "NotResource": "arn:aws:iam::111122223333:role/app/*"}"#,
        r#"{"Effect": "Deny", "Action": "*", "Resource": "*",
            "Condition": {"StringNotEquals": {"aws:ResourceTag/owner": "${aws:username}"}}}"#,
        r#"{"Effect": "Deny", "Action": ["iam:Put*", "iam:Attach*"], "Resource": "*", "Condition":
            {"StringNotEquals": {"iam:PermissionsBoundary": "arn:aws:iam::111122223333:policy/limit"}}}"#,
    ] {
        assert!(!is_administrator(&format!("{ALL}, {more}")), "{more}");
    }
}

#[test]
fn what_limits_an_identity() {
    let all = || vec![document(ALL)];
    let power_user = || vec![document(r#"{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}"#)];
    let no_iam = r#"{"Effect": "Deny", "Action": "iam:*", "Resource": "*"}"#;
    let level = |documents| Some(vec![crate::policies::Level { policies: documents }]);
    for (case, policies, expected) in [
        ("a boundary that allows all", Policies { boundary: Some(all()), ..identity(ALL) }, true),
        ("a boundary without IAM", Policies { boundary: Some(power_user()), ..identity(ALL) }, false),
        ("a boundary alone", Policies { boundary: Some(all()), ..Policies::default() }, false),
        ("a session policy without IAM", Policies { session: Some(power_user()), ..identity(ALL) }, false),
        ("an SCP that allows all", Policies { scps: level(all()), ..identity(ALL) }, true),
        (
            "an SCP that refuses IAM",
            Policies { scps: level(vec![document(&format!("{ALL}, {no_iam}"))]), ..identity(ALL) },
            false,
        ),
        ("no policy", Policies::default(), false),
    ] {
        assert_eq!(policies.administrator(ANNA).is_some(), expected, "{case}");
    }
}

#[test]
fn delegated_administrators_that_can_only_make_confined_ones() {
    let confined = r#"{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"},
        {"Effect": "Allow", "Action": "iam:*", "Resource": "*", "Condition":
            {"StringEquals": {"iam:PermissionsBoundary": "arn:aws:iam::111122223333:policy/limit"}}}"#;
    assert!(!is_administrator(confined));
    let one_policy = r#"{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"},
        {"Effect": "Allow", "Action": "iam:AttachRolePolicy", "Resource": "*", "Condition":
            {"ArnEquals": {"iam:PolicyARN": "arn:aws:iam::aws:policy/ReadOnlyAccess"}}}"#;
    assert!(!is_administrator(one_policy));
}

#[test]
fn callers_of_every_kind() {
    let everywhere = identity(ALL);
    for (principal, expected) in [
        ("arn:aws:iam::111122223333:role/r", true),
        ("arn:aws:sts::111122223333:assumed-role/r/s", true),
        ("arn:aws-cn:iam::111122223333:role/r", true),
        ("111122223333", true),
        ("lambda.amazonaws.com", false),
        ("*", false),
    ] {
        assert_eq!(everywhere.administrator(principal).is_some(), expected, "{principal}");
    }
    let own_user = r#"{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"},
        {"Effect": "Allow", "Action": "iam:*", "Resource": "arn:aws:iam::*:user/${aws:username}"}"#;
    assert!(
        identity(own_user).administrator("arn:aws:iam::111122223333:role/r").is_none(),
        "a role has no user's name"
    );
}

#[test]
fn the_evidence_names_the_statements_and_what_they_give() {
    let policies = Policies {
        identity: vec![
            document(r#"{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}"#),
            document(
                r#"{"Sid": "Most", "Effect": "Allow", "NotAction": "iam:*", "Resource": "*"},
                {"Sid": "Rest", "Effect": "Allow", "Action": ["iam:Attach*", "iam:PutRolePolicy"], "Resource": "*"}"#,
            ),
        ],
        ..Policies::default()
    };
    let administrator = policies.administrator(ANNA).expect("it is one");
    let [most, rest] = &administrator.statements[..] else { panic!("there are two: {administrator:?}") };
    assert_eq!((most.statement.policy, most.statement.label().as_str()), (1, "statement Most"));
    assert_eq!((most.powers.len(), most.services), (0, SAMPLES.len() - 1));
    assert_eq!(rest.statement.label(), "statement Rest");
    let powers = ["iam:AttachUserPolicy", "iam:AttachRolePolicy", "iam:PutRolePolicy", "iam:AttachGroupPolicy"];
    assert_eq!((&rest.powers[..], rest.services), (&powers[..], 0));
}
