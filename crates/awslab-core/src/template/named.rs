//! What resources of a template are called and what their ARNs are, as far as policies name them.
//!
//! A stack's own resources have names that nobody need know to judge a policy: what counts is that each is one resource.
//! One without a name of its own is called by its logical id.

/// How a type of resource is named.
pub(super) struct Named {
    /// Such as `AWS::S3::Bucket`.
    pub(super) resource_type: &'static str,
    /// The property that may name it.
    pub(super) property: &'static str,
    /// Its ARN, where `{place}` is `Region:account` and `{account}` without Region.
    arn: &'static str,
    /// What `Ref` tells.
    pub(super) ref_is_arn: bool,
}

const fn named(resource_type: &'static str, property: &'static str, arn: &'static str) -> Named {
    Named { resource_type, property, arn, ref_is_arn: false }
}

const fn by_arn(resource_type: &'static str, property: &'static str, arn: &'static str) -> Named {
    Named { resource_type, property, arn, ref_is_arn: true }
}

/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html>
const NAMED: &[Named] = &[
    named("AWS::CloudWatch::Alarm", "AlarmName", "cloudwatch:{place}:alarm:{name}"),
    named("AWS::DynamoDB::Table", "TableName", "dynamodb:{place}:table/{name}"),
    named("AWS::DynamoDB::GlobalTable", "TableName", "dynamodb:{place}:table/{name}"),
    named("AWS::EFS::FileSystem", "", "elasticfilesystem:{place}:file-system/{name}"),
    named("AWS::IAM::Group", "GroupName", "iam::{account}:group/{name}"),
    named("AWS::IAM::InstanceProfile", "InstanceProfileName", "iam::{account}:instance-profile/{name}"),
    by_arn("AWS::IAM::ManagedPolicy", "ManagedPolicyName", "iam::{account}:policy/{name}"),
    named("AWS::IAM::Role", "RoleName", "iam::{account}:role/{name}"),
    named("AWS::IAM::User", "UserName", "iam::{account}:user/{name}"),
    named("AWS::KMS::Key", "", "kms:{place}:key/{name}"),
    named("AWS::Kinesis::Stream", "Name", "kinesis:{place}:stream/{name}"),
    named("AWS::Lambda::Function", "FunctionName", "lambda:{place}:function:{name}"),
    named("AWS::Logs::LogGroup", "LogGroupName", "logs:{place}:log-group:{name}:*"),
    named("AWS::RDS::DBInstance", "DBInstanceIdentifier", "rds:{place}:db:{name}"),
    named("AWS::S3::Bucket", "BucketName", "s3:::{name}"),
    by_arn("AWS::SecretsManager::Secret", "Name", "secretsmanager:{place}:secret:{name}"),
    by_arn("AWS::SNS::Topic", "TopicName", "sns:{place}:{name}"),
    named("AWS::SQS::Queue", "QueueName", "sqs:{place}:{name}"),
    by_arn("AWS::StepFunctions::StateMachine", "StateMachineName", "states:{place}:stateMachine:{name}"),
];

pub(super) fn find(resource_type: &str) -> Option<&'static Named> {
    NAMED.iter().find(|it| it.resource_type == resource_type)
}

/// The ARN of a resource of any type. Where the form is not known it is one that no wildcard is in.
pub(super) fn arn(resource_type: &str, name: &str, partition: &str, region: &str, account: &str) -> String {
    let place = format!("{region}:{account}");
    let form = find(resource_type).map_or("cloudformation:{place}:resource/{name}", |it| it.arn);
    let rest = form.replace("{place}", &place).replace("{account}", account).replace("{name}", name);
    format!("arn:{partition}:{rest}")
}
