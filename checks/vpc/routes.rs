//! Routes that lead nowhere, and network ACLs that let nothing back.

use awslab_core::context::Context;
use awslab_core::model::ec2::{InternetGateway, NatGateway, Route, RouteTable, Subnet, Vpc, VpcPeeringConnection};
use awslab_core::nouns::Located;
use awslab_core::verdict::{Miss, Subject, Verdict, all};
use awslab_reach::{Code, Network, SubnetClass, Verdict as Reachability};

use super::subnets::{Classed, subnets};
use crate::shared::network::{Part, cannot_tell, commands, in_words};
use crate::shared::routes::{delete, destination, targets};

pub(super) fn no_blackholes(cx: &Context<'_>) -> Verdict {
    let vpc = cx.located::<Vpc>()?;
    let network = Network::of(cx.account);
    let tables = vpc.surroundings.ec2.route_tables.known()?.iter().filter(|it| it.vpc_id == vpc.vpc_id);
    let routes = tables.map(|table| leads_somewhere(&network, vpc, table));
    let acls = match subnets(&network, vpc) {
        Ok(subnets) => subnets.iter().map(|it| passes_its_acl(&network, vpc, it)).collect(),
        Err(miss) => vec![Err(miss)],
    };
    all(routes.chain(acls))
}

fn leads_somewhere(network: &Network<'_>, vpc: Located<'_, Vpc>, table: &RouteTable) -> Verdict {
    let gateways = Gateways::of(vpc)?;
    let dead: Vec<&Route> = table.routes.iter().filter(|it| gateways.are_gone_for(it)).collect();
    let named = dead.iter().filter_map(|it| {
        let (_, range) = destination(it)?;
        Some(format!("{range} to {}", targets(it).next().unwrap_or("what is gone")))
    });
    let named = named.collect::<Vec<_>>().join(" and ");
    let met = dead.is_empty();
    let actual = if met { "every one".to_owned() } else { format!("all but {named}") };
    let observation = Part::of(&vpc, "route-table", &table.route_table_id).observe(
        "routes that lead somewhere",
        met,
        "every one",
        actual,
    );
    if met {
        return observation.verdict();
    }
    let mend = |it: &Route| another_default(network, vpc, table, it).or_else(|| delete(it));
    let fix: Vec<String> = dead.into_iter().filter_map(mend).collect();
    observation.fix(fix.join("\n")).verdict()
}

/// The commands that lead a default route elsewhere: the subnets of the table need one.
fn another_default(network: &Network<'_>, vpc: Located<'_, Vpc>, table: &RouteTable, route: &Route) -> Option<String> {
    let range = route.destination_cidr_block.or(route.destination_ipv6_cidr_block)?;
    let subnets = vpc.surroundings.ec2.subnets.as_known()?.iter().filter(|it| it.vpc_id == vpc.vpc_id);
    let uses_it = |it: &&Subnet| network.route_table_of(&it.subnet_id) == Ok(&table.route_table_id);
    let subnet = subnets.filter(|_| range.0.prefix_len() == 0).find(uses_it)?;
    let answer = network.egress_of(&subnet.subnet_id, range.0.addr().is_ipv4()).ok()?;
    Some(commands(&answer)).filter(|it| it.contains("aws ec2 replace-route"))
}

/// What routes lead to.
struct Gateways<'a> {
    vpc: &'a str,
    internet: &'a [InternetGateway],
    nat: &'a [NatGateway],
    peerings: &'a [VpcPeeringConnection],
}

impl<'a> Gateways<'a> {
    fn of(vpc: Located<'a, Vpc>) -> Result<Self, Miss> {
        let ec2 = &vpc.surroundings.ec2;
        Ok(Self {
            vpc: &vpc.get().vpc_id,
            internet: ec2.internet_gateways.known()?,
            nat: ec2.nat_gateways.known()?,
            peerings: ec2.vpc_peering_connections.known()?,
        })
    }

    /// AWS calls the route a blackhole, or its target cannot be one.
    fn are_gone_for(&self, route: &Route) -> bool {
        let is_detached = |it: &InternetGateway| !it.attachments.iter().any(|it| it.vpc_id == self.vpc);
        let gone = [
            route.state.as_deref() == Some("blackhole"),
            find(self.internet, route.gateway_id.as_ref(), |it| &it.internet_gateway_id).is_some_and(is_detached),
            find(self.nat, route.nat_gateway_id.as_ref(), |it| &it.nat_gateway_id)
                .is_some_and(|it| matches!(it.state.as_str(), "deleted" | "deleting" | "failed")),
            find(self.peerings, route.vpc_peering_connection_id.as_ref(), |it| &it.vpc_peering_connection_id)
                .is_some_and(|it| it.status.code != "active"),
        ];
        gone.contains(&true)
    }
}

fn find<'a, T>(all: &'a [T], id: Option<&String>, id_of: impl Fn(&T) -> &String) -> Option<&'a T> {
    let id = id?;
    all.iter().find(|it| id_of(it) == id)
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
        let expected = "lets its own traffic and the replies to it through";
        let met = answer.blockers.is_empty();
        let actual = if met { expected.to_owned() } else { in_words(&answer.blockers) };
        Part::of(&vpc, "subnet", id).observe("network ACL", met, expected, actual).fix(commands(&answer)).verdict()
    }))
}
