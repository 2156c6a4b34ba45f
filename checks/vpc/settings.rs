//! Settings of the VPC and its subnets that keep it closed and observable.

use std::collections::BTreeSet;

use awslab_core::call::DESCRIBE_SECURITY_GROUPS;
use awslab_core::context::Context;
use awslab_core::fetched::{Gap, GapKind};
use awslab_core::model::ec2::{FlowLog, NetworkAcl, Vpc, VpcEndpoint};
use awslab_core::nouns::Located;
use awslab_core::verdict::{Miss, Subject, Verdict, all};
use awslab_reach::{Network, Protocol, is_world};

use super::subnets::{inner, private};
use crate::shared::network::{Part, cannot_tell};

/// SSH and RDP.
const ADMIN_PORTS: [u16; 2] = [22, 3389];

pub(super) fn default_sg_closed(cx: &Context<'_>) -> Verdict {
    let vpc = cx.located::<Vpc>()?;
    let groups = vpc.surroundings.ec2.security_groups.known()?.iter();
    let mut groups = groups.filter(|it| it.vpc_id == vpc.vpc_id);
    let vanished = || Gap::new(DESCRIBE_SECURITY_GROUPS, GapKind::Vanished, "the default group is not among them");
    let default = groups.find(|it| it.group_name == "default").ok_or_else(|| Miss::unknown(vanished()))?;
    let (ingress, egress) = (default.ip_permissions.len(), default.ip_permissions_egress.len());
    let actual = format!("{ingress} for incoming and {egress} for outgoing traffic");
    let fixes = [(ingress, REVOKE_INGRESS), (egress, REVOKE_EGRESS)].into_iter().filter(|(rules, _)| *rules > 0);
    let fixes: Vec<&str> = fixes.map(|(_, fix)| fix).collect();
    Part::of(&vpc, "security-group", &default.group_id)
        .observe("rules", fixes.is_empty(), "none", actual)
        .fix(fixes.join("\n"))
        .verdict()
}

const REVOKE_INGRESS: &str = "\
    aws ec2 revoke-security-group-ingress --group-id {security-group} --ip-permissions \
    \"$(aws ec2 describe-security-groups --group-ids {security-group} \
    --query 'SecurityGroups[0].IpPermissions' --output json)\"";
const REVOKE_EGRESS: &str = "\
    aws ec2 revoke-security-group-egress --group-id {security-group} --ip-permissions \
    \"$(aws ec2 describe-security-groups --group-ids {security-group} \
    --query 'SecurityGroups[0].IpPermissionsEgress' --output json)\"";

pub(super) fn nacl_scoped(cx: &Context<'_>) -> Verdict {
    let vpc = cx.located::<Vpc>()?;
    let network = Network::of(cx.account);
    let acls = vpc.surroundings.ec2.network_acls.known()?;
    all(inner(&network, vpc)?.iter().map(|it| {
        let id = &it.subnet.subnet_id;
        let mut open = Vec::new();
        for (is_ipv4, _) in [(true, &it.ipv4), (false, &it.ipv6)].into_iter().filter(|(_, class)| class.is_some()) {
            let admitted = network.admitted_by_acl(id, is_ipv4, Protocol::Tcp).map_err(|it| cannot_tell(&it))?;
            for port in ADMIN_PORTS {
                let ranges = admitted.iter().filter(|it| it.ports.contains(port)).flat_map(|it| &it.from);
                if is_world(&ranges.copied().collect::<Vec<_>>()) {
                    open.push((port, is_ipv4));
                }
            }
        }
        let acl = network.network_acl_of(id).map_err(|it| cannot_tell(&it))?;
        let words =
            open.iter().map(|(port, is_ipv4)| format!("port {port} over {}", if *is_ipv4 { "IPv4" } else { "IPv6" }));
        let words = words.collect::<Vec<_>>().join(", ");
        let actual = if open.is_empty() { "none".to_owned() } else { format!("{acl} admits {words}") };
        let observation =
            Part::of(&vpc, "subnet", id).observe("SSH or RDP from everywhere", open.is_empty(), "none", actual);
        let fix = deny(&open, acls.iter().find(|it| it.network_acl_id == acl));
        observation.name("network-acl", acl).fix(fix).verdict()
    }))
}

/// Entries that are asked before all others.
fn deny(open: &[(u16, bool)], acl: Option<&NetworkAcl>) -> String {
    let taken = acl.into_iter().flat_map(|it| &it.entries).filter(|it| !it.egress).map(|it| it.rule_number);
    let first = taken.min().unwrap_or(100) as usize;
    if first <= open.len() {
        return NO_ROOM.to_owned();
    }
    let entries = open.iter().enumerate().map(|(index, (port, is_ipv4))| {
        let number = first - 1 - index;
        let range = if *is_ipv4 { "--cidr-block 0.0.0.0/0" } else { "--ipv6-cidr-block ::/0" };
        format!(
            "aws ec2 create-network-acl-entry --network-acl-id {{network-acl}} --ingress --rule-number {number} \
             --protocol tcp --port-range From={port},To={port} {range} --rule-action deny"
        )
    });
    entries.collect::<Vec<_>>().join("\n")
}

const NO_ROOM: &str = "\
    # Its first rule leaves no number before it: give that rule a higher one, and deny SSH and RDP before.\n\
    aws ec2 describe-network-acls --network-acl-ids {network-acl}";

