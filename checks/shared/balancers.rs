//! What load balancers that face the internet pass on.

use std::collections::BTreeMap;

use awslab_core::model::Region;
use awslab_core::model::ec2::NetworkInterface;
use awslab_core::verdict::{Miss, Observation};
use awslab_reach::{Behind, Exposure, Opening, Protocol, is_world};

use super::network::cannot_tell;

/// A port of something, and the listener behind which somebody on the internet reaches it.
pub(crate) struct PassedOn<'e> {
    /// Everybody does.
    pub(crate) is_for_all: bool,
    balancer: &'e str,
    listener: u16,
    port: u16,
    listener_arn: &'e str,
}

/// What is passed on to those that are meant. Not known where a load balancer may do so and was not read.
pub(crate) fn passed_on<'e>(
    region: &'e Region,
    exposed: &'e [Exposure],
    is_meant: impl Fn(&Behind) -> bool,
) -> Result<Vec<PassedOn<'e>>, Miss> {
    are_seen(region)?;
    let mut ranges: BTreeMap<(&str, u16, u16), Vec<_>> = BTreeMap::new();
    for (balancer, opening) in openings(exposed) {
        for behind in opening.behind.iter().filter(|it| is_meant(it)) {
            ranges.entry((balancer, behind.listener, behind.port)).or_default().extend(&opening.from);
        }
    }
    let open = ranges.into_iter().map(|((balancer, listener, port), from)| {
        let listener_arn = listener_arn(region, balancer, listener).unwrap_or("LISTENER");
        PassedOn { is_for_all: is_world(&from), balancer, listener, port, listener_arn }
    });
    let open: Vec<PassedOn<'e>> = open.collect();
    let unseen = openings(exposed).find_map(|(_, it)| it.unseen.as_ref().filter(|it| it.gap.is_some()));
    match unseen {
        Some(unseen) if open.is_empty() => Err(cannot_tell(unseen)),
        _ => Ok(open),
    }
}

impl PassedOn<'_> {
    pub(crate) fn in_words(&self) -> String {
        format!("TCP {}, behind TCP {} of {}", self.port, self.listener, self.balancer)
    }

    /// With the command that ends it.
    pub(crate) fn mend(&self, observation: Observation) -> Observation {
        observation.name("listener", self.listener_arn).fix("aws elbv2 delete-listener --listener-arn {listener}")
    }
}

fn openings(exposed: &[Exposure]) -> impl Iterator<Item = (&str, &Opening)> {
    let balancers = exposed.iter().filter(|it| it.resource.contains(":loadbalancer/"));
    let openings = balancers.flat_map(|it| it.openings.iter().map(move |opening| (&*it.resource, opening)));
    openings.filter(|(_, opening)| opening.protocol == Protocol::Tcp)
}

/// They were read, or the interfaces show none that faces the internet.
fn are_seen(region: &Region) -> Result<(), Miss> {
    let is_public = |it: &NetworkInterface| it.private_ip_addresses.iter().any(|it| it.association.is_some());
    let is_of_balancer = |it: &NetworkInterface| it.description.starts_with("ELB ") && is_public(it);
    match region.ec2.network_interfaces.as_known() {
        Some(interfaces) if !interfaces.iter().any(is_of_balancer) => Ok(()),
        _ => region.elbv2.load_balancers.known().and(region.elbv2.target_groups.known()).map(|_groups| ()),
    }
}

fn listener_arn<'a>(region: &'a Region, balancer: &str, port: u16) -> Option<&'a str> {
    let balancers = region.elbv2.load_balancers.as_known()?;
    let listeners = balancers.iter().find(|it| it.load_balancer_arn == balancer)?.listeners.as_known()?;
    listeners.iter().find(|it| it.port == Some(port)).map(|it| it.listener_arn.as_str())
}
