//! Expressions over the rows of a table: what holds for them, and what is worked out from them.

use specql_analysis::Span;
use specql_analysis::db::File;
use specql_analysis::expression::ast::Expression as Written;
use specql_analysis::expression::of_text;
use specql_sql::catalogue::{
    Catalogue, Column, Constraint, ConstraintKind, Event, Filled, Object, Timing, Trigger,
};
use specql_sql::expression::{Among, BinaryOperator, FunctionName};
use specql_sql::function::{Block as Steps, Body, Function, RaiseOption, Statement, Variable};
use specql_sql::function::{Level, Returns, Volatility};
use specql_sql::{DataType, Expression, Name, Origin};

use crate::block::{Block, origin};
use crate::entity::Entity;
use crate::expression::{Row, Scope, Shape, Table, Value, data_type, first_in};
use crate::names::part;
use crate::table::More;

/// Adds computed fields, checks and validations. They are of the SpecQL to come.
pub(crate) fn add(entity: &Entity<'_>, more: &mut More, catalogue: &mut Catalogue) -> Vec<Object> {
    let mut objects = Vec::new();
    if !entity.is_next() {
        return objects;
    }
    for (name, block) in computed_fields(entity) {
        match computed_field(entity, name, block) {
            Ok(Computed::Column(column)) => more.columns.push(*column),
            Ok(Computed::Function(function)) => objects.push((*function).into()),
            Err(reason) => {
                let reason = format!("the computed field `{name}`: {reason}");
                catalogue.leave_out(reason, block.origin());
            }
        }
    }
    for rule in rules(entity) {
        match rule.made(entity) {
            Ok(Made::Check(check)) => more.constraints.push(*check),
            Ok(Made::Trigger(made)) => objects.extend(*made),
            Err(reason) => {
                let reason = format!("the rule `{}`: {reason}", rule.name);
                catalogue.leave_out(reason, rule.block.origin());
            }
        }
    }
    objects
}

/// Computed fields, by their names. Of an entity and one that it takes over, its own comes first.
fn computed_fields<'db>(entity: &Entity<'db>) -> Vec<(&'db str, Block<'db>)> {
    let mut found: Vec<(&str, Block<'_>)> = Vec::new();
    let written = entity.all("computed_fields").flat_map(Block::items);
    for (name, block) in written.flat_map(Block::entries) {
        let is_known = found.iter().any(|(known, _)| *known == name);
        if !(block.is_inherited() && is_known) {
            found.push((name, block));
        }
    }
    found
}

/// A value over a row that is called so, where a block writes it.
pub(crate) fn value<'db>(
    entity: &Entity<'db>,
    block: Block<'db>,
    row: &Name,
) -> Result<Value, String> {
    let place = origin(block.span());
    let is_it =
        |written: &&Written| place.start <= written.span.start && written.span.end <= place.end;
    let file = entity.provider_of(block).ok_or("it is nowhere")?;
    let written = file.spec.expressions.iter().find(is_it);
    compiled(entity, file.file, written.ok_or("it cannot be read")?, row)
}

/// The same of a text that is an expression of SQL.
pub(crate) fn value_of_text(entity: &Entity<'_>, text: &str, row: &Name) -> Result<Value, String> {
    let mut written = of_text(text).ok_or("it cannot be read")?;
    if let Some(reason) = first_in(entity, &written) {
        return Err(reason);
    }
    // What is wrong in the file has nothing to do with it.
    written.span = Span::at(u32::MAX as usize);
    compiled(entity, entity.file, &written, row)
}

/// The same of an expression that was read elsewhere.
fn compiled(
    entity: &Entity<'_>,
    file: File,
    written: &Written,
    row: &Name,
) -> Result<Value, String> {
    let table = Table::of(entity.db, entity.file).ok_or("it has no table")?;
    let row = Row {
        name: row.clone(),
        table,
    };
    let mut scope = Scope::new(entity).with_row(row);
    scope.file = file;
    scope.value(written).map_err(|problem| problem.reason)
}

/// The same, which has to be true or false.
pub(crate) fn condition<'db>(
    entity: &Entity<'db>,
    block: Block<'db>,
    row: &Name,
) -> Result<Expression, String> {
    boolean(value(entity, block, row)?)
}

