//! How many calls a run takes: the number must not grow with what AWS lists in bulk.

use std::collections::{BTreeMap, BTreeSet};

use super::emulator::Emulator;
use super::front::{Call, Front};

/// Of calls that are not about one bucket, on an account with 20 users, 10 roles and 20 policies.
const ACCOUNT_CALLS: usize = 12;

/// Of calls for the settings of each of 30 buckets.
const SETTINGS_CALLS_PER_BUCKET: usize = 8;

#[test]
fn a_crowded_account_takes_few_calls() {
    for emulator in Emulator::all() {
        let front = Front::of(&emulator);
        emulator.account("crowd").behind(&front).verify(&[]);
        let calls = front.calls();

        let account: Vec<&Call> = calls.iter().filter(|call| call.bucket.is_none()).collect();
        assert!(account.len() <= ACCOUNT_CALLS, "{} in {}: {account:#?}", account.len(), emulator.name);

        let mut settings: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for call in &calls {
            if let (Some(bucket), true) = (&call.bucket, is_about_settings(&call.operation)) {
                settings.entry(bucket).or_default().push(&call.operation);
            }
        }
        assert_eq!(settings.len(), 30, "buckets whose settings were read in {}", emulator.name);
        for (bucket, operations) in settings {
            assert!(operations.len() <= SETTINGS_CALLS_PER_BUCKET, "{bucket} in {}: {operations:#?}", emulator.name);
        }

        let sampled: BTreeSet<&str> = calls
            .iter()
            .filter(|call| !is_about_settings(&call.operation))
            .filter_map(|call| call.bucket.as_deref())
            .collect();
        assert_eq!(sampled.len(), 1, "only the objects of the lab's subject are looked at in {}", emulator.name);
    }
}

fn is_about_settings(operation: &str) -> bool {
    operation.starts_with("s3:GetBucket") || operation == "s3:GetPublicAccessBlock"
}
