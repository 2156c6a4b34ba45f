//! The fixes that awslab prints, run by a shell with the real AWS CLI from top to bottom, mend what a learner on the way
//! has missed.

use std::env;
use std::process::Command;

use super::account::{Account, run};
use super::emulator::{Emulator, python};
use super::front::Front;
use super::gaps::{MENDED, gap};

#[test]
fn the_printed_fixes_mend_an_account_in_moto() {
    Emulator::moto().iter().for_each(assert_half_solved_is_mended);
}

#[test]
fn the_printed_fixes_mend_an_account_in_ministack() {
    Emulator::ministack().iter().for_each(assert_half_solved_is_mended);
}

#[test]
fn the_printed_fixes_close_a_bucket_and_leave_the_rest_of_its_policy() {
    for emulator in Emulator::all() {
        let front = Front::of(&emulator);
        let account = emulator.account("exposed").behind(&front);
        front.fault(&["s3control:GetPublicAccessBlock"], "noblock"); // ministack has no S3 Control
        assert_mended_by_its_fixes(&emulator, &account, "closed");
        let policy = format!("aws s3api get-bucket-policy --bucket notes-{} --query Policy", account.number);
        let policy = run_in_shell(&account, &policy);
        let kept = ["Everyone", "Partner", "Own", "DenyPlainHttp"].map(|sid| policy.contains(sid));
        assert_eq!(kept, [false, false, true, true], "in {}: {policy}", emulator.name);
    }
}

fn assert_half_solved_is_mended(emulator: &Emulator) {
    assert_mended_by_its_fixes(emulator, &emulator.account("half-solved"), MENDED);
}

/// `mended` is what the account is called afterwards in gaps.rs.
fn assert_mended_by_its_fixes(emulator: &Emulator, account: &Account, mended: &str) {
    let before = account.verify(&[]);
    let fixes: Vec<&str> = before.criteria.values().filter_map(|it| it.fix.as_deref()).collect();
    assert!(!fixes.is_empty(), "a learner on the way has something to mend");
    let output = run_in_shell(account, &with_codes(&fixes.join("\n")));
    for (id, criterion) in account.verify(&[]).criteria.iter().filter(|(_, it)| it.verdict != "skipped") {
        let expected = gap(emulator, mended, id).map_or("pass", |gap| gap.verdict);
        assert_eq!(criterion.verdict, expected, "{id} in {}: {criterion:#?}\n{output}", emulator.name);
    }
}

/// What an authenticator app would show. Emulators do not check it.
fn with_codes(fixes: &str) -> String {
    fixes.replace("NEXT_CODE", "654321").replace("authentication-code1 CODE", "authentication-code1 123456")
}

/// Goes on after a command that fails, as a shell does with pasted lines: two fixes may both want the same group.
fn run_in_shell(account: &Account, commands: &str) -> String {
    let programs = python().parent().expect("a program is in a folder").to_owned();
    let path = env::var_os("PATH").expect("there is a PATH");
    let paths = env::join_paths([programs].into_iter().chain(env::split_paths(&path))).expect("folders make a PATH");
    let folder = tempfile::tempdir().expect("a folder can be made");
    let mut credentials = account.credentials.clone();
    credentials.insert("AWS_ENDPOINT_URL".to_owned(), account.endpoint.clone());
    let mut shell = Command::new("sh");
    shell.arg("-c").arg(commands).current_dir(folder.path()).env("PATH", paths);
    let output = run(&mut shell, &credentials);
    format!("{}{}", output.stdout, output.stderr)
}
