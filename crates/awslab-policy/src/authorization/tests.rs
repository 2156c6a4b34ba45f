//! The data: whole, in order, and what AWS's documentation says.

use super::names;
use super::*;

const TEXT: &str = include_str!("../../data/authorization.txt");

/// What the head of the data says.
fn fact(name: &str) -> &'static str {
    let head = TEXT.lines().map_while(|line| line.strip_prefix(';'));
    let mut facts = head.filter_map(|line| line.trim_start().split_once(": "));
    facts.find(|(known, _fact)| *known == name).unwrap_or_else(|| panic!("the head says nothing of {name}")).1
}

fn the(name: &str) -> &'static Action {
    action(name).unwrap_or_else(|| panic!("{name} is not in the data"))
}

fn names_of(actions: &[&Action]) -> Vec<String> {
    actions.iter().map(ToString::to_string).collect()
}

#[test]
fn all_that_was_written_is_read() {
    let sum = |things: fn(&Service) -> usize| services().iter().map(things).sum::<usize>();
    for (name, count) in [
        ("services", services().len()),
        ("resource types", sum(|it| it.resource_types.len())),
        ("condition keys", sum(|it| it.condition_keys.len())),
        ("actions", sum(|it| it.actions.len())),
        ("actions on resources", sum(|it| it.actions.iter().filter(|it| it.is_scopable()).count())),
    ] {
        assert_eq!(count.to_string(), fact(name), "{name}");
        assert!(count > 0, "{name}");
    }
    assert_eq!(published(), fact("published"));
    published().parse::<jiff::civil::Date>().expect("it is a day");
}

#[test]
fn everything_is_found_by_its_name() {
    for known in services() {
        assert_eq!(service(&known.prefix.to_ascii_uppercase()).map(|it| it.prefix), Some(known.prefix));
        for known in &known.actions {
            assert_eq!(action(&known.to_string().to_ascii_lowercase()), Some(known), "{known}");
            assert_eq!(known.is_scopable(), known.resource_types().count() > 0, "{known}");
            known.condition_keys().for_each(drop);
        }
        for known_type in &known.resource_types {
            assert_eq!(
                known.resource_type(known_type.name),
                Some(known_type),
                "{} of {}",
                known_type.name,
                known.prefix
            );
        }
    }
    assert_eq!((action("s3:GetObjects"), action("GetObject"), action("s4:GetObject")), (None, None, None));
}

#[test]
fn everything_is_in_the_order_that_finding_relies_on() {
    let is_sorted = |names: Vec<&str>| names.is_sorted_by(|one, other| names::compare(one, other).is_lt());
    assert!(is_sorted(services().iter().map(|it| it.prefix).collect()));
    for known in services() {
        assert!(is_sorted(known.actions.iter().map(|it| it.name).collect()), "{}", known.prefix);
        assert!(is_sorted(known.resource_types.iter().map(|it| it.name).collect()), "{}", known.prefix);
    }
}

#[test]
fn every_arn_has_the_six_parts_that_policies_need() {
    let types = services().iter().flat_map(|service| service.resource_types.iter().map(move |it| (service, it)));
    for (service, resource_type) in types {
        assert!(!resource_type.arns.is_empty(), "{} of {}", resource_type.name, service.prefix);
        for arn in &resource_type.arns {
            assert!(crate::arn::Arn::parse(arn).is_some(), "{arn} of {}", service.prefix);
        }
    }
}

#[test]
fn patterns_take_in_what_they_do_in_a_policy() {
    let of_s3 = service("s3").expect("it is in the data").actions.len();
    for (pattern, count) in [
        ("s3:*", of_s3),
        ("S3:*", of_s3),
        ("s3:**", of_s3),
        ("*", fact("actions").parse().expect("it is a number")),
        ("*:*", fact("actions").parse().expect("it is a number")),
        ("s3:GetObject", 1),
        ("s3:getobject", 1),
        ("s3:GetObject ", 0),
        ("s3", 0),
        ("", 0),
        ("s*:GetObject", 0),
        ("unknown:*", 0),
        ("s3:NoSuchAction", 0),
    ] {
        assert_eq!(expand(pattern).len(), count, "{pattern}");
    }
    assert_eq!(names_of(&expand("s3:get?bject")), ["s3:GetObject"]);
    let versions = expand("s3:Get?bjectVersion*");
    assert!(names_of(&versions).contains(&"s3:GetObjectVersionTagging".to_owned()), "{versions:?}");
}