/// The same of a text that is an expression of SQL, which may look at nothing but its row.
pub(crate) fn condition_of_text(
    entity: &Entity<'_>,
    text: &str,
    row: &Name,
) -> Result<Expression, String> {
    let condition = boolean(value_of_text(entity, text, row)?)?;
    is_row_local(&condition)
        .then_some(condition)
        .ok_or_else(|| "it looks at other rows".to_owned())
}

fn boolean(value: Value) -> Result<Expression, String> {
    let boolean = data_type(value.shape.value()) == DataType::BOOLEAN;
    boolean
        .then_some(value.sql)
        .ok_or_else(|| "it is neither true nor false".to_owned())
}

/// Whether an expression looks at nothing but its row.
pub(crate) fn is_row_local(expression: &Expression) -> bool {
    all_parts(expression, &|part| match part {
        Expression::Query(_) | Expression::Exists(_) => false,
        Expression::In { among, .. } => matches!(among, Among::Values(_)),
        Expression::Call(call) => matches!(call.function, FunctionName::BuiltIn(_)),
        Expression::Name(names) => names.len() > 1,
        _ => true,
    })
}

/// Whether an expression gives the same as long as the rows that it names stay as they are. The id of a
/// row never changes, so it may be looked up.
pub(crate) fn is_of_rows_and_ids(expression: &Expression) -> bool {
    const CHANGING: [&str; 5] = ["age", "clock_timestamp", "gen_random_uuid", "now", "random"];
    all_parts(expression, &|part| match part {
        Expression::Query(_) | Expression::Exists(_) | Expression::Word(_) => false,
        Expression::In { among, .. } => matches!(among, Among::Values(_)),
        Expression::Call(call) => match &call.function {
            FunctionName::BuiltIn(name) => !CHANGING.contains(name),
            FunctionName::Object(_) => true,
        },
        // A function of a whole row may look at others.
        Expression::Name(names) => names.len() > 1,
        _ => true,
    })
}

/// Whether an expression surely gives the same for the same row, always. Days and times depend on
/// the time zone of who asks, so nothing with them is taken.
pub(crate) fn is_immutable(entity: &Entity<'_>, expression: &Expression) -> bool {
    const FUNCTIONS: [&str; 18] = [
        "abs",
        "btrim",
        "ceil",
        "char_length",
        "coalesce",
        "floor",
        "greatest",
        "least",
        "left",
        "length",
        "lower",
        "ltrim",
        "nullif",
        "replace",
        "right",
        "round",
        "rtrim",
        "upper",
    ];
    const TYPES: [&str; 8] = [
        "text",
        "integer",
        "bigint",
        "smallint",
        "numeric",
        "boolean",
        "uuid",
        "double precision",
    ];
    let type_of = |names: &[Name]| {
        let column = names.last()?;
        let mut fields = entity.fields.iter();
        let field = fields.find(|field| field.column_name() == *column)?;
        field.data_type().built_in_name()
    };
    is_row_local(expression)
        && all_parts(expression, &|part| match part {
            Expression::Name(names) => type_of(names).is_some_and(|name| TYPES.contains(&name)),
            Expression::Call(call) => match call.function {
                FunctionName::BuiltIn(name) => FUNCTIONS.contains(&name),
                FunctionName::Object(_) => false,
            },
            // A number beside a text depends on settings.
            Expression::Binary(BinaryOperator::Concatenate, left, right) => {
                [left, right].into_iter().all(|side| {
                    all_parts(side, &|part| match part {
                        Expression::Name(names) => type_of(names) == Some("text"),
                        Expression::Number(_) | Expression::Boolean(_) => false,
                        _ => true,
                    })
                })
            }
            Expression::Cast(_, data_type) => data_type
                .built_in_name()
                .is_some_and(|name| TYPES.contains(&name)),
            Expression::Word(_) | Expression::Extract(..) => false,
            _ => true,
        })
}

/// Whether something holds for all parts of an expression.
fn all_parts(expression: &Expression, holds: &dyn Fn(&Expression) -> bool) -> bool {
    holds(expression)
        && expression
            .parts()
            .into_iter()
            .all(|part| all_parts(part, holds))
}

