//! Where the group launches: in how many zones, and out of the internet's reach.

use std::collections::BTreeSet;

use awslab_core::call::DESCRIBE_SUBNETS;
use awslab_core::context::Context;
use awslab_core::fetched::{Gap, GapKind};
use awslab_core::model::autoscaling::AutoScalingGroup;
use awslab_core::model::ec2::Subnet;
use awslab_core::nouns::Located;
use awslab_core::verdict::{Miss, Subject, Verdict, all};
use awslab_reach::{Network, SubnetClass};

use super::template::template;
use crate::shared::network::{Part, cannot_tell};

pub(super) const ZONES: &str = "zones";

/// The subnets that the group launches in.
fn subnets(group: Located<'_, AutoScalingGroup>) -> Result<Vec<&Subnet>, Miss> {
    let known = group.surroundings.ec2.subnets.known()?;
    let ids = group.get().vpc_zone_identifier.as_deref().unwrap_or_default().split(',').map(str::trim);
    ids.filter(|id| !id.is_empty())
        .map(|id| {
            let vanished = || Gap::new(DESCRIBE_SUBNETS, GapKind::Vanished, format!("{id} is not among the subnets"));
            known.iter().find(|it| it.subnet_id == id).ok_or_else(|| Miss::unknown(vanished()))
        })
        .collect()
}

pub(super) fn multi_az(cx: &Context<'_>) -> Verdict {
    let group = cx.located::<AutoScalingGroup>()?;
    let wanted = cx.count(ZONES) as usize;
    let zones: BTreeSet<&str> = subnets(group)?.iter().filter_map(|it| it.availability_zone.as_deref()).collect();
    let actual = zones.iter().copied().collect::<Vec<_>>().join(", ");
    group.observe("zones of its subnets", zones.len() >= wanted, format!("{wanted} or more"), actual).verdict()
}

pub(super) fn private(cx: &Context<'_>) -> Verdict {
    let group = cx.located::<AutoScalingGroup>()?;
    if group.target_group_arns.is_empty() {
        return Err(Miss::Skipped("no load balancer stands before it".to_owned()));
    }
    let network = Network::of(cx.account);
    let first = template(group)?.launch_template_data.network_interfaces.iter();
    let first = first.min_by_key(|it| it.device_index.unwrap_or_default());
    let asked_for = first.and_then(|it| it.associate_public_ip_address);
    all(subnets(group)?.into_iter().map(|subnet| {
        let mut is_public = false;
        for is_ipv4 in [true, false] {
            let class = network.class_of(&subnet.subnet_id, is_ipv4).map_err(|it| cannot_tell(&it))?;
            is_public |= matches!(class, SubnetClass::Public(_));
        }
        let has_address = asked_for.unwrap_or(subnet.map_public_ip_on_launch);
        let actual = match (is_public, has_address) {
            (false, false) => "private, without public addresses",
            (true, false) => "public",
            (false, true) => "private, with public addresses",
            (true, true) => "public, with public addresses",
        };
        Part::of(&group, "subnet", &subnet.subnet_id)
            .observe("launches into", !is_public && !has_address, "private, without public addresses", actual)
            .verdict()
    }))
}
