//! The subnets of the VPC, told apart by what they can do: how many there are, and where.

use std::collections::BTreeSet;

use awslab_core::context::Context;
use awslab_core::model::Cidr;
use awslab_core::model::ec2::{Subnet, Vpc};
use awslab_core::nouns::Located;
use awslab_core::verdict::{Miss, Subject, Verdict};
use awslab_reach::{Network, Reach, SubnetClass};

use crate::shared::network::cannot_tell;

/// A subnet, and what it is for each family of addresses that it has.
pub(super) struct Classed<'a> {
    pub(super) subnet: &'a Subnet,
    pub(super) ipv4: Option<SubnetClass>,
    pub(super) ipv6: Option<SubnetClass>,
}

impl Classed<'_> {
    /// Most of the internet is reached through an internet gateway. IPv4 decides where there is any: that is what a
    /// subnet is built for.
    pub(super) fn is_public(&self) -> bool {
        let decides = self.ipv4.as_ref().or(self.ipv6.as_ref());
        decides.is_some_and(|it| *it == SubnetClass::Public(Reach::Default))
    }

    /// No route leads to an internet gateway, for any family.
    pub(super) fn is_private(&self) -> bool {
        !self.classes().any(|it| matches!(it, SubnetClass::Public(_)))
    }

    /// The ways to the internet that are none of an internet gateway.
    pub(super) fn ways_out(&self) -> impl Iterator<Item = &str> {
        self.classes()
            .flat_map(|it| if let SubnetClass::Private { by } = it { &by[..] } else { &[] })
            .map(String::as_str)
    }

    pub(super) fn classes(&self) -> impl Iterator<Item = &SubnetClass> {
        self.ipv4.iter().chain(&self.ipv6)
    }

    /// `subnet-1 in eu-west-1a`
    pub(super) fn title(&self) -> String {
        let zone = self.subnet.availability_zone.as_deref().unwrap_or("an unknown zone");
        format!("{} in {zone}", self.subnet.subnet_id)
    }

    /// What it is, and why.
    fn nature(&self) -> String {
        let of_family = |family: &str, class: &SubnetClass| match class {
            SubnetClass::Public(Reach::Default) => format!("public for {family}"),
            SubnetClass::Public(Reach::Partial(ranges)) => {
                let first = ranges.first().map(ToString::to_string).unwrap_or_default();
                format!("public for {family}, but only to {first}{}", if ranges.len() > 1 { " and others" } else { "" })
            }
            SubnetClass::Private { by } => format!("private for {family}, by {}", by.join(" and ")),
            SubnetClass::Isolated => format!("without a way to the internet for {family}"),
        };
        let ipv4 = self.ipv4.iter().map(|it| of_family("IPv4", it));
        ipv4.chain(self.ipv6.iter().map(|it| of_family("IPv6", it))).collect::<Vec<_>>().join(" and ")
    }
}

/// Every subnet of the VPC.
pub(super) fn subnets<'a>(network: &Network<'_>, vpc: Located<'a, Vpc>) -> Result<Vec<Classed<'a>>, Miss> {
    let all = vpc.surroundings.ec2.subnets.known()?.iter().filter(|it| it.vpc_id == vpc.vpc_id);
    let class = |subnet: &Subnet, is_ipv4, has: bool| {
        let class = has.then(|| network.class_of(&subnet.subnet_id, is_ipv4)).transpose();
        class.map_err(|unseen| cannot_tell(&unseen))
    };
    let classed = |subnet: &'a Subnet| {
        let has_ipv6 = subnet.ipv6_cidr_block_association_set.iter().any(|it| it.ipv6_cidr_block.is_some());
        Ok(Classed {
            subnet,
            ipv4: class(subnet, true, subnet.cidr_block.is_some())?,
            ipv6: class(subnet, false, has_ipv6)?,
        })
    };
    all.map(classed).collect()
}

/// The subnets that are not public: those that nothing from outside should reach. Without one there is nothing to look at.
pub(super) fn inner<'a>(network: &Network<'_>, vpc: Located<'a, Vpc>) -> Result<Vec<Classed<'a>>, Miss> {
    let inner: Vec<Classed<'a>> = subnets(network, vpc)?.into_iter().filter(|it| !it.is_public()).collect();
    if inner.is_empty() { Err(Miss::Blocked("private-subnets")) } else { Ok(inner) }
}

