//! Transit gateways.

use aws_sdk_ec2::types;
use awslab_core::call;
use awslab_core::fetched::Fetched;
use awslab_core::model::Ec2;
use awslab_core::model::ec2::{
    AttachmentAssociation, Propagation, RouteAttachment, TransitGateway, TransitGatewayAttachment,
    TransitGatewayOptions, TransitGatewayRoute, TransitGatewayRouteTable, TransitGatewayRoutes,
    TransitGatewayVpcAttachment, VpcAttachmentOptions,
};
use futures::future::join_all;

use super::{PAGE, client, tags};
use crate::api::Api;
use crate::refusal::{Refusal, Required};
use crate::value::{cidr, each, word};

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeTransitGateways.html>
pub(super) fn gateways(api: Api<'_>) -> impl Future<Output = Fetched<Vec<TransitGateway>>> {
    let pages = client(api).describe_transit_gateways().into_paginator().page_size(PAGE);
    api.list(call::DESCRIBE_TRANSIT_GATEWAYS, pages.items().send(), |it| {
        let referencing = it.options.and_then(|it| it.security_group_referencing_support);
        Ok(TransitGateway {
            transit_gateway_id: it.transit_gateway_id.required("transitGatewayId")?,
            owner_id: it.owner_id,
            state: word(it.state).required("state")?,
            options: TransitGatewayOptions { security_group_referencing_support: word(referencing) },
            tags: tags(it.tags),
        })
    })
}

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeTransitGatewayAttachments.html>
pub(super) fn attachments(api: Api<'_>) -> impl Future<Output = Fetched<Vec<TransitGatewayAttachment>>> {
    let pages = client(api).describe_transit_gateway_attachments().into_paginator().page_size(PAGE);
    api.list(call::DESCRIBE_TRANSIT_GATEWAY_ATTACHMENTS, pages.items().send(), attachment)
}

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeTransitGatewayVpcAttachments.html>
pub(super) fn vpc_attachments(api: Api<'_>) -> impl Future<Output = Fetched<Vec<TransitGatewayVpcAttachment>>> {
    let pages = client(api).describe_transit_gateway_vpc_attachments().into_paginator().page_size(PAGE);
    api.list(call::DESCRIBE_TRANSIT_GATEWAY_VPC_ATTACHMENTS, pages.items().send(), vpc_attachment)
}

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeTransitGatewayRouteTables.html>
pub(super) fn route_tables(api: Api<'_>) -> impl Future<Output = Fetched<Vec<TransitGatewayRouteTable>>> {
    let pages = client(api).describe_transit_gateway_route_tables().into_paginator().page_size(PAGE);
    api.list(call::DESCRIBE_TRANSIT_GATEWAY_ROUTE_TABLES, pages.items().send(), |it| {
        Ok(TransitGatewayRouteTable {
            transit_gateway_route_table_id: it.transit_gateway_route_table_id.required("transitGatewayRouteTableId")?,
            transit_gateway_id: it.transit_gateway_id.required("transitGatewayId")?,
            state: word(it.state).required("state")?,
            ..TransitGatewayRouteTable::default()
        })
    })
}

/// Asks each table for its routes. Where AWS does not tell all of them, its static routes and the attachments whose
/// ranges it takes over stand in for the rest.
pub(super) async fn read_routes(api: Api<'_>, ec2: &mut Ec2) {
    let tables = ec2.transit_gateway_route_tables.as_known_mut().into_iter().flatten();
    join_all(tables.map(|table| with_routes(api, table))).await;
}