/// From the Service Authorization Reference, page by page.
#[test]
fn what_aws_documents() {
    use AccessLevel::{List, PermissionsManagement, Read, Tagging, Write};
    for (name, level, resource_type) in [
        ("s3:GetObject", Read, Some("object")),
        ("s3:PutObject", Write, Some("object")),
        ("s3:ListBucket", List, Some("bucket")),
        ("s3:ListAllMyBuckets", List, None),
        ("s3:PutBucketPolicy", PermissionsManagement, Some("bucket")),
        ("s3:PutObjectTagging", Tagging, Some("object")),
        ("iam:PassRole", Write, Some("role")),
        ("iam:AttachRolePolicy", PermissionsManagement, Some("role")),
        ("iam:CreatePolicyVersion", PermissionsManagement, Some("policy")),
        ("iam:CreateAccessKey", Write, Some("user")),
        ("iam:TagRole", Tagging, Some("role")),
        ("iam:GetAccountSummary", List, None),
        ("ec2:DescribeInstances", List, None),
        ("ec2:CreateTags", Tagging, Some("instance")),
        ("ec2:RunInstances", Write, Some("image")),
        ("kms:Decrypt", Write, Some("key")),
        ("kms:PutKeyPolicy", PermissionsManagement, Some("key")),
        ("sts:AssumeRole", Write, Some("role")),
        ("sts:GetCallerIdentity", Read, None),
        ("dynamodb:Query", Read, Some("table")),
        ("lambda:InvokeFunction", Write, Some("function")),
        ("logs:PutLogEvents", Write, Some("log-stream")),
    ] {
        let action = the(name);
        assert_eq!(action.level, level, "{name}");
        let types: Vec<&str> = action.resource_types().map(|it| it.name).collect();
        match resource_type {
            Some(expected) => assert!(types.contains(&expected), "{name}: {types:?}"),
            None => assert!(!action.is_scopable(), "{name}: {types:?}"),
        }
    }
}

#[test]
fn what_launching_an_instance_takes() {
    let action = the("ec2:RunInstances");
    let required: Vec<&str> = action.required_resource_types().map(|it| it.name).collect();
    assert!(required.contains(&"image") && required.contains(&"subnet"), "{required:?}");
    assert!(!required.contains(&"key-pair") && action.resource_types().any(|it| it.name == "key-pair"));
    let keys: Vec<&str> = action.condition_keys().collect();
    assert!(keys.is_sorted() && keys.contains(&"ec2:InstanceType") && keys.contains(&"aws:RequestTag/${TagKey}"));
}

#[test]
fn resource_types_and_condition_keys_are_described() {
    let s3 = service("s3").expect("it is in the data");
    let object = s3.resource_type("object").expect("it is a resource type");
    assert_eq!(object.arns, ["arn:${Partition}:s3:::${BucketName}/${ObjectName}"]);
    let several = service("apigateway").expect("it is in the data").resource_type("Stage").expect("it is one");
    assert_eq!(several.arns.len(), 2, "{several:?}");
    for (prefix, key, value_type, is_multivalued) in [
        ("s3", "s3:prefix", ValueType::String, false),
        ("s3", "aws:TagKeys", ValueType::String, true),
        ("s3", "s3:max-keys", ValueType::Numeric, false),
        ("iam", "iam:PolicyARN", ValueType::Arn, false),
        ("dynamodb", "dynamodb:LeadingKeys", ValueType::String, true),
    ] {
        let keys = &service(prefix).expect("it is in the data").condition_keys;
        let found = keys.iter().find(|it| it.name == key).unwrap_or_else(|| panic!("{key} is not in the data"));
        assert_eq!((found.value_type, found.is_multivalued), (value_type, is_multivalued), "{key}");
    }
}

#[test]
fn the_services_that_resource_control_policies_protect() {
    for (prefix, has_rcps) in [("s3", true), ("sts", true), ("kms", true), ("iam", false), ("ec2", false)] {
        assert_eq!(service(prefix).map(|it| it.has_rcps), Some(has_rcps), "{prefix}");
    }
}
