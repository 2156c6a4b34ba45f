//! Which policies allow what others do not, as tables.

use std::slice;

use serde_json::{Value, json};

use super::{Inclusion, inclusion};
use crate::{Context, Document, PolicyType};

fn policy(statements: &Value) -> Document {
    let json = json!({ "Version": "2012-10-17", "Statement": statements });
    Document::parse(&json.to_string()).expect("the policy is well formed")
}

fn statement(effect: &str, action: &Value, resource: &Value) -> Value {
    json!({ "Effect": effect, "Action": action, "Resource": resource })
}

fn allow(action: &str) -> Value {
    statement("Allow", &json!(action), &json!("*"))
}

fn allow_on(resource: &str) -> Value {
    statement("Allow", &json!("s3:GetObject"), &json!(resource))
}

fn deny(action: &str) -> Value {
    statement("Deny", &json!(action), &json!("*"))
}

fn deny_on(resource: &str) -> Value {
    statement("Deny", &json!("s3:GetObject"), &json!(resource))
}

fn allow_if(operator: &str, key: &str, values: &Value) -> Value {
    json!({ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { operator: { key: values } } })
}

fn deny_if(operator: &str, key: &str, values: &Value) -> Value {
    json!({ "Effect": "Deny", "Action": "*", "Resource": "*", "Condition": { operator: { key: values } } })
}

fn compared(first: &Value, second: &Value) -> Inclusion {
    inclusion(PolicyType::Identity, &[policy(first)], &[policy(second)])
}

#[track_caller]
fn check(cases: &[(Value, Value, bool)]) {
    for (first, second, included) in cases {
        let answer = compared(first, second);
        let as_expected = match &answer {
            Inclusion::Included => *included,
            Inclusion::Exceeds(excess) => !*included && !excess.undocumented,
            Inclusion::Unknown { .. } => false,
        };
        assert!(as_expected, "{first} in {second}: {answer:?}");
    }
}

#[test]
fn actions() {
    check(&[
        (allow("s3:Get*"), allow("s3:*"), true),
        (allow("s3:*"), allow("s3:Get*"), false),
        (allow("S3:GETOBJECT"), allow("s3:getObject"), true),
        (allow("s3:Get*"), allow("s3:Get?*"), false),
        (allow("s3:Get?*"), allow("s3:Get*"), true),
        (allow("s3:*Object"), allow("s3:Get*"), false),
        (allow("*"), allow("s3:*"), false),
        (allow("s3:*"), allow("*"), true),
        (allow("s3:GetObject"), allow("s*:GetObject"), false),
        (allow("sts:GetCallerIdentity"), allow("s3:*"), true),
        (allow("sts:GetCallerIdentity*"), allow("s3:*"), false),
        (allow("s3:*"), json!({ "Effect": "Allow", "NotAction": "iam:*", "Resource": "*" }), true),
        (allow("*"), json!({ "Effect": "Allow", "NotAction": "iam:*", "Resource": "*" }), false),
        (
            json!({ "Effect": "Allow", "NotAction": ["iam:*", "s3:*"], "Resource": "*" }),
            json!({ "Effect": "Allow", "NotAction": "iam:*", "Resource": "*" }),
            true,
        ),
        (json!({ "Effect": "Allow", "NotAction": "*", "Resource": "*" }), allow("s3:*"), true),
        (allow("*"), json!([allow("iam:*"), { "Effect": "Allow", "NotAction": "iam:*", "Resource": "*" }]), true),
        (
            statement("Allow", &json!(["s3:Get*", "s3:Put*"]), &json!("*")),
            json!([allow("s3:G*"), allow("s3:P*")]),
            true,
        ),
    ]);
}

#[test]
fn resources() {
    check(&[
        (allow_on("arn:aws:s3:::bucket/home/*"), allow_on("arn:aws:s3:::bucket/*"), true),
        (allow_on("arn:aws:s3:::bucket/*"), allow_on("arn:aws:s3:::bucket/home/*"), false),
        (allow_on("arn:aws:s3:::bucket/*"), allow_on("arn:aws:s3:::bucket*"), true),
        (allow_on("arn:aws:s3:::bucket*"), allow_on("arn:aws:s3:::bucket/*"), false),
        (allow_on("arn:aws:s3:::Bucket/*"), allow_on("arn:aws:s3:::bucket/*"), false),
        (allow_on("arn:AWS:S3:::bucket/*"), allow_on("arn:aws:s3:::bucket/*"), true),
        (allow_on("*"), allow_on("arn:*:*:*:*:*"), false),
        (allow_on("arn:aws:s3:::a?c"), allow_on("arn:aws:s3:::a*c"), true),
        (
            allow_on("arn:aws:s3:::bucket/*"),
            json!({ "Effect": "Allow", "Action": "s3:*", "NotResource": "arn:aws:s3:::other/*" }),
            true,
        ),
        (allow_on("*"), json!({ "Effect": "Allow", "Action": "s3:*", "NotResource": "arn:aws:s3:::other/*" }), false),
        (
            allow_on("*"),
            json!([allow_on("arn:aws:s3:::other/*"), { "Effect": "Allow", "Action": "s3:*", "NotResource": "arn:aws:s3:::other/*" }]),
            true,
        ),
        (allow_on("arn:aws:s3:::a*"), json!([allow_on("arn:aws:s3:::a"), allow_on("arn:aws:s3:::a?*")]), true),
    ]);
}

