//! The settings there are.

/// A setting of `specql.toml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The table that it stands in; empty at the top.
    pub table: &'static str,
    /// Its key; empty where every rule is one.
    pub key: &'static str,
    /// What it may be set to, where that is one of some words.
    pub values: &'static [&'static str],
    /// What it is for: one sentence.
    pub doc: &'static str,
}

/// All settings.
pub const SETTINGS: &[Setting] = &[
    Setting {
        table: "",
        key: "target",
        values: &["0.8", "next"],
        doc: "For which SpecQL the specs are written: the released one, or also what is planned.",
    },
    Setting {
        table: "files",
        key: "include",
        values: &[],
        doc: "Patterns of paths: only these files belong to the workspace.",
    },
    Setting {
        table: "files",
        key: "exclude",
        values: &[],
        doc: "Patterns of paths: these files do not belong to the workspace.",
    },
    Setting {
        table: "rules",
        key: "",
        values: &super::Level::NAMES,
        doc: "How much a rule matters, by its code.",
    },
    Setting {
        table: "sql",
        key: "postgres",
        values: &["15", "16", "17", "18"],
        doc: "The major version of the database that the SQL is made for. It needs 15 or later, and is the same for all of these.",
    },
];
