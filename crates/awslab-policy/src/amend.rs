//! The same policy with a statement more or less: what a fix puts in its place.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::draft::Draft;

/// The document without the statements at these places, counted from 0, and with others at its end. All else stays as its
/// author wrote it. A statement whose `Sid` another one has already loses it. `None` when the text is no policy document.
pub fn amend(text: &str, without: &BTreeSet<usize>, with: &[&str]) -> Option<String> {
    let mut draft = Draft::of(text)?;
    let statements = draft.statements.into_iter().enumerate();
    draft.statements =
        statements.filter(|(place, _)| !without.contains(place)).map(|(_, statement)| statement).collect();
    for statement in with {
        let mut statement: Map<String, Value> = serde_json::from_str(statement).ok()?;
        let mut sids = draft.statements.iter().filter_map(|it| it.get("Sid"));
        if sids.any(|sid| statement.get("Sid") == Some(sid)) {
            statement.shift_remove("Sid");
        }
        draft.statements.push(Value::Object(statement));
    }
    Some(draft.into_text())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Document;

    const TWO: &str = r#"{"Statement": [{"Sid": "A", "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*"},
        {"Sid": "B", "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}], "Version": "2008-10-17"}"#;
    const MORE: &str = r#"{"Sid":"B","Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}"#;

    #[test]
    fn statements_come_and_go_and_the_rest_stays() {
        let amended = amend(TWO, &BTreeSet::from([0]), &[]).expect("it is a policy");
        assert_eq!(
            amended,
            r#"{"Version":"2008-10-17","Statement":[{"Sid":"B","Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}]}"#
        );
        let same = amend(TWO, &BTreeSet::new(), &[]).expect("it is a policy");
        assert_eq!(Document::parse(&same), Document::parse(TWO));
    }

    #[test]
    fn no_two_statements_have_one_name() {
        let sids = |text: &str| {
            let document = Document::parse(text).expect("what was amended is a policy");
            document.statements.into_iter().map(|it| it.sid).collect::<Vec<_>>()
        };
        let (a, b) = (Some("A".to_owned()), Some("B".to_owned()));
        assert_eq!(sids(&amend(TWO, &BTreeSet::new(), &[MORE]).expect("a policy")), [a.clone(), b.clone(), None]);
        assert_eq!(sids(&amend(TWO, &BTreeSet::from([1]), &[MORE]).expect("a policy")), [a, b]);
    }

    #[test]
    fn a_lone_statement_becomes_one_of_a_list_and_what_is_no_policy_nothing() {
        let lone = r#"{"Statement":{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*"}}"#;
        let amended = amend(lone, &BTreeSet::new(), &[MORE]).expect("a policy");
        assert_eq!(Document::parse(&amended).expect("a policy").statements.len(), 2);
        assert_eq!(amend("{oops", &BTreeSet::new(), &[MORE]), None);
    }
}