// Computed fields

enum Computed {
    /// What the database keeps.
    Column(Box<Column>),
    /// What is worked out when it is asked for.
    Function(Box<Function>),
}

fn computed_field<'db>(
    entity: &Entity<'db>,
    name: &str,
    block: Block<'db>,
) -> Result<Computed, String> {
    if entity.field(name).is_some() {
        return Err("there is a field of this name".to_owned());
    }
    let names = &entity.names;
    let kept = value(entity, block, &names.table().name)?;
    if is_immutable(entity, &kept.sql) {
        let column = Column::new(name, result_type(&kept.shape))
            .filled(Filled::Computed(kept.sql))
            .with_comment("Worked out from other columns.")
            .with_origin(block.origin());
        return Ok(Computed::Column(Box::new(column)));
    }
    let row = Name::new("p_row");
    let asked = value(entity, block, &row)?;
    let result = result_type(&asked.shape);
    let body = if is_row_local(&asked.sql) {
        Body::Value(asked.sql)
    } else {
        Body::Block(Steps {
            variables: tenant_of(entity, &row),
            statements: vec![Statement::Return(Some(asked.sql))],
            handlers: Vec::new(),
        })
    };
    let argument = specql_sql::function::Argument::new(row, DataType::object(names.table()));
    let function = Function::new(
        names.object(&format!("{}_{}", names.base, part(name))),
        vec![argument],
        result,
        body,
    )
    .with_volatility(Volatility::Stable)
    .with_comment("Worked out from a row when it is asked for.")
    .with_origin(block.origin());
    Ok(Computed::Function(Box::new(function)))
}

/// The names of computed fields that are worked out when they are asked for.
pub(crate) fn computed_functions<'db>(entity: &Entity<'db>) -> impl Iterator<Item = &'db str> {
    let fields = match entity.is_next() {
        true => computed_fields(entity),
        false => Vec::new(),
    };
    let is_function = |(name, block): &(&'db str, Block<'db>)| {
        matches!(
            computed_field(entity, name, *block),
            Ok(Computed::Function(_))
        )
    };
    let functions = fields.into_iter().filter(is_function);
    functions
        .map(|(name, _)| name)
        .collect::<Vec<_>>()
        .into_iter()
}

/// The value of a computed field over a row that is called so, and its type, if there is such a
/// field.
pub(crate) fn computed(
    entity: &Entity<'_>,
    name: &str,
    row: &Name,
) -> Option<(Expression, DataType)> {
    let written = Some(computed_fields(entity)).filter(|_| entity.is_next())?;
    let mut written = written.into_iter();
    let (_, block) = written.find(|(known, _)| *known == name)?;
    Some(match computed_field(entity, name, block).ok()? {
        Computed::Column(column) => (Expression::of(row.clone(), column.name), column.data_type),
        Computed::Function(function) => {
            let Returns::Type(data_type) = function.returns else {
                return None;
            };
            let row = Expression::name(row.clone());
            (Expression::call_object(function.name, [row]), data_type)
        }
    })
}

/// The type that a value of this kind is kept in.
pub(crate) fn result_type(shape: &Shape) -> DataType {
    match shape {
        Shape::Key(_) => DataType::INTEGER,
        Shape::Plain(ty) => data_type(ty.value()),
    }
}

/// What stands for the tenant of a row where other rows are looked up.
fn tenant_of(entity: &Entity<'_>, row: &Name) -> Vec<Variable> {
    let tenant = Variable::new("auth_tenant_id", DataType::UUID);
    let value = Expression::of(row.clone(), "tenant_id");
    entity
        .names
        .is_multi_tenant
        .then(|| tenant.with_value(value))
        .into_iter()
        .collect()
}

// Rules

/// What has to hold for every row.
struct Rule<'db> {
    name: String,
    condition: Option<Block<'db>>,
    /// Only for rows for which this holds.
    when: Option<Block<'db>>,
    message: Option<&'db str>,
    block: Block<'db>,
    /// What it is called in the database.
    constraint: Name,
}

enum Made {
    Check(Box<Constraint>),
    Trigger(Box<[Object; 2]>),
}

