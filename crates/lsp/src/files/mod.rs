//! Files on the disk: which are meant, what they hold, which settings belong to them.

mod content;
mod find;
mod paths;
mod settings;
mod write;

pub use content::{Content, read, read_found, standard_input};
pub use find::{Found, Walks, find, is_walked, is_yaml, walk};
pub use paths::{Paths, slashed};
pub use settings::{SettingsFile, SettingsFiles};
pub use write::write;
