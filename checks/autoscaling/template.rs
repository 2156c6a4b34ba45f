//! What the group launches: its template, in the version that it names.

use awslab_core::call::DESCRIBE_LAUNCH_TEMPLATE_VERSIONS;
use awslab_core::context::Context;
use awslab_core::fetched::{Gap, GapKind};
use awslab_core::model::autoscaling::AutoScalingGroup;
use awslab_core::model::ec2::{LaunchTemplateVersion, TemplateBlockDevice, TemplateInterface};
use awslab_core::nouns::Located;
use awslab_core::verdict::{Miss, Subject, Verdict, all};

use crate::shared::network::Part;

pub(super) fn launch_template(cx: &Context<'_>) -> Verdict {
    let group = cx.located::<AutoScalingGroup>()?;
    let actual = match (group.template(), &group.launch_configuration_name) {
        (Some(it), _) => it.launch_template_name.clone().or(it.launch_template_id.clone()).unwrap_or_default(),
        (None, Some(configuration)) => format!("launch configuration {configuration}"),
        (None, None) => "an instance that was there".to_owned(),
    };
    group.observe("launches from", group.template().is_some(), "a launch template", actual).verdict()
}

/// The version in effect.
pub(super) fn template(group: Located<'_, AutoScalingGroup>) -> Result<&LaunchTemplateVersion, Miss> {
    let versions = group.surroundings.ec2.launch_template_versions.known()?;
    let wanted = group.template().ok_or(Miss::Blocked("launch-template"))?;
    let found = wanted.find_in(versions);
    found.ok_or_else(|| {
        let version = wanted.version.as_deref().unwrap_or("$Default");
        let message = format!("version {version} of its launch template was not among the answers");
        Miss::unknown(Gap::new(DESCRIBE_LAUNCH_TEMPLATE_VERSIONS, GapKind::Vanished, message))
    })
}

fn part(group: Located<'_, AutoScalingGroup>, version: &LaunchTemplateVersion) -> Part {
    Part::of(&group, "launch-template", &version.launch_template_id)
}

pub(super) fn template_imdsv2(cx: &Context<'_>) -> Verdict {
    let group = cx.located::<AutoScalingGroup>()?;
    let version = template(group)?;
    let options = version.launch_template_data.metadata_options.clone().unwrap_or_default();
    if options.http_endpoint.as_deref() == Some("disabled") {
        return part(group, version).observe("HttpEndpoint", true, "disabled", "disabled").verdict();
    }
    let tokens = options.http_tokens.unwrap_or_else(|| "not set: the image or the account decides".to_owned());
    part(group, version)
        .observe("HttpTokens", tokens == "required", "required", tokens)
        .fix(with_new_version(group, version, "{\"MetadataOptions\":{\"HttpTokens\":\"required\"}}"))
        .verdict()
}

/// Commands that make a version of the template with other data, and have the group launch from it.
fn with_new_version(group: Located<'_, AutoScalingGroup>, version: &LaunchTemplateVersion, data: &str) -> String {
    let number = version.version_number;
    let make = format!(
        "aws ec2 create-launch-template-version --launch-template-id {{launch-template}} --source-version {number} \
         --launch-template-data '{data}'"
    );
    let wanted = group.template().and_then(|it| it.version.as_deref());
    let use_it = match wanted {
        Some("$Latest") => return make,
        None | Some("" | "$Default") => USE_AS_DEFAULT,
        Some(_) if group.launch_template.is_some() => USE_LATEST,
        Some(_) => USE_LATEST_OF_MIXED,
    };
    format!("{make}\n{use_it}")
}

const USE_AS_DEFAULT: &str =
    "aws ec2 modify-launch-template --launch-template-id {launch-template} --default-version NEW_VERSION";
const USE_LATEST: &str = "\
    aws autoscaling update-auto-scaling-group --auto-scaling-group-name {group} \
    --launch-template LaunchTemplateId={launch-template},Version='$Latest'";
const USE_LATEST_OF_MIXED: &str = "\
    aws autoscaling update-auto-scaling-group --auto-scaling-group-name {group} --mixed-instances-policy \
    '{\"LaunchTemplate\":{\"LaunchTemplateSpecification\":{\"LaunchTemplateId\":\"{launch-template}\",\
    \"Version\":\"$Latest\"}}}'";

/// Commands that make a version whose first interface gets no public address.
pub(super) fn without_public_addresses(
    group: Located<'_, AutoScalingGroup>,
    version: &LaunchTemplateVersion,
    first: &TemplateInterface,
) -> String {
    let is_plain = |id: &&String| id.chars().all(|it| it.is_ascii_alphanumeric() || it == '-');
    let groups: Vec<String> = first.groups.iter().filter(is_plain).map(|it| format!("\"{it}\"")).collect();
    let groups = if groups.is_empty() { String::new() } else { format!(",\"Groups\":[{}]", groups.join(",")) };
    let interface = format!("{{\"DeviceIndex\":0,\"AssociatePublicIpAddress\":false{groups}}}");
    with_new_version(group, version, &format!("{{\"NetworkInterfaces\":[{interface}]}}"))
}

pub(super) fn template_encrypted(cx: &Context<'_>) -> Verdict {
    let group = cx.located::<AutoScalingGroup>()?;
    let version = template(group)?;
    let volumes = version.launch_template_data.block_device_mappings.iter().filter(|it| it.ebs.is_some());
    let volumes: Vec<&TemplateBlockDevice> = volumes.collect();
    let is_encrypted = |it: &&TemplateBlockDevice| it.ebs.as_ref().and_then(|it| it.encrypted) == Some(true);
    if !volumes.is_empty() && volumes.iter().all(is_encrypted) {
        return part(group, version).observe("volumes", true, "encrypted", "encrypted").verdict();
    }
    if *group.surroundings.ec2.ebs_encryption_by_default.known()? {
        let actual = format!("encrypted by default in {}", group.region);
        return part(group, version).observe("volumes", true, "encrypted", actual).verdict();
    }
    if volumes.is_empty() {
        let actual = "the template names none: the image decides";
        return part(group, version).observe("volumes", false, "encrypted", actual).verdict();
    }
    all(volumes.iter().map(|it| {
        let device = it.device_name.as_deref().unwrap_or("a volume");
        let actual = if is_encrypted(it) { "true" } else { "not set" };
        part(group, version).observe(&format!("Encrypted of {device}"), is_encrypted(it), "true", actual).verdict()
    }))
}
