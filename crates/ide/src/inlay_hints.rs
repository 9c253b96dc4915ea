//! What is not written and yet there: columns, tables that are referred to, names of functions,
//! types of variables.

use specql_analysis::db::{Db, File};
use specql_analysis::expression::ast::TypeKind;
use specql_analysis::spec::{self, Action, Field, Spec, Step};
use specql_yaml::Span;

use crate::column::{Columns, all_columns, columns, function, place, table};
use crate::hover::hover;
use crate::place::touches;
use crate::told::{block, in_short};
use crate::variables::variables;

/// What a hint tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HintKind {
    /// The column of a field.
    Column,
    /// The table that a field refers to, where its schema is not written.
    ForeignKey,
    /// The name that the database has for an entity or an action.
    Generated,
    /// The type of a variable.
    Type,
}

/// Which kinds of hints are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HintKinds {
    /// The columns of fields.
    pub columns: bool,
    /// The tables that fields refer to.
    pub foreign_keys: bool,
    /// The names of tables and functions.
    pub generated: bool,
    /// The types of variables.
    pub types: bool,
}

impl Default for HintKinds {
    fn default() -> Self {
        Self {
            columns: true,
            foreign_keys: true,
            generated: true,
            types: true,
        }
    }
}

/// A word that is shown between those of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// Where it is shown.
    pub offset: u32,
    /// The word.
    pub label: String,
    /// What it tells.
    pub kind: HintKind,
}

/// The longest hint, in letters.
const LONGEST: usize = 40;

/// The hints in a stretch of a file, in the order of the text.
#[must_use]
pub fn inlay_hints(db: &dyn Db, file: File, range: Span, kinds: HintKinds) -> Vec<Hint> {
    let mut hints = Hints {
        db,
        file,
        range,
        kinds,
        found: Vec::new(),
    };
    hints.spec(spec::spec(db, file));
    hints.found.sort_by_key(|hint| hint.offset);
    hints.found
}

/// What to tell about a hint when someone points at it: Markdown.
#[must_use]
pub fn inlay_hint_tooltip(db: &dyn Db, file: File, hint: &Hint) -> Option<String> {
    let spec = spec::spec(db, file);
    match hint.kind {
        HintKind::Column | HintKind::ForeignKey => {
            let ends_here = |field: &&Field| field.field_type.span.end == hint.offset;
            let field = spec.fields.iter().find(ends_here)?;
            Some(block("sql", &columns(db, file, field)?.sql()))
        }
        HintKind::Generated | HintKind::Type => {
            hover(db, file, hint.offset).map(|hover| hover.markdown)
        }
    }
}

struct Hints<'a> {
    db: &'a dyn Db,
    file: File,
    range: Span,
    kinds: HintKinds,
    found: Vec<Hint>,
}

impl Hints<'_> {
    fn add(&mut self, offset: u32, kind: HintKind, label: &str) {
        if touches(self.range, offset) {
            self.found.push(Hint {
                offset,
                label: in_short(label, LONGEST),
                kind,
            });
        }
    }

    fn is_shown(&self, span: Span) -> bool {
        span.start <= self.range.end && self.range.start <= span.end
    }

    fn spec(&mut self, spec: &Spec) {
        if let (true, Some(name)) = (self.kinds.generated, &spec.entity)
            && self.is_shown(name.span)
            && let Some(table) = table(self.db, self.file)
        {
            let label = format!("→ {}", table.name);
            self.add(name.span.end, HintKind::Generated, &label);
        }
        let columns = all_columns(self.db, self.file);
        for field in &spec.fields {
            if self.is_shown(field.field_type.span)
                && let Some(columns) = columns.get(&place(field))
            {
                self.field(field, columns);
            }
        }
        for action in &spec.actions {
            if self.is_shown(action.span) {
                self.action(action);
            }
        }
    }

    fn field(&mut self, field: &Field, columns: &Columns<'_>) {
        let end = field.field_type.span.end;
        if self.kinds.columns {
            let data_type = columns.first.data_type.sql();
            let label = match &field.field_type.kind {
                TypeKind::Reference { .. } => Some(columns.first.name.to_string()),
                // What is called the same needs no hint.
                TypeKind::Named { name, .. } if name.text == data_type => None,
                _ => Some(data_type),
            };
            if let Some(label) = label {
                self.add(end, HintKind::Column, &label);
            }
        }
        if let TypeKind::Reference { targets, .. } = &field.field_type.kind
            && let [target] = targets.as_slice()
            && target.schema.is_none()
            && self.kinds.foreign_keys
            && let Some(table) = columns.target()
        {
            self.add(end, HintKind::ForeignKey, &format!("→ {table}"));
        }
    }

    fn action(&mut self, action: &Action) {
        if let (true, Some(name)) = (self.kinds.generated, &action.name)
            && let Some(function) = function(self.db, self.file, action)
        {
            let label = format!("→ {function}");
            self.add(name.span.end, HintKind::Generated, &label);
        }
        if !self.kinds.types {
            return;
        }
        let mut open: Vec<&Step> = action.steps.iter().collect();
        while let Some(step) = open.pop() {
            if self.is_shown(step.span) {
                self.step(step);
                open.extend(step.branches.iter().flat_map(|branch| &branch.steps));
            }
        }
    }

    fn step(&mut self, step: &Step) {
        for variable in variables(self.db, self.file, step) {
            if let Some(ty) = variable.ty {
                self.add(variable.name.span.end, HintKind::Type, &format!(": {ty}"));
            }
        }
    }
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
  number: text!
  total: money
  tags: list(text)
  customer: ref(Customer)!
  payer: ref(crm.Customer)
  status:
    type: enum(open, paid)
