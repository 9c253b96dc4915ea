//! Names in an action that would take each other's place: of parameters, variables and fields.
//!
//! A name by itself means a variable before a field, and a field before a parameter; with a `$`
//! before it, only a variable or a parameter. So not every two of one name are in each other's way.

use specql_analysis::db::{Db, File};
use specql_analysis::graph::{NameKind, files_with};
use specql_analysis::index::entity;
use specql_analysis::inherited;
use specql_analysis::resolve::{Target, Unresolved};
use specql_analysis::view::{view, view_of};
use specql_yaml::Span;

use super::{Refusal, others, place};
use crate::place::FileSpan;
use crate::symbol::{Occurrence, Symbol, occurrences};

/// Whether no parameter or variable is in the way of a field's new name.
pub(super) fn no_local(
    db: &dyn Db,
    symbol: &Symbol,
    places: &[(File, Vec<Occurrence>)],
    new: &str,
) -> Result<(), Refusal> {
    for (file, names) in places {
        let actions = actions_around(db, *file, names);
        for other in called(db, *file, symbol, new) {
            let is_in_the_way = match other.symbol.target {
                Target::Variable(_) => actions.iter().any(|action| holds(*action, other.span)),
                Target::Parameter(_) => stands_alone(db, *file, &other),
                _ => false,
            };
            if is_in_the_way {
                return taken(new, "a parameter or a variable", *file, &other);
            }
        }
    }
    Ok(())
}

/// Whether a parameter or a variable can have a name.
pub(super) fn name_of_local(
    db: &dyn Db,
    symbol: &Symbol,
    places: &[(File, Vec<Occurrence>)],
    new: &str,
) -> Result<(), Refusal> {
    let Some(FileSpan { file, .. }) = symbol.made else {
        return Ok(());
    };
    let own = places.iter().filter(|(other, _)| *other == file);
    let names: Vec<&Occurrence> = own.flat_map(|(_, names)| names).collect();
    let actions = actions_around(db, file, names.iter().copied());
    let is_variable = matches!(symbol.target, Target::Variable(_));
    for other in called(db, file, symbol, new) {
        let by = match other.symbol.target {
            // Two variables may have one name where they do not meet.
            Target::Variable(_) if is_variable => continue,
            Target::Parameter(_) | Target::Variable(_) => "a parameter or a variable",
            Target::Field(..) if is_variable => "a field",
            _ => continue,
        };
        if actions.iter().any(|action| holds(*action, other.span)) {
            return taken(new, by, file, &other);
        }
    }
    if is_variable && let Some(met) = variable_met(db, symbol, file, &names, new) {
        return taken(new, "a parameter or a variable", file, &met);
    }
    let mut alone = names.iter().filter(|name| stands_alone(db, file, name));
    match alone.next() {
        Some(name) if !is_variable && has_field(db, file, new) => taken(new, "a field", file, name),
        _ => Ok(()),
    }
}

/// A name that would mean something else once a variable has its new name: what stands for it, or
/// for another variable of that name.
fn variable_met(
    db: &dyn Db,
    symbol: &Symbol,
    file: File,
    names: &[&Occurrence],
    new: &str,
) -> Option<Occurrence> {
    let before = view(db, file);
    let after = view_of(db, file, renamed(&before.text, names, new).into());
    let moved = |at: u32| {
        let passed = names.partition_point(|name| name.span.start < at);
        let old = names.first().map_or(0, |name| name.span.range().len());
        (at as usize + passed * new.len()).saturating_sub(passed * old)
    };
    let own = symbol.made.map(|made| made.span);
    let mut others = after.names.references.iter();
    let met = before.names.references.iter().find(|reference| {
        let is_same = others.next().is_some_and(|other| {
            let made = reference.made.map(|made| moved(made.start));
            let is_own = reference.made.is_some() && reference.made == own;
            moved(reference.span.start) == other.span.start as usize
                && made == other.made.map(|made| made.start as usize)
                && (is_own || is_same_target(&reference.target, &other.target))
        });
        !is_same
    })?;
    Some(Occurrence {
        span: met.span,
        symbol: symbol.clone(),
        is_definition: false,
        is_written: false,
    })
}

