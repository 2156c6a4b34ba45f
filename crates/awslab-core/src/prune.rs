//! Forgetting facts: what an account looks like to somebody who did not read them.

use std::collections::BTreeSet;

use crate::fact::Fact;
use crate::fetched::Fetched;
use crate::model::dynamodb::Table;
use crate::model::kms::Key;
use crate::model::lambda::Function;
use crate::model::{
    Account, ApplicationAutoScaling, AutoScaling, Bucket, DynamoDb, Ec2, Efs, Elbv2, Region, SecretsManager, Sns, Sqs,
    Stack,
};

impl Account {
    /// The same account with only some facts known. Shows that a criterion is decided by what it declares to read.
    pub fn keeping_only(&self, facts: &BTreeSet<Fact>) -> Self {
        let mut account = self.clone();
        for fact in Fact::ALL.iter().filter(|fact| !facts.contains(fact)) {
            account.forget(*fact);
        }
        account
    }

    #[expect(clippy::too_many_lines, reason = "one arm a fact")]
    fn forget(&mut self, fact: Fact) {
        let iam = &mut self.global.iam;
        match fact {
            Fact::ApiGatewayApis => self.each_region(|it| {
                it.api_gateway.rest_apis = Fetched::default();
                it.api_gateway_v2.apis = Fetched::default();
            }),
            Fact::ApiGatewayDomains => self.each_region(|it| {
                it.api_gateway.domain_names = Fetched::default();
                it.api_gateway_v2.domain_names = Fetched::default();
            }),
            Fact::AutoScalingGroups => self.each_region(|it| it.autoscaling = AutoScaling::default()),
            Fact::CloudFormationEvents => self.each_stack(|it| it.stack_events = Fetched::default()),
            Fact::CloudFormationStacks => self.each_region(|it| it.cloudformation.stacks = Fetched::default()),
            Fact::CloudFormationTemplates => self.each_stack(|it| it.template = Fetched::default()),
            Fact::CloudTrailTrails => {
                self.each_region(|it| it.cloudtrail.trails = Fetched::default());
            }
            Fact::DynamoDbBackups => self.each_table(|it| it.continuous_backups = Fetched::default()),
            Fact::DynamoDbItems => self.each_table(|it| it.item_count = Fetched::default()),
            Fact::DynamoDbPolicy => self.each_table(|it| it.resource_policy = Fetched::default()),
            Fact::DynamoDbScaling => {
                self.each_region(|it| it.application_autoscaling = ApplicationAutoScaling::default());
            }
            Fact::DynamoDbTables => self.each_region(|it| it.dynamodb = DynamoDb::default()),
            Fact::DynamoDbTags => self.each_table(|it| it.tags = Fetched::default()),
            Fact::DynamoDbTimeToLive => self.each_table(|it| it.time_to_live = Fetched::default()),
            Fact::Ec2EbsEncryption => self.each_region(|it| it.ec2.ebs_encryption_by_default = Fetched::default()),
            Fact::Ec2FlowLogs => self.each_region(|it| it.ec2.flow_logs = Fetched::default()),
            Fact::Ec2Instances => self.each_region(|it| it.ec2.instances = Fetched::default()),
            Fact::Ec2LaunchTemplates => self.each_region(|it| it.ec2.launch_template_versions = Fetched::default()),
            Fact::Ec2Network => self.each_region(|it| forget_network(&mut it.ec2)),
            Fact::Ec2Snapshots => self.each_region(|it| it.ec2.snapshots = Fetched::default()),
            Fact::Ec2UserData => self.each_region(|it| {
                let instances = it.ec2.instances.as_known_mut().into_iter().flatten();
                instances.for_each(|instance| instance.user_data = Fetched::default());
            }),
            Fact::Ec2Volumes => self.each_region(|it| it.ec2.volumes = Fetched::default()),
            Fact::Ec2VpcDns => self.each_region(|it| {
                for vpc in it.ec2.vpcs.as_known_mut().into_iter().flatten() {
                    vpc.enable_dns_support = Fetched::default();
                    vpc.enable_dns_hostnames = Fetched::default();
                }
            }),
            Fact::EfsFileSystems => self.each_region(|it| it.efs = Efs::default()),
            Fact::Elbv2LoadBalancers => self.each_region(|it| it.elbv2 = Elbv2::default()),
            Fact::IamAuthorizationDetails => iam.authorization_details = Fetched::default(),
            Fact::IamPasswordPolicy => iam.password_policy = Fetched::default(),
            Fact::IamAccountSummary => iam.summary_map = Fetched::default(),
            Fact::IamCredentials => {
                iam.credential_report = Fetched::default();
                iam.user_credentials.clear();
            }
            Fact::IamLastAccessed => iam.services_last_accessed.clear(),
            Fact::KmsGrants => self.each_key(|it| it.grants = Fetched::default()),
            Fact::KmsKeyList => self.each_region(|it| {
                it.kms.key_list = Fetched::default();
                it.kms.aliases = Fetched::default();
            }),
            Fact::KmsKeys => self.each_region(|it| it.kms.keys.clear()),
            Fact::KmsPolicy => self.each_key(|it| it.policy = Fetched::default()),
            Fact::KmsRotation => self.each_key(|it| it.rotation_status = Fetched::default()),
            Fact::KmsTags => self.each_key(|it| it.tags = Fetched::default()),
            Fact::LambdaConcurrency => {
                self.each_function(|it| it.reserved_concurrent_executions = Fetched::default());
            }
            Fact::LambdaFunctions => self.each_region(|it| it.lambda.functions = Fetched::default()),
            Fact::LambdaPolicies => self.each_function(forget_policies),
            Fact::LambdaStates => self.each_function(|it| {
                it.state = Fetched::default();
                it.last_update_status = Fetched::default();
                it.qualifiers.clear();
            }),
            Fact::LambdaTags => self.each_function(|it| it.tags = Fetched::default()),
            Fact::LambdaTriggers => {
                self.each_region(|it| it.lambda.event_source_mappings = Fetched::default());
                self.each_function(|it| it.function_url_configs = Fetched::default());
            }
            Fact::LogGroups => self.each_region(|it| it.logs.log_groups = Fetched::default()),
            Fact::RdsInstances => self.each_region(|it| {
                it.rds.db_clusters = Fetched::default();
                it.rds.db_instances = Fetched::default();
                it.rds.db_subnet_groups = Fetched::default();
            }),
            Fact::RdsParameters => self.each_region(|it| {
                it.rds.db_cluster_parameters.clear();
                it.rds.db_parameters.clear();
            }),
            Fact::S3AccountPublicAccessBlock => self.global.s3.account_public_access_block = Fetched::default(),
            Fact::S3Acl => self.each_bucket(|it| it.acl = Fetched::default()),
            Fact::S3Buckets => self.global.s3.buckets = Fetched::default(),
            Fact::S3Encryption => self.each_bucket(|it| it.server_side_encryption_configuration = Fetched::default()),
            Fact::S3Lifecycle => self.each_bucket(|it| it.lifecycle_configuration = Fetched::default()),
            Fact::S3Logging => self.each_bucket(|it| it.logging_enabled = Fetched::default()),
            Fact::S3Objects => self.each_bucket(|it| it.objects = Fetched::default()),
            Fact::S3Ownership => self.each_bucket(|it| it.ownership_controls = Fetched::default()),
            Fact::S3Policy => self.each_bucket(|it| it.policy = Fetched::default()),
            Fact::S3PublicAccessBlock => {
                self.each_bucket(|it| it.public_access_block_configuration = Fetched::default());
            }
            Fact::S3Tags => self.each_bucket(|it| it.tag_set = Fetched::default()),
            Fact::S3Versioning => self.each_bucket(|it| it.versioning = Fetched::default()),
            Fact::Secrets => self.each_region(|it| it.secrets_manager = SecretsManager::default()),
            Fact::SnsTags => self.each_region(|it| {
                let topics = it.sns.topics.as_known_mut().into_iter().flatten();
                topics.for_each(|topic| topic.tags = Fetched::default());
            }),
            Fact::SnsTopics => self.each_region(|it| it.sns = Sns::default()),
            Fact::SqsQueues => self.each_region(|it| it.sqs = Sqs::default()),
            Fact::SqsTags => self.each_region(|it| {
                let queues = it.sqs.queues.as_known_mut().into_iter().flatten();
                queues.for_each(|queue| queue.tags = Fetched::default());
            }),
            Fact::StackResources => {
                self.each_region(|it| it.cloudformation.stack_resources.clear());
            }
        }
    }

