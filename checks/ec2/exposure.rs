//! Who reaches the instance, as the network lets packets through.

use std::net::IpAddr;

use awslab_core::context::Context;
use awslab_core::model::ec2::Instance;
use awslab_core::nouns::Located;
use awslab_core::verdict::{Miss, Subject, Verdict, all};
use awslab_reach::{Behind, Endpoint, Exposure, Network, Ports, Protocol, Question, is_world, ports_of_rule};

use super::groups::groups;
use crate::shared::balancers::passed_on;
use crate::shared::network::{cannot_tell, must_reach};
use crate::shared::rules::{SHOW_RULES, revoke_wide};

pub(super) const PORT: &str = "port";
pub(super) const FROM: &str = "from";

/// Whether it is a port, or nothing.
pub(super) fn check_port(text: &str) -> Result<(), String> {
    match text.parse::<u16>() {
        Ok(1..) => Ok(()),
        _ if text.is_empty() => Ok(()),
        _ => Err("the value is a port from 1 to 65535".to_owned()),
    }
}

/// Whether it is something that connections come from.
pub(super) fn check_from(text: &str) -> Result<(), String> {
    if text == "internet" || text.parse::<IpAddr>().is_ok() || text.starts_with("i-") {
        Ok(())
    } else {
        Err("the value is internet, an address such as 203.0.113.7, or an instance such as i-0123456789".to_owned())
    }
}

pub(super) fn service_port(cx: &Context<'_>) -> Verdict {
    let Ok(port) = cx.text(PORT).parse::<u16>() else {
        return Err(Miss::Skipped("no port is asked for: set ec2.port".to_owned()));
    };
    let instance = cx.located::<Instance>()?;
    instance.surroundings.ec2.network_interfaces.known()?;
    let from = cx.text(FROM);
    let Ok(source) = from.parse::<Endpoint>();
    let destination = Endpoint::Resource(instance.instance_id.clone());
    let question = Question { source, destination, protocol: Protocol::Tcp, port: Some(port) };
    let property = format!("TCP port {port} from {from}");
    let observe = |met, actual: String| instance.observe(&property, met, "reachable", actual);
    match Network::of(cx.account).reach(&question) {
        Ok(answer) => must_reach(&answer, "reachable", observe),
        Err(error) => observe(false, error.to_string()).verdict(),
    }
}

/// Shells and desktops (SSH, Telnet, SMB, RDP, remote management of Windows, VNC), then databases and caches.
const ADMIN_PORTS: [u16; 18] =
    [22, 23, 445, 1433, 1434, 1521, 3306, 3389, 5432, 5439, 5900, 5985, 5986, 6379, 9042, 9200, 11211, 27017];

pub(super) fn no_open_admin(cx: &Context<'_>) -> Verdict {
    let instance = cx.located::<Instance>()?;
    instance.surroundings.ec2.network_interfaces.known()?;
    let exposed = Network::of(cx.account).exposed();
    all([by_itself(instance, &exposed), through_balancers(instance, &exposed)])
}

fn by_itself(instance: Located<'_, Instance>, exposed: &[Exposure]) -> Verdict {
    let groups = groups(instance)?;
    let here = exposed.iter().filter(|it| it.resource == instance.instance_id).flat_map(|it| &it.openings);
    let (open, unseen): (Vec<_>, Vec<_>) =
        here.filter(|it| it.protocol == Protocol::Tcp).partition(|it| it.unseen.is_none());
    let is_open = |port: &u16| {
        let ranges = open.iter().filter(|it| it.ports.contains(*port)).flat_map(|it| &it.from);
        is_world(&ranges.copied().collect::<Vec<_>>())
    };
    let found = ADMIN_PORTS.into_iter().filter(is_open).fold(Ports::NONE, |all, port| all.or(&Ports::one(port)));
    let is_hidden = |ports: &Ports| ADMIN_PORTS.into_iter().any(|port| ports.contains(port));
    let hidden = unseen.iter().filter(|it| is_hidden(&it.ports)).find_map(|it| it.unseen.as_ref());
    if let Some(unseen) = hidden.filter(|_| found.is_empty()) {
        return Err(cannot_tell(unseen));
    }
    let actual = if found.is_empty() { "none".to_owned() } else { format!("TCP {found}") };
    let observe = || instance.observe("administration open to the world", found.is_empty(), "none", &actual);
    if found.is_empty() {
        return observe().verdict();
    }
    let ec2 = &instance.surroundings.ec2;
    let opens = |it: &_| !ports_of_rule(it, Protocol::Tcp).and(&found).is_empty();
    let fixes = groups.iter().filter_map(|group| Some((group, revoke_wide(group, ec2, opens)?)));
    let observations: Vec<Verdict> =
        fixes.map(|(group, fix)| observe().name("security-group", &group.group_id).fix(fix).verdict()).collect();
    match (observations.is_empty(), groups.first()) {
        (true, Some(group)) => observe().name("security-group", &group.group_id).fix(SHOW_RULES).verdict(),
        _ => all(observations),
    }
}

fn through_balancers(instance: Located<'_, Instance>, exposed: &[Exposure]) -> Verdict {
    let is_meant = |it: &Behind| it.resource == instance.instance_id && ADMIN_PORTS.contains(&it.port);
    let passed = passed_on(instance.surroundings, exposed, is_meant)?;
    all(passed.into_iter().filter(|it| it.is_for_all).map(|it| {
        it.mend(instance.observe("administration open through a load balancer", false, "none", it.in_words())).verdict()
    }))
}
