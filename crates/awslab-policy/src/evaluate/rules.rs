//! Rules that stand in AWS's documentation and in no policy.

use crate::arn::Arn;
use crate::authorization;
use crate::caller::{Caller, Kind};
use crate::context::Keys;
use crate::request::Request;

/// SCPs bind the principals of member accounts, root too; not the management account's, and not what AWS itself does.
/// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html#scp-effects-on-permissions>
pub(super) fn scps_bind(caller: Caller<'_>, known: &dyn Keys, management_account: Option<&str>) -> bool {
    let in_management_account = management_account.is_some() && caller.account() == management_account;
    caller.has_identity() && !in_management_account && !caller.is_service_linked(known)
}

/// RCPs bind everybody who wants something of a member account's resource, but service-linked roles.
/// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html#rcp-effects-on-permissions>
pub(super) fn rcps_bind(
    caller: Caller<'_>,
    known: &dyn Keys,
    request: &Request,
    management_account: Option<&str>,
) -> bool {
    let in_management_account = management_account.is_some() && request.owner() == management_account;
    let is_supported = authorization::service(request.service()).is_some_and(|service| service.has_rcps);
    is_supported && !is_exempt_from_rcps(request) && !in_management_account && !caller.is_service_linked(known)
}

/// Whoever may retire a grant may do so, whatever an RCP says.
/// <https://docs.aws.amazon.com/kms/latest/developerguide/resource-control-policies.html>
fn is_exempt_from_rcps(request: &Request) -> bool {
    request.action.eq_ignore_ascii_case("kms:RetireGrant")
}

/// `sts:GetCallerIdentity` needs no permission, and none can be refused.
/// <https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html>
pub(super) fn is_always_allowed(caller: Caller<'_>, request: &Request) -> bool {
    caller.kind != Kind::Anonymous && request.action.eq_ignore_ascii_case("sts:GetCallerIdentity")
}

/// Root's credentials take on no role, whatever its trust policy says.
/// <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html>
pub(super) fn is_assumption_by_root(caller: Caller<'_>, request: &Request) -> bool {
    caller.kind == Kind::Root && request.action.eq_ignore_ascii_case("sts:AssumeRole")
}

/// What AWS keeps for itself: its managed policies, the roles of IAM Identity Center, and its aliases of keys.
pub(super) fn is_reserved(request: &Request) -> bool {
    let Some(arn) = Arn::parse(&request.resource) else { return false };
    let resource = arn.resource();
    match arn.service() {
        "iam" => {
            let is_managed_policy = arn.account() == "aws" && resource.starts_with("policy/");
            (is_managed_policy || resource.starts_with("role/aws-reserved/")) && writes_iam(&request.action)
        }
        "kms" => resource.starts_with("alias/aws/") && writes_alias(&request.action),
        _ => false,
    }
}

/// Keys and roles, which nobody may use without a grant in their own policy.
/// <https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html>
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_terms-and-concepts.html>
pub(super) fn needs_grant(request: &Request) -> bool {
    let Some(arn) = Arn::parse(&request.resource) else { return false };
    match arn.service() {
        "kms" => arn.resource().starts_with("key/"),
        "iam" => arn.resource().starts_with("role/") && request.service().eq_ignore_ascii_case("sts"),
        _ => false,
    }
}

fn writes_iam(action: &str) -> bool {
    const READING: &[&str] = &["get", "list", "generate", "simulate"];
    let action = action.to_ascii_lowercase();
    action.strip_prefix("iam:").is_some_and(|name| !READING.iter().any(|reading| name.starts_with(reading)))
}

fn writes_alias(action: &str) -> bool {
    const WRITING: &[&str] = &["kms:CreateAlias", "kms:DeleteAlias", "kms:UpdateAlias"];
    WRITING.iter().any(|writing| writing.eq_ignore_ascii_case(action))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANNA: &str = "arn:aws:iam::111122223333:user/anna";

    #[test]
    fn what_aws_keeps_for_itself() {
        for (action, resource, reserved) in [
            ("iam:CreatePolicyVersion", "arn:aws:iam::aws:policy/ReadOnlyAccess", true),
            ("iam:GetPolicy", "arn:aws:iam::aws:policy/ReadOnlyAccess", false),
            ("iam:DeletePolicy", "arn:aws:iam::111122223333:policy/own", false),
            ("iam:DeleteRole", "arn:aws-cn:iam::111122223333:role/aws-reserved/sso.amazonaws.com/r", true),
            ("iam:DeleteRole", "arn:aws:iam::111122223333:role/own", false),
            ("kms:DeleteAlias", "arn:aws:kms:eu-west-1:111122223333:alias/aws/s3", true),
            ("kms:DeleteAlias", "arn:aws:kms:eu-west-1:111122223333:alias/own", false),
            ("kms:DescribeKey", "arn:aws:kms:eu-west-1:111122223333:alias/aws/s3", false),
        ] {
            assert_eq!(is_reserved(&Request::new(ANNA, action, resource)), reserved, "{action} on {resource}");
        }
    }

    #[test]
    fn what_needs_a_grant_of_its_own() {
        for (action, resource, needs) in [
            ("kms:Decrypt", "arn:aws:kms:eu-west-1:111122223333:key/1", true),
            ("kms:Decrypt", "arn:aws:kms:eu-west-1:111122223333:alias/a", false),
            ("kms:ListKeys", "*", false),
            ("sts:AssumeRole", "arn:aws:iam::111122223333:role/r", true),
            ("sts:TagSession", "arn:aws:iam::111122223333:role/r", true),
            ("iam:GetRole", "arn:aws:iam::111122223333:role/r", false),
        ] {
            assert_eq!(needs_grant(&Request::new(ANNA, action, resource)), needs, "{action} on {resource}");
        }
    }
}
