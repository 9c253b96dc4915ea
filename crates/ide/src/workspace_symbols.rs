//! Names of the whole workspace, by some of their letters.
//!
//! They come from the summaries of the files; a file is read only for a name that is shown.

use specql_analysis::db::{Db, File, Workspace};
use specql_analysis::graph::{self, NameKey, NameKind};
use specql_analysis::index;
use specql_analysis::resolve::Target;
use specql_yaml::Span;

use crate::place::FileSpan;
use crate::symbol::definitions;
use crate::symbol_kind::SymbolKind;

/// A name that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkspaceSymbol {
    /// The name.
    pub name: String,
    /// What it is the name of.
    pub kind: SymbolKind,
    /// Where it belongs: the schema of an entity, the entity of all else.
    pub container: String,
    /// Where it is given.
    pub place: FileSpan,
}

/// The names that have the letters of a query in their order, the best first, and no more than
/// `most`. Behind a dot, the letters are those of the name; before it, those of where it belongs.
#[must_use]
pub fn workspace_symbols(db: &dyn Db, query: &str, most: usize) -> Vec<WorkspaceSymbol> {
    let Some(workspace) = Workspace::try_get(db) else {
        return Vec::new();
    };
    let query = Query::new(query);
    let mut hits: Vec<Hit<'_>> = Vec::new();
    for file in workspace.files(db) {
        let Some(entity) = index::entity(db, file) else {
            continue;
        };
        let name = entity.name.as_str();
        let mut add = |kind, name, container| {
            if let Some(score) = query.score(name, container) {
                hits.push(Hit {
                    rank: (score, kind, name.len(), name, file.path(db)),
                    container,
                    file,
                });
            }
        };
        add(SymbolKind::Entity, name, entity.schema());
        for action in &entity.actions {
            add(SymbolKind::Action, &action.name, name);
        }
        for (what, other) in &entity.others {
            add(SymbolKind::of(*what), other, name);
        }
        for field in &entity.fields {
            add(SymbolKind::Field, &field.name, name);
        }
    }
    if hits.len() > most {
        hits.select_nth_unstable_by(most, |a, b| a.rank.cmp(&b.rank));
        hits.truncate(most);
    }
    hits.sort_by(|a, b| a.rank.cmp(&b.rank));
    hits.into_iter().filter_map(|hit| hit.symbol(db)).collect()
}

/// A name that has the letters.
struct Hit<'a> {
    /// The better, the less: how well it fits, what it is, how long it is; then in a fixed order.
    rank: (u32, SymbolKind, usize, &'a str, &'a str),
    container: &'a str,
    file: File,
}

impl Hit<'_> {
    fn symbol(self, db: &dyn Db) -> Option<WorkspaceSymbol> {
        let (_, kind, _, name, _) = self.rank;
        Some(WorkspaceSymbol {
            name: name.to_owned(),
            kind,
            container: self.container.to_owned(),
            place: FileSpan::new(self.file, place(db, self.file, kind, name)?),
        })
    }
}

/// Where a file gives a name.
fn place(db: &dyn Db, file: File, kind: SymbolKind, name: &str) -> Option<Span> {
    match kind {
        SymbolKind::Entity => return graph::name_span(db, file),
        SymbolKind::Action => {
            let key = NameKey::new(db, NameKind::Action, name.to_owned());
            return graph::action_span(db, file, key);
        }
        _ => {}
    }
    let mut given = definitions(db, file).into_iter();
    let found = given.find(|given| match &given.symbol.target {
        Target::Field(_, given) => kind == SymbolKind::Field && given == name,
        Target::Other(_, what, given) => SymbolKind::of(*what) == kind && given == name,
        _ => false,
    });
    found.map(|found| found.span)
}

/// So many letters of a query are looked for.
const LONGEST_QUERY: usize = 64;

/// What is looked for.
struct Query {
    /// The letters of where it belongs; none when that does not matter.
    container: Option<Vec<char>>,
    /// The letters of the name.
    name: Vec<char>,
}

impl Query {
    fn new(query: &str) -> Self {
        let letters = |text: &str| -> Vec<char> {
            let letters = text.chars().filter(|c| !c.is_whitespace());
            let letters = letters.flat_map(char::to_lowercase);
            letters.take(LONGEST_QUERY).collect()
        };
        match query.rsplit_once('.') {
            Some((container, name)) => Self {
                container: Some(letters(container)),
                name: letters(name),
            },
            None => Self {
                container: None,
                name: letters(query),
            },
        }
    }