/// The private subnets.
pub(super) fn private<'a>(network: &Network<'_>, vpc: Located<'a, Vpc>) -> Result<Vec<Classed<'a>>, Miss> {
    Ok(subnets(network, vpc)?.into_iter().filter(Classed::is_private).collect())
}

#[expect(clippy::redundant_closure_for_method_calls, reason = "the method alone is for one lifetime, not for all")]
pub(super) fn public_subnets(cx: &Context<'_>) -> Verdict {
    enough(cx, PUBLIC, cx.count("public_subnets"), |it| it.is_public())
}

#[expect(clippy::redundant_closure_for_method_calls, reason = "the method alone is for one lifetime, not for all")]
pub(super) fn private_subnets(cx: &Context<'_>) -> Verdict {
    enough(cx, "private subnets", cx.count("private_subnets"), |it| it.is_private())
}

const PUBLIC: &str = "public subnets";

fn enough(cx: &Context<'_>, property: &str, wanted: u32, is_wanted: fn(&Classed<'_>) -> bool) -> Verdict {
    let vpc = cx.located::<Vpc>()?;
    let network = Network::of(cx.account);
    let (found, others): (Vec<_>, Vec<_>) = subnets(&network, vpc)?.into_iter().partition(is_wanted);
    let zones: BTreeSet<&str> = found.iter().filter_map(|it| it.subnet.availability_zone.as_deref()).collect();
    let (wanted, wanted_zones) = (wanted as usize, cx.count("zones") as usize);
    let met = found.len() >= wanted && zones.len() >= wanted_zones.min(wanted);

    let named: Vec<String> = found.iter().map(Classed::title).collect();
    let mut actual = if named.is_empty() { "none".to_owned() } else { named.join(", ") };
    if !met {
        let others = others.iter().map(|it| format!("; {} is {}", it.subnet.subnet_id, it.nature()));
        actual.extend(others);
    }
    let expected = format!("{wanted} or more, in {wanted_zones} or more zones");
    let (range, zone) = (free_range(vpc, property == PUBLIC), other_zone(vpc, &zones));
    let observation = vpc
        .observe(property, met, expected, actual)
        .name("range", range.unwrap_or_else(|| "RANGE".to_owned()))
        .name("zone", zone.unwrap_or("ZONE"));
    let gateways = vpc.surroundings.ec2.internet_gateways.as_known().into_iter().flatten();
    let mut attached = gateways.filter(|it| it.attachments.iter().any(|it| it.vpc_id == vpc.vpc_id));
    match attached.next().filter(|_| property == PUBLIC) {
        Some(gateway) => observation.name("gateway", &gateway.internet_gateway_id).fix(WITH_GATEWAY).verdict(),
        None => observation.verdict(),
    }
}

/// The VPC has an internet gateway, and can have no other.
const WITH_GATEWAY: &str = "\
    aws ec2 create-subnet --vpc-id {vpc} --cidr-block {range} --availability-zone {zone}\n\
    aws ec2 create-route-table --vpc-id {vpc}\n\
    aws ec2 create-route --route-table-id NEW_TABLE --destination-cidr-block 0.0.0.0/0 --gateway-id {gateway}\n\
    aws ec2 associate-route-table --route-table-id NEW_TABLE --subnet-id NEW_SUBNET";

/// A range of the VPC that no subnet has: the first for a public subnet, the second for a private one.
fn free_range(vpc: Located<'_, Vpc>, is_first: bool) -> Option<String> {
    let own = vpc.surroundings.ec2.subnets.as_known()?.iter().filter(|it| it.vpc_id == vpc.vpc_id);
    let taken: Vec<Cidr> = own.filter_map(|it| it.cidr_block).collect();
    let ranges = vpc.cidr_block?.0.subnets(USUAL_SIZE).ok()?;
    let mut free = ranges.filter(|range| !taken.iter().any(|it| it.0.contains(range) || range.contains(&it.0)));
    free.nth(usize::from(!is_first)).map(|it| it.to_string())
}

/// Room for 251 addresses.
const USUAL_SIZE: u8 = 24;

/// A zone of the Region that is not among these.
fn other_zone<'a>(vpc: Located<'a, Vpc>, zones: &BTreeSet<&str>) -> Option<&'a str> {
    let subnets = vpc.surroundings.ec2.subnets.as_known()?.iter();
    let others = subnets.filter_map(|it| it.availability_zone.as_deref()).filter(|it| !zones.contains(it));
    others.min()
}
