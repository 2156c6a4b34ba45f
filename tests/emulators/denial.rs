//! A call that goes wrong costs knowledge, and nothing else: no verdict turns from pass to fail or back.

use std::collections::BTreeSet;

use super::account::Account;
use super::actions::action_of;
use super::emulator::Emulator;
use super::front::Front;
use super::report::Report;

/// Calls that awslab can do without on a solved account, and the actions that allow them.
pub(super) const REPLACEABLE: &[&str] = &[
    // The users are asked for their credentials one by one instead.
    "iam:GenerateCredentialReport",
    "iam:GetCredentialReport",
    // The public finds ACLs disabled and no public policy, whatever else would keep it out.
    "s3:GetPublicAccessBlock",
    "s3:GetBucketPublicAccessBlock",
    "s3control:GetPublicAccessBlock",
    "s3:GetAccountPublicAccessBlock",
    // Server access logging already says that the bucket is logged.
    "cloudtrail:DescribeTrails",
];

#[test]
fn a_denied_call_makes_what_hangs_on_it_unknown() {
    for emulator in Emulator::all() {
        for (name, options) in [("solved", &[][..]), ("kms", &["--set", "s3.kms=true"][..])] {
            let front = Front::of(&emulator);
            let account = emulator.account(name).behind(&front);
            let before = account.verify(options);
            let operations: BTreeSet<String> = front.calls().into_iter().map(|call| call.operation).collect();
            for operation in &operations {
                front.fault(&[operation], "denied");
                assert_denied(&account, options, operation, &before, emulator.name);
            }
        }
    }
}

#[test]
fn a_throttled_call_makes_what_hangs_on_it_unknown() {
    assert_costs_knowledge_only("throttled");
}

#[test]
fn a_page_of_html_makes_what_hangs_on_the_call_unknown() {
    assert_costs_knowledge_only("html500");
}

#[test]
fn an_empty_answer_makes_what_hangs_on_the_call_unknown() {
    assert_costs_knowledge_only("empty");
}

#[test]
fn an_answer_cut_off_makes_what_hangs_on_the_call_unknown() {
    assert_costs_knowledge_only("cut");
}

#[test]
fn a_bucket_that_vanishes_while_it_is_read_is_unknown() {
    for emulator in Emulator::all() {
        let front = Front::of(&emulator);
        let account = emulator.account("solved").behind(&front);
        let before = account.verify(&[]);
        front.fault(&["s3:GetBucket*", "s3:GetPublicAccessBlock", "s3:ListObjectsV2", "s3:HeadObject"], "nosuchbucket");
        let after = account.verify(&[]);
        before.assert_only_knowledge_is_lost(&after, emulator.name);
        assert_eq!(after.verdict("s3.versioning"), "unknown", "{}", emulator.name);
    }
}

/// Lets calls of each kind go wrong, one after the other. The proxy answers them, whatever the emulator behind it.
fn assert_costs_knowledge_only(fault: &str) {
    let operations = [
        "iam:GetAccountAuthorizationDetails",
        "iam:GetAccountPasswordPolicy",
        "iam:GetCredentialReport",
        "s3:GetBucketVersioning",
        "s3:ListBuckets",
        "s3:ListObjectsV2",
    ];
    let Some(emulator) = Emulator::moto() else { return };
    let front = Front::of(&emulator);
    let account = emulator.account("solved").behind(&front);
    let before = account.verify(&[]);
    for operation in operations {
        front.fault(&[operation], fault);
        let context = format!("{operation} {fault}");
        let after = account.verify(&[]);
        let changed = before.assert_only_knowledge_is_lost(&after, &context);
        assert!(!changed.is_empty() || REPLACEABLE.contains(&operation), "{context} goes unnoticed");
    }
}

fn assert_denied(account: &Account, options: &[&str], operation: &str, before: &Report, emulator: &str) {
    let context = format!("{operation} denied in {emulator}");
    let output = account.try_verify(options);
    if operation == "sts:GetCallerIdentity" && output.status == 4 {
        assert!(!output.stderr.is_empty(), "{context}: awslab gave up without a word");
        return;
    }
    let after = Report::read(&output).unwrap_or_else(|error| panic!("{context}: no report ({error}): {output:#?}"));
    let changed = before.assert_only_knowledge_is_lost(&after, &context);
    assert!(
        !changed.is_empty() || REPLACEABLE.contains(&operation) || action_of(operation).is_none(),
        "{context} goes unnoticed"
    );
    for id in changed.iter().filter(|id| after.verdict(id) == "unknown") {
        assert_eq!(after.criterion(id).missing_action.as_deref(), action_of(operation), "{context}: {id}");
    }
}
