//! What connects VPCs with one another and with elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use awslab_core::model::Tag;
use awslab_core::model::ec2::{PeeringVpc, TransitGatewayAttachment, VpcPeeringConnection};
use awslab_reach::Network;

use super::Scene;
use crate::content::{Hub, HubKind, Link, State, Stub, Vpc};

/// More of what a hub connects besides are told by their number.
const MOST_STUBS: usize = 3;
/// More hubs than these are not drawn.
const MOST_HUBS: usize = 12;

/// The hubs that some of the VPCs are linked with.
pub(super) fn of(scene: &Scene<'_, '_>, vpcs: &[Vpc], notes: &mut Vec<String>) -> Vec<Hub> {
    let network = scene.network;
    let index: BTreeMap<&str, usize> = vpcs.iter().enumerate().map(|(nth, it)| (it.id.as_str(), nth)).collect();
    let mut hubs: Vec<Hub> = network.peerings().values().filter_map(|it| peering(it.it, &index)).collect();
    hubs.extend(transit_gateways(network, &index));
    hubs.extend(beyond(network, &index, &hubs));
    hubs.sort_by(|one, other| (one.kind, &one.links, &one.id).cmp(&(other.kind, &other.links, &other.id)));
    scene.bounded(hubs, MOST_HUBS, |it| &it.aliases, "connections", notes)
}

fn peering(it: &VpcPeeringConnection, index: &BTreeMap<&str, usize>) -> Option<Hub> {
    let sides = [&it.requester_vpc_info, &it.accepter_vpc_info];
    let mut hub = hub(HubKind::Peering, &it.vpc_peering_connection_id, Tag::name_in(&it.tags));
    for side in sides {
        match index.get(side.vpc_id.as_str()) {
            Some(vpc) => hub.links.push(Link { vpc: *vpc, id: None }),
            None => hub.stubs.push(stub_of_peer(side)),
        }
    }
    if it.status.code != "active" {
        hub.state = State::Off;
        hub.note = Some(it.status.code.clone());
    }
    let is_over = matches!(it.status.code.as_str(), "deleted" | "expired" | "rejected" | "failed");
    Some(hub).filter(|it| !it.links.is_empty() && !is_over)
}

fn stub_of_peer(side: &PeeringVpc) -> Stub {
    let place = [side.owner_id.as_deref(), side.region.as_deref()].into_iter().flatten().collect::<Vec<_>>();
    Stub { what: side.vpc_id.clone(), note: place.join(" in ") }
}

fn transit_gateways(network: &Network<'_>, index: &BTreeMap<&str, usize>) -> Vec<Hub> {
    let mut hubs: BTreeMap<&str, Hub> = BTreeMap::new();
    let mut add = |id, attachment: Option<&str>, vpc: &str| {
        if let Some(vpc) = index.get(vpc) {
            let hub = hubs.entry(id).or_insert_with(|| transit_gateway(network, id));
            let link = Link { vpc: *vpc, id: attachment.map(str::to_owned) };
            if !hub.links.contains(&link) {
                hub.links.push(link);
            }
        }
    };
    for home in network.homes() {
        for it in home.facts.ec2.transit_gateway_vpc_attachments.as_known().into_iter().flatten() {
            if !is_gone(&it.state) {
                add(&it.transit_gateway_id, Some(&it.transit_gateway_attachment_id), &it.vpc_id);
            }
        }
    }
    let mut hubs: Vec<Hub> = hubs.into_values().collect();
    for hub in &mut hubs {
        let others = network.transit_attachments().filter(|it| it.transit_gateway_id == hub.id && !is_gone(&it.state));
        let others: BTreeSet<Stub> = others.filter_map(|it| stub_of_attachment(it, &hub.links)).collect();
        let more = others.len().saturating_sub(MOST_STUBS);
        hub.stubs = others.into_iter().take(MOST_STUBS).collect();
        if more > 0 {
            hub.stubs.push(Stub { what: format!("+ {more} more"), note: "attachments".to_owned() });
        }
        hub.links.sort();
    }
    hubs
}

