//! The built program against real API traffic: two independent AWS emulators, the AWS CLI, and a proxy that breaks calls.
//!
//! `cargo xtask test` installs and starts what they need; without it these tests are skipped.

mod acceptance;
mod account;
mod actions;
mod budget;
mod denial;
mod emulator;
mod enforcement;
mod fixes;
mod front;
mod gaps;
mod permissions;
mod report;
mod start;
mod verdicts;
