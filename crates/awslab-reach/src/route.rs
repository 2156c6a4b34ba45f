//! Route tables: the longest prefix wins, whatever the order of the list.
//!
//! <https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html>

use std::net::IpAddr;

use awslab_core::model::ec2::{Route, RouteTable};
use ipnet::IpNet;

use crate::answer::Unseen;
use crate::world::{Found, World};

/// Where a route sends packets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Target<'a> {
    /// Within the VPC.
    Local,
    InternetGateway(&'a str),
    EgressOnly(&'a str),
    Nat(&'a str),
    Peering(&'a str),
    Transit(&'a str),
    /// A gateway endpoint, or one for appliances.
    Endpoint(&'a str),
    /// An interface that packets go through.
    Interface(&'a str),
    /// On-premises and the like: what lies beyond is in no answer of EC2.
    Beyond(&'a str),
}

/// The route that wins.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Winner<'a> {
    pub(crate) target: Target<'a>,
    pub(crate) range: IpNet,
    pub(crate) is_blackhole: bool,
}

impl<'a> Target<'a> {
    pub(crate) fn of(route: &'a Route) -> Option<Self> {
        let gateway = route.gateway_id.as_deref().map(|id| match id.split('-').next() {
            Some("local") => Self::Local,
            Some("igw") => Self::InternetGateway(id),
            Some("eigw") => Self::EgressOnly(id),
            Some("vpce") => Self::Endpoint(id),
            _ => Self::Beyond(id),
        });
        gateway
            .or(route.nat_gateway_id.as_deref().map(Self::Nat))
            .or(route.egress_only_internet_gateway_id.as_deref().map(Self::EgressOnly))
            .or(route.transit_gateway_id.as_deref().map(Self::Transit))
            .or(route.vpc_peering_connection_id.as_deref().map(Self::Peering))
            .or(route.network_interface_id.as_deref().map(Self::Interface))
            .or(route.instance_id.as_deref().map(Self::Interface))
            .or(route.local_gateway_id.as_deref().map(Self::Beyond))
            .or(route.carrier_gateway_id.as_deref().map(Self::Beyond))
            .or(route.core_network_arn.as_deref().map(Self::Beyond))
    }

    /// The id of what it sends to.
    pub(crate) fn id(self) -> &'a str {
        match self {
            Self::Local => "local",
            Self::InternetGateway(id)
            | Self::EgressOnly(id)
            | Self::Nat(id)
            | Self::Peering(id)
            | Self::Transit(id)
            | Self::Endpoint(id)
            | Self::Interface(id)
            | Self::Beyond(id) => id,
        }
    }

    /// The option of `aws ec2 create-route` that names it.
    pub(crate) fn option(self) -> &'static str {
        match self {
            Self::Nat(_) => "--nat-gateway-id",
            Self::EgressOnly(_) => "--egress-only-internet-gateway-id",
            Self::Peering(_) => "--vpc-peering-connection-id",
            Self::Transit(_) => "--transit-gateway-id",
            Self::Endpoint(_) => "--vpc-endpoint-id",
            Self::Interface(_) => "--network-interface-id",
            Self::Local | Self::InternetGateway(_) | Self::Beyond(_) => "--gateway-id",
        }
    }
}

/// How routes to the same range rank: a static one, one by a prefix list, a propagated one.
fn rank(route: &Route) -> u8 {
    match (route.origin.as_deref(), &route.destination_prefix_list_id) {
        (Some("EnableVgwRoutePropagation"), _) => 2,
        (_, Some(_)) => 1,
        (_, None) => 0,
    }
}

impl<'a> World<'a> {
    /// The route for an address; `None` where there is none.
    pub(crate) fn lookup(&self, table: Found<'a, RouteTable>, to: IpAddr) -> Result<Option<Winner<'a>>, Unseen> {
        let mut best: Option<(u8, u8, Winner<'a>)> = None;
        let mut rivals = Vec::new();
        let mut unread = None;
        for route in &table.it.routes {
            let Some(target) = Target::of(route) else { continue };
            let range = match self.range(table, route, to) {
                Ok(Some(range)) => range,
                Ok(None) => continue,
                Err(unseen) => {
                    unread = Some(unseen);
                    continue;
                }
            };
            let is_blackhole = route.state.as_deref() == Some("blackhole");
            let winner = Winner { target, range, is_blackhole };
            let key = (range.prefix_len(), u8::MAX - rank(route));
            match &best {
                Some((length, order, _)) if (*length, *order) > key => {}
                Some((length, order, _)) if (*length, *order) == key => rivals.push(winner),
                _ => {
                    best = Some((key.0, key.1, winner));
                    rivals.clear();
                }
            }
        }
        if let Some(unseen) = unread {
            return Err(unseen);
        }
        let Some((_, _, winner)) = best else { return Ok(None) };
        match rivals.iter().find(|it| it.target != winner.target) {
            Some(rival) => Err(ambiguous(table, winner, *rival)),
            None => Ok(Some(winner)),
        }
    }

    /// The range by which a route takes an address; the longest one of a prefix list.
    fn range(&self, table: Found<'a, RouteTable>, route: &Route, to: IpAddr) -> Result<Option<IpNet>, Unseen> {
        let named = [route.destination_cidr_block, route.destination_ipv6_cidr_block].into_iter().flatten();
        if let Some(range) = named.map(|it| it.0).find(|it| it.contains(&to)) {
            return Ok(Some(range));
        }
        let Some(list) = &route.destination_prefix_list_id else { return Ok(None) };
        let ranges = self.prefix_list(list, table.home)?;
        Ok(ranges.iter().copied().filter(|it| it.contains(&to)).max_by_key(IpNet::prefix_len))
    }

    /// The ranges that a table tells apart.
    pub(crate) fn ranges_routed(&self, table: Found<'a, RouteTable>) -> Vec<IpNet> {
        let mut ranges = Vec::new();
        for route in &table.it.routes {
            let named = [route.destination_cidr_block, route.destination_ipv6_cidr_block].into_iter().flatten();
            ranges.extend(named.map(|it| it.0));
            let list = route.destination_prefix_list_id.as_deref().and_then(|id| self.prefix_lists.get(id));
            ranges.extend(list.into_iter().flatten());
        }
        ranges
    }
}

/// AWS takes one of two overlapping prefix lists at random, and stays with it.
fn ambiguous(table: Found<'_, RouteTable>, one: Winner<'_>, other: Winner<'_>) -> Unseen {
    let (range, one, other) = (one.range, one.target.id(), other.target.id());
    let message = format!("its routes to {range} by {one} and by {other} rank the same, and AWS takes either");
    Unseen::new(&table.it.route_table_id, message)
}
