//! Who is let in from outside: by the policy of a resource, or by the trust policy of a role.

use super::{At, Check, Rule};
use crate::arn::{Arn, is_account_id};
use crate::lint::finding::{Found, Severity};
use crate::lint::kind::Kind;
use crate::lint::policy::{Condition, Principal, Statement};

const PRINCIPAL: &str = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html";
const DEPUTY: &str = "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html";
const OIDC: &str = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html";

/// Keys of which a demanded value says who asks, or from where.
const NARROWING: &[&str] = &[
    "aws:PrincipalAccount",
    "aws:PrincipalArn",
    "aws:PrincipalOrgID",
    "aws:PrincipalOrgPaths",
    "aws:SourceAccount",
    "aws:SourceArn",
    "aws:SourceIp",
    "aws:SourceOrgID",
    "aws:SourceOrgPaths",
    "aws:SourceOwner",
    "aws:SourceVpc",
    "aws:SourceVpcArn",
    "aws:SourceVpce",
    "aws:VpcSourceIp",
    "aws:VpceAccount",
    "aws:VpceOrgID",
    "aws:VpceOrgPaths",
    "aws:userid",
    "kms:CallerAccount",
    "s3:DataAccessPointAccount",
    "s3:DataAccessPointArn",
];

/// By which a service says for whose resource it asks.
const SOURCES: &[&str] =
    &["aws:SourceAccount", "aws:SourceArn", "aws:SourceOrgID", "aws:SourceOrgPaths", "aws:SourceOwner"];

/// The services whose documentation shows trust policies with `aws:SourceArn` or `aws:SourceAccount`, each on its page about
/// the confused deputy. Others, such as EC2 and Lambda, only assume the roles of the account that passed them.
const SERVICES_WITH_SOURCE: &[&str] = &[
    "airflow",
    "airflow-env",
    "appstream",
    "bedrock",
    "codebuild",
    "codepipeline",
    "comprehend",
    "datasync",
    "ecs-tasks",
    "firehose",
    "fis",
    "forecast",
    "frauddetector",
    "grafana",
    "greengrass",
    "iot",
    "kendra",
    "lexv2",
    "logs",
    "personalize",
    "pipes",
    "rekognition",
    "rolesanywhere",
    "sagemaker",
    "scheduler",
    "ssm",
    "states",
    "textract",
    "transcribe",
    "transfer",
    "vpc-flow-logs",
];

const GITHUB: &str = "token.actions.githubusercontent.com";

pub(super) const RULES: &[Rule] = &[
    Rule {
        code: "P321",
        name: "trusts-everyone",
        severity: Severity::Warning,
        protects: "a role that everyone may assume is everyone's",
        page: PRINCIPAL,
        check: Check::Principal(trusts_everyone),
    },
    Rule {
        code: "P322",
        name: "open-to-everyone",
        severity: Severity::Warning,
        protects: "a resource that everyone may use is public",
        page: PRINCIPAL,
        check: Check::Principal(open_to_everyone),
    },
    Rule {
        code: "P323",
        name: "no-external-id",
        severity: Severity::Suggestion,
        protects: "a third party that acts for many customers can be brought to act on the account of another one",
        page: DEPUTY,
        check: Check::Principal(no_external_id),
    },
    Rule {
        code: "P324",
        name: "identity-provider-without-audience",
        severity: Severity::Warning,
        protects: "a token that the provider issued for something else is taken too",
        page: OIDC,
        check: Check::Principal(without_audience),
    },
    Rule {
        code: "P325",
        name: "identity-provider-without-subject",
        severity: Severity::Warning,
        protects: "everyone whom the provider knows may assume the role, at GitHub every repository of the world",
        page: OIDC,
        check: Check::Principal(without_subject),
    },
    Rule {
        code: "P326",
        name: "service-without-source",
        severity: Severity::Warning,
        protects: "a service can be brought by another customer to use this resource",
        page: DEPUTY,
        check: Check::Principal(without_source),
    },
    Rule {
        code: "P327",
        name: "service-trusted-without-source",
        severity: Severity::Suggestion,
        protects: "a service can be brought by another customer to assume this role",
        page: DEPUTY,
        check: Check::Principal(trusted_without_source),
    },
];

fn is_narrowed(statement: &Statement<'_>) -> bool {
    NARROWING.iter().any(|key| demands(statement, key))
}

/// Whether a value of a key is demanded, and not just any.
fn demands(statement: &Statement<'_>, key: &str) -> bool {
    statement.conditions_on(key).any(|condition| condition.demands_a_value() && is_selective(condition))
}

fn is_selective(condition: &Condition) -> bool {
    let is_any = |value: &str| value.chars().all(|it| it == '*') || ["0.0.0.0/0", "::/0"].contains(&value);
    !condition.values.iter().any(|value| is_any(&value.text))
}

