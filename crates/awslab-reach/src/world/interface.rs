//! Network interfaces, and what they are interfaces of.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use awslab_core::model::ec2::{AttachedInterface, Instance, NetworkInterface, PrivateIpAddress};

use super::{Home, World};
use crate::address::is_global;

/// Something that has addresses in a subnet.
#[derive(Debug, Clone)]
pub(crate) struct Interface<'a> {
    pub(crate) id: Cow<'a, str>,
    pub(crate) home: Home<'a>,
    pub(crate) vpc: &'a str,
    /// Absent for a regional NAT gateway.
    pub(crate) subnet: Option<&'a str>,
    pub(crate) addresses: Vec<Pair>,
    pub(crate) groups: Vec<&'a str>,
    pub(crate) kind: Kind<'a>,
    /// Takes packets that are neither from nor to it.
    pub(crate) forwards: bool,
    pub(crate) is_in_use: bool,
}

/// A private address and the public one that stands for it. An IPv6 address stands for itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Pair {
    pub(crate) private: IpAddr,
    pub(crate) public: Option<IpAddr>,
}

/// What has the interface.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind<'a> {
    /// An instance, or something of a service that behaves like one.
    Host(Option<&'a Instance>),
    /// A NAT gateway's id.
    Nat(&'a str),
    /// A node of a load balancer; its ARN.
    Balancer(&'a str),
    /// An interface endpoint's id.
    Endpoint(&'a str),
    /// A transit gateway's attachment.
    Transit,
    /// Of Lambda: starts connections and takes none. The function's name, where it is known.
    Function(Option<&'a str>),
    /// A database's name, where it is known.
    Database(Option<&'a str>),
    /// What could be put here: a Linux host, behind groups that let everything through.
    Newcomer,
    /// Of a service that awslab does not know the behaviour of, such as a classic load balancer.
    Managed,
}

impl<'a> Interface<'a> {
    pub(crate) fn instance(&self) -> Option<&'a Instance> {
        match self.kind {
            Kind::Host(instance) => instance,
            _ => None,
        }
    }

    /// Security groups stand before it. A network load balancer may have none, and gateways never do.
    pub(crate) fn is_filtered(&self) -> bool {
        match self.kind {
            Kind::Nat(_) | Kind::Transit | Kind::Newcomer => false,
            Kind::Balancer(_) | Kind::Endpoint(_) | Kind::Managed => !self.groups.is_empty(),
            Kind::Host(_) | Kind::Function(_) | Kind::Database(_) => true,
        }
    }

    /// May start connections of its own accord.
    pub(crate) fn starts_connections(&self) -> bool {
        matches!(self.kind, Kind::Host(_) | Kind::Function(_))
    }

    /// The pair of one of its private addresses.
    pub(crate) fn pair(&self, private: IpAddr) -> Option<Pair> {
        self.addresses.iter().copied().find(|it| it.private == private)
    }

    /// The pair of one of its public addresses.
    pub(crate) fn pair_of_public(&self, public: IpAddr) -> Option<Pair> {
        self.addresses.iter().copied().find(|it| it.public == Some(public))
    }
}

/// The interfaces that AWS told of, and those of instances that it told of with the instance alone.
pub(super) fn read<'a>(world: &World<'a>) -> Vec<Interface<'a>> {
    let nats: BTreeMap<&str, &str> = world
        .nat_gateways
        .values()
        .flat_map(|nat| nat.it.nat_gateway_addresses.iter().map(move |address| (nat, address)))
        .filter_map(|(nat, address)| Some((address.network_interface_id.as_deref()?, nat.it.nat_gateway_id.as_str())))
        .collect();
    let endpoints: BTreeMap<&str, &str> = world
        .endpoints
        .values()
        .flat_map(|it| it.it.network_interface_ids.iter().map(|id| (id.as_str(), it.it.vpc_endpoint_id.as_str())))
        .collect();
    let mut seen = BTreeSet::new();
    let mut interfaces = Vec::new();
    for home in world.homes() {
        for it in home.facts.ec2.network_interfaces.as_known().into_iter().flatten() {
            if seen.insert(it.network_interface_id.as_str()) {
                let kind = kind(world, &nats, &endpoints, it);
                interfaces.push(of_interface(*home, it, kind));
            }
        }
    }
    for instance in world.instances.values() {
        for attached in &instance.it.network_interfaces {
            if seen.insert(attached.network_interface_id.as_str()) {
                interfaces.extend(of_attached(instance.home, instance.it, attached));
            }
        }
        if instance.it.network_interfaces.is_empty() {
            interfaces.extend(of_instance(instance.home, instance.it));
        }
    }
    interfaces
}

fn kind<'a>(
    world: &World<'a>,
    nats: &BTreeMap<&str, &'a str>,
    endpoints: &BTreeMap<&str, &'a str>,
    it: &'a NetworkInterface,
) -> Kind<'a> {
    let id = it.network_interface_id.as_str();
    match it.interface_type.as_str() {
        "nat_gateway" => Kind::Nat(nats.get(id).copied().unwrap_or(id)),
        "vpc_endpoint" => Kind::Endpoint(endpoints.get(id).copied().unwrap_or(id)),
        "transit_gateway" => Kind::Transit,
        "lambda" => Kind::Function(None),
        _ if it.description == "RDSNetworkInterface" => Kind::Database(None),
        _ if it.description.starts_with("AWS Lambda VPC ENI") => Kind::Function(None),
        _ => match it.description.strip_prefix("ELB ") {
            Some(balancer) => balancer_named(world, balancer).map_or(Kind::Managed, Kind::Balancer),
            None if it.interface_type == "network_load_balancer" => Kind::Managed,
            None => Kind::Host(instance_of(world, it)),
        },
    }
}

