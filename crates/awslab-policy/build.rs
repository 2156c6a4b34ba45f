//! Compresses the service authorization data: it is kept as text so that a diff can be read, and is a seventh of that in
//! the binary. Its date is told to the crate, so that nobody need inflate it to know.

#![expect(clippy::disallowed_methods, reason = "the crate itself is pure; building it takes files")]

use std::path::PathBuf;
use std::{env, fs};

use miniz_oxide::deflate::compress_to_vec_zlib;

const DATA: &str = "data/authorization.txt";

/// Of ten: the next ones take far longer and save next to nothing.
const LEVEL: u8 = 8;

fn main() {
    let text = fs::read_to_string(DATA).expect("the data is in the repository");
    let published = text.lines().find_map(|line| line.strip_prefix("; published: ")).expect("the head has a date");
    println!("cargo::rerun-if-changed={DATA}");
    println!("cargo::rustc-env=AWSLAB_DATA_PUBLISHED={published}");
    let built = PathBuf::from(env::var_os("OUT_DIR").expect("cargo names a folder for what is built"));
    fs::write(built.join("authorization.z"), compress_to_vec_zlib(text.as_bytes(), LEVEL))
        .expect("cargo's folder can be written");
}