fn is_gone(state: &str) -> bool {
    matches!(state, "deleted" | "deleting" | "failed" | "rejected")
}

/// A transit gateway; its tables are told of in paths.
fn transit_gateway(network: &Network<'_>, id: &str) -> Hub {
    let model = network.transit_gateways().get(id).map(|it| it.it);
    let mut hub = hub(HubKind::TransitGateway, id, model.and_then(|it| Tag::name_in(&it.tags)));
    for home in network.homes() {
        let tables = home.facts.ec2.transit_gateway_route_tables.as_known().into_iter().flatten();
        let own = tables.filter(|it| it.transit_gateway_id == id);
        hub.aliases.extend(own.map(|it| it.transit_gateway_route_table_id.clone()));
    }
    match model {
        None => {
            hub.state = State::Unknown;
            hub.note = Some("not read".to_owned());
        }
        Some(it) if !matches!(it.state.as_str(), "available" | "") => {
            hub.state = State::Off;
            hub.note = Some(it.state.clone());
        }
        Some(_) => {}
    }
    hub
}

fn stub_of_attachment(it: &TransitGatewayAttachment, links: &[Link]) -> Option<Stub> {
    let id = it.transit_gateway_attachment_id.as_str();
    if links.iter().any(|link| link.id.as_deref() == Some(id)) {
        return None;
    }
    let what = it.resource_id.clone().unwrap_or_else(|| id.to_owned());
    let kind = match it.resource_type.as_str() {
        "vpc" => "VPC",
        "vpn" => "VPN connection",
        "peering" => "peered gateway",
        other => other,
    };
    let owner = it.resource_owner_id.as_deref().map(|owner| format!(" of {owner}")).unwrap_or_default();
    Some(Stub { what, note: format!("{kind}{owner}") })
}

/// Targets of routes that lead where no answer of EC2 shows, and connections that could not be read.
fn beyond(network: &Network<'_>, index: &BTreeMap<&str, usize>, known: &[Hub]) -> Vec<Hub> {
    let mut hubs: BTreeMap<&str, Hub> = BTreeMap::new();
    for table in network.route_tables().values() {
        let Some(vpc) = index.get(table.it.vpc_id.as_str()) else { continue };
        for way in network.ways(table.it) {
            let Some((kind, note)) = kind_of_target(way.target) else { continue };
            if way.is_blackhole || known.iter().any(|it| it.id == way.target) {
                continue;
            }
            let unread = || Hub { state: State::Unknown, note: Some(note.to_owned()), ..hub(kind, way.target, None) };
            let hub = hubs.entry(way.target).or_insert_with(unread);
            let link = Link { vpc: *vpc, id: None };
            if !hub.links.contains(&link) {
                hub.links.push(link);
            }
        }
    }
    hubs.into_values().collect()
}

fn kind_of_target(target: &str) -> Option<(HubKind, &'static str)> {
    match target.split('-').next()? {
        "vgw" => Some((HubKind::Beyond, "VPN or Direct Connect")),
        "lgw" => Some((HubKind::Beyond, "an Outpost's network")),
        "cagw" => Some((HubKind::Beyond, "a carrier's network")),
        "pcx" => Some((HubKind::Peering, "not read")),
        "tgw" => Some((HubKind::TransitGateway, "its attachments were not read")),
        _ if target.starts_with("arn:") => Some((HubKind::Beyond, "Cloud WAN")),
        _ => None,
    }
}

fn hub(kind: HubKind, id: &str, name: Option<&str>) -> Hub {
    Hub {
        kind,
        id: id.to_owned(),
        name: name.map(str::to_owned),
        note: None,
        state: State::Well,
        links: Vec::new(),
        stubs: Vec::new(),
        aliases: vec![id.to_owned()],
    }
}
