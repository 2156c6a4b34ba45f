//! The machine itself: its metadata, its volumes, its user data.

use awslab_core::call::DESCRIBE_VOLUMES;
use awslab_core::context::Context;
use awslab_core::fetched::{Gap, GapKind};
use awslab_core::model::ec2::{Instance, MetadataOptions};
use awslab_core::verdict::{Miss, Subject, Verdict, all};

use crate::shared::network::Part;

pub(super) const MAX_HOPS: &str = "max_hops";

/// What AWS does where nothing is said.
const HOPS: u32 = 1;

pub(super) fn imdsv2(cx: &Context<'_>) -> Verdict {
    let instance = cx.located::<Instance>()?;
    let most = cx.count(MAX_HOPS);
    let options = instance.metadata_options.clone().unwrap_or_default();
    let MetadataOptions { http_tokens, http_endpoint, http_put_response_hop_limit } = options;
    if http_endpoint.as_deref() == Some("disabled") {
        return instance.observe("HttpEndpoint", true, "disabled", "disabled").verdict();
    }
    let tokens = http_tokens.unwrap_or_else(|| "optional".to_owned());
    let hops = http_put_response_hop_limit.unwrap_or(HOPS);
    let observations = [
        instance.observe("HttpTokens", tokens == "required", "required", tokens),
        instance.observe("HttpPutResponseHopLimit", hops <= most, format!("{most} or less"), hops),
    ];
    all(observations.map(|it| it.name("hops", hops.min(most).max(HOPS).to_string()).verdict()))
}

pub(super) fn volumes_encrypted(cx: &Context<'_>) -> Verdict {
    let instance = cx.located::<Instance>()?;
    let volumes = instance.surroundings.ec2.volumes.known()?;
    let own =
        instance.block_device_mappings.iter().filter_map(|it| Some((it.device_name.as_deref(), it.ebs.as_ref()?)));
    let own: Vec<_> = own.map(|(device, ebs)| (device.unwrap_or("DEVICE"), &ebs.volume_id)).collect();
    if own.is_empty() {
        return instance.observe("EBS volumes", true, "encrypted", "none").verdict();
    }
    let subnets = instance.surroundings.ec2.subnets.as_known().into_iter().flatten();
    let mut homes = subnets.filter(|it| Some(&it.subnet_id) == instance.subnet_id.as_ref());
    let zone = instance.placement.availability_zone.as_deref();
    let zone = zone.or_else(|| homes.next()?.availability_zone.as_deref()).unwrap_or("ZONE");
    all(own.into_iter().map(|(device, id)| {
        let vanished = || Gap::new(DESCRIBE_VOLUMES, GapKind::Vanished, format!("{id} is not among the volumes"));
        let volume = volumes.iter().find(|it| it.volume_id == *id).ok_or_else(|| Miss::unknown(vanished()))?;
        let observation =
            Part::of(&instance, "volume", id).observe("Encrypted", volume.encrypted, true, volume.encrypted);
        observation.name("device", device).name("zone", zone).verdict()
    }))
}

pub(super) fn ebs_default_encryption(cx: &Context<'_>) -> Verdict {
    let instance = cx.located::<Instance>()?;
    let is_on = *instance.surroundings.ec2.ebs_encryption_by_default.known()?;
    let property = format!("EbsEncryptionByDefault in {}", instance.region);
    instance.expect(&property, &is_on, &true)
}

pub(super) fn user_data_secrets(cx: &Context<'_>) -> Verdict {
    let instance = cx.located::<Instance>()?;
    let Some(searched) = instance.searched_user_data()? else {
        return instance.observe("secrets in user data", true, "none", "there is no user data").verdict();
    };
    let found: Vec<String> = searched.findings.iter().map(|it| format!("{} in line {}", it.kind, it.line)).collect();
    let actual = if found.is_empty() { "none".to_owned() } else { found.join(", ") };
    instance.observe("secrets in user data", found.is_empty(), "none", actual).verdict()
}
