//! The text of the data, read into services. Its head says how it is written.

use super::{AccessLevel, Action, ConditionKey, ResourceType, Service, ValueType};

/// Only ever reads what is in the repository, so that it need not say what is wrong with it: a test would.
pub(super) fn read(text: &'static str) -> Vec<Service> {
    let mut services: Vec<Service> = Vec::new();
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with(';')) {
        if let Some(line) = line.strip_prefix("# ") {
            services.push(service(line));
            continue;
        }
        let service = services.last_mut().expect("a service comes before what it has");
        match line.split_at_checked(2) {
            Some(("@ ", line)) => service.resource_types.push(resource_type(line)),
            Some(("% ", line)) => service.condition_keys.push(condition_key(line)),
            _ => service.actions.push(action(line, service.prefix)),
        }
    }
    services
}

/// What stands between commas.
pub(super) fn list(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.split(',').filter(|it| !it.is_empty())
}

fn service(line: &'static str) -> Service {
    let [prefix, name, rcps] = fields(line);
    let has_rcps = rcps == "rcp";
    Service { prefix, name, has_rcps, resource_types: Vec::new(), condition_keys: Vec::new(), actions: Vec::new() }
}

fn resource_type(line: &'static str) -> ResourceType {
    let [name, arns, condition_keys] = fields(line);
    ResourceType { name, arns: list(arns).collect(), condition_keys: list(condition_keys).collect() }
}

fn condition_key(line: &'static str) -> ConditionKey {
    let [name, value_type] = fields(line);
    let of_several = value_type.strip_prefix("ArrayOf");
    let value_type = match of_several.unwrap_or(value_type) {
        "ARN" => ValueType::Arn,
        "Bool" => ValueType::Bool,
        "Date" => ValueType::Date,
        "IPAddress" => ValueType::IpAddress,
        "Numeric" => ValueType::Numeric,
        "String" => ValueType::String,
        other => panic!("{other} is a type of condition keys that awslab does not know yet"),
    };
    ConditionKey { name, value_type, is_multivalued: of_several.is_some() }
}

fn action(line: &'static str, service: &'static str) -> Action {
    let [name, level, resource_types, condition_keys] = fields(line);
    let level = match level {
        "L" => AccessLevel::List,
        "R" => AccessLevel::Read,
        "W" => AccessLevel::Write,
        "T" => AccessLevel::Tagging,
        "P" => AccessLevel::PermissionsManagement,
        other => panic!("{other} is no letter of an access level"),
    };
    Action { service, name, level, resource_types, condition_keys }
}

/// What stands between tabs; empty where a line has ended.
fn fields<const COUNT: usize>(line: &'static str) -> [&'static str; COUNT] {
    let mut fields = line.split('\t');
    std::array::from_fn(|_| fields.next().unwrap_or_default())
}
