//! Answers about one table, key, parameter group, topic or queue: they name it themselves, or a member for its name can be added.

use serde::de::DeserializeOwned;
use serde_json::{Error, Map, Value};

use super::{Document, ImportError, malformed};
use crate::fetched::Fetched;
use crate::model::Region;
use crate::model::dynamodb::{ItemCount, Table, TableDescription};
use crate::model::kms::{Key, KeyGrant, KeyMetadata, KeyRotationStatus};
use crate::model::rds::Parameter;
use crate::model::sns::Topic;
use crate::model::sqs::Queue;
use crate::plan::ParameterGroup;

const CLUSTER_PARAMETER_GROUP: &str = "DBClusterParameterGroupName";
const KEY: &str = "KeyId";
const PARAMETER_GROUP: &str = "DBParameterGroupName";
const TABLE: &str = "TableName";

/// Reads a member of a document into its place; false when it is none of these.
pub(super) fn take(
    region: &mut Region,
    document: &Document,
    members: &Map<String, Value>,
    member: &str,
) -> Result<bool, ImportError> {
    let value = &members[member];
    let named = |subject: &'static str| {
        let nameless = || ImportError::Nameless { name: document.name.clone(), member: member.to_owned(), subject };
        members.get(subject).and_then(Value::as_str).ok_or_else(nameless)
    };
    let error = |error| malformed(document, error);
    match member {
        "TableNames" => read::<Vec<String>>(value).map_err(error)?.iter().for_each(|name| _ = table(region, name)),
        "Table" => {
            let name = value.get(TABLE).and_then(Value::as_str).unwrap_or_default();
            table(region, name).description = known::<TableDescription>(value).map_err(error)?;
        }
        "ContinuousBackupsDescription" => {
            table(region, named(TABLE)?).continuous_backups = known(value).map_err(error)?;
        }
        "TimeToLiveDescription" => table(region, named(TABLE)?).time_to_live = known(value).map_err(error)?,
        "Count" if members.contains_key("ScannedCount") => {
            let count: u32 = read(value).map_err(error)?;
            let is_truncated = members.get("NextToken").or(members.get("LastEvaluatedKey")).is_some();
            let counted = ItemCount { count, limit: count.saturating_add(1), is_truncated };
            table(region, named(TABLE)?).item_count = Fetched::Known(counted);
        }
        "Policy" if members.contains_key(TABLE) => {
            table(region, named(TABLE)?).resource_policy = known(value).map_err(error)?;
        }
        "Policy" if members.contains_key(KEY) || members.contains_key("PolicyName") => {
            key(region, named(KEY)?).policy = known(value).map_err(error)?;
        }
        "KeyMetadata" => {
            let metadata: KeyMetadata = read(value).map_err(error)?;
            let key = key(region, &metadata.key_id);
            key.key_arn.clone_from(&metadata.arn);
            key.metadata = Fetched::Known(metadata);
        }
        "KeyRotationEnabled" => {
            let status: KeyRotationStatus = read(&Value::Object(members.clone())).map_err(error)?;
            key(region, named(KEY)?).rotation_status = Fetched::Known(status);
        }
        "Grants" if members.contains_key(KEY) || is_list_with(value, KEY) => grants(region, members).map_err(error)?,
        "Keys" if is_list_with(value, KEY) => {
            for listed in read::<Vec<Key>>(value).map_err(error)? {
                key(region, &listed.key_id).key_arn = listed.key_arn;
            }
        }
        "Attributes" if value.get("TopicArn").is_some() => {
            let arn = value["TopicArn"].as_str().unwrap_or_default();
            topic(region, arn).attributes = known(value).map_err(error)?;
        }
        "Attributes" if value.get("QueueArn").is_some() => {
            let arn = value["QueueArn"].as_str().unwrap_or_default();
            queue(region, arn).attributes = known(value).map_err(error)?;
        }
        "Topics" => {
            read::<Vec<Topic>>(value).map_err(error)?.iter().for_each(|it| _ = topic(region, &it.topic_arn));
        }
        "Parameters" if is_list_with(value, "ParameterName") => {
            let parameters: Vec<Parameter> = read(value).map_err(error)?;
            let group = match members.get(CLUSTER_PARAMETER_GROUP).and_then(Value::as_str) {
                Some(name) => ParameterGroup::OfClusters(name.to_owned()),
                None => ParameterGroup::OfInstances(named(PARAMETER_GROUP)?.to_owned()),
            };
            let read = region.rds.parameters_mut(group).get_or_insert_default();
            read.extend(parameters.into_iter().filter(Parameter::is_read)); // pages may be documents of their own
        }
        "QueueUrls" => read::<Vec<String>>(value).map_err(error)?.iter().for_each(|url| _ = queue(region, url)),
        _ => return Ok(false),
    }
    Ok(true)
}

/// Each grant names its key; where there is none, the document has to.
fn grants(region: &mut Region, members: &Map<String, Value>) -> Result<(), Error> {
    if let Some(id) = members.get(KEY).and_then(Value::as_str) {
        key(region, id).grants.get_or_insert_default();
    }
    for item in read::<Vec<Value>>(&members["Grants"])? {
        let id = item.get(KEY).or(members.get(KEY)).and_then(Value::as_str).unwrap_or_default().to_owned();
        key(region, &id).grants.get_or_insert_default().push(read::<KeyGrant>(&item)?);
    }
    Ok(())
}

fn table<'a>(region: &'a mut Region, name: &str) -> &'a mut Table {
    let named = Table { table_name: name.to_owned(), ..Table::default() };
    upsert(&mut region.dynamodb.tables, |it| it.table_name == name, named)
}

/// A key by its id or its ARN.
fn key<'a>(region: &'a mut Region, id: &str) -> &'a mut Key {
    let id = id.rsplit('/').next().expect("a split has at least one part");
    upsert(&mut region.kms.key_list, |it| it.key_id == id, Key { key_id: id.to_owned(), ..Key::default() })
}

fn topic<'a>(region: &'a mut Region, arn: &str) -> &'a mut Topic {
    let named = Topic { topic_arn: arn.to_owned(), ..Topic::default() };
    upsert(&mut region.sns.topics, |it| it.topic_arn == arn, named)
}

/// A queue by its address or its ARN, which both end with its name.
fn queue<'a>(region: &'a mut Region, named: &str) -> &'a mut Queue {
    let name = |text: &str| text.rsplit(['/', ':']).next().expect("a split has at least one part").to_owned();
    let queue = upsert(&mut region.sqs.queues, |it| name(&it.queue_url) == name(named), Queue::default());
    if named.contains('/') || queue.queue_url.is_empty() {
        named.clone_into(&mut queue.queue_url);
    }
    queue
}

/// The one that is meant, which is added where it is not there yet.
fn upsert<T>(list: &mut Fetched<Vec<T>>, is_it: impl Fn(&T) -> bool, new: T) -> &mut T {
    let list = list.get_or_insert_default();
    let at = list.iter().position(is_it).unwrap_or_else(|| {
        list.push(new);
        list.len() - 1
    });
    &mut list[at]
}

fn is_list_with(value: &Value, member: &str) -> bool {
    value.as_array().is_some_and(|items| items.iter().any(|item| item.get(member).is_some()))
}

fn known<T: DeserializeOwned>(value: &Value) -> Result<Fetched<T>, Error> {
    read(value).map(Fetched::Known)
}

/// From the text: a policy is kept to the letter, which a value cannot hand on.
fn read<T: DeserializeOwned>(value: &Value) -> Result<T, Error> {
    serde_json::from_str(&value.to_string())
}
