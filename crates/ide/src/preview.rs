//! The SQL that a spec becomes, and which piece of it comes from where.

use specql_analysis::db::{Db, File};
use specql_analysis::index::entity;
use specql_analysis::spec::spec;
use specql_sql::catalogue::Object;
use specql_sql::{Catalogue, Origin, Text};
use specql_yaml::Span;

use crate::place::touches;

/// The SQL of a spec.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// The SQL.
    pub sql: String,
    /// Pieces of it with the pieces of the spec that they come from; those around others come
    /// before them.
    pub pieces: Vec<Piece>,
}

/// A piece of SQL and where it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// In the SQL.
    pub sql: Span,
    /// In the spec.
    pub spec: Span,
}

/// The SQL of the entity of a file, or of what has a name in it: the entity, a field, an action.
/// None where there is no such thing.
#[must_use]
pub fn preview(db: &dyn Db, file: File, name: Option<&str>) -> Option<Preview> {
    let entity = entity(db, file)?;
    match name {
        Some(name) if name != entity.name => {
            let part = part_named(db, file, name)?;
            let whole = specql_generate::catalogue(db, file);
            let objects = whole.objects.iter();
            let about = objects.filter(|object| {
                let text = of(whole, vec![(*object).clone()]).text();
                let mut pairs = text.map.pairs().iter();
                pairs.any(|pair| is_inside(pair.origin, part))
            });
            let objects = about.cloned().collect();
            Some(shown(&of(whole, objects).text()))
        }
        _ => Some(shown(specql_generate::text_of_entity(db, file))),
    }
}

/// Some objects of a catalogue.
fn of(whole: &Catalogue, objects: Vec<Object>) -> Catalogue {
    Catalogue {
        objects,
        ..Catalogue::of(whole.subject.clone())
    }
}

/// The name of what has SQL at a place: of the action or the field there, else of the entity.
#[must_use]
pub fn previewable(db: &dyn Db, file: File, offset: u32) -> Option<String> {
    let entity = entity(db, file)?;
    let spec = spec(db, file);
    let actions = spec.actions.iter();
    let mut actions = actions.filter(|action| touches(action.span, offset));
    if let Some(name) = actions.find_map(|action| action.name.as_ref()) {
        return Some(name.text.clone());
    }
    let mut fields = spec.fields.iter();
    let field = fields.find(|field| touches(field.name.span.to(field.span), offset));
    Some(field.map_or_else(|| entity.name.clone(), |field| field.name.text.clone()))
}

/// The field or the action of this name.
fn part_named(db: &dyn Db, file: File, name: &str) -> Option<Span> {
    let spec = spec(db, file);
    if let Some(field) = spec.field(name) {
        return Some(field.name.span.to(field.span));
    }
    let mut actions = spec.actions.iter();
    let is_named = |action: &&specql_analysis::spec::Action| {
        action.name.as_ref().is_some_and(|given| given.text == name)
    };
    actions.find(is_named).map(|action| action.span)
}

fn is_inside(origin: Origin, part: Span) -> bool {
    part.start <= origin.start && origin.end <= part.end
}

fn shown(text: &Text) -> Preview {
    let pairs = text.map.pairs().iter();
    let pieces = pairs.map(|pair| Piece {
        sql: Span {
            start: pair.sql.start,
            end: pair.sql.end,
        },
        spec: Span {
            start: pair.origin.start,
            end: pair.origin.end,
        },
    });
    Preview {
        sql: text.sql.clone(),
        pieces: pieces.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Fixture;

    const SPEC: &str = "\
entity: Customer
schema: crm
fields:
  name: text!
  mail: email
actions:
  - name: create_customer
";

    fn of(name: Option<&str>) -> Option<(Fixture, Preview)> {
        let fixture = Fixture::new(SPEC);
        let preview = preview(fixture.db(), fixture.file(), name)?;
        Some((fixture, preview))
    }

    #[test]
    fn each_column_comes_from_its_field() {
        let (fixture, preview) = of(None).unwrap();
        let text = fixture.text(fixture.file());
        let column = preview.pieces.iter().find(|piece| {
            let sql = &preview.sql[piece.sql.range()];
            sql.starts_with("mail text")
        });
        let spec = &text[column.unwrap().spec.range()];
        assert!(spec.starts_with("mail"), "{spec}");
    }

    #[test]
    fn a_field_alone_has_its_table_and_nothing_of_others() {
        let (_, preview) = of(Some("mail")).unwrap();
        assert!(preview.sql.contains("CREATE TABLE crm.tb_customer"));
        assert!(!preview.sql.contains("CREATE FUNCTION crm.customer_pk"));
    }

    #[test]
    fn what_is_meant_is_the_innermost() {
        let at = |spec: &str| {
            let fixture = Fixture::new(spec);
            let (file, offset) = fixture.cursor();
            previewable(fixture.db(), file, offset)
        };
        let mark = |needle: &str, marked: &str| at(&SPEC.replacen(needle, marked, 1));
        assert_eq!(
            mark("mail: email", "mail: em$0ail").as_deref(),
            Some("mail")
        );
        assert_eq!(
            mark("name: create_", "na$0me: create_").as_deref(),
            Some("create_customer")
        );
        assert_eq!(mark("schema", "sch$0ema").as_deref(), Some("Customer"));
        assert_eq!(at("a: $0b"), None);
    }

    #[test]
    fn what_is_not_there_has_no_sql() {
        assert!(of(Some("nobody")).is_none());
        assert_eq!(
            of(Some("Customer")).map(|(_, p)| p),
            of(None).map(|(_, p)| p)
        );
    }
}
