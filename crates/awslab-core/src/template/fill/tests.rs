//! The functions of templates, one small template each.

use serde_json::{Value, json};

use super::*;
use crate::template::document;

const TEMPLATE: &str = "
Parameters:
  Stage: {Type: String, Default: dev}
  Size: {Type: Number, Default: 3}
  Subnets: {Type: 'List<AWS::EC2::Subnet::Id>'}
  Password: {Type: String, NoEcho: true, Default: hunter22}
  Image: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /images/latest}
Mappings:
  Settings:
    dev: {Encrypted: false, Names: [a, b]}
    prod: {Encrypted: true, Names: [c]}
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
  IsNotProd: !Not [!Condition IsProd]
  HasPassword: !Not [!Equals [!Ref Password, '']]
  Both: !And [!Condition IsProd, !Condition HasPassword]
  Either: !Or [!Condition IsNotProd, !Condition HasPassword]
  Loop: !Not [!Condition Loop]
Resources:
  Bucket: {Type: 'AWS::S3::Bucket', Properties: {BucketName: !Sub 'data-${Stage}'}}
  Topic: {Type: 'AWS::SNS::Topic'}
  Role: {Type: 'AWS::IAM::Role'}
  Odd: {Type: 'AWS::S3::Bucket', Properties: {BucketName: !Sub 'x-${Odd}'}}
";

fn given(parameters: &[StackParameter]) -> Given<'_> {
    Given {
        partition: "aws",
        region: "eu-west-1",
        account_id: "111122223333",
        stack_name: "shop",
        stack_id: "arn:aws:cloudformation:eu-west-1:111122223333:stack/shop/1",
        parameters,
        exports: [("shared-key", "arn:aws:kms:eu-west-1:111122223333:key/1")].into(),
    }
}

fn filled(value: &str, stage: &str) -> Value {
    let template = document::parse(TEMPLATE).expect("it is a template");
    let parameter = |key: &str, value: &str| StackParameter {
        parameter_key: key.to_owned(),
        parameter_value: Some(value.to_owned()),
        ..StackParameter::default()
    };
    let parameters =
        [parameter("Stage", stage), parameter("Subnets", "subnet-1, subnet-2"), parameter("Password", "****")];
    let value = document::parse(&format!("v: {value}")).expect("it is a value");
    let given = given(&parameters);
    let term = Filler::new(&template, &given).fill(&value["v"]).expect("it is within bounds");
    term.map_or(Value::Null, |it| it.to_json("", &mut |_place, _function| {}))
}

#[test]
fn functions_tell_what_follows_from_the_template_and_its_parameters() {
    for (value, expected) in [
        ("!Ref Stage", json!("dev")),
        ("!Ref Size", json!("3")),
        ("!Ref Subnets", json!(["subnet-1", "subnet-2"])),
        ("!Select [1, !Ref Subnets]", json!("subnet-2")),
        ("!Select ['0', !Split [',', 'a,b']]", json!("a")),
        ("!Join ['-', [!Ref 'AWS::StackName', !Ref Stage]]", json!("shop-dev")),
        ("!Sub 'arn:${AWS::Partition}:s3:::${Bucket}/*'", json!("arn:aws:s3:::data-dev/*")),
        ("!Sub ['${Own}-${Stage}-${!kept}', {Own: !Ref 'AWS::AccountId'}]", json!("111122223333-dev-${kept}")),
        ("!FindInMap [Settings, !Ref Stage, Encrypted]", json!(false)),
        ("!FindInMap [Settings, !Ref Stage, Names]", json!(["a", "b"])),
        ("!FindInMap [Settings, qa, Names, {DefaultValue: none}]", json!("none")),
        ("!GetAtt Bucket.Arn", json!("arn:aws:s3:::data-dev")),
        ("!GetAtt Role.Arn", json!("arn:aws:iam::111122223333:role/Role")),
        ("!Ref Topic", json!("arn:aws:sns:eu-west-1:111122223333:Topic")),
        ("!Ref Role", json!("Role")),
        ("!Ref Odd", json!("Odd")),
        ("!GetAtt Bucket.DomainName", json!("Bucket.DomainName")),
        ("!ImportValue shared-key", json!("arn:aws:kms:eu-west-1:111122223333:key/1")),
        ("[1, !Ref 'AWS::NoValue', 2]", json!([1, 2])),
        ("{a: !Ref 'AWS::NoValue', b: !If [IsProd, 1, 2]}", json!({"b": 2})),
        ("!If [Either, 1, 2]", json!(1)),
        ("!If [Both, 1, 2]", json!(2)),
    ] {
        assert_eq!(filled(value, "dev"), expected, "{value}");
    }
    assert_eq!(filled("!If [IsProd, !FindInMap [Settings, !Ref Stage, Encrypted], no]", "prod"), json!(true));
}

#[test]
fn what_only_aws_knows_is_unknown() {
    for (value, function) in [
        ("!Ref Password", "the value of the parameter Password"),
        ("!Ref Image", "the value of the parameter Image"),
        ("!Ref Nothing", "the value of Nothing"),
        ("!ImportValue other", "Fn::ImportValue"),
        ("!Sub 'postgres://${Password}@db'", "Fn::Sub"),
        ("!Join ['', [a, !Ref Password]]", "Fn::Join"),
        ("!GetAZs ''", "Fn::GetAZs"),
        ("!If [HasPassword, 1, 2]", "Fn::If HasPassword"),
        ("!If [Loop, 1, 2]", "Fn::If Loop"),
        ("!If [Missing, 1, 2]", "Fn::If Missing"),
        ("'{{resolve:secretsmanager:db:SecretString:password}}'", "a dynamic reference"),
        ("!Transform {Name: 'AWS::Include'}", "Fn::Transform"),
    ] {
        assert_eq!(filled(value, "prod"), json!(function), "{value}");
    }
}

#[test]
fn a_template_that_multiplies_itself_is_refused() {
    let long = "x".repeat(100_000);
    let outputs: Vec<String> = (0..200).map(|index| format!("O{index}: {{Value: !FindInMap [M, a, b]}}")).collect();
    let text = format!("Mappings: {{M: {{a: {{b: {long}}}}}}}\nOutputs: {{{}}}", outputs.join(", "));
    let template = document::parse(&text).expect("it is a template");
    let given = given(&[]);
    let filler = Filler::new(&template, &given);
    let outputs: Result<Vec<_>, _> = filler.section("Outputs").map(|(_name, value)| filler.fill(value)).collect();
    assert_eq!(outputs, Err(TemplateError::TooMuch));
}
