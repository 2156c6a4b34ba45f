//! The resources that a statement names.

use super::{At, Check, Rule, redundancy};
use crate::arn;
use crate::lint::finding::{Better, Found, Severity};
use crate::lint::policy::Item;
use crate::variables;

const ARNS: &str = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html";
const RESOURCE: &str = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html";
const VARIABLES: &str = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html";
const S3_ARNS: &str = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/security_iam_service-with-iam.html";

/// The last part of an ARN, in which alone variables are replaced.
const RESOURCE_PART: usize = 5;

pub(super) const RULES: &[Rule] = &[
    Rule {
        code: "P111",
        name: "malformed-arn",
        severity: Severity::Error,
        protects: "AWS refuses a resource that is neither `*` nor an ARN",
        page: ARNS,
        check: Check::Resource(malformed),
    },
    Rule {
        code: "P112",
        name: "short-arn",
        severity: Severity::Warning,
        protects: "AWS does not document what an ARN of fewer than six parts matches, and it differs by the kind of policy",
        page: ARNS,
        check: Check::Resource(short),
    },
    Rule {
        code: "P113",
        name: "unknown-partition",
        severity: Severity::Error,
        protects: "an ARN of a partition that does not exist matches nothing",
        page: ARNS,
        check: Check::Resource(unknown_partition),
    },
    Rule {
        code: "P114",
        name: "wildcard-in-service-of-arn",
        severity: Severity::Warning,
        protects: "a pattern for the service takes in resources of services nobody thought of",
        page: ARNS,
        check: Check::Resource(wildcard_in_service),
    },
    Rule {
        code: "P115",
        name: "malformed-account-id",
        severity: Severity::Error,
        protects: "an account has twelve digits; an ARN with another number matches nothing",
        page: ARNS,
        check: Check::Resource(malformed_account),
    },
    Rule {
        code: "P116",
        name: "place-in-bucket-arn",
        severity: Severity::Error,
        protects: "the ARN of a bucket has neither Region nor account, so that one with them matches nothing",
        page: S3_ARNS,
        check: Check::Resource(place_in_bucket_arn),
    },
    Rule {
        code: "P117",
        name: "redundant-resource",
        severity: Severity::Suggestion,
        protects: "what another resource of the list takes in already makes a policy longer and harder to read",
        page: RESOURCE,
        check: Check::Statement(redundant),
    },
    Rule {
        code: "P118",
        name: "variable-in-old-version",
        severity: Severity::Error,
        protects: "without the Version of 2012 a variable is plain text, so that it matches nothing",
        page: VARIABLES,
        check: Check::Statement(variable_in_old_version),
    },
    Rule {
        code: "P119",
        name: "variable-outside-resource-part",
        severity: Severity::Warning,
        protects: "AWS documents variables for the last part of an ARN only; elsewhere one is plain text",
        page: VARIABLES,
        check: Check::Resource(variable_outside_resource_part),
    },
];

fn malformed(_: At<'_>, resource: &Item) -> Option<Found> {
    let text = resource.text.as_str();
    let is_wild = text.chars().all(|it| matches!(it, '*' | '?'));
    if !text.is_empty() && is_wild || text.starts_with("arn:") || text.starts_with(['*', '?']) {
        return None;
    }
    let found =
        Found::at(&resource.place, format!("{text:?} is neither \"*\" nor an ARN, such as arn:aws:s3:::bucket/*"));
    let is_bucket_name =
        |text: &str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_lowercase() || b"-./*".contains(&it));
    Some(found.better(is_bucket_name(text).then(|| resource.replaced_by(format!("arn:aws:s3:::{text}")))))
}

fn short(_: At<'_>, resource: &Item) -> Option<Found> {
    let (_, count) = arn::split(&resource.text);
    if !resource.text.starts_with("arn:") || count == 6 {
        return None;
    }
    let message = format!("an ARN has six parts, and this one {count}; write out the others, with * where any will do");
    let padded = format!("{}{}", resource.text, ":*".repeat(6 - count));
    Some(Found::at(&resource.place, message).better(resource.replaced_by(padded)))
}

