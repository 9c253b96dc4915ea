//! Read models: what screens and lists show, joined from several entities or summed up.
//!
//! One that is only joined is a view: it is always current, and who asks sees the rows that they
//! may see; or a table that each change brings up to date. One that is summed up is kept. Changes mark it, whoever refreshes the marked ones
//! brings it up to date, and a view before it shows each tenant its own rows.

mod field;
mod figure;
mod gate;
mod joined;
mod source;
mod summed;
mod synced;
mod types;

#[cfg(test)]
mod tests;

use std::collections::HashSet;

use specql_analysis::db::{Db, File};
use specql_language::key;
use specql_sql::catalogue::{Catalogue, Object};
use specql_sql::expression::BinaryOperator;
use specql_sql::function::{Argument, Body, Function, Volatility};
use specql_sql::query::{Order, Select, Source};
use specql_sql::{DataType, Expression, Name, ObjectName, Origin};

use crate::action::pascal;
use crate::annotation;
use crate::block::Block;
use crate::entity::Entity;
use crate::foundation::READ;
use crate::names::part;
use crate::planned::says_something;
use crate::workspace::givers;
use source::Sources;

/// No list is longer.
const LONGEST_LIST: i64 = 500;

/// A list is so long where nothing is said.
const USUAL_LIST: i64 = 50;

/// The way in which a read model can be kept in step with its sources.
const TABLE: &str = "table";

/// A read model as a spec asks for it.
struct Asked<'e, 'db> {
    entity: &'e Entity<'db>,
    /// As it is written.
    name: &'db str,
    /// Its name in names of objects: `open_invoices`.
    base: String,
    block: Block<'db>,
}

/// Adds the read models of an entity. They are of the SpecQL to come.
pub(crate) fn add(entity: &Entity<'_>, catalogue: &mut Catalogue) {
    for asked in written(entity) {
        let made = asked.and_then(|asked| asked.add(catalogue).map_err(|why| asked.left_out(&why)));
        if let Err((reason, origin)) = made {
            catalogue.leave_out(reason, origin);
        }
    }
}

/// The files of the entities that the read models of an entity are made from.
pub(crate) fn files(db: &dyn Db, file: File) -> Vec<File> {
    let Some(entity) = Entity::of(db, file) else {
        return Vec::new();
    };
    let mut files = Vec::new();
    for asked in written(&entity).into_iter().flatten() {
        let names = source::names(asked.source().unwrap_or_default());
        let names = names.unwrap_or_default().into_iter();
        files.extend(names.filter_map(|name| source::file_of(db, file, name).ok()));
    }
    files
}

type Written<'e, 'db> = Result<Asked<'e, 'db>, LeftOut>;
type LeftOut = (String, Option<Origin>);

/// The read models as they are written, each once.
fn written<'e, 'db>(entity: &'e Entity<'db>) -> Vec<Written<'e, 'db>> {
    let block = entity.get("read_models").filter(|_| entity.is_next());
    let block = block.filter(|block| says_something(*block));
    let mut taken = HashSet::new();
    let asked = |item: Block<'db>| {
        let name = item.text_of("name").filter(|name| !name.is_empty());
        let Some(name) = name else {
            return Err(("a read model without a name".to_owned(), item.origin()));
        };
        let asked = Asked {
            entity,
            name,
            base: part(name),
            block: item,
        };
        if !taken.insert(asked.base.clone()) {
            return Err((format!("a second read model `{name}`"), item.origin()));
        }
        Ok(asked)
    };
    let items = block.map(Block::items_or_self).unwrap_or_default();
    items.into_iter().map(asked).collect()
}

/// What the read models of a file are called in names of objects.
#[salsa::tracked]
fn names_of_file(db: &dyn Db, file: File) -> Vec<String> {
    let entity = Entity::of(db, file);
    let names = entity.iter().flat_map(|entity| written(entity)).flatten();
    let mut names: Vec<_> = names.map(|asked| asked.base).collect();
    names.sort_unstable();
    names
}

/// The file whose read model of this name is made, where several have one: the first by its path.
fn owner(db: &dyn Db, base: &str) -> Option<File> {
    let has_one = |file: &File| names_of_file(db, *file).iter().any(|name| name == base);
    let mut files = givers(db, key::Name::Other, base).into_iter();
    files.find(has_one)
}

