//! Whom a role's trust policy lets in too easily.
//!
//! The engine is asked on behalf of strangers: somebody in an account that the policy does not name, somebody in a
//! foreign account who brings no or another external id, a token that was made for another audience or subject.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html>
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html>

mod restrict;
mod web_identity;

use std::{fmt, iter};

use crate::arn::Arn;
use crate::caller::Caller;
use crate::decision::StatementReference;
use crate::document::{Document, Effect, Principals, Statement};
use crate::policies::Policies;
use crate::request::Request;

pub use self::restrict::restrict_trust;
use self::web_identity::Provider;

/// A statement of a trust policy that lets somebody in too easily.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EasyTrust {
    /// The statement.
    pub statement: StatementReference,
    /// Whom.
    pub lets_in: LetsIn,
}

/// Whom a trust policy lets in too easily.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LetsIn {
    /// Somebody in whatever account.
    Anyone,
    /// A foreign account, also when it acts for somebody else: no external id is demanded.
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html>
    ForeignAccount(String),
    /// A token that was made for another audience, another application, by this identity provider.
    AnyAudience(String),
    /// A token for whatever subject, another user, repository or pod, by this identity provider.
    AnySubject(String),
}

impl fmt::Display for LetsIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Anyone => f.write_str("anyone in any account"),
            Self::ForeignAccount(account) => write!(f, "account {account} without {EXTERNAL_ID}"),
            Self::AnyAudience(provider) => write!(f, "tokens of {provider} for any audience"),
            Self::AnySubject(provider) => write!(f, "tokens of {provider} for any subject"),
        }
    }
}

const ASSUME_ROLE: &str = "sts:AssumeRole";
const EXTERNAL_ID: &str = "sts:ExternalId";
/// What no policy names: what strangers bring.
const SOMEBODY_ELSES: &str = "somebody-elses";

/// Whom the trust policy of a role lets in too easily, statement by statement.
pub fn easy_trusts(trust: &Document, role: &str) -> Vec<EasyTrust> {
    let Some(owner) = Caller::of(role).account() else { return Vec::new() };
    let allows = trust.statements.iter().enumerate().filter(|(_, statement)| statement.effect == Effect::Allow);
    let found = allows.flat_map(|(index, statement)| {
        let door = Door { policies: only(trust, index), role, owner };
        let reference = StatementReference::of_resource(statement, index);
        let lets_in = door.lets_in(statement).into_iter();
        lets_in.map(move |lets_in| EasyTrust { statement: reference.clone(), lets_in })
    });
    found.collect()
}

/// The policies for somebody who may do anything at home, with one statement of the trust policy and all its denies.
fn only(trust: &Document, index: usize) -> Policies {
    let is_kept = |(at, statement): (usize, &Statement)| {
        (at == index || statement.effect == Effect::Deny).then(|| statement.clone())
    };
    let statements = trust.statements.iter().enumerate().filter_map(is_kept).collect();
    Policies {
        identity: vec![Document::allowing_everything()],
        resource: Some(Document { version: trust.version.clone(), statements }),
        ..Policies::default()
    }
}

/// One statement of a role's trust policy.
struct Door<'a> {
    policies: Policies,
    role: &'a str,
    owner: &'a str,
}

