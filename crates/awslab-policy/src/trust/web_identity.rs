//! Web identity providers, and the condition keys by which a trust policy tells their tokens apart.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif>

use crate::request::Request;

/// A provider of tokens.
pub(super) struct Provider<'a> {
    /// Its host and path, as condition keys begin.
    pub(super) name: &'a str,
    /// For which application a token was made.
    audience: &'static [&'static str],
    /// For whom.
    subject: &'static [&'static str],
}

const GITHUB: &str = "token.actions.githubusercontent.com";

/// Subjects of others. Beside one that nothing begins like, those that an unlucky wildcard of a well-known provider takes
/// in: every repository of GitHub, every project of GitLab, every organization of HCP Terraform.
const FOREIGN_SUBJECTS: &[&str] = &[
    "somebody-elses",
    "repo:somebody-elses/repository:ref:refs/heads/main",
    "project_path:somebody-elses/project:ref_type:branch:ref:main",
    "organization:somebody-elses:project:p:workspace:w:run_phase:apply",
];

impl<'a> Provider<'a> {
    /// The provider that a principal of a trust policy names; `None` for one of SAML.
    pub(super) fn of(principal: &'a str) -> Option<Self> {
        if principal.contains(":saml-provider/") {
            return None;
        }
        let name = principal.split_once(":oidc-provider/").map_or(principal, |(_arn, name)| name);
        let (audience, subject): (&[&str], &[&str]) = match name {
            "www.amazon.com" => (&["app_id"], &["user_id"]),
            "graph.facebook.com" => (&["app_id"], &["id"]),
            "accounts.google.com" => (&["aud", "oaud", "azp"], &["sub", "email"]),
            "cognito-identity.amazonaws.com" => (&["aud"], &["sub", "amr"]),
            _ => (&["aud", "azp"], &["sub"]),
        };
        Some(Self { name, audience, subject })
    }

    /// The request with a token for another application, and with one that does not say for which.
    pub(super) fn of_foreign_audience(&self, request: &Request) -> impl Iterator<Item = Request> {
        self.with_foreign(request, self.audience, &["somebody-elses"])
    }

    /// The request with a token for somebody else, and with one that does not say for whom.
    pub(super) fn of_foreign_subject(&self, request: &Request) -> impl Iterator<Item = Request> {
        self.with_foreign(request, self.subject, FOREIGN_SUBJECTS)
    }

    /// The condition key for the audience.
    pub(super) fn audience_key(&self) -> String {
        self.key(self.audience)
    }

    /// The condition key for the subject.
    pub(super) fn subject_key(&self) -> String {
        self.key(self.subject)
    }

    /// What AWS's own clients ask tokens for; elsewhere the application's owner knows.
    pub(super) fn example_audience(&self) -> &'static str {
        if self.name == GITHUB { "sts.amazonaws.com" } else { "YOUR-AUDIENCE" }
    }

    pub(super) fn example_subject(&self) -> &'static str {
        if self.name == GITHUB { "repo:OWNER/REPOSITORY:ref:refs/heads/main" } else { "YOUR-SUBJECT" }
    }

    fn key(&self, claims: &[&str]) -> String {
        format!("{}:{}", self.name, claims[0])
    }

    fn with_foreign(
        &self,
        request: &Request,
        claims: &[&str],
        values: &'static [&'static str],
    ) -> impl Iterator<Item = Request> {
        let keys: Vec<String> = claims.iter().map(|claim| format!("{}:{claim}", self.name)).collect();
        let without = keys.iter().fold(request.clone(), |request, key| request.without(key));
        let request = request.clone();
        let with = move |value: &&str| keys.iter().fold(request.clone(), |request, key| request.with(key, value));
        std::iter::once(without).chain(values.iter().map(with))
    }
}