#[test]
fn refusals_on_both_sides() {
    check(&[
        (json!([allow("s3:*"), deny("s3:Put*")]), allow("s3:*"), true),
        (allow("s3:*"), json!([allow("s3:*"), deny("s3:Put*")]), false),
        (json!([allow("s3:*"), deny("s3:P*")]), json!([allow("s3:*"), deny("s3:Put*")]), true),
        (json!([allow("s3:*"), deny("s3:Put*")]), json!([allow("s3:*"), deny("s3:P*")]), false),
        (allow("s3:GetObject"), json!([allow("s3:*"), deny("s3:Put*")]), true),
        (json!([allow("s3:Get*"), deny("s3:*")]), deny("s3:*"), true),
        (
            json!([allow_on("arn:aws:s3:::b/*"), deny_on("arn:aws:s3:::b/secret/*")]),
            json!([allow_on("*"), deny_on("arn:aws:s3:::b/secret/keys/*")]),
            true,
        ),
        (json!([allow("s3:*"), { "Effect": "Deny", "NotAction": "s3:Get*", "Resource": "*" }]), allow("s3:Get*"), true),
        (
            json!([allow("s3:*"), { "Effect": "Deny", "Action": "s3:*", "NotResource": "arn:aws:s3:::b/*" }]),
            statement("Allow", &json!("s3:*"), &json!("arn:aws:s3:::b/*")),
            true,
        ),
    ]);
}

#[test]
fn conditions_on_numbers_times_and_addresses() {
    let ip = |ranges: &Value| allow_if("IpAddress", "aws:SourceIp", ranges);
    let days = |key: &str, operator: &str, day: &str| allow_if(operator, key, &json!(day));
    check(&[
        (ip(&json!("10.1.0.0/16")), ip(&json!("10.0.0.0/8")), true),
        (ip(&json!("10.0.0.0/8")), ip(&json!("10.1.0.0/16")), false),
        (ip(&json!("10.0.0.0/8")), ip(&json!(["10.0.0.0/9", "10.128.0.0/9"])), true),
        (ip(&json!("10.0.0.0/8")), json!([ip(&json!("10.0.0.0/9")), ip(&json!("10.128.0.0/9"))]), true),
        (ip(&json!("10.0.0.0/8")), ip(&json!(["10.0.0.0/9", "10.128.0.0/10"])), false),
        (ip(&json!("2001:db8::/33")), ip(&json!("2001:db8::/32")), true),
        (ip(&json!("0.0.0.0/0")), ip(&json!("::/0")), false),
        (allow("s3:GetObject"), ip(&json!(["0.0.0.0/0", "::/0"])), false),
        (ip(&json!("10.1.0.0/16")), allow_if("NotIpAddress", "aws:SourceIp", &json!("10.2.0.0/16")), true),
        (
            json!([allow("s3:GetObject"), deny_if("NotIpAddress", "aws:SourceIp", &json!("10.0.0.0/8"))]),
            ip(&json!("10.0.0.0/8")),
            true,
        ),
        (
            allow_if("NumericLessThan", "s3:max-keys", &json!("10")),
            allow_if("NumericLessThanEquals", "s3:max-keys", &json!(10)),
            true,
        ),
        (
            allow_if("NumericLessThanEquals", "s3:max-keys", &json!("10")),
            allow_if("NumericLessThan", "s3:max-keys", &json!(10)),
            false,
        ),
        (
            allow_if("NumericEquals", "s3:max-keys", &json!("10.0")),
            allow_if("NumericEquals", "s3:max-keys", &json!(10)),
            true,
        ),
        (
            allow_if("NumericLessThan", "s3:max-keys", &json!(5)),
            json!([
                allow_if("NumericLessThan", "s3:max-keys", &json!(3)),
                allow_if("NumericGreaterThanEquals", "s3:max-keys", &json!(3))
            ]),
            true,
        ),
        (
            days("aws:CurrentTime", "DateLessThan", "2026-01-01"),
            days("aws:CurrentTime", "DateLessThan", "2026-06-01"),
            true,
        ),
        (
            days("aws:CurrentTime", "DateLessThan", "2026-06-01"),
            days("aws:CurrentTime", "DateLessThan", "2026-01-01"),
            false,
        ),
        (
            allow("s3:GetObject"),
            json!([
                days("aws:CurrentTime", "DateLessThan", "2026-01-01T00:00:00Z"),
                days("aws:CurrentTime", "DateGreaterThanEquals", "1767225600")
            ]),
            true,
        ),
        (
            allow("s3:GetObject"),
            json!([
                days("s3:x", "DateLessThan", "2026-01-01T00:00:00Z"),
                days("s3:x", "DateGreaterThanEquals", "1767225600")
            ]),
            false,
        ),
    ]);
}

