//! The engine on networks: real ones that others measured, small ones of our own, and random ones.

mod corpora;
