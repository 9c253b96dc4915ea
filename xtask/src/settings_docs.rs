//! Writes the reference of the settings from their table.

use std::fmt::Write as _;

use specql_analysis::settings::{FILE_NAME, SETTINGS, Setting};

/// What only editors set, as the server knows it: name, default, what it is for. The server's own
/// test holds this against what it reads.
const OF_EDITORS: [(&str, &str, &str); 8] = [
    (
        "inlayHints.columns",
        "true",
        "The columns that a field becomes.",
    ),
    (
        "inlayHints.foreignKeys",
        "true",
        "The key that a reference becomes.",
    ),
    (
        "inlayHints.generated",
        "true",
        "Names of what SpecQL generates by itself.",
    ),
    ("inlayHints.types", "true", "Types that are not written."),
    (
        "codeLens.entities",
        "true",
        "How often an entity is referred to.",
    ),
    ("codeLens.actions", "true", "How often an action is called."),
    ("codeLens.fields", "false", "How often a field is used."),
    (
        "codeLens.sql",
        "true",
        "A way to the SQL of an entity or an action, where the editor can show it.",
    ),
];

/// The text of `docs/settings.md`, behind a note.
pub(crate) fn settings(note: &str) -> String {
    let mut text = format!(
        "{note}\n# Settings\n\nThe settings of a project stand in `{FILE_NAME}`, in the folder of \
         the project or above it. The nearest one counts, for the command line and for editors. \
         An editor may set the same under `specql`, over the file: `specql.target`, say.\n\n\
         | in `{FILE_NAME}` | in an editor | value | about |\n| --- | --- | --- | --- |\n"
    );
    for setting in SETTINGS {
        let (file, editor) = names(setting);
        let _ = writeln!(
            text,
            "| {file} | `specql.{editor}` | {} | {} |",
            values(setting),
            setting.doc
        );
    }
    text.push_str(
        "\nThe codes of rules are in [rules.md](rules.md). What makes no sense is told, as a \
         diagnostic in the file or as a message of the server, and the rest counts.\n\n\
         ## Only in editors\n\nWhat is shown between and above the lines. `specql.inlayHints` and \
         `specql.codeLens` may also be `false` as a whole.\n\n\
         | in an editor | default | about |\n| --- | --- | --- |\n",
    );
    for (name, default, about) in OF_EDITORS {
        let _ = writeln!(text, "| `specql.{name}` | `{default}` | {about} |");
    }
    text
}

fn names(setting: &Setting) -> (String, String) {
    match (setting.table, setting.key) {
        ("", key) => (format!("`{key}`"), key.to_owned()),
        (table, "") => (
            format!("`<code of a rule>` in `[{table}]`"),
            format!("{table}.<code of a rule>"),
        ),
        (table, key) => (format!("`{key}` in `[{table}]`"), format!("{table}.{key}")),
    }
}

fn values(setting: &Setting) -> String {
    if setting.values.is_empty() {
        return "a list of patterns".to_owned();
    }
    let values = setting.values.iter().map(|value| format!("`{value}`"));
    values.collect::<Vec<_>>().join(", ")
}
