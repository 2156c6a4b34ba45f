//! The parts of a chore: each says when it begins and how long it took.

use std::time::Instant;

use anyhow::{Context, Result};

/// Runs one part of a chore under a heading.
pub(crate) fn stage<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    eprintln!("\n=== {name}");
    let start = Instant::now();
    let outcome = work().with_context(|| format!("stage \"{name}\" failed"))?;
    eprintln!("=== {name}: done in {:.1} s", start.elapsed().as_secs_f64());
    Ok(outcome)
}
