//! Subnets, in rows by what they can do and in columns by zone.

use std::collections::BTreeMap;

use awslab_core::model::Tag;
use awslab_core::model::ec2::{Subnet as Model, Vpc as VpcModel};
use awslab_reach::{Occupant, Reach, SubnetClass, Way};

use super::{Scene, residents};
use crate::content::{Cell, Class, Route, Row, Subnet, Table, Zone};

/// More zones than any Region has.
const MOST_ZONES: usize = 8;
/// More of a class in one zone are told by their number.
const MOST_OF_A_CELL: usize = 4;
/// More routes of a table are told by their number.
const MOST_ROUTES: usize = 3;

/// The zones and rows of a VPC.
pub(super) fn of(scene: &Scene<'_, '_>, vpc: &str, notes: &mut Vec<String>) -> (Vec<Zone>, Vec<Row>) {
    let mut by_subnet: BTreeMap<&str, Vec<Occupant<'_, '_>>> = BTreeMap::new();
    for (id, _) in scene.network.subnets().iter().filter(|(_, it)| it.it.vpc_id == vpc) {
        by_subnet.entry(id).or_default();
    }
    for occupant in scene.network.occupants().filter(|it| it.vpc == vpc) {
        if let Some(subnet) = occupant.subnet {
            by_subnet.entry(subnet).or_default().push(occupant);
        }
    }
    let mut placed: BTreeMap<(Class, Zone), Vec<Subnet>> = BTreeMap::new();
    let model = |id: &str| scene.network.subnets().get(id).map(|it| it.it);
    let mut by_address: Vec<(&str, Vec<Occupant<'_, '_>>)> = by_subnet.into_iter().collect();
    by_address.sort_by_key(|(id, _)| (model(id).and_then(|it| it.cidr_block).map(|it| it.0), *id));
    for (id, occupants) in &by_address {
        let model = model(id);
        let class = model.map_or(Class::Unknown, |it| class(scene, it));
        placed.entry((class, zone(model))).or_default().push(subnet(scene, id, model, occupants));
    }
    let zones = zones(scene, &placed, notes);
    let mut classes: Vec<Class> = placed.keys().map(|(class, _)| *class).collect();
    classes.dedup();
    let row = |class| Row {
        class,
        cells: zones
            .iter()
            .map(|zone| cell(scene, placed.remove(&(class, zone.clone())).unwrap_or_default()))
            .collect(),
    };
    let rows = classes.into_iter().map(row).collect();
    (zones, rows)
}

/// The zones that are shown: those of the path first, then by their names.
fn zones(scene: &Scene<'_, '_>, placed: &BTreeMap<(Class, Zone), Vec<Subnet>>, notes: &mut Vec<String>) -> Vec<Zone> {
    let mut zones: BTreeMap<&Zone, Vec<String>> = BTreeMap::new();
    for ((_, zone), subnets) in placed {
        let residents = subnets.iter().flat_map(|it| &it.residents).flat_map(|it| &it.aliases);
        let ids = subnets.iter().map(|it| &it.id).chain(residents).cloned();
        zones.entry(zone).or_default().extend(ids);
    }
    let zones = scene.bounded(zones.into_iter().collect(), MOST_ZONES, |(_, ids)| ids, "zones", notes);
    let mut zones: Vec<Zone> = zones.into_iter().map(|(zone, _)| zone.clone()).collect();
    zones.sort();
    zones
}

/// The ranges of a VPC, each once.
pub(super) fn ranges_of_vpc(vpc: &VpcModel) -> Vec<String> {
    let more = vpc.cidr_block_association_set.iter().filter_map(|it| it.cidr_block);
    let ipv6 = vpc.ipv6_cidr_block_association_set.iter().filter_map(|it| it.ipv6_cidr_block);
    let mut ranges: Vec<String> = Vec::new();
    for range in vpc.cidr_block.into_iter().chain(more).chain(ipv6).map(|it| it.0.to_string()) {
        if !ranges.contains(&range) {
            ranges.push(range);
        }
    }
    ranges
}

fn zone(subnet: Option<&Model>) -> Zone {
    let it = subnet.map(|it| (it.availability_zone.clone(), it.availability_zone_id.clone()));
    let (name, id) = it.unwrap_or_default();
    Zone { name, id }
}

