//! `awslab policy escalate`: who is no administrator, and can become one.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::PathBuf;

use awslab_core::arn::Arn;
use awslab_core::fact::Fact;
use awslab_core::model::Account;
use awslab_core::scope::Scope;
use awslab_core::settings::Settings;
use awslab_core::verdict::Miss;
use awslab_policy::escalation::{Granted, Path, Standing, Step};
use serde::Serialize;

use super::Format;
use crate::args::ConnectionArgs;
use crate::console::Console;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::inquiry::Inquiry;
use crate::page::{Page, Text};
use crate::plural;
use crate::report::Status;
use crate::source;
use crate::styles;
use crate::untrusted;

/// Find users and roles that can make themselves administrators, and show how, step by step
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
It exits with 0 if nobody can, with 1 if somebody can, and with 3 if nobody was found but something could not be read.")]
pub(crate) struct Args {
    #[command(flatten)]
    connection: ConnectionArgs,
    /// Look at this snapshot instead; `-` reads standard input
    #[arg(long, value_name = "FILE", help_heading = "Account")]
    #[arg(conflicts_with_all = ["profile", "endpoint_url", "role_arn", "external_id"])]
    from: Option<PathBuf>,
    /// How to tell what was found
    #[arg(long, value_enum, default_value = "human", value_name = "FORMAT", help_heading = "Output")]
    format: Format,
}

pub(crate) fn run(args: &Args, console: Console) -> Result<Exit, Failure> {
    let (account, _origin) = match &args.from {
        Some(path) => source::read_snapshot(path)?,
        None => source::read_aws(&args.connection, &what_to_read())?,
    };
    let answer = Answer::about(&account);
    console.print(|out| match args.format {
        Format::Human => answer.write(&mut Page::new(out, console.look())),
        Format::Json => {
            let json = serde_json::to_string_pretty(&answer).map_err(io::Error::other)?;
            writeln!(out, "{}", untrusted::json(&json))
        }
    })?;
    Ok(answer.exit())
}

fn what_to_read() -> Inquiry {
    let facts = BTreeSet::from([Fact::IamAuthorizationDetails]);
    Inquiry { labs: Vec::new(), facts, scope: Scope::default(), settings: Settings::default() }
}

/// What was found, in the form of the JSON output.
#[derive(Debug, Serialize)]
struct Answer {
    schema: &'static str,
    account: String,
    /// Why nothing could be looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    unknown: Option<Vec<String>>,
    principals: Vec<Entry>,
}

#[derive(Debug, Serialize)]
struct Entry {
    principal: String,
    #[serde(flatten)]
    standing: Standing,
}

impl Answer {
    fn about(account: &Account) -> Self {
        let (unknown, standings) = match account.escalations() {
            Ok(standings) => (None, standings),
            Err(miss) => (Some(reasons(&miss)), BTreeMap::new()),
        };
        Self {
            schema: "awslab.escalations/1",
            account: account.account_id.clone(),
            unknown,
            principals: standings.into_iter().map(|(principal, standing)| Entry { principal, standing }).collect(),
        }
    }

    fn exit(&self) -> Exit {
        let has = |wanted: fn(&Standing) -> bool| self.principals.iter().any(|it| wanted(&it.standing));
        if has(|it| matches!(it, Standing::Escalates(_))) {
            return Exit::Fail;
        }
        if self.unknown.is_some() || has(|it| matches!(it, Standing::Unknown { .. })) {
            return Exit::Unknown;
        }
        Exit::Pass
    }

    fn write(&self, page: &mut Page<'_>) -> io::Result<()> {
        for reason in self.unknown.iter().flatten() {
            page.item(page.mark(Status::Unknown, "unknown  "), reason.as_str())?;
        }
        if self.unknown.is_some() {
            return Ok(());
        }
        for Entry { principal, standing } in &self.principals {
            match standing {
                Standing::Escalates(path) => write_path(page, principal, path)?,
                Standing::Unknown { reasons } => write_unknown(page, principal, reasons)?,
                Standing::Administrator | Standing::Limited => {}
            }
            page.gap();
        }
        self.write_summary(page)
    }

