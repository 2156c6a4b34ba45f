//! `public_*.jsonl`: a resource's policy on each line, with whom it is open to as `expected`.
//!
//! Each source asks in its own way. `steampipe` knows the owner of the resource, tells `shared` from `private`, and takes
//! a service that may act on anybody's behalf as `public`. `policyuniverse` asks whether the internet gets in, without an
//! owner; that is S3's question. Every difference is in a table, with the reason by which AWS's documentation decides it.

use std::collections::BTreeSet;
use std::fs;

use awslab_policy::{Class, Document, Exposure, PolicyType, Scenario, Who, public_to_s3};
use serde_json::{Value, json};

use crate::{files, name};

const STEAMPIPE: &str = "steampipe/";

/// What AWS refuses, and the source takes. Such a policy is nowhere, and lets nobody in.
const REFUSED: &[(&str, &str)] = &[
    (
        "steampipe/testPolicyInstantiationWithPrincipalAndWithoutStatementsPolicyEvaluates",
        "a policy must have the element Statement (IAM User Guide, IAM JSON policy elements: Statement)",
    ),
    ("steampipe/testPolicyValidityPolicyWithCorrectVersionEvaluates1", WITHOUT_ACTION),
    ("steampipe/testPolicyValidityPolicyWithCorrectVersionEvaluates2", WITHOUT_ACTION),
    ("steampipe/testEffectElementWithValidValues", WITHOUT_ACTION),
    (
        "steampipe/testSourceOwnerConditionWhenUnknownOperatorType",
        "there is no operator StringUnknown (IAM User Guide, IAM JSON policy elements: Condition operators)",
    ),
];

const WITHOUT_ACTION: &str =
    "a statement must have Action or NotAction (IAM User Guide, IAM JSON policy elements: Action)";

/// Where awslab says otherwise.
const DIFFERENT: &[(&str, &str)] = &[
    (
        "policyuniverse/test-statement-internet-accessible#26",
        "ForAllValues and IfExists hold for a request without the key, which everyone can make \
         (IAM User Guide, Set operators for multivalued context keys)",
    ),
    (
        "steampipe/testSourceArnConditionWithMultipleValuesUsingArnOperators",
        "one value of several suffices, and `*` takes in every ARN: the source may be anybody's \
         (IAM User Guide, Conditions with multiple context keys or values)",
    ),
    ("steampipe/testSourceArnConditionIsNotAnArnOrStringType", NEVER_HOLDS),
    ("steampipe/testSourceAccountConditionWhenValueWhenAccountIsWildcardedOneTooManyUsingStringLike", NEVER_HOLDS),
    ("steampipe/testPrincipalOrgIDConditionWhenValueIsAValidOrgIDUsingStringEqualsIgnoreCase", OWN_ACCOUNT_ALONE),
    ("steampipe/testPrincipalOrgIDConditionWhenValueIsAValidOrgIDUsingStringLike", OWN_ACCOUNT_ALONE),
    ("steampipe/testPrincipalOrgIDConditionWithMultipleValuesUsingStringOperators", OWN_ACCOUNT_ALONE),
    ("steampipe/testPrincipalOrgIDConditionWhenPrincipalIsAnArn", OWN_ACCOUNT_ALONE),
];

const NEVER_HOLDS: &str = "the operator compares numbers or ARNs, and the key holds none: the condition never holds, and \
     lets nobody in (IAM User Guide, IAM JSON policy elements: Condition operators)";

const OWN_ACCOUNT_ALONE: &str = "the principal is the owner's account, and a condition only takes away from it: nobody else \
     of the organization gets in (IAM User Guide, IAM JSON policy elements: Condition)";

