//! Policies that refuse plain HTTP, and the many that only seem to.

use crate::{Document, deny_plain_http, refuses_plain_http};

const BUCKET: &str = "arn:aws:s3:::lab";
const OWNER: &str = "111122223333";
const WHOLE: &str = r#""Resource": ["arn:aws:s3:::lab", "arn:aws:s3:::lab/*"]"#;
const PLAIN: &str = r#""Condition": {"Bool": {"aws:SecureTransport": "false"}}"#;

fn parse(statements: &str) -> Document {
    let text = format!(r#"{{"Version": "2012-10-17", "Statement": [{statements}]}}"#);
    Document::parse(&text).expect("the policy is well formed")
}

/// A statement that refuses, for everybody unless it says otherwise.
fn deny(elements: &str) -> String {
    let principal = if elements.contains("rincipal\":") { "" } else { r#""Principal": "*", "# };
    format!(r#"{{"Effect": "Deny", {principal}{elements}}}"#)
}

/// The request that passes, in words; or the statements that refuse them all.
fn outcome(statements: &str) -> Result<Vec<usize>, String> {
    match refuses_plain_http(Some(&parse(statements)), BUCKET, OWNER) {
        Ok(refusing) => Ok(refusing.iter().map(|statement| statement.statement).collect()),
        Err(passing) => Err(passing.to_string()),
    }
}

#[test]
fn the_statement_that_a_fix_adds_suffices() {
    assert_eq!(outcome(&deny_plain_http(BUCKET)), Ok(vec![0]));
}

#[test]
fn what_refuses_all_of_it() {
    for elements in [
        format!(r#""Action": "s3:*", {WHOLE}, {PLAIN}"#),
        format!(r#""Action": "*", "Resource": "*", {PLAIN}"#),
        format!(r#""Action": "s3:*", "Resource": "arn:aws:s3:::lab*", {PLAIN}"#),
        format!(r#""Action": "s3:*", "Resource": ["arn:aws:s3:::lab", "arn:aws:s3:::lab/?*"], {PLAIN}"#),
        format!(r#""NotAction": "ec2:*", {WHOLE}, {PLAIN}"#),
        format!(r#""Principal": {{"AWS": "*"}}, "Action": "s3:*", {WHOLE}, {PLAIN}"#),
        format!(r#""Action": "s3:*", {WHOLE}, "Condition": {{"BoolIfExists": {{"AWS:securetransport": false}}}}"#),
        format!(r#""Action": "s3:*", {WHOLE}, "Condition": {{"StringEquals": {{"aws:SecureTransport": "false"}}}}"#),
        format!(r#""Action": "s3:*", {WHOLE}, "Condition": {{"StringNotEquals": {{"aws:SecureTransport": "true"}}}}"#),
        format!(r#""Action": "s3:*", {WHOLE}"#),
    ] {
        assert_eq!(outcome(&deny(&elements)), Ok(vec![0]), "{elements}");
    }
}

#[test]
fn several_may_do_it_together() {
    let objects = deny(&format!(r#""Action": "s3:*", "Resource": "arn:aws:s3:::lab/*", {PLAIN}"#));
    let bucket = deny(&format!(r#""Action": "s3:*", "Resource": "arn:aws:s3:::lab", {PLAIN}"#));
    assert_eq!(outcome(&format!("{objects}, {bucket}")), Ok(vec![0, 1]));
    let old_tls =
        deny(&format!(r#""Action": "s3:*", {WHOLE}, "Condition": {{"NumericLessThan": {{"s3:TlsVersion": 1.2}}}}"#));
    assert_eq!(outcome(&format!("{old_tls}, {objects}, {bucket}")), Ok(vec![1, 2]));
}

#[test]
fn what_leaves_something_open() {
    const ANYBODY: &str = "arn:aws:iam::111122223333:user/anybody";
    for (elements, passing) in [
        (
            format!(r#""Action": "s3:*", "Resource": "arn:aws:s3:::lab/*", {PLAIN}"#),
            "s3:ListBucket on arn:aws:s3:::lab over plain HTTP: statement 1 is not about arn:aws:s3:::lab",
        ),
        (
            format!(r#""Action": "s3:*", "Resource": "arn:aws:s3:::lab", {PLAIN}"#),
            "s3:GetObject on arn:aws:s3:::lab/x over plain HTTP: statement 1 is not about arn:aws:s3:::lab/x",
        ),
        (
            format!(r#""Action": "s3:*", "Resource": ["arn:aws:s3:::lab", "arn:aws:s3:::lab/a*"], {PLAIN}"#),
            "s3:GetObject on arn:aws:s3:::lab/x over plain HTTP: statement 1 is not about arn:aws:s3:::lab/x",
        ),
        (
            format!(r#""Action": "s3:*", "Resource": ["arn:aws:s3:::lab", "arn:aws:s3:::lab/??*"], {PLAIN}"#),
            "s3:GetObject on arn:aws:s3:::lab/x over plain HTTP: statement 1 is not about arn:aws:s3:::lab/x",
        ),
        (
            format!(r#""Action": "s3:*", "NotResource": "arn:aws:s3:::lab/public/*", {PLAIN}"#),
            "s3:GetObject on arn:aws:s3:::lab/public/ over plain HTTP: statement 1 is not about arn:aws:s3:::lab/public/",
        ),
        (
            format!(r#""Action": "s3:GetObject", {WHOLE}, {PLAIN}"#),
            "s3:PutObject on arn:aws:s3:::lab/x over plain HTTP: statement 1 is not about s3:PutObject",
        ),
        (
            format!(r#""NotAction": "s3:GetObject", {WHOLE}, {PLAIN}"#),
            "s3:GetObject on arn:aws:s3:::lab/x over plain HTTP: statement 1 is not about s3:GetObject",
        ),
        (
            format!(r#""Principal": {{"AWS": "444455556666"}}, "Action": "s3:*", {WHOLE}, {PLAIN}"#),
            "s3:GetObject on arn:aws:s3:::lab/x over plain HTTP: statement 1 is not about arn:aws:iam::111122223333:user/anybody",
        ),
        (
            format!(r#""Action": "s3:*", {WHOLE}, "Condition": {{"Bool": {{"aws:SecureTransport": "true"}}}}"#),
            "s3:GetObject on arn:aws:s3:::lab/x over plain HTTP: statement 1 refuses only if Bool aws:SecureTransport true, which never holds over plain HTTP",
        ),
        (
            format!(r#""Action": "s3:*", {WHOLE}, "Condition": {{"Null": {{"aws:SecureTransport": "true"}}}}"#),
            "s3:GetObject on arn:aws:s3:::lab/x over plain HTTP: statement 1 refuses only if Null aws:SecureTransport true, which never holds over plain HTTP",
        ),
        (
            format!(r#""Action": "s3:*", {WHOLE}, "Condition": {{"NumericLessThan": {{"s3:TlsVersion": "1.2"}}}}"#),
            "s3:GetObject on arn:aws:s3:::lab/x over plain HTTP: statement 1 refuses only if NumericLessThan s3:TlsVersion 1.2, which never holds over plain HTTP",
        ),
        (
            format!(
                r#""Action": "s3:*", {WHOLE}, "Condition": {{"Bool": {{"aws:SecureTransport": "false"}}, "IpAddress": {{"aws:SourceIp": "203.0.113.0/24"}}}}"#
            ),
            "s3:GetObject on arn:aws:s3:::lab/x over plain HTTP: statement 1 refuses only if IpAddress aws:SourceIp 203.0.113.0/24",
        ),
        (
            format!(
                r#""Action": "s3:*", {WHOLE}, "Condition": {{"Bool": {{"aws:SecureTransport": "false"}}, "ArnNotLike": {{"aws:PrincipalArn": "arn:aws:iam::111122223333:role/old"}}}}"#
            ),
            "s3:GetObject on arn:aws:s3:::lab/x over plain HTTP: statement 1 refuses only if ArnNotLike aws:PrincipalArn arn:aws:iam::111122223333:role/old",
        ),
    ] {
        assert_eq!(outcome(&deny(&elements)), Err(format!("{ANYBODY} can call {passing}")), "{elements}");
    }
}

#[test]
fn whom_not_principal_spares() {
    let elements = format!(
        r#""NotPrincipal": {{"AWS": ["arn:aws:iam::111122223333:user/old", "111122223333"]}}, "Action": "s3:*", {WHOLE}, {PLAIN}"#
    );
    let passing = outcome(&deny(&elements)).expect_err("it spares somebody");
    assert!(passing.contains("is not about arn:aws:iam::111122223333:"), "{passing}");
}

#[test]
fn allowing_over_tls_alone_refuses_nobody() {
    let allow = format!(
        r#"{{"Sid": "Tls", "Effect": "Allow", "Principal": "*", "Action": "s3:*", {WHOLE},
            "Condition": {{"Bool": {{"aws:SecureTransport": "true"}}}}}}"#
    );
    let passing = outcome(&allow).expect_err("nothing is refused");
    assert!(
        passing
            .ends_with("statement Tls allows over TLS, but refuses nobody whom another policy allows; it takes a Deny")
    );
    let none = refuses_plain_http(None, BUCKET, OWNER).expect_err("there is no policy");
    assert_eq!(none.because, "the bucket has no policy");
    let unrelated =
        outcome(&deny(r#""Action": "s3:DeleteBucket", "Resource": "*""#)).expect_err("it refuses one action");
    assert!(unrelated.ends_with("no statement refuses it"), "{unrelated}");
}

#[test]
fn a_policy_that_s3_does_not_take_refuses_nothing() {
    let names: Vec<String> = (0..3_000).map(|number| format!("\"s3:Get{number}\"")).collect();
    let elements = format!(r#""Action": ["s3:*", {}], {WHOLE}, {PLAIN}"#, names.join(","));
    let passing = outcome(&deny(&elements)).expect_err("it is too large");
    assert!(passing.ends_with("the policy is larger than the 20 KB that S3 takes"), "{passing}");
}

#[test]
fn a_spared_service_matters_only_if_it_is_allowed() {
    let sparing = deny(&format!(
        r#""Action": "s3:*", {WHOLE}, "Condition": {{"Bool": {{"aws:SecureTransport": "false", "aws:PrincipalIsAWSService": "false"}}}}"#
    ));
    assert_eq!(outcome(&sparing), Ok(vec![0]));
    let logging = format!(
        r#"{{"Effect": "Allow", "Principal": {{"Service": "logging.s3.amazonaws.com"}}, "Action": "s3:PutObject", {WHOLE}}}"#
    );
    let passing = outcome(&format!("{sparing}, {logging}")).expect_err("the service is allowed");
    assert!(passing.starts_with("logging.s3.amazonaws.com can call s3:PutObject"), "{passing}");
}

#[test]
fn a_key_that_it_depends_on_is_named_when_nothing_surely_passes() {
    let elsewhere = |operator: &str| {
        deny(&format!(
            r#""Action": "s3:*", {WHOLE}, "Condition": {{"Bool": {{"aws:SecureTransport": "false"}},
                "{operator}": {{"aws:SourceIp": "203.0.113.0/24"}}}}"#
        ))
    };
    let document = parse(&elsewhere("NotIpAddress"));
    let passing = refuses_plain_http(Some(&document), BUCKET, OWNER).expect_err("a network is spared");
    assert_eq!(passing.depends_on, ["aws:SourceIp"]);
    let document = parse(&elsewhere("IpAddress"));
    let passing = refuses_plain_http(Some(&document), BUCKET, OWNER).expect_err("all other networks are spared");
    assert!(passing.depends_on.is_empty());
}
