//! Names and texts in SQL: the only place that puts quotes around anything.

use std::borrow::Cow;

/// A name as it is written in SQL: quoted where it has to be.
#[must_use]
pub fn identifier(name: &str) -> String {
    quoted(name).into_owned()
}

/// The same; most names stay as they are.
pub(crate) fn quoted(name: &str) -> Cow<'_, str> {
    if is_plain(name) && !is_reserved(name) {
        return name.into();
    }
    // A name cannot hold a zero byte in PostgreSQL.
    let name = name.replace('\0', "").replace('"', "\"\"");
    format!("\"{name}\"").into()
}

/// A text as a literal, whatever is in it.
#[must_use]
pub fn literal(text: &str) -> String {
    let text = text.replace('\0', "");
    let doubled = text.replace('\'', "''");
    if text.contains('\\') {
        // Means the same whether or not backslashes are special in plain literals.
        return format!("E'{}'", doubled.replace('\\', "\\\\"));
    }
    format!("'{doubled}'")
}

/// The body of a function between dollar tags, none of which it holds.
#[must_use]
pub fn body(text: &str) -> String {
    let mut tag = "$$".to_owned();
    let mut number = 0;
    // `$` before the closing tag would lengthen it.
    while text.contains(&tag) || text.ends_with('$') && number == 0 {
        number += 1;
        tag = format!("$body{number}$");
    }
    format!("{tag}{text}{tag}")
}

fn is_plain(name: &str) -> bool {
    let mut bytes = name.bytes();
    let begins = bytes
        .next()
        .is_some_and(|b| b.is_ascii_lowercase() || b == b'_');
    begins && bytes.all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

fn is_reserved(name: &str) -> bool {
    RESERVED.binary_search(&name).is_ok()
}

/// Words that PostgreSQL does not take for the name of a column, a table, a function or a type,
/// in some version from 15 to 18: those that `pg_get_keywords()` calls reserved (R), reserved but
/// for functions and types (T), and those that cannot be a function or a type (C). Besides, the
/// words of PL/pgSQL that it takes for no part of a name: `v_row.loop` would be no variable.
const RESERVED: &[&str] = &[
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
    "begin",
    "between",
    "bigint",
    "binary",
    "bit",
    "boolean",
    "both",
    "by",
    "case",
    "cast",
    "char",
    "character",
    "check",
    "coalesce",
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
    "dec",
    "decimal",
    "declare",
    "default",
    "deferrable",
    "desc",
    "distinct",
    "do",
    "else",
    "end",
    "except",
    "execute",
    "exists",
    "extract",
    "false",
    "fetch",
    "float",
    "for",
    "foreach",
    "foreign",
    "freeze",
    "from",
    "full",
    "grant",
    "greatest",
    "group",
    "grouping",
    "having",
    "if",
    "ilike",
    "in",
    "initially",
    "inner",
    "inout",
    "int",
    "integer",
    "intersect",
    "interval",
    "into",
    "is",
    "isnull",
    "join",
    "json_array",
    "json_arrayagg",
    "json_exists",
    "json_object",
    "json_objectagg",
    "json_query",
    "json_scalar",
    "json_serialize",
    "json_table",
    "json_value",
    "lateral",
    "leading",
    "least",
    "left",
    "like",
    "limit",
    "localtime",
    "localtimestamp",
    "loop",
    "merge_action",
    "national",
    "natural",
    "nchar",
    "none",
    "normalize",
    "not",
    "notnull",
    "null",
    "nullif",
    "numeric",
    "offset",
    "on",
    "only",
    "or",
    "order",
    "out",
    "outer",
    "overlaps",
    "overlay",
    "placing",
    "position",
    "precision",
    "primary",
    "real",
    "references",
    "returning",
    "right",
    "row",
    "select",
    "session_user",
    "setof",
    "similar",
    "smallint",
    "some",
    "strict",
    "substring",
    "symmetric",
    "system_user",
    "table",
    "tablesample",
    "then",
    "time",
    "timestamp",
    "to",
    "trailing",
    "treat",
    "trim",
    "true",
    "union",
    "unique",
    "user",
    "using",
    "values",
    "varchar",
    "variadic",
    "verbose",
    "when",
    "where",
    "while",
    "window",
    "with",
    "xmlattributes",
    "xmlconcat",
    "xmlelement",
    "xmlexists",
    "xmlforest",
    "xmlnamespaces",
    "xmlparse",
    "xmlpi",
    "xmlroot",
    "xmlserialize",
    "xmltable",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_quoted_where_they_have_to_be() {
        let names = [
            "tb_contact",
            "order",
            "Name",
            "a b",
            "a\"b",
            "été",
            "",
            "1st",
        ];
        let quoted = names.map(identifier);
        assert_eq!(
            quoted,
            [
                "tb_contact",
                "\"order\"",
                "\"Name\"",
                "\"a b\"",
                "\"a\"\"b\"",
                "\"été\"",
                "\"\"",
                "\"1st\""
            ]
        );
    }

    #[test]
    fn texts_stay_texts() {
        assert_eq!(literal("it's"), "'it''s'");
        assert_eq!(literal(r"\'; --"), r"E'\\''; --'");
    }

    #[test]
    fn no_body_ends_early() {
        assert_eq!(body("BEGIN END"), "$$BEGIN END$$");
        assert_eq!(body("a $$ b"), "$body1$a $$ b$body1$");
        assert_eq!(body("cost$"), "$body1$cost$$body1$");
    }

    #[test]
    fn words_of_plpgsql_are_no_names_either() {
        for word in ["begin", "by", "if", "loop", "strict", "while"] {
            assert_eq!(identifier(word), format!("\"{word}\""));
        }
    }

    #[test]
    fn the_words_are_sorted() {
        assert!(RESERVED.is_sorted());
    }
}