    /// How badly a name fits: nothing when it lacks a letter.
    fn score(&self, name: &str, container: &str) -> Option<u32> {
        if let Some(letters) = &self.container {
            fit(letters, container)?;
        }
        fit(&self.name, name)
    }
}

/// How badly letters fit a name that has them in their order: 0 for the name itself, then what
/// begins with them, then what has them in one piece or at the beginnings of its words.
fn fit(letters: &[char], name: &str) -> Option<u32> {
    if !has_all(letters, name) {
        return None;
    }
    // For each number of letters that were found: how badly, with the last one just found, and
    // with it found before.
    let mut costs = vec![(NEVER, NEVER); letters.len() + 1];
    if let Some(none) = costs.first_mut() {
        *none = (0, NEVER);
    }
    let mut before: Option<char> = None;
    for c in name.chars() {
        let begins_word = before.is_none_or(|before| {
            !before.is_alphanumeric() || (before.is_lowercase() && c.is_uppercase())
        });
        let jump = if begins_word {
            WORD_SKIPPED
        } else {
            LETTERS_SKIPPED
        };
        let mut last = (NEVER, NEVER);
        for (found, cost) in costs.iter_mut().enumerate() {
            let letter = found.checked_sub(1).and_then(|at| letters.get(at));
            let is_hit = letter.is_some_and(|letter| is_letter(c, *letter));
            let hit = match is_hit {
                true => last.0.min(last.1.saturating_add(jump)),
                false => NEVER,
            };
            last = *cost;
            *cost = (hit, last.0.min(last.1));
        }
        before = Some(c);
    }
    let (at_end, sooner) = costs.last().copied()?;
    Some(at_end.min(sooner.saturating_add(1)))
}

/// What cannot be.
const NEVER: u32 = u32::MAX;
/// How bad it is when a letter is at the beginning of a later word.
const WORD_SKIPPED: u32 = 4;
/// How bad it is when a letter is somewhere later.
const LETTERS_SKIPPED: u32 = 20;

/// Whether a name has all letters in their order; most names have not.
fn has_all(letters: &[char], name: &str) -> bool {
    let mut name = name.chars();
    let mut letters = letters.iter();
    letters.all(|letter| name.any(|c| is_letter(c, *letter)))
}

fn is_letter(c: char, letter: char) -> bool {
    c == letter || c.to_lowercase().eq([letter])
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::fixture::Fixture;

    const SHOP: &str = "\
//- sales/invoice.yaml
entity: Invoice
schema: sales
fields:
  total: money
  invoice_number: text
actions:
  - name: send_invoice
events:
  - name: invoice_sent
//- sales/invoice_item.yaml
entity: InvoiceItem
schema: sales
fields:
  total: money
//- crm/customer.yaml
entity: Customer
schema: crm
fields:
  total: money
";

    fn found(query: &str, most: usize) -> String {
        let fixture = Fixture::new(SHOP);
        let found = workspace_symbols(fixture.db(), query, most);
        let lines = found.iter().map(|symbol| {
            let text = fixture.text(symbol.place.file);
            assert_eq!(text[symbol.place.span.range()], symbol.name);
            format!("{:?} {}.{}", symbol.kind, symbol.container, symbol.name)
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn what_begins_with_the_letters_comes_first() {
        assert_snapshot!(found("invoice", 10), @r"
        Entity sales.Invoice
        Entity sales.InvoiceItem
        Event Invoice.invoice_sent
        Field Invoice.invoice_number
        Action Invoice.send_invoice
        ");
    }

    #[test]
    fn letters_may_be_those_of_words_beginnings() {
        assert_snapshot!(found("iit", 10), @r"
        Entity sales.InvoiceItem
        Event Invoice.invoice_sent
        ");
    }

    #[test]
    fn before_a_dot_stands_where_it_belongs() {
        assert_snapshot!(found("cust.total", 10), @"Field Customer.total");
        assert_snapshot!(found("crm.", 10), @"Entity crm.Customer");
    }

    #[test]
    fn no_more_than_asked_for_are_told() {
        assert_snapshot!(found("", 2), @r"
        Entity sales.Invoice
        Entity crm.Customer
        ");
        assert_snapshot!(found("xyz", 2), @"");
    }
}
