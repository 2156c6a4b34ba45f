//! The facts that criteria are decided by, and the API calls that each takes.

use crate::call::{self, Call};

/// Something that can be read of an account. A criterion declares the facts it reads; what is collected, and which
/// permissions awslab asks for, follow from that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fact {
    /// APIs of API Gateway, their routes, what these call, and their stages.
    ApiGatewayApis,
    /// The domain names of APIs, the APIs behind them, and the TLS that they speak.
    ApiGatewayDomains,
    /// Auto Scaling groups, what is in them, and their scaling policies.
    AutoScalingGroups,
    /// What became of CloudFormation stacks: how often they were changed.
    CloudFormationEvents,
    /// CloudFormation stacks: their state, parameters and outputs.
    CloudFormationStacks,
    /// What the templates of CloudFormation stacks say.
    CloudFormationTemplates,
    /// CloudTrail trails, whether they record, and what they select.
    CloudTrailTrails,
    /// Whether tables can be set back to a moment of the last days.
    DynamoDbBackups,
    /// How many items a table holds, as far as was looked.
    DynamoDbItems,
    /// The tables' own policies.
    DynamoDbPolicy,
    /// What scales tables, and by what.
    DynamoDbScaling,
    /// Tables and what they are.
    DynamoDbTables,
    /// The tables' tags.
    DynamoDbTags,
    /// Whether items expire.
    DynamoDbTimeToLive,
    /// Whether new EBS volumes are encrypted by default.
    Ec2EbsEncryption,
    /// Flow logs of VPCs, subnets and interfaces.
    Ec2FlowLogs,
    /// Instances.
    Ec2Instances,
    /// The versions of launch templates: the default ones, the latest ones, and those that groups launch from.
    Ec2LaunchTemplates,
    /// VPCs and all between them that lets packets through or stops them.
    Ec2Network,
    /// EBS snapshots of the account's own.
    Ec2Snapshots,
    /// What the instances' user data holds that should be secret.
    Ec2UserData,
    /// EBS volumes.
    Ec2Volumes,
    /// The VPCs' DNS settings.
    Ec2VpcDns,
    /// File systems.
    EfsFileSystems,
    /// Load balancers, their listeners and targets.
    Elbv2LoadBalancers,
    /// Users, groups, roles and policies, with who holds what.
    IamAuthorizationDetails,
    /// The account's password policy.
    IamPasswordPolicy,
    /// Counts and root credentials.
    IamAccountSummary,
    /// Passwords, MFA devices and access keys of users.
    IamCredentials,
    /// When users, groups and roles last used the services and actions that they may use.
    IamLastAccessed,
    /// What was granted for keys besides their policies.
    KmsGrants,
    /// The account's KMS keys, what they are, and their names.
    KmsKeyList,
    /// Who manages a KMS key, and its state.
    KmsKeys,
    /// The keys' policies.
    KmsPolicy,
    /// Whether keys get new key material by themselves.
    KmsRotation,
    /// The keys' tags.
    KmsTags,
    /// Functions and the VPCs they reach into.
    /// How many of a function may run at once.
    LambdaConcurrency,
    /// Functions: what runs them, their roles, VPCs and environments.
    LambdaFunctions,
    /// Who may call a function, a version or an alias.
    LambdaPolicies,
    /// Whether a function, a version or an alias is there and ready.
    LambdaStates,
    /// The functions' tags.
    LambdaTags,
    /// What calls functions besides APIs: their own URLs, queues and streams.
    LambdaTriggers,
    /// Log groups, and for how long they keep what they get.
    LogGroups,
    /// DB instances, the clusters they are of, and their subnet groups.
    RdsInstances,
    /// Whether the parameter groups of databases demand TLS.
    RdsParameters,
    /// The account's own public access block.
    S3AccountPublicAccessBlock,
    /// The buckets' access control lists.
    S3Acl,
    /// The buckets and their Regions.
    S3Buckets,
    /// The buckets' default encryption.
    S3Encryption,
    /// The buckets' lifecycle rules.
    S3Lifecycle,
    /// The buckets' server access logging.
    S3Logging,
    /// A bounded sample of a bucket's objects.
    S3Objects,
    /// The buckets' object ownership.
    S3Ownership,
    /// The buckets' policies.
    S3Policy,
    /// The buckets' public access blocks.
    S3PublicAccessBlock,
    /// The buckets' tags.
    S3Tags,
    /// The buckets' versioning.
    S3Versioning,
    /// Secrets, but for what they hold.
    Secrets,
    /// The topics' tags.
    SnsTags,
    /// Topics and how they are set up.
    SnsTopics,
    /// Queues and how they are set up.
    SqsQueues,
    /// The queues' tags.
    SqsTags,
    /// What belongs to a CloudFormation stack.
    StackResources,
}

