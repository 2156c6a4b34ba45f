//! The commands, one file each: its arguments and what it does.

pub(crate) mod completions;
pub(crate) mod doctor;
pub(crate) mod explain;
pub(crate) mod import;
pub(crate) mod list;
pub(crate) mod man;
pub(crate) mod map;
pub(crate) mod permissions;
pub(crate) mod policy;
pub(crate) mod reach;
pub(crate) mod snapshot;
pub(crate) mod verify;
