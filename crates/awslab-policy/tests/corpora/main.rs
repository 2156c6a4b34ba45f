//! What others measured on AWS or wrote down, against the engine.
//!
//! `AWSLAB_CORPORA` names a folder of corpora, with one row of JSON on each line of a file. Without it there is nothing to do.

#![expect(clippy::disallowed_methods, reason = "corpora are files, and where they are is the tester's to say")]
#![expect(clippy::print_stdout, reason = "how many rows agree is the result")]

mod decisions;
mod exposures;
mod lint;

use std::fs;
use std::path::{Path, PathBuf};

/// The files about IAM whose names begin so, in the order of the alphabet; `None` when there are no corpora.
fn files(prefix: &str) -> Option<Vec<PathBuf>> {
    let Some(folder) = std::env::var_os("AWSLAB_CORPORA") else {
        println!("skipped: AWSLAB_CORPORA names no folder of corpora");
        return None;
    };
    let entries = fs::read_dir(Path::new(&folder).join("iam")).expect("the folder of corpora can be read");
    let is_wanted = |path: &PathBuf| name(path).starts_with(prefix) && path.extension().is_some_and(|it| it == "jsonl");
    let paths = entries.map(|entry| entry.expect("the folder of corpora can be read").path());
    let mut files: Vec<PathBuf> = paths.filter(is_wanted).collect();
    files.sort();
    Some(files)
}

fn name(path: &Path) -> String {
    path.file_name().expect("a file has a name").to_string_lossy().into_owned()
}
