//! The SDK's clients: one for each service and Region, over one pool of connections.

use std::collections::BTreeMap;
use std::sync::Mutex;

use aws_config::{Region, SdkConfig};
use aws_sdk_s3control::config::endpoint::{Endpoint, EndpointFuture, Params, ResolveEndpoint};

/// A service's configuration in a Region. The retry partition is its own: the SDK's default one lasts as long as the
/// process, so that the throttling of one account would use up the retries of the next.
macro_rules! service {
    ($sdk:ident, $config:expr, $region:expr) => {
        $sdk::config::Builder::from($config)
            .region(aws_config::Region::new($region.to_owned()))
            .retry_partition($sdk::config::retry::RetryPartition::custom("awslab").build())
            .interceptor($crate::answer_guard::AnswerGuard)
    };
}
pub(crate) use service;

/// Clients of one session, made when first asked for.
#[derive(Debug)]
pub(crate) struct Clients {
    config: SdkConfig,
    region: String,
    autoscaling: ByRegion<aws_sdk_autoscaling::Client>,
    cloudformation: ByRegion<aws_sdk_cloudformation::Client>,
    cloudtrail: ByRegion<aws_sdk_cloudtrail::Client>,
    ec2: ByRegion<aws_sdk_ec2::Client>,
    elbv2: ByRegion<aws_sdk_elasticloadbalancingv2::Client>,
    kms: ByRegion<aws_sdk_kms::Client>,
    lambda: ByRegion<aws_sdk_lambda::Client>,
    rds: ByRegion<aws_sdk_rds::Client>,
    s3: ByRegion<aws_sdk_s3::Client>,
}

impl Clients {
    /// The clients of a configuration, which has a Region.
    pub(crate) fn new(config: SdkConfig) -> Self {
        let region = config.region().map(Region::to_string).expect("a session has a Region");
        Self {
            config,
            region,
            autoscaling: ByRegion::default(),
            cloudformation: ByRegion::default(),
            cloudtrail: ByRegion::default(),
            ec2: ByRegion::default(),
            elbv2: ByRegion::default(),
            kms: ByRegion::default(),
            lambda: ByRegion::default(),
            rds: ByRegion::default(),
            s3: ByRegion::default(),
        }
    }

    /// The Region of calls that have none of their own.
    pub(crate) fn region(&self) -> &str {
        &self.region
    }

    pub(crate) fn autoscaling(&self, region: &str) -> aws_sdk_autoscaling::Client {
        self.autoscaling.get(region, || {
            aws_sdk_autoscaling::Client::from_conf(service!(aws_sdk_autoscaling, &self.config, region).build())
        })
    }

    pub(crate) fn cloudformation(&self, region: &str) -> aws_sdk_cloudformation::Client {
        self.cloudformation.get(region, || {
            aws_sdk_cloudformation::Client::from_conf(service!(aws_sdk_cloudformation, &self.config, region).build())
        })
    }

    pub(crate) fn cloudtrail(&self, region: &str) -> aws_sdk_cloudtrail::Client {
        self.cloudtrail.get(region, || {
            aws_sdk_cloudtrail::Client::from_conf(service!(aws_sdk_cloudtrail, &self.config, region).build())
        })
    }

    pub(crate) fn ec2(&self, region: &str) -> aws_sdk_ec2::Client {
        self.ec2.get(region, || aws_sdk_ec2::Client::from_conf(service!(aws_sdk_ec2, &self.config, region).build()))
    }

    pub(crate) fn elbv2(&self, region: &str) -> aws_sdk_elasticloadbalancingv2::Client {
        self.elbv2.get(region, || {
            aws_sdk_elasticloadbalancingv2::Client::from_conf(
                service!(aws_sdk_elasticloadbalancingv2, &self.config, region).build(),
            )
        })
    }

    /// IAM has no Regions; the SDK finds the partition's one endpoint by itself.
    pub(crate) fn iam(&self) -> aws_sdk_iam::Client {
        aws_sdk_iam::Client::from_conf(service!(aws_sdk_iam, &self.config, self.region).build())
    }

    pub(crate) fn kms(&self, region: &str) -> aws_sdk_kms::Client {
        self.kms.get(region, || aws_sdk_kms::Client::from_conf(service!(aws_sdk_kms, &self.config, region).build()))
    }

    pub(crate) fn lambda(&self, region: &str) -> aws_sdk_lambda::Client {
        self.lambda
            .get(region, || aws_sdk_lambda::Client::from_conf(service!(aws_sdk_lambda, &self.config, region).build()))
    }

    pub(crate) fn rds(&self, region: &str) -> aws_sdk_rds::Client {
        self.rds.get(region, || aws_sdk_rds::Client::from_conf(service!(aws_sdk_rds, &self.config, region).build()))
    }

    pub(crate) fn s3(&self, region: &str) -> aws_sdk_s3::Client {
        self.s3.get(region, || {
            // What stands in for AWS has one name, not one a bucket.
            let is_elsewhere = self.config.endpoint_url().is_some();
            aws_sdk_s3::Client::from_conf(
                service!(aws_sdk_s3, &self.config, region).force_path_style(is_elsewhere).build(),
            )
        })
    }

    pub(crate) fn s3control(&self) -> aws_sdk_s3control::Client {
        let mut config = service!(aws_sdk_s3control, &self.config, self.region);
        if let Some(url) = self.config.endpoint_url().filter(|url| has_no_subdomains(url)) {
            config = config.endpoint_resolver(FixedEndpoint(url.to_owned()));
        }
        aws_sdk_s3control::Client::from_conf(config.build())
    }
}

/// A client for each Region.
#[derive(Debug)]
struct ByRegion<C>(Mutex<BTreeMap<String, C>>);

impl<C> Default for ByRegion<C> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<C: Clone> ByRegion<C> {
    fn get(&self, region: &str, make: impl FnOnce() -> C) -> C {
        let mut clients = self.0.lock().expect("making a client does not panic");
        clients.entry(region.to_owned()).or_insert_with(make).clone()
    }
}

/// S3 Control puts the account id before the host, which finds nobody where the host is an address.
#[derive(Debug)]
struct FixedEndpoint(String);

impl ResolveEndpoint for FixedEndpoint {
    fn resolve_endpoint<'a>(&'a self, _params: &'a Params) -> EndpointFuture<'a> {
        EndpointFuture::ready(Ok(Endpoint::builder().url(self.0.clone()).build()))
    }
}

fn has_no_subdomains(url: &str) -> bool {
    let authority = url.split_once("://").map_or(url, |(_scheme, rest)| rest);
    let authority = authority.split(['/', '?']).next().unwrap_or_default();
    let host = authority.rsplit_once(':').map_or(authority, |(host, _port)| host);
    host == "localhost" || host.starts_with('[') || host.parse::<std::net::Ipv4Addr>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_have_no_subdomains() {
        for (url, expected) in [
            ("http://127.0.0.1:5000", true),
            ("http://localhost:5000/", true),
            ("https://[::1]:5000", true),
            ("https://127.0.0.1", true),
            ("https://localhost.emulator.example:4566", false),
            ("https://aws.example", false),
        ] {
            assert_eq!(has_no_subdomains(url), expected, "{url}");
        }
    }
}
