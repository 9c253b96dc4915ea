//! From the words of the analysis to those of the protocol, and back.

mod destinations;
pub mod edits;
pub mod kinds;
mod markup;

pub use destinations::destinations;
pub use markup::{documentation, markup};

use lsp_types::{
    CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag,
    Location, NumberOrString, Position, Range,
};
use ropey::Rope;
use serde_json::{Map, Value, json};
use specql_analysis::Span;
use specql_analysis::db::File;
use specql_analysis::diagnostic::{self, Severity};
use specql_analysis::position::{self, Encoding};
use specql_analysis::rules::Group;

use super::client::Client;
use super::snapshot::View;

/// A position of the protocol in our words.
pub fn position(position: Position) -> position::Position {
    position::Position {
        line: position.line,
        character: position.character,
    }
}

/// The byte at a position; the nearest where there is none.
pub fn offset(text: &Rope, at: Position, encoding: Encoding) -> usize {
    position::offset(text, position(at), encoding)
}

/// The bytes between two positions, whichever comes first.
pub fn span(text: &Rope, range: Range, encoding: Encoding) -> Span {
    let (a, b) = (
        offset(text, range.start, encoding),
        offset(text, range.end, encoding),
    );
    Span::new(a.min(b), a.max(b))
}

/// A stretch of bytes in the words of the protocol.
pub fn range(text: &Rope, span: Span, encoding: Encoding) -> Range {
    let range = position::range(text, span, encoding);
    let of = |position: position::Position| Position::new(position.line, position.character);
    Range::new(of(range.start), of(range.end))
}

/// A place in a file.
pub fn location(view: &View, file: File, at: Span, encoding: Encoding) -> Option<Location> {
    let uri = view.uri(file)?;
    Some(Location::new(uri, range(view.text(file), at, encoding)))
}

/// How much something matters.
pub fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Error => DiagnosticSeverity::ERROR,
        Severity::Warning => DiagnosticSeverity::WARNING,
        Severity::Info => DiagnosticSeverity::INFORMATION,
        Severity::Hint => DiagnosticSeverity::HINT,
    }
}

/// A mistake, in a text that need not be a file of the database.
pub fn diagnostic(
    view: &View,
    text: &Rope,
    found: &diagnostic::Diagnostic,
    client: &Client,
) -> Diagnostic {
    let rule = found.rule;
    let message = match &found.help {
        Some(help) => format!("{}\nhelp: {}", clipped(&found.message), clipped(help)),
        None => clipped(&found.message),
    };
    Diagnostic {
        range: range(text, found.span, client.encoding),
        severity: Some(severity(found.severity)),
        code: Some(NumberOrString::String(rule.code.to_owned())),
        code_description: rule.url().parse().ok().map(|href| CodeDescription { href }),
        source: Some(SOURCE.to_owned()),
        message,
        related_information: related(view, found, client),
        tags: (client.takes_tags() && rule.group == Group::Ignored)
            .then(|| vec![DiagnosticTag::UNNECESSARY]),
        data: client
            .keeps_data()
            .then(|| data(view, found, client))
            .flatten(),
    }
}

/// What can be read of a message: a name in it may be as long as a file.
fn clipped(message: &str) -> String {
    match message.char_indices().nth(MOST_LETTERS) {
        Some((end, _)) => message.get(..end).unwrap_or_default().to_owned() + "…",
        None => message.to_owned(),
    }
}

/// Nobody reads longer messages to their end.
const MOST_LETTERS: usize = 2_000;

/// Who tells it.
pub const SOURCE: &str = "specql";

fn related(
    view: &View,
    found: &diagnostic::Diagnostic,
    client: &Client,
) -> Option<Vec<DiagnosticRelatedInformation>> {
    if !client.takes_related() || found.related.is_empty() {
        return None;
    }
    let related = found.related.iter().filter_map(|related| {
        Some(DiagnosticRelatedInformation {
            location: location(view, related.file, related.span, client.encoding)?,
            message: clipped(&related.message),
        })
    });
    Some(related.collect())
}

/// What a code action needs to mend a mistake: its fixes, as edits by the URIs of their files. It
/// names no versions, so that it is the same as long as the mistake is.
fn data(view: &View, found: &diagnostic::Diagnostic, client: &Client) -> Option<Value> {
    if found.fixes.is_empty() {
        return None;
    }
    let fixes = found.fixes.iter().filter_map(|fix| {
        let edits = edits::by_file(view, &fix.edits, client).into_iter();
        let edits = edits.map(|(file, edits)| Some((view.uri(file)?.to_string(), json!(edits))));
        let edits: Map<_, _> = edits.collect::<Option<_>>()?;
        Some(json!({"title": clipped(&fix.title), "safe": fix.is_safe, "edits": edits}))
    });
    let fixes: Vec<_> = fixes.collect();
    Some(json!({"fixes": fixes}))
}
