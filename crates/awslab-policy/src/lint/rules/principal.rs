//! The principals that a statement names.

use super::{At, Check, Rule};
use crate::arn::{Arn, is_account_id};
use crate::lint::finding::{Found, Severity};
use crate::lint::policy::Principal;

const PRINCIPAL: &str = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html";
const IDS: &str = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids";

pub(super) const RULES: &[Rule] = &[
    Rule {
        code: "P131",
        name: "invalid-principal",
        severity: Severity::Error,
        protects: "AWS refuses a principal that can be nobody",
        page: PRINCIPAL,
        check: Check::Principal(invalid),
    },
    Rule {
        code: "P132",
        name: "wildcard-in-principal",
        severity: Severity::Error,
        protects: "a principal is named in full, or is `*`; AWS takes no pattern",
        page: PRINCIPAL,
        check: Check::Principal(wildcard),
    },
    Rule {
        code: "P133",
        name: "group-as-principal",
        severity: Severity::Error,
        protects: "a group cannot be a principal, because it does not sign requests",
        page: PRINCIPAL,
        check: Check::Principal(group),
    },
    Rule {
        code: "P134",
        name: "deleted-principal",
        severity: Severity::Warning,
        protects: "AWS shows a user or role that is gone by its id; a new one of the same name is not meant",
        page: IDS,
        check: Check::Principal(deleted),
    },
];

fn invalid(_: At<'_>, principal: &Principal) -> Option<Found> {
    let id = principal.id.text.as_str();
    if id.contains(['*', '?', '$']) || is_unique_id(id) {
        return None;
    }
    let problem = match principal.kind.as_str() {
        "AWS" if is_account_id(id) || is_principal_arn(id) => return None,
        "AWS" if id.ends_with(".amazonaws.com") => "a service goes under \"Service\"",
        "AWS" => "write an account of twelve digits, the ARN of a user, role or session, or \"*\"",
        "Service" if is_host(id) => return None,
        "Service" => "write a service such as lambda.amazonaws.com",
        "Federated" if is_host(id) || Arn::parse(id).is_some_and(|arn| arn.resource().contains("-provider/")) => {
            return None;
        }
        "Federated" => "write the ARN of an identity provider, or one such as accounts.google.com",
        _ => return None,
    };
    Some(Found::at(&principal.id.place, format!("{id:?} can be nobody here: {problem}")))
}

fn wildcard(_: At<'_>, principal: &Principal) -> Option<Found> {
    let id = principal.id.text.as_str();
    if id == "*" || !id.contains(['*', '?']) {
        return None;
    }
    let message = format!(
        "a principal is no pattern, so that {id} is nobody; name everyone that is meant, or ask for aws:PrincipalArn in a condition"
    );
    Some(Found::at(&principal.id.place, message))
}

fn group(_: At<'_>, principal: &Principal) -> Option<Found> {
    let arn = Arn::parse(&principal.id.text)?;
    let is_group = arn.service() == "iam" && arn.resource().starts_with("group/");
    is_group
        .then(|| Found::at(&principal.id.place, "a group is no principal; name its users, or a role that they assume"))
}

fn deleted(_: At<'_>, principal: &Principal) -> Option<Found> {
    let id = principal.id.text.as_str();
    (principal.kind == "AWS" && is_unique_id(id)).then(|| {
        Found::at(
            &principal.id.place,
            format!("{id} stands for a user or role that was deleted; take it out, or name its successor"),
        )
    })
}

/// What a user (`AIDA`) or a role (`AROA`) has instead of its name when it is gone.
fn is_unique_id(text: &str) -> bool {
    let is_id = |text: &str| text.len() >= 16 && text.bytes().all(|it| it.is_ascii_uppercase() || it.is_ascii_digit());
    (text.starts_with("AIDA") || text.starts_with("AROA")) && is_id(text)
}

/// A group is wrong in another way.
fn is_principal_arn(text: &str) -> bool {
    const KINDS: &[&str] =
        &["root", "user/", "role/", "assumed-role/", "federated-user/", "group/", "cloudfront/", "self"];
    let Some(arn) = Arn::parse(text) else { return false };
    ["iam", "sts"].contains(&arn.service()) && KINDS.iter().any(|kind| arn.resource().starts_with(kind))
}

fn is_host(text: &str) -> bool {
    let is_label =
        |label: &str| !label.is_empty() && label.bytes().all(|it| it.is_ascii_alphanumeric() || b"-_".contains(&it));
    text.contains('.') && text.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::{assert_found, policy_of_resource};

    #[test]
    fn who_can_be_a_principal() {
        for (code, principal, found) in [
            ("P131", r#"{"AWS": "anna"}"#, true),
            ("P131", r#"{"AWS": "lambda.amazonaws.com"}"#, true),
            ("P131", r#"{"AWS": "11112222333"}"#, true),
            ("P131", r#"{"AWS": "arn:aws:s3:::bucket"}"#, true),
            ("P131", r#"{"Service": "lambda"}"#, true),
            ("P131", r#"{"Federated": "google"}"#, true),
            ("P131", r#"{"AWS": ["111122223333", "arn:aws:iam::111122223333:role/r", "*"]}"#, false),
            ("P131", r#"{"Service": "lambda.amazonaws.com"}"#, false),
            ("P131", r#"{"Federated": "arn:aws:iam::111122223333:oidc-provider/gitlab.com"}"#, false),
            ("P131", r#"{"CanonicalUser": "79a59df900b949e5"}"#, false),
            ("P132", r#"{"AWS": "arn:aws:iam::111122223333:user/*"}"#, true),
            ("P132", r#"{"AWS": "*"}"#, false),
            ("P132", r#""*""#, false),
            ("P133", r#"{"AWS": "arn:aws:iam::111122223333:group/g"}"#, true),
            ("P133", r#"{"AWS": "arn:aws:iam::111122223333:user/group"}"#, false),
            ("P134", r#"{"AWS": "AIDAEXAMPLEEXAMPLE01"}"#, true),
            ("P134", r#"{"AWS": "arn:aws:iam::111122223333:user/AIDAEXAMPLEEXAMPLE01"}"#, false),
        ] {
            assert_found(code, &policy_of_resource(principal, ""), found);
        }
    }
}