fn is_let_in(At { policy, statement }: At<'_>, kind: Kind) -> bool {
    let is_listed = statement.principals.as_ref().is_some_and(|principals| !principals.is_opposite);
    policy.kind == kind && statement.allows() && is_listed
}

fn trusts_everyone(at: At<'_>, principal: &Principal) -> Option<Found> {
    let is_open = at.statement.is_open_to_anyone || principal.kind == "Federated";
    let is_found = is_let_in(at, Kind::Trust) && is_open && principal.id.text == "*";
    is_found.then(|| {
        let better = at.statement.with(|json| {
            json.insert("Principal".to_owned(), serde_json::json!({ "AWS": "arn:aws:iam::111122223333:root" }));
        });
        let message = "everyone with an AWS account may assume this role; name who is meant";
        Found::at(&principal.id.place, message).better(better)
    })
}

fn open_to_everyone(at: At<'_>, principal: &Principal) -> Option<Found> {
    let is_found = is_let_in(at, Kind::Resource) && principal.is_everyone() && at.statement.is_open_to_anyone;
    is_found.then(|| {
        let better = at.statement.with_condition("StringEquals", "aws:PrincipalOrgID", "o-exampleorgid");
        let message =
            "this lets everyone in; name who is meant, or demand aws:PrincipalOrgID, aws:SourceVpce or the like";
        Found::at(&principal.id.place, message).better(better)
    })
}

/// Whether an account is one's own the text does not tell.
fn no_external_id(at: At<'_>, principal: &Principal) -> Option<Found> {
    let id = principal.id.text.as_str();
    let account = Arn::parse(id).filter(|arn| arn.resource() == "root").map_or(id, Arn::account);
    let is_account = principal.kind == "AWS" && is_account_id(account);
    let is_open = !is_narrowed(at.statement) && !at.statement.asks_about(&["sts:ExternalId"]);
    (is_let_in(at, Kind::Trust) && is_account && is_open).then(|| {
        let better = at.statement.with_condition("StringEquals", "sts:ExternalId", "an-id-that-they-gave-you");
        let message = format!("if {account} is somebody else's account, demand an external id");
        Found::at(&principal.id.place, message).better(better)
    })
}

/// The name by which an identity provider's keys begin; `None` for SAML, whose keys are others.
fn provider(principal: &Principal) -> Option<&str> {
    let id = principal.id.text.as_str();
    if principal.kind != "Federated" {
        return None;
    }
    match id.split_once(":oidc-provider/") {
        Some((_, name)) => Some(name),
        None => (!id.contains(":saml-provider/")).then_some(id),
    }
}

fn without_audience(at: At<'_>, principal: &Principal) -> Option<Found> {
    let provider = provider(principal)?;
    let audience = match provider {
        "graph.facebook.com" | "www.amazon.com" => "app_id",
        _ => "aud",
    };
    let key = format!("{provider}:{audience}");
    let is_found = is_let_in(at, Kind::Trust) && !demands(at.statement, &key);
    is_found.then(|| {
        let value = if provider == GITHUB { "sts.amazonaws.com" } else { "the-id-of-your-application" };
        Found::at(&principal.id.place, format!("demand with {key} that the token was issued for your application"))
            .better(at.statement.with_condition("StringEquals", &key, value))
    })
}

/// Of an identity pool, and of providers for people, the audience says enough.
fn without_subject(at: At<'_>, principal: &Principal) -> Option<Found> {
    const OF_PEOPLE: &[&str] =
        &["accounts.google.com", "cognito-identity.amazonaws.com", "graph.facebook.com", "www.amazon.com"];
    let provider = provider(principal).filter(|provider| !OF_PEOPLE.contains(provider))?;
    let key = format!("{provider}:sub");
    let is_github = provider.starts_with(GITHUB);
    let is_open =
        |condition: &Condition| is_github && condition.values.iter().any(|value| names_no_repository(&value.text));
    let mut demanding = at.statement.conditions_on(&key).filter(|it| it.demands_a_value() && is_selective(it));
    if !is_let_in(at, Kind::Trust) || demanding.any(|condition| !is_open(condition)) {
        return None;
    }
    let (message, value) = if is_github {
        (
            format!("every repository at GitHub may assume this role; demand yours with {key}"),
            "repo:owner/name:ref:refs/heads/main",
        )
    } else {
        (
            format!("everyone with a token of {provider} may assume this role; demand with {key} who is meant"),
            "who-is-meant",
        )
    };
    Some(Found::at(&principal.id.place, message).better(at.statement.with_condition("StringEquals", &key, value)))
}

