//! A run that cannot start says why and what to do, with exit status 4.

use std::net::TcpListener;

use super::account::{Account, Output};
use super::emulator::Emulator;
use super::front::Front;

#[test]
fn expired_credentials_stop_the_run() {
    for emulator in Emulator::all() {
        let output = verify_with_fault(&emulator, &["sts:GetCallerIdentity"], "expired");
        assert_could_not_start(&output, "expired");
    }
}

#[test]
fn expired_credentials_stop_the_run_whatever_call_tells() {
    for emulator in Emulator::all() {
        assert_could_not_start(&verify_with_fault(&emulator, &["*"], "expired"), "expired");
    }
}

#[test]
fn wrong_credentials_stop_the_run() {
    for emulator in Emulator::all() {
        assert_could_not_start(&verify_with_fault(&emulator, &["*"], "wrongkey"), "credentials");
    }
}

#[test]
fn an_endpoint_where_nobody_listens_stops_the_run() {
    let Some(emulator) = Emulator::moto() else { return };
    let listener = TcpListener::bind("127.0.0.1:0").expect("there is a free port");
    let endpoint = format!("http://{}", listener.local_addr().expect("the port is known"));
    drop(listener);
    let output = Account { endpoint: endpoint.clone(), ..emulator.account("untouched") }.try_verify(&[]);
    assert_could_not_start(&output, &endpoint);
}

fn verify_with_fault(emulator: &Emulator, operations: &[&str], fault: &str) -> Output {
    let front = Front::of(emulator);
    let account = emulator.account("untouched").behind(&front);
    front.fault(operations, fault);
    account.try_verify(&[])
}

fn assert_could_not_start(output: &Output, word: &str) {
    assert_eq!(output.status, 4, "{output:#?}");
    assert!(output.stdout.is_empty(), "a run that did not start has no results: {output:#?}");
    assert!(output.stderr.contains(word), "the message names {word:?}: {output:#?}");
    assert!(!output.stderr.contains("panicked"), "{output:#?}");
}
