//! `awslab permissions`: the least that must be allowed to awslab.

use std::collections::BTreeSet;

use awslab_core::model::Tag;
use awslab_core::scope::Scope;
use serde::Serialize;

use crate::args;
use crate::console::Console;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::inquiry::Inquiry;
use crate::role_template::RoleTemplate;

/// Print the least IAM policy that awslab needs for some labs
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
awslab also calls sts:GetCallerIdentity, which needs no permission. Every action only reads; s3:GetObject is there for \
HeadObject, which tells how an object is encrypted: awslab never reads what is in it.")]
pub(crate) struct Args {
    /// The labs, or `all` [default: everything that `awslab snapshot` reads]
    #[arg(value_name = "LAB")]
    labs: Vec<String>,
    /// Include what `--tag` needs
    #[arg(long = "tag", value_name = "KEY=VALUE", value_parser = args::tag, help_heading = "Scope")]
    tags: Vec<Tag>,
    /// Include what `--stack` needs
    #[arg(long = "stack", value_name = "NAME", help_heading = "Scope")]
    stacks: Vec<String>,
    /// Include what a parameter needs, such as s3.kms=true
    #[arg(long = "set", value_name = "LAB.PARAM=VALUE", help_heading = "Labs")]
    settings: Vec<String>,
    /// Print a CloudFormation template of a role that another account may assume to read this one
    #[arg(long, help_heading = "Role")]
    role_template: bool,
    /// The external id that must be shown when the role is assumed
    #[arg(long, value_name = "ID", requires = "role_template", help_heading = "Role")]
    #[arg(value_parser = RoleTemplate::external_id)]
    external_id: Option<String>,
}

pub(crate) fn run(args: &Args, console: Console) -> Result<Exit, Failure> {
    let actions = actions(&args.inquiry()?);
    console.print(|out| {
        if args.role_template {
            let template = RoleTemplate { actions: &actions, external_id: args.external_id.as_deref() };
            return write!(out, "{template}");
        }
        serde_json::to_writer_pretty(&mut *out, &Policy::allowing(&actions))?;
        writeln!(out)
    })?;
    Ok(Exit::Pass)
}

impl Args {
    fn inquiry(&self) -> Result<Inquiry, Failure> {
        let settings = args::settings(&self.settings)?;
        let scope = Scope { tags: self.tags.clone(), stacks: self.stacks.clone(), ..Scope::default() };
        Inquiry::about(&self.labs, scope, settings)
    }
}

fn actions(inquiry: &Inquiry) -> BTreeSet<&'static str> {
    inquiry.plan().facts.iter().flat_map(|fact| fact.calls()).map(|call| call.action).collect()
}

/// An IAM policy document.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Policy<'a> {
    version: &'static str,
    statement: [Statement<'a>; 1],
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Statement<'a> {
    sid: &'static str,
    effect: &'static str,
    action: &'a BTreeSet<&'static str>,
    resource: &'static str,
}

impl<'a> Policy<'a> {
    fn allowing(action: &'a BTreeSet<&'static str>) -> Self {
        let statement = Statement { sid: "AwslabReads", effect: "Allow", action, resource: "*" };
        Self { version: "2012-10-17", statement: [statement] }
    }
}
