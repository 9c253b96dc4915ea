//! Whether something may have a name.

use specql_analysis::db::{Db, File, Workspace};
use specql_analysis::expression::infer::Type;
use specql_analysis::graph::{NameKind, files_with};
use specql_analysis::index::{domain_registry, entity};
use specql_analysis::inherited;
use specql_analysis::resolve::Target;
use specql_analysis::spec::DEFAULT_SCHEMA;
use specql_language::expression::name as known_word;
use specql_language::key;
use specql_language::pattern::pattern;
use specql_language::reserved::{
    is_expression_keyword, is_framework_schema, is_postgres_reserved, reserved_field,
};
use specql_language::types;
use specql_yaml::Span;

use super::{Refusal, local, others, place};
use crate::heirs::{heirs, stand_ins};
use crate::place::FileSpan;
use crate::symbol::{Occurrence, Symbol};

/// So many bytes of a name are kept by PostgreSQL.
pub(super) const KEPT: usize = 63;

/// Whether something may have a name. Its places are where other things may be in the way.
pub(super) fn check(
    db: &dyn Db,
    symbol: &Symbol,
    places: &[(File, Vec<Occurrence>)],
    new: &str,
) -> Result<(), Refusal> {
    match &symbol.target {
        Target::Entity(file) => entity_name(db, *file, new),
        Target::Field(file, old) => {
            identifier(new)?;
            field_name(db, *file, old, new)?;
            local::no_local(db, symbol, places, new)?;
            local::no_nearer_field(db, *file, places, new)
        }
        Target::Action(file, old) => action_name(db, *file, old, new),
        Target::Parameter(_) | Target::Argument(..) | Target::Variable(_) => {
            identifier(new)?;
            not_a_word(new)?;
            local::name_of_local(db, symbol, places, new)
        }
        Target::EnumValue(file, field, _) => value(db, *file, field, new),
        Target::Anchor(_) => {
            let goes_on = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
            plain_word(new, goes_on, "write letters, digits, `_` and `-`")?;
            taken(db, symbol, places, new, "another anchor", |target| {
                matches!(target, Target::Anchor(_))
            })
        }
        Target::Schema(_) => schema_name(db, new),
        Target::Other(_, what, _) => {
            word(new)?;
            if *what == key::Name::SchemaPattern {
                return pattern_name(db, new);
            }
            taken(
                db,
                symbol,
                places,
                new,
                "something else",
                |target| matches!(target, Target::Other(_, other, _) if other == what),
            )
        }
        _ => Ok(()),
    }
}

/// Whether it can be the name of an event, a view or the like.
pub(super) fn word(new: &str) -> Result<(), Refusal> {
    let goes_on = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    plain_word(new, goes_on, "write letters, digits, `_`, `-` and `.`")
}

fn plain_word(
    new: &str,
    goes_on: impl Fn(char) -> bool,
    form: &'static str,
) -> Result<(), Refusal> {
    let starts = new.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    if starts && new.chars().all(&goes_on) && goes_on(new.chars().next_back().unwrap_or(' ')) {
        return Ok(());
    }
    Err(Refusal::NotAName {
        name: new.to_owned(),
        form,
    })
}

/// Whether PostgreSQL takes it for a name without quotes.
fn identifier(new: &str) -> Result<(), Refusal> {
    let starts = |c: char| c.is_alphabetic() || c == '_';
    let goes_on = |c: char| starts(c) || c.is_ascii_digit();
    if new.starts_with(starts) && new.chars().all(goes_on) {
        return Ok(());
    }
    Err(Refusal::NotAName {
        name: new.to_owned(),
        form: "write letters, digits and `_`, and a letter first",
    })
}

fn not_too_long(made: String) -> Result<(), Refusal> {
    if made.len() > KEPT {
        return Err(Refusal::TooLong { made });
    }
    Ok(())
}

fn reserved(new: &str, reason: &str) -> Refusal {
    Refusal::Reserved {
        name: new.to_owned(),
        reason: reason.to_owned(),
    }
}

/// Whether expressions know the word without its being given anywhere.
fn not_a_word(new: &str) -> Result<(), Refusal> {
    if is_expression_keyword(new) || known_word(new).is_some() {
        return Err(reserved(new, "it has a meaning of its own in expressions."));
    }
    Ok(())
}

fn entity_name(db: &dyn Db, file: File, new: &str) -> Result<(), Refusal> {
    identifier(new)?;
    not_too_long(format!("tb_{}_id_key", new.to_lowercase()))?;
    if types::composite(new).is_some() {
        return Err(reserved(new, "it is a type of SpecQL."));
    }
    // One in another schema counts, too: those who say the name without a schema would no longer
    // mean one of the two.
    let others = files_with(db, NameKind::Entity, new).iter();
    match others.copied().find(|other| *other != file) {
        Some(other) => Err(Refusal::Taken {
            name: new.to_owned(),
            by: "another entity",
            place: Some(FileSpan::new(other, Span::at(0))),
        }),
        None => Ok(()),
    }
}

