//! The condition keys there are: those of services, and those that any request may have.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::authorization::{self, ConditionKey, ValueType};
use crate::glob;

/// Those of any request. What follows `${TagKey}` is the user's to name.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html>
#[rustfmt::skip]
const GLOBAL: &[ConditionKey] = &[
    one("aws:AssumedRoot", ValueType::Bool),
    several("aws:CalledVia", ValueType::String),
    one("aws:CalledViaAWSMCP", ValueType::String),
    one("aws:CalledViaFirst", ValueType::String),
    one("aws:CalledViaLast", ValueType::String),
    one("aws:ChatbotSourceArn", ValueType::Arn),
    one("aws:CurrentTime", ValueType::Date),
    one("aws:Ec2InstanceSourcePrivateIPv4", ValueType::IpAddress),
    one("aws:Ec2InstanceSourceVpc", ValueType::String),
    one("aws:EpochTime", ValueType::Date),
    one("aws:FederatedProvider", ValueType::String),
    one("aws:IsMcpServiceAction", ValueType::Bool),
    one("aws:MultiFactorAuthAge", ValueType::Numeric),
    one("aws:MultiFactorAuthPresent", ValueType::Bool),
    one("aws:PrincipalAccount", ValueType::String),
    one("aws:PrincipalArn", ValueType::Arn),
    one("aws:PrincipalIsAWSService", ValueType::Bool),
    one("aws:PrincipalOrgID", ValueType::String),
    several("aws:PrincipalOrgPaths", ValueType::String),
    one("aws:PrincipalServiceName", ValueType::String),
    several("aws:PrincipalServiceNamesList", ValueType::String),
    one("aws:PrincipalTag/${TagKey}", ValueType::String),
    one("aws:PrincipalType", ValueType::String),
    one("aws:referer", ValueType::String),
    one("aws:RequestedRegion", ValueType::String),
    one("aws:RequestTag/${TagKey}", ValueType::String),
    one("aws:ResourceAccount", ValueType::String),
    one("aws:ResourceOrgID", ValueType::String),
    several("aws:ResourceOrgPaths", ValueType::String),
    one("aws:ResourceTag/${TagKey}", ValueType::String),
    one("aws:SecureTransport", ValueType::Bool),
    one("aws:SourceAccount", ValueType::String),
    one("aws:SourceArn", ValueType::Arn),
    one("aws:SourceIdentity", ValueType::String),
    one("aws:SourceIp", ValueType::IpAddress),
    one("aws:SourceOrgID", ValueType::String),
    several("aws:SourceOrgPaths", ValueType::String),
    one("aws:SourceOwner", ValueType::String),
    one("aws:SourceVpc", ValueType::String),
    one("aws:SourceVpcArn", ValueType::Arn),
    one("aws:SourceVpce", ValueType::String),
    several("aws:TagKeys", ValueType::String),
    one("aws:TokenIssueTime", ValueType::Date),
    one("aws:UserAgent", ValueType::String),
    one("aws:userid", ValueType::String),
    one("aws:username", ValueType::String),
    one("aws:ViaAWSMCPService", ValueType::Bool),
    one("aws:ViaAWSService", ValueType::Bool),
    one("aws:VpceAccount", ValueType::String),
    one("aws:VpceOrgID", ValueType::String),
    several("aws:VpceOrgPaths", ValueType::String),
    one("aws:VpcSourceIp", ValueType::IpAddress),
    // What a service puts into a role's session is there in requests to every other service.
    one("ec2:RoleDelivery", ValueType::Numeric),
    one("ec2:SourceInstanceArn", ValueType::Arn),
    one("glue:CredentialIssuingService", ValueType::String),
    one("glue:RoleAssumedBy", ValueType::String),
    one("identitystore:UserId", ValueType::String),
    one("lambda:SourceFunctionArn", ValueType::Arn),
    one("ssm:SourceInstanceArn", ValueType::Arn),
];

const fn one(name: &'static str, value_type: ValueType) -> ConditionKey {
    ConditionKey { name, value_type, is_multivalued: false }
}

const fn several(name: &'static str, value_type: ValueType) -> ConditionKey {
    ConditionKey { name, value_type, is_multivalued: true }
}

/// Every key by its name in lower case, and those with a placeholder apart, with what their names match.
struct Known {
    by_name: HashMap<String, &'static ConditionKey>,
    with_placeholder: Vec<(String, &'static ConditionKey)>,
}

static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    let mut known = Known { by_name: HashMap::new(), with_placeholder: Vec::new() };
    for key in GLOBAL.iter().chain(authorization::services().iter().flat_map(|service| &service.condition_keys)) {
        match pattern(key.name) {
            pattern if pattern.contains('*') => known.with_placeholder.push((pattern, key)),
            name => drop(known.by_name.entry(name.to_lowercase()).or_insert(key)),
        }
    }
    known.with_placeholder.sort_by(|(one, _), (other, _)| one.cmp(other));
    known.with_placeholder.dedup_by(|(one, _), (other, _)| one == other);
    known
});

/// What is known of a key.
pub(super) fn find(key: &str) -> Option<&'static ConditionKey> {
    if let Some(known) = KNOWN.by_name.get(&key.to_lowercase()) {
        return Some(known);
    }
    let mut with_placeholder = KNOWN.with_placeholder.iter();
    with_placeholder.find(|(pattern, _)| glob::matches_ignoring_case(glob::tokens(pattern), key)).map(|(_, key)| *key)
}

/// Whether any request may have a key, whatever the service.
pub(super) fn is_global(key: &str) -> bool {
    GLOBAL.iter().any(|global| is_named(global.name, key))
}

/// Whether a key is the one of this name, which may have a placeholder.
pub(super) fn is_named(name: &str, key: &str) -> bool {
    glob::matches_ignoring_case(glob::tokens(&pattern(name)), key)
}

/// The names of all keys with a prefix such as `aws`, those with a placeholder left out.
pub(super) fn with_prefix(prefix: &str) -> impl Iterator<Item = &'static str> {
    let has_prefix = move |name: &&str| name.split_once(':').is_some_and(|(it, _)| it.eq_ignore_ascii_case(prefix));
    KNOWN.by_name.values().map(|key| key.name).filter(has_prefix)
}

/// `aws:ResourceTag/${TagKey}` as a pattern: `aws:ResourceTag/*`. Some services write `<key>` or `tag-key`.
fn pattern(name: &str) -> String {
    if let Some(before) = name.strip_suffix("/tag-key") {
        return format!("{before}/*");
    }
    let mut pattern = String::with_capacity(name.len());
    let mut rest = name;
    while let Some(at) = rest.find(['$', '<']) {
        let Some(end) = rest[at..].find(['}', '>']) else { break };
        pattern.push_str(&rest[..at]);
        pattern.push('*');
        rest = &rest[at + end + 1..];
    }
    pattern + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_services_and_of_every_request_are_known() {
        for key in [
            "aws:SourceIp",
            "AWS:sourceip",
            "aws:PrincipalTag/team",
            "s3:prefix",
            "s3:ExistingObjectTag/team",
            "secretsmanager:ResourceTag/team",
            "saml:aud",
        ] {
            assert!(find(key).is_some(), "{key}");
        }
        for key in ["aws:SourceIP4", "aws:PrincipalTag", "s3:prefixes", "prefix", ""] {
            assert!(find(key).is_none(), "{key}");
        }
        assert!(is_global("aws:ResourceTag/x") && !is_global("s3:prefix"));
    }
}
