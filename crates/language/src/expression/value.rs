//! What kinds of values there are, and which go together.

/// The type of a value, as far as checks need it.
///
/// Types that PostgreSQL treats alike are one here: `money`, `percentage` and `float` are all
/// [`Number`](Self::Number). [`Unknown`](Self::Unknown) and [`Null`](Self::Null) go with
/// everything, so that a check that is not sure stays silent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ValueType {
    /// Nothing is known of it.
    Unknown,
    /// `NULL`.
    Null,
    /// A text in quotes as it stands in the expression. PostgreSQL gives it the type that its
    /// surroundings ask for: `due < '2025-01-31'` compares dates.
    Literal,
    /// `true` or `false`.
    Boolean,
    /// Text, also with a pattern: `text`, `email`, `countryCode`.
    Text,
    /// One of the values of an `enum(…)`; a text in the database.
    Enum,
    /// A whole number of four bytes: `integer`.
    Integer,
    /// A whole number of eight bytes: `bigint`, `count(*)`.
    Bigint,
    /// Any other number: `float`, `money`, `percentage`, `latitude`.
    Number,
    /// A day: `date`.
    Date,
    /// A time of day: `time`.
    Time,
    /// A point in time: `datetime`, `now()`.
    DateTime,
    /// A span of time: `duration`, `interval '1 day'`.
    Interval,
    /// An identifier: `uuid`, and the `id` of every entity.
    Uuid,
    /// Any JSON: `json`.
    Json,
    /// A list, which is a JSON array in the database.
    List,
    /// A composite value such as an address, which is a JSON object in the database.
    Composite,
    /// A reference to a row of an entity.
    Reference,
    /// A whole row: what `input` and the variable of a loop are.
    Row,
    /// A place on earth: `coordinates`.
    Point,
    /// An address in a network: `ipAddress`, `macAddress`.
    Network,
}

impl ValueType {
    /// All of them.
    pub const ALL: [Self; 21] = [
        Self::Unknown,
        Self::Null,
        Self::Literal,
        Self::Boolean,
        Self::Text,
        Self::Enum,
        Self::Integer,
        Self::Bigint,
        Self::Number,
        Self::Date,
        Self::Time,
        Self::DateTime,
        Self::Interval,
        Self::Uuid,
        Self::Json,
        Self::List,
        Self::Composite,
        Self::Reference,
        Self::Row,
        Self::Point,
        Self::Network,
    ];

    /// The type of a column of this PostgreSQL type; what stands in brackets behind it does not
    /// matter, nor do capitals.
    #[must_use]
    pub fn of_postgres(name: &str) -> Self {
        let name = name.split('(').next().unwrap_or_default().trim();
        let known = POSTGRES
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name));
        known.map_or(Self::Unknown, |(_, value)| *value)
    }

    /// The name of this type in PostgreSQL; none for what a column cannot have by itself.
    #[must_use]
    pub const fn postgres(self) -> Option<&'static str> {
        Some(match self {
            Self::Unknown | Self::Null | Self::Literal | Self::Row => return None,
            Self::Boolean => "boolean",
            Self::Text | Self::Enum => "text",
            Self::Integer | Self::Reference => "integer",
            Self::Bigint => "bigint",
            Self::Number => "numeric",
            Self::Date => "date",
            Self::Time => "time",
            Self::DateTime => "timestamptz",
            Self::Interval => "interval",
            Self::Uuid => "uuid",
            Self::Json | Self::List | Self::Composite => "jsonb",
            Self::Point => "point",
            Self::Network => "inet",
        })
    }

    /// Whether nothing can be said against it, whatever is asked for.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Unknown | Self::Null)
    }

    /// Whether it is a number.
    #[must_use]
    pub const fn is_number(self) -> bool {
        matches!(self, Self::Integer | Self::Bigint | Self::Number)
    }

    /// Whether it is a text, or becomes one where a text is asked for.
    #[must_use]
    pub const fn is_text(self) -> bool {
        matches!(self, Self::Text | Self::Enum | Self::Literal)
    }

    /// Whether it is JSON in the database.
    #[must_use]
    pub const fn is_json(self) -> bool {
        matches!(self, Self::Json | Self::List | Self::Composite)
    }

    /// Whether `a = b` makes sense for values of these two types; it does not matter which of
    /// them stands first.
    #[must_use]
    pub fn is_comparable_with(self, other: Self) -> bool {
        if self.is_open() || other.is_open() || self == other {
            return true;
        }
        self.common_with(other).is_some() || self.refers_by(other) || other.refers_by(self)
    }

    /// Whether a reference is compared with or set to this: rows are told apart by their `id`
    /// outside and by a number inside.
    fn refers_by(self, other: Self) -> bool {
        matches!(self, Self::Reference | Self::Row)
            && matches!(
                other,
                Self::Reference | Self::Row | Self::Uuid | Self::Integer | Self::Literal
            )
    }

    /// Whether `a < b` makes sense for two of these.
    #[must_use]
    pub const fn is_ordered(self) -> bool {
        !matches!(
            self,
            Self::Json
                | Self::List
                | Self::Composite
                | Self::Reference
                | Self::Row
                | Self::Point
                | Self::Boolean
        )
    }

    /// The type that values of both types can be read as, such as [`Number`](Self::Number) for an
    /// integer and a number. None when there is no such type.
    #[must_use]
    pub fn common_with(self, other: Self) -> Option<Self> {
        match (self, other) {
            (Self::Unknown, _) | (_, Self::Unknown) => Some(Self::Unknown),
            (Self::Null, one) | (one, Self::Null) => Some(one),
            _ if self.converts_to(other) => Some(other),
            _ if other.converts_to(self) => Some(self),
            _ => None,
        }
    }

    /// Whether PostgreSQL reads a value of this type as one of the other without being told to,
    /// as it does for the arguments of a function.
    #[must_use]
    pub fn converts_to(self, other: Self) -> bool {
        if self == other || self.is_open() || other.is_open() {
            return true;
        }
        match self {
            // Quotes can hold a value of any type, but not a row.
            Self::Literal => other != Self::Row,
            Self::Enum => other == Self::Text,
            Self::Integer => matches!(other, Self::Bigint | Self::Number),
            Self::Bigint => other == Self::Number,
            Self::Date => other == Self::DateTime,
            Self::List | Self::Composite => other == Self::Json,
            _ => false,
        }
    }

    /// Whether a value of this type may be put into a field of the other.
    ///
    /// This is wider than [`converts_to`](Self::converts_to), as it is in PostgreSQL: numbers are
    /// rounded, points in time are cut to days, and everything can be written as text.
    #[must_use]
    pub fn is_assignable_to(self, field: Self) -> bool {
        if self.converts_to(field) || self.refers_by(field) || field.refers_by(self) {
            return true;
        }
        match field {
            Self::Text => true,
            Self::Enum => self == Self::Text,
            Self::Integer | Self::Bigint | Self::Number => self.is_number(),
            Self::Date | Self::Time => self == Self::DateTime,
            Self::List | Self::Composite => self == Self::Json,
            _ => false,
        }
    }

    /// Whether a text in quotes can be read as a value of this type. Only what is plainly wrong
    /// is refused: PostgreSQL knows dozens of ways to write a date.
    #[must_use]
    pub fn reads(self, text: &str) -> bool {
        let text = text.trim();
        let has_digit = text.bytes().any(|byte| byte.is_ascii_digit());
        match self {
            Self::Integer | Self::Bigint | Self::Reference => {
                let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
                is_uuid(text) && self == Self::Reference
                    || !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
            }
            Self::Number => text.parse::<f64>().is_ok(),
            Self::Boolean => BOOLEANS.iter().any(|word| word.eq_ignore_ascii_case(text)),
            Self::Uuid => is_uuid(text),
            Self::Date | Self::DateTime => {
                has_digit || MOMENTS.iter().any(|word| word.eq_ignore_ascii_case(text))
            }
            Self::Time => has_digit || text.eq_ignore_ascii_case("allballs"),
            Self::Interval => has_digit,
            Self::Json | Self::List | Self::Composite => has_json_start(text),
            _ => true,
        }
    }
}

