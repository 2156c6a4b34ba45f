//! Virtual private clouds and their subnets.

use aws_sdk_ec2::types;
use awslab_core::call;
use awslab_core::fetched::Fetched;
use awslab_core::model::ec2::{CidrBlockAssociation, CidrBlockState, Ipv6CidrBlockAssociation, Subnet, Vpc};

use super::{PAGE, client, tags};
use crate::api::Api;
use crate::refusal::{Refusal, Required};
use crate::value::{cidr, try_each, word};

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcs.html>
pub(super) fn vpcs(api: Api<'_>) -> impl Future<Output = Fetched<Vec<Vpc>>> {
    let pages = client(api).describe_vpcs().into_paginator().page_size(PAGE);
    api.list(call::DESCRIBE_VPCS, pages.items().send(), vpc)
}

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSubnets.html>
pub(super) fn subnets(api: Api<'_>) -> impl Future<Output = Fetched<Vec<Subnet>>> {
    let pages = client(api).describe_subnets().into_paginator().page_size(PAGE);
    api.list(call::DESCRIBE_SUBNETS, pages.items().send(), subnet)
}

fn vpc(it: types::Vpc) -> Result<Vpc, Refusal> {
    let ipv4 = |it: types::VpcCidrBlockAssociation| -> Result<_, Refusal> {
        let cidr_block_state = state(it.cidr_block_state.and_then(|it| it.state));
        Ok(CidrBlockAssociation { cidr_block: cidr(it.cidr_block)?, cidr_block_state })
    };
    let ipv6 = |it: types::VpcIpv6CidrBlockAssociation| -> Result<_, Refusal> {
        let ipv6_cidr_block_state = state(it.ipv6_cidr_block_state.and_then(|it| it.state));
        Ok(Ipv6CidrBlockAssociation { ipv6_cidr_block: cidr(it.ipv6_cidr_block)?, ipv6_cidr_block_state })
    };
    Ok(Vpc {
        vpc_id: it.vpc_id.required("vpcId")?,
        cidr_block: cidr(it.cidr_block)?,
        cidr_block_association_set: try_each(it.cidr_block_association_set, ipv4)?,
        ipv6_cidr_block_association_set: try_each(it.ipv6_cidr_block_association_set, ipv6)?,
        is_default: it.is_default.unwrap_or_default(),
        owner_id: it.owner_id,
        enable_dns_support: Fetched::default(),
        enable_dns_hostnames: Fetched::default(),
        tags: tags(it.tags),
    })
}

fn subnet(it: types::Subnet) -> Result<Subnet, Refusal> {
    let ipv6 = |it: types::SubnetIpv6CidrBlockAssociation| -> Result<_, Refusal> {
        let ipv6_cidr_block_state = state(it.ipv6_cidr_block_state.and_then(|it| it.state));
        Ok(Ipv6CidrBlockAssociation { ipv6_cidr_block: cidr(it.ipv6_cidr_block)?, ipv6_cidr_block_state })
    };
    Ok(Subnet {
        subnet_id: it.subnet_id.required("subnetId")?,
        vpc_id: it.vpc_id.required("vpcId")?,
        availability_zone: it.availability_zone,
        availability_zone_id: it.availability_zone_id,
        cidr_block: cidr(it.cidr_block)?,
        ipv6_cidr_block_association_set: try_each(it.ipv6_cidr_block_association_set, ipv6)?,
        enable_dns64: it.enable_dns64.unwrap_or_default(),
        map_public_ip_on_launch: it.map_public_ip_on_launch.unwrap_or_default(),
        default_for_az: it.default_for_az.unwrap_or_default(),
        owner_id: it.owner_id,
        tags: tags(it.tags),
    })
}

fn state(state: Option<impl AsRef<str>>) -> CidrBlockState {
    CidrBlockState { state: word(state).unwrap_or_default() }
}
