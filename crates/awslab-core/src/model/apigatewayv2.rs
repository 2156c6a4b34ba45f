//! HTTP APIs of API Gateway, and WebSocket APIs beside them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::fetched::Fetched;

/// API Gateway's second version as one Region shows it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct ApiGatewayV2 {
    /// APIs.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub apis: Fetched<Vec<Api>>,
    /// Domain names of the customer's own.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub domain_names: Fetched<Vec<DomainName>>,
}

/// <https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid.html>
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct Api {
    /// The id.
    pub api_id: String,
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// `HTTP` or `WEBSOCKET`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub protocol_type: Option<String>,
    /// Which requests lead where.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub routes: Fetched<Vec<Route>>,
    /// What routes call.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub integrations: Fetched<Vec<Integration>>,
    /// Its stages.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub stages: Fetched<Vec<Stage>>,
}

/// <https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-routes-routeid.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct Route {
    /// `GET /orders/{id}`, or `$default`.
    pub route_key: String,
    /// `integrations/…` with the id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
}

/// <https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-integrations-integrationid.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct Integration {
    /// The id.
    pub integration_id: String,
    /// `AWS_PROXY` for a function, or an action of another service; `HTTP_PROXY`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub integration_type: Option<String>,
    /// What is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub integration_uri: Option<String>,
    /// The ARN of the role that API Gateway takes on to call it; absent where the function's policy lets it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credentials_arn: Option<String>,
}

/// <https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-stages-stagename.html>
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct Stage {
    /// The name; `$default` is called without one.
    pub stage_name: String,
    /// What it shows of the API.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deployment_id: Option<String>,
    /// Each change is deployed by itself.
    pub auto_deploy: bool,
    /// What came of the last deployment of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_deployment_status_message: Option<String>,
    /// What integrations may name as `${stageVariables.name}`.
    pub stage_variables: BTreeMap<String, String>,
    /// Where each request is logged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access_log_settings: Option<AccessLogSettings>,
    /// What holds of all routes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_route_settings: Option<RouteSettings>,
    /// What holds of single routes, by their keys.
    pub route_settings: BTreeMap<String, RouteSettings>,
}

/// <https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-stages-stagename.html#apis-apiid-stages-stagename-model-accesslogsettings>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct AccessLogSettings {
    /// A log group.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination_arn: Option<String>,
}

/// <https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-stages-stagename.html#apis-apiid-stages-stagename-model-routesettings>
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct RouteSettings {
    /// How many requests may come at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub throttling_burst_limit: Option<i64>,
    /// How many requests a second.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub throttling_rate_limit: Option<f64>,
}

/// <https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/domainnames-domainname.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct DomainName {
    /// The name, such as `api.example.com`.
    pub domain_name: String,
    /// How it is served.
    pub domain_name_configurations: Vec<DomainNameConfiguration>,
    /// The APIs behind it.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub api_mappings: Fetched<Vec<ApiMapping>>,
}

/// <https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/domainnames-domainname.html#domainnames-domainname-model-domainnameconfiguration>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct DomainNameConfiguration {
    /// The oldest TLS that it speaks, by the name of a policy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub security_policy: Option<String>,
}

/// <https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/domainnames-domainname-apimappings-apimappingid.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct ApiMapping {
    /// The API, of either version.
    pub api_id: String,
    /// The stage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
}
