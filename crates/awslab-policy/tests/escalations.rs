//! Escalations that others describe, each in a world that has what it needs: found, and not found once the same actions
//! are limited to something else.
//!
//! `AWSLAB_CORPORA` names a folder; its `iam/privesc_pathfinding.jsonl` holds a policy on each line, its
//! `iam/privesc_catalogue.tsv` a set of actions. Without the variable there is nothing to do.

#![expect(clippy::disallowed_methods, reason = "corpora are files, and where they are is the tester's to say")]
#![expect(clippy::print_stdout, reason = "how many rows agree is the result")]

use std::collections::BTreeMap;
use std::fs;
use std::sync::Arc;

use awslab_policy::Document;
use awslab_policy::escalation::{
    Group, Path, Policy, Population, Principal, PrincipalKind, Standing, Version, escalations,
};
use serde_json::{Value, json};

const ACCOUNT: &str = "arn:aws:iam::111122223333";

#[test]
fn every_described_policy_escalates_and_none_that_is_limited_to_something_else() {
    let Some(text) = corpus("privesc_pathfinding.jsonl") else { return };
    let mut differences = Vec::new();
    for line in text.lines() {
        let row: Value = serde_json::from_str(line).expect("a row is JSON");
        let required: Vec<&str> = strings(&row["required"]).collect();
        let id = &row["id"];
        match escalation(&row["policy"], &required) {
            None => differences.push(format!("{id}: nothing found")),
            Some(path) => differences.extend(foreign_action(&path, &required).map(|it| format!("{id}: used {it}"))),
        }
        for unrelated in [format!("{ACCOUNT}:role/unrelated"), format!("{ACCOUNT}:user/unrelated")] {
            if let Some(path) = escalation(&limited(&row["policy"], &|_| unrelated.clone()), &required) {
                differences.push(format!("{id}: limited to {unrelated}, and still {path:?}"));
            }
        }
        if let Some(path) = escalation(&limited(&row["policy"], &of_the_same_service), &required) {
            differences.push(format!("{id}: limited to something of the same service, and still {path:?}"));
        }
    }
    println!("{} rows", text.lines().count());
    assert!(differences.is_empty(), "\n{}", differences.join("\n"));
}

#[test]
fn every_set_of_actions_that_others_list_escalates() {
    let Some(text) = corpus("privesc_catalogue.tsv") else { return };
    let sets = || text.lines().skip(1).filter_map(|line| line.split('\t').next());
    let unknown = sets().filter(|set| {
        let actions: Vec<&str> = set.split(" + ").collect();
        escalation(&allow(&actions, "*"), &actions).is_none()
    });
    let unknown: Vec<&str> = unknown.collect();
    println!("{} sets", sets().count());
    assert!(unknown.is_empty(), "\n{}", unknown.join("\n"));
}

fn corpus(name: &str) -> Option<String> {
    let Some(folder) = std::env::var_os("AWSLAB_CORPORA") else {
        println!("skipped: AWSLAB_CORPORA names no folder of corpora");
        return None;
    };
    let file = std::path::PathBuf::from(folder).join("iam").join(name);
    Some(fs::read_to_string(file).expect("a corpus can be read"))
}

/// What somebody who holds a policy can become, as a user, as a role, or as an administrator whom it bounds.
fn escalation(policy: &Value, required: &[&str]) -> Option<Path> {
    let starts = [("user/start", false), ("role/start", false), ("user/start", true), ("role/start", true)];
    starts.into_iter().find_map(|(start, is_boundary)| {
        let standings = escalations(&world(start, policy, is_boundary, required));
        match &standings[&format!("{ACCOUNT}:{start}")] {
            Standing::Escalates(path) => Some(path.clone()),
            Standing::Administrator | Standing::Unknown { .. } | Standing::Limited => None,
        }
    })
}

fn foreign_action(path: &Path, required: &[&str]) -> Option<String> {
    let mut actions = path.steps.iter().flat_map(|step| &step.requests).map(|request| &request.action);
    actions.find(|action| !required.contains(&action.as_str())).cloned()
}

/// Somebody with a policy, and all that the descriptions ask for: roles that services take on, users, groups, former
/// versions. What the policy itself is to give, such as a role that can be assumed, is not given already.
fn world(start: &str, policy: &Value, is_boundary: bool, required: &[&str]) -> Population {
    let writes_policies = required.iter().any(|it| {
        it.starts_with("iam:") && (it.contains("Policy") || it.contains("Boundary")) && !it.contains("AssumeRolePolicy")
    });
    let everything = allow(&["*"], "*");
    let administrator = managed("administrator", &everything);
    let held = Policy {
        other_versions: vec![Version { id: "v1".to_owned(), document: document(&everything) }],
        ..Arc::unwrap_or_clone(managed("held", policy))
    };
    let held = Arc::new(held);
    let (policies, boundary) = if is_boundary { (vec![administrator.clone()], Some(held)) } else { (vec![held], None) };
    let started = Principal {
        is_start: true,
        policies,
        boundary,
        ..if start.starts_with("user/") { user(start, &["members"]) } else { role(start, &trusting_account()) }
    };
    let weak_role = Principal {
        policies: vec![managed("other", &allow(&["s3:GetObject"], "*"))],
        ..role("role/weak", &trusting_account())
    };
    let bounded = Principal {
        policies: vec![administrator.clone()],
        boundary: Some(managed("bound", &allow(&["s3:GetObject"], "*"))),
        ..role("role/bounded", &trusting_account())
    };
    let assumable = if writes_policies { trusting_services() } else { trusting_both() };
    let strong_role = Principal { policies: vec![administrator.clone()], ..role("role/strong", &assumable) };
    let strong_user = Principal { policies: vec![administrator.clone()], ..user("user/strong", &[]) };
    Population {
        partition: "aws".to_owned(),
        region: "eu-west-1".to_owned(),
        principals: vec![
            started,
            weak_role,
            bounded,
            strong_role,
            strong_user,
            user("user/weak", &[]),
            role("role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Reader_0123456789abcdef", &trusting_services()),
        ],
        groups: vec![
            Group { arn: format!("{ACCOUNT}:group/members"), policies: Vec::new() },
            Group { arn: format!("{ACCOUNT}:group/administrators"), policies: vec![administrator] },
        ],
        ..Population::default()
    }
}

