//! The network as the engine walks it: everything that was read, of every account and Region, found by its id.

mod interface;
mod lookup;
mod placed;

use std::collections::BTreeMap;
use std::net::IpAddr;

use awslab_core::fetched::Fetched;
use awslab_core::model::ec2::{
    EgressOnlyInternetGateway, Instance, InternetGateway, NatGateway, NetworkAcl, RouteTable, SecurityGroup, Subnet,
    TransitGateway, TransitGatewayAttachment, TransitGatewayRouteTable, TransitGatewayVpcAttachment, Vpc, VpcEndpoint,
    VpcPeeringConnection,
};
use awslab_core::model::elbv2::{LoadBalancer, TargetGroup};
use awslab_core::model::lambda::Function;
use awslab_core::model::rds::DbInstance;
use awslab_core::model::{Account, Cidr, Region};
use ipnet::IpNet;

use crate::acl::Acl;
use crate::group::Group;

pub(crate) use interface::{Interface, Kind, Pair};
pub(crate) use lookup::not_read;

/// Where something was read.
#[derive(Debug, Clone, Copy)]
pub struct Home<'a> {
    /// The account.
    pub account: &'a str,
    /// The Region.
    pub region: &'a str,
    /// Everything that was read there.
    pub facts: &'a Region,
}

impl PartialEq for Home<'_> {
    fn eq(&self, other: &Self) -> bool {
        (self.account, self.region) == (other.account, other.region)
    }
}

/// Something, and where it was read.
#[derive(Debug)]
pub struct Found<'a, T> {
    /// Where it was read.
    pub home: Home<'a>,
    /// It.
    pub it: &'a T,
}

// Derived, they would ask for a `T` that can be copied, and only a reference is.
impl<T> Clone for Found<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Found<'_, T> {}

/// Things by their ids.
pub(crate) type Index<'a, T> = BTreeMap<&'a str, Found<'a, T>>;

/// All networks.
pub(crate) struct World<'a> {
    pub(crate) vpcs: Index<'a, Vpc>,
    pub(crate) subnets: Index<'a, Subnet>,
    pub(crate) tables: Index<'a, RouteTable>,
    pub(crate) internet_gateways: Index<'a, InternetGateway>,
    pub(crate) egress_only_gateways: Index<'a, EgressOnlyInternetGateway>,
    pub(crate) nat_gateways: Index<'a, NatGateway>,
    pub(crate) endpoints: Index<'a, VpcEndpoint>,
    pub(crate) peerings: Index<'a, VpcPeeringConnection>,
    pub(crate) transit_gateways: Index<'a, TransitGateway>,
    /// By transit gateway and attachment: both sides of a peering have the same attachment id.
    pub(crate) transit_attachments: BTreeMap<(&'a str, &'a str), Found<'a, TransitGatewayAttachment>>,
    pub(crate) transit_vpc_attachments: Index<'a, TransitGatewayVpcAttachment>,
    pub(crate) transit_tables: Index<'a, TransitGatewayRouteTable>,
    pub(crate) instances: Index<'a, Instance>,
    pub(crate) balancers: Index<'a, LoadBalancer>,
    pub(crate) target_groups: Index<'a, TargetGroup>,
    pub(crate) databases: Index<'a, DbInstance>,
    pub(crate) functions: Index<'a, Function>,
    pub(crate) groups: BTreeMap<&'a str, Group<'a>>,
    pub(crate) acls: BTreeMap<&'a str, Acl<'a>>,
    /// The ranges of prefix lists.
    pub(crate) prefix_lists: BTreeMap<&'a str, Vec<IpNet>>,
    /// The services that prefix lists are of, such as `com.amazonaws.eu-west-1.s3`.
    pub(crate) services: BTreeMap<&'a str, &'a str>,
    /// Ascending by id.
    pub(crate) interfaces: Vec<Interface<'a>>,
    by_private: BTreeMap<IpAddr, Vec<usize>>,
    by_public: BTreeMap<IpAddr, usize>,
    table_of_subnet: BTreeMap<&'a str, &'a str>,
    main_table: BTreeMap<&'a str, &'a str>,
    acl_of_subnet: BTreeMap<&'a str, &'a str>,
    default_acl: BTreeMap<&'a str, &'a str>,
    gateway_of_vpc: BTreeMap<&'a str, &'a str>,
    homes: Vec<Home<'a>>,
}

