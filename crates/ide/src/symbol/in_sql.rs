//! Names that the database makes from those of entities and fields, where a spec speaks SQL:
//! `crm.tb_contact`, `tv_contact`, `pk_contact`, `c.fk_company`, `v_reason`.
//!
//! What is an expression of SpecQL's own is read elsewhere, name by name. In all other texts such
//! names are told by their form and by the tables that the same text speaks of; what may be
//! several things is left alone.

use std::collections::BTreeMap;

use specql_analysis::db::{Db, File};
use specql_analysis::expression::infer::Type;
use specql_analysis::graph::{NameKind, files_with};
use specql_analysis::index::{entity, find_entity};
use specql_analysis::inherited;
use specql_analysis::resolve::Target;
use specql_analysis::rules::renamed;
use specql_analysis::spec::Spec;
use specql_language::reserved::is_postgres_reserved;
use specql_yaml::{Event, EventKind, ScalarStyle, Span, events};

use super::{Symbol, pattern_sql};
use crate::place::FileSpan;

/// What the names of a table, its views and its key begin with.
const OF_ENTITY: [&str; 4] = ["tb_", "tv_", "tl_", "pk_"];

/// What the name of a view begins with; without a schema it is the name of a variable.
const VIEW: &str = "v_";

/// What the column of a reference begins with.
const REFERENCE: &str = "fk_";

/// What the names of functions that read a table end with: `crm.contact_pk(id)`.
const OF_FUNCTIONS: [&str; 2] = ["_pk", "_id"];

/// The schema of the functions that actions become.
const OF_ACTIONS: &str = "app";

/// What the names begin with that stand where SQL has tables.
const TABLES: [&str; 2] = ["tb_", "tv_"];

/// The names in a text that the database makes from others: the letters of the name that each is
/// made from, and what that stands for.
pub(super) fn names(db: &dyn Db, file: File, text: &str, spec: &Spec) -> Vec<(Span, Symbol)> {
    let mut found = Vec::new();
    if !may_have_some(text) {
        return found;
    }
    let own_sql = pattern_sql::places(text);
    for piece in pieces(text) {
        let is_about_own = own_sql.contains(&piece.whole);
        let source = text.get(piece.span.range()).unwrap_or_default();
        if !is_about_own && !may_have_some(source) {
            continue;
        }
        let words = words(text, &piece);
        let reader = Reader {
            is_about_own,
            db,
            file,
            spec,
            tables: tables(db, file, &words),
            words: &words,
        };
        found.extend(
            (0..words.len()).filter_map(|at| reader.schema(at).or_else(|| reader.word(at))),
        );
    }
    found
}

/// Looking into every scalar of every spec would cost more than all else that is asked of it.
fn may_have_some(text: &str) -> bool {
    let mut begins = OF_ENTITY.iter().chain([&VIEW, &REFERENCE]);
    let others = ["_pk(", "_id(", "app.", pattern_sql::PATTERNS];
    begins.any(|begin| text.contains(begin)) || others.iter().any(|other| text.contains(other))
}

/// A piece of a text that says something for itself.
struct Piece {
    /// With its quotes.
    whole: Span,
    /// Without them.
    span: Span,
    /// Whether a `'` in it is written twice.
    doubles_quotes: bool,
}

/// The scalars of a text that PyYAML takes; of another one its lines.
fn pieces(text: &str) -> Vec<Piece> {
    let pieces = events(text).filter_map(|event| match event {
        Ok(event) => scalar(&event).map(Ok),
        Err(error) => Some(Err(error)),
    });
    pieces
        .collect::<Result<_, _>>()
        .unwrap_or_else(|_| lines(text))
}

fn scalar(event: &Event<'_>) -> Option<Piece> {
    let EventKind::Scalar { style, .. } = &event.kind else {
        return None;
    };
    let (start, end) = (event.span.start as usize, event.span.end as usize);
    let doubles_quotes = *style == ScalarStyle::SingleQuoted;
    let span = match doubles_quotes {
        true => Span::new(start + 1, end.saturating_sub(1).max(start + 1)),
        false => event.span,
    };
    Some(Piece {
        whole: event.span,
        span,
        doubles_quotes,
    })
}

fn lines(text: &str) -> Vec<Piece> {
    let mut start = 0;
    let lines = text.split_inclusive('\n').map(|line| {
        let span = Span::new(start, start + line.len());
        start += line.len();
        Piece {
            whole: span,
            span,
            doubles_quotes: false,
        }
    });
    lines.collect()
}

