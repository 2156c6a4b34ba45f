//! What an integration of API Gateway calls, as its URI names it.

use std::collections::BTreeMap;

use super::{Arn, FunctionReference, Home};

/// What an integration calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Backend {
    /// A function of Lambda.
    Function(FunctionReference),
    /// Anything else: a server, another service.
    Other,
    /// It is for a stage variable to say, and the stage does not have it.
    Unset(String),
}

impl Backend {
    /// Reads an integration's URI on a stage with these variables. A REST API wraps the function's ARN, an HTTP API may
    /// name it as it is:
    /// `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:…:function:shop/invocations`.
    ///
    /// <https://docs.aws.amazon.com/apigateway/latest/developerguide/aws-api-gateway-stage-variables-reference.html>
    pub fn read(uri: &str, variables: &BTreeMap<String, String>, home: Home<'_>) -> Self {
        let uri = match resolve(uri, variables) {
            Ok(uri) => uri,
            Err(unset) => return Self::Unset(unset.to_owned()),
        };
        let Ok(arn) = uri.parse::<Arn>() else { return Self::Other };
        let function = match (arn.service(), arn.account()) {
            ("lambda", _) => FunctionReference::parse(arn.as_str(), home),
            // Where others have the account, such an ARN has the service that is called.
            ("apigateway", "lambda") => {
                let home = Home { partition: arn.partition(), region: arn.region(), ..home };
                function_in_path(arn.resource()).and_then(|text| FunctionReference::parse(text, home))
            }
            _ => None,
        };
        function.map_or(Self::Other, Self::Function)
    }
}

/// `path/2015-03-31/functions/FUNCTION/invocations`
fn function_in_path(resource: &str) -> Option<&str> {
    let (_version, path) = resource.strip_prefix("path/")?.split_once('/')?;
    let (function, verb) = path.strip_prefix("functions/")?.rsplit_once('/')?;
    matches!(verb, "invocations" | "response-streaming-invocations").then_some(function)
}

/// The text with each `${stageVariables.name}` replaced, or the name of the first variable that there is not.
fn resolve<'t>(text: &'t str, variables: &BTreeMap<String, String>) -> Result<String, &'t str> {
    const OPENING: &str = "${stageVariables.";
    let mut resolved = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(OPENING) {
        let Some((name, after)) = after.split_once('}') else { break };
        resolved.push_str(before);
        resolved.push_str(variables.get(name).ok_or(name)?);
        rest = after;
    }
    resolved.push_str(rest);
    Ok(resolved)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WRAPPED: &str = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/";

    fn read(uri: &str, variables: &[(&str, &str)]) -> Backend {
        let home = Home { partition: "aws", region: "us-east-1", account: "111122223333" };
        let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Backend::read(uri, &variables.collect(), home)
    }

    fn invoked(uri: &str, variables: &[(&str, &str)]) -> String {
        match read(uri, variables) {
            Backend::Function(function) => function.to_string(),
            other => panic!("{uri} calls {other:?}"),
        }
    }

    #[test]
    fn the_function_within_a_uri() {
        let shop = "arn:aws:lambda:eu-west-1:111122223333:function:shop";
        assert_eq!(invoked(&format!("{WRAPPED}{shop}/invocations"), &[]), shop);
        assert_eq!(invoked(&format!("{WRAPPED}{shop}:live/invocations"), &[]), format!("{shop}:live"));
        assert_eq!(invoked(&format!("{WRAPPED}{shop}/response-streaming-invocations"), &[]), shop);
        assert_eq!(invoked(shop, &[]), shop, "as an HTTP API names it");
    }

    #[test]
    fn what_a_name_leaves_out_is_that_of_the_uri_and_the_account_of_the_api() {
        let shop = "arn:aws:lambda:eu-west-1:111122223333:function:shop";
        assert_eq!(invoked(&format!("{WRAPPED}shop/invocations"), &[]), shop);
        assert_eq!(invoked(&format!("{WRAPPED}111122223333:function:shop/invocations"), &[]), shop);
    }

    #[test]
    fn stage_variables_say_which_function_or_which_alias() {
        let of = |uri: &str| invoked(uri, &[("function", "shop"), ("alias", "live")]);
        let shop = "arn:aws:lambda:eu-west-1:111122223333:function:shop";
        let prefix = format!("{WRAPPED}arn:aws:lambda:eu-west-1:111122223333:function:");
        assert_eq!(of(&format!("{prefix}${{stageVariables.function}}/invocations")), shop);
        assert_eq!(of(&format!("{prefix}shop:${{stageVariables.alias}}/invocations")), format!("{shop}:live"));
        assert_eq!(
            of(&format!("{prefix}${{stageVariables.function}}:${{stageVariables.alias}}/invocations")),
            format!("{shop}:live")
        );
    }

    #[test]
    fn a_variable_that_the_stage_lacks_is_told() {
        let uri = format!("{WRAPPED}${{stageVariables.function}}/invocations");
        assert_eq!(read(&uri, &[("other", "shop")]), Backend::Unset("function".to_owned()));
    }

    #[test]
    fn a_variable_is_not_looked_for_within_another() {
        let twice = [("a", "${stageVariables.b}"), ("b", "shop")];
        assert_eq!(read(&format!("{WRAPPED}${{stageVariables.a}}/invocations"), &twice), Backend::Other);
    }

    #[test]
    fn what_is_called_else_is_no_function() {
        for uri in [
            "https://example.com/function:shop/invocations",
            "arn:aws:apigateway:eu-west-1:sqs:path/111122223333/shop",
            "arn:aws:apigateway:eu-west-1:lambda:action/ListFunctions",
            "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/shop",
            "${stageVariables",
            "",
        ] {
            assert_eq!(read(uri, &[]), Backend::Other, "{uri}");
        }
    }
}
