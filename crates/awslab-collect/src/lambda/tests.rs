//! Reading functions: the API answers in JSON, which the AWS CLI prints as it is.

use awslab_core::fact::Fact;
use awslab_core::fetched::GapKind;
use awslab_core::model::SecretKind;

use super::*;
use crate::testing::{HOME, collect, imported, json_error, session};

const FUNCTIONS: &str = include_str!("answers/list-functions.json");

async fn functions_of(answers: &[(u16, &str)]) -> (Fetched<Vec<Function>>, Vec<String>) {
    let (session, http) = session(answers.iter().copied());
    let mut account = collect(&session, &[Fact::LambdaFunctions]).await;
    let region = account.regions.remove(HOME).expect("the session's own Region was looked in");
    (region.lambda.functions, http.actual_requests().map(|it| it.uri().to_owned()).collect())
}

#[tokio::test]
async fn answers_of_the_api_and_outputs_of_the_cli_make_the_same_account() {
    let (read, asked) = functions_of(&[(200, FUNCTIONS)]).await;
    assert_eq!(read, imported([FUNCTIONS]).lambda.functions);
    assert_eq!(asked.len(), 1);
}

#[tokio::test]
async fn of_environment_variables_what_they_look_like_is_kept() {
    let (read, _) = functions_of(&[(200, FUNCTIONS)]).await;
    let functions = read.as_known().expect("the answer is good");
    let [orders, image] = &functions[..] else { panic!("there are two") };
    let variables = &orders.environment.as_ref().expect("it has variables").variables;
    assert_eq!((&*variables["DB_PASSWORD"], &*variables["TABLE"]), (&[SecretKind::Password][..], &[][..]));
    let error = image.environment.as_ref().and_then(|it| it.error.as_ref()).expect("AWS does not show them");
    assert_eq!(error.error_code.as_deref(), Some("AccessDeniedException"));
    let debug = format!("{functions:?}");
    assert!(!debug.contains("hunter22"), "{debug}");
}

#[tokio::test]
async fn pages_are_put_together() {
    let first = r#"{"Functions": [{"FunctionName": "a"}], "NextMarker": "more"}"#;
    let (read, asked) = functions_of(&[(200, first), (200, r#"{"Functions": [{"FunctionName": "b"}]}"#)]).await;
    let functions = read.as_known().expect("both pages are good");
    assert_eq!(functions.iter().map(|it| it.function_name.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    assert!(asked[1].ends_with("Marker=more"), "{asked:?}");
}

#[tokio::test]
async fn no_answer_is_told_from_no_functions() {
    assert_eq!(functions_of(&[(200, r#"{"Functions": []}"#)]).await.0, Fetched::Known(Vec::new()));
    let denied = json_error("AccessDeniedException");
    let throttled = json_error("TooManyRequestsException");
    for (status, body, kind) in [
        (403, &*denied, GapKind::Denied),
        (429, &*throttled, GapKind::Throttled),
        (200, "{}", GapKind::Malformed),
        (200, r#"{"Functions": [{}]}"#, GapKind::Malformed),
    ] {
        let (read, asked) = functions_of(&[(status, body); 5]).await;
        let Fetched::Unknown(gap) = read else { panic!("{body} is no answer") };
        let tries = if kind == GapKind::Throttled { 5 } else { 1 };
        assert_eq!((gap.error, asked.len()), (kind, tries), "{body}");
    }
}
