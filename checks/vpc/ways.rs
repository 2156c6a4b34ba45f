//! Ways between the VPC and the internet: out of private subnets, and not into them.

use awslab_core::context::Context;
use awslab_core::model::ec2::{Route, Vpc};
use awslab_core::nouns::Located;
use awslab_core::verdict::{Subject, Verdict, all, any};
use awslab_reach::{Exposure, Network, Opening};

use super::subnets::{Classed, inner, private};
use crate::shared::network::{Part, cannot_tell, must_reach};
use crate::shared::routes::{SHOW_ROUTES, delete, route_table, targets, without_internet_gateway};

pub(super) const EGRESS: &str = "egress";

/// What [`EGRESS`] may be.
pub(super) fn check_egress(text: &str) -> Result<(), String> {
    match text {
        "nat" | "none" => Ok(()),
        _ => Err("the value is nat or none".to_owned()),
    }
}

pub(super) fn private_egress(cx: &Context<'_>) -> Verdict {
    let vpc = cx.located::<Vpc>()?;
    let network = Network::of(cx.account);
    let judge = |it: &Classed<'_>| {
        if cx.text(EGRESS) == "none" { has_no_way_out(&network, vpc, it) } else { reaches_internet(&network, vpc, it) }
    };
    all(private(&network, vpc)?.iter().map(judge))
}

fn has_no_way_out(network: &Network<'_>, vpc: Located<'_, Vpc>, it: &Classed<'_>) -> Verdict {
    let id = &it.subnet.subnet_id;
    let ways: Vec<&str> = it.ways_out().collect();
    let actual = if ways.is_empty() { "none".to_owned() } else { ways.join(", ") };
    let table = network.route_table_of(id).map_err(|unseen| cannot_tell(&unseen))?;
    let routes = route_table(vpc.surroundings, table).into_iter().flat_map(|it| &it.routes);
    let leads_out = |route: &&Route| ways.iter().any(|way| targets(route).any(|it| it == *way));
    let fix: Vec<String> = routes.filter(leads_out).filter_map(delete).collect();
    let fix = if fix.is_empty() { SHOW_ROUTES.to_owned() } else { fix.join("\n") };
    Part::of(&vpc, "subnet", id)
        .observe("ways to the internet", ways.is_empty(), "none", actual)
        .name("route-table", table)
        .fix(fix)
        .verdict()
}

/// By IPv4 or by IPv6.
fn reaches_internet(network: &Network<'_>, vpc: Located<'_, Vpc>, it: &Classed<'_>) -> Verdict {
    let families = [(true, &it.ipv4), (false, &it.ipv6)].into_iter().filter(|(_, class)| class.is_some());
    any(families.map(|(is_ipv4, _)| {
        let id = &it.subnet.subnet_id;
        let answer = network.egress_of(id, is_ipv4).map_err(|unseen| cannot_tell(&unseen))?;
        must_reach(&answer, &it.ways_out().collect::<Vec<_>>().join(", "), |met, actual| {
            Part::of(&vpc, "subnet", id).observe("way to the internet", met, "open in both directions", actual)
        })
    }))
}

pub(super) fn no_inbound_private(cx: &Context<'_>) -> Verdict {
    let vpc = cx.located::<Vpc>()?;
    vpc.surroundings.ec2.network_interfaces.known()?;
    vpc.surroundings.ec2.instances.known()?;
    let network = Network::of(cx.account);
    let exposed = network.exposed();
    all(inner(&network, vpc)?.iter().map(|it| {
        let id = &it.subnet.subnet_id;
        let here = exposed.iter().filter(|exposure| exposure.subnet.as_ref() == Some(id));
        let openings = here.flat_map(|exposure| exposure.openings.iter().map(move |opening| (exposure, opening)));
        let (open, unseen): (Vec<_>, Vec<_>) = openings.partition(|(_, opening)| opening.unseen.is_none());
        if let Some(unseen) = unseen.iter().find_map(|(_, opening)| opening.unseen.as_ref()).filter(|_| open.is_empty())
        {
            return Err(cannot_tell(unseen));
        }
        let words: Vec<String> = open.iter().map(|(exposure, opening)| opening_in_words(exposure, opening)).collect();
        let actual = if words.is_empty() { "nothing".to_owned() } else { words.join("; ") };
        let observation =
            Part::of(&vpc, "subnet", id).observe("open to the internet", open.is_empty(), "nothing", actual);
        let table = network.route_table_of(id).map_err(|unseen| cannot_tell(&unseen))?;
        let fix = without_internet_gateway(vpc.surroundings, table);
        observation.name("route-table", table).fix(fix.unwrap_or(SHOW_ROUTES.to_owned())).verdict()
    }))
}

/// `i-1 by TCP at 22 from 203.0.113.0/24`
fn opening_in_words(exposure: &Exposure, opening: &Opening) -> String {
    let from = opening.from.first().map(ToString::to_string).unwrap_or_default();
    let more = if opening.from.len() > 1 { " and others" } else { "" };
    let protocol = opening.protocol.to_string().to_uppercase();
    format!("{} by {protocol} at {} from {from}{more}", exposure.resource, opening.ports)
}
