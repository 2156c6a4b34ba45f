//! Whether a statement is about a request: its actions, its resources and its principals.

mod action;
mod principal;
mod resource;

pub(crate) use self::action::Action;
pub(crate) use self::principal::{Grant, admission};
pub(crate) use self::resource::{Resource, ShortArns};
