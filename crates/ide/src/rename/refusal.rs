//! Why something cannot be renamed.

use std::fmt;

use crate::place::FileSpan;

/// Why something cannot be renamed, or not so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is no name, or none that is known.
    NoName,
    /// It is the schema of all specs that name none.
    IsDefaultSchema,
    /// It is the path of a file.
    IsFile,
    /// It belongs to SpecQL.
    OfLanguage(String),
    /// The new name is none.
    NotAName {
        /// The new name.
        name: String,
        /// What a name has to look like.
        form: &'static str,
    },
    /// The new name is kept for something else.
    Reserved {
        /// The new name.
        name: String,
        /// For what.
        reason: String,
    },
    /// PostgreSQL would cut a name that is made of it.
    TooLong {
        /// The name that is made of it.
        made: String,
    },
    /// Something else has the name already.
    Taken {
        /// The new name.
        name: String,
        /// What has it.
        by: &'static str,
        /// Where it is.
        place: Option<FileSpan>,
    },
    /// A place where the name is written so that the new one cannot be put there: with escapes,
    /// or over several lines.
    Unwritable(FileSpan),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoName => write!(f, "there is no name here that could be another"),
            Self::IsDefaultSchema => write!(
                f,
                "this is also the schema of every spec that names none: give those one first"
            ),
            Self::IsFile => write!(f, "this is the path of a file: rename the file itself"),
            Self::OfLanguage(name) => write!(f, "`{name}` belongs to SpecQL"),
            Self::NotAName { name, form } => write!(f, "`{name}` is no name: {form}"),
            Self::Reserved { name, reason } => write!(f, "`{name}` is reserved: {reason}"),
            Self::TooLong { made } => write!(
                f,
                "PostgreSQL keeps {} bytes of a name, and `{made}` would be longer",
                super::check::KEPT
            ),
            Self::Taken { name, by, .. } => write!(f, "`{name}` is already the name of {by}"),
            Self::Unwritable(_) => write!(
                f,
                "the name is written with escapes or over several lines in one place: write it plainly there first"
            ),
        }
    }
}

impl std::error::Error for Refusal {}
