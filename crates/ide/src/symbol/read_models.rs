//! Names in read models that are made of others: `contact_email` of those of an entity and a
//! field, `company_id` and `sum_total` of that of a field.

use specql_analysis::db::{Db, File};
use specql_analysis::index::{entity, find_entity};
use specql_analysis::inherited;
use specql_analysis::naming::Forms;
use specql_analysis::resolve::Target;
use specql_yaml::{Document, NodeId, Span, Value, load};

use super::Symbol;

/// The key of the blocks.
const READ_MODELS: &str = "read_models";

/// What the figures of a read model begin with.
const FIGURES: [&str; 5] = ["count_", "sum_", "avg_", "min_", "max_"];

/// The names of entities and fields that others are put together of, where they stand.
pub(super) fn names(db: &dyn Db, file: File, text: &str) -> Vec<(Span, Symbol)> {
    let mut found = Vec::new();
    let document = text.contains(READ_MODELS).then(|| load(text).ok());
    let Some(document) = document.flatten() else {
        return found;
    };
    let models = document.get(document.root(), READ_MODELS);
    for model in items(&document, models) {
        let sources = sources(db, file, &document, *model);
        for field in items(&document, document.get(*model, "fields")) {
            let Some(written) = document.value(*field).as_str() else {
                continue;
            };
            let Some(start) = start_of(document.span(*field), written) else {
                continue;
            };
            if !has_field(db, file, written) {
                let parts = sources.iter().find_map(|of| parts(db, *of, written, start));
                found.extend(parts.into_iter().flatten());
            }
        }
    }
    found
}

fn items<'d>(document: &'d Document<'_>, list: Option<NodeId>) -> &'d [NodeId] {
    match list.map(|list| document.value(list)) {
        Some(Value::Sequence(items)) => items,
        _ => &[],
    }
}

/// The entities that a read model is made from: `Contact JOIN Company`.
fn sources(db: &dyn Db, file: File, document: &Document<'_>, model: NodeId) -> Vec<File> {
    let source = document.get(model, "source");
    let source = source.and_then(|source| document.value(source).as_str());
    let words = source.unwrap_or_default().split_whitespace();
    let mut found: Vec<File> = words
        .filter_map(|word| match word.split_once('.') {
            Some((schema, name)) => find_entity(db, file, Some(schema), name).ok(),
            None => find_entity(db, file, None, word).ok(),
        })
        .collect();
    if found.is_empty() {
        found.push(file);
    }
    found
}

/// Where the letters begin, if they are written plainly, perhaps in quotes.
fn start_of(span: Span, written: &str) -> Option<usize> {
    let length = span.end.checked_sub(span.start)? as usize;
    match length.checked_sub(written.len())? {
        0 => Some(span.start as usize),
        2 => Some(span.start as usize + 1),
        _ => None,
    }
}

fn has_field(db: &dyn Db, file: File, name: &str) -> bool {
    inherited::field(db, file, name).is_some()
}

/// The names that the text is made of, if it is.
fn parts(db: &dyn Db, of: File, written: &str, start: usize) -> Option<Vec<(Span, Symbol)>> {
    let forms = Forms::of(&entity(db, of)?.name);
    let of_both = [forms.split, forms.joined].into_iter().find_map(|form| {
        let field = written.strip_prefix(form.as_str())?.strip_prefix('_')?;
        let field = field_at(db, of, field, start + form.len() + 1)?;
        let entity = Symbol {
            target: Target::Entity(of),
            made: None,
        };
        Some(vec![(Span::new(start, start + form.len()), entity), field])
    });
    let of_field = || {
        let reference = written.strip_suffix("_id").map(|field| (field, start));
        let figures = FIGURES.iter().filter_map(|figure| {
            let field = written.strip_prefix(figure)?;
            Some((field, start + figure.len()))
        });
        let mut fields = figures.chain(reference);
        fields.find_map(|(field, start)| Some(vec![field_at(db, of, field, start)?]))
    };
    of_both.or_else(of_field)
}

fn field_at(db: &dyn Db, of: File, name: &str, start: usize) -> Option<(Span, Symbol)> {
    let (file, _) = inherited::field(db, of, name)?;
    let symbol = Symbol {
        target: Target::Field(file, name.to_owned()),
        made: None,
    };
    Some((Span::new(start, start + name.len()), symbol))
}