actions:
  - name: remind
    steps:
      - find: Customer WHERE id = $id
        store: found
      - foreach: tag IN tags
        do:
          - validate: tag != ''
//- crm/customer.yaml
entity: Customer
schema: crm
";

    /// The lines that have hints, with these in double angles.
    fn shown(text: &str, range: Option<Span>, kinds: HintKinds) -> String {
        let fixture = Fixture::new(text);
        let file = fixture.file();
        let mut text = fixture.text(file);
        let range = range.unwrap_or(Span::new(0, text.len()));
        let hints = inlay_hints(fixture.db(), file, range, kinds);
        for hint in hints.iter().rev() {
            assert!(
                inlay_hint_tooltip(fixture.db(), file, hint).is_some(),
                "{hint:?}"
            );
            text.insert_str(hint.offset as usize, &format!("⟪{}⟫", hint.label));
        }
        let lines = text.lines().filter(|line| line.contains('⟪'));
        lines.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn all_kinds_are_shown_where_they_belong() {
        assert_snapshot!(shown(SHOP, None, HintKinds::default()), @r"
        entity: Invoice⟪→ sales.tb_invoice⟫
          total: money⟪numeric(19,4)⟫
          tags: list(text)⟪jsonb⟫
          customer: ref(Customer)!⟪fk_customer⟫⟪→ crm.tb_customer⟫
          payer: ref(crm.Customer)⟪fk_payer⟫
            type: enum(open, paid)⟪text⟫
          - name: remind⟪→ app.remind⟫
                store: found⟪: Customer⟫
              - foreach: tag⟪: text⟫ IN tags
        ");
    }

    #[test]
    fn kinds_can_be_switched_off() {
        let kinds = HintKinds {
            columns: false,
            generated: false,
            types: false,
            foreign_keys: true,
        };
        assert_snapshot!(shown(SHOP, None, kinds), @"  customer: ref(Customer)!⟪→ crm.tb_customer⟫");
    }

    #[test]
    fn only_what_is_in_view_is_told() {
        let range = Span::new(0, 20);
        assert_snapshot!(shown(SHOP, Some(range), HintKinds::default()), @"entity: Invoice⟪→ sales.tb_invoice⟫");
    }

    #[test]
    fn what_points_at_a_hint_reads_more() {
        let fixture = Fixture::new(SHOP);
        let file = fixture.file();
        let range = Span::new(0, fixture.text(file).len());
        let hints = inlay_hints(fixture.db(), file, range, HintKinds::default());
        let hint = hints.iter().find(|hint| hint.label.starts_with("numeric"));
        let tooltip = inlay_hint_tooltip(fixture.db(), file, hint.unwrap());
        assert_snapshot!(tooltip.unwrap(), @r"
        ```sql
        total numeric(19,4)
          CONSTRAINT chk_tb_invoice_total_range CHECK (total >= 0)
        ```
        ");
    }
}