impl<'a> World<'a> {
    pub(crate) fn of(account: &'a Account) -> Self {
        let homes = homes(account);
        let acls: Index<'a, NetworkAcl> =
            gather(&homes, |it| &it.ec2.network_acls, |it| &it.network_acl_id, |it| it.owner_id.as_deref());
        let groups: Index<'a, SecurityGroup> =
            gather(&homes, |it| &it.ec2.security_groups, |it| &it.group_id, |it| it.owner_id.as_deref());
        let mut world = Self {
            vpcs: gather(&homes, |it| &it.ec2.vpcs, |it| &it.vpc_id, |it| it.owner_id.as_deref()),
            subnets: gather(&homes, |it| &it.ec2.subnets, |it| &it.subnet_id, |it| it.owner_id.as_deref()),
            tables: gather(&homes, |it| &it.ec2.route_tables, |it| &it.route_table_id, |it| it.owner_id.as_deref()),
            internet_gateways: gather(
                &homes,
                |it| &it.ec2.internet_gateways,
                |it| &it.internet_gateway_id,
                |it| it.owner_id.as_deref(),
            ),
            egress_only_gateways: gather(
                &homes,
                |it| &it.ec2.egress_only_internet_gateways,
                |it| &it.egress_only_internet_gateway_id,
                |_| None,
            ),
            nat_gateways: gather(&homes, |it| &it.ec2.nat_gateways, |it| &it.nat_gateway_id, |_| None),
            endpoints: gather(
                &homes,
                |it| &it.ec2.vpc_endpoints,
                |it| &it.vpc_endpoint_id,
                |it| it.owner_id.as_deref(),
            ),
            peerings: gather(
                &homes,
                |it| &it.ec2.vpc_peering_connections,
                |it| &it.vpc_peering_connection_id,
                |_| None,
            ),
            transit_gateways: gather(
                &homes,
                |it| &it.ec2.transit_gateways,
                |it| &it.transit_gateway_id,
                |it| it.owner_id.as_deref(),
            ),
            transit_attachments: transit_attachments(&homes),
            transit_vpc_attachments: gather(
                &homes,
                |it| &it.ec2.transit_gateway_vpc_attachments,
                |it| &it.transit_gateway_attachment_id,
                |it| it.vpc_owner_id.as_deref(),
            ),
            transit_tables: gather(
                &homes,
                |it| &it.ec2.transit_gateway_route_tables,
                |it| &it.transit_gateway_route_table_id,
                |_| None,
            ),
            instances: gather(&homes, |it| &it.ec2.instances, |it| &it.instance_id, |_| None),
            balancers: gather(&homes, |it| &it.elbv2.load_balancers, |it| &it.load_balancer_arn, |_| None),
            target_groups: gather(&homes, |it| &it.elbv2.target_groups, |it| &it.target_group_arn, |_| None),
            databases: gather(&homes, |it| &it.rds.db_instances, |it| &it.db_instance_identifier, |_| None),
            functions: gather(&homes, |it| &it.lambda.functions, |it| &it.function_name, |_| None),
            groups: groups.into_iter().map(|(id, found)| (id, Group::of(found))).collect(),
            table_of_subnet: BTreeMap::new(),
            main_table: BTreeMap::new(),
            acl_of_subnet: BTreeMap::new(),
            default_acl: BTreeMap::new(),
            gateway_of_vpc: BTreeMap::new(),
            acls: acls.iter().map(|(id, found)| (*id, Acl::of(*found))).collect(),
            prefix_lists: BTreeMap::new(),
            services: BTreeMap::new(),
            interfaces: Vec::new(),
            by_private: BTreeMap::new(),
            by_public: BTreeMap::new(),
            homes,
        };
        world.read_prefix_lists();
        world.associate(&acls);
        world.place_interfaces();
        world
    }

    /// Every place that was read.
    pub(crate) fn homes(&self) -> &[Home<'a>] {
        &self.homes
    }

    fn read_prefix_lists(&mut self) {
        for home in &self.homes {
            let ec2 = &home.facts.ec2;
            for list in ec2.prefix_lists.as_known().into_iter().flatten() {
                self.prefix_lists.insert(&list.prefix_list_id, list.cidrs.iter().map(|it| it.0).collect());
                self.services.extend(list.prefix_list_name.as_deref().map(|name| (list.prefix_list_id.as_str(), name)));
            }
            for list in ec2.managed_prefix_lists.as_known().into_iter().flatten() {
                if let Fetched::Known(entries) = &list.entries {
                    let ranges = entries.iter().filter_map(|it| it.cidr.map(|Cidr(range)| range)).collect();
                    self.prefix_lists.insert(&list.prefix_list_id, ranges);
                }
            }
        }
    }