/// A text with another name in some places.
fn renamed(text: &str, names: &[&Occurrence], new: &str) -> String {
    let mut renamed = String::with_capacity(text.len());
    let mut end = 0;
    for name in names {
        let span = name.span.range();
        renamed += text.get(end..span.start).unwrap_or_default();
        renamed += new;
        end = span.end;
    }
    renamed + text.get(end..).unwrap_or_default()
}

fn is_same_target(one: &Result<Target, Unresolved>, other: &Result<Target, Unresolved>) -> bool {
    match (one, other) {
        // These are known by their places, which move.
        (Ok(Target::Anchor(_)), Ok(Target::Anchor(_))) => true,
        _ => one == other,
    }
}

fn taken(new: &str, by: &'static str, file: File, other: &Occurrence) -> Result<(), Refusal> {
    Err(Refusal::Taken {
        name: new.to_owned(),
        by,
        place: Some(place(file, other)),
    })
}

/// The names in a file that are written like the new one.
fn called<'a>(
    db: &'a dyn Db,
    file: File,
    symbol: &'a Symbol,
    new: &'a str,
) -> impl Iterator<Item = Occurrence> + 'a {
    let text = file.text(db);
    others(db, file, symbol, new).filter(move |name| {
        let letters = text.get_byte_slice(name.span.range());
        letters.is_some_and(|letters| letters == new)
    })
}

/// The actions in which some names are.
fn actions_around<'n>(
    db: &dyn Db,
    file: File,
    names: impl IntoIterator<Item = &'n Occurrence> + Clone,
) -> Vec<Span> {
    let spec = view(db, file).spec;
    let spans = spec.actions.iter().map(|action| action.span);
    let has_one = |action: &Span| {
        let mut names = names.clone().into_iter();
        names.any(|name| holds(*action, name.span))
    };
    spans.filter(has_one).collect()
}

fn holds(outer: Span, inner: Span) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// Whether a name is used by itself: without a `$`, and not behind what it belongs to.
fn stands_alone(db: &dyn Db, file: File, name: &Occurrence) -> bool {
    let text = file.text(db);
    let before = name.span.start.checked_sub(1);
    let before = before.and_then(|at| text.get_byte(at as usize));
    !name.is_definition && !matches!(before, Some(b'$' | b':' | b'.'))
}

fn has_field(db: &dyn Db, file: File, name: &str) -> bool {
    inherited::field(db, file, name).is_some()
}

/// In a step about another entity, that one's fields are meant first.
pub(super) fn no_nearer_field(
    db: &dyn Db,
    file: File,
    places: &[(File, Vec<Occurrence>)],
    new: &str,
) -> Result<(), Refusal> {
    for (other, names) in places {
        let known = entity(db, *other)
            .into_iter()
            .flat_map(|known| &known.named);
        let mut near = known.flat_map(|name| files_with(db, NameKind::Entity, name));
        if !near.any(|near| *near != file && has_field(db, *near, new)) {
            continue;
        }
        let spec = view(db, *other).spec;
        let holds = |span: Span| {
            names
                .iter()
                .any(|name| span.start <= name.span.start && name.span.end <= span.end)
        };
        let steps: Vec<Span> = spec
            .steps()
            .map(|step| step.span)
            .filter(|span| holds(*span))
            .collect();
        if steps.is_empty() {
            continue;
        }
        for near in occurrences(db, *other) {
            let Target::Entity(near_file) = near.symbol.target else {
                continue;
            };
            let is_near = steps
                .iter()
                .any(|step| step.start <= near.span.start && near.span.end <= step.end);
            if is_near && near_file != file && has_field(db, near_file, new) {
                return Err(Refusal::Taken {
                    name: new.to_owned(),
                    by: "a field of another entity that the same step is about",
                    place: Some(place(*other, &near)),
                });
            }
        }
    }
    Ok(())
}