#[test]
fn rows_agree_but_for_what_is_explained() {
    let Some(files) = files("public_") else { return };
    let (mut rows, mut agreeing, mut surprises) = (0, 0, Vec::new());
    for file in files {
        let text = fs::read_to_string(&file).expect("a corpus can be read");
        let answers: Vec<Answer> = text.lines().map(Answer::to).collect();
        let agree = answers.iter().filter(|answer| answer.agrees()).count();
        let same_principals = answers.iter().filter(|answer| answer.names_the_same).count();
        println!("{agree:3} of {:3}  {}, {same_principals} with the same principals", answers.len(), name(&file));
        surprises.extend(answers.iter().filter_map(Answer::surprise));
        rows += answers.len();
        agreeing += agree;
    }
    assert!(surprises.is_empty(), "\n{}", surprises.join("\n"));
    assert!(agreeing * 100 >= rows * 95, "{agreeing} of {rows} agree");
}

struct Answer {
    id: String,
    expected: String,
    /// `None` when AWS refuses the policy.
    found: Option<&'static str>,
    names_the_same: bool,
}

impl Answer {
    fn to(line: &str) -> Self {
        let row: Value = serde_json::from_str(line).expect("a row is JSON");
        let text = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
        let (id, owner) = (text("id"), text("owner_account"));
        let document = read(&row["policy"]);
        let exposure = document.as_ref().map(|document| Exposure::of(document, &owner));
        let names_the_same = exposure.is_some_and(|exposure| accounts(&exposure) == listed_accounts(&row));
        let found = document.map(|document| found(&id, &document, &owner));
        Self { id, expected: text("expected"), found, names_the_same }
    }

    /// A policy that AWS refuses lets nobody in.
    fn agrees(&self) -> bool {
        match self.found {
            None => matches!(self.expected.as_str(), "error" | "private" | "not_public"),
            Some(found) => self.expected == found,
        }
    }

    /// What no table explains, and what a table explains in vain.
    fn surprise(&self) -> Option<String> {
        let explained = |table: &[(&str, &str)]| table.iter().any(|(id, _reason)| *id == self.id);
        let is_refused = self.found.is_none() && self.expected != "error";
        let is_different = !self.agrees() && !is_refused;
        let found = self.found.unwrap_or("refused");
        match (is_refused == explained(REFUSED), is_different == explained(DIFFERENT)) {
            (true, true) => None,
            _ if is_refused || is_different => Some(format!("{}: expected {}, got {found}", self.id, self.expected)),
            _ => Some(format!("{}: is explained, but agrees", self.id)),
        }
    }
}

/// As people write it by hand: a lone principal stands for an account. Two rows have a `Version` that AWS never had; what
/// they ask is about their statements.
fn read(policy: &Value) -> Option<Document> {
    let mut policy = policy.clone();
    let version = policy["Version"].as_str().unwrap_or_default();
    if !version.is_empty() && !matches!(version, "2008-10-17" | "2012-10-17") {
        policy["Version"] = json!("2008-10-17");
    }
    let request = json!({ "principal": "*", "action": "s3:GetObject", "resource": "*" });
    let scenario = serde_json::from_value(json!({ "resource_policy": policy, "request": request }));
    let document = scenario.ok().and_then(|scenario: Scenario| scenario.policies.resource)?;
    document.check(PolicyType::Resource).ok().map(|()| document)
}

fn found(id: &str, document: &Document, owner: &str) -> &'static str {
    if !id.starts_with(STEAMPIPE) {
        return if public_to_s3(document).is_empty() { "not_public" } else { "public" };
    }
    match Exposure::of(document, owner).class_through_services() {
        Class::Private => "private",
        Class::CrossAccount => "shared",
        Class::Public => "public",
    }
}

/// The accounts that are let in, with `*` for everyone.
fn accounts(exposure: &Exposure) -> BTreeSet<String> {
    let accounts = exposure.admitted().filter_map(|admitted| match (&admitted.who, &admitted.on_behalf_of) {
        (Who::Anyone | Who::Service(_), None) => Some("*".to_owned()),
        (who, source) => source.as_ref().unwrap_or(who).account().map(str::to_owned),
    });
    accounts.collect()
}

fn listed_accounts(row: &Value) -> BTreeSet<String> {
    let listed = row["detail"]["AllowedPrincipalAccountIds"].as_array().into_iter().flatten();
    listed.filter_map(Value::as_str).map(str::to_owned).collect()
}
