//! What the reachability engine answers, as verdicts.

use awslab_core::arn::Arn;
use awslab_core::call::DESCRIBE_NETWORK_INTERFACES;
use awslab_core::fetched::{Gap, GapKind};
use awslab_core::model::Region;
use awslab_core::model::ec2::Subnet;
use awslab_core::verdict::{Miss, Observation, Subject, Verdict};
use awslab_reach::{Answer, Blocker, Network, SubnetClass, Unseen, Verdict as Reachability};

/// The verdict where something has to be reached. `observe` tells what was found; what is open is told in these words.
pub(crate) fn must_reach(answer: &Answer, open: &str, observe: impl Fn(bool, String) -> Observation) -> Verdict {
    let mend = |words: String| observe(false, words).fix(commands(answer)).verdict();
    match answer.verdict {
        Reachability::Reachable => observe(true, open.to_owned()).verdict(),
        Reachability::Intermittent(share) => mend(format!("works for {share}: {}", in_words(&answer.blockers))),
        Reachability::Blocked => mend(in_words(&answer.blockers)),
        Reachability::Unknown => Err(cannot_tell(answer.unseen.first().expect("what is unknown says why"))),
    }
}

/// That something which decides could not be seen.
pub(crate) fn cannot_tell(unseen: &Unseen) -> Miss {
    let Unseen { component, message, gap } = unseen;
    let opaque = || Gap::new(DESCRIBE_NETWORK_INTERFACES, GapKind::Opaque, format!("{component}: {message}"));
    Miss::unknown(gap.as_deref().cloned().unwrap_or_else(opaque))
}

/// Everything that stops a packet, in the order in which it meets it: `sg-1: no rule lets TCP port 443 out; acl-1: …`.
pub(crate) fn in_words<'b>(blockers: impl IntoIterator<Item = &'b Blocker>) -> String {
    let sentences = blockers.into_iter().map(|Blocker { component, message, .. }| format!("{component}: {message}"));
    let mut told: Vec<String> = Vec::new();
    for sentence in sentences {
        if !told.contains(&sentence) {
            told.push(sentence);
        }
    }
    told.join("; ")
}

/// The commands that let a packet through.
pub(crate) fn commands(answer: &Answer) -> String {
    let mut commands: Vec<&str> = Vec::new();
    for blocker in &answer.blockers {
        let command = blocker.fix.as_deref().unwrap_or("# No command mends this: see what was found.");
        if !commands.contains(&command) {
            commands.push(command);
        }
    }
    commands.join("\n")
}

/// A route leads from the subnet to an internet gateway, for a family of addresses that it has.
pub(crate) fn is_public(network: &Network<'_>, subnet: &Subnet) -> Result<bool, Miss> {
    let has_ipv6 = subnet.ipv6_cidr_block_association_set.iter().any(|it| it.ipv6_cidr_block.is_some());
    let families = [(true, subnet.cidr_block.is_some()), (false, has_ipv6)];
    for (is_ipv4, _) in families.into_iter().filter(|(_, has_it)| *has_it) {
        let class = network.class_of(&subnet.subnet_id, is_ipv4).map_err(|it| cannot_tell(&it))?;
        if matches!(class, SubnetClass::Public(_)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// One private subnet of a VPC in each zone, as far as they can be told.
pub(crate) fn private_subnets<'a>(network: &Network<'_>, region: &'a Region, vpc: &str) -> Vec<&'a Subnet> {
    let mut found: Vec<&Subnet> = Vec::new();
    let own = region.ec2.subnets.as_known().into_iter().flatten().filter(|it| it.vpc_id == vpc);
    for subnet in own.filter(|it| matches!(is_public(network, it), Ok(false))) {
        if !found.iter().any(|it| it.availability_zone == subnet.availability_zone) {
            found.push(subnet);
        }
    }
    found
}

/// A part of the network around a resource, such as one of its subnets.
pub(crate) struct Part {
    arn: Arn,
    names: Vec<(&'static str, String)>,
}

impl Part {
    /// The part of this kind (`subnet`, `security-group`) and id. Fixes call it by its kind.
    pub(crate) fn of(whole: &impl Subject, kind: &'static str, id: &str) -> Self {
        let arn = whole.arn();
        let arn = format!("arn:{}:ec2:{}:{}:{kind}/{id}", arn.partition(), arn.region(), arn.account());
        let own = std::iter::once((kind, id.to_owned()));
        Self { arn: arn.parse().expect("what an account has makes an ARN"), names: own.chain(whole.names()).collect() }
    }
}

impl Subject for Part {
    fn arn(&self) -> Arn {
        self.arn.clone()
    }

    fn names(&self) -> Vec<(&'static str, String)> {
        self.names.clone()
    }
}
