//! VPCs and all between them that lets packets through or stops them.

use awslab_core::model::Ec2;

use super::{
    acl, endpoint, gateway, interface, peering, prefix_list, public_access, route, security_group, transit, vpc,
};
use crate::api::Api;

/// All lists at the same time; then what AWS only tells about one thing at a time, where there is any.
pub(super) async fn read(api: Api<'_>) -> Ec2 {
    let mut ec2 = lists(api).await;
    transit::read_routes(api, &mut ec2).await;
    prefix_list::read_entries(api, &mut ec2).await; // also of those that routes of transit gateways name
    ec2
}

async fn lists(api: Api<'_>) -> Ec2 {
    let (
        addresses,
        egress_only_internet_gateways,
        internet_gateways,
        managed_prefix_lists,
        nat_gateways,
        network_acls,
        network_interfaces,
        prefix_lists,
        route_tables,
        security_group_vpc_associations,
        security_groups,
        subnets,
        transit_gateway_attachments,
        transit_gateway_route_tables,
        transit_gateway_vpc_attachments,
        transit_gateways,
        vpc_block_public_access_exclusions,
        vpc_block_public_access_options,
        vpc_endpoints,
        vpc_peering_connections,
        vpcs,
    ) = tokio::join!(
        gateway::addresses(api),
        gateway::egress_only(api),
        gateway::internet_gateways(api),
        prefix_list::managed(api),
        gateway::nat_gateways(api),
        acl::describe(api),
        interface::describe(api),
        prefix_list::of_services(api),
        route::describe(api),
        security_group::vpc_associations(api),
        security_group::describe(api),
        vpc::subnets(api),
        transit::attachments(api),
        transit::route_tables(api),
        transit::vpc_attachments(api),
        transit::gateways(api),
        public_access::exclusions(api),
        public_access::options(api),
        endpoint::describe(api),
        peering::describe(api),
        vpc::vpcs(api),
    );
    Ec2 {
        addresses,
        egress_only_internet_gateways,
        internet_gateways,
        managed_prefix_lists,
        nat_gateways,
        network_acls,
        network_interfaces,
        prefix_lists,
        route_tables,
        security_group_vpc_associations,
        security_groups,
        subnets,
        transit_gateway_attachments,
        transit_gateway_route_tables,
        transit_gateway_vpc_attachments,
        transit_gateways,
        vpc_block_public_access_exclusions,
        vpc_block_public_access_options,
        vpc_endpoints,
        vpc_peering_connections,
        vpcs,
        ..Ec2::default()
    }
}