impl Fact {
    /// Every fact there is.
    pub const ALL: &[Self] = &[
        Self::ApiGatewayApis,
        Self::ApiGatewayDomains,
        Self::AutoScalingGroups,
        Self::CloudFormationEvents,
        Self::CloudFormationStacks,
        Self::CloudFormationTemplates,
        Self::CloudTrailTrails,
        Self::DynamoDbBackups,
        Self::DynamoDbItems,
        Self::DynamoDbPolicy,
        Self::DynamoDbScaling,
        Self::DynamoDbTables,
        Self::DynamoDbTags,
        Self::DynamoDbTimeToLive,
        Self::Ec2EbsEncryption,
        Self::Ec2FlowLogs,
        Self::Ec2Instances,
        Self::Ec2LaunchTemplates,
        Self::Ec2Network,
        Self::Ec2Snapshots,
        Self::Ec2UserData,
        Self::Ec2Volumes,
        Self::Ec2VpcDns,
        Self::EfsFileSystems,
        Self::Elbv2LoadBalancers,
        Self::IamAuthorizationDetails,
        Self::IamPasswordPolicy,
        Self::IamAccountSummary,
        Self::IamCredentials,
        Self::IamLastAccessed,
        Self::KmsGrants,
        Self::KmsKeyList,
        Self::KmsKeys,
        Self::KmsPolicy,
        Self::KmsRotation,
        Self::KmsTags,
        Self::LambdaConcurrency,
        Self::LambdaFunctions,
        Self::LambdaPolicies,
        Self::LambdaStates,
        Self::LambdaTags,
        Self::LambdaTriggers,
        Self::LogGroups,
        Self::RdsInstances,
        Self::RdsParameters,
        Self::S3AccountPublicAccessBlock,
        Self::S3Acl,
        Self::S3Buckets,
        Self::S3Encryption,
        Self::S3Lifecycle,
        Self::S3Logging,
        Self::S3Objects,
        Self::S3Ownership,
        Self::S3Policy,
        Self::S3PublicAccessBlock,
        Self::S3Tags,
        Self::S3Versioning,
        Self::Secrets,
        Self::SnsTags,
        Self::SnsTopics,
        Self::SqsQueues,
        Self::SqsTags,
        Self::StackResources,
    ];

    /// Whether awslab reads it from AWS. What it does not comes from the outputs of the AWS CLI, by `awslab import`.
    pub const fn is_collected(self) -> bool {
        !matches!(
            self,
            Self::ApiGatewayApis
                | Self::ApiGatewayDomains
                | Self::DynamoDbBackups
                | Self::DynamoDbItems
                | Self::DynamoDbPolicy
                | Self::DynamoDbScaling
                | Self::DynamoDbTables
                | Self::DynamoDbTags
                | Self::DynamoDbTimeToLive
                | Self::Ec2Snapshots
                | Self::EfsFileSystems
                | Self::KmsGrants
                | Self::KmsKeyList
                | Self::KmsPolicy
                | Self::KmsRotation
                | Self::KmsTags
                | Self::LambdaConcurrency
                | Self::LambdaPolicies
                | Self::LambdaStates
                | Self::LambdaTags
                | Self::LambdaTriggers
                | Self::LogGroups
                | Self::Secrets
                | Self::SnsTags
                | Self::SnsTopics
                | Self::SqsQueues
                | Self::SqsTags
        )
    }

