//! The grammar's queries, where the editors look for them.

use std::fs;
use std::path::PathBuf;

use crate::{at, grammar, root};

/// An editor's folder of queries, and the files that it takes: by their names there, from there in
/// the grammar's folder of queries.
const EDITORS: &[(&str, &[(&str, &str)])] = &[
    (
        "editors/nvim/queries/specql",
        &[
            ("highlights.scm", "highlights.scm"),
            ("folds.scm", "folds.scm"),
            ("indents.scm", "indents.scm"),
            ("injections.scm", "injections.scm"),
            ("locals.scm", "locals.scm"),
        ],
    ),
    (
        "editors/helix/queries/specql",
        &[
            ("highlights.scm", "highlights.scm"),
            ("injections.scm", "injections.scm"),
            ("locals.scm", "locals.scm"),
            ("indents.scm", "helix/indents.scm"),
            ("textobjects.scm", "helix/textobjects.scm"),
        ],
    ),
];

const NOTE: &str = "; Written by `cargo xtask generate` from tree-sitter-specql/queries.\n\n";

/// The files with what they hold.
pub(crate) fn files() -> Result<Vec<(PathBuf, String)>, String> {
    let mut files = Vec::new();
    for (folder, queries) in EDITORS {
        for (name, from) in *queries {
            let from = grammar().join("queries").join(from);
            let text = fs::read_to_string(&from).map_err(at(&from))?;
            files.push((root().join(folder).join(name), format!("{NOTE}{text}")));
        }
    }
    Ok(files)
}
