//! Where an emulator is not AWS: the only place where a test expects something else of an emulator than of AWS.

use super::emulator::Emulator;

/// A verdict that comes out differently because an emulator lacks or misreads something.
#[derive(Debug)]
pub(super) struct Gap {
    pub(super) emulator: &'static str,
    pub(super) criterion: &'static str,
    /// What awslab says there, whatever the account.
    pub(super) verdict: &'static str,
    /// What the emulator gets wrong.
    #[expect(dead_code, reason = "it is read by whoever reads the table, and in the message of a failed test")]
    pub(super) reason: &'static str,
}

/// Every gap that these tests know of.
pub(super) const GAPS: &[Gap] = &[Gap {
    emulator: "moto",
    criterion: "iam.root",
    verdict: "fail",
    reason: "root has no MFA device there and cannot get one: GetAccountSummary always says AccountMFAEnabled 0",
}];

/// The verdict to expect in an emulator where AWS would give another one.
pub(super) fn gap(emulator: &Emulator, criterion: &str) -> Option<&'static Gap> {
    GAPS.iter().find(|gap| gap.emulator == emulator.name && gap.criterion == criterion)
}

/// Actions that moto does not ask for when it enforces IAM, and the one that it asks for in their place: it does not know
/// the operations, and takes them for a list of the bucket.
pub(super) const ASKED_FOR_INSTEAD: &[(&str, &str)] =
    &[("s3:GetBucketOwnershipControls", "s3:ListBucket"), ("s3:GetEncryptionConfiguration", "s3:ListBucket")];
