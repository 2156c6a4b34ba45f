//! An account whose answers are written down in advance, for the tests of this crate.

use std::time::Duration;

use aws_config::retry::RetryConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_smithy_http_client::test_util::{ReplayEvent, StaticReplayClient};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_types::body::SdkBody;
use awslab_core::fact::Fact;
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
    let config = SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::from_static(HOME))
        .credentials_provider(SharedCredentialsProvider::new(Credentials::new("AKIA", "secret", None, None, "test")))
        .retry_config(RetryConfig::standard().with_max_attempts(5).with_initial_backoff(Duration::from_millis(1)))
        .http_client(http.clone())
        .build();
    (config, http)
}

/// A session of anna's that hears these answers.
pub(crate) fn session<B: Into<String>>(answers: impl IntoIterator<Item = (u16, B)>) -> (Session, StaticReplayClient) {
    let (config, http) = config(answers);
    let caller = Caller {
        account: "111122223333".to_owned(),
        arn: "arn:aws:iam::111122223333:user/anna".parse().expect("well formed"),
        user_id: "AIDA".to_owned(),
    };
    (Session::new(Clients::new(config), caller), http)
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
