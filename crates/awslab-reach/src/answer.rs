//! Answers: whether a packet and its reply get through, how, and what stops them.

use std::fmt;
use std::net::IpAddr;

use awslab_core::fetched::Gap;

use crate::code::Code;
use crate::ports::Ports;

/// Whether a connection is possible.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Packet and reply get through.
    Reachable,
    /// They get through for some of the client's ports, or by some of the destination's addresses.
    Intermittent(Share),
    /// They do not.
    Blocked,
    /// Nobody can tell from what was read.
    Unknown,
}

/// How much of a whole works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// What works.
    pub open: u32,
    /// What there is.
    pub of: u32,
    /// Of what.
    pub unit: Unit,
}

/// What a [`Share`] counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// The ports that the client may choose to be answered at.
    ClientPorts,
    /// The addresses that a name leads to, or the subnets that something may be placed in.
    Places,
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.unit {
            Unit::ClientPorts => "of the client's ports",
            Unit::Places => "addresses",
        };
        write!(f, "{} of {} {unit}", self.open, self.of)
    }
}

/// All that is to be said to a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Whether it is possible.
    pub verdict: Verdict,
    /// The way there and back, hop by hop: as it is, or as it would be once everything that blocks were mended.
    pub path: Vec<Hop>,
    /// All that blocks: a set of changes that is enough, the cheapest one. Of what works at times, what stops the rest.
    pub blockers: Vec<Blocker>,
    /// What could not be seen.
    pub unseen: Vec<Unseen>,
    /// What was taken for granted, because nobody asked AWS.
    pub assumptions: Vec<String>,
    /// The ports that are open, of those asked for.
    pub ports: Ports,
}

/// A place that the packet or its reply comes through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hop {
    /// The resource's id.
    pub component: String,
    /// What lets it pass there, or where it is sent on.
    pub rule: Option<String>,
    /// The subnet that a network ACL or a route table is asked for: it may be that of many.
    pub at: Option<String>,
    /// On the way back.
    pub is_reply: bool,
}

/// A setting that stops the packet or its reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocker {
    /// Of which kind.
    pub code: Code,
    /// The resource's id.
    pub component: String,
    /// The rule or route that decides, where there is one.
    pub rule: Option<String>,
    /// The interface that security groups stand before, the subnet that a network ACL or a route table is asked for.
    pub at: Option<String>,
    /// What is wrong, in a sentence.
    pub message: String,
    /// Commands that mend it, a line each, where some do.
    pub fix: Option<String>,
}

impl Blocker {
    pub(crate) fn new(code: Code, component: impl Into<String>, message: impl Into<String>) -> Self {
        Self { code, component: component.into(), rule: None, at: None, message: message.into(), fix: None }
    }

    /// Where it stands, unless that is known already.
    pub(crate) fn at(mut self, place: Option<&str>) -> Self {
        self.at = self.at.or_else(|| place.map(str::to_owned));
        self
    }

    pub(crate) fn rule(mut self, rule: impl Into<String>) -> Self {
        self.rule = Some(rule.into());
        self
    }

    /// One address was asked about for all of the internet: what has to be mended is to hold for all of it too.
    pub(crate) fn speak_of_internet(&mut self, address: IpAddr) {
        let (one, all) =
            if address.is_ipv4() { (format!("{address}/32"), "0.0.0.0/0") } else { (format!("{address}/128"), "::/0") };
        self.message = self.message.replace(&one, all).replace(&address.to_string(), "the internet");
        self.fix = self.fix.take().map(|fix| fix.replace(&one, all));
    }

    /// A command is pasted into a shell: one in which a name could act is none.
    pub(crate) fn fix(self, fix: impl Into<String>) -> Self {
        self.fixes([fix.into()])
    }

    /// Several commands, a line each. A name that has lines of its own could add one.
    pub(crate) fn fixes(mut self, commands: impl IntoIterator<Item = String>) -> Self {
        let commands: Vec<String> = commands.into_iter().collect();
        let are_harmless = commands.iter().all(|it| it.chars().all(is_harmless));
        self.fix = are_harmless.then(|| commands.join("\n"));
        self
    }
}

/// Does nothing in a shell. The quotes of our own templates are among them.
fn is_harmless(it: char) -> bool {
    it.is_ascii_alphanumeric() || " -_.:/=,@+'{}[]".contains(it)
}

/// Something that decides, and that nobody could look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unseen {
    /// The resource's id.
    pub component: String,
    /// What of it is not known, and what would tell.
    pub message: String,
    /// The call that gave no answer, where it was for that.
    pub gap: Option<Box<Gap>>,
}

impl Unseen {
    pub(crate) fn new(component: impl Into<String>, message: impl Into<String>) -> Self {
        Self { component: component.into(), message: message.into(), gap: None }
    }
}
