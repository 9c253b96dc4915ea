//! What actions do when they are called, in a real database.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a test fails where it stands"
)]

mod fields;
mod inherited;
mod odd;
mod pairs;
mod planned;
mod rows;
mod steps;
#[path = "../support/mod.rs"]
mod support;
mod versions;
mod whole;
