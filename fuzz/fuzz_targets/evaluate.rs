//! `cargo +nightly fuzz run evaluate`: what holds is in `crates/awslab-policy/tests/fuzzed/evaluate.rs`.

#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../crates/awslab-policy/tests/fuzzed/evaluate.rs"]
mod evaluate;

fuzz_target!(|bytes: &[u8]| evaluate::check(bytes));
