//! Where an emulator is not AWS: the only place where a test expects something else of an emulator than of AWS.

use super::emulator::Emulator;

/// A verdict that comes out differently because an emulator lacks or misreads something.
#[derive(Debug)]
pub(super) struct Gap {
    pub(super) emulator: &'static str,
    pub(super) criterion: &'static str,
    /// The accounts of `accounts.py` with which it shows; all of them where none is named.
    pub(super) accounts: &'static [&'static str],
    /// What awslab says there.
    pub(super) verdict: &'static str,
    /// What the emulator gets wrong.
    #[expect(dead_code, reason = "it is read by whoever reads the table, and in the message of a failed test")]
    pub(super) reason: &'static str,
}

/// The half-solved account, after what its fixes mended.
pub(super) const MENDED: &str = "mended";

/// Every gap that these tests know of.
pub(super) const GAPS: &[Gap] = &[
    Gap {
        emulator: "moto",
        criterion: "iam.root",
        accounts: &[],
        verdict: "fail",
        reason: "root has no MFA device there and cannot get one: GetAccountSummary always says AccountMFAEnabled 0",
    },
    Gap {
        emulator: "moto",
        criterion: "iam.excess",
        accounts: &["trail", MENDED],
        verdict: "unknown",
        reason: "GenerateServiceLastAccessedDetails is answered with a page of an internal error",
    },
    Gap {
        emulator: "ministack",
        criterion: "s3.not-public",
        accounts: &["exposed"],
        verdict: "unknown",
        reason: "there is no S3 Control: the account's public access block is answered with InvalidURI, and might close \
                 what the bucket leaves open",
    },
];

/// The verdict to expect in an emulator where AWS would give another one.
pub(super) fn gap(emulator: &Emulator, account: &str, criterion: &str) -> Option<&'static Gap> {
    GAPS.iter().find(|gap| gap.emulator == emulator.name && gap.criterion == criterion && gap.is_about(account))
}

impl Gap {
    /// It shows with this account.
    pub(super) fn is_about(&self, account: &str) -> bool {
        self.accounts.is_empty() || self.accounts.contains(&account)
    }
}

/// An action that moto asks for under another name when it enforces IAM, one that AWS does not have.
pub(super) const OWN_NAME: (&str, &str) = ("s3:GetAccountPublicAccessBlock", "s3:GetPublicAccessBlock");

/// Actions that moto does not ask for when it enforces IAM, and the one that it asks for in their place: it does not know
/// the operations, and takes them for a list of the bucket.
pub(super) const ASKED_FOR_INSTEAD: &[(&str, &str)] = &[
    ("s3:GetBucketOwnershipControls", "s3:ListBucket"),
    ("s3:GetBucketPublicAccessBlock", "s3:ListBucket"),
    ("s3:GetEncryptionConfiguration", "s3:ListBucket"),
];
