//! Route tables of transit gateways: static routes, and those that attachments propagate.
//!
//! <https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html#tgw-route-evaluation-overview>

use std::net::IpAddr;

use awslab_core::fetched::Fetched;
use awslab_core::model::ec2::{Propagation, TransitGatewayRoute, TransitGatewayRouteTable, TransitGatewayRoutes};
use ipnet::IpNet;

use crate::answer::Unseen;
use crate::world::{Found, World, not_read};

/// Where a route of a transit gateway leads.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Onward<'a> {
    pub(crate) range: IpNet,
    pub(crate) attachment: Option<&'a str>,
    /// `vpc`, `peering`, `vpn`, …
    pub(crate) kind: Option<&'a str>,
    pub(crate) is_blackhole: bool,
    is_static: bool,
}

impl<'a> World<'a> {
    /// The table that an attachment is associated with; `None` where it is with none.
    pub(crate) fn table_of_attachment(
        &self,
        gateway: &str,
        attachment: &str,
    ) -> Result<Option<Found<'a, TransitGatewayRouteTable>>, Unseen> {
        let Some(found) = self.transit_attachments.get(&(gateway, attachment)) else {
            let home = self.transit_vpc_attachments.get(attachment).map(|it| it.home).or(self.homes().first().copied());
            let home = home.expect("an account was read somewhere");
            let list = &home.facts.ec2.transit_gateway_attachments;
            return Err(not_read(attachment, "its association", list, "ec2:DescribeTransitGatewayAttachments"));
        };
        let associated = |it: &&awslab_core::model::ec2::AttachmentAssociation| {
            matches!(it.state.as_deref(), None | Some("associated"))
        };
        let Some(association) = found.it.association.as_ref().filter(associated) else {
            let owner = found.it.transit_gateway_owner_id.as_deref();
            let is_own = owner.is_none_or(|it| it == found.home.account);
            let foreign =
                || Unseen::new(attachment, "its association is shown to the owner of the transit gateway alone");
            return if is_own { Ok(None) } else { Err(foreign()) };
        };
        let table = self.transit_tables.get(association.transit_gateway_route_table_id.as_str()).copied();
        table.map(Some).ok_or_else(|| {
            let list = &found.home.facts.ec2.transit_gateway_route_tables;
            not_read(
                &association.transit_gateway_route_table_id,
                "its routes",
                list,
                "ec2:DescribeTransitGatewayRouteTables",
            )
        })
    }

    /// The route for an address: the longest one, and of those the static one.
    pub(crate) fn transit_lookup(
        &self,
        table: Found<'a, TransitGatewayRouteTable>,
        to: IpAddr,
    ) -> Result<Option<Onward<'a>>, Unseen> {
        let routes = self.transit_routes(table)?;
        let fitting = routes.into_iter().filter(|it| it.range.contains(&to));
        Ok(fitting.max_by_key(|it| (it.range.prefix_len(), it.is_static)))
    }

    fn transit_routes(&self, table: Found<'a, TransitGatewayRouteTable>) -> Result<Vec<Onward<'a>>, Unseen> {
        let id = table.it.transit_gateway_route_table_id.as_str();
        let missing =
            |list: &Fetched<TransitGatewayRoutes>| not_read(id, "its routes", list, "ec2:SearchTransitGatewayRoutes");
        if let Fetched::Known(routes) = &table.it.routes {
            return self.told(table, routes);
        }
        let Fetched::Known(own) = &table.it.static_routes else { return Err(missing(&table.it.routes)) };
        let Fetched::Known(propagations) = &table.it.propagations else { return Err(missing(&table.it.routes)) };
        let mut routes = self.told(table, own)?;
        for propagation in propagations.iter().filter(|it| matches!(it.state.as_deref(), None | Some("enabled"))) {
            routes.extend(self.propagated(id, propagation)?);
        }
        Ok(routes)
    }

    fn told(
        &self,
        table: Found<'a, TransitGatewayRouteTable>,
        routes: &'a TransitGatewayRoutes,
    ) -> Result<Vec<Onward<'a>>, Unseen> {
        let mut told = Vec::new();
        for route in &routes.routes {
            match (&route.destination_cidr_block, &route.prefix_list_id) {
                (Some(range), _) => told.push(onward(route, range.0)),
                (None, Some(list)) => {
                    told.extend(self.prefix_list(list, table.home)?.iter().map(|range| onward(route, *range)));
                }
                (None, None) => {}
            }
        }
        if routes.additional_routes_available {
            return Err(Unseen::new(
                table.it.transit_gateway_route_table_id.as_str(),
                "it has more routes than AWS told",
            ));
        }
        Ok(told)
    }

    /// What an attachment propagates: a VPC its ranges; anything else what it learns by BGP, which only a search shows.
    fn propagated(&self, table: &str, it: &'a Propagation) -> Result<Vec<Onward<'a>>, Unseen> {
        let id = it.transit_gateway_attachment_id.as_str();
        let unknown = |what: &str| {
            Unseen::new(
                table,
                format!(
                    "the routes that {id} propagates ({what}) were not asked for: ec2:SearchTransitGatewayRoutes would tell"
                ),
            )
        };
        if it.resource_type.as_deref() != Some("vpc") {
            return Err(unknown("by BGP"));
        }
        let vpc = it
            .resource_id
            .as_deref()
            .filter(|vpc| self.vpcs.contains_key(vpc))
            .ok_or_else(|| unknown("of a VPC that was not read"))?;
        let ranges = self.ranges_of(vpc).into_iter();
        Ok(ranges
            .map(|range| Onward {
                range,
                attachment: Some(id),
                kind: Some("vpc"),
                is_blackhole: false,
                is_static: false,
            })
            .collect())
    }
}

fn onward(route: &TransitGatewayRoute, range: IpNet) -> Onward<'_> {
    let attachment = route.transit_gateway_attachments.first();
    Onward {
        range,
        attachment: attachment.map(|it| it.transit_gateway_attachment_id.as_str()),
        kind: attachment.and_then(|it| it.resource_type.as_deref()),
        is_blackhole: route.state.as_deref() == Some("blackhole"),
        is_static: route.r#type.as_deref() != Some("propagated"),
    }
}
