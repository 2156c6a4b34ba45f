//! The resources of a template that keep data, whether it says that they are encrypted, and what becomes of the data.

use super::term::Term;
use crate::model::Encryption::{self, Declared, Missing, Undecided};

/// A type of resource that keeps data.
pub(super) struct Storage {
    /// Such as `AWS::S3::Bucket`.
    pub(super) resource_type: &'static str,
    /// Whether its properties say that it is encrypted, and by what.
    encryption: fn(&Term) -> (Encryption, String),
    /// What is in it is lost with it.
    pub(super) is_stateful: bool,
}

const fn keeps(resource_type: &'static str, encryption: fn(&Term) -> (Encryption, String)) -> Storage {
    Storage { resource_type, encryption, is_stateful: true }
}

const fn passes_on(resource_type: &'static str, encryption: fn(&Term) -> (Encryption, String)) -> Storage {
    Storage { resource_type, encryption, is_stateful: false }
}

/// Each with the property by which its page has it encrypted:
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html>
const STORAGE: &[Storage] = &[
    keeps("AWS::DocDB::DBCluster", |it| restored(it, &["SnapshotIdentifier"], &["StorageEncrypted"])),
    keeps("AWS::DynamoDB::GlobalTable", |it| flag(it, &["SSESpecification", "SSEEnabled"])),
    keeps("AWS::DynamoDB::Table", |it| flag(it, &["SSESpecification", "SSEEnabled"])),
    keeps("AWS::EC2::Volume", |it| restored(it, &["SnapshotId"], &["Encrypted"])),
    passes_on("AWS::EC2::Instance", |it| devices(it.get("BlockDeviceMappings"))),
    passes_on("AWS::EC2::LaunchTemplate", |it| devices(it.at(&["LaunchTemplateData", "BlockDeviceMappings"]))),
    keeps("AWS::EFS::FileSystem", |it| flag(it, &["Encrypted"])),
    passes_on("AWS::Kinesis::Stream", |it| named(it, &["StreamEncryption", "EncryptionType"])),
    keeps("AWS::Neptune::DBCluster", |it| restored(it, &["SnapshotIdentifier"], &["StorageEncrypted"])),
    keeps("AWS::OpenSearchService::Domain", |it| flag(it, &["EncryptionAtRestOptions", "Enabled"])),
    keeps("AWS::RDS::DBCluster", |it| {
        restored(it, &["SnapshotIdentifier", "SourceDBClusterIdentifier"], &["StorageEncrypted"])
    }),
    keeps("AWS::RDS::DBInstance", |it| {
        restored(it, &["DBSnapshotIdentifier", "SourceDBInstanceIdentifier"], &["StorageEncrypted"])
    }),
    keeps("AWS::Redshift::Cluster", |it| flag(it, &["Encrypted"])),
    keeps("AWS::S3::Bucket", bucket),
    passes_on("AWS::SNS::Topic", |it| named(it, &["KmsMasterKeyId"])),
    passes_on("AWS::SQS::Queue", |it| either(flag(it, &["SqsManagedSseEnabled"]), named(it, &["KmsMasterKeyId"]))),
];

impl Storage {
    /// The type of a resource; `None` where it keeps no data of its own.
    pub(super) fn of(resource_type: &str, properties: &Term) -> Option<&'static Self> {
        // The data of an instance of a cluster is the cluster's; a server without volumes of its own declares none.
        let is_of_cluster = properties.get("DBClusterIdentifier").is_some();
        let declares_none = |it: &&Self| !it.is_stateful && (it.encryption)(properties).1.is_empty();
        STORAGE.iter().find(|it| it.resource_type == resource_type && !is_of_cluster && !declares_none(it))
    }

    /// Whether the resource is said to be encrypted, and by what.
    pub(super) fn encryption(&self, properties: &Term) -> (Encryption, String) {
        (self.encryption)(properties)
    }

    /// What AWS does with it where the template does not say.
    /// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html>
    pub(super) fn default_deletion_policy(&self) -> &'static str {
        match self.resource_type {
            "AWS::RDS::DBCluster" | "AWS::RDS::DBInstance" => "Snapshot",
            _ => "Delete",
        }
    }
}

/// A property that must be `true`.
fn flag(properties: &Term, path: &[&str]) -> (Encryption, String) {
    let name = path.join(".");
    match properties.at(path) {
        None => (Missing, format!("without {name}")),
        Some(value) => match value.truth() {
            Some(true) => (Declared, format!("{name}: true")),
            Some(false) => (Missing, format!("{name}: false")),
            None => (Undecided, format!("{name} cannot be told")),
        },
    }
}

/// A property that must have a value.
fn named(properties: &Term, path: &[&str]) -> (Encryption, String) {
    let name = path.join(".");
    match properties.at(path) {
        Some(Term::Unknown(_)) => (Undecided, format!("{name} cannot be told")),
        Some(value) => match value.text().filter(|it| !it.is_empty()) {
            Some(text) => (Declared, format!("{name}: {text}")),
            None => (Missing, format!("{name} is empty")),
        },
        None => (Missing, format!("without {name}")),
    }
}

