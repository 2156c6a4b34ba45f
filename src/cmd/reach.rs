//! `awslab reach`: whether one can talk to another, how, and what stops them.

mod json;

use std::io;

use anyhow::anyhow;
use awslab_reach::{Answer, Endpoint, Network, Protocol, Question, Verdict};
use clap::ValueEnum;

use crate::args::NetworkArgs;
use crate::console::Console;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::page::{Page, Text};
use crate::report::Status;
use crate::styles;

/// Tell whether one can connect to another, how, and all that stops them
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
SRC and DST are an instance, interface, DB instance, load balancer, function or VPC endpoint by its id, name or ARN; an IP \
address; or `internet`.

Where the packet crosses Regions, name all of them, or what is in the others is unknown.

It exits with 0 if they can connect, with 1 if they cannot or only at times, and with 3 if something that decides could not \
be read.")]
pub(crate) struct Args {
    /// Who starts the connection
    #[arg(value_name = "SRC")]
    source: Endpoint,
    /// Who is called
    #[arg(value_name = "DST")]
    destination: Endpoint,
    /// At which port [default: any]
    #[arg(long, value_name = "N")]
    port: Option<u16>,
    /// By which protocol: `tcp`, `udp`, `icmp`, or a number
    #[arg(long, value_name = "PROTOCOL", default_value = "tcp")]
    proto: Protocol,
    #[command(flatten)]
    network: NetworkArgs,
    /// How to tell the answer
    #[arg(long, value_enum, default_value = "human", value_name = "FORMAT", help_heading = "Output")]
    format: Format,
}

/// How to tell the answer.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Human,
    Json,
}

pub(crate) fn run(args: &Args, console: Console) -> Result<Exit, Failure> {
    let account = args.network.read()?;
    let Args { source, destination, proto: protocol, port, .. } = args;
    let question =
        Question { source: source.clone(), destination: destination.clone(), protocol: *protocol, port: *port };
    let answer = Network::of(&account).reach(&question);
    let answer = answer.map_err(|error| Failure::not_started(anyhow!("failed to {error}")).help(HOW_TO_NAME_AN_END))?;
    console.print(|out| match args.format {
        Format::Human => write(&mut Page::new(out, console.look()), &question, &answer),
        Format::Json => json::write(out, &answer),
    })?;
    Ok(exit(&answer))
}

pub(super) const HOW_TO_NAME_AN_END: &str = "name an instance, interface, DB instance, load balancer, function or VPC endpoint \
    that was read, an IP address, or `internet`";

fn exit(answer: &Answer) -> Exit {
    match answer.verdict {
        Verdict::Reachable => Exit::Pass,
        Verdict::Intermittent(_) | Verdict::Blocked => Exit::Fail,
        Verdict::Unknown => Exit::Unknown,
    }
}

fn write(page: &mut Page<'_>, question: &Question, answer: &Answer) -> io::Result<()> {
    let Question { source, destination, protocol, port } = question;
    let port = port.map(|port| format!(" {port}")).unwrap_or_default();
    let (status, verdict) = match answer.verdict {
        Verdict::Reachable => (Status::Pass, "reachable".to_owned()),
        Verdict::Intermittent(share) => (Status::Fail, format!("intermittent: {share}")),
        Verdict::Blocked => (Status::Fail, "blocked".to_owned()),
        Verdict::Unknown => (Status::Unknown, "unknown".to_owned()),
    };
    let asked = format!("  {source} to {destination}, {protocol}{port}");
    page.paragraph(0, page.mark(status, &verdict).and(&asked))?;
    for blocker in &answer.blockers {
        page.gap();
        page.item(Text::styled(styles::FAIL, &blocker.component).and(": "), blocker.message.as_str())?;
        page.paragraph(2, codes(blocker.code.name(), blocker.code.aws()).as_str())?;
        if let Some(fix) = &blocker.fix {
            page.commands(2, fix)?;
        }
    }
    for unseen in &answer.unseen {
        page.gap();
        page.item(Text::styled(styles::UNKNOWN, &unseen.component).and(": "), unseen.message.as_str())?;
    }
    for assumption in &answer.assumptions {
        page.paragraph(0, format!("assumed: {assumption}").as_str())?;
    }
    write_path(page, answer)
}

fn codes(ours: &str, aws: Option<&str>) -> String {
    aws.map_or_else(|| ours.to_owned(), |aws| format!("{ours} ({aws})"))
}

fn write_path(page: &mut Page<'_>, answer: &Answer) -> io::Result<()> {
    if answer.path.is_empty() {
        return Ok(());
    }
    page.gap();
    let title = match answer.verdict {
        Verdict::Blocked => "The way, once all of that is mended:",
        Verdict::Unknown => "The way, as far as it could be seen:",
        Verdict::Reachable | Verdict::Intermittent(_) => "The way:",
    };
    page.paragraph(0, Text::styled(styles::TITLE, title))?;
    for hop in &answer.path {
        let arrow = if hop.is_reply { "  <- " } else { "  -> " };
        let rule = hop.rule.as_deref().map(|rule| format!("  {rule}")).unwrap_or_default();
        page.item(arrow, Text::from(hop.component.as_str()).and(&rule))?;
    }
    Ok(())
}
