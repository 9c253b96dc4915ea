//! YAML 1.1 exactly as PyYAML's `safe_load` reads it: what is accepted, and with which values.
//!
//! The reference is the pure-Python loader of PyYAML 6.0.3 under CPython 3.11. Where the YAML
//! specification and PyYAML differ (tabs, `1:30` being ninety, keys of at most 1024 characters,
//! `no` being false, ...) this crate sides with PyYAML: its purpose is to say what a program that
//! reads a file with PyYAML will see.
//!
//! The layers, each usable alone:
//!
//! * [`decode`] turns the source text of one scalar or tag into its value;
//! * [`events()`] scans and parses a text strictly into a stream of [`Event`]s;
//! * [`Composer`] makes a graph of nodes from *any* stream of events, so that another producer of
//!   events (a tolerant tree, say) gets the same values;
//! * [`resolve`] says what an untagged plain scalar is: a number, a date, a truth value, text;
//! * [`construct`](construct()) turns a graph into a [`Document`] of [`Value`]s;
//! * [`load`] and [`load_all`] do all of it;
//! * `de`, behind the feature `serde`, reads a document into types;
//! * [`json`] prints a document, for tests and tools.
//!
//! # What it is not
//!
//! It does not write YAML, does not keep comments, and stops at the first error, as PyYAML does.
//!
//! # Line ends
//!
//! Python reads text files with universal newlines, so PyYAML sees `\n` where the file has `\r\n`
//! or `\r`. PyYAML itself takes all three for one line break and never lets a raw `\r` into a
//! value, so this crate reads the text as it is, keeps all offsets true to the file, and arrives
//! at the same values.
//!
//! # Known differences from PyYAML
//!
//! * A text over 4 GiB is refused ([`ErrorKind::TooLarge`]), as are merge keys that together copy
//!   more than [`MAX_MERGED_ENTRIES`] entries and sexagesimal numbers with more than
//!   [`MAX_SEXAGESIMAL_PARTS`] parts. Python would run out of memory or of patience on these.
//! * Python gives up on deep nesting when its stack is full, which depends a little on what the
//!   innermost node is and on how deep the caller's own stack is. [`load`] uses the fixed limits
//!   [`MAX_SEQUENCE_DEPTH`] and [`MAX_MAPPING_DEPTH`], measured for a call from a script's top level.

#![forbid(unsafe_code)]

mod base64;
mod bigint;
mod chars;
pub mod compose;
mod construct;
#[cfg(feature = "serde")]
pub mod de;
pub mod decode;
mod error;
mod event;
pub mod json;
mod key;
mod load;
mod merge;
mod parser;
pub mod python;
pub mod resolve;
mod scanner;
mod span;
mod tag;
mod text;
mod token;
mod value;

pub use bigint::{BigInt, Int};
pub use compose::{Composer, MAX_MAPPING_DEPTH, MAX_SEQUENCE_DEPTH, NodeId};
pub use construct::{MAX_VALUE_CHAIN, construct, construct_tolerantly};
pub use error::{Error, ErrorKind};
pub use event::{Event, EventKind, ScalarStyle};
pub use load::{load, load_all, read_tolerantly};
pub use merge::{MAX_MERGE_DEPTH, MAX_MERGED_ENTRIES};
pub use parser::{Events, events};
pub use resolve::MAX_SEXAGESIMAL_PARTS;
pub use span::{Position, Span, position};
pub use tag::{Tag, TagHandles};
pub use text::Text;
pub use value::{Date, DateTime, Document, Entry, Value};
