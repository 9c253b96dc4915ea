//! What a read model is made from: entities, and the references between them.

use std::collections::{HashSet, VecDeque};

use specql_analysis::db::{Db, File};
use specql_language::read_model::JOIN;
use specql_sql::query::{Join, Select, Source};
use specql_sql::{Expression, Name};

use crate::expression::{Shape, Table};
use crate::names::Names;
use crate::reference::key_column_of;
use crate::table::columns_of_fields;
use crate::workspace::find_entity;

/// More entities are not put side by side.
const MOST_MEMBERS: usize = 16;

/// The entities of a read model. The references between them lead from one of them to all others.
pub(super) struct Sources<'db> {
    first: Member<'db>,
    /// In the order in which they are written.
    others: Vec<Member<'db>>,
    links: Vec<Link>,
    /// The member that leads to all others: of which there are the most rows.
    pub(super) root: usize,
}

/// An entity of a read model.
pub(super) struct Member<'db> {
    pub(super) table: Table<'db>,
    /// What its row is called in the query.
    pub(super) alias: Name,
}

/// A reference between two members.
struct Link {
    /// Which has the key.
    from: usize,
    /// Whose key it is.
    to: usize,
    column: Name,
}

/// The names of the entities that a source lists.
pub(super) fn names(source: &str) -> Result<Vec<&str>, String> {
    let mut names = Vec::new();
    for (number, word) in source.split_whitespace().enumerate() {
        let is_join = word.eq_ignore_ascii_case(JOIN);
        if is_join != (number % 2 == 1) {
            let reason = format!("`{word}` stands where `{}` should", expected(number));
            return Err(reason);
        }
        if !is_join {
            names.push(word);
        }
        if names.len() > MOST_MEMBERS {
            return Err("it is made from too many entities".to_owned());
        }
    }
    if source.split_whitespace().count().is_multiple_of(2) {
        return Err("its source ends where an entity should stand".to_owned());
    }
    Ok(names)
}

const fn expected(number: usize) -> &'static str {
    if number % 2 == 1 {
        JOIN
    } else {
        "the name of an entity"
    }
}

/// The file of an entity that a source names.
pub(super) fn file_of(db: &dyn Db, from: File, written: &str) -> Result<File, String> {
    let (schema, name) = match written.split_once('.') {
        Some((schema, name)) => (Some(schema), name),
        None => (None, written),
    };
    find_entity(db, from, schema, name).map_err(|missing| missing.reason(name))
}

impl<'db> Sources<'db> {
    /// The entities that a source names; where there is none, that of the file itself.
    pub(super) fn of(db: &'db dyn Db, file: File, source: Option<&str>) -> Result<Self, String> {
        let named = source.map(names).transpose()?.unwrap_or_default();
        let mut files = named.into_iter().map(|name| file_of(db, file, name));
        let table = |file| Table::of(db, file).ok_or("there is no entity in its file");
        let table_of_first = table(files.next().unwrap_or(Ok(file))?)?;
        let mut sources = Self {
            first: Member {
                alias: Name::new(&table_of_first.names.base),
                table: table_of_first,
            },
            others: Vec::new(),
            links: Vec::new(),
            root: 0,
        };
        for file in files {
            sources.add(table(file?)?)?;
        }
        sources.name_rows();
        sources.root = sources.find_root()?;
        Ok(sources)
    }

    fn add(&mut self, table: Table<'db>) -> Result<(), String> {
        let name = table.names.entity.clone();
        let is_known = |member: &Member<'_>| member.table.file == table.file;
        if self.members().any(is_known) {
            return Err(format!("`{name}` stands in its source twice"));
        }
        let new = 1 + self.others.len();
        let alias = Name::new(&table.names.base);
        self.others.push(Member { table, alias });
        let mut found: Vec<Link> = Vec::new();
        for other in 0..new {
            found.extend(self.links_from(other, new));
            found.extend(self.links_from(new, other));
        }
        match found.len() {
            1 => self.links.append(&mut found),
            0 => {
                let reason =
                    format!("there is no reference between `{name}` and what is before it");
                return Err(reason);
            }
            _ => {
                let links: Vec<_> = found.iter().map(|link| self.told(link)).collect();
                let links = links.join(", ");
                return Err(format!("`{name}` is joined by several references: {links}"));
            }
        }
        Ok(())
    }

    /// A reference for people: `` `origin` of `Trip` ``.
    fn told(&self, link: &Link) -> String {
        let entity = &self.member(link.from).table.names.entity;
        let column = link.column.as_str();
        let field = column.strip_prefix("fk_").unwrap_or(column);
        format!("`{field}` of `{entity}`")
    }

    /// Gives each row a name of its own that is not the name of a column: a row as a whole is
    /// spoken of by its name alone.
    fn name_rows(&mut self) {
        // In triggers, two rows are called so already.
        let mut taken = HashSet::from([Name::new("new"), Name::new("old")]);
        let mut names = Vec::new();
        for member in self.members() {
            let base = &member.table.names.base;
            let mut alias = Name::new(base);
            let mut number = 2;
            while taken.contains(&alias) || self.members().any(|other| other.has_column(&alias)) {
                alias = Name::new(&format!("{base}_{number}"));
                number += 1;
            }
            taken.insert(alias.clone());
            names.push(alias);
        }
        let members = std::iter::once(&mut self.first).chain(&mut self.others);
        for (member, name) in members.zip(names) {
            member.alias = name;
        }
    }

