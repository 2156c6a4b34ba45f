//! Launch templates: what instances are made like.

use aws_sdk_ec2::types;
use awslab_core::call;
use awslab_core::fetched::Fetched;
use awslab_core::model::ec2::{
    LaunchTemplateData, LaunchTemplateVersion, MetadataOptions, TemplateBlockDevice, TemplateEbs, TemplateInterface,
};

use super::client;
use crate::api::Api;
use crate::refusal::{Refusal, Required};
use crate::value::{each, number, try_each, word};

/// Of versions, AWS gives no more at once.
const PAGE: i32 = 200;

/// The latest and the default version of every template; of all templates at once, AWS tells no other.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeLaunchTemplateVersions.html>
pub(super) async fn describe(api: Api<'_>) -> Fetched<Vec<LaunchTemplateVersion>> {
    let request = client(api).describe_launch_template_versions().versions("$Latest").versions("$Default");
    let pages = request.into_paginator().page_size(PAGE);
    let versions = api.list(call::DESCRIBE_LAUNCH_TEMPLATE_VERSIONS, pages.items().send(), version).await;
    versions.map(distinct)
}

/// One version may be both.
fn distinct(mut versions: Vec<LaunchTemplateVersion>) -> Vec<LaunchTemplateVersion> {
    let key = |it: &LaunchTemplateVersion| (it.launch_template_id.clone(), it.version_number);
    versions.sort_by_key(key);
    versions.dedup_by_key(|it| key(it));
    versions
}

fn version(it: types::LaunchTemplateVersion) -> Result<LaunchTemplateVersion, Refusal> {
    Ok(LaunchTemplateVersion {
        launch_template_id: it.launch_template_id.required("launchTemplateId")?,
        launch_template_name: it.launch_template_name,
        version_number: number(it.version_number.required("versionNumber")?)?,
        default_version: it.default_version.unwrap_or_default(),
        launch_template_data: data(it.launch_template_data.required("launchTemplateData")?)?,
    })
}

fn data(it: types::ResponseLaunchTemplateData) -> Result<LaunchTemplateData, Refusal> {
    let device = |it: types::LaunchTemplateBlockDeviceMapping| TemplateBlockDevice {
        device_name: it.device_name,
        ebs: it.ebs.map(|it| TemplateEbs { encrypted: it.encrypted, kms_key_id: it.kms_key_id }),
    };
    let interface = |it: types::LaunchTemplateInstanceNetworkInterfaceSpecification| -> Result<_, Refusal> {
        Ok(TemplateInterface {
            device_index: it.device_index.map(number).transpose()?,
            associate_public_ip_address: it.associate_public_ip_address,
            groups: it.groups.unwrap_or_default(),
        })
    };
    Ok(LaunchTemplateData {
        metadata_options: it.metadata_options.map(metadata_options).transpose()?,
        block_device_mappings: each(it.block_device_mappings, device),
        network_interfaces: try_each(it.network_interfaces, interface)?,
        security_group_ids: it.security_group_ids.unwrap_or_default(),
    })
}

fn metadata_options(it: types::LaunchTemplateInstanceMetadataOptions) -> Result<MetadataOptions, Refusal> {
    Ok(MetadataOptions {
        http_tokens: word(it.http_tokens),
        http_endpoint: word(it.http_endpoint),
        http_put_response_hop_limit: it.http_put_response_hop_limit.map(number).transpose()?,
    })
}
