//! EC2 and VPC: instances, and the network between them.
//!
//! Nearly every question is one `Describe…` call about all that a Region has, so that their number does not depend on how
//! much that is.

mod acl;
mod encryption;
mod endpoint;
mod flow_log;
mod gateway;
mod instance;
mod interface;
mod launch_template;
mod network;
mod peering;
mod prefix_list;
mod public_access;
mod route;
mod security_group;
#[cfg(test)]
mod tests;
mod transit;
mod user_data;
mod volume;
mod vpc;

use std::collections::BTreeSet;

use aws_sdk_ec2::types;
use awslab_core::fact::Fact;
use awslab_core::model::{Ec2, Tag};

use crate::api::{Api, when};
use crate::value::each;

pub(crate) use launch_template::read_numbered_versions;
pub(crate) use user_data::user_data;
pub(crate) use vpc::{DnsSettings, dns_settings};

/// Items a page. More than AWS gives without being asked, and the most that it gives.
const PAGE: i32 = 1000;

/// Of route tables and prefix lists, AWS gives no more at once.
const SMALL_PAGE: i32 = 100;

/// What is wanted of a Region.
pub(crate) async fn collect(api: Api<'_>, facts: &BTreeSet<Fact>) -> Ec2 {
    let wanted = |fact| facts.contains(&fact);
    let (network, encryption, flow_logs, instances, launch_template_versions, volumes) = tokio::join!(
        when(wanted(Fact::Ec2Network), network::read(api)),
        when(wanted(Fact::Ec2EbsEncryption), encryption::is_default(api)),
        when(wanted(Fact::Ec2FlowLogs), flow_log::describe(api)),
        when(wanted(Fact::Ec2Instances), instance::describe(api)),
        when(wanted(Fact::Ec2LaunchTemplates), launch_template::describe(api)),
        when(wanted(Fact::Ec2Volumes), volume::describe(api)),
    );
    Ec2 { ebs_encryption_by_default: encryption, flow_logs, instances, launch_template_versions, volumes, ..network }
}

fn client(api: Api<'_>) -> aws_sdk_ec2::Client {
    api.clients.ec2(api.region())
}

fn tags(tags: Option<Vec<types::Tag>>) -> Vec<Tag> {
    each(tags, |it| Tag { key: it.key.unwrap_or_default(), value: it.value.unwrap_or_default() })
}
