//! Parameter groups: of hundreds of settings, those that labs read.

use aws_sdk_rds::types;
use awslab_core::call;
use awslab_core::fetched::Fetched;
use awslab_core::model::rds::{Parameter, READ_PARAMETERS};
use awslab_core::plan::ParameterGroup;

use super::{PAGE, client};
use crate::api::Api;
use crate::refusal::{Refusal, Required};

/// What labs read of a parameter group.
pub(crate) async fn parameters(api: Api<'_>, group: &ParameterGroup) -> Fetched<Vec<Parameter>> {
    match group {
        ParameterGroup::OfInstances(name) => of_instances(api, name).await,
        ParameterGroup::OfClusters(name) => of_clusters(api, name).await,
    }
}

/// <https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBParameters.html>
async fn of_instances(api: Api<'_>, group: &str) -> Fetched<Vec<Parameter>> {
    let request = client(api).describe_db_parameters().db_parameter_group_name(group).filters(by_name());
    let pages = request.into_paginator().page_size(PAGE);
    api.list(call::DESCRIBE_DB_PARAMETERS, pages.items().send(), parameter).await.map(read)
}

/// <https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBClusterParameters.html>
async fn of_clusters(api: Api<'_>, group: &str) -> Fetched<Vec<Parameter>> {
    let request = client(api).describe_db_cluster_parameters().db_cluster_parameter_group_name(group);
    let pages = request.filters(by_name()).into_paginator().page_size(PAGE);
    api.list(call::DESCRIBE_DB_CLUSTER_PARAMETERS, pages.items().send(), parameter).await.map(read)
}

/// The one filter that there is.
fn by_name() -> types::Filter {
    let names = READ_PARAMETERS.iter().map(|it| (*it).to_owned()).collect();
    types::Filter::builder().name("parameter-name").set_values(Some(names)).build()
}

fn parameter(it: types::Parameter) -> Result<Parameter, Refusal> {
    Ok(Parameter { parameter_name: it.parameter_name.required("ParameterName")?, parameter_value: it.parameter_value })
}

/// Those that labs read, also from an endpoint that does not know the filter.
fn read(parameters: Vec<Parameter>) -> Vec<Parameter> {
    parameters.into_iter().filter(Parameter::is_read).collect()
}
