//! Ways out at the edge of a VPC.

use std::collections::BTreeMap;

use awslab_core::model::Tag;
use awslab_core::model::ec2::GatewayAttachment;
use awslab_reach::{Network, Owner};

use super::residents::short_service;
use crate::content::{Door, DoorKind, State};

/// The doors of a VPC.
pub(super) fn of(network: &Network<'_>, vpc: &str) -> Vec<Door> {
    let mut doors = Vec::new();
    for (id, it) in network.internet_gateways() {
        doors.extend(attached(DoorKind::InternetGateway, id, Tag::name_in(&it.it.tags), &it.it.attachments, vpc));
    }
    for (id, it) in network.egress_only_gateways() {
        doors.extend(attached(DoorKind::EgressOnlyGateway, id, Tag::name_in(&it.it.tags), &it.it.attachments, vpc));
    }
    for (id, it) in network.nat_gateways().iter().filter(|(_, it)| it.it.vpc_id == vpc && it.it.subnet_id.is_none()) {
        let mut door = door(DoorKind::RegionalNatGateway, id, Tag::name_in(&it.it.tags), &it.it.state);
        let interfaces = network.occupants().filter(|it| it.owner == Owner::NatGateway(id));
        door.aliases.extend(interfaces.map(|it| it.id.to_owned()));
        doors.push(door);
    }
    let is_gateway = |kind: &str| kind == "Gateway";
    for (id, it) in network.endpoints().iter().filter(|(_, it)| it.it.vpc_id == vpc) {
        if is_gateway(&it.it.vpc_endpoint_type) {
            let mut door = door(DoorKind::GatewayEndpoint, id, Tag::name_in(&it.it.tags), &it.it.state);
            door.service = Some(short_service(&it.it.service_name));
            doors.push(door);
        }
    }
    doors.extend(unread(network, vpc).into_values());
    doors.sort_by(|one, other| (one.kind, &one.id).cmp(&(other.kind, &other.id)));
    doors
}

fn attached(
    kind: DoorKind,
    id: &str,
    name: Option<&str>,
    attachments: &[GatewayAttachment],
    vpc: &str,
) -> Option<Door> {
    let attachment = attachments.iter().find(|it| it.vpc_id == vpc)?;
    let state = attachment.state.as_deref().filter(|it| *it != "attached").unwrap_or("available");
    Some(door(kind, id, name, state))
}

fn door(kind: DoorKind, id: &str, name: Option<&str>, state: &str) -> Door {
    let is_well = state == "available" || state.is_empty();
    Door {
        kind,
        id: id.to_owned(),
        name: name.map(str::to_owned),
        note: (!is_well).then(|| state.to_owned()),
        state: if is_well { State::Well } else { State::Off },
        service: None,
        aliases: vec![id.to_owned()],
    }
}

/// Gateways that routes of the VPC name, and that no list has: the list was not read, or they are of another account.
fn unread(network: &Network<'_>, vpc: &str) -> BTreeMap<String, Door> {
    let mut doors = BTreeMap::new();
    let tables = network.route_tables().values().filter(|it| it.it.vpc_id == vpc);
    for way in tables.flat_map(|it| network.ways(it.it)).filter(|it| !it.is_blackhole) {
        let (kind, is_known) = match way.target.split('-').next() {
            Some("igw") => (DoorKind::InternetGateway, network.internet_gateways().contains_key(way.target)),
            Some("eigw") => (DoorKind::EgressOnlyGateway, network.egress_only_gateways().contains_key(way.target)),
            Some("vpce") => (DoorKind::GatewayEndpoint, network.endpoints().contains_key(way.target)),
            _ => continue,
        };
        if !is_known {
            let note = Some("not read".to_owned());
            let door = Door { state: State::Unknown, note, ..door(kind, way.target, None, "available") };
            doors.insert(way.target.to_owned(), door);
        }
    }
    doors
}
