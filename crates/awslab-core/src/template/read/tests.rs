//! Whole templates.

use serde_json::json;

use super::*;
use crate::model::{Encryption, TemplateIam};

fn given() -> Given<'static> {
    Given { partition: "aws", region: "eu-west-1", account_id: "111122223333", ..Given::default() }
}

fn template(text: &str) -> StackTemplate {
    read(text, None, &given()).expect("it is a template")
}

const SHOP: &str = "
Parameters:
  Stage: {Type: String, Default: dev}
  DBPassword: {Type: String, NoEcho: true}
Mappings: {Sizes: {dev: {Class: db.t4g.micro}}}
Conditions: {IsProd: !Equals [!Ref Stage, prod]}
Resources:
  Data:
    Type: AWS::S3::Bucket
    DeletionPolicy: Retain
    Properties:
      BucketEncryption: {ServerSideEncryptionConfiguration: [{ServerSideEncryptionByDefault: {SSEAlgorithm: aws:kms}}]}
  Database: {Type: AWS::RDS::DBInstance, Properties: {StorageEncrypted: !Equals [a, a]}}
  Archive: {Type: AWS::S3::Bucket, Condition: IsProd}
  Jobs: {Type: AWS::SQS::Queue}
  Worker:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: 2012-10-17
        Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}]
      ManagedPolicyArns: [!Sub 'arn:${AWS::Partition}:iam::aws:policy/ReadOnlyAccess', !Ref Shared]
      Policies:
        - PolicyName: work
          PolicyDocument:
            Version: 2012-10-17
            Statement:
              - {Effect: Allow, Action: s3:GetObject, Resource: !Sub '${Data.Arn}/*'}
              - {Effect: Allow, Action: kms:Decrypt, Resource: !ImportValue shared-key}
  Extra:
    Type: AWS::IAM::Policy
    Properties:
      PolicyName: extra
      Roles: [!Ref Worker]
      PolicyDocument: {Statement: [{Effect: Allow, Action: sqs:SendMessage, Resource: !GetAtt Jobs.Arn}]}
  Loose:
    Type: AWS::IAM::Policy
    Properties:
      PolicyName: loose
      Roles: [made-elsewhere]
      PolicyDocument: {Statement: [{Effect: Allow, Action: '*', Resource: '*'}]}
  Shared:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument: {Statement: [{Effect: Allow, Action: sqs:ReceiveMessage, Resource: !GetAtt Jobs.Arn}]}
Outputs:
  Bucket: {Value: !Ref Data}
";

#[test]
fn sections_are_told_by_name() {
    let template = template(SHOP);
    let parameters: Vec<_> =
        template.parameters.iter().map(|it| (it.parameter_key.as_str(), it.no_echo, it.is_secret)).collect();
    assert_eq!(parameters, [("Stage", false, false), ("DBPassword", true, true)]);
    assert_eq!((template.mappings, template.outputs), (vec!["Sizes".to_owned()], vec!["Bucket".to_owned()]));
    assert_eq!(template.sha256.len(), 64);
}

#[test]
fn storage_is_told_but_for_what_no_condition_makes() {
    let storage = template(SHOP).storage;
    let told: Vec<_> = storage
        .iter()
        .map(|it| (it.logical_resource_id.as_str(), it.encryption, it.deletion_policy.as_str(), it.is_stateful))
        .collect();
    assert_eq!(
        told,
        [
            ("Data", Encryption::Declared, "Retain", true),
            ("Database", Encryption::Undecided, "Snapshot", true),
            ("Jobs", Encryption::Missing, "Delete", false),
        ]
    );
}

#[test]
fn roles_hold_what_is_written_in_them_and_what_is_attached() {
    let TemplateIam { authorization_details: details, unresolved } = template(SHOP).iam;
    let role = &details.role_detail_list[0];
    assert_eq!(role.arn.as_str(), "arn:aws:iam::111122223333:role/Worker");
    let inline: Vec<_> = role.role_policy_list.iter().map(|it| it.policy_name.as_str()).collect();
    assert_eq!(inline, ["work", "extra"]);
    let attached: Vec<_> = role.attached_managed_policies.iter().map(|it| it.policy_arn.as_str()).collect();
    assert_eq!(attached, ["arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:iam::111122223333:policy/Shared"]);
    let managed: Vec<_> = details.policies.iter().map(|it| it.policy_name.as_str()).collect();
    assert_eq!(managed, ["Shared", "loose"]);
    assert_eq!(
        serde_json::from_str::<Value>(role.role_policy_list[0].policy_document.as_str()).expect("it is JSON"),
        json!({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::Data/*"},
            {"Effect": "Allow", "Action": "kms:Decrypt", "Resource": "Fn::ImportValue"},
        ]})
    );
    assert!(role.role_policy_list[0].policy_document.parse().is_ok(), "the engine reads it");
    let places: Vec<_> = unresolved.iter().map(|it| it.place.as_str()).collect();
    assert_eq!(places, ["Worker/Policies/0/PolicyDocument/Statement/1/Resource"]);
}

#[test]
fn macros_are_told_until_they_are_expanded() {
    let sam = "Transform: AWS::Serverless-2016-10-31\nResources: {F: {Type: AWS::Serverless::Function}}";
    assert!(has_macros(sam).expect("it is a template"));
    assert_eq!(template(sam).transforms, ["AWS::Serverless-2016-10-31"]);
    let expanded = r#"{"Resources": {"F": {"Type": "AWS::Lambda::Function"}, "FRole": {"Type": "AWS::IAM::Role"}}}"#;
    let read = read(sam, Some(expanded), &given()).expect("both are templates");
    assert_eq!((read.transforms.len(), read.iam.authorization_details.role_detail_list.len()), (0, 1));
    assert!(has_macros("Resources: {'Fn::ForEach::Topics': []}").expect("it is a template"));
    assert!(!has_macros(SHOP).expect("it is a template"));
}

#[test]
fn no_text_makes_it_panic() {
    for text in [
        "Resources: 5",
        "Parameters: [a]",
        "Resources: {A: 5}",
        "Resources: {A: {Type: [x], Properties: 7}}",
        "Resources: {R: {Type: AWS::IAM::Role, Properties: {Policies: x, ManagedPolicyArns: {a: b}}}}",
        "Resources: {R: {Type: AWS::IAM::Role, Properties: {RoleName: 'a b:c', PermissionsBoundary: 1}}}",
        "Conditions: {A: !Condition A}\nResources: {R: {Type: AWS::S3::Bucket, Condition: A}}",
        "Resources: {B: {Type: AWS::S3::Bucket, Properties: {BucketEncryption: [a]}}}",
    ] {
        read(text, None, &given()).expect("an odd template is one");
    }
}
