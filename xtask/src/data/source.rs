//! The service authorization data as the npm package has it: a file of JSON for each service and kind of thing.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use serde::Deserialize;
use serde::de::DeserializeOwned;

type Files = BTreeMap<String, Vec<u8>>;

/// All that is taken from the package, in the order of the alphabet.
pub(crate) struct Source {
    /// The day on which it was read from AWS, such as `2026-09-26`.
    pub(crate) published: String,
    pub(crate) licence: String,
    pub(crate) services: Vec<Service>,
}

pub(crate) struct Service {
    pub(crate) prefix: String,
    pub(crate) name: String,
    /// Whether resource control policies protect its resources.
    pub(crate) has_rcps: bool,
    pub(crate) resource_types: Vec<ResourceType>,
    pub(crate) condition_keys: Vec<ConditionKey>,
    pub(crate) actions: Vec<Action>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Action {
    pub(crate) name: String,
    /// Such as `Read`, or `Tagging, Write`.
    pub(crate) access_level: String,
    pub(crate) resource_types: Vec<ActionResource>,
    pub(crate) condition_keys: BTreeSet<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ActionResource {
    pub(crate) name: String,
    pub(crate) required: bool,
    pub(crate) condition_keys: BTreeSet<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ResourceType {
    #[serde(rename = "key")]
    pub(crate) name: String,
    /// One form, or several that are parted by commas.
    pub(crate) arn: String,
    #[serde(default)]
    pub(crate) condition_keys: BTreeSet<String>,
}

#[derive(Deserialize)]
pub(crate) struct ConditionKey {
    #[serde(rename = "key")]
    pub(crate) name: String,
    #[serde(rename = "type")]
    pub(crate) value_type: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Manifest {
    updated_at: String,
}

impl Source {
    pub(crate) fn read(files: &Files) -> Result<Self> {
        let manifest: Manifest = json(files, "package.json")?;
        let published = manifest.updated_at.split('T').next().expect("a split has a first part").to_owned();
        let licence = String::from_utf8(file(files, "LICENSE.txt")?.to_owned())?;
        let names: BTreeMap<String, String> = json(files, "data/serviceNames.json")?;
        let with_rcps: BTreeSet<String> = json(files, "data/rcpSupportedServices.json")?;
        let service = |(prefix, name): (String, String)| {
            Ok(Service {
                has_rcps: with_rcps.contains(&prefix),
                resource_types: all(files, "resourceTypes", &prefix)?,
                condition_keys: all(files, "conditionKeys", &prefix)?,
                actions: all(files, "actions", &prefix)?,
                prefix,
                name,
            })
        };
        let services = names.into_iter().map(service).collect::<Result<_>>()?;
        Ok(Self { published, licence, services })
    }
}

/// The things of one kind of a service. The package finds them by their names in lower case, which is the order to keep.
fn all<T: DeserializeOwned>(files: &Files, kind: &str, prefix: &str) -> Result<Vec<T>> {
    let things: BTreeMap<String, T> = json(files, &format!("data/{kind}/{prefix}.json"))?;
    Ok(things.into_values().collect())
}

fn json<T: DeserializeOwned>(files: &Files, path: &str) -> Result<T> {
    serde_json::from_slice(file(files, path)?).with_context(|| format!("read {path}"))
}

fn file<'a>(files: &'a Files, path: &str) -> Result<&'a [u8]> {
    files.get(path).map(Vec::as_slice).with_context(|| format!("find {path}"))
}