impl<'db> Asked<'_, 'db> {
    fn add(&self, catalogue: &mut Catalogue) -> Result<(), String> {
        let db = self.entity.db;
        if let Some(owner) = owner(db, &self.base)
            && owner != self.entity.file
        {
            let path = owner.path(db);
            return Err(format!("`{path}` has one of this name already"));
        }
        let sources = Sources::of(db, self.entity.file, self.source())?;
        let asked = self.block.get("aggregation");
        match asked.filter(|asked| says_something(*asked)) {
            None if self.is_synced()? => synced::add(self, &sources, catalogue),
            None => joined::add(self, &sources, catalogue),
            Some(asked) if asked.is_true() => {
                self.leave_out_sync(catalogue);
                summed::add(self, &sources, catalogue)
            }
            Some(_) => Err("`aggregation` is neither `true` nor `false`".to_owned()),
        }?;
        catalogue.add(Object::Schema(Name::new(READ), self.origin()));
        Ok(())
    }

    /// The entities that it is made from, as they are written.
    fn source(&self) -> Option<&'db str> {
        self.block.text_of("source")
    }

    /// Whether it is kept in a table.
    fn is_synced(&self) -> Result<bool, String> {
        match self.block.get("sync").filter(|sync| says_something(*sync)) {
            None => Ok(false),
            Some(sync) if sync.text() == Some(TABLE) => Ok(true),
            Some(_) => Err(format!("it can be kept in step as a `{TABLE}` only")),
        }
    }

    /// Tells that figures are not kept in step by changes.
    fn leave_out_sync(&self, catalogue: &mut Catalogue) {
        if let Some(sync) = self.block.get("sync").filter(|sync| says_something(*sync)) {
            let name = self.name;
            let why = "figures are brought up to date by `read.refresh_dirty()`";
            let reason = format!("`sync` of the read model `{name}`: {why}");
            catalogue.leave_out(reason, sync.origin());
        }
    }

    fn origin(&self) -> Option<Origin> {
        self.block.origin()
    }

    fn left_out(&self, why: &str) -> LeftOut {
        let name = self.name;
        (format!("the read model `{name}`: {why}"), self.origin())
    }

    /// The fields that are asked for: each a name, or a name and an expression.
    fn fields(&self) -> Vec<Block<'db>> {
        let fields = self.block.get("fields");
        fields.map(Block::items_or_self).unwrap_or_default()
    }

    /// Tells that a field is not there, and why.
    fn leave_out_field(&self, field: Block<'_>, why: &str, catalogue: &mut Catalogue) {
        let name = field.text().or_else(|| field.text_of("name"));
        let name = name.unwrap_or_default();
        let reason = format!("`{name}` of the read model `{}`: {why}", self.name);
        catalogue.leave_out(reason, field.origin());
    }

    /// An object of it: `read.v_open_invoices`.
    fn object(&self, before: &str) -> ObjectName {
        ObjectName::new(READ, format!("{before}{}", self.base).as_str())
    }

    /// What is told of what it shows.
    fn comment(&self, sentence: &str) -> String {
        let name = pascal(&self.base);
        annotation::block(sentence, "type", &[("name", &name), ("read_model", "true")])
    }

    /// Adds the functions by which its rows are read: one by its id, and lists of which each goes
    /// on behind the last row of the one before.
    fn add_readers(&self, key: &Name, key_type: DataType, first: Expression, out: &mut Catalogue) {
        let view = self.object("v_");
        let of_row = |column: Name| Expression::of("v", column);
        let rows = || Select::one(Expression::Star, Source::aliased(view.clone(), "v"));
        let reader = |name: ObjectName, arguments, query: Select, comment: &str| {
            let result = DataType::object(view.clone()).set();
            let mut function =
                Function::new(name, arguments, result, Body::Select(Box::new(query)))
                    .with_volatility(Volatility::Stable)
                    .with_comment(comment)
                    .with_origin(self.origin());
            function.is_late = true;
            function
        };
        let name = self.object("get_");
        let given = Function::argument(&name, "p_id");
        out.add(reader(
            name,
            vec![Argument::new("p_id", DataType::UUID)],
            rows().filtered(of_row("id".into()).equals(given)),
            "The row with this id.",
        ));
        let name = self.object("list_");
        let given = |argument: &str| Function::argument(&name, argument);
        let is_next = of_row(key.clone()).binary(BinaryOperator::Greater, given("p_after"));
        let most = Expression::call(
            "least",
            [given("p_limit"), Expression::integer(LONGEST_LIST)],
        );
        let query = Select {
            order_by: vec![Order {
                by: of_row(key.clone()),
                descending: false,
            }],
            limit: Some(most),
            ..rows().filtered(is_next)
        };
        let arguments = vec![
            Argument::new("p_after", key_type).with_default(first),
            Argument::new("p_limit", DataType::INTEGER)
                .with_default(Expression::integer(USUAL_LIST)),
        ];
        out.add(reader(
            name.clone(),
            arguments,
            query,
            &format!("The next rows behind the one with this {key}, in the order of it."),
        ));
    }
}
