//! What a file holds, as a tree: an entity with its fields, actions and blocks.

use specql_analysis::db::{Db, File};
use specql_analysis::source;
use specql_analysis::spec::{self, Action, Field, Mention, Spec, Step};
use specql_yaml::{Document, Entry, NodeId, Span, Value};

use crate::hover::content_span;
use crate::symbol_kind::SymbolKind;
use crate::told::in_short;

/// So many symbols of a file are told; no one looks through more.
const MOST: usize = 5_000;

/// So deep files that are no specs are looked into.
const MAX_DEPTH: usize = 6;

/// Keys of a spec whose content is told by itself.
const TOLD_ELSEWHERE: [&str; 2] = ["fields", "actions"];

/// Something in a file that has a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentSymbol {
    /// Its name, never empty.
    pub name: String,
    /// What to know besides: a type, what a step does.
    pub detail: Option<String>,
    /// What it is.
    pub kind: SymbolKind,
    /// All of it.
    pub full: Span,
    /// Its name, within that.
    pub selection: Span,
    /// What it holds, in the order of the text.
    pub children: Vec<DocumentSymbol>,
}

/// What a file holds.
#[must_use]
pub fn document_symbols(db: &dyn Db, file: File) -> Vec<DocumentSymbol> {
    let text: &str = source::text(db, file);
    let document = &source::values(db, file).document;
    let mut teller = Teller {
        text,
        document,
        left: MOST,
    };
    if document.get(document.root(), "entity").is_some() {
        return teller.spec(spec::spec(db, file));
    }
    teller.entries(document.root(), 0)
}

struct Teller<'d> {
    text: &'d str,
    document: &'d Document<'static>,
    /// How many symbols may still be told.
    left: usize,
}

impl<'d> Teller<'d> {
    /// A symbol without children; none when it has no name, or there are too many.
    fn symbol(
        &mut self,
        kind: SymbolKind,
        name: &str,
        selection: Span,
        full: Span,
    ) -> Option<DocumentSymbol> {
        if name.trim().is_empty() || self.left == 0 {
            return None;
        }
        self.left -= 1;
        Some(DocumentSymbol {
            name: in_short(name, 200),
            detail: None,
            kind,
            full: Span {
                start: full.start.min(selection.start),
                end: full.end.max(selection.end),
            },
            selection,
            children: Vec::new(),
        })
    }

    fn written(&self, span: Span) -> Option<String> {
        let written = in_short(self.text.get(span.range())?, 80);
        (!written.is_empty()).then_some(written)
    }

    // Specs

    fn spec(&mut self, spec: &Spec) -> Vec<DocumentSymbol> {
        let whole = Span::new(0, self.text.len());
        let entity = spec.entity.as_ref();
        let entity =
            entity.and_then(|name| self.symbol(SymbolKind::Entity, &name.text, name.span, whole));
        let mut found = Vec::new();
        for field in &spec.fields {
            found.extend(self.field(field));
        }
        for action in &spec.actions {
            found.extend(self.action(action));
        }
        found.extend(self.blocks(spec));
        found.sort_by_key(|symbol| symbol.full);
        let Some(mut entity) = entity else {
            return found;
        };
        entity.detail = spec.schema.as_ref().map(|schema| schema.text.clone());
        entity.children = found;
        vec![entity]
    }

    fn field(&mut self, field: &Field) -> Option<DocumentSymbol> {
        let name = &field.name;
        let full = name.span.to(field.span);
        let mut symbol = self.symbol(SymbolKind::Field, &name.text, name.span, full)?;
        symbol.detail = self.written(field.field_type.span);
        Some(symbol)
    }

    fn action(&mut self, action: &Action) -> Option<DocumentSymbol> {
        let name = action.name.as_ref()?;
        let mut symbol = self.symbol(SymbolKind::Action, &name.text, name.span, action.span)?;
        let description = action.description.as_ref();
        symbol.detail = description.map(|text| in_short(&text.text, 80));
        for parameter in &action.parameters {
            let name = &parameter.name;
            let ty = parameter.parameter_type.as_ref().map(|ty| ty.span);
            let full = ty.map_or(name.span, |ty| name.span.to(ty));
            if let Some(mut told) = self.symbol(SymbolKind::Parameter, &name.text, name.span, full)
            {
                told.detail = ty.and_then(|ty| self.written(ty));
                symbol.children.push(told);
            }
        }
        for step in &action.steps {
            symbol.children.extend(self.step(step));
        }
        symbol.children.sort_by_key(|symbol| symbol.full);
        Some(symbol)
    }

    fn step(&mut self, step: &Step) -> Option<DocumentSymbol> {
        let key = &step.key;
        let mut symbol = self.symbol(SymbolKind::Step, &key.text, key.span, step.span)?;
        symbol.detail = content_span(&step.content).and_then(|span| self.written(span));
        for branch in &step.branches {
            for step in &branch.steps {
                symbol.children.extend(self.step(step));
            }
        }
        symbol.children.sort_by_key(|symbol| symbol.full);
        Some(symbol)
    }

