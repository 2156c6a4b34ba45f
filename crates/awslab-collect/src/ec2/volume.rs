//! EBS volumes.

use aws_sdk_ec2::types;
use awslab_core::call;
use awslab_core::fetched::Fetched;
use awslab_core::model::ec2::{Volume, VolumeAttachment};

use super::{PAGE, client, tags};
use crate::api::Api;
use crate::refusal::{Refusal, Required};
use crate::value::{each, word};

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVolumes.html>
pub(super) fn describe(api: Api<'_>) -> impl Future<Output = Fetched<Vec<Volume>>> {
    let pages = client(api).describe_volumes().into_paginator().page_size(PAGE);
    api.list(call::DESCRIBE_VOLUMES, pages.items().send(), volume)
}

fn volume(it: types::Volume) -> Result<Volume, Refusal> {
    let attachment = |it: types::VolumeAttachment| VolumeAttachment {
        instance_id: it.instance_id,
        device: it.device,
        state: word(it.state),
    };
    Ok(Volume {
        volume_id: it.volume_id.required("volumeId")?,
        encrypted: it.encrypted.required("encrypted")?,
        kms_key_id: it.kms_key_id,
        attachments: each(it.attachments, attachment),
        tags: tags(it.tags),
    })
}
