//! A request and the policies that apply to it, as one piece of JSON.

use serde::Deserialize;
use serde::de::{Deserializer, Error as _};

use crate::decision::Decision;
use crate::document::{Document, ParseError, Spelling, read};
use crate::json::Json;
use crate::policies::{Level, Policies};
use crate::request::Request;

/// A request and the policies that apply to it. In JSON:
///
/// ```json
/// {
///   "identity_policies": [{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}],
///   "boundary": null, "session_policy": null, "resource_policy": null, "endpoint_policies": null,
///   "scps": [{"policies": []}], "rcps": null, "management_account": null,
///   "request": {"principal": "arn:aws:iam::111122223333:user/anna", "action": "s3:GetObject",
///     "resource": "arn:aws:s3:::bucket/key", "resource_account": "111122223333", "context": {"aws:TagKeys": ["a"]}}
/// }
/// ```
///
/// What is `null`, empty or absent does not apply; but a level of the organisation without policies allows nothing.
/// Wherever policies are listed, a single one may stand. People write scenarios by hand, so that two things are taken
/// that AWS would refuse: a policy without statements, and a lone `"Principal": "arn:…"` for `{"AWS": "arn:…"}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scenario {
    /// The policies.
    pub policies: Policies,
    /// The request.
    pub request: Request,
}

impl Scenario {
    /// What the policies decide about the request.
    pub fn decide(&self) -> Decision {
        self.policies.decide(&self.request)
    }
}

impl<'de> Deserialize<'de> for Scenario {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = RawScenario::deserialize(deserializer)?;
        let policies = raw.policies().map_err(D::Error::custom)?;
        Ok(Self { policies, request: raw.request })
    }
}

#[derive(Deserialize)]
struct RawScenario {
    identity_policies: Option<Json>,
    boundary: Option<Json>,
    scps: Option<Vec<RawLevel>>,
    rcps: Option<Vec<RawLevel>>,
    session_policy: Option<Json>,
    resource_policy: Option<Json>,
    endpoint_policies: Option<Json>,
    management_account: Option<String>,
    request: Request,
}

#[derive(Deserialize)]
struct RawLevel {
    policies: Json,
}

impl RawScenario {
    fn policies(&self) -> Result<Policies, ParseError> {
        let resource = self.resource_policy.as_ref();
        let resource = resource.map(|json| one(json).map_err(|error| error.under("resource_policy"))).transpose()?;
        Ok(Policies {
            identity: many("identity_policies", self.identity_policies.as_ref())?.unwrap_or_default(),
            boundary: many("boundary", self.boundary.as_ref())?,
            session: many("session_policy", self.session_policy.as_ref())?,
            scps: levels("scps", self.scps.as_deref())?,
            rcps: levels("rcps", self.rcps.as_deref())?,
            resource,
            endpoint: many("endpoint_policies", self.endpoint_policies.as_ref())?,
            management_account: self.management_account.clone(),
        })
    }
}

fn levels(name: &str, raw: Option<&[RawLevel]>) -> Result<Option<Vec<Level>>, ParseError> {
    let Some(raw) = raw else { return Ok(None) };
    let level = |(index, raw): (usize, &RawLevel)| {
        let policies = many("policies", Some(&raw.policies)).map_err(|error| error.at(index).under(name))?;
        Ok(Level { policies: policies.unwrap_or_default() })
    };
    raw.iter().enumerate().map(level).collect::<Result<_, _>>().map(Some)
}

/// A policy, or a list of them; an empty list is none.
fn many(name: &str, json: Option<&Json>) -> Result<Option<Vec<Document>>, ParseError> {
    let Some(json) = json else { return Ok(None) };
    let Json::List(listed) = json else {
        return one(json).map(|document| Some(vec![document])).map_err(|error| error.under(name));
    };
    let read = |(index, json): (usize, &Json)| one(json).map_err(|error| error.at(index).under(name));
    let documents: Vec<Document> = listed.iter().enumerate().map(read).collect::<Result<_, _>>()?;
    Ok(Some(documents).filter(|documents| !documents.is_empty()))
}

fn one(json: &Json) -> Result<Document, ParseError> {
    read(json, Spelling::ByHand)
}

#[cfg(test)]
mod tests {
    use super::*;

    const REQUEST: &str = r#""request": {"principal": "*", "action": "s3:GetObject", "resource": "arn:aws:s3:::b/k"}"#;

    #[test]
    fn what_is_absent_does_not_apply() {
        for text in ["", r#""boundary": null, "session_policy": [], "comment": "ignored","#] {
            let text = format!("{{{text}{REQUEST}}}");
            let scenario: Scenario = serde_json::from_str(&text).expect("it is a scenario");
            assert_eq!(scenario.policies, Policies::default(), "{text}");
        }
    }

    #[test]
    fn what_people_write_by_hand_is_read() {
        let policy =
            r#"{"Statement": {"Effect": "Allow", "Principal": "arn:aws:iam::111122223333:root", "Action": "*"}}"#;
        Document::parse(policy).expect_err("AWS refuses a lone principal");
        let text = format!(r#"{{"resource_policy": {policy}, "identity_policies": {{"Statement": []}}, {REQUEST}}}"#);
        let scenario: Scenario = serde_json::from_str(&text).expect("it is a scenario");
        let resource = scenario.policies.resource.expect("there is one");
        let principals = resource.statements[0].principals.as_ref().expect("the statement names principals");
        assert_eq!(principals.concrete(), ["arn:aws:iam::111122223333:root"]);
        assert_eq!(scenario.policies.identity.len(), 1);
    }

    #[test]
    fn a_malformed_policy_is_named() {
        for (text, place) in [
            (r#""identity_policies": [{"Statement": {"Effect": "Allow"}}]"#, "identity_policies[0].Statement: "),
            (r#""scps": [{"policies": []}, {"policies": [{}]}]"#, "scps[1].policies[0].Statement: "),
            (r#""resource_policy": {"Id": 7}"#, "resource_policy.Id: "),
        ] {
            let error = serde_json::from_str::<Scenario>(&format!("{{{text}, {REQUEST}}}"));
            let error = error.expect_err("the policy is malformed").to_string();
            assert!(error.contains(place), "{error}");
        }
    }
}
