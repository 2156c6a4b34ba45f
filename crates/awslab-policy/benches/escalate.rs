//! How long it takes to find every escalation among 500 principals with 500 policies, reading the policies included.
//! Measured on one of two busy cores: 1.0 s for an ordinary account, 0.4 s where everybody may hand over every role, 1.3 s
//! where everybody may become everybody.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::sync::Arc;

use awslab_policy::Document;
use awslab_policy::escalation::{Group, Policy, Population, Principal, PrincipalKind, escalations};
use criterion::{Criterion, criterion_group, criterion_main};
use serde_json::{Value, json};

const ACCOUNT: &str = "arn:aws:iam::111122223333";
const PRINCIPALS: usize = 500;
const POLICIES: usize = 500;
const POLICIES_EACH: usize = 10;

fn escalate(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("escalate");
    group.sample_size(10);
    for (name, statement) in [
        ("an ordinary account", ordinary as fn(usize) -> Value),
        ("everybody deploys", deploying),
        ("everybody assumes everybody", assuming),
    ] {
        let texts: Vec<String> = (0..POLICIES).map(|index| policy(index, &statement(index)).to_string()).collect();
        group.bench_function(name, |bencher| bencher.iter(|| escalations(black_box(&population(&texts)))));
    }
    group.finish();
}

/// Half are users in a few groups, half are roles for services and for each other; one role of a hundred administers.
fn population(texts: &[String]) -> Population {
    let policies: Vec<Arc<Policy>> = texts.iter().enumerate().map(|(index, text)| read(index, text)).collect();
    let administrator = read(POLICIES, &allow(&["*"], "*").to_string());
    let principal = |index: usize| {
        let mut held: Vec<_> =
            (0..POLICIES_EACH).map(|nth| policies[(index * 7 + nth * 31) % POLICIES].clone()).collect();
        if index % 100 == 99 {
            held.push(administrator.clone());
        }
        Principal {
            arn: format!("{ACCOUNT}:{}", name(index)),
            is_start: true,
            policies: held,
            boundary: None,
            tags: BTreeMap::new(),
            kind: kind(index),
        }
    };
    let group = |index: usize| Group {
        arn: format!("{ACCOUNT}:group/g{index}"),
        policies: vec![policies[index * 13 % POLICIES].clone()],
    };
    Population {
        partition: "aws".to_owned(),
        region: "eu-west-1".to_owned(),
        principals: (0..PRINCIPALS).map(principal).collect(),
        groups: (0..20).map(group).collect(),
        ..Population::default()
    }
}

fn name(index: usize) -> String {
    format!("{}/p{index}", if index.is_multiple_of(2) { "user" } else { "role" })
}

fn kind(index: usize) -> PrincipalKind {
    if index.is_multiple_of(2) {
        let groups = vec![format!("{ACCOUNT}:group/g{}", index % 20)];
        return PrincipalKind::User { groups, access_keys: None, has_password: None };
    }
    let services = ["lambda.amazonaws.com", "ec2.amazonaws.com", "ecs-tasks.amazonaws.com", "glue.amazonaws.com"];
    let principals = match index % 10 {
        9 => json!({"Service": services[index / 10 % services.len()]}),
        _ => json!({"AWS": format!("{ACCOUNT}:root"), "Service": services[index / 10 % services.len()]}),
    };
    let trust = json!({"Statement": [{"Effect": "Allow", "Principal": principals, "Action": "sts:AssumeRole"}]});
    PrincipalKind::Role { trust: Some(document(&trust.to_string())), has_instance_profile: None }
}

/// Ten statements, of which one is the scenario's own.
fn policy(index: usize, own: &Value) -> Value {
    let services = ["s3", "dynamodb", "sqs", "sns", "kms", "logs", "ecr", "events", "xray"];
    let mut statements: Vec<Value> = services
        .iter()
        .map(|service| {
            json!({"Effect": "Allow", "Action": [format!("{service}:Get*"), format!("{service}:List*"), format!("{service}:Put*")],
                "Resource": format!("arn:aws:{service}:eu-west-1:111122223333:r{index}/*")})
        })
        .collect();
    statements.push(own.clone());
    json!({"Version": "2012-10-17", "Statement": statements})
}

fn ordinary(index: usize) -> Value {
    let role = format!("{ACCOUNT}:role/p{}", index % PRINCIPALS);
    let everything = "*".to_owned();
    let (actions, resource): (&[&str], String) = match index % 50 {
        0 => (&["iam:PassRole"], role),
        1 => (&["lambda:*"], everything),
        2 => (&["sts:AssumeRole"], role),
        3 => (&["iam:CreatePolicyVersion"], format!("{ACCOUNT}:policy/q{}", index % 7)),
        _ => (&["iam:Get*", "iam:List*"], everything),
    };
    json!({"Effect": "Allow", "Action": actions, "Resource": resource})
}

/// Powers over every role that exists.
fn deploying(_index: usize) -> Value {
    json!({"Effect": "Allow", "Action": ["iam:PassRole", "lambda:*", "ec2:*", "ecs:*", "glue:*"], "Resource": "*"})
}

/// Everybody can become every role, and nobody an administrator: those trust services alone.
fn assuming(_index: usize) -> Value {
    json!({"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"})
}

fn allow(actions: &[&str], resource: &str) -> Value {
    json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": actions, "Resource": resource}]})
}

fn read(index: usize, text: &str) -> Arc<Policy> {
    Arc::new(Policy {
        name: format!("{ACCOUNT}:policy/q{index}"),
        arn: Some(format!("{ACCOUNT}:policy/q{index}")),
        document: Some(document(text)),
        other_versions: Vec::new(),
    })
}

fn document(text: &str) -> Document {
    Document::parse(text).expect("the policy is well formed")
}

criterion_group!(benches, escalate);
criterion_main!(benches);
