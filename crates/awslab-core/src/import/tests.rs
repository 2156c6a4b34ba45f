//! Reading AWS CLI outputs.

use super::*;
use crate::fetched::Fetched;
use crate::model::PolicyText;
use crate::model::{SecretFinding, SecretKind};

const VPC: &str = r#"{"Vpcs": [{"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16", "OwnerId": "111122223333"}]}"#;
const SUBNET: &str = r#"{"Subnets": [{"SubnetId": "subnet-1", "VpcId": "vpc-1", "AvailabilityZone": "eu-west-1a"}]}"#;
const BALANCER: &str = r#"{"LoadBalancers": [{"LoadBalancerArn": "arn:lb", "LoadBalancerName": "web"}]}"#;

fn import(documents: &[(&str, &str)]) -> Result<Import, ImportError> {
    let documents: Vec<Document> = documents.iter().map(|(path, text)| Document::at(path, *text)).collect();
    read(&documents, None, Timestamp::UNIX_EPOCH)
}

fn region(documents: &[(&str, &str)]) -> Region {
    let mut account = import(documents).expect("the documents can be read").account;
    account.regions.pop_first().expect("there is a Region").1
}

#[test]
fn folders_name_accounts_and_regions() {
    for (path, account, region) in [
        ("Vpcs.json", None, None),
        ("anywhere/vpcs.json", None, None),
        ("eu-west-1/vpcs.json", None, Some("eu-west-1")),
        ("us-gov-west-1/vpcs.json", None, Some("us-gov-west-1")),
        ("accounts/111122223333/vpcs.json", Some("111122223333"), None),
        ("accounts/111122223333/eu-west-1/vpcs.json", Some("111122223333"), Some("eu-west-1")),
    ] {
        let document = Document::at(path, "{}");
        assert_eq!((document.account.as_deref(), document.region.as_deref()), (account, region), "{path}");
    }
}

#[test]
fn what_no_folder_says_is_told_by_the_resources() {
    let account = import(&[("a.json", VPC), ("b.json", SUBNET)]).expect("both are outputs").account;
    assert_eq!(account.account_id, "111122223333");
    assert_eq!(account.regions.keys().collect::<Vec<_>>(), ["eu-west-1"]);
    assert_eq!(account.regions["eu-west-1"].ec2.vpcs.as_known().map(Vec::len), Some(1));
}

#[test]
fn pages_add_up_and_what_was_not_asked_stays_unknown() {
    let other = r#"{"Vpcs": [{"VpcId": "vpc-2"}]}"#;
    let region = region(&[("eu-west-1/1.json", VPC), ("eu-west-1/2.json", other)]);
    assert_eq!(region.ec2.vpcs.as_known().map(Vec::len), Some(2));
    assert!(region.ec2.subnets.is_not_collected());
}

#[test]
fn other_accounts_stand_beside_the_first() {
    let (first, second) = ("accounts/111122223333/eu-west-1/v.json", "accounts/444455556666/eu-west-1/v.json");
    let account = import(&[(second, VPC), (first, VPC)]).expect("both are outputs").account;
    assert_eq!(account.account_id, "111122223333");
    assert_eq!(account.other_accounts.keys().collect::<Vec<_>>(), ["444455556666"]);
}

#[test]
fn answers_about_one_resource_hang_on_it_whatever_comes_first() {
    let listeners = r#"{"Listeners": [{"ListenerArn": "arn:listener/1", "LoadBalancerArn": "arn:lb", "Port": 80}]}"#;
    let rules = r#"{"Rules": [{"RuleArn": "arn:listener-rule/1/2", "Priority": "1"}]}"#;
    let attributes = r#"{"LoadBalancerArn": "arn:lb", "Attributes": [{"Key": "k", "Value": "v"}]}"#;
    let region = region(&[
        ("eu-west-1/1.json", rules),
        ("eu-west-1/2.json", listeners),
        ("eu-west-1/3.json", attributes),
        ("eu-west-1/4.json", BALANCER),
    ]);
    let balancer = &region.elbv2.load_balancers.as_known().expect("load balancers were read")[0];
    let listener = &balancer.listeners.as_known().expect("listeners were read")[0];
    assert_eq!(listener.port, Some(80));
    assert_eq!(balancer.attributes.as_known().map(Vec::len), Some(1));
    assert_eq!(listener.rules.as_known().map(Vec::len), Some(1));
}

