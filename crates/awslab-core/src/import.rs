//! Reading the outputs of the AWS CLI, one document each, as an account.
//!
//! A document is what `aws ec2 describe-vpcs` and its like print. What it is shows in its members, not in the name of its
//! file. Folders say where it was asked: `<region>/`, or `accounts/<account>/<region>/` where there are several accounts.

mod attach;
mod lists;
mod one_resource;
mod stacks;

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::arn::Arn;
use crate::model::{Account, Caller, OtherAccount, Region};
use attach::Loose;

/// One output of the AWS CLI.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The file, to name it in errors.
    pub name: String,
    /// Of which account, where the folder says so.
    pub account: Option<String>,
    /// In which Region, where the folder says so.
    pub region: Option<String>,
    /// JSON.
    pub text: String,
}

impl Document {
    /// A document by its path below the folder that is read.
    pub fn at(path: &str, text: impl Into<String>) -> Self {
        let folders: Vec<&str> = path.split(['/', '\\']).rev().skip(1).collect();
        let (region, account) = match folders[..] {
            [region, account, "accounts", ..] => (Some(region), Some(account)),
            [account, "accounts", ..] => (None, Some(account)),
            [region, ..] if is_region(region) => (Some(region), None),
            _ => (None, None),
        };
        let (account, region) = (account.map(str::to_owned), region.map(str::to_owned));
        Self { name: path.to_owned(), account, region, text: text.into() }
    }
}

/// What was read, and what was not.
#[derive(Debug, Clone, PartialEq)]
pub struct Import {
    /// The account.
    pub account: Account,
    /// Documents in which there was nothing that awslab reads.
    pub ignored: Vec<String>,
}

/// Why documents are no account.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// Not JSON, or JSON of another shape than the AWS CLI prints.
    #[error("read {name} as an output of the AWS CLI: {error}")]
    Malformed {
        /// The document.
        name: String,
        /// What is wrong.
        error: serde_json::Error,
    },
    /// An answer that does not name what it is about.
    #[error("read {name}: `{member}` does not say what it is about; add a member `{subject}` with its id")]
    Nameless {
        /// The document.
        name: String,
        /// The answer.
        member: String,
        /// What it lacks.
        subject: &'static str,
    },
    /// No folder and no resource names a Region.
    #[error("tell which Region the documents are of: put them in a folder of its name, or name it")]
    NoRegion,
    /// Not one document with anything to read.
    #[error("find an output of the AWS CLI among {0} documents")]
    Nothing(usize),
}

/// The account that the documents describe. Where nothing says which Region a document is of, it is of `region`, or else
/// of that of the subnets beside it.
pub fn read(documents: &[Document], region: Option<&str>, taken_at: Timestamp) -> Result<Import, ImportError> {
    let mut places: BTreeMap<(Option<&str>, Option<&str>), Place> = BTreeMap::new();
    let mut ignored = Vec::new();
    for document in documents {
        let place = places.entry((document.account.as_deref(), document.region.as_deref().or(region))).or_default();
        let members: Map<String, Value> =
            serde_json::from_str(&document.text).map_err(|error| malformed(document, error))?;
        if !place.take(document, &members)? {
            ignored.push(document.name.clone());
        }
    }
    let mut accounts: BTreeMap<String, OtherAccount> = BTreeMap::new();
    for ((account, region), place) in places {
        let contents = place.finish();
        if contents == Region::default() {
            continue;
        }
        let account = account.map(str::to_owned).or_else(|| owner(&contents)).unwrap_or_else(|| NOBODY.to_owned());
        let region = region.map(str::to_owned).or_else(|| region_of_subnets(&contents)).ok_or(ImportError::NoRegion)?;
        accounts.entry(account).or_default().regions.insert(region, contents);
    }
    match accounts.pop_first() {
        Some(first) => Ok(Import { account: assemble(first, accounts, taken_at), ignored }),
        None => Err(ImportError::Nothing(documents.len())),
    }
}

/// Where no document names an owner.
const NOBODY: &str = "000000000000";

/// What one Region of one account is read from.
#[derive(Default)]
struct Place {
    region: Region,
    loose: Vec<Loose>,
}

impl Place {
    /// Reads one document; false when there is nothing in it to read.
    fn take(&mut self, document: &Document, members: &Map<String, Value>) -> Result<bool, ImportError> {
        let mut is_read = false;
        let subjects = attach::Subjects::of(members);
        for (member, value) in members {
            if one_resource::take(&mut self.region, document, members, member)? {
                is_read = true;
            } else if let Some(loose) = subjects.loose(document, member, value)? {
                self.loose.push(loose);
                is_read = true;
            } else {
                let read = lists::take(&mut self.region, &mut self.loose, member, value.clone());
                is_read |= read.map_err(|error| malformed(document, error))?;
            }
        }
        Ok(is_read)
    }

    fn finish(mut self) -> Region {
        self.loose.sort_by_key(Loose::depth);
        for loose in self.loose {
            loose.attach(&mut self.region);
        }
        stacks::hide_secrets(&mut self.region);
        self.region
    }
}

/// The first account is the one; the others are its neighbours.
fn assemble(
    (id, first): (String, OtherAccount),
    others: BTreeMap<String, OtherAccount>,
    taken_at: Timestamp,
) -> Account {
    let region = first.regions.keys().next().expect("an account is made with a Region").clone();
    let arn: Arn = format!("arn:{}:iam::{id}:root", partition(&region)).parse().expect("an ARN of an account id");
    let caller = Caller { account: id.clone(), arn, user_id: id };
    let mut account = Account::new(caller, &region, taken_at);
    account.regions = first.regions;
    account.other_accounts = others;
    account
}

fn malformed(document: &Document, error: serde_json::Error) -> ImportError {
    ImportError::Malformed { name: document.name.clone(), error }
}

/// The account that owns most of what is there, by its VPCs.
fn owner(region: &Region) -> Option<String> {
    let owners: Vec<&String> = region.ec2.vpcs.as_known()?.iter().filter_map(|it| it.owner_id.as_ref()).collect();
    let names: BTreeSet<&&String> = owners.iter().collect();
    let most = names.into_iter().max_by_key(|name| owners.iter().filter(|it| it == name).count());
    most.map(|name| (*name).clone())
}

fn region_of_subnets(region: &Region) -> Option<String> {
    let zone = region.ec2.subnets.as_known()?.iter().find_map(|it| it.availability_zone.as_deref())?;
    Some(zone.trim_end_matches(|it: char| it.is_ascii_lowercase()).to_owned())
}

fn is_region(folder: &str) -> bool {
    let parts: Vec<&str> = folder.split('-').collect();
    let number = parts.last().expect("a split has at least one part");
    parts.len() >= 3 && !number.is_empty() && number.chars().all(|it| it.is_ascii_digit())
}

fn partition(region: &str) -> &'static str {
    match region {
        _ if region.starts_with("cn-") => "aws-cn",
        _ if region.starts_with("us-gov-") => "aws-us-gov",
        _ => "aws",
    }
}

#[cfg(test)]
mod tests;
