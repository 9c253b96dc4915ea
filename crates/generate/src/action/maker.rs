//! A function in the making: what is known at each point of it, and what it has done until there.

use std::collections::{HashMap, HashSet};

use specql_analysis::expression::ast::Expression;
use specql_analysis::expression::lower;
use specql_analysis::source;
use specql_analysis::spec::Step;
use specql_sql::expression::BinaryOperator;
use specql_sql::function::{Block, Handler, Level, RaiseOption, Statement, Variable};
use specql_sql::query::{Select, Source};
use specql_sql::{DataType, Expression as Sql, Name};
use specql_yaml::Span;

use super::answer::{Answer, INVALID, NOT_FOUND, REQUIRED, is_required, object, texts};
use super::naming::{Action, ActionKind};
use crate::entity::Entity;
use crate::expression::{Found, Given, GivenValue, Problem, Row, Scope, Table};

/// The variable with the row that the action is about.
pub(super) const ROW: &str = "v_row";

/// By this an error is known that undoes what the action has done and is told to the caller.
const UNDO: &str = "SP001";
const UNDO_CONDITION: &str = "SQLSTATE 'SP001'";

/// A function in the making.
pub(super) struct Maker<'e, 'db> {
    pub(super) entity: &'e Entity<'db>,
    pub(super) action: &'e Action<'db>,
    pub(super) table: Table<'db>,
    pub(super) scope: Scope<'e, 'db>,
    /// The variables of the function.
    variables: Vec<Variable>,
    /// Their names.
    names: HashSet<Name>,
    /// The last number that a name has got to be another one.
    numbers: HashMap<String, usize>,
    /// Questions in SQL that later ones can read from, each with its name.
    pub(super) questions: Vec<String>,
    /// What was left out.
    pub(super) problems: Vec<Problem>,
    /// Whether the row is in its table, and not only in the variable.
    pub(super) is_stored: bool,
    /// Whether something may have been changed already, so that a failure has to undo it.
    pub(super) has_changed: bool,
    /// Whether some failure does.
    undoes: bool,
    /// Whether the input has all fields of the entity.
    pub(super) takes_fields: bool,
    /// The steps as they are written.
    blocks: &'e Blocks<'db>,
}

/// How far a function has come.
#[derive(Clone, Copy)]
pub(super) struct Progress {
    is_stored: bool,
    has_changed: bool,
}

/// Mappings by their places.
pub(super) type Blocks<'db> = HashMap<Span, crate::block::Block<'db>>;

impl<'e, 'db> Maker<'e, 'db> {
    pub(super) fn new(
        entity: &'e Entity<'db>,
        action: &'e Action<'db>,
        blocks: &'e Blocks<'db>,
    ) -> Option<Self> {
        let table = Table::of(entity.db, entity.file)?;
        let row = Row {
            name: Name::new(ROW),
            table: table.clone(),
        };
        let mut scope = Scope::new(entity).with_row(row);
        scope.parameters = &action.spec.parameters;
        scope.has_caller = true;
        scope.file = action.file;
        if action.kind != ActionKind::Delete {
            scope.given = Some(Given::default());
        }
        let row_type = DataType::object(entity.names.table());
        Some(Self {
            entity,
            action,
            table,
            scope,
            variables: vec![Variable::new(ROW, row_type)],
            names: HashSet::from([Name::new(ROW)]),
            numbers: HashMap::new(),
            questions: Vec::new(),
            problems: Vec::new(),
            is_stored: true,
            has_changed: false,
            undoes: false,
            takes_fields: false,
            blocks,
        })
    }

    /// The id of the row, as far as it is known before anything is done.
    pub(super) fn id(&self) -> Sql {
        match self.action.kind {
            ActionKind::Create => Sql::Null,
            ActionKind::Delete => Sql::name("input_entity_id"),
            ActionKind::Update | ActionKind::Custom => Sql::of("input_data", "id"),
        }
    }

    /// A new variable; its name is another one where there is one of that name.
    pub(super) fn variable(&mut self, name: &str, data_type: DataType) -> Name {
        let mut free = Name::new(name);
        let mut number = self.numbers.get(name).copied().unwrap_or(1);
        while !self.names.insert(free.clone()) {
            number += 1;
            free = Name::new(&format!("{name}_{number}"));
        }
        self.numbers.insert(name.to_owned(), number);
        self.variables.push(Variable::new(free.clone(), data_type));
        free
    }

    /// The variable of this name, which is there once.
    pub(super) fn variable_once(&mut self, name: &Name, data_type: DataType) {
        if self.names.insert(name.clone()) {
            let variable = Variable::new(name.clone(), data_type);
            self.variables.push(variable);
        }
    }

