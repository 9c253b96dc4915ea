//! What a rule can look at, and where it puts what it finds.

use specql_language::Target;
use specql_syntax::Tree;
use specql_yaml::{Document, NodeId, Span};

use super::Rule;
use crate::db::{Db, File, Workspace};
use crate::diagnostic::{Diagnostic, Edit};
use crate::project::{FileKind, kind_of};
use crate::reading::{Reading, read};
use crate::source;
use crate::spec::{Spec, spec};

/// A file that is being checked.
pub(crate) struct Context<'db> {
    /// The database, for what lies beyond the file.
    pub(crate) db: &'db dyn Db,
    /// The file.
    pub(crate) file: File,
    /// Its text.
    pub(crate) text: &'db str,
    /// Its values: PyYAML's, or of a text that PyYAML refuses those that are sound.
    pub(crate) document: &'db Document<'static>,
    /// Whether PyYAML takes the text.
    pub(crate) is_yaml: bool,
    /// What kind of file it is.
    pub(crate) kind: FileKind,
    /// What SpecQL 0.8.7 makes of it. Where PyYAML refuses the text, what it would make of the
    /// values that are sound.
    pub(crate) reading: Reading,
    /// What its author means.
    pub(crate) spec: &'db Spec,
    /// For which SpecQL it is written.
    pub(crate) target: Target,
    found: Vec<Diagnostic>,
}

impl<'db> Context<'db> {
    pub(super) fn new(db: &'db dyn Db, file: File) -> Self {
        let strict = source::strict_values(db, file);
        let document = source::document(db, file);
        let workspace = Workspace::try_get(db);
        let mut kind = kind_of(document, Some(file.path(db)));
        let is_named = workspace.is_some_and(|w| w.named(db).contains(&file));
        let is_spec = workspace.is_some_and(|w| w.takes_named_for_specs(db));
        // Nothing reads actions without an entity: who names such a file means a spec.
        if is_named && (is_spec || kind == FileKind::ActionsOnly) && kind != FileKind::EntitySpec {
            kind = FileKind::Other;
        }
        Self {
            db,
            file,
            text: source::text(db, file),
            document,
            is_yaml: strict.is_ok(),
            kind,
            reading: read(document),
            spec: spec(db, file),
            target: workspace.map_or(Target::default(), |w| w.target(db)),
            found: Vec::new(),
        }
    }

    /// Whether the file is a spec of an entity, or was meant to be one: rules about entities have
    /// nothing to say of other files.
    pub(crate) fn is_spec(&self) -> bool {
        matches!(self.kind, FileKind::EntitySpec | FileKind::Other)
    }

    /// Its tree. Of a sound text few rules need it, so who does asks for it late.
    pub(crate) fn tree(&self) -> &'db Tree {
        source::tree(self.db, self.file)
    }

    /// Reports a mistake.
    pub(crate) fn report(&mut self, diagnostic: Diagnostic) {
        self.found.push(diagnostic);
    }

    /// Whether a rule has found something at a place already. One message per cause is enough.
    pub(crate) fn has(&self, rule: &Rule, span: Span) -> bool {
        let mut found = self.found.iter();
        found.any(|diagnostic| diagnostic.rule == rule && diagnostic.span == span)
    }

    /// The place of a value, without anchor and tag where it is a scalar.
    pub(crate) fn span(&self, node: NodeId) -> Span {
        self.document.span(node)
    }

    /// What stands at a place.
    pub(crate) fn source(&self, span: Span) -> &'db str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// A change of this file.
    pub(crate) fn edit(&self, span: Span, text: impl Into<String>) -> Edit {
        Edit {
            file: self.file,
            span,
            text: text.into(),
        }
    }

    pub(super) fn finish(mut self) -> Vec<Diagnostic> {
        self.found
            .sort_by(|a, b| (a.span, a.rule.code).cmp(&(b.span, b.rule.code)));
        self.found.dedup();
        self.found
    }
}
