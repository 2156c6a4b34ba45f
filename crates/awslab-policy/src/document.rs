//! The policy document: what AWS accepts as JSON, in one normal form.
//!
//! AWS lets most elements be a single value or a list (a lone statement, a lone action); here they are always lists.
//! Grammar: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html>

mod action_patterns;
mod error;
mod operator;
mod read;
mod shape;

use std::fmt;

use serde::Serialize;
use serde::de::{Deserialize, Deserializer, Error as _};

pub use self::action_patterns::ActionPatterns;
pub(crate) use self::action_patterns::Glance;
pub use self::error::ParseError;
pub(crate) use self::error::Step;
pub use self::operator::{Comparison, Operator, Quantifier, Relation};
pub(crate) use self::read::{Spelling, document as read};
use crate::authorization::Service;
use crate::json::Json;
use crate::whole_service::whole_services;

/// The version of the language that knows policy variables.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html>
const WITH_VARIABLES: &str = "2012-10-17";

/// A policy of any type: identity, resource or trust policy, boundary, SCP, RCP, session or endpoint policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// `2012-10-17` or `2008-10-17`; AWS takes the older one when it is absent.
    pub version: Option<String>,
    /// The statements, in the order written.
    pub statements: Vec<Statement>,
}

impl Document {
    /// Reads a policy document from its JSON text.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        read::text(text)
    }

    /// A policy that allows everything: what somebody holds who is stopped by nothing of its own.
    pub(crate) fn allowing_everything() -> Self {
        Self { version: None, statements: vec![Statement::allowing_everything()] }
    }

    /// The statements that allow something, each with the name by which a learner finds it.
    pub fn allows(&self) -> impl Iterator<Item = (String, &Statement)> {
        self.statements
            .iter()
            .enumerate()
            .filter(|(_, statement)| statement.effect == Effect::Allow)
            .map(|(index, statement)| (label(statement.sid.as_deref(), index), statement))
    }

    /// Whether `${aws:username}` is a variable here: under the older version it is just text.
    pub fn has_variables(&self) -> bool {
        self.version.as_deref() == Some(WITH_VARIABLES)
    }
}

impl<'de> Deserialize<'de> for Document {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read(&Json::deserialize(deserializer)?, Spelling::Strict).map_err(D::Error::custom)
    }
}

/// One permission, given or refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The statement's own name, unique within its document.
    pub sid: Option<String>,
    /// Whether it gives or refuses.
    pub effect: Effect,
    /// Whom it is about; only policies of resources, trust and endpoint policies say so.
    pub principals: Option<Principals>,
    /// What may or may not be done.
    pub actions: Actions,
    /// What it may be done to. Absent where the policy hangs on the one thing it is about, as a trust policy does.
    pub resources: Option<Resources>,
    /// When: all of them must hold.
    pub conditions: Vec<Condition>,
}

impl Statement {
    /// It allows every action on every resource.
    pub(crate) fn allowing_everything() -> Self {
        let everything = || vec!["*".to_owned()];
        Self {
            sid: None,
            effect: Effect::Allow,
            principals: None,
            actions: Actions::Only(everything().into()),
            resources: Some(Resources::Only(everything())),
            conditions: Vec::new(),
        }
    }

    /// All actions and resources that it lists, whichever way.
    pub(crate) fn patterns(&self) -> impl Iterator<Item = &String> {
        let (Actions::Only(actions) | Actions::AllBut(actions)) = &self.actions;
        let resources = self.resources.iter().flat_map(|it| match it {
            Resources::Only(listed) | Resources::AllBut(listed) => listed,
        });
        actions.iter().chain(resources)
    }

    /// The actions in this statement that take in a whole service or all of AWS, alone or together, as written.
    /// `NotAction` takes in all that it does not list.
    pub fn whole_services(&self) -> Vec<String> {
        match &self.actions {
            Actions::Only(patterns) => whole_services(patterns).into_iter().map(str::to_owned).collect(),
            Actions::AllBut(patterns) => vec![format!("NotAction {}", patterns.join(", "))],
        }
    }
}

