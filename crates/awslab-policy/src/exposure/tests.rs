//! Whom policies let in, in tables.

use crate::{Admitted, Class, Document, Exposure, Who, public_to_s3};

const OWNER: &str = "111122223333";

fn parse(statements: &str) -> Document {
    let text = format!(r#"{{"Version": "2012-10-17", "Statement": [{statements}]}}"#);
    Document::parse(&text).expect("the policy is well formed")
}

/// One statement that allows with these elements.
fn allow(elements: &str) -> Document {
    parse(&format!(r#"{{"Effect": "Allow", "Action": "sqs:*", "Resource": "*", {elements}}}"#))
}

/// A statement for everyone under a condition.
fn everyone_if(condition: &str) -> Document {
    allow(&format!(r#""Principal": "*", "Condition": {{{condition}}}"#))
}

/// The admitted in words, and how far that opens the resource.
fn told(document: &Document) -> (Class, Vec<String>) {
    let exposure = Exposure::of(document, OWNER);
    let admitted = exposure.admitted().map(|it| match &it.on_behalf_of {
        Some(source) => format!("{} for {source}", it.who),
        None => it.who.to_string(),
    });
    (exposure.class(), admitted.collect())
}

#[test]
fn principals_by_themselves() {
    for (principal, class, admitted) in [
        (r#""Principal": "*""#, Class::Public, vec!["anyone"]),
        (r#""Principal": {"AWS": "*"}"#, Class::Public, vec!["anyone"]),
        (r#""NotPrincipal": {"AWS": "111122223333"}"#, Class::Public, vec!["anyone"]),
        (r#""Principal": {"AWS": "111122223333"}"#, Class::Private, vec!["account 111122223333"]),
        (
            r#""Principal": {"AWS": "arn:aws:iam::444455556666:root"}"#,
            Class::CrossAccount,
            vec!["account 444455556666"],
        ),
        (
            r#""Principal": {"AWS": "arn:aws:iam::444455556666:role/r"}"#,
            Class::CrossAccount,
            vec!["arn:aws:iam::444455556666:role/r"],
        ),
        (
            r#""Principal": {"AWS": ["arn:aws:iam::444455556666:role/*", "4444*", "AIDAEXAMPLE"]}"#,
            Class::Private,
            vec![],
        ),
        (r#""Principal": {"Service": "sns.amazonaws.com"}"#, Class::Private, vec!["service sns.amazonaws.com"]),
        (
            r#""Principal": {"Federated": "accounts.google.com"}"#,
            Class::CrossAccount,
            vec!["identity provider accounts.google.com"],
        ),
        (r#""Principal": {"CanonicalUser": "79a5"}"#, Class::CrossAccount, vec!["canonical user 79a5"]),
    ] {
        let admitted: Vec<String> = admitted.into_iter().map(str::to_owned).collect();
        assert_eq!(told(&allow(principal)), (class, admitted), "{principal}");
    }
    assert_eq!(told(&parse(r#"{"Effect": "Allow", "Action": "*", "Resource": "*"}"#)), (Class::Private, vec![]));
}

#[test]
fn conditions_limit_everyone() {
    for (condition, class, admitted) in [
        (r#""StringEquals": {"AWS:principalaccount": "111122223333"}"#, Class::Private, "account 111122223333"),
        (r#""StringEquals": {"aws:PrincipalAccount": "444455556666"}"#, Class::CrossAccount, "account 444455556666"),
        (r#""StringEqualsIfExists": {"aws:PrincipalAccount": "111122223333"}"#, Class::Public, "anyone"),
        (r#""ForAllValues:StringEquals": {"aws:PrincipalAccount": "111122223333"}"#, Class::Public, "anyone"),
        (r#""StringNotEquals": {"aws:PrincipalAccount": "444455556666"}"#, Class::Public, "anyone"),
        (r#""StringLike": {"aws:PrincipalAccount": "1111*"}"#, Class::Public, "anyone"),
        (r#""Null": {"aws:PrincipalAccount": "false"}"#, Class::Public, "anyone"),
        (
            r#""StringEquals": {"aws:PrincipalAccount": "${aws:ResourceAccount}"}"#,
            Class::Private,
            "account 111122223333",
        ),
        (r#""StringEquals": {"aws:PrincipalAccount": "${aws:SourceAccount}"}"#, Class::Public, "anyone"),
        (
            r#""StringEquals": {"aws:PrincipalOrgID": "${aws:ResourceOrgID}"}"#,
            Class::CrossAccount,
            "organization ${aws:ResourceOrgID}",
        ),
        (r#""StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}"#, Class::CrossAccount, "organization o-a1b2c3d4e5"),
        (
            r#""ArnLike": {"aws:PrincipalArn": "arn:aws:iam::444455556666:role/team-*"}"#,
            Class::CrossAccount,
            "arn:aws:iam::444455556666:role/team-*",
        ),
        (r#""ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/team"}"#, Class::Public, "anyone"),
        (
            r#""ArnLike": {"aws:SourceArn": "arn:aws:sns:*:111122223333:*"}"#,
            Class::Private,
            "arn:aws:sns:*:111122223333:*",
        ),
        (r#""ArnLike": {"aws:SourceArn": "arn:aws:s3:::bucket"}"#, Class::CrossAccount, "arn:aws:s3:::bucket"),
        (r#""ArnLike": {"aws:SourceArn": "arn:aws:s3:::*"}"#, Class::Public, "anyone"),
        (
            r#""IpAddress": {"aws:SourceIp": "203.0.113.0/24"}"#,
            Class::CrossAccount,
            "whoever has aws:SourceIp 203.0.113.0/24",
        ),
        (r#""IpAddress": {"aws:SourceIp": ["0.0.0.0/1", "128.0.0.0/1"]}"#, Class::Public, "anyone"),
        (r#""NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}"#, Class::Public, "anyone"),
        (r#""StringEquals": {"aws:SourceVpce": "vpce-1"}"#, Class::CrossAccount, "whoever has aws:SourceVpce vpce-1"),
        (r#""StringLike": {"aws:SourceVpc": "vpc-*"}"#, Class::Public, "anyone"),
        (r#""StringEquals": {"aws:PrincipalTag/team": "red"}"#, Class::Public, "anyone"),
        (r#""Bool": {"aws:PrincipalIsAWSService": "true"}"#, Class::Private, "any service of AWS"),
        (r#""Bool": {"aws:SecureTransport": "true"}"#, Class::Public, "anyone"),
        (r#""StringEquals": {"aws:PrincipalAccount": "11112222333"}"#, Class::Public, "anyone"),
    ] {
        assert_eq!(told(&everyone_if(condition)), (class, vec![admitted.to_owned()]), "{condition}");
    }
}

#[test]
fn the_narrowest_of_several_conditions_counts() {
    let (class, admitted) = told(&everyone_if(
        r#""IpAddress": {"aws:SourceIp": "203.0.113.0/24"}, "StringEquals": {"aws:PrincipalAccount": "111122223333"}"#,
    ));
    assert_eq!((class, admitted), (Class::Private, vec!["account 111122223333".to_owned()]));
    let contradiction = allow(
        r#""Principal": {"AWS": "444455556666"}, "Condition": {"StringEquals": {"aws:PrincipalAccount": "111122223333"}}"#,
    );
    assert_eq!(told(&contradiction), (Class::Private, vec![]));
}

#[test]
fn a_service_acts_on_somebodys_behalf() {
    let service = |condition: &str| {
        allow(&format!(r#""Principal": {{"Service": "sns.amazonaws.com"}}, "Condition": {{{condition}}}"#))
    };
    for (condition, through, is_open) in [
        (r#""StringEquals": {"aws:SourceAccount": "111122223333"}"#, Class::Private, false),
        (r#""StringEquals": {"aws:SourceAccount": "444455556666"}"#, Class::CrossAccount, false),
        (r#""ArnLike": {"aws:SourceArn": "arn:aws:sns:*:111122223333:*"}"#, Class::Private, false),
        (r#""ArnLike": {"aws:SourceArn": "arn:aws:sns:*:*:topic"}"#, Class::Public, true),
        (r#""StringEqualsIfExists": {"aws:SourceAccount": "111122223333"}"#, Class::Public, true),
        (r#""StringEquals": {"aws:RequestedRegion": "eu-west-1"}"#, Class::Public, true),
    ] {
        let exposure = Exposure::of(&service(condition), OWNER);
        assert_eq!((exposure.class(), exposure.class_through_services()), (Class::Private, through), "{condition}");
        assert_eq!(exposure.admitted().any(Admitted::is_open_service), is_open, "{condition}");
    }
    let mistyped = Exposure::of(&service(r#""StringEquals": {"aws:SourceAccount": "1111"}"#), OWNER);
    assert_eq!(mistyped.grants, []);
}

#[test]
fn reasons_say_what_keeps_nobody_out() {
    for (document, reason) in [
        (allow(r#""Principal": "*""#), "the principal is everyone, and no condition restricts it"),
        (
            everyone_if(r#""IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "0.0.0.0/1"]}"#),
            "the principal is everyone, and aws:SourceIp 0.0.0.0/1 is too broad",
        ),
        (
            everyone_if(r#""StringEqualsIfExists": {"aws:SourceVpc": "vpc-1"}"#),
            "the principal is everyone, and StringEqualsIfExists aws:SourceVpc vpc-1 holds for a request without the key",
        ),
        (
            everyone_if(r#""StringLike": {"aws:UserAgent": "mine"}"#),
            "the principal is everyone, and aws:UserAgent is for the caller to choose",
        ),
        (
            allow(r#""NotPrincipal": {"AWS": "*"}"#),
            "NotPrincipal lets in all but those it lists, and no condition restricts it",
        ),
    ] {
        let exposure = Exposure::of(&document, OWNER);
        let reasons: Vec<&str> = exposure.admitted().map(|admitted| admitted.because.as_str()).collect();
        assert_eq!(reasons, [reason]);
    }
}

#[test]
fn denies_take_back_what_they_surely_cover() {
    const EVERYONE: &str = r#""Principal": "*""#;
    const FOREIGN: &str = r#""Principal": {"AWS": "444455556666"}"#;
    for (allowed, deny, class) in [
        (EVERYONE, r#""Principal": "*", "Action": "*", "Resource": "*""#, Class::Private),
        (EVERYONE, r#""Principal": "*", "Action": "sqs:*", "Resource": "*""#, Class::Private),
        (EVERYONE, r#""Principal": "*", "Action": "sqs:SendMessage", "Resource": "*""#, Class::Public),
        (EVERYONE, r#""Principal": "*", "Action": "*", "Resource": "arn:aws:sqs:*:*:q""#, Class::Public),
        (EVERYONE, r#""Principal": {"AWS": "444455556666"}, "Action": "*", "Resource": "*""#, Class::Public),
        (FOREIGN, r#""Principal": {"AWS": "444455556666"}, "Action": "*", "Resource": "*""#, Class::Private),
        (FOREIGN, r#""Principal": {"AWS": "arn:aws:iam::444455556666:root"}, "Action": "*""#, Class::Private),
        (FOREIGN, r#""Principal": {"AWS": "arn:aws:iam::444455556666:role/r"}, "Action": "*""#, Class::CrossAccount),
        (FOREIGN, r#""NotPrincipal": {"AWS": "arn:aws:iam::444455556666:role/r"}, "Action": "*""#, Class::CrossAccount),
        (EVERYONE, r#""NotPrincipal": {"AWS": "111122223333"}, "Action": "*""#, Class::Private),
        (
            EVERYONE,
            r#""Principal": "*", "Action": "*", "Condition": {"StringNotEquals": {"aws:PrincipalAccount": "111122223333"}}"#,
            Class::Private,
        ),
        (
            EVERYONE,
            r#""Principal": "*", "Action": "*", "Condition": {"StringNotEqualsIfExists": {"aws:SourceVpce": "vpce-1"}}"#,
            Class::CrossAccount,
        ),
        (
            EVERYONE,
            r#""Principal": "*", "Action": "*", "Condition": {"StringNotEquals": {"aws:PrincipalAccount": "111122223333",
                "aws:SourceVpce": "vpce-1"}}"#,
            Class::Public,
        ),
        (
            EVERYONE,
            r#""Principal": "*", "Action": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}"#,
            Class::Public,
        ),
        (
            FOREIGN,
            r#""Principal": "*", "Action": "*", "Condition": {"StringNotEquals": {"aws:PrincipalAccount": "111122223333"},
                "Bool": {"aws:PrincipalIsAWSService": "false"}}"#,
            Class::Private,
        ),
    ] {
        let document = parse(&format!(
            r#"{{"Effect": "Allow", "Action": "sqs:*", "Resource": "*", {allowed}}}, {{"Effect": "Deny", {deny}}}"#
        ));
        assert_eq!(Exposure::of(&document, OWNER).class(), class, "{allowed} but {deny}");
    }
}

#[test]
fn s3_trusts_fixed_values_alone() {
    let everyone = |condition: &str| format!(r#""Principal": "*", "Condition": {{{condition}}}"#);
    for (elements, is_public) in [
        (r#""Principal": "*""#.to_owned(), true),
        (r#""Principal": {"Federated": "graph.facebook.com"}"#.to_owned(), true),
        (r#""Principal": {"AWS": "444455556666"}"#.to_owned(), false),
        (r#""Principal": {"Service": "cloudtrail.amazonaws.com"}"#.to_owned(), false),
        (r#""Principal": {"AWS": ["444455556666", "*"]}"#.to_owned(), true),
        (r#""NotPrincipal": {"AWS": "444455556666"}"#.to_owned(), true),
        (everyone(r#""StringLike": {"aws:SourceVpc": "vpc-*"}"#), true),
        (everyone(r#""StringEquals": {"aws:SourceVpc": "vpc-91237329"}"#), false),
        (everyone(r#""stringequals": {"AWS:SOURCEVPC": "vpc-91237329"}"#), false),
        (everyone(r#""StringEqualsIfExists": {"aws:SourceVpc": "vpc-91237329"}"#), true),
        (everyone(r#""ForAllValues:StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}"#), true),
        (everyone(r#""ForAnyValue:StringEquals": {"aws:PrincipalOrgPaths": "o-a1b2c3d4e5/r-ab12/"}"#), false),
        (everyone(r#""StringNotEquals": {"aws:SourceVpc": "vpc-91237329"}"#), true),
        (everyone(r#""StringEquals": {"aws:SourceAccount": "${aws:PrincipalAccount}"}"#), true),
        (everyone(r#""StringEquals": {"aws:PrincipalTag/team": "red"}"#), true),
        (everyone(r#""ArnLike": {"aws:SourceArn": "arn:aws:sns:*:111122223333:*"}"#), true),
        (everyone(r#""ArnEquals": {"aws:SourceArn": "arn:aws:sns:eu-west-1:111122223333:t"}"#), false),
        (everyone(r#""IpAddress": {"aws:SourceIp": "0.0.0.0/1"}"#), true),
        (everyone(r#""IpAddress": {"aws:SourceIp": ["0.0.0.0/1", "128.0.0.0/1"]}"#), true),
        (everyone(r#""IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "10.0.0.0/8", "2001:db8::/32"]}"#), false),
        (
            everyone(r#""IpAddress": {"aws:SourceIp": "203.0.113.0/24"}, "Bool": {"aws:SecureTransport": "true"}"#),
            false,
        ),
        (everyone(r#""IpAddress": {"aws:SourceVpc": "203.0.113.0/24"}"#), true),
        (everyone(r#""NumericEquals": {"aws:SourceAccount": "444455556666"}"#), true),
        (everyone(r#""StringEquals": {"aws:userid": "AIDAEXAMPLEEXAMPLE"}"#), false),
        (everyone(r#""StringLike": {"aws:userid": "AROAEXAMPLEEXAMPLE:*"}"#), true),
        (
            everyone(r#""StringLike": {"s3:DataAccessPointArn": "arn:aws:s3:us-west-2:123456789012:accesspoint/*"}"#),
            false,
        ),
        (everyone(r#""StringLike": {"s3:DataAccessPointArn": "arn:aws:s3:us-west-2:*:accesspoint/*"}"#), true),
        (everyone(r#""StringEquals": {"s3:DataAccessPointAccount": "123456789012"}"#), false),
    ] {
        let public = public_to_s3(&allow(&elements));
        assert_eq!(!public.is_empty(), is_public, "{elements}: {public:?}");
    }
}

#[test]
fn one_public_statement_makes_a_bucket_policy_public_whatever_is_denied() {
    let document = parse(
        r#"{"Sid": "Trail", "Effect": "Allow", "Principal": {"Service": "cloudtrail.amazonaws.com"}, "Action": "s3:PutObject", "Resource": "*"},
           {"Sid": "Partner", "Effect": "Allow", "Principal": {"AWS": "444455556666"}, "Action": "s3:GetObject", "Resource": "*"},
           {"Sid": "Open", "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*"},
           {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}"#,
    );
    let public = public_to_s3(&document);
    let sids: Vec<_> = public.iter().map(|it| it.statement.sid.as_deref()).collect();
    assert_eq!(sids, [Some("Open")]);
    assert_eq!(public[0].because, "the principal is everyone, and no condition limits it to values that S3 trusts");
}

#[test]
fn a_restricted_bucket_keeps_its_account_and_services() {
    let document = parse(
        r#"{"Effect": "Allow", "Principal": {"Service": "cloudtrail.amazonaws.com", "AWS": ["444455556666", "111122223333"]},
            "Action": "s3:GetObject", "Resource": "*"},
           {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*"}"#,
    );
    let exposure = Exposure::of(&document, OWNER);
    let outsiders: Vec<Who> = exposure.outsiders().into_iter().cloned().collect();
    assert_eq!(outsiders, [Who::Anyone, Who::Account("444455556666".to_owned())]);
    let left = exposure.under_restrict_public_buckets();
    assert_eq!(left.class(), Class::Private);
    assert_eq!(left.admitted().count(), 2);
}

#[test]
fn a_policy_larger_than_any_takes_a_reasonable_time() {
    let accounts: Vec<String> = (0..800).map(|number| format!("\"{number:012}\"")).collect();
    let actions: Vec<String> = (0..800).map(|number| format!("\"sqs:a{number}*\"")).collect();
    let (accounts, actions) = (accounts.join(","), actions.join(","));
    let condition = format!(r#""Condition": {{"StringNotEquals": {{"aws:PrincipalAccount": [{accounts}]}}}}"#);
    let document = parse(&format!(
        r#"{{"Effect": "Allow", "Principal": {{"AWS": [{accounts}]}}, "Action": [{actions}], {condition}}},
           {{"Effect": "Deny", "Principal": {{"AWS": [{accounts}]}}, "Action": [{actions}], {condition}}}"#
    ));
    assert_eq!(Exposure::of(&document, OWNER).class(), Class::Private);
}