async fn with_routes(api: Api<'_>, table: &mut TransitGatewayRouteTable) {
    let id = table.transit_gateway_route_table_id.as_str();
    let (routes, propagations) = tokio::join!(routes(api, id, &["static", "propagated"]), propagations(api, id));
    let is_complete = routes.as_known().is_none_or(|it| !it.additional_routes_available);
    if !is_complete {
        table.static_routes = self::routes(api, id, &["static"]).await;
    }
    table.routes = routes;
    table.propagations = propagations;
}

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SearchTransitGatewayRoutes.html>
async fn routes(api: Api<'_>, table: &str, kinds: &[&str]) -> Fetched<TransitGatewayRoutes> {
    let kinds = kinds.iter().map(|it| (*it).to_owned()).collect();
    let filter = types::Filter::builder().name("type").set_values(Some(kinds)).build();
    let request = client(api).search_transit_gateway_routes().transit_gateway_route_table_id(table).filters(filter);
    let mut pages = request.into_paginator().page_size(PAGE).send();
    api.ask(call::SEARCH_TRANSIT_GATEWAY_ROUTES, async move {
        let mut routes = TransitGatewayRoutes::default();
        while let Some(page) = pages.next().await {
            let page = page?;
            for it in page.routes.unwrap_or_default() {
                routes.routes.push(route(it)?);
            }
            // What a page says of more routes is about those after it.
            routes.additional_routes_available =
                page.next_token.is_none() && page.additional_routes_available.unwrap_or_default();
        }
        Ok(routes)
    })
    .await
}

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetTransitGatewayRouteTablePropagations.html>
fn propagations(api: Api<'_>, table: &str) -> impl Future<Output = Fetched<Vec<Propagation>>> {
    let request = client(api).get_transit_gateway_route_table_propagations().transit_gateway_route_table_id(table);
    let pages = request.into_paginator().page_size(PAGE);
    api.list(call::GET_TRANSIT_GATEWAY_ROUTE_TABLE_PROPAGATIONS, pages.items().send(), |it| {
        Ok(Propagation {
            transit_gateway_attachment_id: it.transit_gateway_attachment_id.required("transitGatewayAttachmentId")?,
            resource_type: word(it.resource_type),
            resource_id: it.resource_id,
            state: word(it.state),
        })
    })
}

fn attachment(it: types::TransitGatewayAttachment) -> Result<TransitGatewayAttachment, Refusal> {
    let association = |it: types::TransitGatewayAttachmentAssociation| {
        let transit_gateway_route_table_id = it.transit_gateway_route_table_id?;
        Some(AttachmentAssociation { transit_gateway_route_table_id, state: word(it.state) })
    };
    Ok(TransitGatewayAttachment {
        transit_gateway_attachment_id: it.transit_gateway_attachment_id.required("transitGatewayAttachmentId")?,
        transit_gateway_id: it.transit_gateway_id.required("transitGatewayId")?,
        transit_gateway_owner_id: it.transit_gateway_owner_id,
        resource_type: word(it.resource_type).required("resourceType")?,
        resource_id: it.resource_id,
        resource_owner_id: it.resource_owner_id,
        state: word(it.state).required("state")?,
        association: it.association.and_then(association),
    })
}

fn vpc_attachment(it: types::TransitGatewayVpcAttachment) -> Result<TransitGatewayVpcAttachment, Refusal> {
    let options = |it: types::TransitGatewayVpcAttachmentOptions| VpcAttachmentOptions {
        ipv6_support: word(it.ipv6_support),
        security_group_referencing_support: word(it.security_group_referencing_support),
        appliance_mode_support: word(it.appliance_mode_support),
    };
    Ok(TransitGatewayVpcAttachment {
        transit_gateway_attachment_id: it.transit_gateway_attachment_id.required("transitGatewayAttachmentId")?,
        transit_gateway_id: it.transit_gateway_id.required("transitGatewayId")?,
        vpc_id: it.vpc_id.required("vpcId")?,
        vpc_owner_id: it.vpc_owner_id,
        state: word(it.state).required("state")?,
        subnet_ids: it.subnet_ids.unwrap_or_default(),
        options: it.options.map(options).unwrap_or_default(),
    })
}

fn route(it: types::TransitGatewayRoute) -> Result<TransitGatewayRoute, Refusal> {
    let attachment = |it: types::TransitGatewayRouteAttachment| RouteAttachment {
        transit_gateway_attachment_id: it.transit_gateway_attachment_id.unwrap_or_default(),
        resource_type: word(it.resource_type),
        resource_id: it.resource_id,
    };
    Ok(TransitGatewayRoute {
        destination_cidr_block: cidr(it.destination_cidr_block)?,
        prefix_list_id: it.prefix_list_id,
        r#type: word(it.r#type),
        state: word(it.state),
        transit_gateway_attachments: each(it.transit_gateway_attachments, attachment),
    })
}