/// A word of a text.
#[derive(Clone, Copy)]
struct Word<'t> {
    text: &'t str,
    span: Span,
    /// Whether a dot stands between the word before and this one.
    is_member: bool,
    /// Whether it stands in quotes of SQL.
    is_quoted: bool,
    /// Whether nothing but blanks stands between the word before and this one.
    is_next: bool,
}

fn words<'t>(text: &'t str, piece: &Piece) -> Vec<Word<'t>> {
    let source = text.get(piece.span.range()).unwrap_or_default();
    let once = if piece.doubles_quotes { 2 } else { 1 };
    let mut words: Vec<Word<'_>> = Vec::new();
    let (mut quotes, mut before) = (0, 0);
    let mut at = 0;
    while let Some(rest) = source.get(at..).filter(|rest| !rest.is_empty()) {
        let length = word_length(rest);
        if length == 0 {
            quotes += usize::from(rest.starts_with('\''));
            at += rest.chars().next().map_or(1, char::len_utf8);
            continue;
        }
        let between = source.get(before..at).unwrap_or_default();
        let start = piece.span.start as usize + at;
        words.push(Word {
            text: rest.get(..length).unwrap_or_default(),
            span: Span::new(start, start + length),
            is_member: between == "." && before > 0,
            is_quoted: quotes / once % 2 == 1,
            is_next: between.chars().all(char::is_whitespace),
        });
        at += length;
        before = at;
    }
    words
}

fn word_length(text: &str) -> usize {
    text.find(|c: char| !c.is_alphanumeric() && c != '_')
        .unwrap_or(text.len())
}

/// The tables that some words speak of, by their own names and by those that they are given.
fn tables<'t>(db: &dyn Db, file: File, words: &[Word<'t>]) -> BTreeMap<&'t str, File> {
    let mut tables = BTreeMap::new();
    for (at, word) in words.iter().enumerate() {
        let schema = schema_before(words, at);
        let of = TABLES
            .iter()
            .find_map(|begin| word.text.strip_prefix(begin));
        let of = of.or_else(|| word.text.strip_prefix(VIEW).filter(|_| schema.is_some()));
        let Some(of) = of.and_then(|of| entity_of(db, file, schema, of)) else {
            continue;
        };
        tables.insert(word.text, of);
        let mut behind = words.iter().skip(at + 1).take_while(|word| word.is_next);
        let alias = behind.find(|word| !word.text.eq_ignore_ascii_case("as"));
        let is_name = |word: &&Word<'_>| {
            !is_postgres_reserved(&word.text.to_lowercase())
                && !KEYWORDS
                    .iter()
                    .any(|keyword| word.text.eq_ignore_ascii_case(keyword))
        };
        if let Some(alias) = alias.filter(is_name) {
            tables.insert(alias.text, of);
        }
    }
    tables
}

/// What may stand behind a table without being its other name, beside reserved words.
const KEYWORDS: [&str; 2] = ["set", "values"];

fn schema_before<'t>(words: &[Word<'t>], at: usize) -> Option<&'t str> {
    let is_member = words.get(at)?.is_member;
    let before = words.get(at.checked_sub(1)?)?;
    is_member.then_some(before.text)
}

/// The entity whose name is written so in names of the database.
fn entity_of(db: &dyn Db, from: File, schema: Option<&str>, written: &str) -> Option<File> {
    let joined = written.replace('_', "");
    let named = |name: &str| files_with(db, NameKind::Entity, name).iter().copied();
    let files = named(&joined).chain(named(written));
    let mut names: Vec<&str> = files
        .filter_map(|file| Some(entity(db, file)?.name.as_str()))
        .filter(|name| renamed::form(name, written, name).is_some())
        .collect();
    names.dedup();
    match names.as_slice() {
        [name] => find_entity(db, from, schema, name).ok(),
        _ => None,
    }
}

struct Reader<'a, 't> {
    db: &'a dyn Db,
    file: File,
    spec: &'a Spec,
    tables: BTreeMap<&'t str, File>,
    words: &'a [Word<'t>],
    /// Whether all of it is about the columns of the entity's own table.
    is_about_own: bool,
}

impl Reader<'_, '_> {
    /// `crm` of `crm.tb_contact`.
    fn schema(&self, at: usize) -> Option<(Span, Symbol)> {
        let word = self.words.get(at)?;
        let next = self.words.get(at + 1).filter(|next| next.is_member)?;
        let begins = OF_ENTITY.iter().chain([&VIEW]);
        let of_table = begins.filter_map(|begin| next.text.strip_prefix(begin));
        let of_function = OF_FUNCTIONS.iter();
        let of_function = of_function.filter_map(|end| next.text.strip_suffix(end));
        let mut entities = of_table.chain(of_function);
        entities.find_map(|of| entity_of(self.db, self.file, Some(word.text), of))?;
        let target = Target::Schema(word.text.to_owned());
        Some((word.span, Symbol { target, made: None }))
    }