#[test]
fn a_rule_belongs_to_the_listener_of_its_arn() {
    let rule = "arn:aws:elasticloadbalancing:eu-west-1:1:listener-rule/app/web/1/2/3";
    assert_eq!(attach::listener_of(rule), "arn:aws:elasticloadbalancing:eu-west-1:1:listener/app/web/1/2");
}

#[test]
fn prefix_lists_of_services_and_of_customers_are_told_apart() {
    let services = r#"{"PrefixLists": [{"PrefixListId": "pl-1", "Cidrs": ["52.216.0.0/15"]}]}"#;
    let managed = r#"{"PrefixLists": [{"PrefixListId": "pl-2", "OwnerId": "111122223333"}]}"#;
    let entries = r#"{"PrefixListId": "pl-2", "Entries": [{"Cidr": "10.0.0.0/8"}]}"#;
    let region =
        region(&[("eu-west-1/1.json", services), ("eu-west-1/2.json", entries), ("eu-west-1/3.json", managed)]);
    assert_eq!(region.ec2.prefix_lists.as_known().map(Vec::len), Some(1));
    let managed = &region.ec2.managed_prefix_lists.as_known().expect("they were read")[0];
    assert_eq!(managed.entries.as_known().map(Vec::len), Some(1));
}

#[test]
fn of_parameter_groups_what_labs_read_is_kept() {
    let group = |name: &str, parameters: &str| format!(r#"{{"{name}": "shop", "Parameters": [{parameters}]}}"#);
    let other = r#"{"ParameterName": "max_connections", "ParameterValue": "100"}"#;
    let tls = r#"{"ParameterName": "require_secure_transport", "ParameterValue": "1"}"#;
    let region = region(&[
        ("eu-west-1/1.json", &group("DBParameterGroupName", other)),
        ("eu-west-1/2.json", &group("DBParameterGroupName", tls)),
        ("eu-west-1/3.json", &group("DBClusterParameterGroupName", other)),
    ]);
    let read = |it: &BTreeMap<String, Fetched<Vec<_>>>| it["shop"].as_known().map(Vec::len);
    assert_eq!((read(&region.rds.db_parameters), read(&region.rds.db_cluster_parameters)), (Some(1), Some(0)));
    let ssm = ("eu-west-1/ssm.json", r#"{"Parameters": [{"Name": "/shop/db", "Value": "x"}]}"#);
    assert_eq!(import(&[ssm, ("eu-west-1/v.json", VPC)]).expect("one is an output").ignored, ["eu-west-1/ssm.json"]);
}

#[test]
fn texts_are_searched_for_secrets_and_not_kept() {
    let instance = r#"{"Reservations": [{"Instances": [{"InstanceId": "i-1"}, {"InstanceId": "i-2"}]}]}"#;
    let user_data = r#"{"InstanceId": "i-1", "UserData": {"Value": "REJfUEFTU1dPUkQ9aHVudGVyMjI="}}"#;
    let none = r#"{"InstanceId": "i-2", "UserData": {}}"#;
    let function = r#"{"Functions": [{"FunctionName": "f", "Environment": {"Variables": {"API_KEY": "hunter22"}}}]}"#;
    let documents = [
        ("eu-west-1/1.json", user_data),
        ("eu-west-1/2.json", none),
        ("eu-west-1/3.json", instance),
        ("eu-west-1/4.json", function),
    ];
    let region = region(&documents);
    let instances = region.ec2.instances.as_known().expect("instances were read");
    let searched = instances[0].user_data.as_known().and_then(Option::as_ref).expect("there is user data");
    assert_eq!(searched.findings, [SecretFinding { kind: SecretKind::Password, line: 1 }]);
    assert_eq!(instances[1].user_data, Fetched::Known(None));
    let function = &region.lambda.functions.as_known().expect("functions were read")[0];
    let variables = &function.environment.as_ref().expect("it has variables").variables;
    assert_eq!(variables["API_KEY"], [SecretKind::Password]);
    let kept = serde_json::to_string(&region).expect("a Region can be written");
    assert!(!kept.contains("hunter22") && !kept.contains("REJf"), "{kept}");
    let error = import(&[("eu-west-1/1.json", r#"{"InstanceId": "i-1", "UserData": {"Value": "%"}}"#)]);
    assert!(error.expect_err("it is no Base64").to_string().contains("decode user data"));
}

#[test]
fn an_answer_about_nothing_says_what_to_add() {
    let error = import(&[("eu-west-1/targets.json", r#"{"TargetHealthDescriptions": []}"#)]).expect_err("nameless");
    assert!(error.to_string().contains("add a member `TargetGroupArn`"), "{error}");
}

#[test]
fn what_cannot_be_read_is_named() {
    let error = import(&[("eu-west-1/vpcs.json", r#"{"Vpcs": [{"VpcId": 1}]}"#)]).expect_err("an id is a text");
    assert!(error.to_string().contains("eu-west-1/vpcs.json"), "{error}");
    let error = import(&[("vpcs.json", VPC)]).expect_err("nothing names a Region");
    assert!(matches!(error, ImportError::NoRegion), "{error}");
    let error = import(&[("hosts.json", r#"{"Hosts": []}"#)]).expect_err("nothing is read of it");
    assert!(matches!(error, ImportError::Nothing(1)), "{error}");
    let import = import(&[("hosts.json", r#"{"Hosts": []}"#), ("eu-west-1/v.json", VPC)]).expect("one is an output");
    assert_eq!(import.ignored, ["hosts.json"]);
}

#[test]
fn what_is_said_of_a_table_comes_together() {
    let region = region(&[
        ("eu-west-1/1.json", r#"{"TableName": "shop", "TimeToLiveDescription": {"TimeToLiveStatus": "ENABLED"}}"#),
        ("eu-west-1/2.json", r#"{"TableNames": ["shop", "other"]}"#),
        ("eu-west-1/3.json", r#"{"Table": {"TableName": "shop", "TableStatus": "ACTIVE"}}"#),
        ("eu-west-1/4.json", r#"{"TableName": "shop", "Count": 2, "ScannedCount": 2}"#),
        ("eu-west-1/5.json", r#"{"TableName": "shop", "Policy": "{\"Statement\": []}", "RevisionId": "1"}"#),
    ]);
    let tables = region.dynamodb.tables.as_known().expect("tables were read");
    assert_eq!(tables.iter().map(|it| it.table_name.as_str()).collect::<Vec<_>>(), ["shop", "other"]);
    let [shop, _] = &tables[..] else { panic!("there are two") };
    let status = shop.description.as_known().and_then(|it| it.table_status.as_deref());
    assert_eq!(status, Some("ACTIVE"));
    assert_eq!(shop.item_count.as_known().map(|it| (it.count, it.is_truncated)), Some((2, false)));
    let policy = shop.resource_policy.as_known().expect("the policy was read");
    assert_eq!(policy.as_ref().map(PolicyText::as_str), Some(r#"{"Statement": []}"#));
    assert!(shop.continuous_backups.is_not_collected());
}

#[test]
fn what_is_said_of_a_key_comes_together() {
    let region = region(&[
        ("eu-west-1/1.json", r#"{"Policy": "{}", "PolicyName": "default", "KeyId": "1234"}"#),
        ("eu-west-1/2.json", r#"{"Keys": [{"KeyId": "1234", "KeyArn": "arn:aws:kms:eu-west-1:1:key/1234"}]}"#),
        ("eu-west-1/3.json", r#"{"KeyMetadata": {"KeyId": "1234", "Arn": "arn:aws:kms:eu-west-1:1:key/1234"}}"#),
        ("eu-west-1/4.json", r#"{"KeyRotationEnabled": true, "KeyId": "1234"}"#),
        ("eu-west-1/5.json", r#"{"Grants": [{"KeyId": "arn:aws:kms:eu-west-1:1:key/1234", "GrantId": "g"}]}"#),
        ("eu-west-1/6.json", r#"{"Aliases": [{"AliasName": "alias/app", "TargetKeyId": "1234"}]}"#),
    ]);
    let [key] = &region.kms.key_list.as_known().expect("keys were read")[..] else { panic!("there is one") };
    assert_eq!(key.key_arn, "arn:aws:kms:eu-west-1:1:key/1234");
    assert_eq!(key.rotation_status.as_known().map(|it| it.key_rotation_enabled), Some(true));
    assert_eq!(key.grants.as_known().map(Vec::len), Some(1));
    assert!(key.policy.as_known().is_some() && key.metadata.as_known().is_some());
    assert_eq!(region.kms.aliases.as_known().map(Vec::len), Some(1));
    let error = import(&[("eu-west-1/p.json", r#"{"Policy": "{}", "PolicyName": "default"}"#)]).expect_err("nameless");
    assert!(error.to_string().contains("add a member `KeyId`"), "{error}");
}

#[test]
fn queues_topics_and_what_scales_tables() {
    let region = region(&[
        ("eu-west-1/1.json", r#"{"Attributes": {"QueueArn": "arn:aws:sqs:eu-west-1:1:jobs", "KmsMasterKeyId": "k"}}"#),
        ("eu-west-1/2.json", r#"{"QueueUrls": ["https://sqs.eu-west-1.amazonaws.com/1/jobs"]}"#),
        ("eu-west-1/3.json", r#"{"Topics": [{"TopicArn": "arn:aws:sns:eu-west-1:1:news"}]}"#),
        ("eu-west-1/4.json", r#"{"Attributes": {"TopicArn": "arn:aws:sns:eu-west-1:1:news", "Policy": "{}"}}"#),
        ("eu-west-1/5.json", r#"{"ScalingPolicies": [{"ServiceNamespace": "dynamodb", "PolicyName": "p"}]}"#),
    ]);
    let [queue] = &region.sqs.queues.as_known().expect("queues were read")[..] else { panic!("there is one") };
    assert_eq!(queue.queue_url, "https://sqs.eu-west-1.amazonaws.com/1/jobs");
    assert_eq!(queue.attributes.as_known().and_then(|it| it.kms_master_key_id.as_deref()), Some("k"));
    let [topic] = &region.sns.topics.as_known().expect("topics were read")[..] else { panic!("there is one") };
    assert!(topic.attributes.as_known().is_some_and(|it| it.policy.is_some()));
    assert_eq!(region.application_autoscaling.scaling_policies.as_known().map(Vec::len), Some(1));
    assert!(region.autoscaling.scaling_policies.is_not_collected());
}

#[test]
fn stacks_keep_what_their_templates_say_and_no_secret() {
    let id = "arn:aws:cloudformation:eu-west-1:111122223333:stack/shop/1";
    let stacks = format!(
        r#"{{"Stacks": [{{"StackId": "{id}", "StackName": "shop", "StackStatus": "CREATE_COMPLETE",
            "Parameters": [{{"ParameterKey": "DBPassword", "ParameterValue": "hunter22"}}]}}]}}"#
    );
    let template = r#"{"StackName": "shop", "TemplateBody": {"Outputs": {"Name": {"Value": "x"}}}}"#;
    let resources = r#"{"StackName": "shop", "StackResourceSummaries": [
        {"LogicalResourceId": "Jobs", "PhysicalResourceId": "q", "ResourceType": "AWS::SQS::Queue"}]}"#;
    let events = format!(
        r#"{{"StackEvents": [{{"StackId": "{id}", "PhysicalResourceId": "{id}", "ResourceStatus": "CREATE_COMPLETE"}},
            {{"StackId": "{id}", "PhysicalResourceId": "q", "ResourceStatus": "CREATE_COMPLETE"}}]}}"#
    );
    let region = region(&[
        ("eu-west-1/template.json", template),
        ("eu-west-1/resources.json", resources),
        ("eu-west-1/events.json", &events),
        ("eu-west-1/stacks.json", &stacks),
    ]);
    let stack = &region.cloudformation.stacks.as_known().expect("the stacks were read")[0];
    assert_eq!((&stack.parameters[0].parameter_value, stack.parameters[0].secret.is_some()), (&None, true));
    assert_eq!(stack.template.as_known().map(|it| &it.outputs[..]), Some(&["Name".to_owned()][..]));
    assert_eq!(stack.stack_events.as_known().map(Vec::len), Some(1));
    let resources = region.cloudformation.stack_resources["shop"].as_known().and_then(Option::as_ref);
    assert_eq!(resources.map(Vec::len), Some(1));
}
