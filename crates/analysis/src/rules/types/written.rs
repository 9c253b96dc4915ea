//! A type as SpecQL 0.8.7 takes it from its text, with nothing forgiven.

use specql_language::types;

/// What 0.8.7 makes of the text of a type.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Written<'t> {
    /// The part that it looks up, with every blank that it leaves there.
    pub(super) name: &'t str,
    /// The default, without quotes.
    pub(super) default: Option<&'t str>,
    /// What it finds.
    pub(super) kind: Kind<'t>,
}

/// What 0.8.7 finds.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind<'t> {
    /// The values of an enum.
    Enum(Vec<&'t str>),
    /// The item of a list.
    List,
    /// The target of a reference.
    Reference(&'t str),
    /// A type that is there.
    Known,
    /// None: the column becomes TEXT.
    Unknown,
}

impl<'t> Written<'t> {
    /// `text!`, `enum(a, b) = a`.
    pub(super) fn short(text: &'t str) -> Self {
        let text = text.trim();
        let text = text.strip_suffix('!').unwrap_or(text);
        match text.split_once(" = ") {
            Some((name, default)) => {
                let default = default.trim().trim_matches(['"', '\'']);
                Self::new(name, Some(default))
            }
            None => Self::new(text, None),
        }
    }

    /// What stands behind `type:` in the long form.
    pub(super) fn long(text: &'t str) -> Self {
        Self::new(text, None)
    }

    fn new(name: &'t str, default: Option<&'t str>) -> Self {
        Self {
            name,
            default,
            kind: kind(name),
        }
    }

    /// Whether 0.8.7 has such a type.
    pub(super) fn is_known(&self) -> bool {
        self.kind != Kind::Unknown
    }
}

fn kind(name: &str) -> Kind<'_> {
    let inside = |word: &str| {
        let rest = name.strip_prefix(word)?.strip_prefix('(')?;
        rest.strip_suffix(')')
    };
    if let Some(values) = inside("enum") {
        return Kind::Enum(values.split(',').map(str::trim).collect());
    }
    if inside("list").is_some() {
        return Kind::List;
    }
    if let Some(target) = inside("ref") {
        return Kind::Reference(target);
    }
    match types::is_type(name) {
        true => Kind::Known,
        false => Kind::Unknown,
    }
}