/// <https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html>
fn unknown_partition(_: At<'_>, resource: &Item) -> Option<Found> {
    const KNOWN: &[&str] =
        &["aws", "aws-cn", "aws-us-gov", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f", "aws-eusc"];
    let (parts, _) = arn::split(&resource.text);
    let partition = parts[1];
    let is_open = partition.is_empty() || partition.contains(['*', '?', '$']);
    if !resource.text.starts_with("arn:") || is_open && !resource.text.starts_with("arn::") {
        return None;
    }
    let is_known = KNOWN.iter().any(|known| known.eq_ignore_ascii_case(partition));
    (!is_known).then(|| {
        let rest = resource.text.splitn(3, ':').nth(2).unwrap_or_default();
        Found::at(&resource.place, format!("there is no partition {partition:?}; the usual one is aws"))
            .better(resource.replaced_by(format!("arn:aws:{rest}")))
    })
}

fn wildcard_in_service(_: At<'_>, resource: &Item) -> Option<Found> {
    let (parts, count) = arn::split(&resource.text);
    let is_pattern = count == 6 && parts[2].contains(['*', '?']);
    is_pattern.then(|| Found::at(&resource.place, format!("{:?} is no service; name the one that is meant", parts[2])))
}

fn malformed_account(_: At<'_>, resource: &Item) -> Option<Found> {
    let (parts, _) = arn::split(&resource.text);
    let account = parts[4];
    let is_number = !account.is_empty() && account.bytes().all(|it| it.is_ascii_digit() || it == b'-');
    (is_number && !arn::is_account_id(account)).then(|| {
        let message = format!("an account has twelve digits, without hyphens; {account:?} is none");
        let digits: String = account.chars().filter(char::is_ascii_digit).collect();
        let mended = || resource.replaced_by(resource.text.replacen(account, &digits, 1));
        Found::at(&resource.place, message).better(arn::is_account_id(&digits).then(mended))
    })
}

fn place_in_bucket_arn(_: At<'_>, resource: &Item) -> Option<Found> {
    const WITH_A_PLACE: &[&str] = &["accesspoint", "job/", "storage-lens", "access-grants", "async-request"];
    let (parts, count) = arn::split(&resource.text);
    let [_, _, service, region, account, name] = parts;
    let is_fixed = |text: &str| !text.is_empty() && !text.contains(['*', '?', '$']);
    let has_place = count == 6 && service == "s3" && (is_fixed(region) || is_fixed(account));
    if !has_place || name.starts_with(['*', '?']) || WITH_A_PLACE.iter().any(|it| name.starts_with(it)) {
        return None;
    }
    let message = "the ARN of a bucket or an object has neither Region nor account, so that this matches nothing";
    Some(Found::at(&resource.place, message).better(resource.replaced_by(format!("arn:{}:s3:::{name}", parts[1]))))
}

fn redundant(At { policy, statement }: At<'_>) -> Vec<Found> {
    statement
        .resources
        .iter()
        .flat_map(|resources| redundancy::within(resources, &policy.comparisons, takes_in))
        .collect()
}

/// Part by part, for a `*` does not reach over a colon but in the last part.
pub(super) fn takes_in(pattern: &str, other: &str) -> bool {
    let ((parts, count), (others, other_count)) = (arn::split(pattern), arn::split(other));
    let has_variables = variables::are_in(pattern) || variables::are_in(other);
    pattern == "*"
        || pattern == other
        || !has_variables
            && (count, other_count) == (6, 6)
            && parts.iter().zip(others).all(|(part, other)| redundancy::takes_in(part, other))
}

fn variable_in_old_version(At { policy, statement }: At<'_>) -> Vec<Found> {
    if policy.has_variables() {
        return Vec::new();
    }
    let resources = statement.resources.iter().flat_map(|resources| &resources.items);
    let values = statement.conditions.iter().flat_map(|condition| &condition.values);
    let with_variable = resources.chain(values).filter(|item| variables::keys_in(&item.text).next().is_some());
    with_variable
        .map(|item| {
            let message = "without \"Version\": \"2012-10-17\" this is plain text and no variable";
            let better = Better::at("Version", "2012-10-17");
            Found::at(&item.place, message).better(better)
        })
        .collect()
}

fn variable_outside_resource_part(at: At<'_>, resource: &Item) -> Option<Found> {
    let (parts, _) = arn::split(&resource.text);
    let is_outside = at.policy.has_variables() && parts[..RESOURCE_PART].iter().any(|part| variables::are_in(part));
    is_outside.then(|| {
        Found::at(&resource.place, "AWS documents variables for the part after the fifth colon only; write * before it")
    })
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::{allowing_on, assert_found};

    #[test]
    fn resources_that_match_nothing_or_too_much() {
        for (code, resource, found) in [
            ("P111", r#""bucket""#, true),
            ("P111", r#""""#, true),
            ("P111", r#""*""#, false),
            ("P112", r#""arn:aws:s3""#, true),
            ("P112", r#""arn:aws:s3:::bucket""#, false),
            ("P113", r#""arn:amazon:s3:::bucket/*""#, true),
            ("P113", r#""arn::s3:::bucket/*""#, true),
            ("P113", r#""arn:aws-us-gov:s3:::bucket/*""#, false),
            ("P113", r#""arn:*:s3:::bucket/*""#, false),
            ("P114", r#""arn:aws:*:::bucket/*""#, true),
            ("P114", r#""arn:aws:s3:::*""#, false),
            ("P115", r#""arn:aws:sqs:eu-west-1:1111-2222-3333:queue""#, true),
            ("P115", r#""arn:aws:sqs:eu-west-1:11112222333:queue""#, true),
            ("P115", r#""arn:aws:sqs:eu-west-1:111122223333:queue""#, false),
            ("P116", r#""arn:aws:s3:eu-west-1:111122223333:bucket/*""#, true),
            ("P116", r#""arn:aws:s3:eu-west-1:111122223333:accesspoint/a/object/*""#, false),
            ("P117", r#"["arn:aws:s3:::bucket/*", "arn:aws:s3:::bucket/a"]"#, true),
            ("P117", r#"["arn:aws:s3:::bucket/*", "arn:aws:s3:::bucket"]"#, false),
            ("P118", r#""arn:aws:s3:::bucket/${aws:username}""#, false),
            ("P119", r#""arn:aws:s3:::${aws:username}/*""#, false),
            ("P119", r#""arn:aws:iam::${aws:PrincipalAccount}:user/x""#, true),
        ] {
            assert_found(code, &allowing_on("s3:GetObject", resource), found);
        }
    }

    #[test]
    fn variables_need_the_version_of_2012() {
        let statement =
            r#"{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/${aws:username}/*"}"#;
        for (version, found) in
            [("", true), (r#""Version": "2008-10-17","#, true), (r#""Version": "2012-10-17","#, false)]
        {
            assert_found("P118", &format!("{{{version} \"Statement\": {statement}}}"), found);
        }
    }
}
