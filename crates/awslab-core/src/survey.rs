//! How much of a fact is known: what somebody who asks "what can awslab see?" wants to hear.

mod serverless;

use crate::fact::Fact;
use crate::fetched::{Fetched, Gap, GapKind};
use crate::model::dynamodb::Table;
use crate::model::kms::Key;
use crate::model::lambda::Function;
use crate::model::{Account, Bucket, Ec2, Elbv2, Region, Stack};

/// The answers about one fact.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Survey {
    /// How many answers AWS gave.
    pub known: usize,
    /// How many it did not give. What nobody asked for is not among them.
    pub unknown: usize,
    /// Why not, each reason once.
    pub gaps: Vec<Gap>,
}

impl Account {
    /// How much of a fact is known.
    #[expect(clippy::too_many_lines, reason = "one arm a fact")]
    pub fn survey(&self, fact: Fact) -> Survey {
        let iam = &self.global.iam;
        let mut survey = Survey::default();
        match fact {
            Fact::ApiGatewayApis => self.look_at_regions(|it| survey.add_apis(it)),
            Fact::ApiGatewayDomains => self.look_at_regions(|it| survey.add_domains(it)),
            Fact::AutoScalingGroups => self.look_at_regions(|it| {
                survey.add(&it.autoscaling.auto_scaling_groups);
                survey.add(&it.autoscaling.scaling_policies);
            }),
            Fact::CloudFormationEvents => self.look_at_stacks(|it| survey.add(&it.stack_events)),
            Fact::CloudFormationStacks => self.look_at_regions(|it| survey.add(&it.cloudformation.stacks)),
            Fact::CloudFormationTemplates => self.look_at_stacks(|it| survey.add(&it.template)),
            Fact::CloudTrailTrails => self.look_at_regions(|it| {
                survey.add(&it.cloudtrail.trails);
                for trail in it.cloudtrail.trails.as_known().into_iter().flatten() {
                    survey.add(&trail.is_logging);
                    survey.add(&trail.event_selectors);
                }
            }),
            Fact::DynamoDbBackups => self.look_at_tables(|it| survey.add(&it.continuous_backups)),
            Fact::DynamoDbItems => self.look_at_tables(|it| survey.add(&it.item_count)),
            Fact::DynamoDbPolicy => self.look_at_tables(|it| survey.add(&it.resource_policy)),
            Fact::DynamoDbScaling => self.look_at_regions(|it| {
                survey.add(&it.application_autoscaling.scalable_targets);
                survey.add(&it.application_autoscaling.scaling_policies);
            }),
            Fact::DynamoDbTables => {
                self.look_at_regions(|it| survey.add(&it.dynamodb.tables));
                self.look_at_tables(|it| survey.add(&it.description));
            }
            Fact::DynamoDbTags => self.look_at_tables(|it| survey.add(&it.tags)),
            Fact::DynamoDbTimeToLive => self.look_at_tables(|it| survey.add(&it.time_to_live)),
            Fact::Ec2EbsEncryption => self.look_at_regions(|it| survey.add(&it.ec2.ebs_encryption_by_default)),
            Fact::Ec2FlowLogs => self.look_at_regions(|it| survey.add(&it.ec2.flow_logs)),
            Fact::Ec2Instances => self.look_at_regions(|it| survey.add(&it.ec2.instances)),
            Fact::Ec2LaunchTemplates => self.look_at_regions(|it| survey.add(&it.ec2.launch_template_versions)),
            Fact::Ec2Network => self.look_at_regions(|it| survey.add_network(&it.ec2)),
            Fact::Ec2Snapshots => self.look_at_regions(|it| survey.add(&it.ec2.snapshots)),
            Fact::Ec2UserData => self.look_at_regions(|it| {
                let instances = it.ec2.instances.as_known().into_iter().flatten();
                instances.for_each(|instance| survey.add(&instance.user_data));
            }),
            Fact::Ec2Volumes => self.look_at_regions(|it| survey.add(&it.ec2.volumes)),
            Fact::Ec2VpcDns => self.look_at_regions(|it| {
                for vpc in it.ec2.vpcs.as_known().into_iter().flatten() {
                    survey.add(&vpc.enable_dns_support);
                    survey.add(&vpc.enable_dns_hostnames);
                }
            }),
            Fact::EfsFileSystems => self.look_at_regions(|it| survey.add(&it.efs.file_systems)),
            Fact::Elbv2LoadBalancers => self.look_at_regions(|it| survey.add_load_balancers(&it.elbv2)),
            Fact::IamAuthorizationDetails => survey.add(&iam.authorization_details),
            Fact::IamPasswordPolicy => survey.add(&iam.password_policy),
            Fact::IamAccountSummary => survey.add(&iam.summary_map),
            Fact::IamCredentials => {
                survey.add(&iam.credential_report);
                for user in iam.user_credentials.values() {
                    survey.add(&user.login_profile);
                    survey.add(&user.mfa_devices);
                    survey.add(&user.access_keys);
                }
            }
            Fact::IamLastAccessed => iam.services_last_accessed.values().for_each(|it| survey.add(it)),
            Fact::KmsGrants => self.look_at_keys(|it| survey.add(&it.grants)),
            Fact::KmsKeyList => {
                self.look_at_regions(|it| {
                    survey.add(&it.kms.key_list);
                    survey.add(&it.kms.aliases);
                });
                self.look_at_keys(|it| survey.add(&it.metadata));
            }
            Fact::KmsKeys => self.look_at_regions(|it| it.kms.keys.values().for_each(|key| survey.add(key))),
            Fact::KmsPolicy => self.look_at_keys(|it| survey.add(&it.policy)),
            Fact::KmsRotation => self.look_at_keys(|it| survey.add(&it.rotation_status)),
            Fact::KmsTags => self.look_at_keys(|it| survey.add(&it.tags)),
            Fact::LambdaConcurrency => self.look_at_functions(|it| survey.add(&it.reserved_concurrent_executions)),
            Fact::LambdaFunctions => self.look_at_regions(|it| survey.add(&it.lambda.functions)),
            Fact::LambdaPolicies => self.look_at_functions(|it| survey.add_policies(it)),
            Fact::LambdaStates => self.look_at_functions(|it| {
                survey.add(&it.state);
                it.qualifiers.values().for_each(|qualified| survey.add(qualified));
            }),
            Fact::LambdaTags => self.look_at_functions(|it| survey.add(&it.tags)),
            Fact::LambdaTriggers => {
                self.look_at_regions(|it| survey.add(&it.lambda.event_source_mappings));
                self.look_at_functions(|it| survey.add(&it.function_url_configs));
            }
            Fact::LogGroups => self.look_at_regions(|it| survey.add(&it.logs.log_groups)),
            Fact::RdsInstances => self.look_at_regions(|it| {
                survey.add(&it.rds.db_instances);
                survey.add(&it.rds.db_clusters);
                survey.add(&it.rds.db_subnet_groups);
            }),
            Fact::RdsParameters => self.look_at_regions(|it| {
                it.rds.db_parameters.values().for_each(|group| survey.add(group));
                it.rds.db_cluster_parameters.values().for_each(|group| survey.add(group));
            }),
            Fact::S3AccountPublicAccessBlock => survey.add(&self.global.s3.account_public_access_block),
            Fact::S3Acl => self.look_at_buckets(|it| survey.add(&it.acl)),
            Fact::S3Buckets => {
                survey.add(&self.global.s3.buckets);
                self.look_at_buckets(|it| survey.add(&it.bucket_region));
            }
            Fact::S3Encryption => self.look_at_buckets(|it| survey.add(&it.server_side_encryption_configuration)),
            Fact::S3Lifecycle => self.look_at_buckets(|it| survey.add(&it.lifecycle_configuration)),
            Fact::S3Logging => self.look_at_buckets(|it| survey.add(&it.logging_enabled)),
            Fact::S3Objects => self.look_at_buckets(|it| {
                survey.add(&it.objects);
                for object in it.objects.as_known().into_iter().flat_map(|sample| &sample.contents) {
                    survey.add(&object.server_side_encryption);
                }
            }),
            Fact::S3Ownership => self.look_at_buckets(|it| survey.add(&it.ownership_controls)),
            Fact::S3Policy => self.look_at_buckets(|it| survey.add(&it.policy)),
            Fact::S3PublicAccessBlock => self.look_at_buckets(|it| survey.add(&it.public_access_block_configuration)),
            Fact::S3Tags => self.look_at_buckets(|it| survey.add(&it.tag_set)),
            Fact::S3Versioning => self.look_at_buckets(|it| survey.add(&it.versioning)),
            Fact::Secrets => self.look_at_regions(|it| survey.add(&it.secrets_manager.secret_list)),
            Fact::SnsTags => self.look_at_regions(|it| {
                it.sns.topics.as_known().into_iter().flatten().for_each(|topic| survey.add(&topic.tags));
            }),
            Fact::SnsTopics => self.look_at_regions(|it| {
                survey.add(&it.sns.topics);
                it.sns.topics.as_known().into_iter().flatten().for_each(|topic| survey.add(&topic.attributes));
            }),
            Fact::SqsQueues => self.look_at_regions(|it| {
                survey.add(&it.sqs.queues);
                it.sqs.queues.as_known().into_iter().flatten().for_each(|queue| survey.add(&queue.attributes));
            }),
            Fact::SqsTags => self.look_at_regions(|it| {
                it.sqs.queues.as_known().into_iter().flatten().for_each(|queue| survey.add(&queue.tags));
            }),
            Fact::StackResources => {
                self.look_at_regions(|it| {
                    it.cloudformation.stack_resources.values().for_each(|stack| survey.add(stack));
                });
            }
        }
        survey
    }

