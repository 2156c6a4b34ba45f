//! Virtual machines.

use aws_sdk_ec2::types;
use awslab_core::call;
use awslab_core::fetched::Fetched;
use awslab_core::model::ec2::{
    AttachedInterface, BlockDevice, EbsDevice, IamInstanceProfile, Instance, InstanceState, InterfaceAssociation,
    InterfaceAttachment, Ipv6Address, MetadataOptions, Placement, PrivateIpAddress, ProductCode,
};

use super::interface::groups;
use super::{PAGE, client, tags};
use crate::api::Api;
use crate::refusal::{Refusal, Required};
use crate::time::timestamp;
use crate::value::{address, each, number, try_each, word};

/// The instances of all reservations.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html>
pub(super) async fn describe(api: Api<'_>) -> Fetched<Vec<Instance>> {
    let pages = client(api).describe_instances().into_paginator().page_size(PAGE);
    let read = |it: types::Reservation| try_each(it.instances, instance);
    let reservations = api.list(call::DESCRIBE_INSTANCES, pages.items().send(), read).await;
    reservations.map(|it| it.into_iter().flatten().collect())
}

fn instance(it: types::Instance) -> Result<Instance, Refusal> {
    let device = |it: types::InstanceBlockDeviceMapping| BlockDevice {
        device_name: it.device_name,
        ebs: it.ebs.and_then(|it| it.volume_id).map(|volume_id| EbsDevice { volume_id }),
    };
    let code = |it: types::ProductCode| ProductCode {
        product_code_id: it.product_code_id,
        product_code_type: word(it.product_code_type),
    };
    Ok(Instance {
        instance_id: it.instance_id.required("instanceId")?,
        state: InstanceState { name: word(it.state.and_then(|it| it.name)).required("instanceState")? },
        instance_type: word(it.instance_type),
        image_id: it.image_id,
        launch_time: timestamp(it.launch_time),
        platform: word(it.platform),
        placement: Placement { availability_zone: it.placement.and_then(|it| it.availability_zone) },
        key_name: it.key_name,
        iam_instance_profile: it.iam_instance_profile.and_then(|it| it.arn).map(|arn| IamInstanceProfile { arn }),
        metadata_options: it.metadata_options.map(metadata_options).transpose()?,
        block_device_mappings: each(it.block_device_mappings, device),
        network_interfaces: try_each(it.network_interfaces, interface)?,
        security_groups: groups(it.security_groups),
        subnet_id: it.subnet_id,
        vpc_id: it.vpc_id,
        private_ip_address: address(it.private_ip_address)?,
        public_ip_address: address(it.public_ip_address)?,
        source_dest_check: it.source_dest_check,
        user_data: Fetched::default(),
        product_codes: each(it.product_codes, code),
        tags: tags(it.tags),
    })
}

fn metadata_options(it: types::InstanceMetadataOptionsResponse) -> Result<MetadataOptions, Refusal> {
    Ok(MetadataOptions {
        http_tokens: word(it.http_tokens),
        http_endpoint: word(it.http_endpoint),
        http_put_response_hop_limit: it.http_put_response_hop_limit.map(number).transpose()?,
    })
}

fn interface(it: types::InstanceNetworkInterface) -> Result<AttachedInterface, Refusal> {
    let attachment = |it: types::InstanceNetworkInterfaceAttachment| -> Result<_, Refusal> {
        let device_index = number(it.device_index.unwrap_or_default())?;
        Ok(InterfaceAttachment { instance_id: None, device_index, status: word(it.status) })
    };
    Ok(AttachedInterface {
        network_interface_id: it.network_interface_id.required("networkInterfaceId")?,
        subnet_id: it.subnet_id,
        vpc_id: it.vpc_id,
        source_dest_check: it.source_dest_check,
        attachment: it.attachment.map(attachment).transpose()?,
        groups: groups(it.groups),
        private_ip_addresses: try_each(it.private_ip_addresses, private_address)?,
        ipv6_addresses: try_each(it.ipv6_addresses, |it| Ok(Ipv6Address { ipv6_address: address(it.ipv6_address)? }))?,
    })
}

fn private_address(it: types::InstancePrivateIpAddress) -> Result<PrivateIpAddress, Refusal> {
    let association = |it: types::InstanceNetworkInterfaceAssociation| -> Result<_, Refusal> {
        Ok(InterfaceAssociation { public_ip: address(it.public_ip)?, allocation_id: None })
    };
    Ok(PrivateIpAddress {
        private_ip_address: address(it.private_ip_address)?,
        primary: it.primary.unwrap_or_default(),
        association: it.association.map(association).transpose()?,
    })
}
