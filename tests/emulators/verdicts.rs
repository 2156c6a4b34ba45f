//! Accounts in every state of the labs s3 and iam: each criterion gets the verdict it deserves.

use std::collections::BTreeSet;

use super::emulator::Emulator;
use super::gaps::{GAPS, MENDED, gap};

/// Every criterion of the labs s3 and iam.
const CRITERIA: &[&str] = &[
    "s3.bucket",
    "s3.object",
    "s3.not-public",
    "s3.no-foreign-access",
    "s3.acls-disabled",
    "s3.default-encryption",
    "s3.objects-encrypted",
    "s3.tls-only",
    "s3.versioning",
    "s3.lifecycle",
    "s3.logging",
    "iam.user",
    "iam.role",
    "iam.customer-policy",
    "iam.groups",
    "iam.no-admin",
    "iam.no-escalation",
    "iam.no-wildcard-actions",
    "iam.scoped-resources",
    "iam.trust",
    "iam.access",
    "iam.excess",
    "iam.root",
    "iam.mfa",
    "iam.keys",
    "iam.password-policy",
];

/// The criterion about requests that only an instructor asks about.
const NOT_ASKED_FOR: &str = "iam.access";

/// An account of `accounts.py` and what is missing in it.
struct Case {
    account: &'static str,
    options: &'static [&'static str],
    /// The criteria that do not pass, and their verdicts.
    misses: &'static [(&'static str, &'static str)],
}

const CASES: &[Case] = &[
    Case {
        account: "untouched",
        options: &[],
        misses: &[
            ("s3.bucket", "fail"),
            ("s3.object", "blocked"),
            ("s3.not-public", "blocked"),
            ("s3.no-foreign-access", "blocked"),
            ("s3.acls-disabled", "blocked"),
            ("s3.default-encryption", "blocked"),
            ("s3.objects-encrypted", "blocked"),
            ("s3.tls-only", "blocked"),
            ("s3.versioning", "blocked"),
            ("s3.lifecycle", "blocked"),
            ("s3.logging", "blocked"),
            ("iam.user", "fail"),
            ("iam.role", "fail"),
            ("iam.customer-policy", "blocked"),
            ("iam.groups", "blocked"),
            ("iam.no-admin", "blocked"),
            ("iam.no-escalation", "blocked"),
            ("iam.no-wildcard-actions", "blocked"),
            ("iam.scoped-resources", "blocked"),
            ("iam.trust", "blocked"),
            ("iam.excess", "blocked"),
            ("iam.root", "fail"),
            ("iam.mfa", "blocked"),
            ("iam.keys", "blocked"),
            ("iam.password-policy", "fail"),
        ],
    },
    Case {
        account: "half-solved",
        options: &[],
        misses: &[
            ("s3.tls-only", "fail"),
            ("s3.versioning", "fail"),
            ("s3.lifecycle", "fail"),
            ("s3.logging", "fail"),
            ("iam.groups", "fail"),
            ("iam.no-wildcard-actions", "fail"),
            ("iam.scoped-resources", "fail"),
            ("iam.excess", "blocked"),
            ("iam.root", "fail"),
            ("iam.mfa", "fail"),
            ("iam.keys", "fail"),
            ("iam.password-policy", "fail"),
        ],
    },
    Case { account: "solved", options: &[], misses: &[] },
    Case {
        account: "solved",
        options: &["--set", "s3.kms=true"],
        misses: &[("s3.default-encryption", "fail"), ("s3.objects-encrypted", "fail")],
    },
    Case { account: "kms", options: &[], misses: &[] },
    Case { account: "kms", options: &["--set", "s3.kms=true"], misses: &[] },
    Case { account: "trail", options: &[], misses: &[] },
    Case {
        account: "exposed",
        options: &[],
        misses: &[
            ("s3.not-public", "fail"),
            ("s3.no-foreign-access", "fail"),
            ("s3.acls-disabled", "fail"),
            ("s3.tls-only", "fail"),
            ("s3.logging", "fail"),
        ],
    },
];

#[test]
fn every_criterion_gets_the_verdict_that_the_account_deserves() {
    for emulator in Emulator::all() {
        for case in CASES {
            let report = emulator.account(case.account).verify(case.options);
            let reported: BTreeSet<&str> = report.criteria.keys().map(String::as_str).collect();
            assert_eq!(reported, CRITERIA.iter().copied().collect());
            for id in CRITERIA {
                let gap = gap(&emulator, case.account, id);
                let expected = gap.map_or(case.deserves(id), |gap| gap.verdict);
                let criterion = report.criterion(id);
                assert_eq!(
                    criterion.verdict, expected,
                    "{id} of {} {:?} in {}, where {gap:?}: {criterion:#?}",
                    case.account, case.options, emulator.name
                );
            }
        }
    }
}

#[test]
fn a_gap_is_listed_only_where_it_changes_a_verdict() {
    for gap in GAPS {
        assert!(
            gap.accounts == [MENDED]
                || CASES.iter().any(|case| gap.is_about(case.account) && case.deserves(gap.criterion) != gap.verdict),
            "{gap:?} changes nothing: take it out of gaps.rs"
        );
    }
}

impl Case {
    fn deserves(&self, criterion: &str) -> &'static str {
        let unmissed = if criterion == NOT_ASKED_FOR { "skipped" } else { "pass" };
        self.misses.iter().find(|(id, _)| *id == criterion).map_or(unmissed, |(_, verdict)| verdict)
    }
}
