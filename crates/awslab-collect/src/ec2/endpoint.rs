//! VPC endpoints.

use aws_sdk_ec2::types;
use awslab_core::call;
use awslab_core::fetched::Fetched;
use awslab_core::model::ec2::{GroupIdentifier, VpcEndpoint};

use super::{PAGE, client, tags};
use crate::api::Api;
use crate::refusal::{Refusal, Required};
use crate::value::{each, word};

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcEndpoints.html>
pub(super) fn describe(api: Api<'_>) -> impl Future<Output = Fetched<Vec<VpcEndpoint>>> {
    let pages = client(api).describe_vpc_endpoints().into_paginator().page_size(PAGE);
    api.list(call::DESCRIBE_VPC_ENDPOINTS, pages.items().send(), endpoint)
}

fn endpoint(it: types::VpcEndpoint) -> Result<VpcEndpoint, Refusal> {
    let group = |it: types::SecurityGroupIdentifier| GroupIdentifier {
        group_id: it.group_id.unwrap_or_default(),
        group_name: it.group_name,
    };
    Ok(VpcEndpoint {
        vpc_endpoint_id: it.vpc_endpoint_id.required("vpcEndpointId")?,
        vpc_endpoint_type: word(it.vpc_endpoint_type).required("vpcEndpointType")?,
        vpc_id: it.vpc_id.required("vpcId")?,
        service_name: it.service_name.unwrap_or_default(),
        state: word(it.state).required("state")?,
        route_table_ids: it.route_table_ids.unwrap_or_default(),
        subnet_ids: it.subnet_ids.unwrap_or_default(),
        network_interface_ids: it.network_interface_ids.unwrap_or_default(),
        groups: each(it.groups, group),
        private_dns_enabled: it.private_dns_enabled.unwrap_or_default(),
        owner_id: it.owner_id,
        tags: tags(it.tags),
    })
}
