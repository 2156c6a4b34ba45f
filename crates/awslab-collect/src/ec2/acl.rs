//! Network access control lists.

use aws_sdk_ec2::types;
use awslab_core::call;
use awslab_core::fetched::Fetched;
use awslab_core::model::ec2::{IcmpTypeCode, NetworkAcl, NetworkAclAssociation, NetworkAclEntry, PortRange};

use super::{PAGE, client, tags};
use crate::api::Api;
use crate::refusal::{Refusal, Required};
use crate::value::{cidr, each, number, try_each, word};

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNetworkAcls.html>
pub(super) fn describe(api: Api<'_>) -> impl Future<Output = Fetched<Vec<NetworkAcl>>> {
    let pages = client(api).describe_network_acls().into_paginator().page_size(PAGE);
    api.list(call::DESCRIBE_NETWORK_ACLS, pages.items().send(), network_acl)
}

fn network_acl(it: types::NetworkAcl) -> Result<NetworkAcl, Refusal> {
    Ok(NetworkAcl {
        network_acl_id: it.network_acl_id.required("networkAclId")?,
        vpc_id: it.vpc_id.required("vpcId")?,
        is_default: it.is_default.unwrap_or_default(),
        owner_id: it.owner_id,
        associations: each(it.associations, |it| NetworkAclAssociation { subnet_id: it.subnet_id }),
        entries: try_each(it.entries, entry)?,
        tags: tags(it.tags),
    })
}

fn entry(it: types::NetworkAclEntry) -> Result<NetworkAclEntry, Refusal> {
    let ports = |it: types::PortRange| -> Result<_, Refusal> {
        Ok(PortRange { from: number(it.from.required("from")?)?, to: number(it.to.required("to")?)? })
    };
    let kind = |it: types::IcmpTypeCode| -> Result<_, Refusal> {
        Ok(IcmpTypeCode { code: number(it.code.unwrap_or(ANY))?, r#type: number(it.r#type.unwrap_or(ANY))? })
    };
    Ok(NetworkAclEntry {
        rule_number: number(it.rule_number.required("ruleNumber")?)?,
        egress: it.egress.required("egress")?,
        protocol: it.protocol.required("protocol")?,
        rule_action: word(it.rule_action).required("ruleAction")?,
        cidr_block: cidr(it.cidr_block)?,
        ipv6_cidr_block: cidr(it.ipv6_cidr_block)?,
        port_range: it.port_range.map(ports).transpose()?,
        icmp_type_code: it.icmp_type_code.map(kind).transpose()?,
    })
}

/// Every type, or every code, of ICMP.
const ANY: i32 = -1;
