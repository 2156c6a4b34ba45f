//! What there is in the networks that were read, for whoever draws or lists it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::net::IpAddr;

use awslab_core::model::ec2::{
    EgressOnlyInternetGateway, Instance, InternetGateway, NatGateway, RouteTable, Subnet, TransitGateway,
    TransitGatewayAttachment, Vpc, VpcEndpoint, VpcPeeringConnection,
};
use awslab_core::model::elbv2::LoadBalancer;
use awslab_core::model::rds::DbInstance;

use crate::answer::Unseen;
use crate::network::Network;
use crate::route::Target;
use crate::world::{Found, Home, Interface, Kind};

/// What an interface is of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Owner<'a> {
    /// An instance.
    Instance(&'a Instance),
    /// A NAT gateway, by its id.
    NatGateway(&'a str),
    /// A load balancer, by its ARN.
    LoadBalancer(&'a str),
    /// An interface endpoint, by its id.
    Endpoint(&'a str),
    /// A transit gateway's attachment.
    TransitGateway,
    /// A function, by its name where that is known.
    Function(Option<&'a str>),
    /// A database, by its name where that is known.
    Database(Option<&'a str>),
    /// Of a service that awslab does not know the behaviour of.
    Service,
    /// Nothing that was read.
    Nobody,
}

/// An interface, or a place where AWS would put one.
#[derive(Debug, Clone, PartialEq)]
pub struct Occupant<'w, 'a> {
    /// The interface's id, or words for one that no list shows.
    pub id: &'w str,
    /// The VPC.
    pub vpc: &'a str,
    /// The subnet; absent for a regional NAT gateway.
    pub subnet: Option<&'a str>,
    /// What has it.
    pub owner: Owner<'a>,
    /// Its first private address, where that is known.
    pub private: Option<IpAddr>,
    /// Its first public address, where that is known.
    pub public: Option<IpAddr>,
    /// It has a public address, known or not.
    pub is_public: bool,
    /// It is attached to something.
    pub is_in_use: bool,
}

/// A route, in the words of AWS.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Way<'a> {
    /// A range, or the name of a prefix list.
    pub destination: String,
    /// The id of what it sends to; `local` within the VPC.
    pub target: &'a str,
    /// The target is gone.
    pub is_blackhole: bool,
}

impl<'a> Network<'a> {
    /// Every account and Region that was read.
    pub fn homes(&self) -> &[Home<'a>] {
        self.world.homes()
    }

    /// VPCs, by their ids, as everything here.
    pub fn vpcs(&self) -> &BTreeMap<&'a str, Found<'a, Vpc>> {
        &self.world.vpcs
    }

    /// Subnets.
    pub fn subnets(&self) -> &BTreeMap<&'a str, Found<'a, Subnet>> {
        &self.world.subnets
    }

    /// Route tables.
    pub fn route_tables(&self) -> &BTreeMap<&'a str, Found<'a, RouteTable>> {
        &self.world.tables
    }

    /// Internet gateways.
    pub fn internet_gateways(&self) -> &BTreeMap<&'a str, Found<'a, InternetGateway>> {
        &self.world.internet_gateways
    }

    /// Egress-only internet gateways.
    pub fn egress_only_gateways(&self) -> &BTreeMap<&'a str, Found<'a, EgressOnlyInternetGateway>> {
        &self.world.egress_only_gateways
    }

    /// NAT gateways.
    pub fn nat_gateways(&self) -> &BTreeMap<&'a str, Found<'a, NatGateway>> {
        &self.world.nat_gateways
    }

    /// VPC endpoints.
    pub fn endpoints(&self) -> &BTreeMap<&'a str, Found<'a, VpcEndpoint>> {
        &self.world.endpoints
    }

    /// Peering connections.
    pub fn peerings(&self) -> &BTreeMap<&'a str, Found<'a, VpcPeeringConnection>> {
        &self.world.peerings
    }

    /// Transit gateways.
    pub fn transit_gateways(&self) -> &BTreeMap<&'a str, Found<'a, TransitGateway>> {
        &self.world.transit_gateways
    }

    /// Attachments of transit gateways: both sides of a peering have the same id.
    pub fn transit_attachments(&self) -> impl Iterator<Item = &'a TransitGatewayAttachment> {
        self.world.transit_attachments.values().map(|it| it.it)
    }

    /// Load balancers, by their ARNs.
    pub fn load_balancers(&self) -> &BTreeMap<&'a str, Found<'a, LoadBalancer>> {
        &self.world.balancers
    }

    /// Databases, by their names.
    pub fn databases(&self) -> &BTreeMap<&'a str, Found<'a, DbInstance>> {
        &self.world.databases
    }

    /// Interfaces, and the places where AWS would put one.
    pub fn occupants(&self) -> impl Iterator<Item = Occupant<'_, 'a>> {
        self.world.interfaces.iter().map(Occupant::of)
    }

    /// The routes of a subnet's table.
    pub fn ways_of(&self, subnet: &str) -> Result<Vec<Way<'a>>, Unseen> {
        let table = self.route_table_of(subnet)?;
        Ok(self.world.tables.get(table).map(|it| self.ways(it.it)).unwrap_or_default())
    }

    /// The routes of a table, ascending.
    pub fn ways(&self, table: &'a RouteTable) -> Vec<Way<'a>> {
        let mut ways: Vec<Way<'a>> = table
            .routes
            .iter()
            .filter_map(|route| {
                let range = route.destination_cidr_block.or(route.destination_ipv6_cidr_block);
                let list = route.destination_prefix_list_id.as_deref();
                let list = list.map(|id| self.world.services.get(id).copied().unwrap_or(id).to_owned());
                Some(Way {
                    destination: range.map(|it| it.0.to_string()).or(list)?,
                    target: Target::of(route)?.id(),
                    is_blackhole: route.state.as_deref() == Some("blackhole"),
                })
            })
            .collect();
        ways.sort();
        ways
    }
}

impl<'w, 'a> Occupant<'w, 'a> {
    fn of(it: &'w Interface<'a>) -> Self {
        let owner = match it.kind {
            Kind::Host(Some(instance)) => Owner::Instance(instance),
            Kind::Host(None) | Kind::Newcomer => Owner::Nobody,
            Kind::Nat(id) => Owner::NatGateway(id),
            Kind::Balancer(arn) => Owner::LoadBalancer(arn),
            Kind::Endpoint(id) => Owner::Endpoint(id),
            Kind::Transit => Owner::TransitGateway,
            Kind::Function(name) => Owner::Function(name),
            Kind::Database(name) => Owner::Database(name),
            Kind::Managed => Owner::Service,
        };
        // Where AWS told of no interface, the addresses were made up, but for those that it told of with the gateway.
        let is_told = matches!(it.id, Cow::Borrowed(_)) || matches!(it.kind, Kind::Nat(_));
        let first = it.addresses.first().filter(|_| is_told);
        let public = it.addresses.iter().find_map(|it| it.public);
        Self {
            id: &it.id,
            vpc: it.vpc,
            subnet: it.subnet,
            owner,
            private: first.map(|it| it.private).filter(|it| !is_stand_in(*it)),
            public: public.filter(|it| !is_stand_in(*it)),
            is_public: public.is_some(),
            is_in_use: it.is_in_use,
        }
    }
}

/// Of the range that stands for addresses which exist and are not known.
fn is_stand_in(address: IpAddr) -> bool {
    matches!(address, IpAddr::V4(it) if it.octets()[0] >= 0xF0)
}
