//! How to reach an account.

use std::time::Duration;

use aws_config::profile::ProfileFileCredentialsProvider;
use aws_config::provider_config::ProviderConfig;
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_smithy_runtime_api::client::http::SharedHttpClient;

use crate::http;
use crate::open_error::OpenError;
use crate::refusal::causes;

/// How to reach an account. What is not given comes from the environment and the AWS configuration files, as with the
/// AWS CLI.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Connection {
    /// A profile of the configuration files. Its credentials are then used even where the environment has others.
    pub profile: Option<String>,
    /// The Region of calls that have none of their own.
    pub region: Option<String>,
    /// What to ask in place of AWS, such as `http://127.0.0.1:5000`.
    pub endpoint_url: Option<String>,
    /// A role to take on first.
    pub role_arn: Option<String>,
    /// What the role's trust policy may ask for.
    pub external_id: Option<String>,
}

impl Connection {
    /// The SDK's configuration, which has a Region. The role is not taken on yet.
    pub(crate) async fn sdk_config(&self) -> Result<SdkConfig, OpenError> {
        self.check_profile().await?;
        let http_client = http::client()?;
        let mut loader = aws_config::defaults(BehaviorVersion::latest())
            .http_client(http_client.clone())
            .retry_config(retries())
            .timeout_config(timeouts());
        if let Some(profile) = &self.profile {
            loader = loader.profile_name(profile);
        }
        if let Some(region) = &self.region {
            loader = loader.region(Region::new(region.clone()));
        }
        if let Some(url) = &self.endpoint_url {
            loader = loader.endpoint_url(url);
        }
        let config = loader.load().await;
        let Some(region) = config.region() else { return Err(OpenError::NoRegion) };
        match &self.profile {
            Some(profile) => {
                let credentials = credentials_of(profile, region.clone(), http_client);
                Ok(config.into_builder().credentials_provider(credentials).build())
            }
            None => Ok(config),
        }
    }

    /// The SDK falls through to other credentials where a profile does not exist. Grading somebody else's account
    /// would be the result of a slip of the finger.
    async fn check_profile(&self) -> Result<(), OpenError> {
        let chosen = self.profile.clone().map(Into::into);
        let profiles = aws_config::profile::load(&real(), &real(), &real(), chosen)
            .await
            .map_err(|error| OpenError::Configuration(causes(&error)))?;
        let name = profiles.selected_profile();
        if profiles.get_profile(name).is_some() || (name == "default" && self.profile.is_none()) {
            return Ok(());
        }
        let mut known: Vec<String> = profiles.profiles().map(str::to_owned).collect();
        known.sort();
        Err(OpenError::UnknownProfile { profile: name.to_owned(), known })
    }
}

/// The machine's own files and environment: what the SDK's types for them are by default.
fn real<T: Default>() -> T {
    T::default()
}

/// The SDK's default chain would prefer the environment's credentials to a profile that was asked for.
fn credentials_of(profile: &str, region: Region, http_client: SharedHttpClient) -> SharedCredentialsProvider {
    let config = ProviderConfig::without_region()
        .with_region(Some(region))
        .with_http_client(http_client)
        .with_retry_config(retries())
        .with_timeout_config(timeouts());
    SharedCredentialsProvider::new(
        ProfileFileCredentialsProvider::builder().configure(&config).profile_name(profile).build(),
    )
}

/// How often a call is tried again: AWS throttles by the second.
fn retries() -> RetryConfig {
    RetryConfig::standard()
        .with_max_attempts(5)
        .with_initial_backoff(Duration::from_millis(200))
        .with_max_backoff(Duration::from_secs(5))
}

/// How long a call may take.
fn timeouts() -> TimeoutConfig {
    TimeoutConfig::builder()
        .operation_attempt_timeout(Duration::from_secs(20))
        .operation_timeout(Duration::from_secs(90))
        .build()
}
