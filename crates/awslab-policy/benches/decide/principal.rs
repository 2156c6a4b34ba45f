//! A developer in ten teams: ten policies, one a team, each with the ten statements that such a policy has.

use awslab_policy::{Document, Level, Outcome, Policies, Request};
use serde_json::{Value, json};

const USER: &str = "arn:aws:iam::111122223333:user/developers/anna";
const TEAMS: [&str; 10] =
    ["billing", "catalog", "checkout", "delivery", "identity", "orders", "payments", "pricing", "search", "support"];

pub(crate) fn principal() -> Policies {
    let identity = (0..TEAMS.len()).map(|team| document(&policy_text(team))).collect();
    Policies { identity, ..Policies::default() }
}

/// The same with a boundary, two levels of SCPs and the policy of the bucket that is asked for.
pub(crate) fn bound_principal() -> Policies {
    let boundary = json!([
        { "Effect": "Allow", "Action": ["s3:*", "sqs:*", "dynamodb:*", "lambda:*", "kms:*", "ec2:*"], "Resource": "*" },
        { "Effect": "Deny", "Action": ["iam:*", "organizations:*", "account:*"], "Resource": "*" },
    ]);
    let full_access = json!([{ "Effect": "Allow", "Action": "*", "Resource": "*" }]);
    let guardrails = json!([
        { "Effect": "Deny", "Resource": "*",
          "NotAction": ["iam:*", "organizations:*", "route53:*", "cloudfront:*", "support:*", "sts:*"],
          "Condition": { "StringNotEquals": { "aws:RequestedRegion": ["eu-west-1", "eu-central-1"] } } },
        { "Effect": "Deny", "Action": ["cloudtrail:StopLogging", "cloudtrail:DeleteTrail", "config:*"], "Resource": "*" },
    ]);
    let bucket = json!([
        { "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::acme-orders/*",
          "Condition": { "Bool": { "aws:SecureTransport": false } } },
        { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::444455556666:role/reports" },
          "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-orders/reports/*" },
    ]);
    let level = |policies: &[&Value]| Level { policies: policies.iter().map(|it| policy(it)).collect() };
    Policies {
        boundary: Some(vec![policy(&boundary)]),
        scps: Some(vec![level(&[&full_access]), level(&[&full_access, &guardrails])]),
        resource: Some(policy(&bucket)),
        ..principal()
    }
}

/// Requests that are allowed, not allowed and refused, on services with and without conditions and denies.
pub(crate) fn requests() -> [(&'static str, Request, Outcome); 6] {
    use Outcome::{Allow, ExplicitDeny, ImplicitDeny};
    const QUEUE: &str = "arn:aws:sqs:eu-west-1:111122223333:search-jobs";
    const INSTANCE: &str = "arn:aws:ec2:eu-west-1:111122223333:instance/i-0abcd1234";
    let request = |action: &str, resource: &str| {
        Request::new(USER, action, resource)
            .on_account("111122223333")
            .with("aws:RequestedRegion", "eu-west-1")
            .with("aws:SecureTransport", "true")
            .with("aws:SourceIp", "203.0.113.9")
            .with("aws:PrincipalTag/team", "orders")
    };
    let put_object = || request("s3:PutObject", "arn:aws:s3:::acme-orders/2026/11/24/0001.json");
    [
        ("allowed", put_object(), Allow),
        (
            "allowed under a condition",
            request("ec2:StopInstances", INSTANCE).with("ec2:ResourceTag/team", "orders"),
            Allow,
        ),
        ("allowed by a variable", request("s3:GetObject", "arn:aws:s3:::acme-shared/orders/anna/notes.md"), Allow),
        ("implicitly denied", request("sqs:DeleteQueue", QUEUE), ImplicitDeny),
        ("implicitly denied, a service that no policy names", request("athena:GetWorkGroup", "*"), ImplicitDeny),
        ("explicitly denied", put_object().with("aws:SecureTransport", "false"), ExplicitDeny),
    ]
}

/// The policy of a team, as JSON.
pub(crate) fn policy_text(team: usize) -> String {
    json!({ "Version": "2012-10-17", "Statement": statements(TEAMS[team]) }).to_string()
}

fn statements(team: &str) -> Value {
    let arn = |service: &str, rest: &str| format!("arn:aws:{service}:eu-west-1:111122223333:{rest}");
    json!([
        { "Sid": "Objects", "Effect": "Allow",
          "Action": ["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject", "s3:AbortMultipartUpload"],
          "Resource": [format!("arn:aws:s3:::acme-{team}/*"), format!("arn:aws:s3:::acme-{team}-archive/*")] },
        { "Sid": "Buckets", "Effect": "Allow",
          "Action": ["s3:ListBucket", "s3:ListBucketVersions", "s3:GetBucketLocation"],
          "Resource": format!("arn:aws:s3:::acme-{team}*") },
        { "Sid": "OwnNotes", "Effect": "Allow", "Action": "s3:*Object",
          "Resource": format!("arn:aws:s3:::acme-shared/{team}/${{aws:username}}/*"),
          "Condition": { "StringEquals": { "aws:PrincipalTag/team": team } } },
        { "Sid": "Tables", "Effect": "Allow",
          "Action": ["dynamodb:GetItem", "dynamodb:BatchGet*", "dynamodb:Query", "dynamodb:PutItem", "dynamodb:UpdateItem"],
          "Resource": [arn("dynamodb", &format!("table/{team}-*")), arn("dynamodb", &format!("table/{team}-*/index/*"))] },
        { "Sid": "Queues", "Effect": "Allow",
          "Action": ["sqs:SendMessage", "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueue*"],
          "Resource": format!("arn:aws:sqs:*:111122223333:{team}-*") },
        { "Sid": "Functions", "Effect": "Allow",
          "Action": ["lambda:InvokeFunction", "lambda:GetFunction*", "lambda:UpdateFunctionCode", "lambda:List*"],
          "Resource": arn("lambda", &format!("function:{team}-*")) },
        { "Sid": "Logs", "Effect": "Allow", "Action": ["logs:Get*", "logs:Describe*", "logs:FilterLogEvents"],
          "Resource": arn("logs", &format!("log-group:/aws/lambda/{team}-*:*")) },
        { "Sid": "Instances", "Effect": "Allow",
          "Action": ["ec2:StartInstances", "ec2:StopInstances", "ec2:RebootInstances"], "Resource": "*",
          "Condition": { "StringEquals": { "ec2:ResourceTag/team": team } } },
        { "Sid": "Keys", "Effect": "Allow", "Action": ["kms:Decrypt", "kms:GenerateDataKey*"],
          "Resource": arn("kms", "key/*"),
          "Condition": { "StringLike": { "kms:ViaService": ["s3.*.amazonaws.com", "sqs.*.amazonaws.com"] } } },
        { "Sid": "OnlyEncryptedAndFromTheOffice", "Effect": "Deny", "Action": ["s3:Put*", "s3:Delete*", "sqs:Send*"],
          "Resource": [format!("arn:aws:s3:::acme-{team}/*"), format!("arn:aws:sqs:*:*:{team}-*")],
          "Condition": {
              "Bool": { "aws:SecureTransport": false },
              "NotIpAddress": { "aws:SourceIp": ["198.51.100.0/24", "192.0.2.0/24"] } } },
    ])
}

fn policy(statements: &Value) -> Document {
    document(&json!({ "Version": "2012-10-17", "Statement": statements }).to_string())
}

fn document(text: &str) -> Document {
    Document::parse(text).expect("the policy is well formed")
}
