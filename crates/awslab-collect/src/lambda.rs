//! Lambda: the functions that a Region has.

use aws_sdk_lambda::types;
use awslab_core::call;
use awslab_core::fetched::Fetched;
use awslab_core::model::lambda::{Environment, EnvironmentError, Function, LoggingConfig, VpcConfig};

use crate::api::Api;
use crate::refusal::{Refusal, Required};
use crate::value::word;

/// Every function, as it is when no version or alias is named.
///
/// <https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html>
pub(crate) async fn functions(api: Api<'_>) -> Fetched<Vec<Function>> {
    let mut pages = api.clients.lambda(api.region()).list_functions().into_paginator().send();
    api.ask(call::LIST_FUNCTIONS, async {
        let mut functions = Vec::new();
        while let Some(page) = pages.next().await {
            for it in page?.functions.required("Functions")? {
                functions.push(function(it)?);
            }
        }
        Ok(functions)
    })
    .await
}

/// Lists leave out what may change from second to second, such as whether it is ready.
fn function(it: types::FunctionConfiguration) -> Result<Function, Refusal> {
    Ok(Function {
        function_name: it.function_name.required("FunctionName")?,
        function_arn: it.function_arn,
        runtime: word(it.runtime),
        package_type: word(it.package_type),
        role: it.role,
        environment: it.environment.map(environment),
        kms_key_arn: it.kms_key_arn,
        logging_config: it.logging_config.map(|it| LoggingConfig { log_group: it.log_group }),
        vpc_config: it.vpc_config.map(vpc_config),
        ..Function::default()
    })
}

/// What the values look like is kept; the values are not.
fn environment(it: types::EnvironmentResponse) -> Environment {
    let error = it.error.map(|it| EnvironmentError { error_code: it.error_code, message: it.message });
    Environment { error, ..Environment::searched(it.variables.into_iter().flatten()) }
}

/// That of a function in no VPC may be there too, and empty.
fn vpc_config(it: types::VpcConfigResponse) -> VpcConfig {
    VpcConfig {
        vpc_id: it.vpc_id,
        subnet_ids: it.subnet_ids.unwrap_or_default(),
        security_group_ids: it.security_group_ids.unwrap_or_default(),
        ipv6_allowed_for_dual_stack: it.ipv6_allowed_for_dual_stack.unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests;
