//! REST APIs of API Gateway. The AWS CLI prints them, unlike HTTP APIs, with names in lower case.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::fetched::Fetched;

/// API Gateway's first version as one Region shows it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct ApiGateway {
    /// Domain names of the customer's own.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub domain_names: Fetched<Vec<DomainName>>,
    /// REST APIs.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub rest_apis: Fetched<Vec<RestApi>>,
}

/// <https://docs.aws.amazon.com/apigateway/latest/api/API_RestApi.html>
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct RestApi {
    /// The id, such as `a1b2c3d4e5`.
    pub id: String,
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its paths, with their methods.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub resources: Fetched<Vec<Resource>>,
    /// Its stages.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub stages: Fetched<Vec<Stage>>,
    /// The deployments that stages show, by their ids.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub deployments: BTreeMap<String, Fetched<Deployment>>,
}

/// <https://docs.aws.amazon.com/apigateway/latest/api/API_Resource.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct Resource {
    /// From the root on, such as `/orders/{id}`.
    pub path: String,
    /// By `GET`, `POST`, …, `ANY`.
    pub resource_methods: BTreeMap<String, Method>,
}

/// <https://docs.aws.amazon.com/apigateway/latest/api/API_Method.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct Method {
    /// What it calls.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method_integration: Option<Integration>,
}

/// <https://docs.aws.amazon.com/apigateway/latest/api/API_Integration.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct Integration {
    /// `AWS_PROXY` hands a request to a function as it is; `AWS`, `HTTP`, `HTTP_PROXY`, `MOCK`.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub integration_type: Option<String>,
    /// What is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uri: Option<String>,
    /// The ARN of the role that API Gateway takes on to call it; absent where the function's policy lets it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credentials: Option<String>,
}

/// <https://docs.aws.amazon.com/apigateway/latest/api/API_Stage.html>
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct Stage {
    /// The name.
    pub stage_name: String,
    /// What it shows of the API.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deployment_id: Option<String>,
    /// What integrations may name as `${stageVariables.name}`.
    pub variables: BTreeMap<String, String>,
    /// Where each request is logged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access_log_settings: Option<AccessLogSettings>,
    /// By path and method, such as `~1orders/GET`, or `*/*` for all.
    pub method_settings: BTreeMap<String, MethodSetting>,
}

/// <https://docs.aws.amazon.com/apigateway/latest/api/API_AccessLogSettings.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct AccessLogSettings {
    /// A log group, or a delivery stream of Firehose.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination_arn: Option<String>,
}

/// <https://docs.aws.amazon.com/apigateway/latest/api/API_MethodSetting.html>
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct MethodSetting {
    /// How many requests may come at once; `-1` for as many as the account allows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub throttling_burst_limit: Option<i64>,
    /// How many requests a second; `-1` for as many as the account allows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub throttling_rate_limit: Option<f64>,
}

/// <https://docs.aws.amazon.com/apigateway/latest/api/API_Deployment.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct Deployment {
    /// The id.
    pub id: String,
    /// The methods that the API had then, by path and verb; absent where AWS does not tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub api_summary: Option<BTreeMap<String, BTreeMap<String, MethodSnapshot>>>,
}

/// <https://docs.aws.amazon.com/apigateway/latest/api/API_MethodSnapshot.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct MethodSnapshot {
    /// `NONE`, `AWS_IAM`, `CUSTOM` or `COGNITO_USER_POOLS`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authorization_type: Option<String>,
}

/// <https://docs.aws.amazon.com/apigateway/latest/api/API_DomainName.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct DomainName {
    /// The name, such as `api.example.com`.
    pub domain_name: String,
    /// The oldest TLS that it speaks, by the name of a policy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub security_policy: Option<String>,
    /// The APIs behind it.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub base_path_mappings: Fetched<Vec<BasePathMapping>>,
}

/// <https://docs.aws.amazon.com/apigateway/latest/api/API_BasePathMapping.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct BasePathMapping {
    /// The API.
    pub rest_api_id: String,
    /// The stage; absent where callers name it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
}
