//! Ways between the VPC and the internet: out of private subnets, and not into them.

use awslab_core::context::Context;
use awslab_core::model::ec2::{NatGateway, RouteTable, Vpc};
use awslab_core::nouns::Located;
use awslab_core::verdict::{Miss, Subject, Verdict, all, any};
use awslab_reach::{Code, Exposure, Network, Opening, SubnetClass, Verdict as Reachability};

use super::subnets::{Classed, inner, private, subnets};
use crate::shared::network::{Part, cannot_tell, commands, in_words};

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
        if cx.text(EGRESS) == "none" { has_no_way_out(vpc, it) } else { reaches_internet(&network, vpc, it) }
    };
    all(private(&network, vpc)?.iter().map(judge))
}

fn has_no_way_out(vpc: Located<'_, Vpc>, it: &Classed<'_>) -> Verdict {
    let ways: Vec<&str> = it.ways_out().collect();
    let actual = if ways.is_empty() { "none".to_owned() } else { ways.join(", ") };
    Part::of(&vpc, "subnet", &it.subnet.subnet_id)
        .observe("ways to the internet", ways.is_empty(), "none", actual)
        .fix("# Take the routes to these out of the subnet's route table: aws ec2 delete-route")
        .verdict()
}

/// By IPv4 or by IPv6.
fn reaches_internet(network: &Network<'_>, vpc: Located<'_, Vpc>, it: &Classed<'_>) -> Verdict {
    let families = [(true, &it.ipv4), (false, &it.ipv6)].into_iter().filter(|(_, class)| class.is_some());
    any(families.map(|(is_ipv4, _)| {
        let id = &it.subnet.subnet_id;
        let answer = network.egress_of(id, is_ipv4).map_err(|unseen| cannot_tell(&unseen))?;
        let observe = |met, actual: String| {
            Part::of(&vpc, "subnet", id).observe("way to the internet", met, "open in both directions", actual)
        };
        match answer.verdict {
            Reachability::Reachable => observe(true, it.ways_out().collect::<Vec<_>>().join(", ")).verdict(),
            Reachability::Intermittent(share) => observe(false, format!("works for {share}")).verdict(),
            Reachability::Blocked => observe(false, in_words(&answer.blockers)).fix(commands(&answer)).verdict(),
            Reachability::Unknown => Err(answer.unseen.first().map_or(Miss::Blocked("private-subnets"), cannot_tell)),
        }
    }))
}

pub(super) fn nat_per_az(cx: &Context<'_>) -> Verdict {
    let vpc = cx.located::<Vpc>()?;
    let network = Network::of(cx.account);
    let gateways = vpc.surroundings.ec2.nat_gateways.known()?;
    let all_subnets = subnets(&network, vpc)?;
    let zone_of = |gateway: &NatGateway| {
        let home = all_subnets.iter().find(|it| Some(&it.subnet.subnet_id) == gateway.subnet_id.as_ref());
        home.and_then(|it| it.subnet.availability_zone.as_deref())
    };
    all(all_subnets.iter().filter(|it| it.is_private()).map(|it| {
        let used = it.ways_out().filter_map(|id| gateways.iter().find(|gateway| gateway.nat_gateway_id == id));
        let own = it.subnet.availability_zone.as_deref();
        let is_near = |it: &NatGateway| it.availability_mode.as_deref() == Some("regional") || zone_of(it) == own;
        let title = |it: &NatGateway| format!("{} in {}", it.nat_gateway_id, zone_of(it).unwrap_or("every zone"));
        let used: Vec<&NatGateway> = used.collect();
        let actual = used.iter().map(|it| title(it)).collect::<Vec<_>>().join(", ");
        let actual = if used.is_empty() { "uses no NAT gateway".to_owned() } else { actual };
        Part::of(&vpc, "subnet", &it.subnet.subnet_id)
            .observe(
                "NAT gateway",
                used.iter().all(|it| is_near(it)),
                format!("in {}", own.unwrap_or("its zone")),
                actual,
            )
            .verdict()
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
        observation.name("route-table", table).fix(without_internet_gateway(vpc, table)).verdict()
    }))
}

/// `i-1 by TCP at 22 from 203.0.113.0/24`
fn opening_in_words(exposure: &Exposure, opening: &Opening) -> String {
    let from = opening.from.first().map(ToString::to_string).unwrap_or_default();
    let more = if opening.from.len() > 1 { " and others" } else { "" };
    let protocol = opening.protocol.to_string().to_uppercase();
    format!("{} by {protocol} at {} from {from}{more}", exposure.resource, opening.ports)
}

