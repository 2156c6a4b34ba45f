//! Who makes a request.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html>

use crate::arn::{Arn, is_account_id};
use crate::context::Keys;

/// Who makes a request, read from the text that AWS uses for it: an ARN, an account, a service, or `*` for anybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Caller<'a> {
    pub(crate) text: &'a str,
    pub(crate) kind: Kind<'a>,
    /// Its partition and account; a service and an anonymous caller have none.
    pub(crate) home: Option<(&'a str, &'a str)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind<'a> {
    Anonymous,
    Root,
    /// An IAM user, with its path and name.
    User(&'a str),
    /// A role as such, with its path and name.
    Role(&'a str),
    /// A session of a role, with the role's name: the ARN of a session does not have the path.
    RoleSession(&'a str),
    /// A session that an IAM user gave out, with its name.
    FederatedUser(&'a str),
    /// A service, such as `lambda.amazonaws.com`.
    Service,
    /// An identity provider, or whatever else a policy names to the letter.
    Federated,
}

impl<'a> Caller<'a> {
    pub(crate) fn of(text: &'a str) -> Self {
        if matches!(text, "" | "*" | "anonymous") {
            return Self { text, kind: Kind::Anonymous, home: None };
        }
        if is_account_id(text) {
            return Self { text, kind: Kind::Root, home: Some(("aws", text)) };
        }
        let Some(arn) = Arn::parse(text) else {
            let is_service = text.contains(".amazonaws.com") && text != "cognito-identity.amazonaws.com";
            return Self { text, kind: if is_service { Kind::Service } else { Kind::Federated }, home: None };
        };
        let resource = arn.resource();
        let kind = match (arn.service(), resource.split_once('/')) {
            ("iam", None) if resource == "root" => Kind::Root,
            ("iam", Some(("user", name))) => Kind::User(name),
            ("iam", Some(("role", name))) => Kind::Role(name),
            ("sts", Some(("assumed-role", session))) => {
                Kind::RoleSession(session.split_once('/').map_or(session, |(role, _name)| role))
            }
            ("sts", Some(("federated-user", name))) => Kind::FederatedUser(name),
            _ => return Self { text, kind: Kind::Federated, home: None },
        };
        Self { text, kind, home: Some((arn.partition(), arn.account())) }
    }

    pub(crate) fn account(self) -> Option<&'a str> {
        self.home.map(|(_partition, account)| account)
    }

    /// Whether policies of an identity speak for it. What has none lives by the resource's policy alone.
    pub(crate) fn has_identity(self) -> bool {
        self.home.is_some()
    }

    /// Neither SCPs nor RCPs bind service-linked roles.
    pub(crate) fn is_service_linked(self, keys: &dyn Keys) -> bool {
        const PATH: &str = ":role/aws-service-role/";
        match self.kind {
            Kind::Role(_) => self.text.contains(PATH),
            Kind::RoleSession(role) => {
                let arn = keys.find("aws:PrincipalArn");
                role.starts_with("AWSServiceRoleFor")
                    || arn.is_some_and(|arn| matches!(arn.as_slice(), [arn] if arn.contains(PATH)))
            }
            _ => false,
        }
    }
}

/// The name at the end of a path.
pub(crate) fn last_segment(path_and_name: &str) -> &str {
    path_and_name.rsplit_once('/').map_or(path_and_name, |(_path, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_caller_is_told_apart() {
        for (text, kind) in [
            ("*", Kind::Anonymous),
            ("111122223333", Kind::Root),
            ("arn:aws:iam::111122223333:root", Kind::Root),
            ("arn:aws:iam::111122223333:user/team/anna", Kind::User("team/anna")),
            ("arn:aws:iam::111122223333:role/r", Kind::Role("r")),
            ("arn:aws:sts::111122223333:assumed-role/r/session", Kind::RoleSession("r")),
            ("arn:aws:sts::111122223333:federated-user/anna", Kind::FederatedUser("anna")),
            ("lambda.amazonaws.com", Kind::Service),
            ("accounts.google.com", Kind::Federated),
            ("arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com", Kind::Federated),
        ] {
            assert_eq!(Caller::of(text).kind, kind, "{text}");
        }
    }
}