/// Texts that PostgreSQL reads as a truth value.
const BOOLEANS: &[&str] = &[
    "t", "tr", "tru", "true", "f", "fa", "fal", "fals", "false", "y", "ye", "yes", "n", "no", "on",
    "of", "off", "1", "0",
];

/// Words that PostgreSQL reads as a point in time.
const MOMENTS: &[&str] = &[
    "now",
    "today",
    "tomorrow",
    "yesterday",
    "epoch",
    "infinity",
    "-infinity",
    "allballs",
];

/// Column types of PostgreSQL.
const POSTGRES: &[(&str, ValueType)] = &[
    ("text", ValueType::Text),
    ("varchar", ValueType::Text),
    ("character varying", ValueType::Text),
    ("char", ValueType::Text),
    ("character", ValueType::Text),
    ("citext", ValueType::Text),
    ("name", ValueType::Text),
    ("ltree", ValueType::Text),
    ("smallint", ValueType::Integer),
    ("int2", ValueType::Integer),
    ("int", ValueType::Integer),
    ("int4", ValueType::Integer),
    ("integer", ValueType::Integer),
    ("int8", ValueType::Bigint),
    ("bigint", ValueType::Bigint),
    ("decimal", ValueType::Number),
    ("numeric", ValueType::Number),
    ("money", ValueType::Number),
    ("real", ValueType::Number),
    ("float", ValueType::Number),
    ("float4", ValueType::Number),
    ("float8", ValueType::Number),
    ("double", ValueType::Number),
    ("double precision", ValueType::Number),
    ("bool", ValueType::Boolean),
    ("boolean", ValueType::Boolean),
    ("date", ValueType::Date),
    ("time", ValueType::Time),
    ("timetz", ValueType::Time),
    ("timestamp", ValueType::DateTime),
    ("timestamptz", ValueType::DateTime),
    ("interval", ValueType::Interval),
    ("uuid", ValueType::Uuid),
    ("json", ValueType::Json),
    ("jsonb", ValueType::Json),
    ("point", ValueType::Point),
    ("inet", ValueType::Network),
    ("cidr", ValueType::Network),
    ("macaddr", ValueType::Network),
];

fn is_uuid(text: &str) -> bool {
    let text = text.strip_prefix('{').unwrap_or(text);
    let text = text.strip_suffix('}').unwrap_or(text);
    let digits = text.bytes().filter(u8::is_ascii_hexdigit).count();
    digits == 32
        && text
            .bytes()
            .all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

fn has_json_start(text: &str) -> bool {
    let constant = matches!(text, "true" | "false" | "null");
    constant
        || text.starts_with(['{', '[', '"', '-'])
        || text.starts_with(|c: char| c.is_ascii_digit())
}
