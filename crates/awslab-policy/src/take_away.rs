//! A policy without one action.

use serde_json::{Value, json};

use crate::draft::Draft;

/// The policy without an action that a statement allows. Where the action stands there by its name it is left out; where a
/// pattern takes it in, a Deny is added. `None` when the text is no policy document.
pub fn take_away(text: &str, statement: usize, action: &str) -> Option<String> {
    let mut draft = Draft::of(text)?;
    let is_it = |listed: &Value| listed.as_str().is_some_and(|listed| listed.eq_ignore_ascii_case(action));
    match draft.statements.get_mut(statement)?.get_mut("Action") {
        Some(Value::Array(listed)) if listed.iter().any(is_it) => listed.retain(|listed| !is_it(listed)),
        Some(single) if is_it(single) => *single = json!([]),
        _ => draft.statements.push(json!({ "Effect": "Deny", "Action": action, "Resource": "*" })),
    }
    draft.statements.retain(|statement| statement["Action"].as_array().is_none_or(|listed| !listed.is_empty()));
    draft.keep_something_allowed();
    Some(draft.into_text())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::policies::Policies;
    use crate::request::Request;

    #[test]
    fn what_is_taken_away_is_no_longer_allowed_and_all_else_is() {
        let request = |action: &str| Request::new("arn:aws:iam::111122223333:user/anna", action, "*");
        for statement in [
            json!({ "Effect": "Allow", "Action": "iam:PassRole", "Resource": "*" }),
            json!({ "Effect": "Allow", "Action": ["IAM:passrole", "s3:GetObject"], "Resource": "*" }),
            json!({ "Effect": "Allow", "Action": ["iam:*", "s3:GetObject"], "Resource": "*" }),
            json!({ "Effect": "Allow", "NotAction": "ec2:*", "Resource": "*" }),
        ] {
            let text = json!({ "Version": "2012-10-17", "Statement": statement }).to_string();
            let allows = |text: &str, action: &str| {
                let identity = vec![Document::parse(text).expect("it is a policy document")];
                Policies { identity, ..Policies::default() }.decide(&request(action)).is_allowed()
            };
            let changed = take_away(&text, 0, "iam:PassRole").expect("it is a policy document");
            assert!(allows(&text, "iam:PassRole") && !allows(&changed, "iam:PassRole"), "{changed}");
            assert_eq!(allows(&changed, "s3:GetObject"), allows(&text, "s3:GetObject"), "{changed}");
        }
        assert_eq!(take_away("{}", 0, "iam:PassRole"), None);
    }
}