/// `repo:owner/name:…` names one; a wildcard in the owner lets strangers in.
fn names_no_repository(subject: &str) -> bool {
    let Some((owner, _)) = subject.strip_prefix("repo:").and_then(|rest| rest.split_once('/')) else {
        return subject.contains('*');
    };
    owner.contains(['*', '?'])
}

fn asks_for_source(statement: &Statement<'_>) -> bool {
    SOURCES.iter().any(|key| demands(statement, key))
}

fn without_source(at: At<'_>, principal: &Principal) -> Option<Found> {
    let is_found = is_let_in(at, Kind::Resource) && principal.kind == "Service" && !asks_for_source(at.statement);
    is_found.then(|| Found::at(&principal.id.place, demand_source(principal)).better(with_source(at)))
}

fn trusted_without_source(at: At<'_>, principal: &Principal) -> Option<Found> {
    let service = principal.id.text.split('.').next().filter(|_| principal.kind == "Service")?;
    let is_concerned = SERVICES_WITH_SOURCE.contains(&service);
    let is_found = is_let_in(at, Kind::Trust) && is_concerned && !asks_for_source(at.statement);
    is_found.then(|| Found::at(&principal.id.place, demand_source(principal)).better(with_source(at)))
}

fn demand_source(principal: &Principal) -> String {
    format!(
        "{} acts for every customer of AWS; demand your account with aws:SourceAccount, or your resource with aws:SourceArn",
        principal.id.text
    )
}

fn with_source(at: At<'_>) -> Option<crate::lint::Better> {
    at.statement.with_condition("StringEquals", "aws:SourceAccount", "111122223333")
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::{assert_found, policy_of_resource, trusting};

    #[test]
    fn who_may_assume_a_role() {
        const OIDC: &str =
            r#"{"Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"}"#;
        const AUD: &str = r#"{"StringEquals": {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"}}"#;
        let subject =
            |subject: &str| format!(r#"{{"StringLike": {{"token.actions.githubusercontent.com:sub": "{subject}"}}}}"#);
        for (code, principal, condition, found) in [
            ("P321", r#""*""#, String::new(), true),
            (
                "P321",
                r#"{"AWS": "*"}"#,
                r#"{"StringEquals": {"aws:PrincipalOrgID": "o-exampleorgid"}}"#.to_owned(),
                false,
            ),
            (
                "P321",
                r#"{"AWS": "*"}"#,
                r#"{"StringEqualsIfExists": {"aws:PrincipalOrgID": "o-exampleorgid"}}"#.to_owned(),
                true,
            ),
            ("P323", r#"{"AWS": "111122223333"}"#, String::new(), true),
            (
                "P323",
                r#"{"AWS": "arn:aws:iam::111122223333:root"}"#,
                r#"{"StringEquals": {"sts:ExternalId": "x"}}"#.to_owned(),
                false,
            ),
            ("P323", r#"{"AWS": "arn:aws:iam::111122223333:role/r"}"#, String::new(), false),
            ("P324", OIDC, String::new(), true),
            ("P324", OIDC, AUD.to_owned(), false),
            ("P324", r#"{"Federated": "arn:aws:iam::111122223333:saml-provider/x"}"#, String::new(), false),
            ("P325", OIDC, AUD.to_owned(), true),
            ("P325", OIDC, subject("repo:owner/name:*"), false),
            ("P325", OIDC, subject("repo:owner/*"), false),
            ("P325", OIDC, subject("repo:*"), true),
            ("P325", OIDC, subject("*"), true),
            ("P325", r#"{"Federated": "cognito-identity.amazonaws.com"}"#, String::new(), false),
            ("P327", r#"{"Service": "scheduler.amazonaws.com"}"#, String::new(), true),
            (
                "P327",
                r#"{"Service": "scheduler.amazonaws.com"}"#,
                r#"{"StringEquals": {"aws:SourceAccount": "111122223333"}}"#.to_owned(),
                false,
            ),
            ("P327", r#"{"Service": "lambda.amazonaws.com"}"#, String::new(), false),
        ] {
            assert_found(code, &trusting(principal, &condition), found);
        }
    }

    #[test]
    fn who_may_use_a_resource() {
        for (code, principal, condition, found) in [
            ("P322", r#""*""#, "", true),
            ("P322", r#"{"AWS": "*"}"#, r#"{"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}"#, false),
            ("P322", r#"{"AWS": "*"}"#, r#"{"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}}"#, true),
            ("P322", r#"{"AWS": "111122223333"}"#, "", false),
            ("P326", r#"{"Service": "sns.amazonaws.com"}"#, "", true),
            (
                "P326",
                r#"{"Service": "sns.amazonaws.com"}"#,
                r#"{"ArnLike": {"aws:SourceArn": "arn:aws:sns:*:111122223333:t"}}"#,
                false,
            ),
        ] {
            assert_found(code, &policy_of_resource(principal, condition), found);
        }
    }
}
