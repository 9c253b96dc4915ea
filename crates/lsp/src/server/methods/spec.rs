//! The spec that a question is about.

use lsp_types::{Location, Position, Range, TextDocumentPositionParams, Uri};
use specql_analysis::db::File;
use specql_analysis::settings::FILE_NAME;
use specql_analysis::{Database, Span, is_of_project};

use super::Response;
use crate::server::client::Client;
use crate::server::convert;
use crate::server::snapshot::{Snapshot, View};

/// A spec, or another file of a project.
#[derive(Clone, Copy)]
pub struct Spec<'s> {
    /// Its project.
    pub view: &'s View,
    /// The file of the database.
    pub file: File,
    /// Who asks.
    pub client: &'s Client,
}

impl<'s> Spec<'s> {
    /// The spec that a URI names; none when that is not ours.
    pub fn of(snapshot: &'s Snapshot, uri: &Uri) -> Response<Option<Self>> {
        let found = Self::any(snapshot, uri)?;
        Ok(found.filter(|spec| is_of_project(spec.db(), spec.file)))
    }

    /// The same, the settings of a project, and what may become one: a file in which nothing is
    /// said yet.
    pub fn begun(snapshot: &'s Snapshot, uri: &Uri) -> Response<Option<Self>> {
        let found = Self::any(snapshot, uri)?;
        let is_ours = |spec: &Self| {
            spec.is_settings() || spec.says_nothing() || is_of_project(spec.db(), spec.file)
        };
        Ok(found.filter(is_ours))
    }

    fn is_settings(&self) -> bool {
        let path = self.file.path(self.db());
        path.rsplit('/').next() == Some(FILE_NAME)
    }

    fn any(snapshot: &'s Snapshot, uri: &Uri) -> Response<Option<Self>> {
        let is_bad = |view: &View| {
            let key = view.key(uri);
            key.is_some_and(|key| view.bad.contains_key(key.as_str()))
        };
        if snapshot.views.iter().any(is_bad) {
            return Ok(None);
        }
        let document = snapshot.document(uri)?;
        let spec = Self {
            view: document.view,
            file: document.file,
            client: &snapshot.client,
        };
        Ok(Some(spec).filter(|spec| !spec.view.is_excluded))
    }

    fn says_nothing(&self) -> bool {
        let text = self.view.text(self.file);
        !text.chars().any(|c| matches!(c, ':' | '-' | '{' | '['))
    }

    /// The spec and the byte in it that a question is about.
    pub fn at(
        snapshot: &'s Snapshot,
        asked: &TextDocumentPositionParams,
    ) -> Response<Option<(Self, u32)>> {
        let spec = Self::of(snapshot, &asked.text_document.uri)?;
        Ok(spec.map(|spec| (spec, spec.offset(asked.position))))
    }

    /// To ask of it.
    pub fn db(&self) -> &'s Database {
        &self.view.db
    }

    /// The byte at a position.
    pub fn offset(&self, at: Position) -> u32 {
        let offset = convert::offset(self.view.text(self.file), at, self.client.encoding);
        u32::try_from(offset).unwrap_or(u32::MAX)
    }

    /// The bytes in a range.
    pub fn span(&self, range: Range) -> Span {
        convert::span(self.view.text(self.file), range, self.client.encoding)
    }

    /// Where something is in it.
    pub fn range(&self, span: Span) -> Range {
        self.range_in(self.file, span)
    }

    /// Where something is in another file.
    pub fn range_in(&self, file: File, span: Span) -> Range {
        convert::range(self.view.text(file), span, self.client.encoding)
    }

    /// Where something is in any file.
    pub fn location(&self, file: File, span: Span) -> Option<Location> {
        convert::location(self.view, file, span, self.client.encoding)
    }
}
