//! Routes, and the commands that take them out.

use awslab_core::model::Region;
use awslab_core::model::ec2::{Route, RouteTable};

/// The command that takes a route out of its table.
pub(crate) fn delete(route: &Route) -> Option<String> {
    let (option, destination) = destination(route)?;
    Some(format!("aws ec2 delete-route --route-table-id {{route-table}} --{option} {destination}"))
}

/// What a route is for, and what the AWS CLI calls that.
pub(crate) fn destination(route: &Route) -> Option<(&'static str, String)> {
    let ipv4 = route.destination_cidr_block.map(|it| ("destination-cidr-block", it.0.to_string()));
    let ipv6 = || Some(("destination-ipv6-cidr-block", route.destination_ipv6_cidr_block?.0.to_string()));
    let list = route.destination_prefix_list_id.as_ref();
    let list = list.filter(|id| id.chars().all(|it| it.is_ascii_alphanumeric() || it == '-'));
    ipv4.or_else(ipv6).or_else(|| Some(("destination-prefix-list-id", list?.clone())))
}

/// The ids of what a route leads to: there is one.
pub(crate) fn targets(route: &Route) -> impl Iterator<Item = &str> {
    let targets = [
        &route.gateway_id,
        &route.nat_gateway_id,
        &route.egress_only_internet_gateway_id,
        &route.transit_gateway_id,
        &route.vpc_peering_connection_id,
        &route.network_interface_id,
        &route.instance_id,
        &route.local_gateway_id,
        &route.carrier_gateway_id,
        &route.core_network_arn,
    ];
    targets.into_iter().filter_map(|it| it.as_deref())
}

/// Commands that take the routes to internet gateways out of a table, where it has some.
pub(crate) fn without_internet_gateway(region: &Region, table: &str) -> Option<String> {
    let routes = route_table(region, table)?.routes.iter();
    let routes = routes.filter(|it| it.gateway_id.as_deref().is_some_and(|it| it.starts_with("igw-")));
    let commands: Vec<String> = routes.filter_map(delete).collect();
    (!commands.is_empty()).then(|| commands.join("\n"))
}

/// The table of this id.
pub(crate) fn route_table<'a>(region: &'a Region, id: &str) -> Option<&'a RouteTable> {
    region.ec2.route_tables.as_known()?.iter().find(|it| it.route_table_id == id)
}

/// For whoever has to look at the routes first.
pub(crate) const SHOW_ROUTES: &str = "aws ec2 describe-route-tables --route-table-ids {route-table}";
