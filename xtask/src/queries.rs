//! The grammar's queries, where the editors look for them.

use std::fs;
use std::path::PathBuf;

use crate::{at, grammar, root};

/// An editor that takes queries.
struct Editor {
    /// Its folder of queries.
    folder: &'static str,
    /// The files that it takes: by their names there, from there in the grammar's folder of queries.
    queries: &'static [(&'static str, &'static str)],
    /// What it calls captures otherwise: the name here, and the name there.
    captures: &'static [(&'static str, &'static str)],
}

const EDITORS: &[Editor] = &[
    Editor {
        folder: "editors/nvim/queries/specql",
        queries: &[
            ("highlights.scm", "highlights.scm"),
            ("folds.scm", "folds.scm"),
            ("indents.scm", "indents.scm"),
            ("injections.scm", "injections.scm"),
            ("locals.scm", "locals.scm"),
        ],
        captures: &[],
    },
    Editor {
        folder: "editors/helix/queries/specql",
        queries: &[
            ("highlights.scm", "highlights.scm"),
            ("injections.scm", "injections.scm"),
            ("locals.scm", "locals.scm"),
            ("indents.scm", "helix/indents.scm"),
            ("textobjects.scm", "helix/textobjects.scm"),
        ],
        // Its themes have no colours for the names at the left; what stands behind
        // `local.definition.` is the colour of a definition and of what refers to it.
        captures: &[
            ("boolean", "constant.builtin.boolean"),
            ("number", "constant.numeric"),
            ("property", "variable.other.member"),
            ("string.escape", "constant.character.escape"),
            (
                "local.definition.field",
                "local.definition.variable.other.member",
            ),
            ("local.definition.var", "local.definition.variable"),
            (
                "local.definition.parameter",
                "local.definition.variable.parameter",
            ),
        ],
    },
];

const NOTE: &str = "; Written by `cargo xtask generate` from tree-sitter-specql/queries.\n\n";

/// The files with what they hold.
pub(crate) fn files() -> Result<Vec<(PathBuf, String)>, String> {
    let mut files = Vec::new();
    for editor in EDITORS {
        for (name, from) in editor.queries {
            let from = grammar().join("queries").join(from);
            let text = fs::read_to_string(&from).map_err(at(&from))?;
            let text = renamed(&text, editor.captures);
            files.push((
                root().join(editor.folder).join(name),
                format!("{NOTE}{text}"),
            ));
        }
    }
    Ok(files)
}

/// A query whose captures have other names.
fn renamed(query: &str, names: &[(&str, &str)]) -> String {
    let is_of_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-');
    let mut parts = query.split('@');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|c| !is_of_name(c)).unwrap_or(part.len());
        let (name, rest) = part.split_at(end);
        let other = names.iter().find(|(here, _)| *here == name);
        text.push('@');
        text.push_str(other.map_or(name, |(_, there)| there));
        text.push_str(rest);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::renamed;

    #[test]
    fn captures_get_other_names_wherever_they_stand() {
        let query = "((a) @number (#match? @number \"^[0-9]$\"))\n(b) @number.float @boolean";
        assert_eq!(
            renamed(query, &[("number", "constant.numeric"), ("boolean", "b")]),
            "((a) @constant.numeric (#match? @constant.numeric \"^[0-9]$\"))\n(b) @number.float @b"
        );
    }
}
