//! Elastic network interfaces.

use aws_sdk_ec2::types;
use awslab_core::call;
use awslab_core::fetched::Fetched;
use awslab_core::model::ec2::{
    GroupIdentifier, InterfaceAssociation, InterfaceAttachment, Ipv6Address, NetworkInterface, PrivateIpAddress,
};

use super::{PAGE, client, tags};
use crate::api::Api;
use crate::refusal::{Refusal, Required};
use crate::value::{address, each, number, try_each, word};

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNetworkInterfaces.html>
pub(super) fn describe(api: Api<'_>) -> impl Future<Output = Fetched<Vec<NetworkInterface>>> {
    let pages = client(api).describe_network_interfaces().into_paginator().page_size(PAGE);
    api.list(call::DESCRIBE_NETWORK_INTERFACES, pages.items().send(), interface)
}

fn interface(it: types::NetworkInterface) -> Result<NetworkInterface, Refusal> {
    Ok(NetworkInterface {
        network_interface_id: it.network_interface_id.required("networkInterfaceId")?,
        subnet_id: it.subnet_id.unwrap_or_default(),
        vpc_id: it.vpc_id.required("vpcId")?,
        description: it.description.unwrap_or_default(),
        interface_type: word(it.interface_type).unwrap_or_default(),
        status: word(it.status).unwrap_or_default(),
        source_dest_check: it.source_dest_check.unwrap_or_default(),
        requester_managed: it.requester_managed.unwrap_or_default(),
        requester_id: it.requester_id,
        owner_id: it.owner_id,
        attachment: it.attachment.map(attachment).transpose()?,
        groups: groups(it.groups),
        private_ip_addresses: try_each(it.private_ip_addresses, private_address)?,
        ipv6_addresses: try_each(it.ipv6_addresses, |it| Ok(Ipv6Address { ipv6_address: address(it.ipv6_address)? }))?,
        tag_set: tags(it.tag_set),
    })
}

pub(super) fn groups(groups: Option<Vec<types::GroupIdentifier>>) -> Vec<GroupIdentifier> {
    each(groups, |it| GroupIdentifier { group_id: it.group_id.unwrap_or_default(), group_name: it.group_name })
}

fn attachment(it: types::NetworkInterfaceAttachment) -> Result<InterfaceAttachment, Refusal> {
    Ok(InterfaceAttachment {
        instance_id: it.instance_id,
        device_index: number(it.device_index.unwrap_or_default())?,
        status: word(it.status),
    })
}

fn private_address(it: types::NetworkInterfacePrivateIpAddress) -> Result<PrivateIpAddress, Refusal> {
    let association = |it: types::NetworkInterfaceAssociation| -> Result<_, Refusal> {
        Ok(InterfaceAssociation { public_ip: address(it.public_ip)?, allocation_id: it.allocation_id })
    };
    Ok(PrivateIpAddress {
        private_ip_address: address(it.private_ip_address)?,
        primary: it.primary.unwrap_or_default(),
        association: it.association.map(association).transpose()?,
    })
}
