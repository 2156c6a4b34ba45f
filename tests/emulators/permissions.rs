//! The policy that `awslab permissions` prints allows what awslab calls, and nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

use super::account::run;
use super::actions::action_of;
use super::emulator::Emulator;
use super::front::Front;

const KMS: &[&str] = &["--set", "s3.kms=true"];

#[test]
fn the_printed_policy_is_exactly_sufficient() {
    let mut used = BTreeSet::new();
    let mut used_with_kms = BTreeSet::new();
    for emulator in Emulator::all() {
        for account in ["solved", "trail", "exposed"] {
            used.extend(actions_used(&emulator, account, &[], &[]));
        }
        let credential_report = ["iam:GenerateCredentialReport", "iam:GetCredentialReport"];
        used.extend(actions_used(&emulator, "solved", &[], &credential_report));
        used_with_kms.extend(actions_used(&emulator, "kms", KMS, &[]));
    }
    if used.is_empty() {
        return; // without emulators
    }
    used_with_kms.extend(used.iter().cloned());
    assert_eq!(actions_printed(&[]), used, "left: printed, right: used");
    assert_eq!(actions_printed(KMS), used_with_kms, "left: printed, right: used");
}

/// What a run needs to be allowed, where these operations are denied.
fn actions_used(emulator: &Emulator, account: &str, options: &[&str], denied: &[&str]) -> BTreeSet<String> {
    let front = Front::of(emulator);
    let account = emulator.account(account).behind(&front);
    front.fault(denied, "denied");
    account.verify(options);
    front.calls().iter().filter_map(|call| action_of(&call.operation)).map(str::to_owned).collect()
}

fn actions_printed(options: &[&str]) -> BTreeSet<String> {
    let policy = printed_policy(options);
    let statements = policy["Statement"].as_array().expect("a policy has statements");
    statements.iter().flat_map(|statement| strings(&statement["Action"])).collect()
}

/// The policy for the labs s3 and iam.
pub(super) fn printed_policy(options: &[&str]) -> Value {
    let mut command = Command::new(env!("CARGO_BIN_EXE_awslab"));
    let output = run(command.args(["permissions", "s3", "iam"]).args(options), &BTreeMap::new());
    assert_eq!(output.status, 0, "{output:#?}");
    serde_json::from_str(&output.stdout).expect("awslab permissions prints a policy")
}

/// IAM writes one string where a list would have one element.
fn strings(value: &Value) -> Vec<String> {
    let list = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
    list.iter().map(|it| it.as_str().expect("an action is a string").to_owned()).collect()
}
