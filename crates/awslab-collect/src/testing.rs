//! An account whose answers are written down in advance, for the tests of this crate.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use aws_config::retry::RetryConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_smithy_http_client::test_util::{ReplayEvent, StaticReplayClient, infallible_client_fn};
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_types::body::SdkBody;
use awslab_core::fact::Fact;
use awslab_core::import::{self, Document};
use awslab_core::model::{Account, Caller};
use awslab_core::plan::Plan;
use jiff::Timestamp;

use crate::clients::Clients;
use crate::session::Session;

/// The Region of the sessions here.
pub(crate) const HOME: &str = "eu-west-1";

/// A configuration that hears these answers, status and body, in this order whatever is asked.
pub(crate) fn config<B: Into<String>>(answers: impl IntoIterator<Item = (u16, B)>) -> (SdkConfig, StaticReplayClient) {
    let answer = |(status, body): (u16, B)| {
        let status = status.try_into().expect("the status is one of HTTP's");
        ReplayEvent::new(HttpRequest::empty(), HttpResponse::new(status, SdkBody::from(body.into())))
    };
    let http = StaticReplayClient::new(answers.into_iter().map(answer).collect());
    (config_over(SharedHttpClient::new(http.clone())), http)
}

fn config_over(http: SharedHttpClient) -> SdkConfig {
    SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::from_static(HOME))
        .credentials_provider(SharedCredentialsProvider::new(Credentials::new("AKIA", "secret", None, None, "test")))
        .retry_config(RetryConfig::standard().with_max_attempts(5).with_initial_backoff(Duration::from_millis(1)))
        .http_client(http)
        .build()
}

/// A session of anna's that hears these answers.
pub(crate) fn session<B: Into<String>>(answers: impl IntoIterator<Item = (u16, B)>) -> (Session, StaticReplayClient) {
    let (config, http) = config(answers);
    (of_anna(config), http)
}

fn of_anna(config: SdkConfig) -> Session {
    let caller = Caller {
        account: "111122223333".to_owned(),
        arn: "arn:aws:iam::111122223333:user/anna".parse().expect("well formed"),
        user_id: "AIDA".to_owned(),
    };
    Session::new(Clients::new(config), caller)
}

/// A session of anna's, for services that name the operation in the request: each operation has answers of its own, in
/// this order and the last one for ever, in whichever order the operations are asked. What no answer is given for is
/// there nowhere.
pub(crate) fn by_action<'a, B: Into<String>>(answers: impl IntoIterator<Item = (&'a str, u16, B)>) -> (Session, Asked) {
    let answers = answers.into_iter().map(|(action, status, body)| (action.to_owned(), status, body.into()));
    let answers: Mutex<Vec<(String, u16, String)>> = Mutex::new(answers.collect());
    let asked = Asked::default();
    let heard = asked.clone();
    let http = infallible_client_fn(move |request| {
        let body = request.body().bytes().expect("requests are held in memory");
        let body = String::from_utf8(body.to_vec()).expect("requests are forms");
        let action = body.split('&').find_map(|it| it.strip_prefix("Action=")).expect("the action is named");
        let mut answers = answers.lock().expect("nobody panics here");
        let own: Vec<usize> = (0..answers.len()).filter(|index| answers[*index].0 == action).collect();
        let (status, answer) = match own[..] {
            [] => (200, format!("<{action}Response/>")),
            [last] => (answers[last].1, answers[last].2.clone()),
            [first, ..] => {
                let (_, status, answer) = answers.remove(first);
                (status, answer)
            }
        };
        heard.0.lock().expect("nobody panics here").push(body);
        http::Response::builder().status(status).body(SdkBody::from(answer)).expect("status and body are good")
    });
    (of_anna(config_over(http)), asked)
}