    fn look_at_buckets(&self, look: impl FnMut(&Bucket)) {
        self.global.s3.buckets.as_known().into_iter().flatten().for_each(look);
    }

    fn look_at_keys(&self, mut look: impl FnMut(&Key)) {
        self.look_at_regions(|it| it.kms.key_list.as_known().into_iter().flatten().for_each(&mut look));
    }

    fn look_at_tables(&self, mut look: impl FnMut(&Table)) {
        self.look_at_regions(|it| it.dynamodb.tables.as_known().into_iter().flatten().for_each(&mut look));
    }

    fn look_at_functions(&self, mut look: impl FnMut(&Function)) {
        self.look_at_regions(|it| it.lambda.functions.as_known().into_iter().flatten().for_each(&mut look));
    }

    fn look_at_stacks(&self, look: impl FnMut(&Stack)) {
        let regions = self.regions.values();
        regions.filter_map(|it| it.cloudformation.stacks.as_known()).flatten().for_each(look);
    }

    fn look_at_regions(&self, look: impl FnMut(&Region)) {
        self.regions.values().for_each(look);
    }
}

impl Survey {
    fn add<T>(&mut self, fetched: &Fetched<T>) {
        match fetched {
            Fetched::Known(_) => self.known += 1,
            Fetched::Unknown(Gap { error: GapKind::NotCollected, .. }) => {}
            Fetched::Unknown(gap) => {
                self.unknown += 1;
                if !self.gaps.contains(gap) {
                    self.gaps.push(gap.clone());
                }
            }
        }
    }
}

