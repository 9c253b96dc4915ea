//! What a refactoring can look at.

use specql_analysis::Span;
use specql_analysis::db::{Db, File, Workspace};
use specql_analysis::diagnostic::Edit;
use specql_analysis::source;
use specql_analysis::spec::{Field, Spec, spec};
use specql_language::Target;
use specql_syntax::{Kind, Node, Tree};
use specql_yaml::{Document, Value, load};

/// What is selected, in a file.
pub(super) struct Place<'db> {
    pub(super) db: &'db dyn Db,
    pub(super) file: File,
    pub(super) selected: Span,
    pub(super) text: &'db str,
    pub(super) tree: &'db Tree,
    pub(super) document: &'db Document<'static>,
    pub(super) spec: &'db Spec,
}

impl<'db> Place<'db> {
    pub(super) fn new(db: &'db dyn Db, file: File, selected: Span) -> Self {
        Self {
            db,
            file,
            selected,
            text: source::text(db, file),
            tree: source::tree(db, file),
            document: &source::values(db, file).document,
            spec: spec(db, file),
        }
    }

    /// Whether something touches what is selected.
    pub(super) fn touches(&self, span: Span) -> bool {
        span.start <= self.selected.end && self.selected.start <= span.end
    }

    /// The field that the selection is in, from its name to the end of its value.
    pub(super) fn field(&self) -> Option<&'db Field> {
        let mut fields = self.spec.fields.iter();
        fields.find(|field| self.touches(field.name.span.to(field.span)))
    }

    /// The pair of a key and its value that has its key at a place.
    pub(super) fn pair(&self, key: Span) -> Option<Node<'db>> {
        let (start, end) = (key.start as usize, key.end as usize);
        let mut node = self.tree.root().descendant_for_byte_range(start, end)?;
        while !matches!(Kind::of(&node), Kind::Pair | Kind::FlowPair) {
            node = node.parent()?;
        }
        Some(node)
    }

    pub(super) fn source(&self, span: Span) -> &'db str {
        self.text.get(span.range()).unwrap_or_default()
    }

    pub(super) fn edit(&self, span: Span, text: impl Into<String>) -> Edit {
        Edit {
            file: self.file,
            span,
            text: text.into(),
        }
    }

    /// Where the line of a place begins.
    pub(super) fn line_start(&self, offset: usize) -> usize {
        let before = self.text.get(..offset).unwrap_or_default();
        before.rfind(['\n', '\r']).map_or(0, |at| at + 1)
    }

    /// Where the line of a place ends, before its break.
    pub(super) fn line_end(&self, offset: usize) -> usize {
        let behind = self.text.get(offset..).unwrap_or_default();
        offset + behind.find(['\n', '\r']).unwrap_or(behind.len())
    }

    /// Where the line behind the line of a place begins.
    pub(super) fn next_line(&self, offset: usize) -> usize {
        let end = self.line_end(offset);
        let behind = self.text.get(end..).unwrap_or_default();
        end + if behind.starts_with("\r\n") {
            2
        } else {
            usize::from(!behind.is_empty())
        }
    }

    /// Where the line of a place begins, or the first of the comments right above it.
    pub(super) fn with_comments(&self, offset: usize) -> usize {
        let mut start = self.line_start(offset);
        while start > 0 {
            let above = self.line_start(start - 1);
            let line = self.text.get(above..start).unwrap_or_default();
            if !line.trim_start().starts_with('#') {
                break;
            }
            start = above;
        }
        start
    }

    /// How lines end here.
    pub(super) fn line_break(&self) -> &'static str {
        if self.text.contains("\r\n") {
            "\r\n"
        } else {
            "\n"
        }
    }

    /// For which SpecQL the spec is written.
    pub(super) fn target(&self) -> Target {
        Workspace::try_get(self.db).map_or(Target::default(), |workspace| workspace.target(self.db))
    }

    pub(super) fn entity(&self) -> Option<&'db str> {
        let name = self.spec.entity.as_ref()?;
        Some(name.text.as_str()).filter(|name| !name.is_empty())
    }

    pub(super) fn schema(&self) -> Option<&'db str> {
        let name = self.spec.schema.as_ref()?;
        Some(name.text.as_str()).filter(|name| !name.is_empty())
    }
}

/// A text as a YAML scalar, with quotes only where it needs them.
pub(super) fn scalar(text: &str, in_brackets: bool) -> String {
    let around = if in_brackets {
        format!("[{text}]")
    } else {
        format!("- {text}\n")
    };
    let is_itself = |value: &Value<'_>| value.as_str() == Some(text);
    let is_plain = load(&around).is_ok_and(|document| match document.value(document.root()) {
        Value::Sequence(items) => {
            matches!(&**items, [item] if is_itself(document.value(*item)))
        }
        _ => false,
    });
    if is_plain && !text.starts_with(['"', '\'']) {
        return text.to_owned();
    }
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
