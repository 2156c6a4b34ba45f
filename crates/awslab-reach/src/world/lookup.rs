//! Finding what applies to something, or saying that it was not read.

use std::net::IpAddr;

use awslab_core::fetched::Fetched;
use awslab_core::model::ec2::{InternetGateway, RouteTable, Subnet, Vpc};
use ipnet::IpNet;

use super::{Found, Home, Index, Interface, World, is_attached};
use crate::acl::Acl;
use crate::answer::Unseen;

impl<'a> World<'a> {
    pub(crate) fn subnet(&self, id: &str, home: Home<'a>) -> Result<Found<'a, Subnet>, Unseen> {
        found(&self.subnets, id, &home.facts.ec2.subnets, "ec2:DescribeSubnets")
    }

    /// The subnet's own route table, or else the main one of its VPC.
    pub(crate) fn table_of(&self, subnet: Found<'a, Subnet>) -> Result<Found<'a, RouteTable>, Unseen> {
        let own = self.table_of_subnet.get(subnet.it.subnet_id.as_str());
        let id = own.or_else(|| self.main_table.get(subnet.it.vpc_id.as_str()));
        id.and_then(|id| self.tables.get(id)).copied().ok_or_else(|| {
            let component = subnet.it.subnet_id.as_str();
            not_read(component, "its route table", &subnet.home.facts.ec2.route_tables, "ec2:DescribeRouteTables")
        })
    }

    /// The subnet uses a table of its own, not the VPC's main one.
    pub(crate) fn has_own_table(&self, subnet: &str) -> bool {
        self.table_of_subnet.contains_key(subnet)
    }

    /// The subnet's network ACL, or else the default one of its VPC.
    pub(crate) fn acl_of(&self, subnet: Found<'a, Subnet>) -> Result<&Acl<'a>, Unseen> {
        let own = self.acl_of_subnet.get(subnet.it.subnet_id.as_str());
        let id = own.or_else(|| self.default_acl.get(subnet.it.vpc_id.as_str()));
        id.and_then(|id| self.acls.get(id)).ok_or_else(|| {
            let component = subnet.it.subnet_id.as_str();
            not_read(component, "its network ACL", &subnet.home.facts.ec2.network_acls, "ec2:DescribeNetworkAcls")
        })
    }

    /// The VPC's internet gateway.
    pub(crate) fn gateway_of(&self, vpc: &str) -> Option<Found<'a, InternetGateway>> {
        self.internet_gateways.get(self.gateway_of_vpc.get(vpc)?).copied()
    }

    /// The interface of this VPC that has a private address.
    pub(crate) fn interface_at(&self, vpc: &str, address: IpAddr) -> Option<&Interface<'a>> {
        self.interfaces_at(address).find(|it| it.vpc == vpc)
    }

    /// The interfaces with this private address, of any VPC.
    pub(crate) fn interfaces_at(&self, address: IpAddr) -> impl Iterator<Item = &Interface<'a>> {
        self.by_private.get(&address).into_iter().flatten().map(|index| &self.interfaces[*index])
    }

    /// The interface that a public address stands for.
    pub(crate) fn interface_of_public(&self, address: IpAddr) -> Option<&Interface<'a>> {
        self.by_public.get(&address).map(|index| &self.interfaces[*index])
    }

    /// The ranges of a prefix list.
    pub(crate) fn prefix_list(&self, id: &str, home: Home<'a>) -> Result<&[IpNet], Unseen> {
        let ranges = self.prefix_lists.get(id).map(Vec::as_slice);
        ranges.ok_or_else(|| {
            let lists = &home.facts.ec2.managed_prefix_lists;
            not_read(id, "its ranges", lists, "ec2:DescribeManagedPrefixLists and ec2:GetManagedPrefixListEntries")
        })
    }

    /// The ranges of a VPC that are in effect.
    pub(crate) fn ranges_of(&self, vpc: &str) -> Vec<IpNet> {
        self.vpcs.get(vpc).map(|it| ranges(it.it)).unwrap_or_default()
    }

    /// The VPC has this address in one of its ranges.
    pub(crate) fn vpc_has(&self, vpc: &str, address: IpAddr) -> bool {
        self.ranges_of(vpc).iter().any(|it| it.contains(&address))
    }

    /// The egress-only internet gateway is attached to the VPC.
    pub(crate) fn is_egress_only_attached(&self, id: &str, vpc: &str) -> Option<bool> {
        let attachments = &self.egress_only_gateways.get(id)?.it.attachments;
        Some(attachments.iter().any(|it| it.vpc_id == vpc && is_attached(it.state.as_deref())))
    }

    /// The zone of a subnet: AWS's own id of it where that is known, for accounts name zones differently.
    pub(crate) fn zone(&self, subnet: &str) -> Option<&'a str> {
        let subnet = self.subnets.get(subnet)?.it;
        subnet.availability_zone_id.as_deref().or(subnet.availability_zone.as_deref())
    }
}

fn ranges(vpc: &Vpc) -> Vec<IpNet> {
    let in_effect = |state: &str| matches!(state, "associated" | "");
    let ipv4 = vpc.cidr_block_association_set.iter().filter(|it| in_effect(&it.cidr_block_state.state));
    let ipv4 = ipv4.filter_map(|it| it.cidr_block).chain(vpc.cidr_block);
    let ipv6 = vpc.ipv6_cidr_block_association_set.iter().filter(|it| in_effect(&it.ipv6_cidr_block_state.state));
    ipv4.chain(ipv6.filter_map(|it| it.ipv6_cidr_block)).map(|it| it.0).collect()
}

fn found<'a, T>(index: &Index<'a, T>, id: &str, list: &'a Fetched<Vec<T>>, call: &str) -> Result<Found<'a, T>, Unseen> {
    index.get(id).copied().ok_or_else(|| not_read(id, "what it is", list, call))
}

/// Something that decides is not among what was read.
pub(crate) fn not_read<T>(component: &str, what: &str, list: &Fetched<T>, call: &str) -> Unseen {
    match list {
        Fetched::Unknown(gap) if list.is_not_collected() => {
            let message = format!("{what} was not asked for: {call} would tell");
            Unseen { gap: Some(Box::new(gap.clone())), ..Unseen::new(component, message) }
        }
        Fetched::Unknown(gap) => Unseen { gap: Some(Box::new(gap.clone())), ..Unseen::new(component, gap.to_string()) },
        Fetched::Known(_) => {
            let message = format!("nothing that was read tells {what}: another account or Region may");
            Unseen::new(component, message)
        }
    }
}
