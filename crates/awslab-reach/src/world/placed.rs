//! Interfaces of services that no list shows: their address is not known, their subnets and security groups are.
//!
//! A database is placed in every subnet of its group, for a failover may move it there.

use std::borrow::Cow;
use std::net::{IpAddr, Ipv4Addr};

use ipnet::IpNet;

use super::interface::of_ipv6;
use super::{Found, Home, Interface, Kind, Pair, World};
use awslab_core::model::ec2::{NatGateway, Subnet, VpcEndpoint};

/// Adds what is missing.
pub(super) fn add<'a>(world: &World<'a>, interfaces: &mut Vec<Interface<'a>>) {
    let mut placer = Placer { world, interfaces, next_public: 0 };
    placer.databases();
    placer.functions();
    placer.balancers();
    placer.endpoints();
    placer.nat_gateways();
}

struct Placer<'w, 'a> {
    world: &'w World<'a>,
    interfaces: &'w mut Vec<Interface<'a>>,
    next_public: u32,
}

impl<'a> Placer<'_, 'a> {
    fn databases(&mut self) {
        for (name, database) in &self.world.databases {
            let groups: Vec<&str> =
                database.it.vpc_security_groups.iter().map(|it| it.vpc_security_group_id.as_str()).collect();
            let subnets = database.it.db_subnet_group.iter().flat_map(|it| &it.subnets);
            for subnet in subnets {
                let kind = Kind::Database(Some(name));
                self.place(name, &subnet.subnet_identifier, &groups, kind, database.it.publicly_accessible, false);
            }
        }
    }

    fn functions(&mut self) {
        for (name, function) in &self.world.functions {
            let Some(config) = &function.it.vpc_config else { continue };
            let groups: Vec<&str> = config.security_group_ids.iter().map(String::as_str).collect();
            for subnet in &config.subnet_ids {
                self.place(
                    name,
                    subnet,
                    &groups,
                    Kind::Function(Some(name)),
                    false,
                    config.ipv6_allowed_for_dual_stack,
                );
            }
        }
    }

    fn balancers(&mut self) {
        for (arn, balancer) in &self.world.balancers {
            let balancer = balancer.it;
            let groups: Vec<&str> = balancer.security_groups.iter().map(String::as_str).collect();
            let is_public = balancer.scheme.as_deref() == Some("internet-facing");
            let is_dual = balancer.ip_address_type.as_deref().is_some_and(|it| it.starts_with("dualstack"));
            let subnets = balancer.availability_zones.iter().filter_map(|it| it.subnet_id.as_deref());
            for subnet in subnets {
                let has_node = |it: &Interface<'_>| {
                    matches!(it.kind, Kind::Balancer(of) if of == *arn) && it.subnet == Some(subnet)
                };
                if !self.interfaces.iter().any(has_node) {
                    self.place(&balancer.load_balancer_name, subnet, &groups, Kind::Balancer(arn), is_public, is_dual);
                }
            }
        }
    }

    fn endpoints(&mut self) {
        let is_placed = |it: &Found<'a, VpcEndpoint>| it.it.vpc_endpoint_type == "Interface";
        for (id, endpoint) in self.world.endpoints.iter().filter(|(_, it)| is_placed(it)) {
            let groups: Vec<&str> = endpoint.it.groups.iter().map(|it| it.group_id.as_str()).collect();
            for subnet in &endpoint.it.subnet_ids {
                let is_of_it = |it: &Interface<'_>| {
                    matches!(it.kind, Kind::Endpoint(of) if of == *id) && it.subnet == Some(subnet)
                };
                if !self.interfaces.iter().any(is_of_it) {
                    self.place(id, subnet, &groups, Kind::Endpoint(id), false, false);
                }
            }
        }
    }

    fn nat_gateways(&mut self) {
        let is_there = |it: &Interface<'_>, nat: &str| matches!(it.kind, Kind::Nat(id) if id == nat);
        for (id, nat) in &self.world.nat_gateways {
            let is_gone = matches!(nat.it.state.as_str(), "deleted" | "failed");
            if is_gone || self.interfaces.iter().any(|it| is_there(it, id)) {
                continue;
            }
            let addresses = self.addresses_of_nat(nat);
            if !addresses.is_empty() {
                self.push(
                    id,
                    nat.home,
                    &nat.it.vpc_id,
                    nat.it.subnet_id.as_deref(),
                    addresses,
                    Vec::new(),
                    Kind::Nat(id),
                );
            }
        }
    }

    fn addresses_of_nat(&mut self, nat: &Found<'a, NatGateway>) -> Vec<Pair> {
        let subnet = nat.it.subnet_id.as_deref().and_then(|id| self.world.subnets.get(id));
        let mut addresses = Vec::new();
        for address in &nat.it.nat_gateway_addresses {
            let free = subnet.and_then(|it| self.free_address(it.it));
            let private = address.private_ip.or(free).or_else(|| address.public_ip.map(|_| self.stand_in()));
            addresses.extend(private.map(|private| Pair { private, public: address.public_ip }));
        }
        addresses
    }

    fn place(&mut self, of: &str, subnet: &'a str, groups: &[&'a str], kind: Kind<'a>, is_public: bool, is_dual: bool) {
        let Some(found) = self.world.subnets.get(subnet) else { return };
        let Some(private) = self.free_address(found.it) else { return };
        let public = is_public.then(|| self.stand_in());
        let mut addresses = vec![Pair { private, public }];
        if is_dual {
            let ranges = found.it.ipv6_cidr_block_association_set.iter().filter_map(|it| it.ipv6_cidr_block);
            addresses.extend(ranges.filter_map(|range| range.0.hosts().nth(NOT_AWS_OWN)).map(of_ipv6));
        }
        let id = format!("{of} in {subnet}");
        self.push(&id, found.home, &found.it.vpc_id, Some(subnet), addresses, groups.to_vec(), kind);
    }

    #[expect(clippy::too_many_arguments, reason = "they are the fields")]
    fn push(
        &mut self,
        id: &str,
        home: Home<'a>,
        vpc: &'a str,
        subnet: Option<&'a str>,
        addresses: Vec<Pair>,
        groups: Vec<&'a str>,
        kind: Kind<'a>,
    ) {
        let id = Cow::Owned(id.to_owned());
        self.interfaces.push(Interface {
            id,
            home,
            vpc,
            subnet,
            addresses,
            groups,
            kind,
            forwards: false,
            is_in_use: true,
        });
    }

    /// An address of the subnet that nothing else has.
    fn free_address(&self, subnet: &Subnet) -> Option<IpAddr> {
        let is_taken = |address: IpAddr| {
            self.interfaces.iter().any(|it| it.subnet == Some(&subnet.subnet_id) && it.pair(address).is_some())
        };
        let ipv4 = subnet.cidr_block.map(|it| it.0);
        let ipv6 = subnet.ipv6_cidr_block_association_set.iter().find_map(|it| it.ipv6_cidr_block).map(|it| it.0);
        match ipv4.or(ipv6)? {
            IpNet::V4(range) => range.hosts().skip(NOT_AWS_OWN).map(IpAddr::V4).find(|it| !is_taken(*it)),
            IpNet::V6(range) => range.hosts().skip(NOT_AWS_OWN).map(IpAddr::V6).find(|it| !is_taken(*it)),
        }
    }

    /// Stands for a public address that exists and is not known: of a range that the internet does not use (RFC 1112).
    fn stand_in(&mut self) -> IpAddr {
        self.next_public += 1;
        IpAddr::V4(Ipv4Addr::from_bits(0xF000_0000 + self.next_public))
    }
}

/// The first addresses of a subnet are AWS's: <https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html>
const NOT_AWS_OWN: usize = 3;
