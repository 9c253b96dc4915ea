//! What the blocks that SpecQL plans do in a real database.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails where it stands"
)]

mod analytics;
mod events;
mod odd;
mod read_models;
mod security;
mod services;
#[path = "../support/mod.rs"]
mod support;
