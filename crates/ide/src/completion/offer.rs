//! What is offered, and in which order: what begins as is typed before what only has the letters
//! in it, what fits before what does not, the usual before the rare.

use specql_analysis::db::{Db, Workspace};
use specql_language::Target;
use specql_yaml::Span;

use super::{Completion, Edit, Item, ItemKind, Subject};
use crate::context::{Context, line_start};

/// More is no help.
const MOST: usize = 200;

/// How well something fits its place: what is smaller comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// Its very name is asked for.
    Surely,
    /// Exactly this is wanted.
    Wanted,
    /// It is near: of the action, of the entity.
    Near,
    /// It may well be.
    Usual,
    /// It may be.
    Possible,
    /// It is hardly ever.
    Rare,
}

/// Something to be offered.
pub(super) struct Offer {
    pub(super) label: String,
    kind: ItemKind,
    subject: Subject,
    text: Option<String>,
    snippet: Option<String>,
    detail: Option<String>,
    filter: Option<String>,
    word: Option<Span>,
    removed: Option<Span>,
    fit: Fit,
    is_planned: bool,
    asks_again: bool,
}

impl Offer {
    pub(super) fn new(kind: ItemKind, label: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            kind,
            subject: Subject::Nothing,
            text: None,
            snippet: None,
            detail: None,
            filter: None,
            word: None,
            removed: None,
            fit: Fit::Usual,
            is_planned: false,
            asks_again: false,
        }
    }

    pub(super) fn about(self, subject: Subject) -> Self {
        Self { subject, ..self }
    }

    /// What is typed, where that is not the label.
    pub(super) fn text(self, text: impl Into<String>) -> Self {
        let text = Some(text.into());
        Self { text, ..self }
    }

    pub(super) fn snippet(self, snippet: impl Into<String>) -> Self {
        let snippet = Some(snippet.into());
        Self { snippet, ..self }
    }

    pub(super) fn detail(self, detail: impl Into<String>) -> Self {
        let detail = Some(detail.into());
        Self { detail, ..self }
    }

    /// What the typed word is compared with, where that is not the label.
    pub(super) fn filter(self, filter: impl Into<String>) -> Self {
        let filter = Some(filter.into());
        Self { filter, ..self }
    }

    /// What is replaced, where that is not the word at the cursor.
    pub(super) fn replaces(self, word: Span) -> Self {
        let word = Some(word);
        Self { word, ..self }
    }

    /// What has to go besides.
    pub(super) fn removes(self, span: Span) -> Self {
        let removed = Some(span).filter(|span| !span.is_empty());
        Self { removed, ..self }
    }

    pub(super) fn fit(self, fit: Fit) -> Self {
        Self { fit, ..self }
    }

    /// Whether only a later SpecQL has it.
    pub(super) fn planned(self, is_planned: bool) -> Self {
        Self { is_planned, ..self }
    }

    /// Something is to be completed right behind it.
    pub(super) fn asks_again(self) -> Self {
        Self {
            asks_again: true,
            ..self
        }
    }
}

/// All that is offered at a place.
pub(super) struct Offers<'c> {
    text: &'c str,
    offset: u32,
    /// What is replaced, unless an offer says otherwise.
    word: Span,
    /// What is missing before the word.
    lead: String,
    /// The blanks that the line of the word begins with.
    indentation: &'c str,
    extra_edits: Vec<Edit>,
    target: Target,
    found: Vec<(Rank, Offer)>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    is_planned: bool,
    likeness: Likeness,
    fit: Fit,
}

impl<'c> Offers<'c> {
    /// In place of a word of a text.
    pub(super) fn new(db: &dyn Db, text: &'c str, word: Span, offset: u32) -> Self {
        let workspace = Workspace::try_get(db);
        let target = workspace.map(|workspace| workspace.target(db));
        Self {
            text,
            offset,
            word,
            lead: String::new(),
            indentation: indentation(text, word.start as usize),
            extra_edits: Vec::new(),
            target: target.unwrap_or_default(),
            found: Vec::new(),
        }
    }

    /// At a place of a spec.
    pub(super) fn of(context: &Context<'c>) -> Self {
        let dash = if context.spot.misses_dash { "- " } else { "" };
        let blanks = context.untabbed.iter().map(|(span, blanks)| Edit {
            span: *span,
            text: blanks.clone(),
        });
        Self {
            lead: format!("{}{dash}", context.lead),
            extra_edits: blanks.collect(),
            ..Self::new(context.db, context.text, context.word, context.offset)
        }
    }

