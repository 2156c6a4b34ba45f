//! The routes of APIs that call a function.

use std::collections::BTreeMap;

use super::api_stages::{Api, ApiKind, ApiStage, StageKind};
use super::regional::Located;
use crate::arn::{Backend, FunctionReference};
use crate::context::Context;
use crate::fetched::{Fetched, Gap};
use crate::model::apigateway::RestApi;
use crate::model::apigatewayv2::Api as HttpApi;
use crate::model::lambda::Function;
use crate::plan::Want;
use crate::verdict::{Miss, Subject};

/// A method and path of an API that calls a function, on one stage.
#[derive(Debug, Clone)]
pub struct ApiRoute<'a> {
    /// Where it is called.
    pub stage: ApiStage<'a>,
    /// `GET`, …, `ANY`; empty for the route `$default`.
    pub method: &'a str,
    /// Such as `/orders/{id}`; `$default` for every request that no other route takes.
    pub path: &'a str,
    /// What it calls.
    pub function: FunctionReference,
    /// The ARN of the role that API Gateway takes on to call it.
    pub credentials: Option<&'a str>,
}

/// The routes that lead to a function, and those that nearly do.
#[derive(Debug, Clone, Default)]
pub struct ApiRoutes<'a> {
    /// A caller gets through to the function by these.
    pub live: Vec<ApiRoute<'a>>,
    /// By these not yet.
    pub near: Vec<NearRoute<'a>>,
    /// What could not be seen: there may be more.
    pub unseen: Vec<Miss>,
}

/// A route that leads to a function but for something.
#[derive(Debug, Clone)]
pub struct NearRoute<'a> {
    /// Of which API.
    pub api: Api<'a>,
    /// On which stage; absent where the API has none.
    pub stage: Option<ApiStage<'a>>,
    /// `GET /orders/{id}`, or `$default`.
    pub route: String,
    /// What is in the way.
    pub obstacle: Obstacle,
}

/// What keeps a route from a function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Obstacle {
    /// It calls another function of the same name, in another account or Region.
    Elsewhere(FunctionReference),
    /// The API has no stage.
    NoStage,
    /// The stage shows what the API was before the route was there, or nothing yet.
    NotDeployed,
    /// The last deployment failed, in AWS's words.
    DeploymentFailed(String),
    /// The function does not get the request as it is: the integration is of another type.
    NotProxy(String),
    /// It names a version or an alias that is not there.
    NoQualifier(String),
    /// The stage lacks the variable that names what is called.
    Unset(String),
    /// It is a WebSocket API.
    WebSocket,
}

impl ApiRoute<'_> {
    /// `GET /orders/{id}`, or `$default`.
    pub fn key(&self) -> String {
        key(self.method, self.path)
    }
}

impl<'a> Context<'a> {
    /// The routes of all APIs that lead to a function.
    pub fn routes_to(&self, function: Located<'a, Function>) -> ApiRoutes<'a> {
        let mut search = Search { target: function, routes: ApiRoutes::default() };
        for (region, surroundings) in &self.account.regions {
            let (rest, http) = (&surroundings.api_gateway.rest_apis, &surroundings.api_gateway_v2.apis);
            // Regions that nobody asked do not count, but for the function's own.
            if rest.is_not_collected() && http.is_not_collected() && region != function.region {
                continue;
            }
            let api = |kind| Api { kind, account: self.account, region };
            for rest in search.listed(rest) {
                search.look_at_rest(rest, api(ApiKind::Rest(rest)));
            }
            for http in search.listed(http) {
                search.look_at_http(http, api(ApiKind::Http(http)));
            }
        }
        search.routes
    }
}

/// A method and path, and what it calls.
struct Endpoint<'a> {
    method: &'a str,
    path: &'a str,
    integration_type: Option<&'a str>,
    uri: Option<&'a str>,
    credentials: Option<&'a str>,
}

struct Search<'a> {
    target: Located<'a, Function>,
    routes: ApiRoutes<'a>,
}

