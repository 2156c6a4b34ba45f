//! A policy whose over-broad statements say which resources.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::authorization::{self, Action};
use crate::document::{Actions, Document, Effect};
use crate::draft::Draft;
use crate::made_up::Place;
use crate::over_broad::OverBroad;

/// How many actions that know no resources are listed one by one.
const MAX_LISTED: usize = 40;

/// The policy with each over-broad statement restricted to resources of this account and Region, whose names the author
/// puts where the ARNs have capitals. What cannot be restricted stays allowed, in a statement of its own. `None` when the
/// text is no policy document, or a statement allows all but what it lists.
pub fn scope_down(text: &str, found: &[OverBroad], partition: &str, region: &str, account: &str) -> Option<String> {
    let document = Document::parse(text).ok()?;
    let mut draft = Draft::of(text)?;
    let here = Place { partition, region, account };
    for over_broad in found {
        let at = over_broad.statement.statement;
        let Actions::Only(patterns) = &document.statements.get(at)?.actions else { return None };
        let actions: Vec<&Action> = patterns.iter().flat_map(|pattern| authorization::expand(pattern)).collect();
        let (scopable, others): (Vec<&Action>, Vec<&Action>) = actions.into_iter().partition(|it| it.is_scopable());
        let forms: BTreeSet<&str> =
            scopable.iter().flat_map(|it| it.resource_types()).flat_map(|it| &it.arns).copied().collect();
        let arns: BTreeSet<String> = forms.iter().map(|form| here.arn_to_fill_in(form)).collect();
        let statement = draft.statements.get_mut(at)?.as_object_mut()?;
        statement.remove("NotResource");
        statement.insert("Resource".to_owned(), json!(arns));
        if !others.is_empty() && others.len() <= MAX_LISTED {
            let names: BTreeSet<String> = others.iter().map(ToString::to_string).collect();
            draft.statements.push(unrestricted(&names));
        }
    }
    Some(draft.into_text())
}

/// What has to be allowed on `*`.
fn unrestricted(actions: &BTreeSet<String>) -> Value {
    json!({ "Effect": Effect::Allow, "Action": actions, "Resource": "*" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policies::Policies;

    fn found(text: &str) -> Vec<OverBroad> {
        let identity = vec![Document::parse(text).expect("the policy is well formed")];
        Policies { identity, ..Policies::default() }.over_broad("arn:aws:iam::111122223333:user/anna")
    }

    #[test]
    fn a_policy_that_is_scoped_down_is_no_longer_over_broad() {
        let text = json!({ "Version": "2012-10-17", "Statement": [
            { "Sid": "Queues", "Effect": "Allow", "Action": ["sqs:*Message", "sqs:ListQueues"], "Resource": "*" },
            { "Effect": "Allow", "Action": "s3:*", "NotResource": "arn:aws:s3:::payroll/*" },
            { "Effect": "Allow", "Action": "ec2:DescribeInstances", "Resource": "*" },
        ] })
        .to_string();
        let scoped = scope_down(&text, &found(&text), "aws", "eu-west-1", "111122223333").expect("it can be");
        assert_eq!(found(&scoped), [], "{scoped}");
        let statements: Value = serde_json::from_str(&scoped).expect("it is JSON");
        assert_eq!(statements["Statement"][0]["Resource"], json!(["arn:aws:sqs:eu-west-1:111122223333:QUEUENAME"]));
        assert_eq!(statements["Statement"][2]["Action"], "ec2:DescribeInstances", "what was well stays as it was");
        assert!(scoped.contains("s3:ListAllMyBuckets"), "what cannot be restricted stays: {scoped}");
    }

    #[test]
    fn all_but_some_actions_cannot_be_scoped_down() {
        let text = r#"{"Statement": {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}}"#;
        assert_eq!(scope_down(text, &found(text), "aws", "eu-west-1", "111122223333"), None);
    }
}
