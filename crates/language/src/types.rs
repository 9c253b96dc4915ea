//! Types of fields.

use std::collections::HashMap;
use std::sync::LazyLock;

mod basic;
mod by_name;
mod composites;
mod forms;
mod likely;
mod misleading;
mod personal;
mod scalars;

pub use basic::BASIC;
pub use by_name::{BY_NAME, ByName, SECRETS, by_name, is_secret};
pub use composites::COMPOSITES;
pub use forms::FORMS;
pub use likely::{USUAL, likely};
pub use misleading::MISLEADING;
pub use personal::{EMAIL, is_personal_field, is_personal_type};
pub use scalars::SCALARS;

/// What a rich type is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Category {
    /// How to reach people.
    Contact,
    /// Websites, hosts, networks.
    Web,
    /// Money, banks, stock exchanges.
    Finance,
    /// Parcels, vehicles, ports.
    Logistics,
    /// Places on earth.
    Place,
    /// Days, times, spans.
    Time,
    /// Longer texts, and what language they are in.
    Text,
    /// Pictures, files, colours.
    Media,
    /// Identifiers, versions, secrets, fingerprints.
    Code,
    /// Values with parts of their own.
    Structure,
}

/// A rich type: a column with a meaning of its own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scalar {
    /// As it is written in a spec.
    pub name: &'static str,
    /// Another spelling that SpecQL takes.
    pub alias: Option<&'static str>,
    /// What it is about.
    pub category: Category,
    /// The column's type, without precision.
    pub postgres: &'static str,
    /// Digits in all and behind the point.
    pub precision: Option<(u8, u8)>,
    /// The scalar of the GraphQL API.
    pub graphql: &'static str,
    /// A regular expression that values have to match, whatever their case.
    pub pattern: Option<&'static str>,
    /// The least value.
    pub min: Option<f64>,
    /// The greatest value.
    pub max: Option<f64>,
    /// The condition of the column's check; `{field}` stands for the column.
    pub check: Option<&'static str>,
    /// How its values are looked for, which says how an index of them has to be built.
    pub search: Search,
    /// The kind of input field for it in a form.
    pub input: &'static str,
    /// The column's type in the input of an action, as 0.8.7 makes it.
    pub action_input: &'static str,
    /// Whether the create and update actions that 0.8.7 writes work with it.
    pub works_in_crud: bool,
    /// What it holds: one sentence.
    pub doc: &'static str,
    /// A value.
    pub example: &'static str,
}

/// How values of a type are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Search {
    /// As a whole, or in order.
    Order,
    /// By what is inside of them.
    Members,
    /// By pieces of words.
    Pieces,
    /// By what lies near.
    Places,
    /// By networks.
    Networks,
    /// Not at all: they may be longer than an index takes.
    Never,
}

/// A composite type: several values in one JSONB column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Composite {
    /// As it is written in a spec.
    pub name: &'static str,
    /// What it holds: one sentence.
    pub doc: &'static str,
    /// Its members.
    pub members: &'static [Member],
    /// The kind of input field for it in a form.
    pub input: &'static str,
    /// A value, as JSON.
    pub example: &'static str,
}

/// A member of a composite type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its name.
    pub name: &'static str,
    /// Its type, as it is written in a spec.
    pub type_name: &'static str,
    /// Whether it may be missing.
    pub nullable: bool,
    /// What it is.
    pub doc: &'static str,
}

/// A basic type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Basic {
    /// As it is written in a spec.
    pub name: &'static str,
    /// The column's type.
    pub postgres: &'static str,
    /// The type in the GraphQL API, as 0.8.7 has it.
    pub graphql: &'static str,
    /// The column's type in the input of an action, as 0.8.7 makes it.
    pub action_input: &'static str,
    /// Whether the create and update actions that 0.8.7 writes work with it.
    pub works_in_crud: bool,
    /// What it holds: one sentence.
    pub doc: &'static str,
    /// A value.
    pub example: &'static str,
}

/// A type that is written with brackets: `enum(a, b)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Form {
    /// The word before the brackets.
    pub name: &'static str,
    /// What stands in them.
    pub parameter: &'static str,
    /// What stands between several of these; none where there can be one only.
    pub repeated: Option<&'static str>,
    /// The column's type.
    pub postgres: &'static str,
    /// What it holds: one sentence.
    pub doc: &'static str,
    /// What stands in the brackets, in whole sentences.
    pub parameter_doc: &'static str,
    /// A use of it.
    pub example: &'static str,
}

/// A name that looks like a type and falls to TEXT without a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Misleading {
    /// As people write it, without its [`tail`](Self::tail); empty when it may be any type.
    pub name: &'static str,
    /// What follows the name where that is what goes wrong: brackets with words for what people
    /// write in them, such as `(n)`, or `[]` or `?`. Empty where the name alone is no type.
    pub tail: &'static str,
    /// The column that is expected of it.
    pub expected: &'static str,
    /// What to write instead; the first is the nearest. Types by their names, or forms such as
    /// `ref(...)`. Empty where the tail has to go, and nothing else.
    pub instead: &'static [&'static str],
    /// What to know besides: one sentence, or nothing.
    pub hint: &'static str,
}

/// The rich type of this name or alias.
#[must_use]
pub fn scalar(name: &str) -> Option<&'static Scalar> {
    // Every field of every spec is looked up here, again and again.
    static BY_NAME: LazyLock<HashMap<&str, &Scalar>> = LazyLock::new(|| {
        let names = SCALARS.iter().flat_map(|scalar| {
            let names = scalar.alias.into_iter().chain([scalar.name]);
            names.map(move |name| (name, scalar))
        });
        names.collect()
    });
    BY_NAME.get(name).copied()
}

/// The composite type of this name.
#[must_use]
pub fn composite(name: &str) -> Option<&'static Composite> {
    COMPOSITES.iter().find(|composite| composite.name == name)
}

/// The basic type of this name.
#[must_use]
pub fn basic(name: &str) -> Option<&'static Basic> {
    BASIC.iter().find(|basic| basic.name == name)
}

/// The type of this name that is written with brackets.
#[must_use]
pub fn form(name: &str) -> Option<&'static Form> {
    FORMS.iter().find(|form| form.name == name)
}

/// What to use instead of this, which is no type.
///
/// Takes it as it is written, whatever stands in its brackets: `varchar(80)` is found like
/// `varchar`, and `text(80)` is found although `text` is a type.
#[must_use]
pub fn misleading(written: &str) -> Option<&'static Misleading> {
    let (name, tail) = match written.find(['(', '[', '?']) {
        Some(end) => (written[..end].trim_end(), &written[end..]),
        None => (written.trim_end(), ""),
    };
    let entry = |name: &str, tail: &str| {
        MISLEADING
            .iter()
            .find(|entry| entry.name == name && entry.tail.chars().next() == tail.chars().next())
    };
    if tail.ends_with('?') {
        return entry("", "?");
    }
    let exact = entry(name, tail);
    match tail.chars().next() {
        Some('(') => exact.or_else(|| entry(name, "")),
        None if !is_type(name) => exact.or_else(|| entry(name, "(")),
        _ => exact,
    }
}

/// Whether a field may have this as its type, of those types that are a mere name.
#[must_use]
pub fn is_type(name: &str) -> bool {
    basic(name).is_some() || scalar(name).is_some() || composite(name).is_some()
}
