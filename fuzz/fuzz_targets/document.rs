//! `cargo +nightly fuzz run document`: what holds is in `crates/awslab-policy/tests/fuzzed/document.rs`.

#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../crates/awslab-policy/tests/fuzzed/document.rs"]
mod document;

fuzz_target!(|bytes: &[u8]| document::check(bytes));
