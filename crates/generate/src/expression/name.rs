//! Names, and what they lead to.

use specql_analysis::expression::ast::{Name as Written, Parameter, Path};
use specql_analysis::expression::infer::{Type, composite_member};
use specql_language::expression::{Place, ValueType, name as word};
use specql_sql::expression::BinaryOperator as SqlOperator;
use specql_sql::query::{Select, Source};
use specql_sql::{Expression as Sql, Name};
use specql_yaml::Span;

use super::given::data_type;
use super::walk::Walk;
use super::{Found, Known, Problem, Row, Shape, Table, Value};

/// What the beginning of a path stands for.
enum Start<'db> {
    Known(Known<'db>),
    /// What the caller hands over.
    Input,
}

impl<'db> Walk<'_, '_, 'db> {
    pub(super) fn name(&mut self, name: &str, span: Span, hint: Option<&Shape>) -> Found<Value> {
        if let Some(value) = self.own_key(name, hint) {
            return Ok(value);
        }
        match self.start(name, span)? {
            Some(Start::Known(known)) => Ok(value_of(known)),
            Some(Start::Input) => Err(Problem::new(span, "`input` has to lead to something")),
            None => match hint {
                // A value of an enum that has lost its quotes.
                Some(Shape::Plain(Type::Enum(values))) if values.iter().any(|v| v == name) => {
                    Ok(Value::of(Sql::text(name), ValueType::Literal))
                }
                _ => Err(unknown(name, span)),
            },
        }
    }

    /// Beside a reference, `id` is that of the row it can refer to: in `EXISTS Order WHERE customer
    /// = id` that of the customer and not that of the order.
    fn own_key(&self, name: &str, hint: Option<&Shape>) -> Option<Value> {
        let target = hint?.target().filter(|_| name == "id")?;
        if self.scope.variable(name).is_some() {
            return None;
        }
        let mut rows = self.scope.rows.iter().rev();
        let row = rows.find(|row| row.table.file == target)?;
        Some(value_of(Known::Row(row.clone())))
    }

    fn start(&mut self, name: &str, span: Span) -> Found<Option<Start<'db>>> {
        if name.is_empty() {
            return Err(Problem::new(span, "something is still to be typed"));
        }
        if let Some(known) = self.scope.variable(name) {
            return Ok(Some(Start::Known(known.clone())));
        }
        let value = |value| Ok(Some(Start::Known(Known::Value(value))));
        let rows = self.scope.rows.iter().rev();
        let field = |row: &Row<'db>| field_of(row, name);
        if let Some(found) = rows.clone().find_map(field) {
            return value(found);
        }
        // PL/pgSQL has a habit of calling parameters `p_name`.
        for name in [Some(name), name.strip_prefix("p_")].into_iter().flatten() {
            if self
                .scope
                .parameters
                .iter()
                .any(|known| known.name.text == name)
            {
                return value(self.given(name, span, None)?);
            }
        }
        let other = |row: &Row<'db>| column_of(row, row.table.other_column(name)?);
        if let Some(found) = rows.clone().find_map(other) {
            return value(found);
        }
        if let Some(known) = word(name) {
            if known.place == Place::Input {
                return Ok(Some(Start::Input));
            }
            if !self.knows_caller(known.name) {
                return Err(Problem::new(span, "nobody in particular asks here"));
            }
            return match word_of(known.name) {
                Some(sql) => value(Value::of(sql, known.value)),
                None => Err(Problem::new(span, format!("no row here has `{name}`"))),
            };
        }
        // `customer.name`, where the rows of customers are looked through.
        let is_called = |row: &&Row<'db>| {
            row.table.names.base == name || row.table.names.entity.eq_ignore_ascii_case(name)
        };
        let row = self.scope.rows.iter().rev().find(is_called);
        Ok(row.map(|row| Start::Known(Known::Row(row.clone()))))
    }

    /// Whether a word for who calls has a value. Of a row that belongs to a tenant, the tenant is
    /// known without a caller.
    fn knows_caller(&self, word: &str) -> bool {
        self.scope.has_caller
            || match word {
                "auth_user_id" => false,
                "auth_tenant_id" => self.scope.entity.names.is_multi_tenant,
                _ => true,
            }
    }

    pub(super) fn path(&mut self, path: &Path, hint: Option<&Shape>) -> Found<Value> {
        let Some((first, rest)) = path.parts.split_first() else {
            return Err(Problem::new(path.span, "something is still to be typed"));
        };
        match self.start(&first.text, first.span)? {
            Some(Start::Input) => match rest.split_first() {
                Some((name, rest)) => {
                    let hint = hint.filter(|_| rest.is_empty());
                    let value = self.given(&name.text, name.span, hint)?;
                    self.walk_on(Known::Value(value), rest)
                }
                None => self.name(&first.text, first.span, hint),
            },
            Some(Start::Known(known)) => self.walk_on(known, rest),
            None => Err(unknown(&first.text, first.span)),
        }
    }

    pub(super) fn parameter(
        &mut self,
        parameter: &Parameter,
        span: Span,
        hint: Option<&Shape>,
    ) -> Found<Value> {
        let Some((first, rest)) = parameter.parts.split_first() else {
            let reason = "`?` can only stand where a field gets its value";
            return Err(Problem::new(span, reason));
        };
        if let Some(known) = self.scope.variable(&first.text) {
            return self.walk_on(known.clone(), rest);
        }
        let hint = hint.filter(|_| rest.is_empty());
        let value = self.given(&first.text, first.span, hint)?;
        self.walk_on(Known::Value(value), rest)
    }

    /// What the caller hands over by this name.
    pub(super) fn given(&mut self, name: &str, span: Span, hint: Option<&Shape>) -> Found<Value> {
        if name.is_empty() {
            return Err(Problem::new(span, "something is still to be typed"));
        }
        let (entity, parameters) = (self.scope.entity, self.scope.parameters);
        match &mut self.scope.given {
            Some(given) => given.value(entity, parameters, name, span, hint),
            None => Err(Problem::new(span, "nothing is handed over here")),
        }
    }

    /// From a value to its member, to that one's member, and so on.
    fn walk_on(&mut self, from: Known<'db>, names: &[Written]) -> Found<Value> {
        let mut known = from;
        for (place, name) in names.iter().enumerate() {
            let is_last = place + 1 == names.len();
            known = Known::Value(self.member(known, name, is_last)?);
        }
        Ok(value_of(known))
    }

    fn member(&mut self, of: Known<'db>, name: &Written, is_last: bool) -> Found<Value> {
        if name.text.is_empty() {
            return Err(Problem::new(name.span, "something is still to be typed"));
        }
        let value = match of {
            Known::Row(row) => {
                let column = any_column_of(&row, &name.text);
                return column.ok_or_else(|| no_column(&row.table, name));
            }
            Known::Value(value) => value,
        };
        match &value.shape {
            Shape::Key(files) => match files.as_slice() {
                [file] => {
                    let table = Table::of(self.scope.entity.db, *file);
                    let table = table.ok_or_else(|| unknown(&name.text, name.span))?;
                    self.looked_up(value.sql, &table, name)
                }
                [] => Err(Problem::new(name.span, "what it refers to is not known")),
                _ => {
                    let reason = "it may be a row of one of several entities";
                    Err(Problem::new(name.span, reason))
                }
            },
            Shape::Plain(ty) => member_of_json(value.sql, ty, name, is_last),
        }
    }

    /// A column of the row that a key belongs to.
    fn looked_up(&mut self, key: Sql, table: &Table<'db>, name: &Written) -> Found<Value> {
        let row = Row {
            name: self.scope.new_row_name(),
            table: table.clone(),
        };
        let column = any_column_of(&row, &name.text);
        let value = column.ok_or_else(|| no_column(table, name))?;
        let is_it = Sql::of(row.name.clone(), table.names.key()).equals(key);
        let from = Source::aliased(table.names.table(), row.name);
        let query = Select::one(value.sql.clone(), from).filtered(is_it);
        Ok(Value {
            sql: Sql::Query(Box::new(query)),
            ..value
        })
    }
}

