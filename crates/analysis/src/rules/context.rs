//! What a rule can look at, and where it puts what it finds.

use std::cell::OnceCell;
use std::rc::Rc;

use specql_language::Target;
use specql_syntax::Tree;
use specql_yaml::{Document, Error, NodeId, Span};

use super::Rule;
use super::keys::walk::{Seen, walk};
use crate::db::{Db, File, Workspace};
use crate::diagnostic::{Diagnostic, Edit, Severity};
use crate::inherited;
use crate::made::Made;
use crate::project::{FileKind, kind_of};
use crate::reading::{Reading, read};
use crate::resolve::{self, Reference};
use crate::source;
use crate::spec::{Spec, spec};
use crate::typing::{self, TypedExpression};

/// A file that is being checked.
pub(crate) struct Context<'db> {
    /// The database, for what lies beyond the file.
    pub(crate) db: &'db dyn Db,
    /// The file.
    pub(crate) file: File,
    /// Its text.
    pub(crate) text: &'db str,
    /// Its values: PyYAML's, or of a text that PyYAML refuses those that are sound.
    pub(crate) document: &'db Document<'db>,
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
    /// Where all this comes from, if not from the database.
    made: Option<&'db Made<'db>>,
    /// Everything whose shape is known, once someone has asked.
    seen: OnceCell<Rc<[Seen]>>,
    found: Vec<Diagnostic>,
}

impl<'db> Context<'db> {
    pub(super) fn new(db: &'db dyn Db, file: File) -> Self {
        Self {
            is_yaml: source::strict_values(db, file).is_ok(),
            ..Self::of(
                db,
                file,
                source::text(db, file),
                source::document(db, file),
                spec(db, file),
            )
        }
    }

    /// A file that was made for one check.
    pub(super) fn made(db: &'db dyn Db, file: File, made: &'db Made<'db>) -> Self {
        let once = &made.once;
        Self {
            is_yaml: once.strict.is_ok(),
            made: Some(made),
            ..Self::of(db, file, once.text, once.document(), made.spec())
        }
    }

    fn of(
        db: &'db dyn Db,
        file: File,
        text: &'db str,
        document: &'db Document<'db>,
        spec: &'db Spec,
    ) -> Self {
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
            text,
            document,
            is_yaml: true,
            kind,
            reading: read(document),
            spec,
            target: workspace.map_or(Target::default(), |w| w.target(db)),
            made: None,
            seen: OnceCell::new(),
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
        match self.made {
            Some(made) => made.once.tree(),
            None => source::tree(self.db, self.file),
        }
    }

    /// Why PyYAML refuses the file, if it does. It stops at the first error.
    pub(crate) fn strict_error(&self) -> Option<&'db Error> {
        match self.made {
            Some(made) => made.once.strict.as_ref().err(),
            None => source::strict_values(self.db, self.file).as_ref().err(),
        }
    }

    /// Why PyYAML refuses values of the file, as far as its tree can be read.
    pub(crate) fn tolerant_errors(&self) -> &'db [Error] {
        match self.made {
            Some(made) => &made.once.values().errors,
            None => &source::values(self.db, self.file).errors,
        }
    }

    /// What its names stand for.
    pub(crate) fn references(&self) -> &'db [Reference] {
        match self.made {
            Some(made) => &made.names(self.db, self.file).references,
            None => resolve::references(self.db, self.file),
        }
    }

    /// The types of its expressions.
    pub(crate) fn typed(&self) -> &'db [TypedExpression] {
        match self.made {
            Some(made) => made.typed(self.db, self.file),
            None => typing::typed(self.db, self.file),
        }
    }

    /// Everything in it whose shape is known, in the order of the text.
    pub(in crate::rules) fn seen(&self) -> Rc<[Seen]> {
        self.seen.get_or_init(|| walk(self).into()).clone()
    }

    /// Whether the entity has a field of this name, perhaps taken over from elsewhere.
    pub(crate) fn has_field(&self, name: &str) -> bool {
        self.spec.field(name).is_some() || inherited::field(self.db, self.file, name).is_some()
    }

    /// The names of the fields that the entity has, its own first.
    pub(crate) fn field_names(&self) -> Vec<&'db str> {
        let own = self
            .spec
            .fields
            .iter()
            .map(|field| field.name.text.as_str());
        let all = inherited::fields(self.db, self.file).into_iter();
        let others = all.filter(|(file, _)| *file != self.file);
        own.chain(others.map(|(_, field)| field.name.as_str()))
            .collect()
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

    /// Whether a rule has found something that matters at a place, around it or in it.
    pub(crate) fn has_any(&self, span: Span) -> bool {
        let mut found = self.found.iter();
        found.any(|diagnostic| {
            diagnostic.severity >= Severity::Warning
                && diagnostic.span.start <= span.end
                && span.start <= diagnostic.span.end
        })
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
