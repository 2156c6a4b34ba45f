//! What a type of policy demands of a document beyond the grammar: who may be named where, and what must be there.

use std::collections::HashSet;

use super::{Document, Effect, ParseError, Principals, Statement};
use crate::decision::PolicyType;

impl Document {
    /// Whether AWS takes the document as a policy of this type. The error says which statement it refuses.
    ///
    /// A trust policy is a resource's policy. AWS's own `RCPFullAWSAccess`, which allows, is none that can be written.
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html>
    pub fn check(&self, policy_type: PolicyType) -> Result<(), ParseError> {
        let mut sids = HashSet::new();
        for (index, statement) in self.statements.iter().enumerate() {
            let sid = statement.sid.as_deref().filter(|sid| !sid.is_empty());
            let is_repeated = sid.is_some_and(|sid| !sids.insert(sid));
            check_sid(sid, is_repeated, policy_type)
                .and_then(|()| check_principals(statement, policy_type))
                .and_then(|()| check_resources(statement, policy_type))
                .and_then(|()| check_effect(statement, policy_type))
                .map_err(|error| error.at(index).under("Statement"))?;
        }
        Ok(())
    }
}

/// Services other than IAM and Organizations take more characters.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html>
fn check_sid(sid: Option<&str>, is_repeated: bool, policy_type: PolicyType) -> Result<(), ParseError> {
    let Some(sid) = sid.filter(|_| !names_principals(policy_type)) else { return Ok(()) };
    if is_repeated {
        return Err(ParseError::new(format!("must be unique, unlike {sid:?}")).under("Sid"));
    }
    if !sid.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Err(ParseError::new(format!("must hold letters and digits only, unlike {sid:?}")).under("Sid"));
    }
    Ok(())
}

fn check_principals(statement: &Statement, policy_type: PolicyType) -> Result<(), ParseError> {
    match (&statement.principals, names_principals(policy_type)) {
        (Some(_), false) => Err(ParseError::new(format!("has a principal, which a {policy_type} must not name"))),
        (None, true) => Err(ParseError::new(format!("has no Principal, which a {policy_type} must name"))),
        (Some(principals), true) if policy_type == PolicyType::Rcp && !is_everyone(principals) => {
            Err(ParseError::new(format!("must be \"*\" in a {policy_type}")).under("Principal"))
        }
        _ => Ok(()),
    }
}

/// A resource's own policy may leave the resource out: services such as ECR and IAM (for trust) know it anyway.
fn check_resources(statement: &Statement, policy_type: PolicyType) -> Result<(), ParseError> {
    if statement.resources.is_none() && policy_type != PolicyType::Resource {
        return Err(ParseError::new("has neither Resource nor NotResource"));
    }
    Ok(())
}

/// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html>
fn check_effect(statement: &Statement, policy_type: PolicyType) -> Result<(), ParseError> {
    if statement.effect == Effect::Allow && policy_type == PolicyType::Rcp {
        return Err(ParseError::new(format!("must be Deny in a {policy_type}")).under("Effect"));
    }
    Ok(())
}

fn names_principals(policy_type: PolicyType) -> bool {
    matches!(policy_type, PolicyType::Resource | PolicyType::Endpoint | PolicyType::Rcp)
}

fn is_everyone(principals: &Principals) -> bool {
    matches!(principals, Principals::Only(listed) if listed.iter().all(|(_kind, id)| id == "*"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_type_of_policy_has_its_own_demands() {
        use PolicyType::{Boundary, Endpoint, Identity, Rcp, Resource, Scp, Session};
        const PLAIN: &str = r#""Effect": "Deny", "Action": "*", "Resource": "*""#;
        const EVERYONE: &str = r#""Effect": "Deny", "Action": "*", "Resource": "*", "Principal": "*""#;
        const ALLOW_EVERYONE: &str = r#""Effect": "Allow", "Action": "*", "Resource": "*", "Principal": "*""#;
        const TRUST: &str = r#""Effect": "Allow", "Action": "*", "Principal": {"AWS": "111122223333"}"#;
        const BLANK_SID: &str = r#""Sid": "a b", "Effect": "Deny", "Action": "*", "Resource": "*""#;
        for (statement, taken_as) in [
            (PLAIN, vec![Identity, Boundary, Session, Scp]),
            (EVERYONE, vec![Resource, Endpoint, Rcp]),
            (ALLOW_EVERYONE, vec![Resource, Endpoint]),
            (TRUST, vec![Resource]),
            (BLANK_SID, vec![]),
        ] {
            let document = Document::parse(&format!(r#"{{"Statement": {{{statement}}}}}"#)).expect("it is well formed");
            for policy_type in [Identity, Boundary, Session, Scp, Rcp, Resource, Endpoint] {
                let outcome = document.check(policy_type);
                assert_eq!(
                    outcome.is_ok(),
                    taken_as.contains(&policy_type),
                    "{statement} as {policy_type}: {outcome:?}"
                );
            }
        }
    }

    #[test]
    fn the_error_names_the_statement() {
        let text = r#"{"Statement": [{"Sid": "A", "Effect": "Allow", "Action": "*", "Resource": "*"},
            {"Sid": "A", "Effect": "Allow", "Action": "*", "Resource": "*"}]}"#;
        let document = Document::parse(text).expect("it is well formed");
        let error = document.check(PolicyType::Identity).expect_err("the Sid is there twice");
        assert_eq!(error.to_string(), "no policy document: Statement[1].Sid: must be unique, unlike \"A\"");
    }
}