/// What is made of a snapshot, or of another database, is as encrypted as that is.
fn restored(properties: &Term, origins: &[&str], path: &[&str]) -> (Encryption, String) {
    let declared = flag(properties, path);
    let origin = origins.iter().find(|it| properties.get(it).is_some());
    match origin {
        Some(origin) if declared.0 != Declared => (Undecided, format!("as what {origin} names is")),
        _ => declared,
    }
}

fn either(one: (Encryption, String), other: (Encryption, String)) -> (Encryption, String) {
    match (one.0, other.0) {
        (Declared, _) | (Undecided, Missing) => one,
        (_, Declared | Undecided) => other,
        (Missing, Missing) => (Missing, format!("{}, {}", one.1, other.1)),
    }
}

fn bucket(properties: &Term) -> (Encryption, String) {
    const RULES: &[&str] = &["BucketEncryption", "ServerSideEncryptionConfiguration"];
    let Some(rules) = properties.at(RULES) else { return (Missing, "without BucketEncryption".to_owned()) };
    if let Term::Unknown(_) = rules {
        return (Undecided, "BucketEncryption cannot be told".to_owned());
    }
    let rules = rules.items().iter().map(|it| named(it, &["ServerSideEncryptionByDefault", "SSEAlgorithm"]));
    rules.reduce(either).unwrap_or_else(|| (Missing, "BucketEncryption has no rule".to_owned()))
}

/// Every volume that is declared must be. Nothing is said of those that come with the image.
fn devices(mappings: Option<&Term>) -> (Encryption, String) {
    let volumes = mappings.into_iter().flat_map(Term::items).filter_map(|it| it.get("Ebs"));
    let said: Vec<_> = volumes.map(|it| restored(it, &["SnapshotId"], &["Encrypted"])).collect();
    let worst = [Missing, Undecided, Declared].into_iter().find_map(|kind| said.iter().find(|it| it.0 == kind));
    worst.map_or((Declared, String::new()), |(kind, said)| (*kind, format!("Ebs {said}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::document;
    use crate::template::fill::{Filler, Given};

    fn encryption(resource_type: &str, properties: &str) -> Option<Encryption> {
        let text = format!("Parameters: {{P: {{Type: String, NoEcho: true}}}}\nProperties: {properties}");
        let template = document::parse(&text).expect("it is a template");
        let given = Given::default();
        let properties = Filler::new(&template, &given).fill_or_null(&template["Properties"]).expect("it is short");
        Storage::of(resource_type, &properties).map(|it| it.encryption(&properties).0)
    }

    #[test]
    fn each_type_has_a_property_of_its_own() {
        for (resource_type, declared, missing) in [
            (
                "AWS::S3::Bucket",
                "{BucketEncryption: {ServerSideEncryptionConfiguration: [{ServerSideEncryptionByDefault: {SSEAlgorithm: AES256}}]}}",
                "{BucketName: b}",
            ),
            ("AWS::EC2::Volume", "{Encrypted: 'true'}", "{Encrypted: false}"),
            (
                "AWS::EC2::Instance",
                "{BlockDeviceMappings: [{Ebs: {Encrypted: true}}]}",
                "{BlockDeviceMappings: [{Ebs: {Encrypted: true}}, {Ebs: {VolumeSize: 8}}]}",
            ),
            ("AWS::RDS::DBInstance", "{StorageEncrypted: true}", "{Engine: mysql}"),
            (
                "AWS::DynamoDB::Table",
                "{SSESpecification: {SSEEnabled: true}}",
                "{SSESpecification: {SSEEnabled: false}}",
            ),
            ("AWS::SQS::Queue", "{KmsMasterKeyId: alias/q}", "{SqsManagedSseEnabled: false}"),
            ("AWS::SQS::Queue", "{SqsManagedSseEnabled: true}", "{}"),
            ("AWS::SNS::Topic", "{KmsMasterKeyId: alias/t}", "{KmsMasterKeyId: ''}"),
        ] {
            assert_eq!(encryption(resource_type, declared), Some(Declared), "{resource_type}: {declared}");
            assert_eq!(encryption(resource_type, missing), Some(Missing), "{resource_type}: {missing}");
        }
    }

    #[test]
    fn what_follows_from_elsewhere_is_left_open() {
        for (resource_type, properties) in [
            ("AWS::RDS::DBInstance", "{DBSnapshotIdentifier: s}"),
            ("AWS::RDS::DBInstance", "{StorageEncrypted: !Ref P}"),
            ("AWS::S3::Bucket", "{BucketEncryption: !Ref P}"),
            ("AWS::SNS::Topic", "{KmsMasterKeyId: !Ref P}"),
            ("AWS::SQS::Queue", "{KmsMasterKeyId: !Ref P}"),
        ] {
            assert_eq!(encryption(resource_type, properties), Some(Undecided), "{resource_type}: {properties}");
        }
    }

    #[test]
    fn what_keeps_no_data_of_its_own_is_not_asked_about() {
        for (resource_type, properties) in [
            ("AWS::RDS::DBInstance", "{DBClusterIdentifier: c}"),
            ("AWS::EC2::Instance", "{ImageId: ami-1}"),
            ("AWS::Lambda::Function", "{}"),
        ] {
            assert_eq!(encryption(resource_type, properties), None, "{resource_type}: {properties}");
        }
    }
}
