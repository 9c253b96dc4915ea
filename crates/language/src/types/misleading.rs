//! Names that look like types, and what to write instead.
//!
//! SpecQL makes TEXT of them without a word. Many stand in its own documents.

use super::Misleading;

/// Names that look like types: those of databases and programming languages, types that are spelled
/// in another way, types that one could wish for.
pub const MISLEADING: &[Misleading] = &[
    // Names of databases and programming languages.
    name(
        "decimal",
        "NUMERIC",
        &["money", "percentage", "exchangeRate", "float"],
    )
    .hint(MONEY_OR_FLOAT),
    name("decimal", "NUMERIC(p,s)", &["money", "float"])
        .tail("(p, s)")
        .hint("`money` has four decimals and takes nothing below zero; `float` may round."),
    name("numeric", "NUMERIC", &["money", "float"]).hint(MONEY_OR_FLOAT),
    name("int", "INTEGER", &["integer"]),
    name("integer", "INTEGER with a check of its range", &["integer"])
        .tail("(min, max)")
        .hint("A field cannot limit the range of its numbers."),
    name("smallint", "SMALLINT", &["integer"]),
    name("serial", "INTEGER", &["integer"])
        .hint("Every entity has a counting key already; you need not write one."),
    name("real", "REAL", &["float"]),
    name("double", "DOUBLE PRECISION", &["float"]),
    name("bool", "BOOLEAN", &["boolean"]),
    name("string", "TEXT", &["text"]),
    name("varchar", "VARCHAR", &["text"]),
    name("varchar", "VARCHAR(n)", &["text"])
        .tail("(n)")
        .hint(NO_LENGTH),
    name("char", "CHAR(n)", &["text"])
        .tail("(n)")
        .hint(NO_LENGTH),
    name("text", "TEXT with a check of its length", &["text"])
        .tail("(n)")
        .hint(NO_LENGTH),
    name("text", "TEXT[]", &["list(text)"]).tail("[]"),
    name("timestamp", "TIMESTAMPTZ", &["datetime"]),
    name("timestamptz", "TIMESTAMPTZ", &["datetime"]),
    name("interval", "INTERVAL", &["duration"]),
    name("daterange", "DATERANGE", &["DateRange"]),
    name("year", "INTEGER", &["integer"]),
    name("jsonb", "JSONB", &["json"]),
    name("inet", "INET", &["ipAddress"]),
    name("cidr", "CIDR", &["ipAddress"])
        .hint("It also takes a whole network, such as `10.20.0.0/16`."),
    name("bytea", "BYTEA", &["file"]).hint(NO_BYTES),
    name("blob", "BYTEA", &["file"]).hint(NO_BYTES),
    name("ltree", "LTREE", &["ref(...)", "text"]).hint(TREE),
    // Types in another case or spelling.
    name("TEXT", "TEXT", &["text"]).hint(CAPITALS_COUNT),
    name("UUID", "UUID", &["uuid"]).hint(CAPITALS_COUNT),
    name("DATE", "DATE", &["date"]).hint(CAPITALS_COUNT),
    name("Email", "TEXT", &["email"]).hint(CAPITALS_COUNT),
    name("phone_number", "TEXT", &["phoneNumber"]),
    name("address", "JSONB", &["SimpleAddress"]),
    name("dimensions", "JSONB", &["Dimensions"]).hint(CAPITALS_COUNT),
    name("contactInfo", "JSONB", &["ContactInfo"]).hint(CAPITALS_COUNT),
    name("geoPoint", "POINT", &["coordinates"]),
    name("bic", "TEXT", &["swiftCode"]),
    name("ipv4Address", "INET", &["ipAddress"]),
    name("ipv6Address", "INET", &["ipAddress"]),
    name("", "the one of its type, which may be empty", &[])
        .tail("?")
        .hint("A field may be empty anyway unless its type ends with `!`; leave the `?` out."),
    // Types that one could wish for.
    name("i18nText", "JSONB", &["text", "json"])
        .hint("A text in several languages is a `text` field that is named under `translations`."),
    name("hierarchical", "TEXT", &["ref(...)"]).hint(TREE),
    name("creditCard", "TEXT", &["text"]),
    name("sku", "TEXT", &["text"]),
    name("isbn", "TEXT", &["text"]),
    name("ean", "TEXT", &["text"]),
    name("ean13", "TEXT", &["text"]),
    name("upc", "TEXT", &["text"]),
    name("gtin", "TEXT", &["text"]),
    name("taxId", "TEXT", &["text"]),
    name("hashMD5", "TEXT", &["text"]),
    name("jwt", "TEXT", &["text"]).hint("A token has dots in it, so `apiKey` does not take it."),
    name("video", "TEXT", &["file"]),
    name("audio", "TEXT", &["file"]),
];

const CAPITALS_COUNT: &str = "The name of a type is written in exactly one case.";
const NO_LENGTH: &str = "A field cannot limit the length of its text.";
const NO_BYTES: &str = "No type holds bytes; keep them elsewhere, and in the field where they are.";
const TREE: &str = "A tree is made by a reference to the entity itself: to the parent.";
const MONEY_OR_FLOAT: &str = "`money` takes nothing below zero, and `float` may round.";

const fn name(
    name: &'static str,
    expected: &'static str,
    instead: &'static [&'static str],
) -> Misleading {
    Misleading {
        name,
        tail: "",
        expected,
        instead,
        hint: "",
    }
}

impl Misleading {
    const fn tail(mut self, tail: &'static str) -> Self {
        self.tail = tail;
        self
    }

    const fn hint(mut self, hint: &'static str) -> Self {
        self.hint = hint;
        self
    }
}
