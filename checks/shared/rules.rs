//! Rules of security groups: whom they let in, and the commands that take them out.

use awslab_core::call::DESCRIBE_MANAGED_PREFIX_LISTS;
use awslab_core::fetched::{Gap, GapKind};
use awslab_core::model::Cidr;
use awslab_core::model::ec2::{Ec2, IpPermission, SecurityGroup};
use awslab_core::verdict::Miss;

/// One of those that a rule lets in by their addresses.
#[derive(Clone, Copy)]
pub(crate) enum Peer<'r> {
    Range(Cidr),
    List(&'r str),
}

/// Those that a rule lets in by their addresses.
pub(crate) fn peers(rule: &IpPermission) -> impl Iterator<Item = Peer<'_>> {
    let ipv4 = rule.ip_ranges.iter().filter_map(|it| it.cidr_ip);
    let ipv6 = rule.ipv6_ranges.iter().filter_map(|it| it.cidr_ipv6);
    let lists = rule.prefix_list_ids.iter().map(|it| Peer::List(&it.prefix_list_id));
    ipv4.chain(ipv6).map(Peer::Range).chain(lists)
}

impl Peer<'_> {
    /// As the rule names it.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Range(range) => range.0.to_string(),
            Self::List(id) => (*id).to_owned(),
        }
    }

    /// Its addresses.
    pub(crate) fn ranges(&self, ec2: &Ec2) -> Result<Vec<Cidr>, Miss> {
        let id = match self {
            Self::Range(range) => return Ok(vec![*range]),
            Self::List(id) => *id,
        };
        let of_aws = ec2.prefix_lists.as_known().into_iter().flatten().find(|it| it.prefix_list_id == id);
        if let Some(list) = of_aws {
            return Ok(list.cidrs.clone());
        }
        let list = ec2.managed_prefix_lists.known()?.iter().find(|it| it.prefix_list_id == id);
        let vanished = || Gap::new(DESCRIBE_MANAGED_PREFIX_LISTS, GapKind::Vanished, format!("{id} is not among them"));
        let entries = list.ok_or_else(|| Miss::unknown(vanished()))?.entries.known()?;
        Ok(entries.iter().filter_map(|it| it.cidr).collect())
    }

    fn is_wide(&self, ec2: &Ec2) -> bool {
        let is_wide = |it: &Cidr| it.0.prefix_len() <= if it.0.addr().is_ipv4() { WIDE } else { WIDE_IPV6 };
        self.ranges(ec2).is_ok_and(|it| it.iter().any(is_wide))
    }

    /// As the AWS CLI takes it.
    fn option(&self) -> String {
        match self {
            Self::Range(range) if range.0.addr().is_ipv4() => format!("IpRanges=[{{CidrIp={}}}]", range.0),
            Self::Range(range) => format!("Ipv6Ranges=[{{CidrIpv6={}}}]", range.0),
            Self::List(id) => format!("PrefixListIds=[{{PrefixListId={id}}}]"),
        }
    }
}

/// A range of which a few make up the internet.
const WIDE: u8 = 12;
const WIDE_IPV6: u8 = 16;

/// Commands that take out of a group what lets large parts of the internet in, of the rules that are meant; none where
/// nothing does.
pub(crate) fn revoke_wide(
    group: &SecurityGroup,
    ec2: &Ec2,
    is_meant: impl Fn(&IpPermission) -> bool,
) -> Option<String> {
    let rules = group.ip_permissions.iter().filter(|it| is_meant(it));
    let wide = rules.flat_map(|rule| peers(rule).filter(|it| it.is_wide(ec2)).map(move |peer| revoke(rule, peer)));
    let commands: Vec<String> = wide.collect();
    (!commands.is_empty()).then(|| commands.join("\n"))
}

/// The command that takes one of those whom a rule lets in out of it.
pub(crate) fn revoke(rule: &IpPermission, peer: Peer<'_>) -> String {
    let protocol = &rule.ip_protocol;
    let ends = rule.from_port.zip(rule.to_port).map(|(from, to)| format!(",FromPort={from},ToPort={to}"));
    let (ends, peer) = (ends.unwrap_or_default(), peer.option());
    let is_plain = |it: char| it.is_ascii_alphanumeric() || it == '-';
    let is_name = |it: char| is_plain(it) || "[]{}=./:,".contains(it);
    if protocol.chars().all(is_plain) && peer.chars().all(is_name) {
        format!(
            "aws ec2 revoke-security-group-ingress --group-id {{security-group}} --ip-permissions \
             'IpProtocol={protocol}{ends},{peer}'"
        )
    } else {
        SHOW_RULES.to_owned()
    }
}

/// For whoever has to look at the rules first.
pub(crate) const SHOW_RULES: &str =
    "aws ec2 describe-security-group-rules --filters Name=group-id,Values={security-group}";
