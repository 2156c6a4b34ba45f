//! Ways between a VPC and the internet.

use aws_sdk_ec2::types;
use awslab_core::call;
use awslab_core::fetched::Fetched;
use awslab_core::model::ec2::{
    Address, EgressOnlyInternetGateway, GatewayAttachment, InternetGateway, NatGateway, NatGatewayAddress,
};

use super::{PAGE, client, tags};
use crate::api::Api;
use crate::refusal::{Refusal, Required};
use crate::value::{address, each, try_each, word};

/// Of egress-only internet gateways, AWS gives no more at once.
const EGRESS_ONLY_PAGE: i32 = 255;

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInternetGateways.html>
pub(super) fn internet_gateways(api: Api<'_>) -> impl Future<Output = Fetched<Vec<InternetGateway>>> {
    let pages = client(api).describe_internet_gateways().into_paginator().page_size(PAGE);
    api.list(call::DESCRIBE_INTERNET_GATEWAYS, pages.items().send(), |it| {
        Ok(InternetGateway {
            internet_gateway_id: it.internet_gateway_id.required("internetGatewayId")?,
            attachments: each(it.attachments, attachment),
            owner_id: it.owner_id,
            tags: tags(it.tags),
        })
    })
}

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeEgressOnlyInternetGateways.html>
pub(super) fn egress_only(api: Api<'_>) -> impl Future<Output = Fetched<Vec<EgressOnlyInternetGateway>>> {
    let pages = client(api).describe_egress_only_internet_gateways().into_paginator().page_size(EGRESS_ONLY_PAGE);
    api.list(call::DESCRIBE_EGRESS_ONLY_INTERNET_GATEWAYS, pages.items().send(), |it| {
        Ok(EgressOnlyInternetGateway {
            egress_only_internet_gateway_id: it
                .egress_only_internet_gateway_id
                .required("egressOnlyInternetGatewayId")?,
            attachments: each(it.attachments, attachment),
            tags: tags(it.tags),
        })
    })
}

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNatGateways.html>
pub(super) fn nat_gateways(api: Api<'_>) -> impl Future<Output = Fetched<Vec<NatGateway>>> {
    let pages = client(api).describe_nat_gateways().into_paginator().page_size(PAGE);
    api.list(call::DESCRIBE_NAT_GATEWAYS, pages.items().send(), nat_gateway)
}

/// AWS gives all of them at once.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeAddresses.html>
pub(super) async fn addresses(api: Api<'_>) -> Fetched<Vec<Address>> {
    let request = client(api).describe_addresses();
    api.ask(call::DESCRIBE_ADDRESSES, async { try_each(request.send().await?.addresses, elastic_ip) }).await
}

fn attachment(it: types::InternetGatewayAttachment) -> GatewayAttachment {
    GatewayAttachment { vpc_id: it.vpc_id.unwrap_or_default(), state: word(it.state) }
}

fn nat_gateway(it: types::NatGateway) -> Result<NatGateway, Refusal> {
    Ok(NatGateway {
        nat_gateway_id: it.nat_gateway_id.required("natGatewayId")?,
        vpc_id: it.vpc_id.required("vpcId")?,
        subnet_id: it.subnet_id,
        state: word(it.state).required("state")?,
        connectivity_type: word(it.connectivity_type),
        availability_mode: word(it.availability_mode),
        route_table_id: it.route_table_id,
        nat_gateway_addresses: try_each(it.nat_gateway_addresses, nat_gateway_address)?,
        tags: tags(it.tags),
    })
}

fn nat_gateway_address(it: types::NatGatewayAddress) -> Result<NatGatewayAddress, Refusal> {
    Ok(NatGatewayAddress {
        public_ip: address(it.public_ip)?,
        private_ip: address(it.private_ip)?,
        network_interface_id: it.network_interface_id,
        availability_zone_id: it.availability_zone_id,
        availability_zone: it.availability_zone,
        status: word(it.status),
    })
}

fn elastic_ip(it: types::Address) -> Result<Address, Refusal> {
    Ok(Address {
        public_ip: address(it.public_ip)?,
        allocation_id: it.allocation_id,
        private_ip_address: address(it.private_ip_address)?,
        network_interface_id: it.network_interface_id,
        instance_id: it.instance_id,
        tags: tags(it.tags),
    })
}