fn user(name: &str, groups: &[&str]) -> Principal {
    let groups = groups.iter().map(|group| format!("{ACCOUNT}:group/{group}")).collect();
    principal(name, PrincipalKind::User { groups, access_keys: None, has_password: None })
}

fn role(name: &str, trust: &Value) -> Principal {
    principal(name, PrincipalKind::Role { trust: Some(document(trust)), has_instance_profile: None })
}

fn principal(name: &str, kind: PrincipalKind) -> Principal {
    Principal {
        arn: format!("{ACCOUNT}:{name}"),
        is_start: false,
        policies: Vec::new(),
        boundary: None,
        tags: BTreeMap::new(),
        kind,
    }
}

fn managed(name: &str, json: &Value) -> Arc<Policy> {
    Arc::new(Policy {
        name: format!("policy {name}"),
        arn: Some(format!("{ACCOUNT}:policy/{name}")),
        document: Some(document(json)),
        other_versions: Vec::new(),
    })
}

fn document(json: &Value) -> Document {
    Document::parse(&json.to_string()).expect("the policy is well formed")
}

fn allow(actions: &[&str], resource: &str) -> Value {
    json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": actions, "Resource": resource}]})
}

fn trust(principals: &Value) -> Value {
    json!({"Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": principals, "Action": ["sts:AssumeRole", "sts:AssumeRoleWithWebIdentity"]}]})
}

fn trusting_account() -> Value {
    trust(&json!({"AWS": format!("{ACCOUNT}:root")}))
}

fn trusting_services() -> Value {
    trust(&json!({"Service": services(), "Federated": "cognito-identity.amazonaws.com"}))
}

fn trusting_both() -> Value {
    trust(
        &json!({"Service": services(), "Federated": "cognito-identity.amazonaws.com", "AWS": format!("{ACCOUNT}:root")}),
    )
}

fn services() -> Vec<String> {
    let named = [
        "batch",
        "bedrock-agentcore",
        "braket",
        "cloudformation",
        "codebuild",
        "codedeploy",
        "codestar",
        "datapipeline",
        "ec2",
        "ecs-tasks",
        "elasticmapreduce",
        "emr-serverless",
        "gamelift",
        "glue",
        "imagebuilder",
        "kinesisanalytics",
        "lambda",
        "omics",
        "sagemaker",
        "scheduler",
        "ssm",
        "states",
        "tasks.apprunner",
    ];
    named.iter().map(|service| format!("{service}.amazonaws.com")).collect()
}

/// The same policy, an action a statement, each on what it is limited to.
fn limited(policy: &Value, resource: &dyn Fn(&str) -> String) -> Value {
    let statements: Vec<Value> = strings(&policy["Statement"][0]["Action"])
        .map(|action| json!({"Effect": "Allow", "Action": action, "Resource": resource(action)}))
        .collect();
    json!({"Version": "2012-10-17", "Statement": statements})
}

/// Something that an action could well be about, and that does not lead anywhere.
fn of_the_same_service(action: &str) -> String {
    let unrelated = |form: &str| format!("arn:aws:{}", form.replace('@', "eu-west-1:111122223333"));
    let (service, name) = action.split_once(':').expect("an action has a service");
    match (service, name) {
        ("iam", name) if name.contains("User") || name.contains("Key") || name.contains("Login") => {
            format!("{ACCOUNT}:user/unrelated")
        }
        ("iam", name) if name.contains("Group") => format!("{ACCOUNT}:group/unrelated"),
        ("iam", name) if name.contains("PolicyVersion") => format!("{ACCOUNT}:policy/unrelated"),
        ("iam" | "sts", _) => format!("{ACCOUNT}:role/unrelated"),
        ("bedrock-agentcore", _) => unrelated("bedrock-agentcore:@:code-interpreter-custom/unrelated"),
        ("lambda", _) => unrelated("lambda:@:function:unrelated"),
        ("apprunner", _) => unrelated("apprunner:@:service/unrelated/0123456789abcdef0123456789abcdef"),
        ("cloudformation", _) => unrelated("cloudformation:@:stack/unrelated/*"),
        ("codebuild", _) => unrelated("codebuild:@:project/unrelated"),
        ("glue", name) if name.contains("Endpoint") => unrelated("glue:@:devEndpoint/unrelated"),
        ("sagemaker", _) => unrelated("sagemaker:@:notebook-instance/unrelated"),
        ("ec2" | "ssm" | "ec2-instance-connect", _) => unrelated("ec2:@:instance/i-00000000000000001"),
        _ => "*".to_owned(),
    }
}

fn strings(list: &Value) -> impl Iterator<Item = &str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str)
}