impl<'a> Search<'a> {
    /// What a list holds; nothing where it could not be seen.
    fn listed<T>(&mut self, list: &'a Fetched<Vec<T>>) -> &'a [T] {
        match list {
            Fetched::Known(items) => items,
            Fetched::Unknown(gap) => {
                self.cannot_see(gap);
                &[]
            }
        }
    }

    fn cannot_see(&mut self, gap: &Gap) {
        let miss = Miss::unknown(gap.clone());
        if !self.routes.unseen.contains(&miss) {
            self.routes.unseen.push(miss);
        }
    }

    fn look_at_rest(&mut self, rest: &'a RestApi, api: Api<'a>) {
        let mut endpoints = Vec::new();
        for resource in self.listed(&rest.resources) {
            for (method, it) in &resource.resource_methods {
                let Some(integration) = &it.method_integration else { continue };
                endpoints.push(Endpoint {
                    method,
                    path: &resource.path,
                    integration_type: integration.integration_type.as_deref(),
                    uri: integration.uri.as_deref(),
                    credentials: integration.credentials.as_deref(),
                });
            }
        }
        let stages = self.listed(&rest.stages).iter().map(|it| ApiStage { api, kind: StageKind::Rest(rest, it) });
        let has_stages_known = rest.stages.as_known().is_some();
        self.look_at(api, &endpoints, &stages.collect::<Vec<_>>(), has_stages_known);
    }

    fn look_at_http(&mut self, http: &'a HttpApi, api: Api<'a>) {
        let integrations = self.listed(&http.integrations);
        let mut endpoints = Vec::new();
        for route in self.listed(&http.routes) {
            let id = route.target.as_deref().and_then(|it| it.strip_prefix("integrations/"));
            let Some(integration) = integrations.iter().find(|it| Some(it.integration_id.as_str()) == id) else {
                continue;
            };
            let (method, path) = route.route_key.split_once(' ').unwrap_or(("", &route.route_key));
            endpoints.push(Endpoint {
                method,
                path,
                integration_type: integration.integration_type.as_deref(),
                uri: integration.integration_uri.as_deref(),
                credentials: integration.credentials_arn.as_deref(),
            });
        }
        let stages = self.listed(&http.stages).iter().map(|it| ApiStage { api, kind: StageKind::Http(it) });
        let has_stages_known = http.stages.as_known().is_some();
        self.look_at(api, &endpoints, &stages.collect::<Vec<_>>(), has_stages_known);
    }

    fn look_at(&mut self, api: Api<'a>, endpoints: &[Endpoint<'a>], stages: &[ApiStage<'a>], are_all: bool) {
        for endpoint in endpoints {
            for stage in stages {
                self.look_on_stage(*stage, endpoint);
            }
            if stages.is_empty() && are_all {
                self.look_without_stage(api, endpoint);
            }
        }
    }

    fn look_on_stage(&mut self, stage: ApiStage<'a>, endpoint: &Endpoint<'a>) {
        let Some(uri) = endpoint.uri else { return };
        let near = |obstacle| NearRoute { api: stage.api, stage: Some(stage), route: endpoint.key(), obstacle };
        let function = match Backend::read(uri, stage.variables(), stage.api.home()) {
            Backend::Function(function) if function.function == self.target.arn() => function,
            Backend::Function(function) if function.name() == self.target.function_name => {
                return self.routes.near.push(near(Obstacle::Elsewhere(function)));
            }
            Backend::Unset(variable) => return self.routes.near.push(near(Obstacle::Unset(variable))),
            Backend::Function(_) | Backend::Other => return,
        };
        match self.obstacle(stage, endpoint, &function) {
            Ok(Some(obstacle)) => self.routes.near.push(near(obstacle)),
            Ok(None) => self.routes.live.push(ApiRoute {
                stage,
                method: endpoint.method,
                path: endpoint.path,
                function,
                credentials: endpoint.credentials,
            }),
            Err(miss) if self.routes.unseen.contains(&miss) => {}
            Err(miss) => self.routes.unseen.push(miss),
        }
    }

    fn look_without_stage(&mut self, api: Api<'a>, endpoint: &Endpoint<'a>) {
        let backend = endpoint.uri.map(|uri| Backend::read(uri, &BTreeMap::new(), api.home()));
        let Some(Backend::Function(function)) = backend else { return };
        if function.function == self.target.arn() {
            let near = NearRoute { api, stage: None, route: endpoint.key(), obstacle: Obstacle::NoStage };
            self.routes.near.push(near);
        }
    }

    fn obstacle(
        &self,
        stage: ApiStage<'a>,
        endpoint: &Endpoint<'a>,
        function: &FunctionReference,
    ) -> Result<Option<Obstacle>, Miss> {
        if stage.api.is_web_socket() {
            return Ok(Some(Obstacle::WebSocket));
        }
        let integration_type = endpoint.integration_type.unwrap_or_default();
        if integration_type != "AWS_PROXY" {
            return Ok(Some(Obstacle::NotProxy(integration_type.to_owned())));
        }
        if let Some(obstacle) = stage.keeps_back(endpoint)? {
            return Ok(Some(obstacle));
        }
        match function.published() {
            Some(qualifier) if self.target.qualified(qualifier)?.is_none() => {
                Ok(Some(Obstacle::NoQualifier(qualifier.to_owned())))
            }
            _ => Ok(None),
        }
    }
}

impl Endpoint<'_> {
    fn key(&self) -> String {
        key(self.method, self.path)
    }
}

fn key(method: &str, path: &str) -> String {
    if method.is_empty() { path.to_owned() } else { format!("{method} {path}") }
}

impl Api<'_> {
    fn is_web_socket(&self) -> bool {
        matches!(self.kind, ApiKind::Http(api) if api.protocol_type.as_deref() == Some("WEBSOCKET"))
    }
}

impl ApiStage<'_> {
    /// Why a caller of the stage does not get what the API has by now.
    fn keeps_back(&self, endpoint: &Endpoint<'_>) -> Result<Option<Obstacle>, Miss> {
        match self.kind {
            StageKind::Rest(api, stage) => {
                let Some(id) = &stage.deployment_id else { return Ok(Some(Obstacle::NotDeployed)) };
                let Some(deployment) = api.deployments.get(id) else { return Err(self.wanted(id)) };
                let is_shown = deployment.known()?.api_summary.as_ref().is_none_or(|paths| {
                    paths.get(endpoint.path).is_some_and(|methods| methods.contains_key(endpoint.method))
                });
                Ok((!is_shown).then_some(Obstacle::NotDeployed))
            }
            StageKind::Http(stage) => {
                let message = stage.last_deployment_status_message.as_deref().unwrap_or_default();
                if stage.auto_deploy && message.starts_with("Deployment attempt failed") {
                    return Ok(Some(Obstacle::DeploymentFailed(message.to_owned())));
                }
                let is_shown = stage.auto_deploy || stage.deployment_id.is_some();
                Ok((!is_shown).then_some(Obstacle::NotDeployed))
            }
        }
    }

    fn wanted(&self, deployment: &str) -> Miss {
        Miss::wanted(Want::Deployment {
            api: self.api.id().to_owned(),
            deployment: deployment.to_owned(),
            region: self.api.region.to_owned(),
        })
    }
}
