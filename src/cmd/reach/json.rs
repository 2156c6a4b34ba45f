//! The answer of `awslab reach` as JSON: structs of its own, so that the engine's may change.

use std::io::{self, Write};

use awslab_reach::{Answer, Unit, Verdict};
use serde::Serialize;

use crate::untrusted;

pub(super) fn write(out: &mut dyn Write, answer: &Answer) -> io::Result<()> {
    let json = serde_json::to_string_pretty(&Document::of(answer)).map_err(io::Error::other)?;
    writeln!(out, "{}", untrusted::json(&json))
}

#[derive(Serialize)]
struct Document<'a> {
    verdict: &'static str,
    /// Of `intermittent`: how much of what works.
    #[serde(skip_serializing_if = "Option::is_none")]
    share: Option<Share>,
    path: Vec<Hop<'a>>,
    blockers: Vec<Blocker<'a>>,
    unknown: Vec<Unknown<'a>>,
    assumptions: &'a [String],
    /// The open ports, of those asked for, such as `22, 80-443`.
    ports: String,
}

#[derive(Serialize)]
struct Share {
    open: u32,
    of: u32,
    unit: &'static str,
}

#[derive(Serialize)]
struct Hop<'a> {
    component: &'a str,
    direction: &'static str,
    rule: Option<&'a str>,
}

#[derive(Serialize)]
struct Blocker<'a> {
    code: &'static str,
    aws_code: Option<&'static str>,
    component: &'a str,
    rule: Option<&'a str>,
    message: &'a str,
    fix: Option<&'a str>,
}

#[derive(Serialize)]
struct Unknown<'a> {
    component: &'a str,
    message: &'a str,
    /// The IAM action that is missing, where that is the reason.
    missing_action: Option<&'a str>,
}

impl<'a> Document<'a> {
    fn of(answer: &'a Answer) -> Self {
        let share = match answer.verdict {
            Verdict::Intermittent(share) => Some(share),
            _ => None,
        };
        Self {
            verdict: match answer.verdict {
                Verdict::Reachable => "reachable",
                Verdict::Intermittent(_) => "intermittent",
                Verdict::Blocked => "blocked",
                Verdict::Unknown => "unknown",
            },
            share: share.map(|it| Share { open: it.open, of: it.of, unit: unit(it.unit) }),
            path: answer.path.iter().map(Hop::of).collect(),
            blockers: answer.blockers.iter().map(Blocker::of).collect(),
            unknown: answer.unseen.iter().map(Unknown::of).collect(),
            assumptions: &answer.assumptions,
            ports: answer.ports.to_string(),
        }
    }
}

fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::ClientPorts => "client_ports",
        Unit::Places => "places",
    }
}

impl<'a> Hop<'a> {
    fn of(hop: &'a awslab_reach::Hop) -> Self {
        let direction = if hop.is_reply { "reply" } else { "forward" };
        Self { component: &hop.component, direction, rule: hop.rule.as_deref() }
    }
}

impl<'a> Blocker<'a> {
    fn of(it: &'a awslab_reach::Blocker) -> Self {
        Self {
            code: it.code.name(),
            aws_code: it.code.aws(),
            component: &it.component,
            rule: it.rule.as_deref(),
            message: &it.message,
            fix: it.fix.as_deref(),
        }
    }
}

impl<'a> Unknown<'a> {
    fn of(it: &'a awslab_reach::Unseen) -> Self {
        let action = it.gap.as_ref().map(|gap| gap.action.as_str()).filter(|action| !action.is_empty());
        Self { component: &it.component, message: &it.message, missing_action: action }
    }
}
