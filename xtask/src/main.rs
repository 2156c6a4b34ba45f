//! The project's own chores: `cargo xtask <CHORE>`. Each has a file of its own.

#![expect(clippy::print_stderr, reason = "a chore talks to the developer who started it")]

mod data;
mod demo;
mod emulators;
mod managed_policies;
mod new_lab;
mod npm;
mod project;
mod python;
mod schemas;
mod stage;
mod test;

use clap::Parser;

/// The project's own chores.
#[derive(Parser)]
#[command(bin_name = "cargo xtask")]
enum Chore {
    Test(test::Options),
    Demo(demo::Options),
    NewLab(new_lab::Options),
    Schemas(schemas::Options),
    Data(data::Options),
    ManagedPolicies(managed_policies::Options),
}

fn main() -> anyhow::Result<()> {
    match Chore::parse() {
        Chore::Test(options) => test::run(&options),
        Chore::Demo(options) => demo::run(&options),
        Chore::NewLab(options) => new_lab::run(&options),
        Chore::Schemas(options) => schemas::run(&options),
        Chore::Data(options) => data::run(&options),
        Chore::ManagedPolicies(options) => managed_policies::run(&options),
    }
}
