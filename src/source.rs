//! Where the account comes from: a snapshot, or AWS itself.

use std::fs;
use std::io;
use std::path::Path;

use anyhow::{Context as _, anyhow};
use awslab_core::model::Account;
use awslab_core::snapshot::{self, SnapshotError};

use crate::args::ConnectionArgs;
use crate::failure::Failure;
use crate::inquiry::Inquiry;
#[cfg(feature = "live")]
use crate::live;

/// Where an account was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Origin {
    /// AWS, just now.
    Aws(Access),
    /// A snapshot: the file's name, or `standard input`.
    Snapshot(String),
}

/// By what an account was reached, other than the environment: whoever mends something there must reach it likewise.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Access {
    /// The profile.
    pub(crate) profile: Option<String>,
    /// The environment has keys, which the AWS CLI prefers to `AWS_PROFILE`.
    pub(crate) has_keys_besides: bool,
    /// What stands in for AWS.
    pub(crate) endpoint_url: Option<String>,
    /// The role that was taken on.
    pub(crate) role_arn: Option<String>,
}

/// The account itself, as far as an inquiry needs it.
pub(crate) fn read_aws(connection: &ConnectionArgs, inquiry: &Inquiry) -> Result<(Account, Origin), Failure> {
    Ok((live::read(connection, inquiry)?, Origin::Aws(connection.access())))
}

/// The account that a snapshot holds; `-` is standard input.
pub(crate) fn read_snapshot(path: &Path) -> Result<(Account, Origin), Failure> {
    let Document { name, text } = read_document(path, "snapshot").map_err(|it| it.help(HOW_TO_GET_ONE))?;
    match snapshot::read(&text) {
        Ok(account) => Ok((account, Origin::Snapshot(name))),
        Err(error @ SnapshotError::Malformed(_)) => Err(unusable(&name, &error).help(HOW_TO_GET_ONE)),
        Err(error) => Err(unusable(&name, &error)),
    }
}

/// A text and what to call where it came from.
pub(crate) struct Document {
    /// The file's name, or `standard input`.
    pub(crate) name: String,
    /// What is in it.
    pub(crate) text: String,
}

/// The text of a file; `-` is standard input.
pub(crate) fn read_document(path: &Path, what: &str) -> Result<Document, Failure> {
    let is_stdin = path.as_os_str() == "-";
    let name = if is_stdin { "standard input".to_owned() } else { path.display().to_string() };
    let text = if is_stdin { io::read_to_string(io::stdin()) } else { fs::read_to_string(path) };
    let text = text.with_context(|| format!("failed to read the {what} from {name}")).map_err(Failure::not_started)?;
    let text = text.strip_prefix(BYTE_ORDER_MARK).map(str::to_owned).unwrap_or(text);
    Ok(Document { name, text })
}

/// Writes an account as a snapshot.
pub(crate) fn write_snapshot(account: &Account, path: &Path) -> Result<(), Failure> {
    fs::write(path, snapshot::write(account))
        .with_context(|| format!("failed to write the snapshot to {}", path.display()))
        .map_err(Failure::not_started)
}

/// Windows puts it at the head of a text.
const BYTE_ORDER_MARK: char = '\u{feff}';
const HOW_TO_GET_ONE: &str = "`awslab snapshot -o FILE` takes a snapshot of an account";

fn unusable(name: &str, error: &SnapshotError) -> Failure {
    Failure::not_started(anyhow!("{name}: failed to {error}"))
}

/// What stands in for reading AWS in a build without the AWS SDK.
#[cfg(not(feature = "live"))]
mod live {
    use super::{Account, ConnectionArgs, Failure, Inquiry, anyhow};

    pub(super) fn read(_connection: &ConnectionArgs, _inquiry: &Inquiry) -> Result<Account, Failure> {
        Err(Failure::not_started(anyhow!("this awslab was built without the AWS SDK, and reads no live account"))
            .help("judge a snapshot with `awslab verify --from FILE`, or build with the feature `live` (the default)"))
    }
}
