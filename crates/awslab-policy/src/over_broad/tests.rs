//! Which statements are over-broad, and which are as narrow as AWS lets them be.

use super::*;
use crate::document::Document;
use crate::policies::Level;

const ANNA: &str = "arn:aws:iam::111122223333:user/team/anna";

fn document(statements: &str) -> Document {
    let text = format!(r#"{{"Version": "2012-10-17", "Statement": [{statements}]}}"#);
    Document::parse(&text).unwrap_or_else(|error| panic!("{error} in {text}"))
}

fn identity(statements: &str) -> Policies {
    Policies { identity: vec![document(statements)], ..Policies::default() }
}

fn names_of(found: &OverBroad) -> Vec<String> {
    found.services.iter().flat_map(|it| &it.actions).map(ToString::to_string).collect()
}

/// The actions that a statement is over-broad in, whatever else there is.
fn actions(statements: &str) -> Vec<String> {
    identity(statements).over_broad(ANNA).iter().flat_map(names_of).collect()
}

fn allow(action: &str, resource: &str) -> String {
    format!(r#"{{"Effect": "Allow", "Action": {action}, "Resource": {resource}}}"#)
}

#[test]
fn what_takes_in_every_resource() {
    for (action, resource, expected) in [
        ("sqs:SendMessage", r#""*""#, true),
        ("sqs:SendMessage", r#""**""#, true),
        ("sqs:SendMessage", r#""?*""#, true),
        ("SQS:sendmessage", r#""*""#, true),
        ("sqs:SendMessag?", r#""*""#, true),
        ("sqs:SendMessage", r#""arn:*""#, true),
        ("sqs:SendMessage", r#""arn:aws:*""#, true),
        ("sqs:SendMessage", r#""arn:*:*:*:*:*""#, true),
        ("sqs:SendMessage", r#""arn:aws:sqs:*:*:*""#, true),
        ("sqs:SendMessage", r#""arn:aws:sqs:*:111122223333:*""#, true),
        ("sqs:SendMessage", r#"["arn:aws:sqs:eu-west-1:111122223333:jobs", "*"]"#, true),
        ("sqs:SendMessage", r#""arn:aws:sqs:eu-west-1:111122223333:*""#, false),
        ("sqs:SendMessage", r#""arn:aws:sqs:*:111122223333:jobs-*""#, false),
        ("sqs:SendMessage", r#""arn:aws:sqs:*:444455556666:*""#, false),
        ("sqs:SendMessage", r#""arn:aws:s3:::*""#, false),
        ("s3:PutObject", r#""arn:aws:s3:::*""#, true),
        ("s3:PutObject", r#""arn:aws:s3:::*/*""#, true),
        ("s3:PutObject", r#""arn:aws:s3:::bucket/*""#, false),
        ("s3:PutObject", r#""arn:aws:s3:::${aws:username}/*""#, false),
        ("s3:PutObject", r#""arn:aws:s3:::${aws:PrincipalTag/team}/*""#, false),
        ("s3:DeleteBucket", r#""arn:aws:s3:::*""#, true),
        ("s3:DeleteBucket", r#""arn:aws:s3:::lab-*""#, false),
        ("iam:PassRole", r#""arn:aws:iam::*:role/*""#, true),
        ("iam:PassRole", r#""arn:aws:iam::111122223333:*""#, true),
        ("iam:PassRole", r#""arn:aws:iam::111122223333:role/app-*""#, false),
        ("iam:PassRole", r#""arn:aws:iam::111122223333:role/aws-service-role/*""#, false),
        ("iam:AttachUserPolicy", r#""arn:aws:iam::*:role/*""#, false),
        ("ec2:TerminateInstances", r#""arn:aws:ec2:*:*:*/*""#, true),
        ("ec2:TerminateInstances", r#""arn:aws:ec2:*:*:instance/*""#, true),
        ("ec2:CreateTags", r#""*""#, true),
        ("kms:ScheduleKeyDeletion", r#""*""#, true),
        ("sts:AssumeRole", r#""*""#, true),
        // These read or list, or cannot be restricted to resources.
        ("s3:GetObject", r#""*""#, false),
        ("s3:ListAllMyBuckets", r#""*""#, false),
        ("ec2:DescribeInstances", r#""*""#, false),
        ("ec2:CreateDefaultVpc", r#""*""#, false),
        ("cloudwatch:PutMetricData", r#""*""#, false),
        ("unheard-of:Write", r#""*""#, false),
    ] {
        let statement = allow(&format!("{action:?}"), resource);
        assert_eq!(!actions(&statement).is_empty(), expected, "{statement}");
    }
}

#[test]
fn patterns_and_exceptions_are_expanded() {
    let tagging = actions(&allow(r#""s3:*Tagging""#, r#""*""#));
    assert!(
        tagging.contains(&"s3:PutObjectTagging".to_owned()) && !tagging.contains(&"s3:GetObjectTagging".to_owned())
    );
    let all = actions(&allow(r#""*""#, r#""*""#)).len();
    assert!(all > 8000, "{all}");
    let but_s3 = actions(r#"{"Effect": "Allow", "NotAction": "s3:*", "Resource": "*"}"#);
    assert!(but_s3.len() > 8000 && but_s3.len() < all && !but_s3.iter().any(|it| it.starts_with("s3:")));
    let reading = actions(&allow(r#"["s3:Get*", "s3:List*", "ec2:Describe*"]"#, r#""*""#));
    assert_eq!(reading, [""; 0]);
    assert_eq!(actions(&allow(r#"["sqs:SendMessage", "sqs:Send*"]"#, r#""*""#)), ["sqs:SendMessage"]);
}

#[test]
fn what_is_left_by_all_but_some_resources() {
    for (resources, expected) in [
        (r#""arn:aws:sqs:eu-west-1:111122223333:audit""#, true),
        (r#"["arn:aws:sqs:*:*:audit-*", "arn:aws:iam::*:*"]"#, true),
        (r#""arn:aws:sqs:*:*:*""#, false),
        (r#""*""#, false),
    ] {
        let statement = format!(r#"{{"Effect": "Allow", "Action": "sqs:SendMessage", "NotResource": {resources}}}"#);
        assert_eq!(!actions(&statement).is_empty(), expected, "{statement}");
    }
}

#[test]
fn conditions_that_say_which_resources() {
    for (condition, is_over_broad) in [
        (r#"{"StringEquals": {"aws:ResourceTag/team": "lab"}}"#, false),
        (r#"{"StringEquals": {"ec2:ResourceTag/team": "lab"}}"#, false),
        (r#"{"StringLike": {"aws:ResourceTag/team": "lab-*"}}"#, false),
        (r#"{"ForAnyValue:StringEquals": {"aws:ResourceTag/team": ["lab"]}}"#, false),
        (r#"{"StringEquals": {"aws:ResourceTag/team": "${aws:PrincipalTag/team}"}}"#, false),
        (r#"{"StringEquals": {"ec2:InstanceID": "i-1"}}"#, false),
        (r#"{"ArnEquals": {"ec2:InstanceProfile": "arn:aws:iam::111122223333:instance-profile/lab"}}"#, false),
        (r#"{"StringLike": {"aws:ResourceTag/team": "*"}}"#, true),
        (r#"{"StringEqualsIfExists": {"aws:ResourceTag/team": "lab"}}"#, true),
        (r#"{"StringNotEquals": {"aws:ResourceTag/team": "audit"}}"#, true),
        (r#"{"ForAllValues:StringEquals": {"aws:ResourceTag/team": "lab"}}"#, true),
        (r#"{"Null": {"aws:ResourceTag/team": "false"}}"#, true),
        (r#"{"Null": {"aws:ResourceTag/team": "true"}}"#, true),
        (r#"{"StringEquals": {"aws:RequestTag/team": "lab"}}"#, true),
        (r#"{"StringEquals": {"aws:PrincipalTag/team": "lab"}}"#, true),
        (r#"{"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}"#, true),
        (r#"{"StringEquals": {"ec2:InstanceType": "t3.micro"}}"#, true),
        (r#"{"Bool": {"aws:SecureTransport": "true"}}"#, true),
        (r#"{"Bool": {"aws:MultiFactorAuthPresent": "true"}}"#, true),
        (r#"{"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}}"#, true),
        (r#"{"StringEquals": {"aws:ResourceAccount": "111122223333"}}"#, true),
        (r#"{"StringEquals": {"aws:PrincipalAccount": "444455556666"}}"#, false),
    ] {
        let statement = format!(
            r#"{{"Effect": "Allow", "Action": "ec2:TerminateInstances", "Resource": "*", "Condition": {condition}}}"#
        );
        assert_eq!(!actions(&statement).is_empty(), is_over_broad, "{condition}");
    }
    let pass = r#"{"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*",
        "Condition": {"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}}}"#;
    assert_eq!(actions(pass), ["iam:PassRole"], "any role may be passed, if only to one service");
    let key = r#"{"Effect": "Allow", "Action": "kms:ScheduleKeyDeletion", "Resource": "*",
        "Condition": {"ForAnyValue:StringEquals": {"kms:ResourceAliases": "alias/lab"}}}"#;
    assert_eq!(actions(key), [""; 0]);
}

#[test]
fn what_is_taken_away_is_not_held_against_a_statement() {
    let write = allow(r#"["sqs:SendMessage", "sns:Publish"]"#, r#""*""#);
    let both = ["sns:Publish", "sqs:SendMessage"];
    let sns = ["sns:Publish"];
    for (deny, expected) in [
        (r#""Action": "sqs:*", "Resource": "*""#, &sns[..]),
        (r#""NotAction": "sns:*", "Resource": "*""#, &sns),
        (r#""Action": "sqs:*", "NotResource": "arn:aws:sqs:eu-west-1:111122223333:jobs""#, &sns),
        (r#""Action": "sqs:*", "Resource": "arn:aws:sqs:*:*:audit""#, &both),
        (r#""Action": "sqs:*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}"#, &both),
        (
            r#""Action": "sqs:*", "Resource": "*", "Condition": {"StringNotEquals": {"aws:ResourceTag/team": "lab"}}"#,
            &sns,
        ),
        (
            r#""Action": "*", "Resource": "*", "Condition": {"StringNotEquals": {"aws:RequestedRegion": "eu-west-1"}}"#,
            &both,
        ),
    ] {
        assert_eq!(actions(&format!(r#"{write}, {{"Effect": "Deny", {deny}}}"#)), expected, "{deny}");
    }
    let limit = || vec![document(&allow(r#""*""#, r#"["arn:aws:sns:*:*:*", "arn:aws:sqs:*:*:jobs"]"#))];
    let level = Some(vec![Level { policies: limit() }]);
    for policies in [
        Policies { boundary: Some(limit()), ..identity(&write) },
        Policies { session: Some(limit()), ..identity(&write) },
        Policies { scps: level, ..identity(&write) },
    ] {
        let found: Vec<String> = policies.over_broad(ANNA).iter().flat_map(names_of).collect();
        assert_eq!(found, sns, "{policies:?}");
    }
}

#[test]
fn each_statement_answers_for_itself() {
    let narrow = allow(r#""sqs:*""#, r#""arn:aws:sqs:eu-west-1:111122223333:jobs""#);
    let by_tag = r#"{"Effect": "Allow", "Action": "sqs:*", "Resource": "*",
        "Condition": {"StringEquals": {"aws:ResourceTag/team": "lab"}}}"#;
    let wide = r#"{"Sid": "Wide", "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*"}"#;
    let found = identity(&format!("{narrow}, {by_tag}, {wide}")).over_broad(ANNA);
    let labels: Vec<String> = found.iter().map(|it| it.statement.label()).collect();
    assert_eq!(labels, ["statement Wide"]);
}

#[test]
fn an_action_that_needs_several_resources_is_narrow_when_one_is() {
    let free = r#"["arn:aws:ec2:*:*:instance/*", "arn:aws:ec2:*:*:volume/*", "arn:aws:ec2:*:*:network-interface/*",
        "arn:aws:ec2:*::image/*", "arn:aws:ec2:*:*:security-group/*"]"#;
    let run = |resources: &str| allow(r#""ec2:RunInstances""#, resources);
    let one_subnet = run(r#""arn:aws:ec2:eu-west-1:111122223333:subnet/subnet-1""#);
    assert_eq!(actions(&format!("{}, {one_subnet}", run(free))), [""; 0]);
    let any_subnet = run(r#""arn:aws:ec2:*:*:subnet/*""#);
    let together = identity(&format!("{}, {any_subnet}", run(free))).over_broad(ANNA);
    assert_eq!(together.len(), 2, "each opens a part: {together:?}");
}

#[test]
fn the_finding_says_what_would_be_enough() {
    let statement = r#"{"Effect": "Allow", "Action": ["sqs:SendMessage", "s3:PutObject", "s3:DeleteBucket"],
        "Resource": ["arn:aws:s3:::notes/*", "*", "arn:aws:sqs:*:*:*"]}"#;
    let found = identity(statement).over_broad(ANNA);
    let [found] = &found[..] else { panic!("there is one: {found:?}") };
    assert_eq!(found.resources, ["*", "arn:aws:sqs:*:*:*"]);
    let [s3, sqs] = &found.services[..] else { panic!("there are two: {found:?}") };
    assert_eq!((s3.prefix, s3.actions.len(), sqs.prefix), ("s3", 2, "sqs"));
    assert!(s3.arns.contains(&"arn:${Partition}:s3:::${BucketName}/${ObjectName}"), "{s3:?}");
    assert_eq!(sqs.arns, ["arn:${Partition}:sqs:${Region}:${Account}:${QueueName}"]);
    let families =
        r#"{"Effect": "Allow", "Action": "s3:DeleteBucket", "NotResource": ["arn:aws:s3:::a", "arn:aws:s3:::b"]}"#;
    let found = identity(families).over_broad(ANNA);
    assert_eq!(found[0].resources, ["NotResource arn:aws:s3:::a, arn:aws:s3:::b"]);
}

#[test]
fn who_has_no_identity_has_no_findings() {
    let policies = identity(&allow(r#""*""#, r#""*""#));
    for principal in ["lambda.amazonaws.com", "*"] {
        assert_eq!(policies.over_broad(principal), []);
    }
    let role = policies.over_broad("arn:aws-cn:iam::111122223333:role/r");
    assert_eq!(role.len(), 1);
}

#[test]
fn actions_that_read_are_found_when_they_are_meant() {
    let policies = identity(&allow(r#"["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:ListTables"]"#, r#""*""#));
    let found = |is_meant: fn(&Action) -> bool| -> Vec<String> {
        policies.over_broad_in(ANNA, is_meant).iter().flat_map(names_of).collect()
    };
    assert_eq!(
        found(|_| true),
        ["dynamodb:GetItem", "dynamodb:PutItem"],
        "tables are listed all at once or not at all"
    );
    assert_eq!(found(|action| action.name == "GetItem"), ["dynamodb:GetItem"]);
    assert_eq!(found(|_| false), [""; 0]);
}