    fn write_summary(&self, page: &mut Page<'_>) -> io::Result<()> {
        let named = |wanted: fn(&Standing) -> bool| {
            let entries = self.principals.iter().filter(move |it| wanted(&it.standing));
            entries.map(|it| name(&it.principal)).collect::<Vec<_>>()
        };
        let found = named(|it| matches!(it, Standing::Escalates(_))).len();
        let open = named(|it| matches!(it, Standing::Unknown { .. })).len();
        let administrators = named(|it| matches!(it, Standing::Administrator));
        let (status, word) = match (found, open) {
            (0, 0) => (Status::Pass, "none  "),
            (0, _) => (Status::Unknown, "none found  "),
            _ => (Status::Fail, "found  "),
        };
        let all = plural::noun(self.principals.len(), "user or role", "users and roles");
        page.item(page.mark(status, word), format!("of {all}, {found} can become an administrator"))?;
        if !administrators.is_empty() {
            page.item("  administrators already: ", administrators.join(", "))?;
        }
        Ok(())
    }
}

fn reasons(miss: &Miss) -> Vec<String> {
    match miss {
        Miss::Unknown(evidence) => evidence.gaps.iter().map(ToString::to_string).collect(),
        _ => Vec::new(),
    }
}

fn write_unknown(page: &mut Page<'_>, principal: &str, reasons: &[String]) -> io::Result<()> {
    let title = format!("{}: no way was found, but not all could be read", name(principal));
    page.item(page.mark(Status::Unknown, ""), Text::styled(styles::TITLE, &title))?;
    reasons.iter().try_for_each(|reason| page.paragraph(2, reason.as_str()))
}

fn write_path(page: &mut Page<'_>, principal: &str, path: &Path) -> io::Result<()> {
    let steps = plural::noun(path.steps.len(), "step", "steps");
    let title = format!("{} can become an administrator in {steps}", name(principal));
    page.item(page.mark(Status::Fail, ""), Text::styled(styles::TITLE, &title))?;
    for (index, step) in path.steps.iter().enumerate() {
        write_step(page, index + 1, step)?;
    }
    page.gap();
    page.item("  to bar this way: ", path.fix.as_str())
}

fn write_step(page: &mut Page<'_>, number: usize, step: &Step) -> io::Result<()> {
    page.gap();
    let number = format!("  {number}. ");
    page.item(number.as_str(), Text::from(name(&step.by)).and(" can ").and_styled(styles::TITLE, &step.title))?;
    for request in &step.requests {
        write_request(page, request)?;
    }
    for assumption in &step.assumptions {
        page.item("     provided that ", assumption.as_str())?;
    }
    page.item("     gains ", Text::styled(styles::FOUND, &step.gain))
}

fn write_request(page: &mut Page<'_>, request: &Granted) -> io::Result<()> {
    let Granted { action, resource, context, granted_by, depends_on } = request;
    let asked = Text::default().and_styled(styles::COMMAND, action).and(&format!(" on {resource}"));
    page.item("     - ", asked)?;
    for (key, value) in context {
        page.paragraph(7, format!("with {key} = {value}"))?;
    }
    for statement in granted_by {
        page.item("       allowed by ", statement.to_string())?;
    }
    if !depends_on.is_empty() {
        page.item("       depending on ", depends_on.join(", "))?;
    }
    Ok(())
}

/// Such as `user anna`; its path is in the JSON.
fn name(arn: &str) -> String {
    let Ok(parsed) = arn.parse::<Arn>() else { return arn.to_owned() };
    let kind = parsed.resource().split('/').next().unwrap_or_default();
    format!("{kind} {}", parsed.name())
}