    fn each_stack(&mut self, change: impl FnMut(&mut Stack)) {
        let regions = self.regions.values_mut();
        regions.filter_map(|it| it.cloudformation.stacks.as_known_mut()).flatten().for_each(change);
    }

    fn each_region(&mut self, change: impl FnMut(&mut Region)) {
        self.regions.values_mut().for_each(change);
    }

    fn each_key(&mut self, mut change: impl FnMut(&mut Key)) {
        self.each_region(|it| it.kms.key_list.as_known_mut().into_iter().flatten().for_each(&mut change));
    }

    fn each_table(&mut self, mut change: impl FnMut(&mut Table)) {
        self.each_region(|it| it.dynamodb.tables.as_known_mut().into_iter().flatten().for_each(&mut change));
    }

    fn each_function(&mut self, mut change: impl FnMut(&mut Function)) {
        self.each_region(|it| it.lambda.functions.as_known_mut().into_iter().flatten().for_each(&mut change));
    }

    fn each_bucket(&mut self, change: impl FnMut(&mut Bucket)) {
        if let Fetched::Known(buckets) = &mut self.global.s3.buckets {
            buckets.iter_mut().for_each(change);
        }
    }
}

/// Those of its versions and aliases with its own.
fn forget_policies(function: &mut Function) {
    function.policy = Fetched::default();
    let qualified = function.qualifiers.values_mut().filter_map(Fetched::as_known_mut).flatten();
    qualified.for_each(forget_policies);
}

/// All of EC2 but what is a fact of its own.
fn forget_network(ec2: &mut Ec2) {
    let forgotten = std::mem::take(ec2);
    ec2.ebs_encryption_by_default = forgotten.ebs_encryption_by_default;
    ec2.flow_logs = forgotten.flow_logs;
    ec2.instances = forgotten.instances;
    ec2.launch_template_versions = forgotten.launch_template_versions;
    ec2.snapshots = forgotten.snapshots;
    ec2.volumes = forgotten.volumes;
}