    /// The references by which one member leads to another.
    fn links_from(&self, from: usize, to: usize) -> Vec<Link> {
        let target = &self.member(to).table;
        let table = &self.member(from).table;
        let fields = table.entity.fields.iter();
        let links = fields.filter_map(|field| {
            let (column, shape) = table.field(&field.name)?;
            let Shape::Key(files) = shape else {
                return None;
            };
            let column = match files.as_slice() {
                [file] => (*file == target.file).then_some(column)?,
                files if files.contains(&target.file) => {
                    let all = files.iter().filter_map(|file| Names::of(table.db, *file));
                    key_column_of(&field.name, &target.names, &all.collect::<Vec<_>>())
                }
                _ => return None,
            };
            let is_there = self.member(from).has_column(&column);
            is_there.then_some(Link { from, to, column })
        });
        links.collect()
    }

    /// The member that all others are reached from. Each but the first was added with one link, so
    /// that is the only one to which no link leads.
    fn find_root(&self) -> Result<usize, String> {
        let is_root = |member: &usize| self.links.iter().all(|link| link.to != *member);
        let roots: Vec<usize> = (0..=self.others.len()).filter(is_root).collect();
        match roots.as_slice() {
            [root] => Ok(*root),
            roots => {
                let entities = roots
                    .iter()
                    .map(|root| &self.member(*root).table.names.entity);
                let entities: Vec<_> = entities.map(|entity| format!("`{entity}`")).collect();
                Err(format!(
                    "rows of {} stand side by side, and nothing says which belong together",
                    entities.join(" and ")
                ))
            }
        }
    }

    /// All members, in the order in which they are written.
    pub(super) fn members(&self) -> impl Iterator<Item = &Member<'db>> {
        std::iter::once(&self.first).chain(&self.others)
    }

    /// A member by its number, which is always one that was told here.
    pub(super) fn member(&self, number: usize) -> &Member<'db> {
        let other = number.checked_sub(1).and_then(|at| self.others.get(at));
        other.unwrap_or(&self.first)
    }

    /// The members that are reached from one by its references, and that one.
    pub(super) fn reached_from(&self, member: usize) -> HashSet<usize> {
        let mut reached = HashSet::from([member]);
        let mut open = vec![member];
        while let Some(at) = open.pop() {
            for link in self.links.iter().filter(|link| link.from == at) {
                if reached.insert(link.to) {
                    open.push(link.to);
                }
            }
        }
        reached
    }

    /// The member that a column leads to from another.
    pub(super) fn behind(&self, from: usize, column: &Name) -> Option<usize> {
        let mut links = self.links.iter();
        let link = links.find(|link| link.from == from && link.column == *column)?;
        Some(link.to)
    }

    /// The column by which the others lead to a member; none for the one that leads to all others.
    pub(super) fn key_of(&self, member: usize) -> Option<Expression> {
        let link = self.links.iter().find(|link| link.to == member)?;
        Some(self.member(link.from).of(link.column.clone()))
    }

    /// The rows of one member that are not deleted, each beside those of the others.
    pub(super) fn query(&self, start: usize) -> Select {
        let first = self.member(start);
        let mut query = Select {
            from: Some(first.source()),
            ..Select::default()
        }
        .filtered(first.is_live());
        let mut seen = HashSet::from([start]);
        let mut open = VecDeque::from([start]);
        while let Some(at) = open.pop_front() {
            for link in &self.links {
                let next = match (link.from == at, link.to == at) {
                    (true, _) => link.to,
                    (_, true) => link.from,
                    _ => continue,
                };
                if !seen.insert(next) {
                    continue;
                }
                query
                    .joins
                    .push(self.join(link, self.member(at), self.member(next)));
                open.push_back(next);
            }
        }
        query
    }

    fn join(&self, link: &Link, known: &Member<'db>, new: &Member<'db>) -> Join {
        let (from, to) = (self.member(link.from), self.member(link.to));
        let key = to.table.names.key();
        let mut on = to.of(key).equals(from.of(link.column.clone()));
        let has_tenant = |member: &Member<'_>| member.table.names.is_multi_tenant;
        if has_tenant(known) && has_tenant(new) {
            on = on.and(new.of("tenant_id").equals(known.of("tenant_id")));
        }
        Join {
            is_left: true,
            source: new.source(),
            on: on.and(new.is_live()),
        }
    }
}

impl Member<'_> {
    /// A column of its row.
    pub(super) fn of(&self, column: impl Into<Name>) -> Expression {
        Expression::of(self.alias.clone(), column)
    }

    /// Whether its table has a column for a field.
    pub(super) fn has_column(&self, column: &Name) -> bool {
        columns_of_fields(self.table.db, self.table.file).contains(column.as_str())
    }

    fn source(&self) -> Source {
        Source::aliased(self.table.names.table(), self.alias.clone())
    }

    fn is_live(&self) -> Expression {
        self.of("deleted_at").is_null()
    }
}
