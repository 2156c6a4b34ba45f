//! Stages of APIs: where an API of either kind is called, and what holds there.

use std::collections::BTreeMap;

use crate::arn::{Arn, Home};
use crate::model::apigateway::{MethodSetting, RestApi, Stage as RestStage};
use crate::model::apigatewayv2::{Api as HttpApi, Stage as HttpStage};
use crate::model::{Account, apigatewayv2};
use crate::verdict::Subject;

/// An API of either kind.
#[derive(Debug, Clone, Copy)]
pub struct Api<'a> {
    pub(super) kind: ApiKind<'a>,
    pub(super) account: &'a Account,
    /// The Region's name.
    pub region: &'a str,
}

/// What tells REST APIs from HTTP APIs.
#[derive(Debug, Clone, Copy)]
pub(super) enum ApiKind<'a> {
    Rest(&'a RestApi),
    /// Or a WebSocket API.
    Http(&'a HttpApi),
}

impl<'a> Api<'a> {
    /// Its id.
    pub fn id(&self) -> &'a str {
        match self.kind {
            ApiKind::Rest(api) => &api.id,
            ApiKind::Http(api) => &api.api_id,
        }
    }

    /// `API shop (a1b2c3)`
    pub fn title(&self) -> String {
        let name = match self.kind {
            ApiKind::Rest(api) => &api.name,
            ApiKind::Http(api) => &api.name,
        };
        match name {
            Some(name) => format!("API {name} ({})", self.id()),
            None => format!("API {}", self.id()),
        }
    }

    /// Whether it is a REST API, which has commands of its own.
    pub fn is_rest(&self) -> bool {
        matches!(self.kind, ApiKind::Rest(_))
    }

    pub(super) fn home(&self) -> Home<'a> {
        Home { partition: &self.account.partition, region: self.region, account: &self.account.account_id }
    }

    /// What stands before the stage in the ARN of a request.
    pub fn execute_arn(&self) -> String {
        let Home { partition, region, account } = self.home();
        format!("arn:{partition}:execute-api:{region}:{account}:{}", self.id())
    }
}

impl Subject for Api<'_> {
    fn arn(&self) -> Arn {
        let kind = if self.is_rest() { "restapis" } else { "apis" };
        let (partition, region) = (&self.account.partition, self.region);
        let arn = format!("arn:{partition}:apigateway:{region}::/{kind}/{}", self.id());
        arn.parse().expect("what an account has makes an ARN")
    }

    fn names(&self) -> Vec<(&'static str, String)> {
        vec![("api", self.id().to_owned()), ("region", self.region.to_owned())]
    }
}

/// A stage of an API.
#[derive(Debug, Clone, Copy)]
pub struct ApiStage<'a> {
    /// The API.
    pub api: Api<'a>,
    pub(super) kind: StageKind<'a>,
}

/// What tells stages of REST APIs from those of HTTP APIs.
#[derive(Debug, Clone, Copy)]
pub(super) enum StageKind<'a> {
    Rest(&'a RestApi, &'a RestStage),
    Http(&'a HttpStage),
}

/// How many requests come through.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Throttle {
    /// A second, on average.
    pub rate: Option<f64>,
    /// At once.
    pub burst: Option<i64>,
}

impl<'a> ApiStage<'a> {
    /// Its name.
    pub fn name(&self) -> &'a str {
        match self.kind {
            StageKind::Rest(_api, stage) => &stage.stage_name,
            StageKind::Http(stage) => &stage.stage_name,
        }
    }

    /// `stage prod of API shop (a1b2c3)`
    pub fn title(&self) -> String {
        format!("stage {} of {}", self.name(), self.api.title())
    }

    pub(super) fn variables(&self) -> &'a BTreeMap<String, String> {
        match self.kind {
            StageKind::Rest(_api, stage) => &stage.variables,
            StageKind::Http(stage) => &stage.stage_variables,
        }
    }

    /// Where each request is logged.
    pub fn access_log(&self) -> Option<&'a str> {
        let destination = match self.kind {
            StageKind::Rest(_api, stage) => stage.access_log_settings.as_ref()?.destination_arn.as_deref(),
            StageKind::Http(stage) => stage.access_log_settings.as_ref()?.destination_arn.as_deref(),
        };
        destination.filter(|it| !it.is_empty())
    }

    /// What is set for one method and path, or else for all of them.
    pub fn throttle(&self, method: &str, path: &str) -> Option<Throttle> {
        match self.kind {
            StageKind::Rest(_api, stage) => {
                let own = stage.method_settings.iter().find(|(key, _)| is_key_of(key, method, path));
                let setting = own.map(|(_key, setting)| setting).or_else(|| stage.method_settings.get("*/*"))?;
                let MethodSetting { throttling_rate_limit: rate, throttling_burst_limit: burst } = *setting;
                Some(Throttle { rate, burst })
            }
            StageKind::Http(stage) => {
                let key = if method.is_empty() { path.to_owned() } else { format!("{method} {path}") };
                let setting = stage.route_settings.get(&key).or(stage.default_route_settings.as_ref())?;
                let apigatewayv2::RouteSettings { throttling_rate_limit: rate, throttling_burst_limit: burst } =
                    *setting;
                Some(Throttle { rate, burst })
            }
        }
    }
}

/// Whether `~1orders~1{id}/GET` is about `GET /orders/{id}`. The slash at the head of the path may be missing.
fn is_key_of(key: &str, method: &str, path: &str) -> bool {
    let Some((encoded, verb)) = key.rsplit_once('/') else { return false };
    let decoded = encoded.replace("~1", "/");
    verb == method && decoded.trim_start_matches('/') == path.trim_start_matches('/')
}

impl Subject for ApiStage<'_> {
    fn arn(&self) -> Arn {
        format!("{}/stages/{}", self.api.arn(), self.name()).parse().expect("it is a longer ARN")
    }

    fn names(&self) -> Vec<(&'static str, String)> {
        let own = std::iter::once(("stage", self.name().to_owned()));
        own.chain(self.api.names()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_of_a_method() {
        assert!(is_key_of("~1orders~1{id}/GET", "GET", "/orders/{id}"));
        assert!(is_key_of("orders/GET", "GET", "/orders"));
        assert!(is_key_of("~1/GET", "GET", "/"), "of the root");
        for key in ["~1orders/POST", "~1order/GET", "*/*", "GET", ""] {
            assert!(!is_key_of(key, "GET", "/orders"), "{key}");
        }
    }
}
