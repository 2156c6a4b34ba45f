//! What the reachability engine answers, as verdicts.

use awslab_core::arn::Arn;
use awslab_core::call::DESCRIBE_NETWORK_INTERFACES;
use awslab_core::fetched::{Gap, GapKind};
use awslab_core::verdict::{Miss, Subject};
use awslab_reach::{Answer, Blocker, Unseen};

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