pub(super) fn public_ip_mapping(cx: &Context<'_>) -> Verdict {
    let vpc = cx.located::<Vpc>()?;
    let network = Network::of(cx.account);
    all(inner(&network, vpc)?.iter().map(|it| {
        let part = Part::of(&vpc, "subnet", &it.subnet.subnet_id);
        part.expect("MapPublicIpOnLaunch", &it.subnet.map_public_ip_on_launch, &false)
    }))
}

pub(super) fn flow_logs(cx: &Context<'_>) -> Verdict {
    let vpc = cx.located::<Vpc>()?;
    let logs = vpc.surroundings.ec2.flow_logs.known()?;
    let own: Vec<&FlowLog> = logs.iter().filter(|it| it.resource_id == vpc.vpc_id).collect();
    let subnets = vpc.surroundings.ec2.subnets.known()?.iter().filter(|it| it.vpc_id == vpc.vpc_id);
    let mut subnets = subnets.peekable();
    let covers = |id: &str| logs.iter().any(|it| it.resource_id == id && is_useful(it));
    let met =
        own.iter().any(|it| is_useful(it)) || (subnets.peek().is_some() && subnets.all(|it| covers(&it.subnet_id)));
    let actual = match (met, &own[..]) {
        (true, _) => "recorded".to_owned(),
        (false, []) => "none".to_owned(),
        (false, own) => own.iter().map(|it| in_words(it)).collect::<Vec<_>>().join("; "),
    };
    vpc.observe("flow log", met, "an active one of ALL or REJECT traffic", actual).verdict()
}

fn is_useful(log: &FlowLog) -> bool {
    log.flow_log_status.as_deref() == Some("ACTIVE")
        && matches!(log.traffic_type.as_deref(), Some("ALL" | "REJECT"))
        && log.deliver_logs_status.as_deref() != Some("FAILED")
}

fn in_words(log: &FlowLog) -> String {
    let FlowLog { flow_log_id, traffic_type, flow_log_status, deliver_logs_status, .. } = log;
    let word = |it: &Option<String>| it.clone().unwrap_or_else(|| "unknown".to_owned());
    let traffic = word(traffic_type);
    let reason = log.deliver_logs_error_message.as_deref().map(|it| format!(" ({it})")).unwrap_or_default();
    let (status, delivery) = (word(flow_log_status), word(deliver_logs_status));
    format!("{flow_log_id} of {traffic} traffic is {status}, its delivery {delivery}{reason}")
}

pub(super) fn dns(cx: &Context<'_>) -> Verdict {
    let vpc = cx.located::<Vpc>()?;
    let (support, hostnames) = (*vpc.dns_support()?, *vpc.dns_hostnames()?);
    all([
        vpc.observe("EnableDnsSupport", support, true, support).fix(DNS_SUPPORT).verdict(),
        vpc.observe("EnableDnsHostnames", hostnames, true, hostnames).fix(DNS_HOSTNAMES).verdict(),
    ])
}

const DNS_SUPPORT: &str = "aws ec2 modify-vpc-attribute --vpc-id {vpc} --enable-dns-support '{\"Value\":true}'";
const DNS_HOSTNAMES: &str = "aws ec2 modify-vpc-attribute --vpc-id {vpc} --enable-dns-hostnames '{\"Value\":true}'";

pub(super) fn endpoint(cx: &Context<'_>) -> Verdict {
    let vpc = cx.located::<Vpc>()?;
    let network = Network::of(cx.account);
    let endpoints = vpc.surroundings.ec2.vpc_endpoints.known()?.iter();
    let endpoints: Vec<&VpcEndpoint> = endpoints.filter(|it| is_gateway_to_storage(it, vpc)).collect();
    let private = private(&network, vpc)?;
    let tables: BTreeSet<&str> =
        private.iter().filter_map(|it| network.route_table_of(&it.subnet.subnet_id).ok()).collect();
    let make = format!("{MAKE_ENDPOINT} {}", tables.into_iter().collect::<Vec<_>>().join(" "));
    all(private.iter().map(|it| {
        let table = network.route_table_of(&it.subnet.subnet_id).map_err(|it| cannot_tell(&it))?;
        let used = endpoints.iter().filter(|it| it.route_table_ids.iter().any(|id| id == table));
        let used: Vec<&str> = used.map(|it| it.service_name.as_str()).collect();
        let actual = if used.is_empty() { "none".to_owned() } else { used.join(", ") };
        let observation = Part::of(&vpc, "subnet", &it.subnet.subnet_id)
            .observe("gateway endpoint", !used.is_empty(), "one for S3 or DynamoDB", actual)
            .name("route-table", table);
        match endpoints.first() {
            Some(endpoint) => observation.name("endpoint", &endpoint.vpc_endpoint_id).fix(ADD_TABLE).verdict(),
            None => observation.fix(make.clone()).verdict(),
        }
    }))
}

const MAKE_ENDPOINT: &str =
    "aws ec2 create-vpc-endpoint --vpc-id {vpc} --service-name com.amazonaws.{region}.s3 --route-table-ids";
const ADD_TABLE: &str = "aws ec2 modify-vpc-endpoint --vpc-endpoint-id {endpoint} --add-route-table-ids {route-table}";

fn is_gateway_to_storage(endpoint: &VpcEndpoint, vpc: Located<'_, Vpc>) -> bool {
    let is_storage = matches!(endpoint.service_name.rsplit('.').next(), Some("s3" | "dynamodb"));
    let is_available = endpoint.state.eq_ignore_ascii_case("available");
    endpoint.vpc_id == vpc.vpc_id && endpoint.vpc_endpoint_type == "Gateway" && is_storage && is_available
}
