//! Options that several commands share.

use std::env;
use std::path::PathBuf;
use std::str::FromStr;

use anyhow::anyhow;
use awslab_checks::LABS;
use awslab_core::arn::Arn;
use awslab_core::model::{Account, Tag};
use awslab_core::scope::Scope;
use awslab_core::settings::Settings;
use clap::Args;

use crate::catalogue;
use crate::failure::Failure;
use crate::inquiry::Inquiry;
use crate::render::Format;
use crate::source::{self, Access};

/// How to reach the account.
#[derive(Debug, Args)]
#[command(next_help_heading = "Account")]
pub(crate) struct ConnectionArgs {
    /// Use a profile of your AWS configuration
    #[arg(long, value_name = "NAME")]
    pub(crate) profile: Option<String>,
    /// Send every call to this URL, such as an emulator's
    #[arg(long, value_name = "URL")]
    pub(crate) endpoint_url: Option<String>,
    /// Assume this role first
    #[arg(long, value_name = "ARN")]
    pub(crate) role_arn: Option<String>,
    /// Show this external id when assuming the role
    #[arg(long, value_name = "ID", requires = "role_arn")]
    pub(crate) external_id: Option<String>,
}

impl ConnectionArgs {
    /// How to reach the same account with the AWS CLI.
    pub(crate) fn access(&self) -> Access {
        let Self { profile, endpoint_url, role_arn, external_id: _ } = self;
        let given = |value: &Option<String>| value.clone().filter(|text| !text.is_empty());
        Access {
            profile: given(profile),
            has_keys_besides: env::var_os("AWS_ACCESS_KEY_ID").is_some_and(|key| !key.is_empty()),
            endpoint_url: given(endpoint_url),
            role_arn: given(role_arn),
        }
    }
}

/// Whose network to look at.
#[derive(Debug, Args)]
#[command(next_help_heading = "Account")]
pub(crate) struct NetworkArgs {
    /// Read the network of this Region instead of your default one (repeatable)
    #[arg(long = "region", value_name = "REGION")]
    regions: Vec<String>,
    #[command(flatten)]
    connection: ConnectionArgs,
    /// Look at this snapshot instead; `-` reads standard input
    #[arg(long, value_name = "FILE")]
    #[arg(conflicts_with_all = ["profile", "endpoint_url", "role_arn", "external_id", "regions"])]
    from: Option<PathBuf>,
}

impl NetworkArgs {
    /// The account, as far as a packet may meet it.
    pub(crate) fn read(&self) -> Result<Account, Failure> {
        let (account, _origin) = match &self.from {
            Some(path) => source::read_snapshot(path)?,
            None => source::read_aws(&self.connection, &Inquiry::about_networks(&self.regions))?,
        };
        Ok(account)
    }
}

/// What is asked of the account, besides the labs.
#[derive(Debug, Args)]
pub(crate) struct Asked {
    #[command(flatten)]
    scope: ScopeArgs,
    /// Set a parameter of a lab; `awslab explain LAB` lists them (repeatable)
    #[arg(long = "set", value_name = "LAB.PARAM=VALUE", help_heading = "Labs")]
    settings: Vec<String>,
}

/// Which resources belong to the labs.
#[derive(Debug, Args)]
#[command(next_help_heading = "Scope")]
struct ScopeArgs {
    /// Only what is in this Region counts; also the Region to ask (repeatable)
    #[arg(long = "region", value_name = "REGION")]
    regions: Vec<String>,
    /// Only resources with this tag (repeatable: with all of them)
    #[arg(long = "tag", value_name = "KEY=VALUE", value_parser = tag)]
    tags: Vec<Tag>,
    /// Only resources whose name begins with this
    #[arg(long, value_name = "PREFIX")]
    name_prefix: Option<String>,
    /// Only resources of this CloudFormation stack (repeatable: of any of them)
    #[arg(long = "stack", value_name = "NAME")]
    stacks: Vec<String>,
    /// Only this resource (repeatable: any of them)
    #[arg(long = "resource", value_name = "ARN")]
    resources: Vec<Arn>,
}

impl Asked {
    /// What is asked about the labs of these names; of everything there is where none is named.
    pub(crate) fn about(&self, labs: &[String]) -> Result<Inquiry, Failure> {
        let settings = settings(&self.settings)?;
        let ScopeArgs { regions, tags, name_prefix, stacks, resources } = &self.scope;
        let scope = Scope {
            tags: tags.clone(),
            name_prefix: name_prefix.clone(),
            stacks: stacks.clone(),
            resources: resources.clone(),
            regions: given(regions),
        };
        Inquiry::about(labs, scope, settings)
    }
}

/// The Regions of the command line: what is empty is not given, as with the options of [`ConnectionArgs`].
pub(crate) fn given(regions: &[String]) -> Vec<String> {
    regions.iter().filter(|region| !region.is_empty()).cloned().collect()
}

/// Reads `LAB.PARAM=VALUE` settings.
pub(crate) fn settings(given: &[String]) -> Result<Settings, Failure> {
    Settings::parse(LABS, given).map_err(|error| Failure::usage(anyhow!("failed to {error}")))
}

/// Reads `KEY=VALUE`.
pub(crate) fn tag(text: &str) -> Result<Tag, String> {
    match text.split_once('=') {
        Some((key, value)) if !key.is_empty() => Ok(Tag { key: key.to_owned(), value: value.to_owned() }),
        _ => Err("a tag has the form KEY=VALUE, such as lab=s3".to_owned()),
    }
}

/// One report: its format, and the file it goes to unless to standard output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Output {
    /// The format.
    pub(crate) format: Format,
    /// The file.
    pub(crate) file: Option<PathBuf>,
}

impl FromStr for Output {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (name, file) = match text.split_once('=') {
            Some((_name, "")) => return Err("a file name follows the equals sign".to_owned()),
            Some((name, "-")) => (name, None),
            Some((name, file)) => (name, Some(PathBuf::from(file))),
            None => (text, None),
        };
        let names = Format::NAMES.iter().map(|(name, _format)| *name);
        match Format::NAMES.iter().find(|(known, _format)| *known == name) {
            Some((_name, format)) => Ok(Self { format: *format, file }),
            None => Err(catalogue::which(name, "formats", names)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_output_is_a_format_and_perhaps_a_file() {
        let output = |text: &str| text.parse::<Output>();
        assert_eq!(output("json"), Ok(Output { format: Format::Json, file: None }));
        assert_eq!(output("junit=a=b.xml"), Ok(Output { format: Format::Junit, file: Some("a=b.xml".into()) }));
        assert_eq!(output("json=-"), output("json"), "a dash is standard output");
        assert!(output("jsn").expect_err("no format").starts_with("did you mean json?"));
        assert!(output("json=").is_err());
    }

    #[test]
    fn a_tag_may_have_an_empty_value() {
        assert_eq!(tag("lab="), Ok(Tag { key: "lab".to_owned(), value: String::new() }));
        assert_eq!(tag("a=b=c"), Ok(Tag { key: "a".to_owned(), value: "b=c".to_owned() }));
        assert!(tag("lab").is_err());
        assert!(tag("=s3").is_err());
    }
}