/// The name by which people find a statement: its own, or its place counted from 1.
pub(crate) fn label(sid: Option<&str>, index: usize) -> String {
    match sid {
        Some(sid) if !sid.is_empty() => format!("statement {sid}"),
        _ => format!("statement {}", index + 1),
    }
}

/// What a statement does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Effect {
    /// Gives access.
    Allow,
    /// Refuses access, whatever else gives it.
    Deny,
}

/// The `Action` or `NotAction` element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actions {
    /// `Action`: these.
    Only(ActionPatterns),
    /// `NotAction`: all but these.
    AllBut(ActionPatterns),
}

impl Actions {
    /// Whether some of a service's may be among them.
    pub(crate) fn may_be_of(&self, service: &Service) -> bool {
        let Self::Only(patterns) = self else { return true };
        patterns.iter().any(|pattern| match pattern.split_once(':') {
            Some((prefix, _name)) => prefix == "*" || prefix.eq_ignore_ascii_case(service.prefix),
            None => pattern == "*",
        })
    }
}

/// The `Resource` or `NotResource` element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resources {
    /// `Resource`: these.
    Only(Vec<String>),
    /// `NotResource`: all but these.
    AllBut(Vec<String>),
}

/// One line of the `Condition` element: an operator, a key of the request, and the values to compare it with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// How to compare.
    pub operator: Operator,
    /// The key, as written; its case does not matter.
    pub key: String,
    /// The values; one suffices, or none may when the operator is negated.
    pub values: Vec<String>,
}

impl fmt::Display for Condition {
    /// As a learner finds it, without the values beyond the first few.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const MOST: usize = 3;
        let shown: Vec<&str> = self.values.iter().map(String::as_str).take(MOST).collect();
        let more = if self.values.len() > MOST { ", …" } else { "" };
        write!(f, "{} {} {}{more}", self.operator, self.key, shown.join(", "))
    }
}

/// The `Principal` or `NotPrincipal` element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Principals {
    /// `Principal`: these, each with its kind (`AWS`, `Service`, `Federated`, `CanonicalUser`). Everyone is `AWS` `*`.
    Only(Vec<(String, String)>),
    /// `NotPrincipal`: all but these.
    AllBut(Vec<(String, String)>),
}

impl Principals {
    /// Those that are listed, each with its kind, whichever way.
    pub(crate) fn listed(&self) -> &[(String, String)] {
        match self {
            Self::Only(listed) | Self::AllBut(listed) => listed,
        }
    }

    /// The principals that are named one by one: a service, an account, a role, a user, an identity provider.
    pub fn concrete(&self) -> Vec<&str> {
        match self {
            Self::Only(listed) => listed.iter().map(|(_kind, id)| id.as_str()).filter(|id| *id != "*").collect(),
            Self::AllBut(_) => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Document {
        Document::parse(text).expect("the document is well formed")
    }

    #[test]
    fn single_values_and_lists_read_alike() {
        let single = parse(r#"{"Statement": {"Effect": "Allow", "Action": "s3:GetObject"}}"#);
        let listed = parse(r#"{"Statement": [{"Effect": "Allow", "Action": ["s3:GetObject"]}]}"#);
        assert_eq!(single, listed);
    }

    #[test]
    fn principals_of_every_spelling() {
        let everyone = parse(r#"{"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"}]}"#);
        let by_map =
            parse(r#"{"Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}]}"#);
        assert_eq!(everyone, by_map);
        let mixed = parse(
            r#"{"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
                "Principal": {"Service": ["ec2.amazonaws.com", "lambda.amazonaws.com"], "AWS": "111122223333"}}]}"#,
        );
        let principals = mixed.statements[0].principals.as_ref().expect("the statement names principals");
        assert_eq!(principals.concrete(), ["ec2.amazonaws.com", "lambda.amazonaws.com", "111122223333"]);
    }
}
