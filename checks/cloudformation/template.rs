//! What the template says of parameters, of encryption, and of what becomes of data.

use awslab_core::call::GET_TEMPLATE;
use awslab_core::context::Context;
use awslab_core::fetched::{Gap, GapKind};
use awslab_core::model::{Encryption, Stack, StackTemplate, StoredData, TemplateParameter};
use awslab_core::nouns::Located;
use awslab_core::verdict::{Miss, Subject, Verdict, all};

use super::fixes::{PROTECT, edit};

const NO_DATA: &str = "the template has nothing that keeps data";

pub(super) fn parameters(cx: &Context<'_>) -> Verdict {
    let stack = cx.located::<Stack>()?;
    let template = cx.template(stack)?;
    let own = template.parameters.iter().filter(|it| !is_of_cdk(it)).map(|it| it.parameter_key.as_str());
    let varied: Vec<&str> = own.chain(template.mappings.iter().map(String::as_str)).collect();
    let outputs: Vec<&str> = template.outputs.iter().map(String::as_str).collect();
    all([
        edit(
            stack,
            stack.observe("parameters and mappings", !varied.is_empty(), "1 or more", in_words(&varied)),
            "add Parameters for what differs between places",
        )
        .verdict(),
        edit(
            stack,
            stack.observe("outputs", !outputs.is_empty(), "1 or more", in_words(&outputs)),
            "add Outputs for what others need to know",
        )
        .verdict(),
    ])
}

/// What the CDK adds by itself.
fn is_of_cdk(parameter: &TemplateParameter) -> bool {
    parameter.parameter_key == "BootstrapVersion" || parameter.parameter_key.starts_with("AssetParameters")
}

fn in_words(names: &[&str]) -> String {
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

pub(super) fn encrypted_by_template(cx: &Context<'_>) -> Verdict {
    judge_storage(
        cx,
        |_| true,
        |stack, it| {
            let property = format!("encryption of {}", it.logical_resource_id);
            let observe = |met| stack.observe(&property, met, "declared", format!("{}: {}", it.resource_type, it.said));
            match it.encryption {
                Encryption::Declared => observe(true).verdict(),
                Encryption::Missing => edit(stack, observe(false), encrypt(it)).verdict(),
                Encryption::Undecided => {
                    let message = format!("whether {} is encrypted: {}", it.logical_resource_id, it.said);
                    Err(Miss::unknown(Gap::new(GET_TEMPLATE, GapKind::Opaque, message)))
                }
            }
        },
    )
}

/// What to write into the template.
fn encrypt(resource: &StoredData) -> String {
    let property = match resource.resource_type.as_str() {
        "AWS::S3::Bucket" => {
            "BucketEncryption: {ServerSideEncryptionConfiguration: \
             [{ServerSideEncryptionByDefault: {SSEAlgorithm: AES256}}]}"
        }
        "AWS::DynamoDB::Table" | "AWS::DynamoDB::GlobalTable" => "SSESpecification: {SSEEnabled: true}",
        "AWS::EC2::Instance" | "AWS::EC2::LaunchTemplate" => "Encrypted: true in each Ebs",
        "AWS::EC2::Volume" | "AWS::EFS::FileSystem" | "AWS::Redshift::Cluster" => "Encrypted: true",
        "AWS::Kinesis::Stream" => "StreamEncryption: {EncryptionType: KMS, KeyId: alias/aws/kinesis}",
        "AWS::OpenSearchService::Domain" => "EncryptionAtRestOptions: {Enabled: true}",
        "AWS::SNS::Topic" => "KmsMasterKeyId, with a key of your own",
        "AWS::SQS::Queue" => "SqsManagedSseEnabled: true",
        _ => "StorageEncrypted: true",
    };
    format!("add to the Properties of {}: {property}", resource.logical_resource_id)
}

pub(super) fn protected(cx: &Context<'_>) -> Verdict {
    let stack = cx.located::<Stack>()?;
    let is_on = stack.enable_termination_protection;
    let protection = stack.observe("EnableTerminationProtection", is_on, "true", is_on).fix(PROTECT).verdict();
    let kept = judge_storage(
        cx,
        |it| it.is_stateful,
        |stack, it| {
            let policy = it.deletion_policy.as_str();
            let met = matches!(policy, "Retain" | "RetainExceptOnCreate" | "Snapshot");
            let property = format!("DeletionPolicy of {}", it.logical_resource_id);
            let todo = format!("write beside the Type of {}: DeletionPolicy: Retain", it.logical_resource_id);
            edit(stack, stack.observe(&property, met, "Retain or Snapshot", policy), todo).verdict()
        },
    );
    all([protection, kept])
}

/// Everything that keeps data, of the stack and those nested in it.
fn judge_storage<'a>(
    cx: &Context<'a>,
    is_meant: impl Fn(&StoredData) -> bool,
    judge: impl Fn(Located<'a, Stack>, &'a StoredData) -> Verdict,
) -> Verdict {
    let stack = cx.located::<Stack>()?;
    all(cx.with_nested(stack).into_iter().map(|stack| {
        let template = cx.template(stack)?;
        let storage = template.storage.iter().filter(|it| is_meant(it)).map(|it| judge(stack, it));
        let verdicts: Vec<Verdict> = storage.chain(unexpanded(template)).collect();
        if verdicts.is_empty() { Err(Miss::Skipped(NO_DATA.to_owned())) } else { all(verdicts) }
    }))
}

/// Macros that are not expanded may add anything.
pub(super) fn unexpanded(template: &StackTemplate) -> Option<Verdict> {
    template.unexpanded().map(|gap| Err(Miss::unknown(gap)))
}
