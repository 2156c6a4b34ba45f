//! Where the group launches: in how many zones, and out of the internet's reach.

use std::collections::BTreeSet;

use awslab_core::call::DESCRIBE_SUBNETS;
use awslab_core::context::Context;
use awslab_core::fetched::{Gap, GapKind};
use awslab_core::model::autoscaling::AutoScalingGroup;
use awslab_core::model::ec2::Subnet;
use awslab_core::nouns::Located;
use awslab_core::verdict::{Miss, Subject, Verdict, all};
use awslab_reach::Network;

use super::template::{template, without_public_addresses};
use crate::shared::network::{Part, is_public, private_subnets};

pub(super) const ZONES: &str = "zones";

/// The ids of the subnets that the group names.
fn named(group: &AutoScalingGroup) -> Vec<&str> {
    let ids = group.vpc_zone_identifier.as_deref().unwrap_or_default().split(',').map(str::trim);
    ids.filter(|id| !id.is_empty()).collect()
}

/// The subnets that the group launches in: those that it names, or else the default ones of its zones.
fn subnets(group: Located<'_, AutoScalingGroup>) -> Result<Vec<&Subnet>, Miss> {
    let known = group.surroundings.ec2.subnets.known()?;
    let vanished =
        |id: &str| Miss::unknown(Gap::new(DESCRIBE_SUBNETS, GapKind::Vanished, format!("{id} is not there")));
    let ids = named(group.get());
    if ids.is_empty() {
        let is_of_zone = |it: &Subnet, zone: &String| it.default_for_az && it.availability_zone.as_ref() == Some(zone);
        let zones = group.get().availability_zones.iter();
        return zones.map(|zone| known.iter().find(|it| is_of_zone(it, zone)).ok_or_else(|| vanished(zone))).collect();
    }
    ids.into_iter().map(|id| known.iter().find(|it| it.subnet_id == id).ok_or_else(|| vanished(id))).collect()
}

pub(super) fn multi_az(cx: &Context<'_>) -> Verdict {
    let group = cx.located::<AutoScalingGroup>()?;
    let wanted = cx.count(ZONES) as usize;
    let is_by_zone = named(group.get()).is_empty();
    let subnets = if is_by_zone { subnets(group).unwrap_or_default() } else { subnets(group)? };
    let of_subnets = subnets.iter().filter_map(|it| it.availability_zone.as_ref());
    let zones: BTreeSet<&str> = if is_by_zone {
        group.get().availability_zones.iter().map(String::as_str).collect()
    } else {
        of_subnets.map(String::as_str).collect()
    };
    let actual =
        if zones.is_empty() { "none".to_owned() } else { zones.iter().copied().collect::<Vec<_>>().join(", ") };
    let network = Network::of(cx.account);
    group
        .observe("zones of its subnets", zones.len() >= wanted, format!("{wanted} or more"), actual)
        .name("subnets", private(&network, group, subnets.first().copied()))
        .verdict()
}

/// The private subnets beside a subnet, one in each zone.
fn private(network: &Network<'_>, group: Located<'_, AutoScalingGroup>, beside: Option<&Subnet>) -> String {
    let vpc = beside.map(|it| it.vpc_id.as_str()).unwrap_or_default();
    let found = private_subnets(network, group.surroundings, vpc);
    match &found[..] {
        [] => "PRIVATE_SUBNET,PRIVATE_SUBNET_OF_ANOTHER_ZONE".to_owned(),
        [one] => format!("{},PRIVATE_SUBNET_OF_ANOTHER_ZONE", one.subnet_id),
        found => found.iter().map(|it| it.subnet_id.as_str()).collect::<Vec<_>>().join(","),
    }
}

pub(super) fn launches_privately(cx: &Context<'_>) -> Verdict {
    let group = cx.located::<AutoScalingGroup>()?;
    if group.target_group_arns.is_empty() {
        return Err(Miss::Skipped("no load balancer stands before it".to_owned()));
    }
    let network = Network::of(cx.account);
    let version = template(group)?;
    let first = version.launch_template_data.network_interfaces.iter();
    let first = first.min_by_key(|it| it.device_index.unwrap_or_default());
    let asked_for = first.and_then(|it| it.associate_public_ip_address);
    let subnets = subnets(group)?;
    if subnets.is_empty() {
        return Err(Miss::unknown(Gap::new(DESCRIBE_SUBNETS, GapKind::Vanished, "the group names no subnet")));
    }
    all(subnets.into_iter().map(|subnet| {
        let is_public = is_public(&network, subnet)?;
        let has_address = asked_for.unwrap_or(subnet.map_public_ip_on_launch);
        let class = if is_public { "public" } else { "private" };
        let addresses = if has_address { "with" } else { "without" };
        let fixes = [
            is_public.then(|| MOVE.to_owned()),
            first.filter(|_| asked_for == Some(true)).map(|it| without_public_addresses(group, version, it)),
            (!is_public && asked_for.is_none() && has_address).then(|| KEEP_PRIVATE.to_owned()),
        ];
        Part::of(&group, "subnet", &subnet.subnet_id)
            .observe(
                "launches into",
                !is_public && !has_address,
                "private, without public addresses",
                format!("{class}, {addresses} public addresses"),
            )
            .name("subnets", private(&network, group, Some(subnet)))
            .name("launch-template", &version.launch_template_id)
            .fix(fixes.into_iter().flatten().collect::<Vec<_>>().join("\n"))
            .verdict()
    }))
}

const MOVE: &str = "\
    aws autoscaling update-auto-scaling-group --auto-scaling-group-name {group} --vpc-zone-identifier {subnets}";

const KEEP_PRIVATE: &str = "aws ec2 modify-subnet-attribute --subnet-id {subnet} --no-map-public-ip-on-launch";
