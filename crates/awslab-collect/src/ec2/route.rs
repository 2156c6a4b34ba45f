//! Route tables.

use aws_sdk_ec2::types;
use awslab_core::call;
use awslab_core::fetched::Fetched;
use awslab_core::model::ec2::{AssociationState, Route, RouteTable, RouteTableAssociation};

use super::{SMALL_PAGE, client, tags};
use crate::api::Api;
use crate::refusal::{Refusal, Required};
use crate::value::{cidr, each, try_each, word};

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRouteTables.html>
pub(super) fn describe(api: Api<'_>) -> impl Future<Output = Fetched<Vec<RouteTable>>> {
    let pages = client(api).describe_route_tables().into_paginator().page_size(SMALL_PAGE);
    api.list(call::DESCRIBE_ROUTE_TABLES, pages.items().send(), table)
}

fn table(it: types::RouteTable) -> Result<RouteTable, Refusal> {
    Ok(RouteTable {
        route_table_id: it.route_table_id.required("routeTableId")?,
        vpc_id: it.vpc_id.required("vpcId")?,
        owner_id: it.owner_id,
        associations: each(it.associations, association),
        routes: try_each(it.routes, route)?,
        tags: tags(it.tags),
    })
}

fn association(it: types::RouteTableAssociation) -> RouteTableAssociation {
    RouteTableAssociation {
        main: it.main.unwrap_or_default(),
        subnet_id: it.subnet_id,
        gateway_id: it.gateway_id,
        association_state: word(it.association_state.and_then(|it| it.state)).map(|state| AssociationState { state }),
    }
}

fn route(it: types::Route) -> Result<Route, Refusal> {
    Ok(Route {
        destination_cidr_block: cidr(it.destination_cidr_block)?,
        destination_ipv6_cidr_block: cidr(it.destination_ipv6_cidr_block)?,
        destination_prefix_list_id: it.destination_prefix_list_id,
        gateway_id: it.gateway_id,
        nat_gateway_id: it.nat_gateway_id,
        egress_only_internet_gateway_id: it.egress_only_internet_gateway_id,
        transit_gateway_id: it.transit_gateway_id,
        vpc_peering_connection_id: it.vpc_peering_connection_id,
        network_interface_id: it.network_interface_id,
        instance_id: it.instance_id,
        local_gateway_id: it.local_gateway_id,
        carrier_gateway_id: it.carrier_gateway_id,
        core_network_arn: it.core_network_arn,
        origin: word(it.origin),
        state: word(it.state),
    })
}
