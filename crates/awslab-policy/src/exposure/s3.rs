//! S3's own definition of a public bucket policy, by which it blocks public access.
//!
//! "Amazon S3 begins by assuming that the policy is public." It is not when every statement that allows something names
//! fixed principals, or has a condition that limits it to fixed values: without a wildcard, without a variable.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#public-bucket-policies>

use serde::Serialize;

use super::network;
use super::who::{Who, has_wildcard, named};
use crate::arn::{self, is_account_id};
use crate::decision::StatementReference;
use crate::document::{Comparison, Condition, Document, Effect, Principals, Quantifier, Statement};
use crate::variables;

/// A statement by which S3 takes a bucket policy as public.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PublicStatement {
    /// The statement.
    pub statement: StatementReference,
    /// Why.
    pub because: String,
}

/// The statements that make a bucket policy public to S3; without one it is not. A single one makes the whole policy
/// public, and no `Deny` makes it otherwise.
pub fn public_to_s3(document: &Document) -> Vec<PublicStatement> {
    let statements = document.statements.iter().enumerate();
    let allows = statements.filter(|(_, statement)| statement.effect == Effect::Allow);
    let public = allows.filter_map(|(index, statement)| {
        let because = why_public(statement, document.has_variables())?;
        Some(PublicStatement { statement: StatementReference::of_resource(statement, index), because })
    });
    public.collect()
}

fn why_public(statement: &Statement, has_variables: bool) -> Option<String> {
    let open = why_not_fixed(statement.principals.as_ref()?)?;
    let mut remarks = Vec::new();
    for condition in statement.conditions.iter().filter(|condition| limits(&condition.key)) {
        match why_not_limited(condition, has_variables) {
            None => return None,
            Some(remark) => remarks.push(remark),
        }
    }
    if remarks.is_empty() {
        return Some(format!("{open}, and no condition limits it to values that S3 trusts"));
    }
    Some(format!("{open}, and {}", remarks.join("; ")))
}

/// Why principals are no fixed ones: whoever an identity provider vouches for is anyone to S3.
fn why_not_fixed(principals: &Principals) -> Option<String> {
    let Principals::Only(listed) = principals else {
        return Some("NotPrincipal lets in all but those it lists".to_owned());
    };
    let mut open = listed.iter().filter(|(kind, id)| match named(kind, id) {
        Some(Who::Anyone | Who::Federated(_)) => true,
        Some(_) => false,
        None => has_wildcard(id),
    });
    open.next().map(|(kind, id)| match kind.as_str() {
        "AWS" if id == "*" => "the principal is everyone".to_owned(),
        "Federated" => format!("whoever {id} vouches for is let in"),
        _ => format!("the principal {id} has a wildcard"),
    })
}

/// The keys by which S3 lets a condition limit everyone. Those of the principal stand for "an AWS principal, user, role,
/// or service principal".
const KEYS: &[&str] = &[
    "aws:PrincipalAccount",
    "aws:PrincipalArn",
    "aws:PrincipalOrgID",
    "aws:PrincipalOrgPaths",
    "aws:PrincipalServiceName",
    "aws:SourceAccount",
    "aws:SourceArn",
    ADDRESS,
    "aws:SourceOwner",
    "aws:SourceVpc",
    "aws:SourceVpce",
    "aws:userid",
    ACCESS_POINT,
    "s3:DataAccessPointAccount",
    "s3:x-amz-server-side-encryption-aws-kms-key-id",
];

const ADDRESS: &str = "aws:SourceIp";

/// Its values may leave the name of the access point open.
const ACCESS_POINT: &str = "s3:DataAccessPointArn";

fn limits(key: &str) -> bool {
    KEYS.iter().any(|known| known.eq_ignore_ascii_case(key))
}

/// Why a line does not limit a statement to fixed values; `None` when it does.
fn why_not_limited(condition: &Condition, has_variables: bool) -> Option<String> {
    let (operator, key) = (condition.operator, &condition.key);
    if operator.negated {
        return Some(format!("{operator} on {key} keeps out only what it lists"));
    }
    if operator.if_exists || operator.quantifier == Some(Quantifier::ForAllValues) {
        return Some(format!("{operator} on {key} holds for a request without the key"));
    }
    let is_address = key.eq_ignore_ascii_case(ADDRESS);
    let compares_addresses = is_address && operator.comparison == Comparison::IpAddress;
    if !compares_addresses && !compares_names(operator.comparison) {
        return Some(format!("{operator} does not compare what {key} holds"));
    }
    let ranges = condition.values.iter().filter(|_| is_address).map(String::as_str);
    if let Some(range) = network::too_broad(ranges) {
        return Some(format!("{key} {range} is too broad"));
    }
    why_not_fixed_values(condition, has_variables)
}

fn compares_names(comparison: Comparison) -> bool {
    use Comparison::{Arn, StringEquals, StringEqualsIgnoreCase, StringLike};
    matches!(comparison, Arn | StringEquals | StringEqualsIgnoreCase | StringLike)
}

fn why_not_fixed_values(condition: &Condition, has_variables: bool) -> Option<String> {
    let key = &condition.key;
    let open = condition.values.iter().find(|value| {
        let has_variable = has_variables && variables::are_in(value);
        has_variable || (has_wildcard(value) && !(key.eq_ignore_ascii_case(ACCESS_POINT) && has_fixed_account(value)))
    });
    if let Some(value) = open {
        return Some(format!("{key} {value} is no fixed value"));
    }
    let is_any_session = |value: &&String| value.starts_with("AROA") && value.contains(':');
    let session = condition.values.iter().find(|value| key.eq_ignore_ascii_case("aws:userid") && is_any_session(value));
    session.map(|value| format!("{key} {value} is a session of a role, whose name the caller chooses"))
}

/// `arn:aws:s3:eu-west-1:111122223333:accesspoint/*`: any access point of one account.
fn has_fixed_account(pattern: &str) -> bool {
    let (parts, count) = arn::split(pattern);
    count == parts.len() && is_account_id(parts[4]) && !parts[..4].iter().any(|part| has_wildcard(part))
}
