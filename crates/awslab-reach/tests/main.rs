//! The engine on networks: real ones that others measured, small ones of our own, and random ones.

mod ask;
mod corpora;
mod denials;
mod laws;
mod naive;
mod random;
mod world;
mod worlds;