#[test]
fn conditions_on_texts_and_absent_keys() {
    let team = |operator: &str, values: &Value| allow_if(operator, "aws:PrincipalTag/team", values);
    check(&[
        (team("StringEquals", &json!("red")), team("StringEquals", &json!(["red", "blue"])), true),
        (team("StringEquals", &json!(["red", "blue"])), team("StringEquals", &json!("red")), false),
        (team("StringEquals", &json!("red")), team("StringLike", &json!("r*")), true),
        (team("StringEquals", &json!("r*")), team("StringEquals", &json!("red")), false),
        (team("StringEquals", &json!("Red")), team("StringEqualsIgnoreCase", &json!("RED")), true),
        (team("StringEqualsIgnoreCase", &json!("red")), team("StringEquals", &json!("red")), false),
        (team("StringEquals", &json!("red")), team("StringEqualsIfExists", &json!("red")), true),
        (team("StringEqualsIfExists", &json!("red")), team("StringEquals", &json!("red")), false),
        (
            team("StringEqualsIfExists", &json!("red")),
            json!([team("StringEquals", &json!("red")), team("Null", &json!("true"))]),
            true,
        ),
        (team("StringNotEquals", &json!("red")), team("StringNotEquals", &json!(["red", "blue"])), false),
        (team("StringNotEquals", &json!(["red", "blue"])), team("StringNotEquals", &json!("red")), true),
        (
            allow("s3:GetObject"),
            json!([team("StringEquals", &json!("red")), team("StringNotEquals", &json!("red"))]),
            true,
        ),
        (allow_if("StringEquals", "AWS:principaltag/TEAM", &json!("red")), team("StringEquals", &json!("red")), true),
        (allow_if("Bool", "aws:SecureTransport", &json!(true)), allow("s3:GetObject"), true),
        (
            json!([allow("s3:GetObject"), deny_if("Bool", "aws:SecureTransport", &json!(false))]),
            allow_if("Bool", "aws:SecureTransport", &json!(true)),
            true,
        ),
        (
            json!([allow("s3:GetObject"), deny_if("Bool", "aws:MultiFactorAuthPresent", &json!(false))]),
            allow_if("Bool", "aws:MultiFactorAuthPresent", &json!(true)),
            false,
        ),
        (
            json!([allow("s3:GetObject"), deny_if("BoolIfExists", "aws:MultiFactorAuthPresent", &json!(false))]),
            allow_if("Bool", "aws:MultiFactorAuthPresent", &json!(true)),
            true,
        ),
        (
            allow_if("ArnLike", "aws:SourceArn", &json!("arn:aws:sns:*:*:a*")),
            allow_if("ArnLike", "aws:SourceArn", &json!("arn:aws:sns:*:*:*")),
            true,
        ),
        (
            allow_if("ArnNotLike", "aws:SourceArn", &json!("arn:aws:sns:*:*:*")),
            allow_if("ArnNotEquals", "aws:SourceArn", &json!("arn:aws:sns:*:*:a*")),
            true,
        ),
        (
            json!({ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "StringEquals": { "aws:PrincipalTag/team": "red", "aws:PrincipalTag/stage": "test" } } }),
            team("StringEquals", &json!("red")),
            true,
        ),
        (
            team("StringEquals", &json!("red")),
            json!({ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "StringEquals": { "aws:PrincipalTag/team": "red", "aws:PrincipalTag/stage": "test" } } }),
            false,
        ),
    ]);
}