    /// The other lists and mappings at the top, with the names that are given in them.
    fn blocks(&mut self, spec: &Spec) -> Vec<DocumentSymbol> {
        let mut found = Vec::new();
        let mut given: Vec<&Mention> = spec.definitions.iter().collect();
        given.sort_by_key(|given| given.name.span);
        for entry in self.entries_of(self.document.root()) {
            let name = self.document.value(entry.key).as_str().unwrap_or_default();
            let is_block = matches!(
                self.document.value(entry.value),
                Value::Mapping(_) | Value::Sequence(_)
            );
            if !is_block || TOLD_ELSEWHERE.contains(&name) || name == "entity" {
                continue;
            }
            let key = self.document.span(entry.key);
            let full = key.to(self.document.span(entry.value));
            let Some(mut symbol) = self.symbol(SymbolKind::Block, name, key, full) else {
                continue;
            };
            // What an alias brings stands elsewhere.
            let first = given.partition_point(|given| given.name.span.start < key.end);
            for given in given.get(first..).unwrap_or_default() {
                if given.name.span.end > full.end {
                    break;
                }
                let kind = SymbolKind::of(given.what);
                let span = given.name.span;
                symbol
                    .children
                    .extend(self.symbol(kind, &given.name.text, span, span));
            }
            found.push(symbol);
        }
        found
    }

    // Other files

    fn entries_of(&self, node: NodeId) -> &'d [Entry] {
        match self.document.value(node) {
            Value::Mapping(entries) => entries,
            _ => &[],
        }
    }

    fn entries(&mut self, node: NodeId, depth: usize) -> Vec<DocumentSymbol> {
        let mut found = Vec::new();
        let around = self.document.span(node);
        for entry in self.entries_of(node) {
            let (key, value) = (
                self.document.span(entry.key),
                self.document.span(entry.value),
            );
            // What an alias brings stands elsewhere.
            let is_here = around.start <= key.start && key.end <= value.start;
            let name = self.text.get(key.range()).unwrap_or_default();
            let is_block = matches!(self.document.value(entry.value), Value::Mapping(_));
            let kind = if is_block {
                SymbolKind::Block
            } else {
                SymbolKind::Value
            };
            let full = if is_here { key.to(value) } else { key };
            let Some(mut symbol) = self.symbol(kind, name, key, full) else {
                continue;
            };
            if is_here && depth < MAX_DEPTH {
                symbol.children = self.entries(entry.value, depth + 1);
            }
            found.push(symbol);
        }
        found.sort_by_key(|symbol| symbol.full);
        found
    }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::fixture::Fixture;

    fn show(text: &str) -> String {
        let fixture = Fixture::new(text);
        let mut lines = Vec::new();
        let symbols = document_symbols(fixture.db(), fixture.file());
        add(&mut lines, &fixture.text(fixture.file()), &symbols, 0);
        lines.join("\n")
    }

    /// Each symbol with its kind, its detail, and the first and last line of it.
    fn add(lines: &mut Vec<String>, text: &str, symbols: &[DocumentSymbol], depth: usize) {
        let line = |at: u32| text[..at as usize].matches('\n').count() + 1;
        for symbol in symbols {
            assert!(symbol.full.start <= symbol.selection.start);
            assert!(symbol.selection.end <= symbol.full.end);
            assert!(text[symbol.selection.range()].contains(&symbol.name));
            let detail = symbol.detail.as_ref();
            let detail = detail.map_or(String::new(), |detail| format!(" [{detail}]"));
            lines.push(format!(
                "{}{:?} {}{detail} {}-{}",
                "  ".repeat(depth),
                symbol.kind,
                symbol.name,
                line(symbol.full.start),
                line(symbol.full.end)
            ));
            add(lines, text, &symbol.children, depth + 1);
        }
    }

    #[test]
    fn an_entity_holds_its_fields_actions_and_blocks() {
        let text = "\
entity: Invoice
schema: sales
fields:
  total: money!
  customer:
    type: ref(Customer)
    nullable: false
actions:
  - name: pay
    description: Takes the money.
    params:
      amount: money
    steps:
      - validate: total > 0
      - if: total > 100
        then:
          - update: Invoice SET total = 0
events:
  - name: invoice_paid
  - name: invoice_sent
organization:
  table_code: '012345'
";
        assert_snapshot!(show(text), @r"
        Entity Invoice [sales] 1-23
          Field total [money!] 4-4
          Field customer [ref(Customer)] 5-7
          Action pay [Takes the money.] 9-17
            Parameter amount [money] 12-12
            Step validate [total > 0] 14-14
            Step if [total > 100] 15-17
              Step update [Invoice SET total = 0] 17-17
          Block events 18-20
            Event invoice_paid 19-19
            Event invoice_sent 20-20
          Block organization 21-22
        ");
    }

    #[test]
    fn what_is_half_typed_keeps_the_rest() {
        let text = "entity:\nfields:\n  a: text\n  b:\n  c\nactions:\n  - name:\n  - name: pay\n    steps:\n      - val\n";
        assert_snapshot!(show(text), @r"
        Field a [text] 3-3
        Field b 4-4
        Field c 5-5
        Action pay 8-10
          Step val 10-10
        ");
    }

    #[test]
    fn other_files_are_told_by_their_keys() {
        let text = "domains:\n  '1':\n    name: core\n    aliases: [a]\nversion: 1\n";
        assert_snapshot!(show(text), @r"
        Block domains 1-4
          Block '1' 2-4
            Value name 3-3
            Value aliases 4-4
        Value version 5-5
        ");
    }

    #[test]
    fn there_is_an_end_to_it() {
        let mut text = "entity: A\nfields:\n".to_owned();
        for number in 0..6_000 {
            text.push_str(&format!("  f{number}: text\n"));
        }
        let fixture = Fixture::new(&text);
        let symbols = document_symbols(fixture.db(), fixture.file());
        assert_eq!(symbols[0].children.len() + 1, MOST);
    }
}
