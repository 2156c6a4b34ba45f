//! A trust policy that lets in fewer.

use serde_json::json;

use super::web_identity::Provider;
use super::{EXTERNAL_ID, EasyTrust, LetsIn};
use crate::draft::Draft;

/// The trust policy with a restriction for each of those whom it lets in too easily: the own account instead of anyone,
/// an external id, an audience, a subject. What its author has to choose is in capitals. `None` when the text is no
/// policy document.
pub fn restrict_trust(text: &str, easy: &[EasyTrust], account_root: &str) -> Option<String> {
    let mut draft = Draft::of(text)?;
    for EasyTrust { statement, lets_in } in easy {
        let at = statement.statement;
        match lets_in {
            LetsIn::Anyone => {
                let statement = draft.statements.get_mut(at)?.as_object_mut()?;
                statement.remove("NotPrincipal");
                statement.insert("Principal".to_owned(), json!({ "AWS": account_root }));
            }
            LetsIn::ForeignAccount(_) => draft.require(at, "StringEquals", EXTERNAL_ID, "AN-ID-THAT-YOU-AGREE-ON"),
            LetsIn::AnyAudience(provider) => {
                let provider = Provider::of(provider)?;
                draft.require(at, "StringEquals", &provider.audience_key(), provider.example_audience());
            }
            LetsIn::AnySubject(provider) => {
                let provider = Provider::of(provider)?;
                draft.require(at, "StringEquals", &provider.subject_key(), provider.example_subject());
            }
        }
    }
    Some(draft.into_text())
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::document::Document;
    use crate::trust::easy_trusts;

    #[test]
    fn a_restricted_trust_policy_lets_nobody_in_too_easily() {
        const ROLE: &str = "arn:aws:iam::111122223333:role/app";
        const GITHUB: &str = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com";
        let text = json!({ "Version": "2012-10-17", "Statement": [
            { "Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole" },
            { "Effect": "Allow", "NotPrincipal": { "AWS": "444455556666" }, "Action": "sts:AssumeRole" },
            { "Effect": "Allow", "Principal": { "AWS": "444455556666" }, "Action": "sts:AssumeRole" },
            { "Effect": "Allow", "Principal": { "Federated": GITHUB }, "Action": "sts:AssumeRoleWithWebIdentity",
              "Condition": { "StringLike": { "token.actions.githubusercontent.com:sub": "repo:*" } } },
            { "Effect": "Allow", "Principal": { "Federated": "cognito-identity.amazonaws.com" },
              "Action": "sts:AssumeRoleWithWebIdentity" },
            { "Effect": "Allow", "Principal": { "Service": "ec2.amazonaws.com" }, "Action": "sts:AssumeRole" },
        ] })
        .to_string();
        let easy = |text: &str| easy_trusts(&Document::parse(text).expect("it is a policy document"), ROLE);
        assert_eq!(easy(&text).len(), 7);
        let restricted = restrict_trust(&text, &easy(&text), "arn:aws:iam::111122223333:root").expect("it is one");
        assert_eq!(easy(&restricted), [], "{restricted}");
        let last = |text: &str| serde_json::from_str::<Value>(text).expect("it is JSON")["Statement"][5].clone();
        assert_eq!(last(&restricted), last(&text), "what was well stays as it was");
    }
}