    /// What it is, in a few words.
    pub const fn title(self) -> &'static str {
        match self {
            Self::ApiGatewayApis => "APIs, their routes, integrations and stages",
            Self::ApiGatewayDomains => "the APIs' domain names",
            Self::AutoScalingGroups => "Auto Scaling groups and their policies",
            Self::CloudFormationEvents => "how often CloudFormation stacks were changed",
            Self::CloudFormationStacks => "CloudFormation stacks",
            Self::CloudFormationTemplates => "the templates of CloudFormation stacks",
            Self::CloudTrailTrails => "CloudTrail trails",
            Self::DynamoDbBackups => "the tables' backups",
            Self::DynamoDbItems => "how many items tables hold",
            Self::DynamoDbPolicy => "the tables' policies",
            Self::DynamoDbScaling => "what scales tables",
            Self::DynamoDbTables => "DynamoDB tables",
            Self::DynamoDbTags => "the tables' tags",
            Self::DynamoDbTimeToLive => "whether items expire",
            Self::Ec2EbsEncryption => "the Region's EBS encryption by default",
            Self::Ec2FlowLogs => "flow logs",
            Self::Ec2Instances => "EC2 instances",
            Self::Ec2LaunchTemplates => "launch templates",
            Self::Ec2Network => "VPCs, subnets, routes, gateways, security groups and network ACLs",
            Self::Ec2Snapshots => "EBS snapshots",
            Self::Ec2UserData => "secrets in the instances' user data",
            Self::Ec2Volumes => "EBS volumes",
            Self::Ec2VpcDns => "the VPCs' DNS settings",
            Self::EfsFileSystems => "EFS file systems",
            Self::Elbv2LoadBalancers => "load balancers and their targets",
            Self::IamAuthorizationDetails => "users, groups, roles and policies",
            Self::IamPasswordPolicy => "the account's password policy",
            Self::IamAccountSummary => "root's MFA and access keys",
            Self::IamCredentials => "the users' passwords, MFA and access keys",
            Self::IamLastAccessed => "what users, groups and roles have used",
            Self::KmsGrants => "the keys' grants",
            Self::KmsKeyList => "the account's KMS keys and their aliases",
            Self::KmsKeys => "KMS keys",
            Self::KmsPolicy => "the keys' policies",
            Self::KmsRotation => "the keys' rotation",
            Self::KmsTags => "the keys' tags",
            Self::LambdaConcurrency => "the functions' reserved concurrency",
            Self::LambdaFunctions => "Lambda functions",
            Self::LambdaPolicies => "the functions' policies",
            Self::LambdaStates => "whether functions are ready",
            Self::LambdaTags => "the functions' tags",
            Self::LambdaTriggers => "function URLs and event sources",
            Self::LogGroups => "log groups",
            Self::RdsInstances => "DB instances, clusters and subnet groups",
            Self::RdsParameters => "whether databases demand TLS",
            Self::S3AccountPublicAccessBlock => "the account's public access block",
            Self::S3Acl => "the buckets' ACLs",
            Self::S3Buckets => "the buckets and their Regions",
            Self::S3Encryption => "the buckets' default encryption",
            Self::S3Lifecycle => "the buckets' lifecycle rules",
            Self::S3Logging => "the buckets' access logging",
            Self::S3Objects => "a sample of objects",
            Self::S3Ownership => "the buckets' object ownership",
            Self::S3Policy => "the buckets' policies",
            Self::S3PublicAccessBlock => "the buckets' public access blocks",
            Self::S3Tags => "the buckets' tags",
            Self::S3Versioning => "the buckets' versioning",
            Self::Secrets => "secrets, but for what they hold",
            Self::SnsTags => "the topics' tags",
            Self::SnsTopics => "topics",
            Self::SqsQueues => "queues",
            Self::SqsTags => "the queues' tags",
            Self::StackResources => "the resources of CloudFormation stacks",
        }
    }

    /// The API calls that may be made for it.
    pub const fn calls(self) -> &'static [Call] {
        match self {
            Self::ApiGatewayApis => API_CALLS,
            Self::ApiGatewayDomains => DOMAIN_CALLS,
            Self::AutoScalingGroups => &[call::DESCRIBE_AUTO_SCALING_GROUPS, call::DESCRIBE_POLICIES],
            Self::CloudFormationEvents => &[call::DESCRIBE_STACK_EVENTS],
            Self::CloudFormationStacks => &[call::DESCRIBE_STACKS],
            Self::CloudFormationTemplates => &[call::GET_TEMPLATE],
            Self::CloudTrailTrails => &[call::DESCRIBE_TRAILS, call::GET_EVENT_SELECTORS, call::GET_TRAIL_STATUS],
            Self::DynamoDbBackups => &[call::DESCRIBE_CONTINUOUS_BACKUPS],
            Self::DynamoDbItems => &[call::SCAN],
            Self::DynamoDbPolicy => &[call::GET_TABLE_POLICY],
            Self::DynamoDbScaling => &[call::DESCRIBE_SCALABLE_TARGETS, call::DESCRIBE_TARGET_SCALING_POLICIES],
            Self::DynamoDbTables => &[call::LIST_TABLES, call::DESCRIBE_TABLE],
            Self::DynamoDbTags => &[call::LIST_TAGS_OF_TABLE],
            Self::DynamoDbTimeToLive => &[call::DESCRIBE_TIME_TO_LIVE],
            Self::Ec2EbsEncryption => &[call::GET_EBS_ENCRYPTION_BY_DEFAULT],
            Self::Ec2FlowLogs => &[call::DESCRIBE_FLOW_LOGS],
            Self::Ec2Instances => &[call::DESCRIBE_INSTANCES],
            Self::Ec2LaunchTemplates => &[call::DESCRIBE_LAUNCH_TEMPLATE_VERSIONS],
            Self::Ec2Network => NETWORK_CALLS,
            Self::Ec2Snapshots => &[call::DESCRIBE_SNAPSHOTS],
            Self::Ec2UserData => &[call::DESCRIBE_INSTANCE_ATTRIBUTE],
            Self::Ec2Volumes => &[call::DESCRIBE_VOLUMES],
            Self::Ec2VpcDns => &[call::DESCRIBE_VPC_ATTRIBUTE],
            Self::EfsFileSystems => &[call::DESCRIBE_FILE_SYSTEMS],
            Self::Elbv2LoadBalancers => LOAD_BALANCER_CALLS,
            Self::IamAuthorizationDetails => &[call::GET_ACCOUNT_AUTHORIZATION_DETAILS],
            Self::IamPasswordPolicy => &[call::GET_ACCOUNT_PASSWORD_POLICY],
            Self::IamAccountSummary => &[call::GET_ACCOUNT_SUMMARY],
            Self::IamCredentials => &[
                call::GENERATE_CREDENTIAL_REPORT,
                call::GET_CREDENTIAL_REPORT,
                call::GET_LOGIN_PROFILE,
                call::LIST_ACCESS_KEYS,
                call::LIST_MFA_DEVICES,
            ],
            Self::IamLastAccessed => {
                &[call::GENERATE_SERVICE_LAST_ACCESSED_DETAILS, call::GET_SERVICE_LAST_ACCESSED_DETAILS]
            }
            Self::KmsGrants => &[call::LIST_GRANTS],
            Self::KmsKeyList => &[call::LIST_KEYS, call::DESCRIBE_KEY, call::LIST_ALIASES],
            Self::KmsKeys => &[call::DESCRIBE_KEY],
            Self::KmsPolicy => &[call::GET_KEY_POLICY],
            Self::KmsRotation => &[call::GET_KEY_ROTATION_STATUS],
            Self::KmsTags => &[call::LIST_TAGS_OF_KEY],
            Self::LambdaConcurrency => &[call::GET_FUNCTION_CONCURRENCY],
            Self::LambdaFunctions => &[call::LIST_FUNCTIONS],
            Self::LambdaPolicies => &[call::GET_POLICY],
            Self::LambdaStates => &[call::GET_FUNCTION_CONFIGURATION],
            Self::LambdaTags => &[call::LIST_TAGS],
            Self::LambdaTriggers => &[call::LIST_EVENT_SOURCE_MAPPINGS, call::LIST_FUNCTION_URL_CONFIGS],
            Self::LogGroups => &[call::DESCRIBE_LOG_GROUPS],
            Self::RdsInstances => {
                &[call::DESCRIBE_DB_INSTANCES, call::DESCRIBE_DB_CLUSTERS, call::DESCRIBE_DB_SUBNET_GROUPS]
            }
            Self::RdsParameters => &[call::DESCRIBE_DB_PARAMETERS, call::DESCRIBE_DB_CLUSTER_PARAMETERS],
            Self::S3AccountPublicAccessBlock => &[call::GET_ACCOUNT_PUBLIC_ACCESS_BLOCK],
            Self::S3Acl => &[call::GET_BUCKET_ACL],
            Self::S3Buckets => &[call::LIST_BUCKETS, call::GET_BUCKET_LOCATION],
            Self::S3Encryption => &[call::GET_BUCKET_ENCRYPTION],
            Self::S3Lifecycle => &[call::GET_BUCKET_LIFECYCLE],
            Self::S3Logging => &[call::GET_BUCKET_LOGGING],
            Self::S3Objects => &[call::LIST_OBJECTS, call::HEAD_OBJECT],
            Self::S3Ownership => &[call::GET_BUCKET_OWNERSHIP_CONTROLS],
            Self::S3Policy => &[call::GET_BUCKET_POLICY],
            Self::S3PublicAccessBlock => &[call::GET_BUCKET_PUBLIC_ACCESS_BLOCK],
            Self::S3Tags => &[call::GET_BUCKET_TAGGING],
            Self::S3Versioning => &[call::GET_BUCKET_VERSIONING],
            Self::Secrets => &[call::LIST_SECRETS],
            Self::SnsTags => &[call::LIST_TAGS_OF_TOPIC],
            Self::SnsTopics => &[call::LIST_TOPICS, call::GET_TOPIC_ATTRIBUTES],
            Self::SqsQueues => &[call::LIST_QUEUES, call::GET_QUEUE_ATTRIBUTES],
            Self::SqsTags => &[call::LIST_QUEUE_TAGS],
            Self::StackResources => &[call::LIST_STACK_RESOURCES],
        }
    }
}

