//! Names that are taken: by the generator, by PostgreSQL, by the check of expressions.

/// For what the generator keeps a field name to itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FieldGroup {
    /// Keys, and whose record it is.
    Keys,
    /// Telling records of one name apart.
    Deduplication,
    /// The record's place in a tree.
    Hierarchy,
    /// Who made, changed and removed the record, and when.
    Audit,
    /// When names and places were last worked out anew, and by whom.
    Recalculation,
}

/// A name, or the beginning of names, that no field may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReservedField {
    /// As it would be written; capitals count.
    pub name: &'static str,
    /// For what it is kept.
    pub group: FieldGroup,
    /// Why it is kept: one sentence.
    pub doc: &'static str,
}

/// Names that no field may have, sorted.
pub const RESERVED_FIELDS: &[ReservedField] = &[
    field(
        "created_at",
        FieldGroup::Audit,
        "Every table has it already: when the record was made.",
    ),
    field(
        "created_by",
        FieldGroup::Audit,
        "Every table has it already: who made the record.",
    ),
    field(
        "deleted_at",
        FieldGroup::Audit,
        "Every table has it already: when the record was removed.",
    ),
    field(
        "deleted_by",
        FieldGroup::Audit,
        "Every table has it already: who removed the record.",
    ),
    field(
        "display_identifier",
        FieldGroup::Deduplication,
        "It is kept for the identifier as people see it, its number behind `#` included.",
    ),
    field(
        "id",
        FieldGroup::Keys,
        "Every table has it already: the UUID by which the API knows the record.",
    ),
    field(
        "identifier",
        FieldGroup::Deduplication,
        "It is kept for the readable name that is worked out for a record.",
    ),
    field(
        "identifier_recalculated_at",
        FieldGroup::Recalculation,
        "It is kept for when the identifier was last worked out.",
    ),
    field(
        "identifier_recalculated_by",
        FieldGroup::Recalculation,
        "It is kept for who last had the identifier worked out.",
    ),
    field(
        "path",
        FieldGroup::Hierarchy,
        "It is kept for the way from the root of the tree to the record.",
    ),
    field(
        "path_updated_at",
        FieldGroup::Recalculation,
        "It is kept for when the path was last worked out.",
    ),
    field(
        "path_updated_by",
        FieldGroup::Recalculation,
        "It is kept for who last had the path worked out.",
    ),
    field(
        "sequence_number",
        FieldGroup::Deduplication,
        "It is kept for the number that tells records with the same identifier apart.",
    ),
    field(
        "tenant_id",
        FieldGroup::Keys,
        "It is kept for whose record it is, and made where a schema serves several tenants.",
    ),
    field(
        "updated_at",
        FieldGroup::Audit,
        "Every table has it already: when the record was last changed.",
    ),
    field(
        "updated_by",
        FieldGroup::Audit,
        "Every table has it already: who last changed the record.",
    ),
];

/// Beginnings of names that no field may have, sorted.
pub const RESERVED_PREFIXES: &[ReservedField] = &[
    field(
        "fk_",
        FieldGroup::Keys,
        "Columns of references begin like this; write the field as `ref(...)` without it.",
    ),
    field(
        "pk_",
        FieldGroup::Keys,
        "The key of every table begins like this, and is made without being written.",
    ),
];

const fn field(name: &'static str, group: FieldGroup, doc: &'static str) -> ReservedField {
    ReservedField { name, group, doc }
}

/// Why no field may have this name. Capitals count.
#[must_use]
pub fn is_reserved_field(name: &str) -> Option<&'static str> {
    reserved_field(name).map(|field| field.doc)
}

/// The entry that keeps this name from being a field's. Capitals count.
#[must_use]
pub fn reserved_field(name: &str) -> Option<&'static ReservedField> {
    RESERVED_FIELDS
        .iter()
        .find(|field| field.name == name)
        .or_else(|| {
            RESERVED_PREFIXES
                .iter()
                .find(|prefix| name.starts_with(prefix.name))
        })
}

