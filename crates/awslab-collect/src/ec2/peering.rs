//! VPC peering connections.

use aws_sdk_ec2::types;
use awslab_core::call;
use awslab_core::fetched::Fetched;
use awslab_core::model::ec2::{PeeringStatus, PeeringVpc, VpcPeeringConnection};

use super::{PAGE, client, tags};
use crate::api::Api;
use crate::refusal::{Refusal, Required};
use crate::value::word;

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcPeeringConnections.html>
pub(super) fn describe(api: Api<'_>) -> impl Future<Output = Fetched<Vec<VpcPeeringConnection>>> {
    let pages = client(api).describe_vpc_peering_connections().into_paginator().page_size(PAGE);
    api.list(call::DESCRIBE_VPC_PEERING_CONNECTIONS, pages.items().send(), connection)
}

fn connection(it: types::VpcPeeringConnection) -> Result<VpcPeeringConnection, Refusal> {
    Ok(VpcPeeringConnection {
        vpc_peering_connection_id: it.vpc_peering_connection_id.required("vpcPeeringConnectionId")?,
        requester_vpc_info: side(it.requester_vpc_info),
        accepter_vpc_info: side(it.accepter_vpc_info),
        status: PeeringStatus { code: word(it.status.and_then(|it| it.code)).required("status")? },
        tags: tags(it.tags),
    })
}

fn side(it: Option<types::VpcPeeringConnectionVpcInfo>) -> PeeringVpc {
    it.map(|it| PeeringVpc { vpc_id: it.vpc_id.unwrap_or_default(), owner_id: it.owner_id, region: it.region })
        .unwrap_or_default()
}
