//! Which VPCs are drawn. There is no end to how many an account may have, and there is one to a page.

use std::collections::{BTreeMap, BTreeSet};

use awslab_core::fetched::Fetched;
use awslab_reach::{Network, Owner};

use super::{Scene, SurveyError};

/// More of them side by side are not read, but scrolled through.
const MOST_VPCS: usize = 4;
/// So many are told by their ids.
const MOST_NAMES: usize = 3;

/// The VPCs to draw, and words about those that are not.
pub(super) fn choose<'v>(
    scene: &'v Scene<'v, '_>,
    asked: &'v [String],
) -> Result<(Vec<&'v str>, Vec<String>), SurveyError> {
    let network = scene.network;
    let known = known(network);
    if known.is_empty() {
        return Err(SurveyError::NoVpc(why_none(network)));
    }
    if let Some(id) = asked.iter().find(|id| !known.contains_key(id.as_str())) {
        let known = known.keys().map(|id| (*id).to_owned()).collect();
        return Err(SurveyError::NoSuchVpc { id: id.clone(), known });
    }
    let on_path = on_path(scene);
    let is_drab = |id: &str| known[id] == 0 && network.vpcs().get(id).is_some_and(|it| it.it.is_default);
    let mut chosen: Vec<&str> = match (asked.is_empty(), on_path.is_empty()) {
        (false, _) => known.keys().copied().filter(|id| asked.iter().any(|asked| asked == id)).collect(),
        (true, false) => on_path.into_iter().collect(),
        (true, true) => known.keys().copied().filter(|id| !is_drab(id)).collect(),
    };
    if chosen.is_empty() {
        chosen = known.keys().copied().collect();
    }
    chosen.sort_by_key(|id| (std::cmp::Reverse(known[id]), *id)); // the fullest first
    chosen.truncate(MOST_VPCS);
    let others: Vec<&str> = known.keys().copied().filter(|id| !chosen.contains(id)).collect();
    chosen.sort_unstable();
    Ok((chosen, note(&others).into_iter().collect()))
}

/// Every VPC, also one that only its subnets or interfaces tell of, with the number of interfaces in it.
fn known<'a>(network: &Network<'a>) -> BTreeMap<&'a str, usize> {
    let mut known: BTreeMap<&str, usize> = network.vpcs().keys().map(|id| (*id, 0)).collect();
    for subnet in network.subnets().values() {
        known.entry(&subnet.it.vpc_id).or_default();
    }
    for occupant in network.occupants() {
        *known.entry(occupant.vpc).or_default() += 1;
    }
    known.remove("");
    known
}

/// The VPCs that the path comes through.
fn on_path<'v>(scene: &'v Scene<'_, '_>) -> BTreeSet<&'v str> {
    let network = scene.network;
    let is_touched = |id: &str| scene.touched.contains(id);
    let subnets = network.subnets().iter().filter(|(id, _)| is_touched(id)).map(|(_, it)| it.it.vpc_id.as_str());
    let occupants = network.occupants().filter(|it| match it.owner {
        Owner::Instance(instance) => is_touched(it.id) || is_touched(&instance.instance_id),
        Owner::NatGateway(id) => is_touched(it.id) || is_touched(id),
        _ => is_touched(it.id),
    });
    let vpcs = network.vpcs().keys().copied().filter(|id| is_touched(id));
    subnets.chain(occupants.map(|it| it.vpc)).chain(vpcs).collect()
}

fn why_none(network: &Network<'_>) -> String {
    let mut lists = network.homes().iter().map(|home| &home.facts.ec2.vpcs);
    match lists.find_map(|it| if let Fetched::Unknown(gap) = it { Some(gap) } else { None }) {
        Some(gap) if !gap.call.is_empty() => gap.to_string(),
        _ => "none was read".to_owned(),
    }
}

fn note(others: &[&str]) -> Option<String> {
    let named = others.iter().take(MOST_NAMES).copied().collect::<Vec<_>>().join(", ");
    match others.len() {
        0 => None,
        1 => Some(format!("Not drawn: VPC {named}")),
        few if few <= MOST_NAMES => Some(format!("Not drawn: VPCs {named}")),
        many => Some(format!("Not drawn: {many} other VPCs, such as {named}")),
    }
}
