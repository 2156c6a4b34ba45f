//! `awslab map`: a drawing of the VPCs.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow};
use awslab_map::{Map, SurveyError};
use awslab_reach::{Endpoint, Protocol, Question};
use clap::ValueEnum;

use crate::args::NetworkArgs;
use crate::catalogue;
use crate::cmd::reach::HOW_TO_NAME_AN_END;
use crate::console::Console;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::render::{mermaid, svg};
use crate::target;

/// Draw VPCs: subnets by zone and by what they can do, gateways, and a path
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
A drawing has the rows public, private and isolated: what a subnet is follows from its routes, never from its name. With \
--path it shows the way of a connection and of its replies, hop by hop, and what stops them; `awslab reach` tells the same \
in words. What could not be read is drawn as such, with broken lines and a question mark.

SVG is a picture for slides and web pages; Mermaid is text that GitHub and others show as a picture within Markdown. To a \
file that ends in .svg, .mmd or .md, the drawing is written in the format of that name; to standard output as Mermaid.")]
pub(crate) struct Args {
    /// Draw this VPC (repeatable) [default: those that the path comes through, or else all]
    #[arg(long = "vpc", value_name = "ID")]
    vpcs: Vec<String>,
    /// Draw the way of a connection too; SRC and DST are named as for `awslab reach`
    #[arg(long, num_args = 2, value_names = ["SRC", "DST"])]
    path: Vec<Endpoint>,
    /// At which port the path ends [default: any]
    #[arg(long, value_name = "N", requires = "path")]
    port: Option<u16>,
    /// By which protocol: `tcp`, `udp`, `icmp`, or a number
    #[arg(long, value_name = "PROTOCOL", default_value = "tcp", requires = "path")]
    proto: Protocol,
    #[command(flatten)]
    network: NetworkArgs,
    /// The file to write; `-` is standard output
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    output: Option<PathBuf>,
    /// As which format [default: as the file's name ends, or `mermaid`]
    #[arg(long, value_enum, value_name = "FORMAT", help_heading = "Output")]
    format: Option<Format>,
}

/// The formats of a map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A picture
    Svg,
    /// Text that Markdown viewers show as a picture
    Mermaid,
}

pub(crate) fn run(args: &Args, console: Console) -> Result<Exit, Failure> {
    let file = args.output.as_deref().filter(|it| it.as_os_str() != "-");
    let format = args.format.map_or_else(|| format_of(file), Ok)?;
    if let Some(file) = file {
        target::try_out(("map", file))?;
    }
    let account = args.network.read()?;
    let question = args.question();
    let asked = awslab_map::Asked { vpcs: &args.vpcs, question: question.as_ref() };
    let map = awslab_map::survey(&account, &asked).map_err(failure)?;
    let drawn = draw(&map, format, file)?;
    match file {
        Some(file) => write(file, &drawn)?,
        None => console.print(|out| out.write_all(&drawn))?,
    }
    Ok(Exit::Pass)
}

impl Args {
    fn question(&self) -> Option<Question> {
        let [source, destination] = self.path.as_slice() else { return None };
        let (source, destination) = (source.clone(), destination.clone());
        Some(Question { source, destination, protocol: self.proto, port: self.port })
    }
}

fn format_of(file: Option<&Path>) -> Result<Format, Failure> {
    let Some(file) = file else { return Ok(Format::Mermaid) };
    match file.extension().and_then(|it| it.to_str()).map(str::to_ascii_lowercase).as_deref() {
        Some("svg") => Ok(Format::Svg),
        Some("mmd" | "md") => Ok(Format::Mermaid),
        _ => Err(Failure::usage(anyhow!("the name {} tells no format", file.display()))
            .help("let it end in .svg, .mmd or .md, or name the format: --format svg")),
    }
}

fn failure(error: SurveyError) -> Failure {
    let told = Failure::not_started(anyhow!("failed to {error}"));
    match error {
        SurveyError::NoVpc(_) => told,
        SurveyError::NoSuchVpc { id, known } => {
            told.help(catalogue::which(&id, "VPCs", known.iter().map(String::as_str)))
        }
        SurveyError::Endpoint(_) => told.help(HOW_TO_NAME_AN_END),
    }
}

/// A file for Markdown has the drawing in a fence of its own.
fn draw(map: &Map, format: Format, file: Option<&Path>) -> Result<Vec<u8>, Failure> {
    let is_markdown = file.and_then(Path::extension).is_some_and(|it| it.eq_ignore_ascii_case("md"));
    let mut drawn = Vec::new();
    match format {
        Format::Svg => svg::write(map, &mut drawn)?,
        Format::Mermaid if is_markdown => mermaid::write_fenced(map, &mut drawn)?,
        Format::Mermaid => mermaid::write(map, &mut drawn)?,
    }
    Ok(drawn)
}

fn write(file: &Path, drawn: &[u8]) -> Result<(), Failure> {
    fs::write(file, drawn)
        .with_context(|| format!("failed to write the map to {}", file.display()))
        .map_err(Failure::not_started)
}
