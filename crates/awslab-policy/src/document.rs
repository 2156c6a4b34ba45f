//! The policy document: what AWS accepts as JSON, in one normal form.
//!
//! AWS lets most elements be a single value or a list (a lone statement, a lone action); here they are always lists.
//! Grammar: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html>

use std::fmt;

use serde::Deserialize;
use serde::de::{self, Deserializer, MapAccess, SeqAccess, Visitor};

/// A policy of any type: identity, resource or trust policy.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Document {
    /// `2012-10-17` or `2008-10-17`; AWS takes the older one when it is absent.
    pub version: Option<String>,
    /// The statements, in the order written.
    #[serde(rename = "Statement", deserialize_with = "one_or_many")]
    pub statements: Vec<Statement>,
}

/// Why a text is no policy document.
#[derive(Debug, thiserror::Error)]
#[error("no policy document: {0}")]
pub struct ParseError(#[from] serde_json::Error);

impl Document {
    /// Reads a policy document from its JSON text.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        Ok(serde_json::from_str(text)?)
    }

    /// The statements that allow something, each with the name by which a learner finds it.
    pub fn allows(&self) -> impl Iterator<Item = (String, &Statement)> {
        self.statements
            .iter()
            .enumerate()
            .filter(|(_, statement)| statement.effect == Effect::Allow)
            .map(|(index, statement)| (statement.label(index), statement))
    }
}

/// One permission, given or refused.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "RawStatement")]
pub struct Statement {
    /// The statement's own name, unique within its document.
    pub sid: Option<String>,
    /// Whether it gives or refuses.
    pub effect: Effect,
    /// Whom it is about; only resource and trust policies say so.
    pub principals: Option<Principals>,
    /// What may or may not be done.
    pub actions: Actions,
}

impl Statement {
    fn label(&self, index: usize) -> String {
        match &self.sid {
            Some(sid) if !sid.is_empty() => format!("statement {sid}"),
            _ => format!("statement {}", index + 1),
        }
    }

    /// The actions in this statement that take in a whole service or all of AWS, as written.
    /// `NotAction` takes in all that it does not list.
    pub fn whole_services(&self) -> Vec<String> {
        match &self.actions {
            Actions::Only(patterns) => patterns.iter().filter(|it| is_whole_service(it)).cloned().collect(),
            Actions::AllBut(patterns) => vec![format!("NotAction {}", patterns.join(", "))],
        }
    }
}

/// `*`, `s3:*` and spellings that come to the same, such as `s3:**` or `s3:?*`.
pub(crate) fn is_whole_service(pattern: &str) -> bool {
    let name = pattern.split_once(':').map_or(pattern, |(_service, name)| name);
    name.contains('*') && name.chars().all(|it| matches!(it, '*' | '?'))
}

/// What a statement does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
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
    Only(Vec<String>),
    /// `NotAction`: all but these.
    AllBut(Vec<String>),
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
    /// The principals that are named one by one: a service, an account, a role, a user, an identity provider.
    pub fn concrete(&self) -> Vec<&str> {
        match self {
            Self::Only(listed) => listed.iter().map(|(_kind, id)| id.as_str()).filter(|id| *id != "*").collect(),
            Self::AllBut(_) => Vec::new(),
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct RawStatement {
    sid: Option<String>,
    effect: Effect,
    principal: Option<PrincipalElement>,
    not_principal: Option<PrincipalElement>,
    #[serde(default, deserialize_with = "some_one_or_many")]
    action: Option<Vec<String>>,
    #[serde(default, deserialize_with = "some_one_or_many")]
    not_action: Option<Vec<String>>,
}

impl TryFrom<RawStatement> for Statement {
    type Error = &'static str;

    fn try_from(raw: RawStatement) -> Result<Self, Self::Error> {
        let actions = match (raw.action, raw.not_action) {
            (Some(only), None) => Actions::Only(only),
            (None, Some(all_but)) => Actions::AllBut(all_but),
            (Some(_), Some(_)) => return Err("a statement has both Action and NotAction"),
            (None, None) => return Err("a statement has neither Action nor NotAction"),
        };
        let principals = match (raw.principal, raw.not_principal) {
            (Some(only), None) => Some(Principals::Only(only.0)),
            (None, Some(all_but)) => Some(Principals::AllBut(all_but.0)),
            (Some(_), Some(_)) => return Err("a statement has both Principal and NotPrincipal"),
            (None, None) => None,
        };
        Ok(Self { sid: raw.sid, effect: raw.effect, principals, actions })
    }
}

/// `"*"` or `{"AWS": "…", "Service": ["…"]}`.
struct PrincipalElement(Vec<(String, String)>);

impl<'de> Deserialize<'de> for PrincipalElement {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Element;

        impl<'de> Visitor<'de> for Element {
            type Value = PrincipalElement;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("\"*\" or a map such as {\"AWS\": \"…\"}")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
                if text != "*" {
                    return Err(E::invalid_value(de::Unexpected::Str(text), &self));
                }
                Ok(PrincipalElement(vec![("AWS".to_owned(), "*".to_owned())]))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut listed = Vec::new();
                while let Some((kind, OneOrMany(ids))) = map.next_entry::<String, OneOrMany<String>>()? {
                    listed.extend(ids.into_iter().map(|id| (kind.clone(), id)));
                }
                Ok(PrincipalElement(listed))
            }
        }

        deserializer.deserialize_any(Element)
    }
}

/// A value or a list of values. A visitor of its own rather than an untagged enum, which would lose the cause of an error.
struct OneOrMany<T>(Vec<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for OneOrMany<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Values<T>(std::marker::PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Values<T> {
            type Value = OneOrMany<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value or a list of values")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
                T::deserialize(de::value::StrDeserializer::new(text)).map(|it| OneOrMany(vec![it]))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                T::deserialize(de::value::MapAccessDeserializer::new(map)).map(|it| OneOrMany(vec![it]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                let mut values = Vec::new();
                while let Some(value) = seq.next_element()? {
                    values.push(value);
                }
                Ok(OneOrMany(values))
            }
        }

        deserializer.deserialize_any(Values(std::marker::PhantomData))
    }
}

fn one_or_many<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    OneOrMany::deserialize(deserializer).map(|it| it.0)
}

fn some_one_or_many<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<Vec<T>>, D::Error> {
    one_or_many(deserializer).map(Some)
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

    #[test]
    fn whole_services_are_told_from_action_families() {
        for (pattern, whole) in [
            ("*", true),
            ("*:*", true),
            ("s3:*", true),
            ("s3:**", true),
            ("s3:?*", true),
            ("s3:Get*", false),
            ("s3:*Object", false),
            ("s3:???", false),
        ] {
            assert_eq!(is_whole_service(pattern), whole, "{pattern}");
        }
    }

    #[test]
    fn what_aws_rejects_is_an_error_with_its_reason() {
        for (text, reason) in [
            ("", "EOF"),
            ("{}", "missing field `Statement`"),
            (r#"{"Statement": [{"Effect": "allow", "Action": "*"}]}"#, "unknown variant `allow`"),
            (r#"{"Statement": [{"Effect": "Allow"}]}"#, "neither Action nor NotAction"),
            (r#"{"Statement": [{"Effect": "Allow", "Action": "*", "Principal": "me"}]}"#, "\"me\""),
        ] {
            let error = Document::parse(text).expect_err("the document is malformed").to_string();
            assert!(error.contains(reason), "{error}");
        }
    }
}
