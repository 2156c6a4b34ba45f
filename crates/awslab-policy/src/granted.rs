//! Which actions somebody's policies allow, on whatever resource.

use crate::authorization::{self, Action, Service};
use crate::caller::Caller;
use crate::context::Context;
use crate::document::{Document, Effect, Resources, Statement};
use crate::glob::{self, Token};
use crate::matching;
use crate::policies::Policies;
use crate::request::Request;
use crate::variables;

impl Policies {
    /// The actions of this kind that the policies of the identity allow to their principal on some resource, given the
    /// best of all that is not known, and that no boundary and no Deny takes back; service by service.
    pub fn granted(&self, principal: &str, is_wanted: impl Fn(&Action) -> bool) -> Vec<&'static Action> {
        let caller = Caller::of(principal);
        let Some(account) = caller.account() else { return Vec::new() };
        let mut context = Context::default();
        caller.describe(&mut context);
        let allows: Vec<Allow<'_>> = self.identity.iter().flat_map(|document| allows(document, &context)).collect();
        let is_named = |service: &&Service| allows.iter().any(|allow| allow.statement.actions.may_be_of(service));
        let actions = authorization::services().iter().filter(is_named).flat_map(|service| &service.actions);
        let granted = actions.filter(|action| is_wanted(action)).filter(|action| {
            let name = action.to_string();
            let about = allows.iter().filter(|it| matching::Action::new(&name).is_among(&it.statement.actions).holds);
            about.flat_map(|it| &it.examples).any(|resource| {
                let request = Request::new(principal, name.as_str(), resource.as_str()).on_account(account);
                self.decide_in_any_context(&request).may_be_allowed()
            })
        });
        granted.collect()
    }
}

/// A statement that allows something, and resources that it takes in: one for each pattern.
struct Allow<'a> {
    statement: &'a Statement,
    examples: Vec<String>,
}

fn allows<'a>(document: &'a Document, context: &Context) -> impl Iterator<Item = Allow<'a>> {
    let allows = document.statements.iter().filter(|statement| statement.effect == Effect::Allow);
    allows.map(|statement| {
        let examples = match &statement.resources {
            Some(Resources::Only(patterns)) => patterns.iter().map(|it| example(it, document, context)).collect(),
            // What is not left out is open: a resource that nobody would leave out.
            Some(Resources::AllBut(_)) => vec!["arn:aws:x:x:x:x".to_owned(), "*".to_owned()],
            None => Vec::new(),
        };
        Allow { statement, examples }
    })
}

/// A text that a pattern takes in. A variable that has no value stays, and leaves it open what the pattern takes in.
fn example(pattern: &str, document: &Document, context: &Context) -> String {
    let expanded = if document.has_variables() { variables::expand(pattern, context) } else { None };
    let in_place = |token: Token| match token {
        Token::Run if pattern == "*" => '*',
        Token::Run | Token::One => 'x',
        Token::Char(char) => char,
    };
    match expanded {
        Some(tokens) => tokens.into_iter().map(in_place).collect(),
        None => glob::tokens(pattern).map(in_place).collect(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::authorization::AccessLevel;

    fn granted(statements: &Value) -> Vec<String> {
        let text = json!({ "Version": "2012-10-17", "Statement": statements }).to_string();
        let policy = Document::parse(&text).expect("the policy is well formed");
        let policies = Policies { identity: vec![policy], ..Policies::default() };
        let writes = |action: &Action| action.service == "sqs" && action.level == AccessLevel::Write;
        let granted = policies.granted("arn:aws:iam::111122223333:user/anna", writes);
        granted.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_is_allowed_on_some_resource_and_not_taken_back() {
        let give = |resource: &str| json!({ "Effect": "Allow", "Action": "sqs:*Message", "Resource": resource });
        let all = ["sqs:DeleteMessage", "sqs:SendMessage"];
        for resource in [
            "*",
            "arn:aws:sqs:*:*:orders-*",
            "arn:aws:sqs:eu-west-1:111122223333:${aws:username}-in",
            "arn:aws:sqs:eu-west-1:111122223333:${aws:PrincipalTag/team}",
        ] {
            assert_eq!(granted(&give(resource)), all, "{resource}");
        }
        let refuse = |resource: &str| json!({ "Effect": "Deny", "Action": "sqs:Send*", "Resource": resource });
        let refused = granted(&json!([give("arn:aws:sqs:*:*:a"), refuse("arn:aws:sqs:*:*:*")]));
        assert_eq!(refused, ["sqs:DeleteMessage"]);
        assert_eq!(granted(&json!([give("*"), refuse("arn:aws:sqs:*:*:b")])), all, "other queues are left");
        let left = json!({ "Effect": "Allow", "NotAction": "sqs:S*", "NotResource": "arn:aws:sqs:*:*:a" });
        assert!(!granted(&left).contains(&"sqs:SendMessage".to_owned()) && granted(&left).contains(&all[0].to_owned()));
        assert_eq!(granted(&json!({ "Effect": "Deny", "Action": "*", "Resource": "*" })), [""; 0]);
    }
}