/// Most answer about everything at once; the entries of prefix lists and the routes of transit gateways are asked one by
/// one, where there are any.
const NETWORK_CALLS: &[Call] = &[
    call::DESCRIBE_VPCS,
    call::DESCRIBE_ADDRESSES,
    call::DESCRIBE_EGRESS_ONLY_INTERNET_GATEWAYS,
    call::DESCRIBE_INTERNET_GATEWAYS,
    call::DESCRIBE_MANAGED_PREFIX_LISTS,
    call::DESCRIBE_NAT_GATEWAYS,
    call::DESCRIBE_NETWORK_ACLS,
    call::DESCRIBE_NETWORK_INTERFACES,
    call::DESCRIBE_PREFIX_LISTS,
    call::DESCRIBE_ROUTE_TABLES,
    call::DESCRIBE_SECURITY_GROUP_VPC_ASSOCIATIONS,
    call::DESCRIBE_SECURITY_GROUPS,
    call::DESCRIBE_SUBNETS,
    call::DESCRIBE_TRANSIT_GATEWAY_ATTACHMENTS,
    call::DESCRIBE_TRANSIT_GATEWAY_ROUTE_TABLES,
    call::DESCRIBE_TRANSIT_GATEWAY_VPC_ATTACHMENTS,
    call::DESCRIBE_TRANSIT_GATEWAYS,
    call::DESCRIBE_VPC_BLOCK_PUBLIC_ACCESS_EXCLUSIONS,
    call::DESCRIBE_VPC_BLOCK_PUBLIC_ACCESS_OPTIONS,
    call::DESCRIBE_VPC_ENDPOINTS,
    call::DESCRIBE_VPC_PEERING_CONNECTIONS,
    call::GET_MANAGED_PREFIX_LIST_ENTRIES,
    call::GET_TRANSIT_GATEWAY_ROUTE_TABLE_PROPAGATIONS,
    call::SEARCH_TRANSIT_GATEWAY_ROUTES,
];

const LOAD_BALANCER_CALLS: &[Call] = &[
    call::DESCRIBE_LOAD_BALANCERS,
    call::DESCRIBE_LISTENERS,
    call::DESCRIBE_LOAD_BALANCER_ATTRIBUTES,
    call::DESCRIBE_RULES,
    call::DESCRIBE_TARGET_GROUP_ATTRIBUTES,
    call::DESCRIBE_TARGET_GROUPS,
    call::DESCRIBE_TARGET_HEALTH,
];

/// APIs are listed at once; what is in each is asked one by one.
const API_CALLS: &[Call] = &[
    call::GET_REST_APIS,
    call::GET_APIS,
    call::GET_DEPLOYMENT,
    call::GET_HTTP_STAGES,
    call::GET_INTEGRATIONS,
    call::GET_RESOURCES,
    call::GET_ROUTES,
    call::GET_STAGES,
];

/// A domain name of one Region may stand in both lists, with different kinds of APIs behind it.
const DOMAIN_CALLS: &[Call] =
    &[call::GET_DOMAIN_NAMES, call::GET_API_MAPPINGS, call::GET_BASE_PATH_MAPPINGS, call::GET_HTTP_DOMAIN_NAMES];
