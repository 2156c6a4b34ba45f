//! Who is an administrator already: the one place where a search asks.

use crate::policies::Policies;
use crate::request::Request;

/// Requests that nobody but an administrator may make all of.
const POWERS: &[(&str, &str)] = &[
    ("iam:AttachUserPolicy", "arn:aws:iam::{account}:user/unnamed"),
    ("iam:PutRolePolicy", "arn:aws:iam::{account}:role/unnamed"),
    ("iam:CreatePolicyVersion", "arn:aws:iam::{account}:policy/unnamed"),
    ("iam:PassRole", "arn:aws:iam::{account}:role/unnamed"),
    ("s3:DeleteObject", "arn:aws:s3:::unnamed/unnamed"),
    ("ec2:TerminateInstances", "arn:aws:ec2:us-east-1:{account}:instance/i-00000000000000000"),
    ("lambda:UpdateFunctionCode", "arn:aws:lambda:us-east-1:{account}:function:unnamed"),
    ("kms:CreateKey", "*"),
];

/// Whether policies let a principal do everything, as far as some requests of very different kinds can tell.
pub(super) fn is_administrator(policies: &Policies, principal: &str, account: &str) -> bool {
    POWERS.iter().all(|(action, resource)| {
        let request = Request::new(principal, *action, resource.replace("{account}", account));
        policies.decide_in_any_context(&request).may_be_allowed()
    })
}
