//! The tests of awslab as a whole: how it is built up, and what the built program does.

mod architecture;
mod cli;
mod documentation;
#[cfg(feature = "live")]
mod emulators;