/// An answer to an operation: as the API gives it, and as the AWS CLI prints that.
pub(crate) type Answer = (&'static str, &'static str, &'static str);

/// [`Answer`]s from the folder `answers` beside the file that names them.
macro_rules! answers {
    ($($action:literal in $file:literal;)*) => {
        &[$((
            $action,
            include_str!(concat!("answers/", $file, ".xml")),
            include_str!(concat!("answers/", $file, ".json")),
        )),*]
    };
}
pub(crate) use answers;

/// A session that hears these answers, and the usual one to each operation that is not among them.
pub(crate) fn by_action_or_as_usual(others: &[(&str, u16, &str)], usual: &[Answer]) -> (Session, Asked) {
    let is_other = |action: &str| others.iter().any(|(other, _, _)| *other == action);
    let usual = usual.iter().filter(|(action, _, _)| !is_other(action)).map(|(action, xml, _)| (*action, 200, *xml));
    by_action(usual.chain(others.iter().copied()))
}

/// The requests that were made, as forms.
#[derive(Debug, Clone, Default)]
pub(crate) struct Asked(Arc<Mutex<Vec<String>>>);

impl Asked {
    /// How many were of an operation.
    pub(crate) fn count(&self, action: &str) -> usize {
        let action = format!("Action={action}&");
        self.0.lock().expect("nobody panics here").iter().filter(|it| it.starts_with(&action)).count()
    }

    /// How many there were.
    pub(crate) fn total(&self) -> usize {
        self.0.lock().expect("nobody panics here").len()
    }

    /// The last one of an operation.
    pub(crate) fn last_of(&self, action: &str) -> String {
        let action = format!("Action={action}&");
        let asked = self.0.lock().expect("nobody panics here");
        asked.iter().rfind(|it| it.starts_with(&action)).cloned().unwrap_or_default()
    }
}

/// What a session collects, at no particular time.
pub(crate) async fn collect(session: &Session, facts: &[Fact]) -> Account {
    let plan = Plan { facts: facts.iter().copied().collect(), ..Plan::default() };
    session.collect(&plan, &(), Timestamp::UNIX_EPOCH).await
}

/// What a session collects that hears these answers.
pub(crate) async fn account<B: Into<String>>(facts: &[Fact], answers: impl IntoIterator<Item = (u16, B)>) -> Account {
    let (session, _http) = session(answers);
    collect(&session, facts).await
}

/// An error of IAM, STS, CloudFormation or S3 Control.
pub(crate) fn query_error(code: &str) -> String {
    format!("<ErrorResponse><Error><Code>{code}</Code><Message>no</Message></Error></ErrorResponse>")
}

/// An error of EC2.
pub(crate) fn ec2_error(code: &str) -> String {
    format!("<Response><Errors><Error><Code>{code}</Code><Message>no</Message></Error></Errors></Response>")
}

/// An error of S3.
pub(crate) fn s3_error(code: &str) -> String {
    format!("<Error><Code>{code}</Code><Message>no</Message></Error>")
}

/// An error of KMS or CloudTrail.
pub(crate) fn json_error(code: &str) -> String {
    format!(r#"{{"__type": "{code}", "message": "no"}}"#)
}

/// One page of the list of buckets, each with its Region where it is told.
pub(crate) fn bucket_list(buckets: &[(&str, Option<&str>)], next: Option<&str>) -> String {
    let bucket = |(name, region): &(&str, Option<&str>)| {
        let region = region.map(|it| format!("<BucketRegion>{it}</BucketRegion>")).unwrap_or_default();
        format!("<Bucket><Name>{name}</Name>{region}</Bucket>")
    };
    let buckets: String = buckets.iter().map(bucket).collect();
    let next = next.map(|it| format!("<ContinuationToken>{it}</ContinuationToken>")).unwrap_or_default();
    format!("<ListAllMyBucketsResult><Buckets>{buckets}</Buckets>{next}</ListAllMyBucketsResult>")
}

/// A Region as outputs of the AWS CLI describe it.
pub(crate) fn imported<'a>(outputs: impl IntoIterator<Item = &'a str>) -> awslab_core::model::Region {
    let documents = outputs.into_iter().enumerate();
    let documents: Vec<_> =
        documents.map(|(index, text)| Document::at(&format!("{HOME}/{index}.json"), text)).collect();
    let imported = import::read(&documents, None, Timestamp::UNIX_EPOCH).expect("these are outputs of the CLI");
    assert_eq!(imported.ignored, Vec::<String>::new());
    imported.account.regions.into_values().next().expect("there is a Region")
}
