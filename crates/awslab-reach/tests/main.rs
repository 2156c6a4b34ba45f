//! The engine on networks: real ones that others measured, and small ones of our own.

mod ask;
mod corpora;
mod world;
mod worlds;
