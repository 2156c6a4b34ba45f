//! What fuzzing found or walked through, once more: every input in `fuzz/corpus` keeps what must hold for all.

#![expect(clippy::disallowed_methods, reason = "the inputs are files")]

mod document;
mod evaluate;

use std::fs;
use std::path::Path;

#[test]
fn documents() {
    for_each_input("document", document::check);
}

#[test]
fn evaluations() {
    for_each_input("evaluate", evaluate::check);
}

fn for_each_input(target: &str, check: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(target);
    let entries = fs::read_dir(&folder).expect("the corpus is a folder of the project");
    let inputs: Vec<_> = entries.map(|entry| entry.expect("the corpus can be read").path()).collect();
    assert!(!inputs.is_empty(), "{} has inputs", folder.display());
    for input in inputs {
        check(&fs::read(input).expect("an input can be read"));
    }
}
