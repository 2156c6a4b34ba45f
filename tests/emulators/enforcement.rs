//! An emulator that enforces IAM: with the printed policy nothing is denied, and without one of its actions only what
//! hangs on that action is unknown.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::Value;

use super::account::Account;
use super::denial::REPLACEABLE;
use super::emulator::{Emulator, python, script};
use super::gaps::{ASKED_FOR_INSTEAD, OWN_NAME};
use super::permissions::printed_policy;

/// The role with the whole policy.
const WHOLE: &str = "whole";

/// Actions that the printed policy has for what a solved account in moto does not come to: users are asked one by one
/// only where the credential report cannot be had and what they used
/// only of what they may change, trails about their state only where there are any, and a bucket about
/// its ACL only where that counts.
const NOT_NEEDED_HERE: &[&str] = &[
    "cloudtrail:GetEventSelectors",
    "cloudtrail:GetTrailStatus",
    "iam:GenerateServiceLastAccessedDetails",
    "iam:GetLoginProfile",
    "iam:GetServiceLastAccessedDetails",
    "iam:ListAccessKeys",
    "iam:ListMFADevices",
    "s3:GetBucketAcl",
];

#[test]
fn each_action_of_the_printed_policy_is_needed_for_what_hangs_on_it() {
    let Some(emulator) = Emulator::enforcing_moto() else { return };
    let readers = readers(&emulator, &policies());
    let before = readers[WHOLE].verify(&[]);
    let unknown: Vec<_> = before.criteria.values().filter(|it| it.verdict == "unknown").collect();
    assert!(unknown.is_empty(), "the printed policy is not enough: {unknown:#?}");

    for (name, reader) in readers.iter().filter(|(name, _)| *name != WHOLE) {
        let action = name.replace('-', ":");
        let after = reader.verify(&[]);
        let changed = before.assert_only_knowledge_is_lost(&after, &action);
        let lost: BTreeSet<&str> = changed
            .iter()
            .filter_map(|id| after.criterion(id).missing_action.as_deref())
            .flat_map(|it| it.split(", "))
            .collect();
        assert_eq!(lost, hangs_on(&action), "without {action}");
    }
}

/// The actions that are told as missing where one is taken away.
fn hangs_on(action: &str) -> BTreeSet<&str> {
    let is_needed = !REPLACEABLE.contains(&action) && !NOT_NEEDED_HERE.contains(&action);
    let is_asked_for = |action: &str| ASKED_FOR_INSTEAD.iter().all(|(unknown, _)| *unknown != action);
    let taken_for_it =
        ASKED_FOR_INSTEAD.iter().filter(|(_, asked_for)| *asked_for == action).map(|(unknown, _)| *unknown);
    taken_for_it.chain(Some(action).filter(|it| is_needed && is_asked_for(it))).collect()
}

/// The printed policy, and it without each of its actions, by names that a role can have.
fn policies() -> BTreeMap<String, Value> {
    let mut whole = printed_policy(&[]);
    let actions = whole["Statement"][0]["Action"].as_array_mut().expect("the policy has many actions");
    let (name, own_name) = OWN_NAME;
    actions.iter_mut().filter(|it| *it == name).for_each(|it| *it = own_name.into());
    let actions = actions.clone();
    let without = actions.iter().map(|action| {
        let mut policy = whole.clone();
        policy["Statement"][0]["Action"] = actions.iter().filter(|it| *it != action).cloned().collect();
        (action.as_str().expect("an action is a string").replace(':', "-"), policy)
    });
    without.chain([(WHOLE.to_owned(), whole.clone())]).collect()
}

/// One solved account, seen by a role with each policy.
fn readers(emulator: &Emulator, policies: &BTreeMap<String, Value>) -> BTreeMap<String, Account> {
    let number = "200000000000";
    let mut process = Command::new(python())
        .arg(script("readers.py"))
        .args(["--account", number, "--endpoint", &emulator.endpoint])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the Python of AWSLAB_PYTHON runs");
    let policies = serde_json::to_vec(policies).expect("policies are JSON");
    process.stdin.take().expect("its input is piped").write_all(&policies).expect("readers.py reads");
    let output = process.wait_with_output().expect("readers.py ends");
    assert!(output.status.success(), "readers.py cannot build the account");
    let credentials: BTreeMap<String, BTreeMap<String, String>> =
        serde_json::from_slice(&output.stdout).expect("readers.py prints credentials as JSON");
    let account = |credentials| Account { number: number.to_owned(), credentials, endpoint: emulator.endpoint.clone() };
    credentials.into_iter().map(|(name, credentials)| (name, account(credentials))).collect()
}
