//! Types of columns, arguments and values.

use crate::name::ObjectName;
use crate::text::Writer;

/// A type of PostgreSQL.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DataType {
    name: TypeName,
    /// Digits in all and behind the point.
    precision: Option<(u8, u8)>,
    is_array: bool,
    is_set: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum TypeName {
    BuiltIn(&'static str),
    Object(ObjectName),
}

impl DataType {
    /// `text`
    pub const TEXT: Self = Self::of("text");
    /// `integer`
    pub const INTEGER: Self = Self::of("integer");
    /// `bigint`
    pub const BIGINT: Self = Self::of("bigint");
    /// `boolean`
    pub const BOOLEAN: Self = Self::of("boolean");
    /// `uuid`
    pub const UUID: Self = Self::of("uuid");
    /// `bytea`
    pub const BYTEA: Self = Self::of("bytea");
    /// `jsonb`
    pub const JSONB: Self = Self::of("jsonb");
    /// `numeric`
    pub const NUMERIC: Self = Self::of("numeric");
    /// `date`
    pub const DATE: Self = Self::of("date");
    /// `daterange`
    pub const DATERANGE: Self = Self::of("daterange");
    /// `tstzrange`
    pub const TSTZRANGE: Self = Self::of("tstzrange");
    /// `timestamp`
    pub const TIMESTAMP: Self = Self::of("timestamp");
    /// `timestamptz`
    pub const TIMESTAMPTZ: Self = Self::of("timestamptz");
    /// `interval`
    pub const INTERVAL: Self = Self::of("interval");
    /// `ltree`, of the extension of this name.
    pub const LTREE: Self = Self::of("ltree");
    /// `regclass`: a table by its name.
    pub const REGCLASS: Self = Self::of("regclass");
    /// `void`
    pub const VOID: Self = Self::of("void");
    /// `trigger`
    pub const TRIGGER: Self = Self::of("trigger");
    /// `record`
    pub const RECORD: Self = Self::of("record");

    const fn of(name: &'static str) -> Self {
        Self {
            name: TypeName::BuiltIn(name),
            precision: None,
            is_array: false,
            is_set: false,
        }
    }

    /// The type that PostgreSQL has by this name, whatever the case of its letters.
    #[must_use]
    pub fn built_in(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        let words: Vec<_> = name.split_whitespace().collect();
        let name = words.join(" ");
        let entry = BUILT_IN.iter().find(|(known, _)| *known == name)?;
        Some(Self::of(entry.1))
    }

    /// A type that is made in the database: a composite type, or the rows of a table.
    #[must_use]
    pub const fn object(name: ObjectName) -> Self {
        Self {
            name: TypeName::Object(name),
            precision: None,
            is_array: false,
            is_set: false,
        }
    }

    /// The same with so many digits in all, and so many of them behind the point.
    #[must_use]
    pub fn with_precision(mut self, digits: u8, behind: u8) -> Self {
        self.precision = Some((digits, behind));
        self
    }

    /// An array of this.
    #[must_use]
    pub fn array(mut self) -> Self {
        self.is_array = true;
        self
    }

    /// Many rows of this, as the result of a function.
    #[must_use]
    pub fn set(mut self) -> Self {
        self.is_set = true;
        self
    }

    /// As it is written behind the name of a column.
    #[must_use]
    pub fn sql(&self) -> String {
        crate::text::written(|out| self.write(out))
    }

    /// The name of the built-in type, if it is one and no array.
    #[must_use]
    pub const fn built_in_name(&self) -> Option<&'static str> {
        match (&self.name, self.is_array) {
            (TypeName::BuiltIn(name), false) => Some(name),
            _ => None,
        }
    }

    /// Whether PostgreSQL puts a value of this type into a column of another one by itself.
    #[must_use]
    pub fn is_assignable_to(&self, other: &Self) -> bool {
        const NUMBERS: [&str; 6] = [
            "integer",
            "bigint",
            "smallint",
            "numeric",
            "real",
            "double precision",
        ];
        let (Some(one), Some(other)) = (self.built_in_name(), other.built_in_name()) else {
            return self == other;
        };
        one == other
            || matches!(other, "text" | "varchar")
            || NUMBERS.contains(&one) && NUMBERS.contains(&other)
    }

    pub(crate) fn write(&self, out: &mut Writer) {
        if self.is_set {
            out.sql("SETOF ");
        }
        match &self.name {
            TypeName::BuiltIn(name) => out.sql(name),
            TypeName::Object(name) => out.object(name),
        }
        if let Some((digits, behind)) = self.precision {
            out.sql(&format!("({digits},{behind})"));
        }
        if self.is_array {
            out.sql("[]");
        }
    }
}

/// Names that people write for types, and the name that is written here.
const BUILT_IN: &[(&str, &str)] = &[
    ("text", "text"),
    ("varchar", "varchar"),
    ("character varying", "varchar"),
    ("char", "char"),
    ("integer", "integer"),
    ("int", "integer"),
    ("int4", "integer"),
    ("bigint", "bigint"),
    ("int8", "bigint"),
    ("smallint", "smallint"),
    ("int2", "smallint"),
    ("numeric", "numeric"),
    ("decimal", "numeric"),
    ("real", "real"),
    ("float4", "real"),
    ("double precision", "double precision"),
    ("double", "double precision"),
    ("float", "double precision"),
    ("float8", "double precision"),
    ("boolean", "boolean"),
    ("bool", "boolean"),
    ("date", "date"),
    ("time", "time"),
    ("timetz", "timetz"),
    ("timestamp", "timestamp"),
    ("timestamptz", "timestamptz"),
    ("timestamp with time zone", "timestamptz"),
    ("timestamp without time zone", "timestamp"),
    ("interval", "interval"),
    ("uuid", "uuid"),
    ("json", "json"),
    ("jsonb", "jsonb"),
    ("bytea", "bytea"),
    ("inet", "inet"),
    ("cidr", "cidr"),
    ("macaddr", "macaddr"),
    ("point", "point"),
    ("daterange", "daterange"),
    ("tstzrange", "tstzrange"),
    ("int4range", "int4range"),
    ("numrange", "numrange"),
    ("regclass", "regclass"),
    ("ltree", "ltree"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_found_by_all_their_names() {
        let name = |written| DataType::built_in(written).and_then(|ty| ty.built_in_name());
        assert_eq!(name("TIMESTAMP  WITH time zone"), Some("timestamptz"));
        assert_eq!(name("DOUBLE PRECISION"), Some("double precision"));
        assert_eq!(name("text); DROP TABLE x"), None);
    }

    #[test]
    fn they_are_written_whole() {
        let mut out = Writer::default();
        DataType::NUMERIC
            .with_precision(19, 4)
            .array()
            .write(&mut out);
        out.sql(" ");
        DataType::object(ObjectName::new("Crm", "tb_item"))
            .set()
            .write(&mut out);
        assert_eq!(out.finish().sql, "numeric(19,4)[] SETOF \"Crm\".tb_item");
    }
}
