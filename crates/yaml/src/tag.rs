//! Tags: what kind of value a node shall become.

use std::borrow::Cow;
use std::collections::HashMap;

/// The tags that YAML 1.1 itself defines begin with this.
const CORE: &str = "tag:yaml.org,2002:";

/// The tag of a node in full.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Tag {
    /// `!!null`
    Null,
    /// `!!bool`
    Bool,
    /// `!!int`
    Int,
    /// `!!float`
    Float,
    /// `!!binary`
    Binary,
    /// `!!timestamp`
    Timestamp,
    /// `!!omap`
    Omap,
    /// `!!pairs`
    Pairs,
    /// `!!set`
    Set,
    /// `!!str`
    Str,
    /// `!!seq`
    Seq,
    /// `!!map`
    Map,
    /// `!!merge`, the tag of the key `<<`
    Merge,
    /// `!!value`, the tag of the key `=`
    Value,
    /// Any other, which `safe_load` refuses.
    Other(Box<str>),
}

impl Tag {
    /// From the full name, such as `tag:yaml.org,2002:int`.
    #[must_use]
    pub fn from_name(name: &str) -> Self {
        match name.strip_prefix(CORE) {
            Some("null") => Self::Null,
            Some("bool") => Self::Bool,
            Some("int") => Self::Int,
            Some("float") => Self::Float,
            Some("binary") => Self::Binary,
            Some("timestamp") => Self::Timestamp,
            Some("omap") => Self::Omap,
            Some("pairs") => Self::Pairs,
            Some("set") => Self::Set,
            Some("str") => Self::Str,
            Some("seq") => Self::Seq,
            Some("map") => Self::Map,
            Some("merge") => Self::Merge,
            Some("value") => Self::Value,
            _ => Self::Other(name.into()),
        }
    }

    /// The tag as a user would write it: `!!int`, `!local`, `!<...>`.
    #[must_use]
    pub fn written(&self) -> Cow<'_, str> {
        Cow::Borrowed(match self {
            Self::Null => "!!null",
            Self::Bool => "!!bool",
            Self::Int => "!!int",
            Self::Float => "!!float",
            Self::Binary => "!!binary",
            Self::Timestamp => "!!timestamp",
            Self::Omap => "!!omap",
            Self::Pairs => "!!pairs",
            Self::Set => "!!set",
            Self::Str => "!!str",
            Self::Seq => "!!seq",
            Self::Map => "!!map",
            Self::Merge => "!!merge",
            Self::Value => "!!value",
            Self::Other(name) => match name.strip_prefix(CORE) {
                Some(rest) => return Cow::Owned(format!("!!{rest}")),
                None if name.starts_with('!') => name,
                None => return Cow::Owned(format!("!<{name}>")),
            },
        })
    }
}

/// What the handles of a document (`!`, `!!`, `!name!`) stand for.
#[derive(Clone, Debug, Default)]
pub struct TagHandles<'a> {
    declared: HashMap<&'a str, Cow<'a, str>>,
}

impl<'a> TagHandles<'a> {
    /// Takes a `%TAG` directive; false when the handle was declared before.
    #[must_use]
    pub fn declare(&mut self, handle: &'a str, prefix: Cow<'a, str>) -> bool {
        let is_new = !self.declared.contains_key(handle);
        if is_new {
            self.declared.insert(handle, prefix);
        }
        is_new
    }

    /// The full name of a tag; none when its handle is not declared. A tag without a handle has
    /// its full name already.
    #[must_use]
    pub fn resolve(&self, handle: Option<&str>, suffix: &str) -> Option<String> {
        let prefix = match handle {
            None => "",
            Some(handle) => match (self.declared.get(handle), handle) {
                (Some(prefix), _) => prefix,
                (None, "!") => "!",
                (None, "!!") => CORE,
                (None, _) => return None,
            },
        };
        Some(format!("{prefix}{suffix}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn handles_stand_for_prefixes() {
        let mut handles = TagHandles::default();
        assert_eq!(
            handles.resolve(Some("!!"), "int").as_deref(),
            Some("tag:yaml.org,2002:int")
        );
        assert_eq!(handles.resolve(Some("!"), "x").as_deref(), Some("!x"));
        assert_eq!(handles.resolve(None, "x").as_deref(), Some("x"));
        assert_eq!(handles.resolve(Some("!e!"), "x"), None);
        assert!(handles.declare("!e!", "tag:e:".into()));
        assert!(!handles.declare("!e!", "other".into()));
        assert_eq!(
            handles.resolve(Some("!e!"), "x").as_deref(),
            Some("tag:e:x")
        );
        assert!(
            handles.declare("!!", "mine:".into()),
            "the built-in ones may be declared anew"
        );
        assert_eq!(
            handles.resolve(Some("!!"), "int").as_deref(),
            Some("mine:int")
        );
    }

    #[test]
    fn tags_are_shown_as_they_are_written() {
        for name in ["!!int", "!!unknown", "!local", "!<x>"] {
            let full = match name.strip_prefix("!!") {
                Some(rest) => format!("{CORE}{rest}"),
                None => name
                    .trim_start_matches("!<")
                    .trim_end_matches('>')
                    .to_owned(),
            };
            assert_eq!(Tag::from_name(&full).written(), name);
        }
    }
}
