//! The whole of what was read of one account: the snapshot.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    ApiGateway, ApiGatewayV2, ApplicationAutoScaling, AutoScaling, CloudFormation, CloudTrail, DynamoDb, Ec2, Efs,
    Elbv2, Iam, Kms, Lambda, Logs, Rds, S3, SecretsManager, Sns, Sqs,
};
use crate::arn::Arn;

/// One account at one moment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Account {
    /// The format of this document: `awslab.snapshot/1`.
    pub schema: String,
    /// When collecting began.
    #[cfg_attr(test, schemars(with = "String"))]
    pub taken_at: Timestamp,
    /// Twelve digits.
    pub account_id: String,
    /// `aws`, `aws-cn` or `aws-us-gov`.
    pub partition: String,
    /// The Region that calls without one of their own went to.
    pub region: String,
    /// Whom awslab ran as.
    pub caller: Caller,
    /// The awslab that took it.
    pub tool_version: String,
    /// What has no Region.
    #[serde(default)]
    pub global: Global,
    /// What has one, by the Region's name.
    #[serde(default)]
    pub regions: BTreeMap<String, Region>,
    /// What was read of other accounts, by their ids: networks reach across accounts.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub other_accounts: BTreeMap<String, OtherAccount>,
}

impl Account {
    /// An account of which nothing has been read yet.
    pub fn new(caller: Caller, region: &str, taken_at: Timestamp) -> Self {
        Self {
            schema: crate::snapshot::SCHEMA.to_owned(),
            taken_at,
            account_id: caller.account.clone(),
            partition: caller.arn.partition().to_owned(),
            region: region.to_owned(),
            caller,
            tool_version: env!("CARGO_PKG_VERSION").to_owned(),
            global: Global::default(),
            regions: BTreeMap::new(),
            other_accounts: BTreeMap::new(),
        }
    }
}

/// The answer of `sts:GetCallerIdentity`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase")]
pub struct Caller {
    /// Twelve digits.
    pub account: String,
    /// A user, a role session or root.
    pub arn: Arn,
    /// The unique id.
    pub user_id: String,
}

/// Resources without a Region.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Global {
    /// Identity and Access Management.
    #[serde(rename = "IAM")]
    pub iam: Iam,
    /// Buckets; each names its own Region.
    #[serde(rename = "S3")]
    pub s3: S3,
}

/// Resources of one Region.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Region {
    /// What scales tables.
    #[serde(rename = "ApplicationAutoScaling", skip_serializing_if = "is_empty")]
    pub application_autoscaling: ApplicationAutoScaling,
    /// REST APIs.
    #[serde(rename = "APIGateway", skip_serializing_if = "is_empty")]
    pub api_gateway: ApiGateway,
    /// HTTP APIs.
    #[serde(rename = "APIGatewayV2", skip_serializing_if = "is_empty")]
    pub api_gateway_v2: ApiGatewayV2,
    /// Auto Scaling groups.
    #[serde(rename = "AutoScaling", skip_serializing_if = "is_empty")]
    pub autoscaling: AutoScaling,
    /// Stacks.
    #[serde(rename = "CloudFormation")]
    pub cloudformation: CloudFormation,
    /// Trails.
    #[serde(rename = "CloudTrail")]
    pub cloudtrail: CloudTrail,
    /// Tables.
    #[serde(rename = "DynamoDB", skip_serializing_if = "is_empty")]
    pub dynamodb: DynamoDb,
    /// Instances and networks.
    #[serde(rename = "EC2", skip_serializing_if = "is_empty")]
    pub ec2: Ec2,
    /// File systems.
    #[serde(rename = "EFS", skip_serializing_if = "is_empty")]
    pub efs: Efs,
    /// Load balancers.
    #[serde(rename = "ELBv2", skip_serializing_if = "is_empty")]
    pub elbv2: Elbv2,
    /// Keys.
    #[serde(rename = "KMS")]
    pub kms: Kms,
    /// Functions.
    #[serde(rename = "Lambda", skip_serializing_if = "is_empty")]
    pub lambda: Lambda,
    /// Logs.
    #[serde(rename = "Logs", skip_serializing_if = "is_empty")]
    pub logs: Logs,
    /// Databases.
    #[serde(rename = "RDS", skip_serializing_if = "is_empty")]
    pub rds: Rds,
    /// Secrets.
    #[serde(rename = "SecretsManager", skip_serializing_if = "is_empty")]
    pub secrets_manager: SecretsManager,
    /// Topics.
    #[serde(rename = "SNS", skip_serializing_if = "is_empty")]
    pub sns: Sns,
    /// Queues.
    #[serde(rename = "SQS", skip_serializing_if = "is_empty")]
    pub sqs: Sqs,
}

/// Nothing of it was asked for.
fn is_empty<T: Default + PartialEq>(service: &T) -> bool {
    *service == T::default()
}

/// Another account, as far as its network goes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default)]
pub struct OtherAccount {
    /// Its resources, by the Region's name.
    pub regions: BTreeMap<String, Region>,
}

/// A key and a value that somebody put on a resource.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase")]
pub struct Tag {
    /// The tag's name.
    pub key: String,
    /// The tag's value, which may be empty.
    #[serde(default)]
    pub value: String,
}

impl Tag {
    /// The value of the tag `Name`, which AWS's console shows as the name of what has no other.
    pub fn name_in(tags: &[Self]) -> Option<&str> {
        tags.iter().find(|tag| tag.key == "Name").map(|tag| tag.value.as_str()).filter(|name| !name.is_empty())
    }
}
