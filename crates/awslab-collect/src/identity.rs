//! Who awslab runs as: the role that is taken on, and whom AWS takes the caller for.

use std::error::Error;

use aws_config::SdkConfig;
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_sdk_sts::error::ProvideErrorMetadata;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use awslab_core::fetched::GapKind;
use awslab_core::model::Caller;

use crate::clients::service;
use crate::open_error::OpenError;
use crate::refusal::{Refusal, Required, credentials_error};

const SESSION_NAME: &str = "awslab";

/// The same configuration with the role's credentials, which last an hour.
///
/// <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html>
pub(crate) async fn assume_role(
    config: SdkConfig,
    role_arn: &str,
    external_id: Option<&str>,
) -> Result<SdkConfig, OpenError> {
    let refused = |message| OpenError::CannotAssumeRole { role_arn: role_arn.to_owned(), message };
    let request = sts(&config)
        .assume_role()
        .role_arn(role_arn)
        .role_session_name(SESSION_NAME)
        .set_external_id(external_id.map(str::to_owned));
    let answer = request.send().await.map_err(|error| open_error(error, &config, refused))?;
    let role = answer.credentials.ok_or_else(|| refused("the answer has no credentials".to_owned()))?;
    let expiry = role.expiration.try_into().ok();
    let credentials =
        Credentials::new(role.access_key_id, role.secret_access_key, Some(role.session_token), expiry, SESSION_NAME);
    Ok(config.into_builder().credentials_provider(SharedCredentialsProvider::new(credentials)).build())
}

/// <https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html>
pub(crate) async fn caller(config: &SdkConfig) -> Result<Caller, OpenError> {
    let answer = sts(config).get_caller_identity().send().await;
    let answer = answer.map_err(|error| open_error(error, config, OpenError::Other))?;
    let read = || {
        Ok(Caller {
            account: answer.account.required("Account")?,
            arn: answer.arn.required("Arn")?.parse()?,
            user_id: answer.user_id.required("UserId")?,
        })
    };
    read().map_err(|Refusal { message, .. }| OpenError::Other(message))
}

fn sts(config: &SdkConfig) -> aws_sdk_sts::Client {
    let region = config.region().map(ToString::to_string).expect("a session has a Region");
    aws_sdk_sts::Client::from_conf(service!(aws_sdk_sts, config, region).build())
}

/// What keeps every call from working, or else what only kept this one.
fn open_error<E>(
    error: SdkError<E, HttpResponse>,
    config: &SdkConfig,
    refused: impl FnOnce(String) -> OpenError,
) -> OpenError
where
    E: ProvideErrorMetadata + Error + Send + Sync + 'static,
{
    if let Some(error) = credentials_error(&error) {
        return error.into();
    }
    let refusal = Refusal::from(error);
    let is_of_unknown_keys = refusal.is_of_unknown_keys();
    let Refusal { kind, code, message } = refusal;
    match (kind, code) {
        (_, Some(code)) if is_of_unknown_keys => OpenError::InvalidKeys { code, message },
        (GapKind::Expired, _) => OpenError::Expired(message),
        (GapKind::Throttled, code) => OpenError::Throttled(code.unwrap_or(message)),
        (GapKind::Unreachable | GapKind::TimedOut, _) => {
            OpenError::Unreachable { endpoint: config.endpoint_url().unwrap_or("AWS").to_owned(), message }
        }
        (_, Some(code)) => refused(format!("{message} ({code})")),
        (_, None) => refused(message),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{config, query_error};

    const ROLE: &str = "arn:aws:iam::111122223333:role/awslab";

    async fn caller_error(status: u16, body: &str) -> OpenError {
        let (config, _http) = config([(status, body)]);
        caller(&config).await.expect_err("the answer is no identity")
    }

    #[tokio::test]
    async fn the_caller_is_whom_aws_says() {
        let (config, _http) = config([(
            200,
            "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/anna</Arn>\
             <UserId>AIDA</UserId><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>",
        )]);
        let caller = caller(&config).await.expect("the answer is an identity");
        assert_eq!((caller.account.as_str(), caller.arn.resource()), ("111122223333", "user/anna"));
    }

    #[tokio::test]
    async fn keys_that_aws_does_not_know_are_told_from_expired_ones() {
        let error = caller_error(403, &query_error("InvalidClientTokenId")).await;
        assert!(matches!(&error, OpenError::InvalidKeys { code, .. } if code == "InvalidClientTokenId"), "{error}");

        let error = caller_error(403, &query_error("ExpiredToken")).await;
        assert!(matches!(&error, OpenError::Expired(_)), "{error}");
        assert!(error.help().contains("aws sso login"), "{}", error.help());
    }

    #[tokio::test]
    async fn who_is_throttled_is_to_come_again() {
        let (config, _http) = config(std::iter::repeat_with(|| (400, query_error("Throttling"))).take(9));
        let error = caller(&config).await.expect_err("the answer is no identity");
        assert!(matches!(&error, OpenError::Throttled(code) if code == "Throttling"), "{error}");
        assert!(error.help().contains("run again"), "{}", error.help());
    }

    #[tokio::test]
    async fn what_is_not_aws_is_told_so() {
        let error = caller_error(200, "<!DOCTYPE html><html><body>Welcome</body></html>").await;
        assert!(matches!(&error, OpenError::Other(message) if message.contains("web page")), "{error}");
    }

    #[tokio::test]
    async fn a_role_that_cannot_be_taken_on_is_named() {
        let (config, http) = config([(403, query_error("AccessDenied"))]);
        let error = assume_role(config, ROLE, Some("course-7")).await.expect_err("the role is closed");
        assert!(error.to_string().starts_with(&format!("assume the role {ROLE}: ")), "{error}");
        assert!(error.help().contains("--external-id"), "{}", error.help());

        let requests: Vec<_> = http.actual_requests().collect();
        let body = requests[0].body().bytes().expect("a query is held in memory");
        assert!(String::from_utf8_lossy(body).contains("ExternalId=course-7"));
        assert_eq!(requests.len(), 1, "a denial is not tried again");
    }
}
