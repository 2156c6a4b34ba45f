//! What AWS decides whatever policies say. About such requests no policies differ, so that they must be told from others.

use super::automaton::Pattern;
use super::clause::Draft;
use super::patterns;
use crate::evaluate;
use crate::glob::{self, Token};
use crate::request::Request;

const MANAGED_POLICY: &str = "arn:aws:iam::aws:policy/ReadOnlyAccess";
const MANAGED_ALIAS: &str = "arn:aws:kms:eu-west-1:111122223333:alias/aws/s3";

/// Whether AWS itself decides a request.
pub(super) fn decide(draft: &Draft) -> bool {
    evaluate::is_decided_by_aws(&Request::new(draft.principal.as_str(), draft.action.as_str(), draft.resource.as_str()))
}

/// What tells actions apart for AWS's own rules.
pub(super) fn patterns_of_actions() -> impl Iterator<Item = Pattern> {
    const NAMES: &[&str] = &[
        "sts:GetCallerIdentity",
        "iam:*",
        "iam:Get*",
        "iam:List*",
        "iam:Generate*",
        "iam:Simulate*",
        "kms:CreateAlias",
        "kms:DeleteAlias",
        "kms:UpdateAlias",
    ];
    NAMES.iter().filter_map(|name| patterns::action(name))
}

/// What tells resources apart for them, when one of these actions is asked for.
pub(super) fn patterns_of_resources(actions: &[String]) -> impl Iterator<Item = Pattern> {
    const ARNS: &[&str] =
        &["arn:*:iam:*:aws:policy/*", "arn:*:iam:*:*:role/aws-reserved/*", "arn:*:kms:*:*:alias/aws/*"];
    let is_reserved = |action: &String| is_decided(action, MANAGED_POLICY) || is_decided(action, MANAGED_ALIAS);
    let arns = if actions.iter().any(is_reserved) { ARNS } else { &[] };
    arns.iter().map(|arn| patterns::resource(&glob::tokens(arn).collect::<Vec<Token>>()))
}

/// Of which kind an action is for them.
pub(super) fn kind_of_action(action: &str) -> Vec<bool> {
    ["*", MANAGED_POLICY, MANAGED_ALIAS].iter().map(|resource| is_decided(action, resource)).collect()
}

/// Of which kind a caller is for them.
pub(super) fn kind_of_caller(principal: &str) -> Vec<bool> {
    let request = Request::new(principal, "sts:GetCallerIdentity", "*");
    vec![evaluate::is_decided_by_aws(&request)]
}

fn is_decided(action: &str, resource: &str) -> bool {
    const SOMEBODY: &str = "arn:aws:iam::111122223333:user/anyone";
    evaluate::is_decided_by_aws(&Request::new(SOMEBODY, action, resource))
}
