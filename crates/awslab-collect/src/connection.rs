//! How to reach an account.

use std::env;
use std::time::Duration;

use aws_config::profile::{ProfileFileCredentialsProvider, ProfileFileRegionProvider};
use aws_config::provider_config::ProviderConfig;
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_types::service_config::{LoadServiceConfig, ServiceConfigKey};

use crate::http;
use crate::open_error::OpenError;
use crate::refusal::causes;

const DEFAULT_PROFILE: &str = "default";

/// How to reach an account. What is not given comes from the environment and the AWS configuration files, as with the
/// AWS CLI. What is empty is not given, here as in the environment: CI systems leave variables so that nobody set.
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
    /// Without what is given as empty.
    pub(crate) fn without_empty(self) -> Self {
        let Self { profile, region, endpoint_url, role_arn, external_id } = self;
        let [profile, region, endpoint_url, role_arn, external_id] =
            [profile, region, endpoint_url, role_arn, external_id].map(|it| it.filter(|text| !text.is_empty()));
        Self { profile, region, endpoint_url, role_arn, external_id }
    }

    /// The SDK's configuration, which has a Region. The role is not taken on yet.
    pub(crate) async fn sdk_config(&self) -> Result<SdkConfig, OpenError> {
        let endpoint_of_profile = self.check_profile().await?;
        let http_client = http::client()?;
        let mut loader = aws_config::defaults(BehaviorVersion::latest())
            .http_client(http_client.clone())
            .retry_config(retries())
            .timeout_config(timeouts());
        if let Some(profile) = self.profile_name() {
            loader = loader.profile_name(profile);
        }
        loader = match self.region.clone().or_else(|| variable("AWS_REGION")).or_else(|| variable("AWS_DEFAULT_REGION"))
        {
            Some(region) => loader.region(Region::new(region)),
            None if is_empty("AWS_REGION") || is_empty("AWS_DEFAULT_REGION") => loader.region(self.profile_region()),
            None => loader,
        };
        if let Some(url) = &self.endpoint_url {
            loader = loader.endpoint_url(url);
        }
        let config = loader.load().await;
        let mut builder = config.clone().into_builder();
        let is_unset = is_empty("AWS_ENDPOINT_URL") || config.endpoint_url().is_some_and(str::is_empty);
        if self.endpoint_url.is_none() && is_unset {
            builder.set_endpoint_url(endpoint_of_profile);
        }
        let config = builder.service_config(Endpoints(config)).build();
        let Some(region) = config.region() else { return Err(OpenError::NoRegion) };
        match &self.profile {
            Some(profile) => {
                let credentials = credentials_of(profile, region.clone(), http_client);
                Ok(config.into_builder().credentials_provider(credentials).build())
            }
            None => Ok(config),
        }
    }

    /// The profile that is chosen, where one is: the SDK would look for a profile without a name.
    fn profile_name(&self) -> Option<&str> {
        self.profile.as_deref().or_else(|| is_empty("AWS_PROFILE").then_some(DEFAULT_PROFILE))
    }

    /// Where the environment's Region is empty, the SDK would look no further.
    fn profile_region(&self) -> ProfileFileRegionProvider {
        let profile = self.profile_name().map(str::to_owned).or_else(|| variable("AWS_PROFILE"));
        let profile = profile.unwrap_or_else(|| DEFAULT_PROFILE.to_owned());
        ProfileFileRegionProvider::builder().profile_name(profile).build()
    }

    /// The SDK falls through to other credentials where a profile does not exist. Grading somebody else's account
    /// would be the result of a slip of the finger.
    ///
    /// Returns the profile's endpoint.
    async fn check_profile(&self) -> Result<Option<String>, OpenError> {
        let chosen = self.profile_name().map(|name| name.to_owned().into());
        let profiles = aws_config::profile::load(&real(), &real(), &real(), chosen)
            .await
            .map_err(|error| OpenError::Configuration(causes(&error)))?;
        let name = profiles.selected_profile();
        if let Some(profile) = profiles.get_profile(name) {
            return Ok(profile.get("endpoint_url").filter(|url| !url.is_empty()).map(str::to_owned));
        }
        if name == DEFAULT_PROFILE && self.profile.is_none() {
            return Ok(None);
        }
        let mut known: Vec<String> = profiles.profiles().map(str::to_owned).collect();
        known.sort();
        Err(OpenError::UnknownProfile { profile: name.to_owned(), known })
    }
}

/// The value of an environment variable that has one.
fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

fn is_empty(variable: &str) -> bool {
    env::var_os(variable).is_some_and(|value| value.is_empty())
}

/// The endpoints of single services, without the empty ones: the SDK panics at them.
#[derive(Debug)]
struct Endpoints(SdkConfig);

impl LoadServiceConfig for Endpoints {
    fn load_config(&self, key: ServiceConfigKey<'_>) -> Option<String> {
        self.0.service_config()?.load_config(key).filter(|value| !value.is_empty())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_empty_is_not_given() {
        let empty = || Some(String::new());
        let connection = Connection {
            profile: empty(),
            region: empty(),
            endpoint_url: empty(),
            role_arn: empty(),
            external_id: empty(),
        };
        assert_eq!(connection.without_empty(), Connection::default());
        let connection = Connection { profile: Some("course".to_owned()), ..Connection::default() };
        assert_eq!(connection.clone().without_empty(), connection);
    }
}
