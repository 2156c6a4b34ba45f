//! Launch templates: what instances are made like.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_ec2::types;
use awslab_core::call;
use awslab_core::fetched::{Fetched, GapKind};
use awslab_core::model::autoscaling::AutoScalingGroup;
use awslab_core::model::ec2::{
    LaunchTemplateData, LaunchTemplateVersion, MetadataOptions, TemplateBlockDevice, TemplateEbs, TemplateInterface,
};
use futures::future::join_all;

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
    let mut versions = api.list(call::DESCRIBE_LAUNCH_TEMPLATE_VERSIONS, pages.items().send(), version).await;
    versions.as_known_mut().map(sort);
    versions
}

/// Adds the versions that groups launch from by their numbers, where they are no latest or default ones. One call a
/// template.
pub(crate) async fn read_numbered_versions(
    api: Api<'_>,
    groups: &[AutoScalingGroup],
    versions: &mut Fetched<Vec<LaunchTemplateVersion>>,
) {
    let Some(known) = versions.as_known_mut() else { return };
    let missing = missing(groups, known);
    for answer in join_all(missing.iter().map(|(template, numbers)| numbered(api, *template, numbers))).await {
        match answer {
            Fetched::Known(found) => known.extend(found),
            Fetched::Unknown(gap) if gap.error == GapKind::Vanished => {} // what a group names may be deleted
            gap @ Fetched::Unknown(_) => return *versions = gap,
        }
    }
    sort(known);
}

/// A template by its id, or else by its name.
type Template<'a> = (Option<&'a str>, Option<&'a str>);

/// The numbers that are named of each template and not among the versions.
fn missing<'a>(
    groups: &'a [AutoScalingGroup],
    versions: &[LaunchTemplateVersion],
) -> BTreeMap<Template<'a>, BTreeSet<&'a str>> {
    let mut missing: BTreeMap<Template<'a>, BTreeSet<&str>> = BTreeMap::new();
    let named = groups.iter().filter_map(AutoScalingGroup::template);
    for named in named.filter(|it| it.find_in(versions).is_none()) {
        let template = match &named.launch_template_id {
            Some(id) => (Some(id.as_str()), None),
            None => (None, named.launch_template_name.as_deref()),
        };
        let number = named.version.as_deref().filter(|it| it.parse::<u64>().is_ok());
        if let Some(number) = number {
            missing.entry(template).or_default().insert(number);
        }
    }
    missing
}

fn numbered(
    api: Api<'_>,
    (id, name): Template<'_>,
    numbers: &BTreeSet<&str>,
) -> impl Future<Output = Fetched<Vec<LaunchTemplateVersion>>> {
    let numbers = numbers.iter().map(|it| (*it).to_owned()).collect();
    let request = client(api)
        .describe_launch_template_versions()
        .set_launch_template_id(id.map(str::to_owned))
        .set_launch_template_name(name.map(str::to_owned))
        .set_versions(Some(numbers));
    let pages = request.into_paginator().page_size(PAGE);
    api.list(call::DESCRIBE_LAUNCH_TEMPLATE_VERSIONS, pages.items().send(), version)
}

/// One version may be both the latest and the default one.
fn sort(versions: &mut Vec<LaunchTemplateVersion>) {
    let key = |it: &LaunchTemplateVersion| (it.launch_template_id.clone(), it.version_number);
    versions.sort_by_key(key);
    versions.dedup_by_key(|it| key(it));
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
