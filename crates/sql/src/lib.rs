//! A catalogue of database objects, and its SQL.
//!
//! This crate knows PostgreSQL and nothing of where the objects come from.

#![forbid(unsafe_code)]

pub mod quote;
