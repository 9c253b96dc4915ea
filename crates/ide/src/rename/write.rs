//! Writing a new name where the old one is.

use specql_analysis::db::{Db, File};
use specql_analysis::diagnostic::Edit;
use specql_analysis::resolve::Target;
use specql_analysis::rules::renamed;
use specql_yaml::resolve::{ScalarKind, plain_kind};
use specql_yaml::{EventKind, ScalarStyle, Span, events};

use super::Refusal;
use crate::place::FileSpan;
use crate::symbol::Occurrence;

/// The changes that put a new name in all places of the old one.
pub(super) fn edits(
    db: &dyn Db,
    places: &[(File, Vec<Occurrence>)],
    old: &str,
    new: &str,
) -> Result<Vec<Edit>, Refusal> {
    let mut edits = Vec::new();
    for (file, names) in places {
        let text = String::from(file.text(db));
        // By itself and without quotes, the name may be a number or a truth value to YAML.
        let plain = match plain_kind(new) {
            Ok(ScalarKind::Str) => Vec::new(),
            _ => plain_scalars(&text),
        };
        for name in names {
            let before = text.get(name.span.range()).unwrap_or_default();
            let after = match &name.symbol.target {
                _ if before == old => Some(new.to_owned()),
                // In the name of a column: `pk_customer`.
                Target::Entity(_) => renamed::form(old, before, new),
                _ => None,
            };
            let Some(mut after) = after else {
                return Err(Refusal::Unwritable(FileSpan::new(*file, name.span)));
            };
            if plain.binary_search(&name.span).is_ok() {
                after = format!("'{after}'");
            }
            edits.push(Edit {
                file: *file,
                span: name.span,
                text: after,
            });
        }
    }
    Ok(edits)
}

/// The places of scalars without quotes, in the order of the text.
fn plain_scalars(text: &str) -> Vec<Span> {
    let events = events(text).map_while(Result::ok);
    let plain = events.filter_map(|event| match event.kind {
        EventKind::Scalar {
            value,
            style: ScalarStyle::Plain,
            ..
        } => {
            // Behind an anchor and a tag.
            let end = event.span.end as usize;
            Some(Span::new(end.checked_sub(value.as_str().len())?, end))
        }
        _ => None,
    });
    plain.collect()
}