impl Survey {
    fn add_network(&mut self, ec2: &Ec2) {
        self.add(&ec2.vpcs);
        self.add(&ec2.addresses);
        self.add(&ec2.egress_only_internet_gateways);
        self.add(&ec2.internet_gateways);
        self.add(&ec2.managed_prefix_lists);
        self.add(&ec2.nat_gateways);
        self.add(&ec2.network_acls);
        self.add(&ec2.network_interfaces);
        self.add(&ec2.prefix_lists);
        self.add(&ec2.route_tables);
        self.add(&ec2.security_group_vpc_associations);
        self.add(&ec2.security_groups);
        self.add(&ec2.subnets);
        self.add(&ec2.transit_gateway_attachments);
        self.add(&ec2.transit_gateway_route_tables);
        self.add(&ec2.transit_gateway_vpc_attachments);
        self.add(&ec2.transit_gateways);
        self.add(&ec2.vpc_block_public_access_exclusions);
        self.add(&ec2.vpc_block_public_access_options);
        self.add(&ec2.vpc_endpoints);
        self.add(&ec2.vpc_peering_connections);
        let lists = ec2.managed_prefix_lists.as_known().into_iter().flatten();
        lists.for_each(|list| self.add(&list.entries));
        for table in ec2.transit_gateway_route_tables.as_known().into_iter().flatten() {
            self.add(&table.propagations);
            self.add(&table.routes);
            self.add(&table.static_routes);
        }
    }

    fn add_load_balancers(&mut self, elbv2: &Elbv2) {
        self.add(&elbv2.load_balancers);
        self.add(&elbv2.target_groups);
        for balancer in elbv2.load_balancers.as_known().into_iter().flatten() {
            self.add(&balancer.attributes);
            self.add(&balancer.listeners);
            let listeners = balancer.listeners.as_known().into_iter().flatten();
            listeners.for_each(|listener| self.add(&listener.rules));
        }
        for group in elbv2.target_groups.as_known().into_iter().flatten() {
            self.add(&group.attributes);
            self.add(&group.target_health_descriptions);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call;
    use crate::model::{Caller, Versioning};

    fn account() -> Account {
        let caller = Caller {
            account: "111122223333".to_owned(),
            arn: "arn:aws:iam::111122223333:user/anna".parse().expect("well formed"),
            user_id: "AIDA".to_owned(),
        };
        Account::new(caller, "eu-west-1", jiff::Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn of_an_account_that_nobody_asked_nothing_is_known_and_nothing_missing() {
        for fact in Fact::ALL {
            assert_eq!(account().survey(*fact), Survey::default(), "{fact:?}");
        }
    }

    #[test]
    fn answers_and_refusals_are_counted() {
        let gap = Gap::new(call::GET_BUCKET_VERSIONING, GapKind::Denied, "no");
        let mut account = account();
        let bucket = |name: &str, versioning: Fetched<Versioning>| Bucket { versioning, ..Bucket::named(name) };
        account.global.s3.buckets = Fetched::Known(vec![
            bucket("a", Fetched::Known(Versioning::default())),
            bucket("b", Fetched::Unknown(gap.clone())),
            bucket("c", Fetched::Unknown(gap.clone())),
        ]);
        assert_eq!(account.survey(Fact::S3Versioning), Survey { known: 1, unknown: 2, gaps: vec![gap] });
        assert_eq!(account.survey(Fact::S3Buckets).known, 1);
    }
}
