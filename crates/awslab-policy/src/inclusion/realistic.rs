//! Makes a request that was found look like one of AWS: an action that there is, on a resource of a type that it has.

use crate::authorization;
use crate::document::Actions;
use crate::request::Request;

/// How many actions are tried.
const MOST_ACTIONS: usize = 200;

/// The request with one of the actions that a statement names, as long as it still shows what it is to show.
pub(super) fn realistic(found: Request, actions: &Actions, still_shows: impl Fn(&Request) -> bool) -> Request {
    let named: Vec<&str> = match actions {
        Actions::Only(listed) => listed.iter().map(String::as_str).collect(),
        Actions::AllBut(_) => vec!["*"],
    };
    let known = || named.iter().flat_map(|pattern| authorization::expand(pattern)).take(MOST_ACTIONS);
    let with_action = |action: &authorization::Action| Request {
        action: format!("{}:{}", action.service, action.name),
        ..found.clone()
    };
    let with_resource = |action: &'static authorization::Action| {
        let arns = action.resource_types().flat_map(|it| &it.arns);
        arns.map(move |arn| Request { resource: filled(arn), ..with_action(action) })
    };
    let on_its_resource = known().flat_map(with_resource).find(&still_shows);
    let shown = on_its_resource.or_else(|| known().map(with_action).find(still_shows));
    shown.unwrap_or(found)
}

/// An ARN as AWS documents it, with something in each place that is left open.
fn filled(arn: &str) -> String {
    let mut text = String::new();
    let mut rest = arn;
    while let Some((before, after)) = rest.split_once("${") {
        let Some((place, following)) = after.split_once('}') else { break };
        text.push_str(before);
        text.push_str(match place {
            "Partition" => "aws",
            "Region" => "eu-west-1",
            "Account" => "111122223333",
            _ => "example",
        });
        rest = following;
    }
    text + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_action_that_there_is_on_a_resource_that_it_has() {
        let found = Request::new("*", "s3:getx", "arn:aws:s3:::x");
        let actions = Actions::Only(vec!["s3:GetObject*".to_owned()].into());
        let shown = realistic(found.clone(), &actions, |request| request.resource.starts_with("arn:aws:s3:::"));
        assert_eq!((shown.action.as_str(), shown.resource.as_str()), ("s3:GetObject", "arn:aws:s3:::example/example"));
        let shown = realistic(found.clone(), &actions, |request| request.resource == found.resource);
        assert_eq!((shown.action.as_str(), shown.resource.as_str()), ("s3:GetObject", "arn:aws:s3:::x"));
        assert_eq!(realistic(found.clone(), &actions, |request| request.action == "s3:getx"), found);
    }
}