/// Of both families, the one that lets more through: a subnet is as public as its most public address.
fn class(scene: &Scene<'_, '_>, subnet: &Model) -> Class {
    let families = [
        (true, subnet.cidr_block.is_some()),
        (false, subnet.ipv6_cidr_block_association_set.iter().any(|it| it.ipv6_cidr_block.is_some())),
    ];
    let classes = families.into_iter().filter(|(_, has_any)| *has_any).map(|(is_ipv4, _)| {
        match scene.network.class_of(&subnet.subnet_id, is_ipv4) {
            Ok(SubnetClass::Public(Reach::Default | Reach::Partial(_))) => Class::Public,
            Ok(SubnetClass::Private { .. }) => Class::Private,
            Ok(SubnetClass::Isolated) => Class::Isolated,
            Err(_unseen) => Class::Unknown,
        }
    });
    let openness = |it: &Class| match it {
        Class::Public => 0,
        Class::Unknown => 1,
        Class::Private => 2,
        Class::Isolated => 3,
    };
    classes.min_by_key(openness).unwrap_or(Class::Unknown)
}

/// The subnets that are shown of a cell: those of the path first, then those that somebody is in.
fn cell(scene: &Scene<'_, '_>, subnets: Vec<Subnet>) -> Cell {
    let more = subnets.len().saturating_sub(MOST_OF_A_CELL);
    let is_on_path = |it: &Subnet| {
        scene.touched.contains(&it.id) || it.residents.iter().any(|resident| scene.is_touched(&resident.aliases))
    };
    let mut ranked: Vec<usize> = (0..subnets.len()).collect();
    ranked.sort_by_key(|nth| (!is_on_path(&subnets[*nth]), subnets[*nth].residents.is_empty()));
    ranked.truncate(MOST_OF_A_CELL);
    let shown = subnets.into_iter().enumerate().filter(|(nth, _)| ranked.contains(nth));
    Cell { subnets: shown.map(|(_, it)| it).collect(), more }
}

fn subnet(scene: &Scene<'_, '_>, id: &str, model: Option<&Model>, occupants: &[Occupant<'_, '_>]) -> Subnet {
    let (residents, more) = residents::of(scene, occupants);
    let ipv6 = model.into_iter().flat_map(|it| &it.ipv6_cidr_block_association_set).filter_map(|it| it.ipv6_cidr_block);
    let ranges = model.and_then(|it| it.cidr_block).into_iter().chain(ipv6);
    let acl = scene.network.network_acl_of(id).ok();
    Subnet {
        id: id.to_owned(),
        name: model.and_then(|it| Tag::name_in(&it.tags)).map(str::to_owned),
        ranges: ranges.map(|it| it.0.to_string()).collect(),
        table: table(scene, id),
        acl: acl.map(str::to_owned),
        shows_acl: acl.is_some_and(|acl| scene.touched.contains(id) || !is_default(scene, acl)),
        residents,
        more,
    }
}

fn table(scene: &Scene<'_, '_>, subnet: &str) -> Result<Table, String> {
    let id = scene.network.route_table_of(subnet).map_err(|unseen| unseen.message)?;
    let model = scene.network.route_tables().get(id).map(|it| it.it);
    let is_own = model.is_some_and(|it| it.associations.iter().any(|it| it.subnet_id.as_deref() == Some(subnet)));
    let ways = scene.network.ways_of(subnet).map_err(|unseen| unseen.message)?;
    let mut ways: Vec<&Way<'_>> = ways.iter().filter(|it| it.target != "local").collect();
    ways.sort_by_key(|it| !it.destination.ends_with("/0")); // what is not routed otherwise comes first
    let more = ways.len().saturating_sub(MOST_ROUTES);
    let route = |it: &&Way<'_>| Route {
        destination: residents::short_service(&it.destination),
        target: it.target.to_owned(),
        is_blackhole: it.is_blackhole,
    };
    let routes = ways.iter().take(MOST_ROUTES).map(route).collect();
    Ok(Table { id: id.to_owned(), is_main: !is_own, routes, more })
}

fn is_default(scene: &Scene<'_, '_>, acl: &str) -> bool {
    let lists = scene.network.homes().iter().filter_map(|home| home.facts.ec2.network_acls.as_known());
    lists.flatten().any(|it| it.network_acl_id == acl && it.is_default)
}
