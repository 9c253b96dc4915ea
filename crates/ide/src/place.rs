//! Places in the files of a workspace.

use specql_analysis::db::File;
use specql_yaml::Span;

/// A stretch of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FileSpan {
    /// Which file.
    pub file: File,
    /// Where in it, in bytes.
    pub span: Span,
}

impl FileSpan {
    /// A stretch of a file.
    #[must_use]
    pub const fn new(file: File, span: Span) -> Self {
        Self { file, span }
    }
}

/// Whether a place is in a word or at one of its ends, where editors put the cursor.
#[must_use]
pub(crate) fn touches(span: Span, offset: u32) -> bool {
    span.start <= offset && offset <= span.end
}