/// Words that PostgreSQL 15 takes for no column's name unless they are quoted, sorted.
///
/// SpecQL quotes nothing. The words that PostgreSQL lets be names of functions and types are among
/// them: of columns they may not be names either.
pub const POSTGRES_RESERVED: &[&str] = &[
    "all",
    "analyse",
    "analyze",
    "and",
    "any",
    "array",
    "as",
    "asc",
    "asymmetric",
    "authorization",
    "binary",
    "both",
    "case",
    "cast",
    "check",
    "collate",
    "collation",
    "column",
    "concurrently",
    "constraint",
    "create",
    "cross",
    "current_catalog",
    "current_date",
    "current_role",
    "current_schema",
    "current_time",
    "current_timestamp",
    "current_user",
    "default",
    "deferrable",
    "desc",
    "distinct",
    "do",
    "else",
    "end",
    "except",
    "false",
    "fetch",
    "for",
    "foreign",
    "freeze",
    "from",
    "full",
    "grant",
    "group",
    "having",
    "ilike",
    "in",
    "initially",
    "inner",
    "intersect",
    "into",
    "is",
    "isnull",
    "join",
    "lateral",
    "leading",
    "left",
    "like",
    "limit",
    "localtime",
    "localtimestamp",
    "natural",
    "not",
    "notnull",
    "null",
    "offset",
    "on",
    "only",
    "or",
    "order",
    "outer",
    "overlaps",
    "placing",
    "primary",
    "references",
    "returning",
    "right",
    "select",
    "session_user",
    "similar",
    "some",
    "symmetric",
    "table",
    "tablesample",
    "then",
    "to",
    "trailing",
    "true",
    "union",
    "unique",
    "user",
    "using",
    "variadic",
    "verbose",
    "when",
    "where",
    "window",
    "with",
];

/// Whether PostgreSQL takes this for no column's name unless it is quoted. Capitals do not count.
#[must_use]
pub fn is_postgres_reserved(name: &str) -> bool {
    POSTGRES_RESERVED
        .binary_search_by(|word| {
            word.bytes()
                .cmp(name.bytes().map(|byte| byte.to_ascii_lowercase()))
        })
        .is_ok()
}

/// A word with a meaning of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// As it is written.
    pub name: &'static str,
    /// What it is for: one sentence.
    pub doc: &'static str,
}

/// Schemas that belong to the generated framework, sorted.
pub const FRAMEWORK_SCHEMAS: &[Word] = &[
    word(
        "app",
        "Holds what the API calls: the functions and the types of their input.",
    ),
    word(
        "common",
        "Holds what all tenants share, such as countries and languages.",
    ),
    word("core", "Holds what the framework needs for itself."),
];

/// Whether a schema belongs to the generated framework.
#[must_use]
pub fn is_framework_schema(name: &str) -> bool {
    FRAMEWORK_SCHEMAS.iter().any(|schema| schema.name == name)
}

/// What stands between the parts of an identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Separator {
    /// What it separates, in a word.
    pub name: &'static str,
    /// The character itself.
    pub text: &'static str,
    /// What stands before and behind it: one sentence.
    pub doc: &'static str,
}

/// What stands between the parts of an identifier, from the outside in.
pub const SEPARATORS: &[Separator] = &[
    separator(
        "tenant",
        "|",
        "Follows the tenant and precedes all the rest.",
    ),
    separator(
        "composition",
        "∘",
        "Joins the identifiers of several trees.",
    ),
    separator(
        "composition_fallback",
        "~",
        "Stands for `∘` where that character cannot be used.",
    ),
    separator("hierarchy", ".", "Stands between a parent and its child."),
    separator(
        "hierarchy_legacy",
        "_",
        "Stood between a parent and its child in earlier versions.",
    ),
    separator(
        "internal",
        "—",
        "Joins the parts that come from one record.",
    ),
    separator(
        "ordering",
        "-",
        "Sets apart the part that says which comes first.",
    ),
    separator(
        "deduplication",
        "#",
        "Precedes the number that tells records of one name apart.",
    ),
];

const fn separator(name: &'static str, text: &'static str, doc: &'static str) -> Separator {
    Separator { name, text, doc }
}

/// Words that the check of expressions knows, sorted. Every other word in an expression has to be
/// the name of a field.
pub const EXPRESSION_KEYWORDS: &[Word] = &[
    word("and", "Both sides have to hold."),
    word(
        "email_pattern",
        "Stands behind `MATCHES` for the form of a mail address.",
    ),
    word("false", "The value no."),
    word("input", "What the action was called with."),
    word(
        "is",
        "Stands before `NULL` or `NOT NULL`, and asks whether a field is empty or not.",
    ),
    word(
        "matches",
        "Asks whether a text has the form that is named behind it.",
    ),
    word("not", "Turns what follows into its opposite."),
    word("null", "No value at all."),
    word("or", "One side has to hold, or both."),
    word("output", "What the action gives back."),
    word(
        "set",
        "Stands in `update` before the fields that get new values.",
    ),
    word("true", "The value yes."),
    word("where", "Stands before the condition that chooses records."),
];

const fn word(name: &'static str, doc: &'static str) -> Word {
    Word { name, doc }
}

/// Whether the check of expressions knows this word. Capitals do not count.
#[must_use]
pub fn is_expression_keyword(word: &str) -> bool {
    EXPRESSION_KEYWORDS
        .iter()
        .any(|keyword| keyword.name.eq_ignore_ascii_case(word))
}