impl Door<'_> {
    fn lets_in(&self, statement: &Statement) -> Vec<LetsIn> {
        if self.strangers(statement).any(|stranger| self.opens_to(&stranger)) {
            return vec![LetsIn::Anyone];
        }
        let Some(Principals::Only(listed)) = &statement.principals else { return Vec::new() };
        let mut lets_in: Vec<LetsIn> = Vec::new();
        for (kind, id) in listed {
            let found = match kind.as_str() {
                "AWS" => self.foreign_account(id).into_iter().collect(),
                "Federated" => self.any_token(id),
                _ => Vec::new(),
            };
            lets_in.extend(found);
        }
        lets_in.dedup();
        lets_in
    }

    /// Somebody in an account that nobody named, of a strange organization, somewhere on the internet. What strangers can
    /// choose for themselves, such as tags and external ids, is left open: an external id is no secret. They can choose
    /// their names as well, so that one of them has the name that the statement asks for.
    fn strangers(&self, statement: &Statement) -> impl Iterator<Item = Request> {
        let account = if self.owner == "999999999999" { "888888888888" } else { "999999999999" };
        let conditions = statement.conditions.iter().filter(|it| it.key.eq_ignore_ascii_case("aws:PrincipalArn"));
        let names = conditions.flat_map(|condition| &condition.values).filter_map(move |pattern| {
            let name = Arn::parse(pattern)?.resource().replace(['*', '?'], "x");
            Some(format!("arn:aws:iam::{account}:{name}"))
        });
        let somebody = format!("arn:aws:iam::{account}:user/{SOMEBODY_ELSES}");
        iter::once(somebody).chain(names).map(|principal| self.request_from_afar(principal))
    }

    fn request_from_afar(&self, principal: String) -> Request {
        const NOT_FROM_AFAR: &[&str] = &[
            "aws:SourceAccount",
            "aws:SourceArn",
            "aws:SourceOrgID",
            "aws:SourceVpc",
            "aws:SourceVpce",
            "aws:VpcSourceIp",
        ];
        let mut request = Request::new(principal, ASSUME_ROLE, self.role)
            .on_account(self.owner)
            .with("aws:PrincipalOrgID", "o-somebodyelses")
            .with("aws:SourceIp", "198.51.100.7");
        request.context = request.context.with_many("aws:PrincipalOrgPaths", ["o-somebodyelses/r-root/"]);
        NOT_FROM_AFAR.iter().fold(request, |request, key| request.without(key))
    }

    fn foreign_account(&self, id: &str) -> Option<LetsIn> {
        let account = Caller::of(id).account().filter(|account| *account != self.owner)?;
        let somebody = format!("arn:aws:iam::{account}:user/{SOMEBODY_ELSES}");
        // An account stands for everybody whom it lets: for one of its users here.
        let principal = if id == account || id.ends_with(":root") { &somebody } else { id };
        let request = Request::new(principal, ASSUME_ROLE, self.role).on_account(self.owner);
        let comes_in = self.opens_to(&request.clone().without(EXTERNAL_ID))
            || self.opens_to(&request.with(EXTERNAL_ID, SOMEBODY_ELSES));
        comes_in.then(|| LetsIn::ForeignAccount(account.to_owned()))
    }

    fn any_token(&self, id: &str) -> Vec<LetsIn> {
        let Some(provider) = Provider::of(id) else { return Vec::new() };
        let request = Request::new(id, "sts:AssumeRoleWithWebIdentity", self.role).on_account(self.owner);
        let name = || provider.name.to_owned();
        let opens_to = |foreign: Request| self.opens_to(&foreign);
        let audience = provider.of_foreign_audience(&request).any(opens_to).then(|| LetsIn::AnyAudience(name()));
        let subject = provider.of_foreign_subject(&request).any(opens_to).then(|| LetsIn::AnySubject(name()));
        audience.into_iter().chain(subject).collect()
    }

    /// Whether somebody may come in, given the best of all that is not known.
    fn opens_to(&self, request: &Request) -> bool {
        self.policies.decide_in_any_context(request).may_be_allowed()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    const ROLE: &str = "arn:aws:iam::111122223333:role/app";

    fn found(statement: &Value) -> Vec<LetsIn> {
        let document = json!({ "Version": "2012-10-17", "Statement": statement });
        let document = Document::parse(&document.to_string()).expect("the trust policy is well formed");
        easy_trusts(&document, ROLE).into_iter().map(|it| it.lets_in).collect()
    }

    fn trust(principal: &Value, action: &str, condition: &Value) -> Vec<LetsIn> {
        found(&json!({ "Effect": "Allow", "Principal": principal, "Action": action, "Condition": condition }))
    }

    #[test]
    fn whom_a_star_lets_in() {
        for (condition, anyone) in [
            (json!({}), true),
            (json!({ "StringEquals": { "aws:PrincipalAccount": "111122223333" } }), false),
            (json!({ "ArnLike": { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/ci-*" } }), false),
            (json!({ "ArnLike": { "aws:PrincipalArn": "arn:aws:iam::*:role/ci-*" } }), true),
            (json!({ "StringEquals": { "aws:PrincipalOrgID": "o-exampleorg1" } }), false),
            (json!({ "StringEqualsIfExists": { "aws:PrincipalOrgID": "o-exampleorg1" } }), false),
            (json!({ "StringEqualsIfExists": { "aws:SourceVpce": "vpce-1" } }), true),
            (json!({ "IpAddress": { "aws:SourceIp": "203.0.113.0/24" } }), false),
            (json!({ "IpAddress": { "aws:SourceIp": ["0.0.0.0/1", "128.0.0.0/1"] } }), true),
            (json!({ "StringEquals": { "sts:ExternalId": "12345" } }), true),
            (json!({ "StringEquals": { "aws:PrincipalTag/team": "blue" } }), true),
            (json!({ "Bool": { "aws:MultiFactorAuthPresent": "true" } }), true),
        ] {
            let expected = if anyone { vec![LetsIn::Anyone] } else { vec![] };
            assert_eq!(trust(&json!({ "AWS": "*" }), ASSUME_ROLE, &condition), expected, "{condition}");
        }
        let all_but = json!({ "Effect": "Allow", "NotPrincipal": { "AWS": "111122223333" }, "Action": ASSUME_ROLE });
        assert_eq!(found(&all_but), [LetsIn::Anyone]);
        let denied = json!([
            { "Effect": "Allow", "Principal": "*", "Action": ASSUME_ROLE },
            { "Effect": "Deny", "Principal": "*", "Action": ASSUME_ROLE,
              "Condition": { "StringNotEquals": { "aws:PrincipalAccount": "111122223333" } } },
        ]);
        assert_eq!(found(&denied), [], "the deny leaves nobody but the own account");
    }

    #[test]
    fn which_foreign_accounts_need_no_external_id() {
        let foreign = || vec![LetsIn::ForeignAccount("444455556666".to_owned())];
        for (principal, condition, expected) in [
            ("444455556666", json!({}), foreign()),
            ("arn:aws:iam::444455556666:root", json!({}), foreign()),
            ("arn:aws:iam::444455556666:role/auditor", json!({}), foreign()),
            ("444455556666", json!({ "StringEquals": { "sts:ExternalId": "12345" } }), vec![]),
            ("444455556666", json!({ "StringEquals": { "sts:ExternalId": ["1", "2"] } }), vec![]),
            ("444455556666", json!({ "StringEqualsIfExists": { "sts:ExternalId": "12345" } }), foreign()),
            ("444455556666", json!({ "StringLike": { "sts:ExternalId": "*" } }), foreign()),
            ("444455556666", json!({ "Null": { "sts:ExternalId": "false" } }), foreign()),
            ("444455556666", json!({ "Bool": { "aws:MultiFactorAuthPresent": "true" } }), foreign()),
            ("111122223333", json!({}), vec![]),
            ("arn:aws:iam::111122223333:user/anna", json!({}), vec![]),
        ] {
            assert_eq!(
                trust(&json!({ "AWS": principal }), ASSUME_ROLE, &condition),
                expected,
                "{principal}: {condition}"
            );
        }
        assert_eq!(trust(&json!({ "Service": "ec2.amazonaws.com" }), ASSUME_ROLE, &json!({})), []);
    }

    #[test]
    fn which_tokens_are_made_for_others() {
        const GITHUB: &str = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com";
        const AUDIENCE: &str = "token.actions.githubusercontent.com:aud";
        const SUBJECT: &str = "token.actions.githubusercontent.com:sub";
        let audience = || LetsIn::AnyAudience("token.actions.githubusercontent.com".to_owned());
        let subject = || LetsIn::AnySubject("token.actions.githubusercontent.com".to_owned());
        for (condition, expected) in [
            (json!({}), vec![audience(), subject()]),
            (json!({ "StringEquals": { AUDIENCE: "sts.amazonaws.com" } }), vec![subject()]),
            (json!({ "StringLike": { SUBJECT: "repo:awslab/awslab:*" } }), vec![audience()]),
            (
                json!({ "StringEquals": { AUDIENCE: "sts.amazonaws.com" }, "StringLike": { SUBJECT: "repo:awslab/*" } }),
                vec![],
            ),
            (
                json!({ "StringEquals": { AUDIENCE: "sts.amazonaws.com" }, "StringLike": { SUBJECT: "repo:*" } }),
                vec![subject()],
            ),
            (
                json!({ "StringEquals": { AUDIENCE: "sts.amazonaws.com" },
                    "ForAllValues:StringEquals": { SUBJECT: "repo:awslab/awslab" } }),
                vec![subject()],
            ),
        ] {
            let found = trust(&json!({ "Federated": GITHUB }), "sts:AssumeRoleWithWebIdentity", &condition);
            assert_eq!(found, expected, "{condition}");
        }
        let cognito = json!({
            "StringEquals": { "cognito-identity.amazonaws.com:aud": "eu-west-1:12345678-abcd" },
            "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "authenticated" },
        });
        let principal = json!({ "Federated": "cognito-identity.amazonaws.com" });
        assert_eq!(trust(&principal, "sts:AssumeRoleWithWebIdentity", &cognito), []);
        let saml = json!({ "Federated": "arn:aws:iam::111122223333:saml-provider/idp" });
        assert_eq!(trust(&saml, "sts:AssumeRoleWithSAML", &json!({})), []);
    }
}
