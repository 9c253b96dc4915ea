//! From the source text of a scalar or a tag to its value.
//!
//! Pure functions: they know no context beyond what they are given. The strict scanner uses the
//! same ones, so a producer of events that has its own way of finding scalars gets the same
//! values. Offsets in errors count from the beginning of the given text.

mod block;
mod plain;
mod quoted;
mod tag;

pub use block::{Block, block};
pub use plain::plain;
pub use quoted::{double_quoted, single_quoted};
pub use tag::{WrittenTag, tag};

pub(crate) use quoted::{Quote, quoted};
pub(crate) use tag::{handle, scan_tag, uri};