/// The rules that are written out. One that is taken over gives way to one of the same name.
fn rules<'db>(entity: &Entity<'db>) -> Vec<Rule<'db>> {
    let mut kept: Vec<Rule<'_>> = Vec::new();
    for rule in written_rules(entity) {
        let is_known = kept.iter().any(|known| known.name == rule.name);
        if !(rule.block.is_inherited() && is_known) {
            kept.push(rule);
        }
    }
    kept
}

fn written_rules<'db>(entity: &Entity<'db>) -> Vec<Rule<'db>> {
    let constraints = entity.all("constraints").flat_map(Block::items);
    let checks = constraints
        .filter(|item| item.text_of("type") == Some("check"))
        .enumerate()
        .map(|(number, item)| {
            let name = item.text_of("name");
            let usual = format!("rule_{}", number + 1);
            let constraint = match name {
                Some(name) => Name::new(name),
                None => entity.names.of_table(&format!("{usual}_check")),
            };
            Rule {
                name: name.unwrap_or(&usual).to_owned(),
                condition: item.get("expression"),
                when: None,
                message: item.text_of("message"),
                block: item,
                constraint,
            }
        });
    let validations = entity.all("validations").flat_map(Block::items);
    let validations = validations.enumerate().map(|(number, item)| {
        let usual = format!("validation_{}", number + 1);
        let name = item.text_of("name").unwrap_or(&usual);
        let base = &entity.names.base;
        Rule {
            name: name.to_owned(),
            condition: item.get("condition"),
            when: item.get("when"),
            message: item.text_of("error"),
            block: item,
            constraint: Name::new(&format!("chk_tb_{base}_{}", part(name))),
        }
    });
    checks.chain(validations).collect()
}

impl<'db> Rule<'db> {
    fn made(&self, entity: &Entity<'db>) -> Result<Made, String> {
        let table = entity.names.table();
        let condition = self.over(entity, &table.name)?;
        if is_row_local(&condition) {
            let check = Constraint::new(self.constraint.clone(), ConstraintKind::Check(condition));
            return Ok(Made::Check(Box::new(
                check.with_origin(self.block.origin()),
            )));
        }
        let row = Name::new("new");
        let condition = self.over(entity, &row)?;
        Ok(Made::Trigger(Box::new(self.trigger(entity, condition))))
    }

    /// What has to hold for a row that is called so. What is not known counts as fine.
    fn over(&self, entity: &Entity<'db>, row: &Name) -> Result<Expression, String> {
        let written = self.condition.ok_or("it is in words only")?;
        let condition = condition(entity, written, row)?;
        let Some(when) = self.when else {
            return Ok(condition);
        };
        let when = self::condition(entity, when, row)?;
        Ok(when.inverted().or(condition))
    }

    /// A rule that looks at other rows is looked at after each change.
    fn trigger(&self, entity: &Entity<'_>, condition: Expression) -> [Object; 2] {
        let names = &entity.names;
        let origin: Option<Origin> = self.block.origin();
        let message = self.message.unwrap_or(&self.name);
        let is_broken = condition.inverted();
        let refuse = Statement::Raise {
            level: Level::Exception,
            options: vec![
                (RaiseOption::Code, Expression::text("check_violation")),
                (RaiseOption::Message, Expression::text(message)),
                (
                    RaiseOption::Constraint,
                    Expression::text(self.constraint.as_str()),
                ),
            ],
        };
        let block = Steps {
            variables: tenant_of(entity, &Name::new("new")),
            statements: vec![
                Statement::when(is_broken, [refuse]),
                Statement::Return(Some(Expression::Null)),
            ],
            handlers: Vec::new(),
        };
        let base = format!("{}_{}", names.base, part(&self.name));
        let function = names.object(&format!("trg_{base}"));
        [
            Function::of_trigger(function.clone(), block)
                .with_comment("Keeps a rule over several rows.")
                .with_origin(origin)
                .into(),
            Trigger {
                name: Name::new(&format!("trg_tb_{base}")),
                table: names.table(),
                timing: Timing::After,
                events: vec![Event::Insert, Event::Update(Vec::new())],
                for_each_row: true,
                is_deferrable: true,
                condition: None,
                function,
                arguments: Vec::new(),
                origin,
            }
            .into(),
        ]
    }
}