#[test]
fn conditions_on_sets() {
    let tags = |operator: &str, values: &Value| allow_if(operator, "aws:TagKeys", values);
    check(&[
        (tags("ForAllValues:StringEquals", &json!(["a"])), tags("ForAllValues:StringEquals", &json!(["a", "b"])), true),
        (
            tags("ForAllValues:StringEquals", &json!(["a", "b"])),
            tags("ForAllValues:StringEquals", &json!(["a"])),
            false,
        ),
        (tags("ForAllValues:StringEquals", &json!(["a"])), tags("ForAnyValue:StringEquals", &json!(["a"])), false),
        (tags("ForAnyValue:StringEquals", &json!(["a"])), tags("ForAnyValue:StringEquals", &json!(["a", "b"])), true),
        (
            tags("ForAnyValue:StringEquals", &json!(["a", "b"])),
            json!([tags("ForAnyValue:StringEquals", &json!(["a"])), tags("ForAnyValue:StringEquals", &json!(["b"]))]),
            true,
        ),
        (
            tags("ForAllValues:StringEquals", &json!(["a", "b"])),
            json!([tags("ForAllValues:StringEquals", &json!(["a"])), tags("ForAllValues:StringEquals", &json!(["b"]))]),
            false,
        ),
        (
            tags("ForAllValues:StringNotEquals", &json!(["a"])),
            tags("ForAllValues:StringNotEquals", &json!(["a", "b"])),
            false,
        ),
    ]);
}

#[test]
fn the_request_that_shows_it() {
    let Inclusion::Exceeds(excess) = compared(&allow("s3:*"), &allow("s3:Get*")) else { panic!("more is allowed") };
    let request = &excess.witness;
    assert!(request.action.starts_with("s3:") && !request.action.starts_with("s3:Get"), "{request:?}");
    assert!(request.resource.starts_with("arn:aws:s3:"), "{request:?}");
    assert_eq!(excess.because.to_string(), "identity policy 1, statement 1, allows it");
    let all_but_one = json!([allow_on("*"), deny_on("arn:aws:s3:::bucket/secret/*")]);
    let Inclusion::Exceeds(excess) = compared(&allow_on("*"), &all_but_one) else { panic!("more is allowed") };
    assert_eq!(excess.witness.action, "s3:GetObject");
    assert_eq!(excess.witness.resource, "arn:aws:s3:::bucket/secret/");
    assert_eq!(excess.witness.context, Context::default());
}

#[test]
fn variables() {
    let home = allow_on("arn:aws:s3:::bucket/home/${aws:username}/*");
    let team = allow_on("arn:aws:s3:::${aws:PrincipalTag/team}/*");
    check(&[
        (home.clone(), allow_on("arn:aws:s3:::bucket/home/*"), true),
        (home.clone(), allow_on("arn:aws:s3:::bucket/home/${aws:username}*"), true),
        (allow_on("arn:aws:s3:::bucket/home/*"), home.clone(), false),
        (home.clone(), allow_on("arn:aws:s3:::bucket/home/anna/*"), false),
        (home.clone(), allow_on("arn:aws:s3:::bucket/home/${aws:userid}/*"), false),
        (home.clone(), json!([allow_on("arn:aws:s3:::bucket/*"), deny("iam:*")]), true),
        (team.clone(), allow_on("arn:aws:s3:::*"), true),
        (team.clone(), allow_on("arn:aws:s3:::${aws:PrincipalTag/Team}/*"), true),
        (team.clone(), allow_on("arn:aws:s3:::${aws:PrincipalTag/stage}/*"), false),
        (
            allow_if("StringEquals", "s3:prefix", &json!("${aws:username}")),
            allow_if("StringLike", "s3:prefix", &json!("${aws:username}*")),
            true,
        ),
        (
            allow_if("StringLike", "s3:prefix", &json!("${aws:username}*")),
            allow_if("StringEquals", "s3:prefix", &json!("${aws:username}")),
            false,
        ),
    ]);
    let answer = compared(&home, &json!([home.clone(), deny_on("arn:aws:s3:::bucket/home/root/*")]));
    assert!(!matches!(answer, Inclusion::Included), "a user may be called root: {answer:?}");
    let all_but = json!({ "Effect": "Allow", "Action": "s3:GetObject", "NotResource": "arn:aws:s3:::bucket/home/a*" });
    let answer = compared(&home, &all_but);
    assert!(!matches!(answer, Inclusion::Included), "a user may be called anna: {answer:?}");
}

