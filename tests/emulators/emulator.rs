//! The emulators that `cargo xtask test` started.

use std::env;
use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use super::account::Account;

/// One server that answers like AWS, with as many accounts as one likes.
pub(super) struct Emulator {
    pub(super) name: &'static str,
    pub(super) endpoint: String,
}

impl Emulator {
    /// The broad one; absent where the tests run without emulators.
    pub(super) fn moto() -> Option<Self> {
        Self::from_environment("moto", "AWSLAB_MOTO")
    }

    /// The broad one again, of which one test may ask that it enforces IAM; absent where the tests run without emulators.
    pub(super) fn enforcing_moto() -> Option<Self> {
        Self::from_environment("moto that enforces IAM", "AWSLAB_ENFORCING_MOTO")
    }

    /// The independent one; absent where the tests run without emulators.
    pub(super) fn ministack() -> Option<Self> {
        Self::from_environment("ministack", "AWSLAB_MINISTACK")
    }

    /// Both, or none.
    pub(super) fn all() -> impl Iterator<Item = Self> {
        [Self::moto(), Self::ministack()].into_iter().flatten()
    }

    /// A new account, built by `accounts.py` under this name.
    pub(super) fn account(&self, name: &str) -> Account {
        let number = new_account_number();
        let output = Command::new(python())
            .arg(script("accounts.py"))
            .args([name, "--account", &number, "--endpoint", &self.endpoint])
            .output()
            .expect("the Python of AWSLAB_PYTHON runs");
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "accounts.py cannot build {name} in {}:\n{errors}", self.name);
        let credentials = serde_json::from_slice(&output.stdout).expect("accounts.py prints credentials as JSON");
        Account { number, credentials, endpoint: self.endpoint.clone() }
    }

    #[expect(clippy::print_stderr, reason = "a test that does nothing says so")]
    fn from_environment(name: &'static str, variable: &str) -> Option<Self> {
        if env::var_os("AWSLAB_EMULATORS").is_none() {
            eprintln!("skipped: run `cargo xtask test`, which starts {name} and the other things that this test needs");
            return None;
        }
        Some(Self { name, endpoint: required(variable) })
    }
}

/// The Python that has boto3.
pub(super) fn python() -> PathBuf {
    required("AWSLAB_PYTHON").into()
}

/// A Python file of this folder.
pub(super) fn script(name: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "tests", "emulators", name].iter().collect()
}

fn required(variable: &str) -> String {
    env::var(variable)
        .unwrap_or_else(|_| panic!("AWSLAB_EMULATORS is set, but {variable} is not: run `cargo xtask test`"))
}

/// Twelve digits that no other test uses, nor an earlier run against the same emulator.
fn new_account_number() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).expect("this is later than 1970");
    let run = since_epoch.as_secs() % 800_000_000;
    format!("{:012}", 100_000_000_000 + run * 1000 + NEXT.fetch_add(1, Ordering::Relaxed) % 1000)
}
