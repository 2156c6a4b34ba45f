//! The API operations that awslab calls, each with the IAM action that allows it.
//!
//! An operation and its action often differ in name (`HeadObject` needs `s3:GetObject`). The pairs are from the Service
//! Authorization Reference: <https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html>

/// One API operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Call {
    /// The operation as the SDK names it, after its service: `s3:GetBucketEncryption`.
    pub operation: &'static str,
    /// The IAM action that allows it: `s3:GetEncryptionConfiguration`.
    pub action: &'static str,
}

macro_rules! calls {
    ($($name:ident = $operation:literal $(needs $action:literal)?;)*) => {
        $(
            #[doc = concat!("`", $operation, "`")]
            pub const $name: Call = Call { operation: $operation, action: calls!(@action $operation $($action)?) };
        )*
        /// Every call there is.
        pub const ALL: &[Call] = &[$($name),*];
    };
    (@action $operation:literal $action:literal) => { $action };
    (@action $operation:literal) => { $operation };
}

calls! {
    DESCRIBE_SCALABLE_TARGETS = "application-autoscaling:DescribeScalableTargets";
    DESCRIBE_TARGET_SCALING_POLICIES = "application-autoscaling:DescribeScalingPolicies";
    GET_BASE_PATH_MAPPINGS = "apigateway:GetBasePathMappings" needs "apigateway:GET";
    GET_DEPLOYMENT = "apigateway:GetDeployment" needs "apigateway:GET";
    GET_DOMAIN_NAMES = "apigateway:GetDomainNames" needs "apigateway:GET";
    GET_RESOURCES = "apigateway:GetResources" needs "apigateway:GET";
    GET_REST_APIS = "apigateway:GetRestApis" needs "apigateway:GET";
    GET_STAGES = "apigateway:GetStages" needs "apigateway:GET";
    GET_API_MAPPINGS = "apigatewayv2:GetApiMappings" needs "apigateway:GET";
    GET_APIS = "apigatewayv2:GetApis" needs "apigateway:GET";
    GET_HTTP_DOMAIN_NAMES = "apigatewayv2:GetDomainNames" needs "apigateway:GET";
    GET_HTTP_STAGES = "apigatewayv2:GetStages" needs "apigateway:GET";
    GET_INTEGRATIONS = "apigatewayv2:GetIntegrations" needs "apigateway:GET";
    GET_ROUTES = "apigatewayv2:GetRoutes" needs "apigateway:GET";
    DESCRIBE_AUTO_SCALING_GROUPS = "autoscaling:DescribeAutoScalingGroups";
    DESCRIBE_POLICIES = "autoscaling:DescribePolicies";
    DESCRIBE_TRAILS = "cloudtrail:DescribeTrails";
    GET_EVENT_SELECTORS = "cloudtrail:GetEventSelectors";
    GET_TRAIL_STATUS = "cloudtrail:GetTrailStatus";
    DESCRIBE_STACK_EVENTS = "cloudformation:DescribeStackEvents";
    DESCRIBE_STACKS = "cloudformation:DescribeStacks";
    GET_TEMPLATE = "cloudformation:GetTemplate";
    LIST_STACK_RESOURCES = "cloudformation:ListStackResources";
    DESCRIBE_CONTINUOUS_BACKUPS = "dynamodb:DescribeContinuousBackups";
    DESCRIBE_TABLE = "dynamodb:DescribeTable";
    DESCRIBE_TIME_TO_LIVE = "dynamodb:DescribeTimeToLive";
    GET_TABLE_POLICY = "dynamodb:GetResourcePolicy";
    LIST_TABLES = "dynamodb:ListTables";
    LIST_TAGS_OF_TABLE = "dynamodb:ListTagsOfResource";
    SCAN = "dynamodb:Scan";
    DESCRIBE_ADDRESSES = "ec2:DescribeAddresses";
    DESCRIBE_EGRESS_ONLY_INTERNET_GATEWAYS = "ec2:DescribeEgressOnlyInternetGateways";
    DESCRIBE_FLOW_LOGS = "ec2:DescribeFlowLogs";
    DESCRIBE_INSTANCE_ATTRIBUTE = "ec2:DescribeInstanceAttribute";
    DESCRIBE_INSTANCES = "ec2:DescribeInstances";
    DESCRIBE_INTERNET_GATEWAYS = "ec2:DescribeInternetGateways";
    DESCRIBE_LAUNCH_TEMPLATE_VERSIONS = "ec2:DescribeLaunchTemplateVersions";
    DESCRIBE_MANAGED_PREFIX_LISTS = "ec2:DescribeManagedPrefixLists";
    DESCRIBE_NAT_GATEWAYS = "ec2:DescribeNatGateways";
    DESCRIBE_NETWORK_ACLS = "ec2:DescribeNetworkAcls";
    DESCRIBE_NETWORK_INTERFACES = "ec2:DescribeNetworkInterfaces";
    DESCRIBE_PREFIX_LISTS = "ec2:DescribePrefixLists";
    DESCRIBE_ROUTE_TABLES = "ec2:DescribeRouteTables";
    DESCRIBE_SECURITY_GROUP_VPC_ASSOCIATIONS = "ec2:DescribeSecurityGroupVpcAssociations";
    DESCRIBE_SECURITY_GROUPS = "ec2:DescribeSecurityGroups";
    DESCRIBE_SNAPSHOTS = "ec2:DescribeSnapshots";
    DESCRIBE_SUBNETS = "ec2:DescribeSubnets";
    DESCRIBE_TRANSIT_GATEWAY_ATTACHMENTS = "ec2:DescribeTransitGatewayAttachments";
    DESCRIBE_TRANSIT_GATEWAY_ROUTE_TABLES = "ec2:DescribeTransitGatewayRouteTables";
    DESCRIBE_TRANSIT_GATEWAY_VPC_ATTACHMENTS = "ec2:DescribeTransitGatewayVpcAttachments";
    DESCRIBE_TRANSIT_GATEWAYS = "ec2:DescribeTransitGateways";
    DESCRIBE_VOLUMES = "ec2:DescribeVolumes";
    DESCRIBE_VPC_ATTRIBUTE = "ec2:DescribeVpcAttribute";
    DESCRIBE_VPC_BLOCK_PUBLIC_ACCESS_EXCLUSIONS = "ec2:DescribeVpcBlockPublicAccessExclusions";
    DESCRIBE_VPC_BLOCK_PUBLIC_ACCESS_OPTIONS = "ec2:DescribeVpcBlockPublicAccessOptions";
    DESCRIBE_VPC_ENDPOINTS = "ec2:DescribeVpcEndpoints";
    DESCRIBE_VPC_PEERING_CONNECTIONS = "ec2:DescribeVpcPeeringConnections";
    DESCRIBE_VPCS = "ec2:DescribeVpcs";
    GET_EBS_ENCRYPTION_BY_DEFAULT = "ec2:GetEbsEncryptionByDefault";
    GET_MANAGED_PREFIX_LIST_ENTRIES = "ec2:GetManagedPrefixListEntries";
    GET_TRANSIT_GATEWAY_ROUTE_TABLE_PROPAGATIONS = "ec2:GetTransitGatewayRouteTablePropagations";
    SEARCH_TRANSIT_GATEWAY_ROUTES = "ec2:SearchTransitGatewayRoutes";
    DESCRIBE_FILE_SYSTEMS = "efs:DescribeFileSystems" needs "elasticfilesystem:DescribeFileSystems";
    DESCRIBE_LISTENERS = "elbv2:DescribeListeners" needs "elasticloadbalancing:DescribeListeners";
    DESCRIBE_LOAD_BALANCER_ATTRIBUTES = "elbv2:DescribeLoadBalancerAttributes" needs "elasticloadbalancing:DescribeLoadBalancerAttributes";
    DESCRIBE_LOAD_BALANCERS = "elbv2:DescribeLoadBalancers" needs "elasticloadbalancing:DescribeLoadBalancers";
    DESCRIBE_RULES = "elbv2:DescribeRules" needs "elasticloadbalancing:DescribeRules";
    DESCRIBE_TARGET_GROUP_ATTRIBUTES = "elbv2:DescribeTargetGroupAttributes" needs "elasticloadbalancing:DescribeTargetGroupAttributes";
    DESCRIBE_TARGET_GROUPS = "elbv2:DescribeTargetGroups" needs "elasticloadbalancing:DescribeTargetGroups";
    DESCRIBE_TARGET_HEALTH = "elbv2:DescribeTargetHealth" needs "elasticloadbalancing:DescribeTargetHealth";
    GENERATE_CREDENTIAL_REPORT = "iam:GenerateCredentialReport";
    GENERATE_SERVICE_LAST_ACCESSED_DETAILS = "iam:GenerateServiceLastAccessedDetails";
    GET_ACCOUNT_AUTHORIZATION_DETAILS = "iam:GetAccountAuthorizationDetails";
    GET_ACCOUNT_PASSWORD_POLICY = "iam:GetAccountPasswordPolicy";
    GET_ACCOUNT_SUMMARY = "iam:GetAccountSummary";
    GET_CREDENTIAL_REPORT = "iam:GetCredentialReport";
    GET_LOGIN_PROFILE = "iam:GetLoginProfile";
    GET_SERVICE_LAST_ACCESSED_DETAILS = "iam:GetServiceLastAccessedDetails";
    LIST_ACCESS_KEYS = "iam:ListAccessKeys";
    LIST_MFA_DEVICES = "iam:ListMFADevices";
    DESCRIBE_KEY = "kms:DescribeKey";
    GET_KEY_POLICY = "kms:GetKeyPolicy";
    GET_KEY_ROTATION_STATUS = "kms:GetKeyRotationStatus";
    LIST_ALIASES = "kms:ListAliases";
    LIST_GRANTS = "kms:ListGrants";
    LIST_KEYS = "kms:ListKeys";
    LIST_TAGS_OF_KEY = "kms:ListResourceTags";
    GET_FUNCTION_CONCURRENCY = "lambda:GetFunctionConcurrency";
    GET_FUNCTION_CONFIGURATION = "lambda:GetFunctionConfiguration";
    GET_POLICY = "lambda:GetPolicy";
    LIST_EVENT_SOURCE_MAPPINGS = "lambda:ListEventSourceMappings";
    LIST_FUNCTION_URL_CONFIGS = "lambda:ListFunctionUrlConfigs";
    LIST_FUNCTIONS = "lambda:ListFunctions";
    LIST_TAGS = "lambda:ListTags";
    DESCRIBE_LOG_GROUPS = "logs:DescribeLogGroups";
    DESCRIBE_DB_CLUSTER_PARAMETERS = "rds:DescribeDBClusterParameters";
    DESCRIBE_DB_CLUSTERS = "rds:DescribeDBClusters";
    DESCRIBE_DB_INSTANCES = "rds:DescribeDBInstances";
    DESCRIBE_DB_PARAMETERS = "rds:DescribeDBParameters";
    DESCRIBE_DB_SUBNET_GROUPS = "rds:DescribeDBSubnetGroups";
    GET_BUCKET_ACL = "s3:GetBucketAcl";
    GET_BUCKET_ENCRYPTION = "s3:GetBucketEncryption" needs "s3:GetEncryptionConfiguration";
    GET_BUCKET_LIFECYCLE = "s3:GetBucketLifecycleConfiguration" needs "s3:GetLifecycleConfiguration";
    GET_BUCKET_LOCATION = "s3:GetBucketLocation";
    GET_BUCKET_LOGGING = "s3:GetBucketLogging";
    GET_BUCKET_OWNERSHIP_CONTROLS = "s3:GetBucketOwnershipControls";
    GET_BUCKET_POLICY = "s3:GetBucketPolicy";
    GET_BUCKET_PUBLIC_ACCESS_BLOCK = "s3:GetPublicAccessBlock" needs "s3:GetBucketPublicAccessBlock";
    GET_BUCKET_TAGGING = "s3:GetBucketTagging";
    GET_BUCKET_VERSIONING = "s3:GetBucketVersioning";
    HEAD_OBJECT = "s3:HeadObject" needs "s3:GetObject";
    LIST_BUCKETS = "s3:ListBuckets" needs "s3:ListAllMyBuckets";
    LIST_OBJECTS = "s3:ListObjectsV2" needs "s3:ListBucket";
    GET_ACCOUNT_PUBLIC_ACCESS_BLOCK = "s3control:GetPublicAccessBlock" needs "s3:GetAccountPublicAccessBlock";
    LIST_SECRETS = "secretsmanager:ListSecrets";
    GET_TOPIC_ATTRIBUTES = "sns:GetTopicAttributes";
    LIST_TAGS_OF_TOPIC = "sns:ListTagsForResource";
    LIST_TOPICS = "sns:ListTopics";
    GET_QUEUE_ATTRIBUTES = "sqs:GetQueueAttributes";
    LIST_QUEUE_TAGS = "sqs:ListQueueTags";
    LIST_QUEUES = "sqs:ListQueues";
    GET_CALLER_IDENTITY = "sts:GetCallerIdentity";
}
