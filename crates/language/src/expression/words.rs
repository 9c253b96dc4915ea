//! Words of expressions: named patterns, names that need no field, and what `IS` asks.

use super::ValueType;
use crate::{Effect, Target};

/// A pattern that `MATCHES` takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NamedPattern {
    /// As it is written behind `MATCHES`.
    pub name: &'static str,
    /// The rich type whose pattern it is.
    pub type_name: &'static str,
    /// Whether the word check of 0.8.7 takes the name.
    pub effect: Effect,
    /// What fits: one sentence.
    pub doc: &'static str,
}

/// The patterns with names of their own. Those of all other rich types are named after the type:
/// `iban_pattern`, or just `iban`.
pub const PATTERNS: &[NamedPattern] = &[
    NamedPattern {
        name: "email_pattern",
        type_name: "email",
        effect: Effect::Used,
        doc: "A mail address.",
    },
    NamedPattern {
        name: "phone_pattern",
        type_name: "phoneNumber",
        effect: Effect::Refused,
        doc: "A telephone number in its international form, from `+` on.",
    },
    NamedPattern {
        name: "url_pattern",
        type_name: "url",
        effect: Effect::Refused,
        doc: "A web address with `http://` or `https://`.",
    },
];

/// The name of the rich type whose pattern a word behind `MATCHES` stands for. Whether there is
/// such a type is for the caller to look up: any word can be one.
#[must_use]
pub fn pattern(word: &str) -> &str {
    let known = PATTERNS.iter().find(|pattern| pattern.name == word);
    match known {
        Some(pattern) => pattern.type_name,
        None => word.strip_suffix("_pattern").unwrap_or(word),
    }
}

/// Where a name that needs no field comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// What the action was called with.
    Input,
    /// Who called it.
    Session,
    /// The clock.
    Clock,
    /// A column that SpecQL adds to every entity.
    Column,
}

/// A name that can be used in an expression although no field is called so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// As it is written.
    pub name: &'static str,
    /// Where it comes from.
    pub place: Place,
    /// What it is.
    pub value: ValueType,
    /// Whether the word check of 0.8.7 takes it.
    pub effect: Effect,
    /// What it stands for: Markdown, its first sentence stands alone.
    pub doc: &'static str,
    /// A use of it.
    pub example: &'static str,
}

impl Word {
    const fn new(
        name: &'static str,
        place: Place,
        value: ValueType,
        doc: &'static str,
        example: &'static str,
    ) -> Self {
        let effect = Effect::Refused;
        Self {
            name,
            place,
            value,
            effect,
            doc,
            example,
        }
    }

    const fn used(mut self) -> Self {
        self.effect = Effect::Used;
        self
    }
}

/// The names that need no field. Parameters (`$name`) are not here: each action has its own.
pub const NAMES: &[Word] = &[
    Word::new(
        "input",
        Place::Input,
        ValueType::Row,
        "What the action was called with: `input.email` is its `email`. \
         0.8.7 takes the word, and the member only when this entity has a field of that name.",
        "SET email = input.email",
    )
    .used(),
    Word::new(
        "output",
        Place::Input,
        ValueType::Row,
        "What an earlier step gave.",
        "output.total > 0",
    )
    .used(),
    Word::new(
        "auth_user_id",
        Place::Session,
        ValueType::Uuid,
        "The user who called the action.",
        "owner_id = auth_user_id",
    ),
    Word::new(
        "auth_tenant_id",
        Place::Session,
        ValueType::Uuid,
        "The tenant of the user who called the action.",
        "tenant_id = auth_tenant_id",
    ),
    Word::new(
        "current_date",
        Place::Clock,
        ValueType::Date,
        "Today.",
        "due_on < current_date",
    ),
    Word::new(
        "current_time",
        Place::Clock,
        ValueType::Time,
        "The time of day.",
        "opens_at < current_time",
    ),
    Word::new(
        "current_timestamp",
        Place::Clock,
        ValueType::DateTime,
        "Now, as `now()`.",
        "starts_at > current_timestamp",
    ),
    Word::new(
        "localtime",
        Place::Clock,
        ValueType::Time,
        "The time of day, without a time zone.",
        "opens_at < localtime",
    ),
    Word::new(
        "localtimestamp",
        Place::Clock,
        ValueType::DateTime,
        "Now, without a time zone.",
        "starts_at > localtimestamp",
    ),
    Word::new(
        "current_user",
        Place::Session,
        ValueType::Text,
        "The database role that runs the statement; it is not the user of the application.",
        "current_user != 'reader'",
    ),
    Word::new(
        "session_user",
        Place::Session,
        ValueType::Text,
        "The database role that opened the connection.",
        "session_user = 'app'",
    ),
    Word::new(
        "id",
        Place::Column,
        ValueType::Uuid,
        "What the row is known by outside of the database.",
        "customer = id",
    ),
    Word::new(
        "tenant_id",
        Place::Column,
        ValueType::Uuid,
        "The tenant that the row belongs to, in schemas that are shared by tenants.",
        "tenant_id = auth_tenant_id",
    ),
    Word::new(
        "identifier",
        Place::Column,
        ValueType::Text,
        "The readable name of the row.",
        "identifier LIKE 'acme|%'",
    ),
    Word::new(
        "created_at",
        Place::Column,
        ValueType::DateTime,
        "When the row was made.",
        "created_at > now() - interval '1 day'",
    ),
    Word::new(
        "created_by",
        Place::Column,
        ValueType::Uuid,
        "Who made the row.",
        "created_by = auth_user_id",
    ),
    Word::new(
        "updated_at",
        Place::Column,
        ValueType::DateTime,
        "When the row was changed last.",
        "updated_at < current_date",
    ),
    Word::new(
        "updated_by",
        Place::Column,
        ValueType::Uuid,
        "Who changed the row last.",
        "updated_by = auth_user_id",
    ),
    Word::new(
        "deleted_at",
        Place::Column,
        ValueType::DateTime,
        "When the row was deleted; NULL while it is not.",
        "deleted_at IS NULL",
    ),
    Word::new(
        "deleted_by",
        Place::Column,
        ValueType::Uuid,
        "Who deleted the row.",
        "deleted_by IS NULL",
    ),
];

