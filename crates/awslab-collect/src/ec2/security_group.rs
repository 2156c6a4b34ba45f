//! Security groups.

use aws_sdk_ec2::types;
use awslab_core::call;
use awslab_core::fetched::Fetched;
use awslab_core::model::ec2::{
    GroupPair, IpPermission, IpRange, Ipv6Range, PrefixListId, SecurityGroup, SecurityGroupVpcAssociation,
};

use super::{PAGE, client, tags};
use crate::api::Api;
use crate::refusal::{Refusal, Required};
use crate::value::{cidr, each, try_each, word};

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroups.html>
pub(super) fn describe(api: Api<'_>) -> impl Future<Output = Fetched<Vec<SecurityGroup>>> {
    let pages = client(api).describe_security_groups().into_paginator().page_size(PAGE);
    api.list(call::DESCRIBE_SECURITY_GROUPS, pages.items().send(), group)
}

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroupVpcAssociations.html>
pub(super) fn vpc_associations(api: Api<'_>) -> impl Future<Output = Fetched<Vec<SecurityGroupVpcAssociation>>> {
    let pages = client(api).describe_security_group_vpc_associations().into_paginator().page_size(PAGE);
    api.list(call::DESCRIBE_SECURITY_GROUP_VPC_ASSOCIATIONS, pages.items().send(), |it| {
        Ok(SecurityGroupVpcAssociation {
            group_id: it.group_id.required("groupId")?,
            vpc_id: it.vpc_id.required("vpcId")?,
            state: word(it.state),
        })
    })
}

fn group(it: types::SecurityGroup) -> Result<SecurityGroup, Refusal> {
    Ok(SecurityGroup {
        group_id: it.group_id.required("groupId")?,
        group_name: it.group_name.unwrap_or_default(),
        vpc_id: it.vpc_id.required("vpcId")?,
        owner_id: it.owner_id,
        ip_permissions: try_each(it.ip_permissions, permission)?,
        ip_permissions_egress: try_each(it.ip_permissions_egress, permission)?,
        tags: tags(it.tags),
    })
}

fn permission(it: types::IpPermission) -> Result<IpPermission, Refusal> {
    let ipv4 = |it: types::IpRange| -> Result<_, Refusal> {
        Ok(IpRange { cidr_ip: cidr(it.cidr_ip)?, description: it.description })
    };
    let ipv6 = |it: types::Ipv6Range| -> Result<_, Refusal> {
        Ok(Ipv6Range { cidr_ipv6: cidr(it.cidr_ipv6)?, description: it.description })
    };
    Ok(IpPermission {
        ip_protocol: it.ip_protocol.required("ipProtocol")?,
        from_port: it.from_port,
        to_port: it.to_port,
        ip_ranges: try_each(it.ip_ranges, ipv4)?,
        ipv6_ranges: try_each(it.ipv6_ranges, ipv6)?,
        prefix_list_ids: each(it.prefix_list_ids, |it| PrefixListId {
            prefix_list_id: it.prefix_list_id.unwrap_or_default(),
        }),
        user_id_group_pairs: each(it.user_id_group_pairs, pair),
    })
}

fn pair(it: types::UserIdGroupPair) -> GroupPair {
    GroupPair {
        group_id: it.group_id.unwrap_or_default(),
        user_id: it.user_id,
        vpc_id: it.vpc_id,
        vpc_peering_connection_id: it.vpc_peering_connection_id,
    }
}
