//! The service authorization data as the repository has it: one line for each thing, so that a diff says what is new.
//!
//! `awslab_policy::authorization` reads it. What it counts is in the head, for a test to compare.

use std::collections::BTreeSet;

use super::source::{Action, ActionResource, ResourceType, Service, Source};
use crate::npm::Package;

const HEAD: &str = "\
; What can be done in AWS: services, resource types, condition keys, actions. Written by `cargo xtask data`.
;
; Fields are parted by tabs, lists by commas:
; # service, name, whether resource control policies protect its resources
; @ resource type, forms of its ARN, condition keys
; % condition key, type of its value
; action, access level, resource types (those that it always needs with a star), further condition keys
; The access levels are (L)ist, (R)ead, (W)rite, (T)agging and (P)ermissions management.
;
";

/// The whole file.
pub(crate) fn write(source: &Source, package: &Package) -> String {
    let services = &source.services;
    let count = |things: fn(&Service) -> usize| services.iter().map(things).sum::<usize>();
    let facts = [
        ("source", format!("npm {} {}", package.name, package.version)),
        ("licence", "MIT, see LICENSE-iam-data".to_owned()),
        ("published", source.published.clone()),
        ("services", services.len().to_string()),
        ("resource types", count(|it| it.resource_types.len()).to_string()),
        ("condition keys", count(|it| it.condition_keys.len()).to_string()),
        ("actions", count(|it| it.actions.len()).to_string()),
        ("actions on resources", count(scopable).to_string()),
    ];
    let facts = facts.iter().map(|(name, value)| format!("; {name}: {value}\n"));
    HEAD.lines().map(|line| format!("{line}\n")).chain(facts).chain(services.iter().map(service)).collect()
}

fn scopable(service: &Service) -> usize {
    service.actions.iter().filter(|action| !action.resource_types.is_empty()).count()
}

fn service(service: &Service) -> String {
    let rcps = if service.has_rcps { "rcp" } else { "" };
    let head = line(&[&format!("# {}", service.prefix), &service.name, rcps]);
    let types = service.resource_types.iter().map(resource_type);
    let keys = service.condition_keys.iter().map(|it| line(&[&format!("% {}", it.name), &it.value_type]));
    let actions = service.actions.iter().map(|it| action(it, &service.resource_types));
    ["\n".to_owned(), head].into_iter().chain(types).chain(keys).chain(actions).collect()
}

fn resource_type(it: &ResourceType) -> String {
    let arns: Vec<&str> = it.arn.split(',').map(str::trim).collect();
    line(&[&format!("@ {}", it.name), &arns.join(","), &list(&it.condition_keys)])
}

/// A condition key that one of the action's resource types has is not said again.
fn action(action: &Action, resource_types: &[ResourceType]) -> String {
    let of_action = |it: &&ResourceType| action.resource_types.iter().any(|named| named.name == it.name);
    let said: BTreeSet<&String> = resource_types.iter().filter(of_action).flat_map(|it| &it.condition_keys).collect();
    let own = action.resource_types.iter().flat_map(|it| &it.condition_keys).chain(&action.condition_keys);
    let further: BTreeSet<String> = own.filter(|key| !said.contains(key)).cloned().collect();
    line(&[&action.name, level(&action.access_level), &types(&action.resource_types), &list(&further)])
}

/// AWS calls what tags or manages permissions writing too; the telling word is kept.
fn level(of_action: &str) -> &'static str {
    const LEVELS: [(&str, &str); 4] =
        [("Permissions management", "P"), ("Tagging", "T"), ("Write", "W"), ("Read", "R")];
    LEVELS.iter().find(|(name, _letter)| of_action.contains(name)).map_or("L", |(_name, letter)| letter)
}

/// Those that are always needed first.
fn types(of_action: &[ActionResource]) -> String {
    let mut types: Vec<(bool, &str)> = of_action.iter().map(|it| (!it.required, it.name.as_str())).collect();
    types.sort_unstable();
    let spell = |(optional, name): &(bool, &str)| if *optional { (*name).to_owned() } else { format!("{name}*") };
    types.iter().map(spell).collect::<Vec<_>>().join(",")
}

fn list(keys: &BTreeSet<String>) -> String {
    keys.iter().map(String::as_str).collect::<Vec<_>>().join(",")
}

fn line(fields: &[&str]) -> String {
    format!("{}\n", fields.join("\t").trim_end_matches('\t'))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn every_thing_has_a_line() {
        let files = BTreeMap::from(
            [
                ("package.json", r#"{"updatedAt": "2026-09-26T04:46:59.905Z"}"#),
                ("LICENSE.txt", "MIT License"),
                ("data/serviceNames.json", r#"{"s3": "Amazon S3"}"#),
                ("data/rcpSupportedServices.json", r#"["s3"]"#),
                (
                    "data/resourceTypes/s3.json",
                    r#"{"bucket": {"key": "bucket", "arn": "arn:a, arn:b", "conditionKeys": ["s3:Tag"]},
                        "object": {"key": "object", "arn": "arn:c"}}"#,
                ),
                ("data/conditionKeys/s3.json", r#"{"s3:tag": {"key": "s3:Tag", "type": "String"}}"#),
                (
                    "data/actions/s3.json",
                    r#"{"tag": {"name": "Tag", "accessLevel": "Tagging, Write", "conditionKeys": ["s3:Tag", "s3:Own"],
                        "resourceTypes": [{"name": "bucket", "required": false, "conditionKeys": ["s3:More"]},
                            {"name": "object", "required": true, "conditionKeys": []}]},
                        "list": {"name": "List", "accessLevel": "List", "conditionKeys": [], "resourceTypes": []}}"#,
                ),
            ]
            .map(|(path, text)| (path.to_owned(), text.as_bytes().to_owned())),
        );
        let source = Source::read(&files).expect("nothing is missing");
        let package = Package { name: "data", version: "1", integrity: "" };
        let text = write(&source, &package);
        let facts = "\
; source: npm data 1
; licence: MIT, see LICENSE-iam-data
; published: 2026-09-26
; services: 1
; resource types: 2
; condition keys: 1
; actions: 2
; actions on resources: 1

# s3\tAmazon S3\trcp
@ bucket\tarn:a,arn:b\ts3:Tag
@ object\tarn:c
% s3:Tag\tString
List\tL
Tag\tT\tobject*,bucket\ts3:More,s3:Own
";
        assert_eq!(text, format!("{HEAD}{facts}"));
    }

    #[test]
    fn the_telling_access_level_is_kept() {
        for (of_action, letter) in [
            ("Permissions management, Write", "P"),
            ("Tagging, Write", "T"),
            ("Write", "W"),
            ("Read", "R"),
            ("List", "L"),
        ] {
            assert_eq!(level(of_action), letter, "{of_action}");
        }
    }
}