    /// What uses what: route tables and ACLs of subnets, gateways of VPCs.
    fn associate(&mut self, acls: &Index<'a, NetworkAcl>) {
        for (id, table) in &self.tables {
            let in_effect = |state: &str| matches!(state, "associated" | "associating" | "");
            for use_ in &table.it.associations {
                let is_in_effect = use_.association_state.as_ref().is_none_or(|it| in_effect(&it.state));
                match (use_.main, &use_.subnet_id) {
                    _ if !is_in_effect => {}
                    (true, _) => drop(self.main_table.insert(&table.it.vpc_id, id)),
                    (false, Some(subnet)) => drop(self.table_of_subnet.insert(subnet, id)),
                    (false, None) => {}
                }
            }
        }
        for (id, acl) in acls {
            if acl.it.is_default {
                self.default_acl.insert(&acl.it.vpc_id, id);
            }
            let subnets = acl.it.associations.iter().filter_map(|it| it.subnet_id.as_deref());
            self.acl_of_subnet.extend(subnets.map(|subnet| (subnet, *id)));
        }
        for (id, gateway) in &self.internet_gateways {
            let attached = gateway.it.attachments.iter().filter(|it| is_attached(it.state.as_deref()));
            self.gateway_of_vpc.extend(attached.map(|it| (it.vpc_id.as_str(), *id)));
        }
    }

    fn place_interfaces(&mut self) {
        let mut interfaces = interface::read(self);
        placed::add(self, &mut interfaces);
        interfaces.sort_by(|left, right| left.id.cmp(&right.id));
        for (index, interface) in interfaces.iter().enumerate() {
            for pair in &interface.addresses {
                self.by_private.entry(pair.private).or_default().push(index);
                if let Some(public) = pair.public {
                    self.by_public.insert(public, index);
                }
            }
        }
        self.interfaces = interfaces;
    }
}

/// `available` is what AWS says of internet gateways, `attached` what it documents.
pub(crate) fn is_attached(state: Option<&str>) -> bool {
    matches!(state, None | Some("available" | "attached"))
}

fn homes(account: &Account) -> Vec<Home<'_>> {
    let own = account.regions.iter().map(|(region, facts)| Home { account: &account.account_id, region, facts });
    let others = account
        .other_accounts
        .iter()
        .flat_map(|(id, other)| other.regions.iter().map(move |(region, facts)| Home { account: id, region, facts }));
    own.chain(others).collect()
}

/// Everything of a kind. What several accounts see is taken from its owner, where that one was read.
fn gather<'a, T>(
    homes: &[Home<'a>],
    list: impl Fn(&'a Region) -> &'a Fetched<Vec<T>>,
    id: impl Fn(&'a T) -> &'a String,
    owner: impl Fn(&'a T) -> Option<&'a str>,
) -> Index<'a, T> {
    let mut index = Index::new();
    for home in homes {
        for it in list(home.facts).as_known().into_iter().flatten().filter(|it| is_id(id(it))) {
            let is_owner = owner(it) == Some(home.account);
            let found = Found { home: *home, it };
            if is_owner {
                index.insert(id(it).as_str(), found);
            } else {
                index.entry(id(it).as_str()).or_insert(found);
            }
        }
    }
    index
}

/// AWS gives no other ids, names and ARNs; what has one is not from AWS, and is not read.
fn is_id(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|it| it.is_ascii_alphanumeric() || "-_.:/+=@".contains(it))
}

/// Whoever shares a transit gateway sees an attachment without its association.
fn transit_attachments<'a>(homes: &[Home<'a>]) -> BTreeMap<(&'a str, &'a str), Found<'a, TransitGatewayAttachment>> {
    let mut index = BTreeMap::new();
    for home in homes {
        for it in home.facts.ec2.transit_gateway_attachments.as_known().into_iter().flatten() {
            let key = (it.transit_gateway_id.as_str(), it.transit_gateway_attachment_id.as_str());
            let found = Found { home: *home, it };
            if it.association.is_some() {
                index.insert(key, found);
            } else {
                index.entry(key).or_insert(found);
            }
        }
    }
    index
}