fn instance_of<'a>(world: &World<'a>, it: &'a NetworkInterface) -> Option<&'a Instance> {
    let id = it.attachment.as_ref()?.instance_id.as_deref()?;
    Some(world.instances.get(id)?.it)
}

/// A load balancer's interfaces are described as `ELB app/NAME/ID`, which its ARN ends with.
fn balancer_named<'a>(world: &World<'a>, name: &str) -> Option<&'a str> {
    let end = format!("loadbalancer/{name}");
    world.balancers.keys().copied().find(|arn| arn.ends_with(&end))
}

fn of_interface<'a>(home: Home<'a>, it: &'a NetworkInterface, kind: Kind<'a>) -> Interface<'a> {
    Interface {
        id: Cow::Borrowed(&it.network_interface_id),
        home,
        vpc: &it.vpc_id,
        subnet: Some(&it.subnet_id),
        addresses: pairs(&it.private_ip_addresses, it.ipv6_addresses.iter().filter_map(|it| it.ipv6_address)),
        groups: it.groups.iter().map(|it| it.group_id.as_str()).collect(),
        kind,
        forwards: !it.source_dest_check && matches!(kind, Kind::Host(_)),
        is_in_use: it.status != "available",
    }
}

fn of_attached<'a>(home: Home<'a>, instance: &'a Instance, it: &'a AttachedInterface) -> Option<Interface<'a>> {
    Some(Interface {
        id: Cow::Borrowed(&it.network_interface_id),
        home,
        vpc: it.vpc_id.as_deref().or(instance.vpc_id.as_deref())?,
        subnet: Some(it.subnet_id.as_deref().or(instance.subnet_id.as_deref())?),
        addresses: pairs(&it.private_ip_addresses, it.ipv6_addresses.iter().filter_map(|it| it.ipv6_address)),
        groups: it.groups.iter().map(|it| it.group_id.as_str()).collect(),
        kind: Kind::Host(Some(instance)),
        forwards: it.source_dest_check == Some(false),
        is_in_use: true,
    })
}

fn of_instance<'a>(home: Home<'a>, it: &'a Instance) -> Option<Interface<'a>> {
    let pair = Pair { private: it.private_ip_address?, public: it.public_ip_address };
    Some(Interface {
        id: Cow::Borrowed(&it.instance_id),
        home,
        vpc: it.vpc_id.as_deref()?,
        subnet: Some(it.subnet_id.as_deref()?),
        addresses: vec![pair],
        groups: it.security_groups.iter().map(|it| it.group_id.as_str()).collect(),
        kind: Kind::Host(Some(it)),
        forwards: it.source_dest_check == Some(false),
        is_in_use: true,
    })
}

fn pairs(addresses: &[PrivateIpAddress], ipv6: impl Iterator<Item = IpAddr>) -> Vec<Pair> {
    let public = |it: &PrivateIpAddress| it.association.as_ref().and_then(|it| it.public_ip);
    let ipv4 = addresses.iter().filter_map(|it| Some(Pair { private: it.private_ip_address?, public: public(it) }));
    ipv4.chain(ipv6.map(of_ipv6)).collect()
}

/// An IPv6 address of the internet is public as it is.
pub(super) fn of_ipv6(address: IpAddr) -> Pair {
    Pair { private: address, public: is_global(address).then_some(address) }
}