    /// The row that the action is about.
    pub(super) fn row(&self) -> Row<'db> {
        Row {
            name: Name::new(ROW),
            table: self.table.clone(),
        }
    }

    /// How far the function has come.
    pub(super) const fn progress(&self) -> Progress {
        Progress {
            is_stored: self.is_stored,
            has_changed: self.has_changed,
        }
    }

    /// Steps that are one of several ways: what the other ways do has not been done in this one.
    pub(super) fn way(&mut self, from: Progress, steps: &'db [Step]) -> Vec<Statement> {
        let others = self.progress();
        (self.is_stored, self.has_changed) = (from.is_stored, from.has_changed);
        let statements = self.steps(steps);
        self.is_stored |= others.is_stored;
        self.has_changed |= others.has_changed;
        statements
    }

    /// Ends the function with a failure. What has been changed until then is undone.
    pub(super) fn fail(
        &mut self,
        status: &str,
        fields: &[&str],
        message: Sql,
        context: Sql,
    ) -> Statement {
        if !self.has_changed {
            let answer = Answer {
                context,
                ..Answer::failure(self.id(), status, fields, message)
            };
            return answer.statement(self.entity);
        }
        self.undoes = true;
        Statement::Raise {
            level: Level::Exception,
            options: vec![
                (RaiseOption::Code, Sql::text(UNDO)),
                (RaiseOption::Message, message),
                (RaiseOption::Detail, Sql::text(status)),
                (
                    RaiseOption::Column,
                    Sql::text(fields.first().copied().unwrap_or_default()),
                ),
            ],
        }
    }

    /// The same where status and message are only known when it runs.
    pub(super) fn fail_like(&mut self, result: &Name) -> Statement {
        let of = |name: &str| Sql::of(result.clone(), name);
        if !self.has_changed {
            return Statement::Return(Some(Sql::name(result.clone())));
        }
        self.undoes = true;
        Statement::Raise {
            level: Level::Exception,
            options: vec![
                (RaiseOption::Code, Sql::text(UNDO)),
                (RaiseOption::Message, of("message")),
                (RaiseOption::Detail, of("status")),
            ],
        }
    }

    /// Looks the row up that the action is about, and keeps others from changing it meanwhile.
    pub(super) fn find_row(&mut self) -> Vec<Statement> {
        let (id, field) = match self.action.kind {
            ActionKind::Delete => (Sql::name("input_entity_id"), "entity_id"),
            _ => (Sql::of("input_data", "id"), "id"),
        };
        let is_it = Sql::of("t", "id").equals(id);
        let visible = self.table.is_visible(&Name::new("t"));
        let mut query = Select::one(Sql::Star, Source::aliased(self.entity.names.table(), "t"))
            .filtered(is_it)
            .filtered(visible);
        query.is_locking = true;
        let message = not_found(&self.entity.names.base);
        let context = object([("field", Sql::text(field))]);
        vec![
            Statement::SelectInto {
                query: Box::new(query),
                targets: vec![vec![Name::new(ROW)]],
                is_strict: false,
            },
            Statement::when(
                Sql::Word("FOUND").inverted(),
                [self.fail(NOT_FOUND, &[field], message, context)],
            ),
        ]
    }

    /// Looks the row up once more, after it may have been changed.
    pub(super) fn read_again(&self) -> Statement {
        let key = self.entity.names.key();
        let is_it = Sql::of("t", key.clone()).equals(Sql::of(ROW, key));
        let from = Source::aliased(self.entity.names.table(), "t");
        Statement::SelectInto {
            query: Box::new(Select::one(Sql::Star, from).filtered(is_it)),
            targets: vec![vec![Name::new(ROW)]],
            is_strict: false,
        }
    }

    /// What an action asks of what its caller hands over: that it is there, and that references
    /// lead to rows.
    pub(super) fn check_given(&mut self) -> Vec<Statement> {
        let given = self.scope.given.take().unwrap_or_default();
        self.has_changed = false;
        let mut statements = Vec::new();
        for value in &given.values {
            if self.takes_fields && self.entity.field(&value.name).is_some() {
                // Looked at with the other fields.
                statements.extend(self.look_up(value));
                continue;
            }
            let attribute = value.attribute.name.as_str();
            if let Some(default) = &value.default {
                let target = vec![Name::new("input_data"), value.attribute.name.clone()];
                let given = Sql::call("coalesce", [value.raw(), default.clone()]);
                statements.push(Statement::Assign(target, given));
            }
            if value.is_required {
                let message = Sql::text(is_required(&value.name));
                let context = object([("field", Sql::text(attribute))]);
                let fail = self.fail(REQUIRED, &[attribute], message, context);
                statements.push(Statement::when(value.raw().is_null(), [fail]));
            }
            if let Some(holds) = &value.holds {
                let message = Sql::text(format!("{} is not as it has to be", value.name));
                let context = object([("field", Sql::text(attribute))]);
                let fail = self.fail(INVALID, &[attribute], message, context);
                // Where there is no value, nothing is known of it, and nothing is wrong.
                statements.push(Statement::when(holds.clone().inverted(), [fail]));
            }
            statements.extend(self.look_up(value));
        }
        self.scope.given = Some(given);
        statements
    }

    fn look_up(&mut self, value: &GivenValue) -> Option<Statement> {
        let key = value.key.clone()?;
        let target = value.shape.target()?;
        let table = Table::of(self.entity.db, target)?;
        self.variable_once(&key, DataType::INTEGER);
        let attribute = value.attribute.name.as_str();
        let message = not_found(&table.names.base);
        let context = object([("field", Sql::text(attribute))]);
        let fail = self.fail(NOT_FOUND, &[attribute], message, context);
        let is_missing = Sql::name(key.clone()).is_null();
        Some(Statement::when(
            value.raw().is_not_null(),
            [
                Statement::assign(key, table.key_of(value.raw())),
                Statement::when(is_missing, [fail]),
            ],
        ))
    }

    /// Steps, one after the other. What cannot be compiled is left out, and a line says so.
    pub(super) fn steps(&mut self, steps: &'db [Step]) -> Vec<Statement> {
        let mut made = Vec::new();
        for step in steps {
            let origin = self.action.place(step.span);
            let statements = match super::steps::make(self, step) {
                Ok(statements) => statements,
                Err(problem) => vec![self.leave_out(&step.key.text, problem)],
            };
            if !statements.is_empty() {
                made.push(Statement::From(origin, statements));
            }
        }
        made
    }

    fn leave_out(&mut self, what: &str, problem: Problem) -> Statement {
        let remark = format!("Left out: `{what}`, because {}", problem.reason);
        self.problems.push(problem);
        Statement::Remark(remark)
    }

    /// The whole function.
    pub(super) fn block(mut self, statements: Vec<Statement>) -> (Block, Vec<Problem>) {
        let mut handlers = Vec::new();
        if self.undoes {
            let [message, status, field] = ["v_message", "v_status", "v_field"]
                .map(|name| self.variable(name, DataType::TEXT));
            let is_one = Sql::name(field.clone()).binary(BinaryOperator::NotEqual, Sql::text(""));
            let one = Sql::Array(vec![Sql::name(field.clone())]);
            let answer = Answer {
                status: Sql::name(status.clone()),
                fields: Sql::when(is_one, one, Some(texts(&[]))),
                ..Answer::failure(self.id(), "", &[], Sql::name(message.clone()))
            };
            handlers.push(Handler {
                conditions: vec![UNDO_CONDITION],
                statements: vec![
                    Statement::GetError(vec![
                        (message, "MESSAGE_TEXT"),
                        (status, "PG_EXCEPTION_DETAIL"),
                        (field, "COLUMN_NAME"),
                    ]),
                    answer.statement(self.entity),
                ],
            });
        }
        let block = Block {
            variables: self.variables,
            statements,
            handlers,
        };
        (block, self.problems)
    }

    /// The expression that a value of the spec is, for what is not read with the step.
    pub(super) fn expression_in(&self, block: crate::block::Block<'_>) -> Option<Expression> {
        let range = block.span().range();
        let tree = source::tree(self.entity.db, self.action.file);
        let mut found = tree
            .root()
            .named_descendant_for_byte_range(range.start, range.end)?;
        while let Some(parent) = found
            .parent()
            .filter(|p| p.byte_range() == found.byte_range())
        {
            found = parent;
        }
        lower::expression(found, source::text(self.entity.db, self.action.file))
    }

    /// What a step says with keys that nothing is compiled from.
    pub(super) fn block_of(&self, step: &Step) -> Option<crate::block::Block<'db>> {
        self.blocks.get(&step.span).copied()
    }
}

/// An error that is told to the caller as it is, whatever else is done with errors.
pub(super) fn undo_handler() -> Handler {
    Handler {
        conditions: vec![UNDO_CONDITION],
        statements: vec![Statement::RaiseAgain],
    }
}

pub(super) fn not_found(base: &str) -> Sql {
    Sql::text(format!("Referenced {base} not found"))
}

/// Why a step cannot be compiled.
pub(super) fn problem<T>(span: Span, reason: impl Into<String>) -> Found<T> {
    Err(Problem::new(span, reason))
}