    fn word(&self, at: usize) -> Option<(Span, Symbol)> {
        let word = self.words.get(at)?;
        let before = schema_before(self.words, at);
        for begin in OF_ENTITY {
            if let Some(of) = word.text.strip_prefix(begin) {
                // Before the name of a key there may be the name of a table.
                let schema = before.filter(|_| begin != "pk_");
                let file = entity_of(self.db, self.file, schema, of)?;
                return Some(made_of(word, of, Target::Entity(file)));
            }
        }
        if let Some(of) = word.text.strip_prefix(REFERENCE) {
            let file = self.holder(before, |file| has_reference(self.db, file, of))?;
            return Some(made_of(word, of, self.field(file, of)));
        }
        if let Some(of) = word.text.strip_prefix(VIEW) {
            let view = before.and_then(|_| entity_of(self.db, self.file, before, of));
            return match view {
                Some(file) => Some(made_of(word, of, Target::Entity(file))),
                None => self.parameter(word, of),
            };
        }
        if before == Some(OF_ACTIONS) {
            return self.action(word);
        }
        if before.is_some() {
            let of = OF_FUNCTIONS.iter();
            let mut of = of.filter_map(|end| word.text.strip_suffix(end));
            let found = of.find_map(|of| Some((of, entity_of(self.db, self.file, before, of)?)));
            if let Some((of, file)) = found {
                let start = word.span.start as usize;
                let target = Target::Entity(file);
                return Some((
                    Span::new(start, start + of.len()),
                    Symbol { target, made: None },
                ));
            }
        }
        // Where tables are spoken of, fields are columns.
        if word.is_quoted || (self.tables.is_empty() && !self.is_about_own) {
            return None;
        }
        let file = self.holder(before, |file| has_column(self.db, file, word.text))?;
        Some(made_of(word, word.text, self.field(file, word.text)))
    }

    /// The entity that has a column: the one named before it, or the only one that may be meant.
    fn holder(&self, before: Option<&str>, has: impl Fn(File) -> bool) -> Option<File> {
        if let Some(before) = before {
            return self.tables.get(before).copied().filter(|file| has(*file));
        }
        if self.tables.is_empty() {
            return Some(self.file).filter(|file| has(*file));
        }
        let mut holders: Vec<File> = self.tables.values().copied().filter(|f| has(*f)).collect();
        holders.dedup();
        match holders.as_slice() {
            [file] => Some(*file),
            _ => None,
        }
    }

    /// A field that an entity has, in the file where it stands.
    fn field(&self, of: File, name: &str) -> Target {
        let found = inherited::field(self.db, of, name);
        Target::Field(found.map_or(of, |(file, _)| file), name.to_owned())
    }

    /// `app.close_invoice(...)`
    fn action(&self, word: &Word<'_>) -> Option<(Span, Symbol)> {
        match files_with(self.db, NameKind::Action, word.text) {
            [file] => {
                let target = Target::Action(*file, word.text.to_owned());
                Some(made_of(word, word.text, target))
            }
            _ => None,
        }
    }

    /// `v_reason`, as functions call what they are given as `reason`.
    fn parameter(&self, word: &Word<'_>, of: &str) -> Option<(Span, Symbol)> {
        let mut actions = self.spec.actions.iter();
        let action = actions.find(|action| {
            action.span.start <= word.span.start && word.span.end <= action.span.end
        })?;
        let mut parameters = action.parameters.iter();
        let parameter = parameters.find(|parameter| parameter.name.text == of)?;
        let (span, mut symbol) = made_of(word, of, Target::Parameter(of.to_owned()));
        symbol.made = Some(FileSpan::new(self.file, parameter.name.span));
        Some((span, symbol))
    }
}

/// The end of a word, which is the name that it is made from.
fn made_of(word: &Word<'_>, of: &str, target: Target) -> (Span, Symbol) {
    let end = word.span.end as usize;
    let span = Span::new(end.saturating_sub(of.len()), end);
    (span, Symbol { target, made: None })
}

fn has_reference(db: &dyn Db, file: File, name: &str) -> bool {
    let field = inherited::field(db, file, name);
    field.is_some_and(|(_, field)| matches!(field.field_type, Type::Reference(_)))
}

fn has_column(db: &dyn Db, file: File, name: &str) -> bool {
    let field = inherited::field(db, file, name);
    field.is_some_and(|(_, field)| !matches!(field.field_type, Type::Reference(_)))
}
