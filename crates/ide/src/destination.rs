//! Where editors go: the place in which something gets its name.

use specql_analysis::db::{Db, File, Workspace};
use specql_analysis::index::domain_registry;
use specql_analysis::resolve::Target;
use specql_analysis::view::view;
use specql_yaml::Span;

use crate::symbol::{Symbol, definitions};

/// Where a name leads from a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Destinations {
    /// The name at the place.
    pub origin: Span,
    /// Where it leads; there may be several, or none that is in a file.
    pub destinations: Vec<Destination>,
}

/// A place to go to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Destination {
    /// In which file.
    pub file: File,
    /// The name.
    pub name: Span,
    /// All that belongs to it: the field with its type, the action with its steps.
    pub whole: Span,
}

impl Destination {
    /// A name by itself.
    pub(crate) const fn of_name(file: File, name: Span) -> Self {
        Self {
            file,
            name,
            whole: name,
        }
    }
}

/// The places in which something gets its name. What belongs to the language has none.
pub(crate) fn destinations(db: &dyn Db, symbol: &Symbol) -> Vec<Destination> {
    let of_made = symbol.made.map(|made| made.file);
    let file = match &symbol.target {
        Target::Entity(file)
        | Target::Field(file, _)
        | Target::Action(file, _)
        | Target::EnumValue(file, ..)
        | Target::Other(file, ..) => Some(*file),
        Target::File(file) => return vec![Destination::of_name(*file, Span::at(0))],
        Target::Schema(name) => return schema(db, name).into_iter().collect(),
        _ => of_made,
    };
    let Some(file) = file else {
        return Vec::new();
    };
    let given = definitions(db, file).into_iter();
    let names = given.filter(|given| given.symbol == *symbol);
    let spec = view(db, file).spec;
    let fields = spec.fields.iter().map(|field| {
        let name = field.name.span;
        (name, name.to(field.span))
    });
    let actions = spec.actions.iter();
    let actions = actions.filter_map(|action| Some((action.name.as_ref()?.span, action.span)));
    let wholes: Vec<(Span, Span)> = fields.chain(actions).collect();
    names
        .map(|given| {
            let name = given.span;
            let holds =
                |whole: &&(Span, Span)| whole.0.start <= name.start && name.end <= whole.0.end;
            let whole = wholes.iter().find(holds).map_or(name, |whole| whole.1);
            Destination { file, name, whole }
        })
        .collect()
}

/// Where the registry names a schema.
fn schema(db: &dyn Db, name: &str) -> Option<Destination> {
    let workspace = Workspace::try_get(db)?;
    let file = workspace.registry(db)?;
    let domain = domain_registry(db, workspace).schema(name)?;
    Some(Destination::of_name(file, domain.name.as_ref()?.span))
}