#[test]
fn the_older_version_has_no_variables() {
    let text = r#"{"Version": "2008-10-17", "Statement": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/${aws:username}"}}"#;
    let older = Document::parse(text).expect("the policy is well formed");
    let newer = policy(&allow_on("arn:aws:s3:::b/${aws:username}"));
    let answers = |first: &Document, second: &Document| {
        inclusion(PolicyType::Identity, slice::from_ref(first), slice::from_ref(second))
    };
    assert!(matches!(answers(&older, &newer), Inclusion::Exceeds(_)));
    assert!(matches!(answers(&newer, &older), Inclusion::Exceeds(_)));
    assert_eq!(answers(&older, &policy(&allow_on("arn:aws:s3:::b/$*"))), Inclusion::Included);
}

#[test]
fn who_calls_when_an_identity_asks() {
    let who = |operator: &str, key: &str, value: &str| allow_if(operator, key, &json!(value));
    check(&[
        (who("StringEquals", "aws:username", "anna"), who("StringLike", "aws:username", "a*"), true),
        (
            who("StringEquals", "aws:username", "anna"),
            who("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:user/anna"),
            false,
        ),
        (
            who("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:user/anna"),
            who("StringEquals", "aws:username", "anna"),
            true,
        ),
        (
            who("ArnLike", "aws:PrincipalArn", "arn:aws:iam::111122223333:*"),
            who("StringEquals", "aws:PrincipalAccount", "111122223333"),
            true,
        ),
        (
            who("StringEquals", "aws:PrincipalAccount", "111122223333"),
            who("ArnLike", "aws:PrincipalArn", "arn:aws:iam::111122223333:*"),
            false,
        ),
        (who("StringEquals", "aws:PrincipalType", "User"), who("Null", "aws:username", "false"), true),
        (allow("s3:GetObject"), who("Null", "aws:username", "false"), false),
    ]);
}

#[test]
fn principals_of_resource_policies() {
    let to = |principal: &Value| {
        policy(&json!({ "Effect": "Allow", "Principal": principal, "Action": "s3:GetObject", "Resource": "*" }))
    };
    let all_but = |effect: &str, principal: &Value| json!({ "Effect": effect, "NotPrincipal": principal, "Action": "s3:GetObject", "Resource": "*" });
    let to_everyone_if = |key: &str, value: &str| {
        policy(&json!({ "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*",
            "Condition": { "StringLike": { key: value } } }))
    };
    let aws = |id: &str| to(&json!({ "AWS": id }));
    let user = "arn:aws:iam::111122223333:user/anna";
    let role = "arn:aws:iam::111122223333:role/path/r";
    let session = "arn:aws:sts::111122223333:assumed-role/r/s";
    for (first, second, included) in [
        (aws(user), aws("111122223333"), true),
        (aws("111122223333"), aws(user), false),
        (aws("111122223333"), aws("arn:aws:iam::111122223333:root"), true),
        (aws("111122223333"), aws("arn:aws:iam::444455556666:root"), false),
        (aws(session), aws(role), true),
        (aws(role), aws(session), false),
        (aws(role), to(&json!("*")), true),
        (to(&json!("*")), aws(role), false),
        (to(&json!({ "Service": "s3.amazonaws.com" })), aws("*"), true),
        (to(&json!({ "Service": "s3.amazonaws.com" })), aws("111122223333"), false),
        (to(&json!({ "Service": "S3.amazonaws.com" })), to(&json!({ "Service": "s3.amazonaws.com" })), true),
        (to(&json!({ "Federated": "accounts.google.com" })), to(&json!({ "Federated": "graph.facebook.com" })), false),
        (to_everyone_if("aws:PrincipalAccount", "111122223333"), aws("111122223333"), true),
        (aws("111122223333"), to_everyone_if("aws:PrincipalAccount", "111122223333"), true),
        (to_everyone_if("aws:PrincipalArn", "arn:aws:iam::111122223333:role/path/*"), aws("111122223333"), true),
        (to_everyone_if("aws:PrincipalArn", user), aws(user), true),
        (aws(user), to_everyone_if("aws:PrincipalArn", user), false),
        (to_everyone_if("aws:PrincipalOrgID", "o-1"), to(&json!("*")), true),
        (to(&json!("*")), to_everyone_if("aws:PrincipalOrgID", "o-1"), false),
        (policy(&all_but("Allow", &json!({ "AWS": user }))), to(&json!("*")), true),
        (to(&json!("*")), policy(&all_but("Allow", &json!({ "AWS": user }))), false),
        (aws("444455556666"), policy(&all_but("Allow", &json!({ "AWS": user }))), true),
    ] {
        let answer = inclusion(PolicyType::Resource, slice::from_ref(&first), slice::from_ref(&second));
        assert_eq!(answer == Inclusion::Included, included, "{first:?} in {second:?}: {answer:?}");
        assert!(!matches!(answer, Inclusion::Unknown { .. }), "{first:?} in {second:?}: {answer:?}");
    }
}