    /// Offers something, if it is like what is typed.
    pub(super) fn add(&mut self, offer: Offer) {
        let word = offer.word.unwrap_or(self.word);
        let typed = self.text.get(word.start as usize..self.offset as usize);
        let typed = typed.unwrap_or_default();
        let name = offer.filter.as_deref().unwrap_or(&offer.label);
        if let Some(likeness) = likeness(name, typed) {
            let rank = Rank {
                is_planned: offer.is_planned && self.target == Target::V0_8,
                likeness,
                fit: offer.fit,
            };
            self.found.push((rank, offer));
        }
    }

    /// All of it, in order.
    pub(super) fn finish(mut self) -> Completion {
        self.found.sort_by_key(|(rank, _)| *rank);
        let mut seen = std::collections::HashSet::new();
        self.found
            .retain(|(_, offer)| seen.insert((offer.label.clone(), offer.kind)));
        let is_incomplete = self.found.len() > MOST;
        self.found.truncate(MOST);
        let found = std::mem::take(&mut self.found).into_iter().enumerate();
        let items = found.map(|(place, (rank, offer))| self.item(place, rank, offer));
        Completion {
            items: items.collect(),
            is_incomplete,
        }
    }

    fn item(&self, place: usize, rank: Rank, offer: Offer) -> Item {
        let lead = &self.lead;
        let text = offer.text.unwrap_or_else(|| offer.label.clone());
        let detail = match (rank.is_planned, offer.detail) {
            (false, detail) => detail,
            (true, None) => Some(PLANNED.to_owned()),
            (true, Some(detail)) => Some(format!("{detail}; {PLANNED}")),
        };
        let mut extra_edits = self.extra_edits.clone();
        extra_edits.extend(offer.removed.map(|span| Edit {
            span,
            text: String::new(),
        }));
        let is_preselected = place == 0 && rank.fit <= Fit::Wanted && !rank.is_planned;
        Item {
            filter: offer.filter.unwrap_or_else(|| offer.label.clone()),
            label: offer.label,
            kind: offer.kind,
            edit: Edit {
                span: offer.word.unwrap_or(self.word),
                text: format!("{lead}{text}"),
            },
            snippet: offer.snippet.map(|snippet| {
                let line = format!("\n{}", self.indentation);
                format!("{lead}{}", snippet.replace(&line, "\n"))
            }),
            extra_edits,
            detail,
            sort: format!("{place:04}"),
            is_preselected,
            asks_again: offer.asks_again,
            subject: offer.subject,
        }
    }
}

fn indentation(text: &str, offset: usize) -> &str {
    let line = text
        .get(line_start(text, offset)..offset)
        .unwrap_or_default();
    let blanks = line.len() - line.trim_start_matches(' ').len();
    line.get(..blanks).unwrap_or_default()
}

/// Said of what only a later SpecQL has.
const PLANNED: &str = "not in 0.8";

/// How like a name is to what is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Likeness {
    Equal,
    Begins,
    BeginsWithOtherCase,
    /// A word in it begins so.
    WordBegins,
    /// From the beginning of a word on it has the letters in it, in order.
    HasLetters,
}

fn likeness(name: &str, typed: &str) -> Option<Likeness> {
    if typed.is_empty() {
        return Some(Likeness::Begins);
    }
    if name == typed {
        return Some(Likeness::Equal);
    }
    if name.starts_with(typed) {
        return Some(Likeness::Begins);
    }
    let (small, wanted) = (name.to_lowercase(), typed.to_lowercase());
    if small.starts_with(&wanted) {
        return Some(Likeness::BeginsWithOtherCase);
    }
    let mut best = None;
    for word in words(name) {
        let word = word.to_lowercase();
        if word.starts_with(&wanted) {
            return Some(Likeness::WordBegins);
        }
        // The first letter has to be that of a word: else nearly everything has the letters.
        let mut letters = word.chars();
        let first_fits = letters.next() == wanted.chars().next();
        let has_rest = wanted
            .chars()
            .skip(1)
            .all(|letter| letters.any(|c| c == letter));
        if first_fits && has_rest {
            best = Some(Likeness::HasLetters);
        }
    }
    best
}

/// What stands from the beginning of each word on: `billing.Invoice`, `phoneNumber`,
/// `due_on`.
fn words(name: &str) -> impl Iterator<Item = &str> {
    let mut before = ' ';
    name.char_indices().filter_map(move |(at, c)| {
        let begins = c.is_alphanumeric() && !before.is_alphanumeric()
            || c.is_uppercase() && before.is_lowercase();
        before = c;
        begins.then(|| name.get(at..)).flatten()
    })
}