/// Commands that take the routes to internet gateways out of a table.
fn without_internet_gateway(vpc: Located<'_, Vpc>, table: &str) -> String {
    let tables = vpc.surroundings.ec2.route_tables.as_known().into_iter().flatten();
    let routes = tables.filter(|it| it.route_table_id == table).flat_map(|it| &it.routes);
    let routes = routes.filter(|it| it.gateway_id.as_deref().is_some_and(|it| it.starts_with("igw-")));
    let delete = |option: &str, range: &dyn std::fmt::Display| {
        format!("aws ec2 delete-route --route-table-id {{route-table}} --{option} {range}\n")
    };
    let commands = routes.flat_map(|it| {
        let ipv4 = it.destination_cidr_block.map(|range| delete("destination-cidr-block", &range.0));
        ipv4.into_iter()
            .chain(it.destination_ipv6_cidr_block.map(|range| delete("destination-ipv6-cidr-block", &range.0)))
    });
    let commands: String = commands.collect();
    if commands.is_empty() {
        "aws ec2 describe-route-tables --route-table-ids {route-table}".to_owned()
    } else {
        commands.trim_end().to_owned()
    }
}

pub(super) fn no_blackholes(cx: &Context<'_>) -> Verdict {
    let vpc = cx.located::<Vpc>()?;
    let network = Network::of(cx.account);
    let tables = vpc.surroundings.ec2.route_tables.known()?.iter().filter(|it| it.vpc_id == vpc.vpc_id);
    let routes = tables.map(|table| leads_somewhere(vpc, table));
    let acls = subnets(&network, vpc)?.iter().map(|it| passes_its_acl(&network, vpc, it)).collect::<Vec<_>>();
    all(routes.chain(acls))
}

fn leads_somewhere(vpc: Located<'_, Vpc>, table: &RouteTable) -> Verdict {
    let gateways = vpc.surroundings.ec2.internet_gateways.known()?;
    let is_detached = |id: &str| {
        let gateway = gateways.iter().find(|it| it.internet_gateway_id == id);
        gateway.is_some_and(|it| !it.attachments.iter().any(|it| it.vpc_id == vpc.vpc_id))
    };
    let dead = table.routes.iter().filter(|route| {
        route.state.as_deref() == Some("blackhole") || route.gateway_id.as_deref().is_some_and(is_detached)
    });
    let ranges = dead.filter_map(|it| it.destination_cidr_block.or(it.destination_ipv6_cidr_block)).map(|it| it.0);
    let ranges: Vec<String> = ranges.map(|it| it.to_string()).collect();
    let met = ranges.is_empty();
    let actual = if met { "every one".to_owned() } else { format!("those to {} lead nowhere", ranges.join(" and ")) };
    let delete = |range: &String| {
        let option = if range.contains(':') { "destination-ipv6-cidr-block" } else { "destination-cidr-block" };
        format!("aws ec2 delete-route --route-table-id {{route-table}} --{option} {range}")
    };
    let fix = ranges.iter().map(delete).collect::<Vec<_>>().join("\n");
    let observation = Part::of(&vpc, "route-table", &table.route_table_id).observe(
        "routes that lead somewhere",
        met,
        "every one",
        actual,
    );
    if met { observation.verdict() } else { observation.fix(fix).verdict() }
}

/// No network ACL cuts a subnet off from where its default route leads.
fn passes_its_acl(network: &Network<'_>, vpc: Located<'_, Vpc>, it: &Classed<'_>) -> Verdict {
    let families = [(true, &it.ipv4), (false, &it.ipv6)];
    let with_way =
        families.into_iter().filter(|(_, class)| class.as_ref().is_some_and(|it| *it != SubnetClass::Isolated));
    all(with_way.map(|(is_ipv4, _)| {
        let id = &it.subnet.subnet_id;
        let mut answer = network.egress_of(id, is_ipv4).map_err(|unseen| cannot_tell(&unseen))?;
        if let (Reachability::Unknown, Some(unseen)) = (&answer.verdict, answer.unseen.first()) {
            return Err(cannot_tell(unseen));
        }
        answer.blockers.retain(|it| matches!(it.code, Code::AclEgress | Code::AclIngress));
        let (met, actual) = match answer.verdict {
            Reachability::Intermittent(share) => (false, format!("lets replies through to {share}")),
            _ if answer.blockers.is_empty() => (true, "lets its own traffic and the replies through".to_owned()),
            _ => (false, in_words(&answer.blockers)),
        };
        let acl = network.network_acl_of(id).map_err(|unseen| cannot_tell(&unseen))?;
        let expected = "lets its own traffic and the replies to it through";
        let observation = Part::of(&vpc, "subnet", id).observe("network ACL", met, expected, actual);
        let observation = observation.name("network-acl", acl);
        if answer.blockers.is_empty() {
            observation.fix(OPEN_REPLIES).verdict()
        } else {
            observation.fix(commands(&answer)).verdict()
        }
    }))
}

const OPEN_REPLIES: &str = "aws ec2 create-network-acl-entry --network-acl-id {network-acl} --ingress --rule-number 90 \
                            --protocol tcp --port-range From=1024,To=65535 --cidr-block 0.0.0.0/0 --rule-action allow";