fn member_of_json(sql: Sql, ty: &Type, name: &Written, is_last: bool) -> Found<Value> {
    let is_json = ty.value().is_json();
    if !is_json {
        return Err(Problem::new(name.span, "it has no members"));
    }
    let member = match ty {
        Type::Composite(composite) => match composite_member(composite, &name.text) {
            Some(member) => member.ty,
            None => {
                let reason = format!("`{composite}` has no `{}`", name.text);
                return Err(Problem::new(name.span, reason));
            }
        },
        _ => Type::UNKNOWN,
    };
    let key = Sql::text(&name.text);
    if !is_last || member.value().is_json() {
        let ty = match member.value().is_json() {
            true => member,
            false => Type::Value(ValueType::Json),
        };
        let sql = sql.binary(SqlOperator::Member, key);
        return Ok(Value::new(sql, Shape::Plain(ty)));
    }
    let text = sql.binary(SqlOperator::MemberText, key);
    let sql = match member.value() {
        ValueType::Unknown | ValueType::Text | ValueType::Enum => text,
        value => text.cast(data_type(value)),
    };
    Ok(Value::new(sql, Shape::Plain(member)))
}

/// What a row or a value is where no member is asked for: of a row, its key.
pub(super) fn value_of(known: Known<'_>) -> Value {
    match known {
        Known::Value(value) => value,
        Known::Row(row) => {
            let key = Sql::of(row.name, row.table.names.key());
            Value::new(key, Shape::Key(vec![row.table.file]))
        }
    }
}

/// A field of a row; of an encrypted one, its fingerprint.
fn field_of(row: &Row<'_>, name: &str) -> Option<Value> {
    if let Some(encrypted) = row.table.encrypted(name) {
        let index = Sql::of(row.name.clone(), encrypted.index);
        return Some(Value::encrypted(index));
    }
    column_of(row, row.table.field(name)?)
}

/// Any column of a row that can be named.
fn any_column_of(row: &Row<'_>, name: &str) -> Option<Value> {
    field_of(row, name).or_else(|| column_of(row, row.table.other_column(name)?))
}

/// A column of a row.
fn column_of(row: &Row<'_>, (column, shape): (Name, Shape)) -> Option<Value> {
    Some(Value::new(Sql::of(row.name.clone(), column), shape))
}

fn word_of(name: &str) -> Option<Sql> {
    Some(match name {
        "auth_user_id" | "auth_tenant_id" => Sql::name(name),
        "current_date" => Sql::Word("current_date"),
        "current_time" => Sql::Word("localtime"),
        "current_timestamp" => Sql::call("now", []),
        "localtime" => Sql::Word("localtime"),
        "localtimestamp" => Sql::Word("localtimestamp"),
        "current_user" => Sql::Word("current_user"),
        "session_user" => Sql::Word("session_user"),
        _ => return None,
    })
}

fn unknown(name: &str, span: Span) -> Problem {
    Problem::new(span, format!("nothing is called `{name}` here"))
}

fn no_column(table: &Table<'_>, name: &Written) -> Problem {
    Problem::new(name.span, table.no_column(&name.text))
}