fn schema_name(db: &dyn Db, new: &str) -> Result<(), Refusal> {
    identifier(new)?;
    not_too_long(new.to_owned())?;
    if new == DEFAULT_SCHEMA || is_framework_schema(new) {
        return Err(reserved(new, "SpecQL has a schema of this name already."));
    }
    if is_postgres_reserved(new) || new.starts_with("pg_") {
        return Err(reserved(
            new,
            "PostgreSQL has it, and SpecQL quotes no names.",
        ));
    }
    // Two schemas that have become one cannot be told apart again.
    let Some(workspace) = Workspace::try_get(db) else {
        return Ok(());
    };
    let is_registered = domain_registry(db, workspace).schema(new).is_some();
    let has_it = |file: &File| entity(db, *file).is_some_and(|entity| entity.schema() == new);
    let other = workspace.files(db).find(has_it);
    if is_registered || other.is_some() {
        return Err(Refusal::Taken {
            name: new.to_owned(),
            by: "another schema",
            place: other.map(|other| FileSpan::new(other, Span::at(0))),
        });
    }
    Ok(())
}

fn pattern_name(db: &dyn Db, new: &str) -> Result<(), Refusal> {
    if pattern(new).is_some() {
        return Err(reserved(new, "it is a pattern of SpecQL."));
    }
    match files_with(db, NameKind::Pattern, new) {
        [] => Ok(()),
        [other, ..] => Err(Refusal::Taken {
            name: new.to_owned(),
            by: "another pattern",
            place: Some(FileSpan::new(*other, Span::at(0))),
        }),
    }
}

fn field_name(db: &dyn Db, file: File, old: &str, new: &str) -> Result<(), Refusal> {
    if let Some(known) = reserved_field(new) {
        return Err(reserved(new, known.doc));
    }
    not_a_word(new)?;
    let field = inherited::written_field(db, file, old);
    let is_reference = field.is_some_and(|field| matches!(field.field_type, Type::Reference(_)));
    if is_postgres_reserved(new) && !is_reference {
        return Err(reserved(new, "SQL has it, and SpecQL quotes no names."));
    }
    not_too_long(if is_reference {
        format!("fk_{new}")
    } else {
        new.to_owned()
    })?;
    for of in stand_ins(db, file, old) {
        let entities = heirs(db, of).into_iter().chain([of]);
        for entity in entities {
            no_other_field(db, entity, old, new)?;
        }
    }
    Ok(())
}

/// Whether an entity has no other field of this name, be it taken over.
fn no_other_field(db: &dyn Db, file: File, old: &str, new: &str) -> Result<(), Refusal> {
    let fields = inherited::fields(db, file).into_iter();
    let computed = entity(db, file).into_iter().flat_map(|known| &known.others);
    let computed = computed.filter(|(what, _)| *what == key::Name::Field);
    let mut names = fields
        .map(|(_, field)| &field.name)
        .chain(computed.map(|(_, name)| name));
    if names.any(|name| name != old && name.eq_ignore_ascii_case(new)) {
        return Err(Refusal::Taken {
            name: new.to_owned(),
            by: "another field",
            place: None,
        });
    }
    Ok(())
}

fn action_name(db: &dyn Db, file: File, old: &str, new: &str) -> Result<(), Refusal> {
    identifier(new)?;
    not_too_long(format!("type_{}_input", new.to_lowercase()))?;
    let same = entity(db, file)
        .into_iter()
        .flat_map(|known| &known.actions);
    let same = same.filter(|action| action.name != old && action.name.eq_ignore_ascii_case(new));
    let others = files_with(db, NameKind::Action, new).iter();
    let other = others.copied().find(|other| *other != file);
    if same.count() > 0 || other.is_some() {
        // All of them become functions of one schema.
        return Err(Refusal::Taken {
            name: new.to_owned(),
            by: "another action",
            place: other.map(|other| FileSpan::new(other, Span::at(0))),
        });
    }
    Ok(())
}

fn value(db: &dyn Db, file: File, field: &str, new: &str) -> Result<(), Refusal> {
    let goes_on = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    plain_word(new, goes_on, "write letters, digits, `_` and `-`")?;
    let known = inherited::written_field(db, file, field);
    if let Some(Type::Enum(values)) = known.map(|known| &known.field_type)
        && values.iter().any(|value| value == new)
    {
        return Err(Refusal::Taken {
            name: new.to_owned(),
            by: "another value",
            place: None,
        });
    }
    Ok(())
}

/// Whether something else has the name in one of the files.
fn taken(
    db: &dyn Db,
    symbol: &Symbol,
    places: &[(File, Vec<Occurrence>)],
    new: &str,
    by: &'static str,
    is_in_the_way: impl Fn(&Target) -> bool,
) -> Result<(), Refusal> {
    for (file, _) in places {
        let text = file.text(db);
        let is_it = |name: &Occurrence| {
            let letters = text.get_byte_slice(name.span.range());
            is_in_the_way(&name.symbol.target) && letters.is_some_and(|letters| letters == new)
        };
        if let Some(name) = others(db, *file, symbol, new).find(is_it) {
            return Err(Refusal::Taken {
                name: new.to_owned(),
                by,
                place: Some(place(*file, &name)),
            });
        }
    }
    Ok(())
}