/// The name that needs no field and is written like this, in capitals or small letters.
#[must_use]
pub fn name(name: &str) -> Option<&'static Word> {
    NAMES
        .iter()
        .find(|word| word.name.eq_ignore_ascii_case(name))
}

/// A word that may stand behind `IS`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Test {
    /// As it is written, in capitals.
    pub word: &'static str,
    /// The types it can be asked of; none means any.
    pub takes: &'static [ValueType],
    /// Whether the word check of 0.8.7 takes it.
    pub effect: Effect,
    /// The first target that has it.
    pub target: Target,
    /// What is asked: one sentence.
    pub doc: &'static str,
    /// A use of it.
    pub example: &'static str,
}

/// The words that may stand behind `IS` and `IS NOT`.
pub const TESTS: &[Test] = &[
    Test {
        word: "NULL",
        takes: &[],
        effect: Effect::Used,
        target: Target::V0_8,
        doc: "Whether there is no value.",
        example: "closed_at IS NULL",
    },
    Test {
        word: "TRUE",
        takes: &[ValueType::Boolean],
        effect: Effect::Used,
        target: Target::V0_8,
        doc: "Whether a condition holds; no for NULL.",
        example: "is_active IS TRUE",
    },
    Test {
        word: "FALSE",
        takes: &[ValueType::Boolean],
        effect: Effect::Used,
        target: Target::V0_8,
        doc: "Whether a condition does not hold; no for NULL.",
        example: "is_active IS FALSE",
    },
    Test {
        word: "UNKNOWN",
        takes: &[ValueType::Boolean],
        effect: Effect::Refused,
        target: Target::V0_8,
        doc: "Whether a condition is NULL.",
        example: "is_active IS UNKNOWN",
    },
    Test {
        word: "VALID",
        takes: &[],
        effect: Effect::Refused,
        target: Target::Next,
        doc: "Whether the value has the form that its rich type asks for.",
        example: "email IS VALID",
    },
    Test {
        word: "UNIQUE",
        takes: &[],
        effect: Effect::Refused,
        target: Target::Next,
        doc: "Whether no other row has the same value.",
        example: "email IS UNIQUE",
    },
];

/// What this word asks behind `IS`, in capitals or small letters.
#[must_use]
pub fn test(word: &str) -> Option<&'static Test> {
    TESTS
        .iter()
        .find(|test| test.word.eq_ignore_ascii_case(word))
}

/// The words that the check of 0.8.7 lets pass wherever they stand. Every other word has to be
/// the name of a field of the file's entity.
const CHECKED_WORDS: [&str; 13] = [
    "and",
    "or",
    "not",
    "is",
    "null",
    "true",
    "false",
    "matches",
    "set",
    "where",
    "input",
    "output",
    "email_pattern",
];

/// Whether the check of 0.8.7 lets a word pass that is not the name of a field.
#[must_use]
pub fn is_checked_word(word: &str) -> bool {
    CHECKED_WORDS
        .iter()
        .any(|known| known.eq_ignore_ascii_case(word))
}
