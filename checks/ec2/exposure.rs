//! Who reaches the instance, as the network lets packets through.

use awslab_core::context::Context;
use awslab_core::model::ec2::Instance;
use awslab_core::verdict::{Miss, Subject, Verdict, all};
use awslab_reach::{Endpoint, Network, Ports, Protocol, Question, Verdict as Reachability, is_world};

use super::groups::{group_ids, revoke};
use crate::shared::network::{cannot_tell, commands, in_words};

pub(super) const PORT: &str = "port";
pub(super) const FROM: &str = "from";

/// Whether it is a port, or nothing.
pub(super) fn check_port(text: &str) -> Result<(), String> {
    if text.is_empty() || text.parse::<u16>().is_ok() {
        Ok(())
    } else {
        Err("the value is a port from 0 to 65535".to_owned())
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
    let answer = match Network::of(cx.account).reach(&question) {
        Ok(answer) => answer,
        Err(error) => return observe(false, error.to_string()).verdict(),
    };
    match answer.verdict {
        Reachability::Reachable => observe(true, "reachable".to_owned()).verdict(),
        Reachability::Intermittent(share) => observe(false, format!("works for {share}")).verdict(),
        Reachability::Blocked => observe(false, in_words(&answer.blockers)).fix(commands(&answer)).verdict(),
        Reachability::Unknown => Err(answer.unseen.first().map_or(Miss::Blocked("instance"), cannot_tell)),
    }
}

/// Shells and desktops (SSH, Telnet, SMB, RDP, remote management of Windows, VNC), then databases and caches.
const ADMIN_PORTS: [u16; 18] =
    [22, 23, 445, 1433, 1434, 1521, 3306, 3389, 5432, 5439, 5900, 5985, 5986, 6379, 9042, 9200, 11211, 27017];

pub(super) fn no_open_admin(cx: &Context<'_>) -> Verdict {
    let instance = cx.located::<Instance>()?;
    let ec2 = &instance.surroundings.ec2;
    ec2.network_interfaces.known()?;
    let groups = ec2.security_groups.known()?.iter();
    let own = group_ids(instance.get());
    let groups: Vec<_> = groups.filter(|it| own.contains(it.group_id.as_str())).collect();
    let admin = ADMIN_PORTS.iter().fold(Ports::NONE, |all, port| all.or(&Ports::one(*port)));

    let exposed = Network::of(cx.account).exposed();
    let here = exposed.iter().filter(|it| it.resource == instance.instance_id);
    let openings = here.flat_map(|it| &it.openings).filter(|it| it.protocol == Protocol::Tcp);
    let (open, unseen): (Vec<_>, Vec<_>) = openings.partition(|it| it.unseen.is_none());
    let is_open = |port: &u16| {
        let ranges = open.iter().filter(|it| it.ports.contains(*port)).flat_map(|it| &it.from);
        is_world(&ranges.copied().collect::<Vec<_>>())
    };
    let found =
        ADMIN_PORTS.iter().filter(|port| is_open(port)).fold(Ports::NONE, |all, port| all.or(&Ports::one(*port)));
    let hidden = unseen.iter().filter(|it| !it.ports.and(&admin).is_empty()).find_map(|it| it.unseen.as_ref());
    if let Some(unseen) = hidden.filter(|_| found.is_empty()) {
        return Err(cannot_tell(unseen));
    }
    let actual = if found.is_empty() { "none".to_owned() } else { format!("TCP {found}") };
    let observe = || instance.observe("administration open to the world", found.is_empty(), "none", &actual);
    if groups.is_empty() || found.is_empty() {
        return observe().verdict();
    }
    let others = Ports::all().without(&found);
    all(groups
        .into_iter()
        .map(|group| observe().name("security-group", &group.group_id).fix(revoke(group, &others)).verdict()))
}
