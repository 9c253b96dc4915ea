//! Functions and their statements as SQL.

use super::{Argument, Block, Body, Function, Level, RaiseOption, Returns, Statement, Volatility};
use crate::expression::Expression;
use crate::query::Receivers;
use crate::text::{Text, Writer};

impl Function {
    pub(crate) fn write(&self, out: &mut Writer) {
        out.sql("CREATE FUNCTION ");
        out.object(&self.name);
        out.sql("(");
        out.joined(&self.arguments, ", ", |out, argument| argument.write(out));
        out.sql(")");
        out.line();
        self.write_returns(out);
        out.line();
        out.sql(match self.body {
            Body::Block(_) => "LANGUAGE plpgsql",
            _ => "LANGUAGE sql",
        });
        match self.volatility {
            Volatility::Volatile => {}
            Volatility::Stable => out.sql(" STABLE"),
            Volatility::Immutable => out.sql(" IMMUTABLE"),
        }
        if self.is_definer {
            // Whoever calls it cannot slip in names of their own.
            out.sql(" SECURITY DEFINER SET search_path = pg_catalog, pg_temp");
        }
        for (setting, value) in &self.settings {
            out.sql(" SET ");
            out.sql(setting);
            out.sql(" = ");
            out.literal(value);
        }
        out.line();
        out.sql("AS ");
        out.body(self.body_text());
        out.sql(";");
        out.line();
        if let Some(comment) = &self.comment {
            out.sql("COMMENT ON FUNCTION ");
            self.write_signature(out);
            out.sql(" IS ");
            out.literal(comment);
            out.sql(";");
            out.line();
        }
    }

    /// The body alone, on lines of its own.
    fn body_text(&self) -> Text {
        let mut out = Writer::default();
        out.line();
        if let Body::Block(block) = &self.body
            && !(self.arguments.is_empty() && block.variables.is_empty())
        {
            // A column may have the name of a variable. Columns are told by their table.
            out.sql("#variable_conflict use_variable");
            out.line();
        }
        self.body.write(&mut out);
        out.line();
        out.finish()
    }

    /// The name and the types of the arguments: what tells it from others of its name.
    pub(crate) fn write_signature(&self, out: &mut Writer) {
        out.object(&self.name);
        out.sql("(");
        out.joined(&self.arguments, ", ", |out, argument| {
            argument.data_type.write(out);
        });
        out.sql(")");
    }

    fn write_returns(&self, out: &mut Writer) {
        match &self.returns {
            Returns::Type(data_type) => {
                out.sql("RETURNS ");
                data_type.write(out);
            }
            Returns::Table(columns) => {
                out.sql("RETURNS TABLE (");
                out.joined(columns, ", ", |out, (name, data_type)| {
                    out.name(name);
                    out.sql(" ");
                    data_type.write(out);
                });
                out.sql(")");
            }
        }
    }
}

impl Argument {
    fn write(&self, out: &mut Writer) {
        out.name(&self.name);
        out.sql(" ");
        self.data_type.write(out);
        if let Some(default) = &self.default {
            out.sql(" DEFAULT ");
            default.write(out);
        }
    }
}

impl Body {
    fn write(&self, out: &mut Writer) {
        match self {
            Self::Block(block) => block.write(out),
            Self::Select(query) => out.indented(|out| query.write(out)),
            Self::Insert(insert) => out.indented(|out| insert.write(None, out)),
            Self::Update(update) => out.indented(|out| update.write(None, out)),
            Self::Value(value) => out.indented(|out| {
                out.sql("SELECT ");
                value.write(out);
            }),
        }
    }
}

impl Block {
    fn write(&self, out: &mut Writer) {
        if !self.variables.is_empty() {
            out.sql("DECLARE");
            out.line();
            out.indented(|out| {
                for variable in &self.variables {
                    out.name(&variable.name);
                    out.sql(" ");
                    variable.data_type.write(out);
                    if let Some(value) = &variable.value {
                        out.sql(" := ");
                        value.write(out);
                    }
                    out.sql(";");
                    out.line();
                }
            });
        }
        out.sql("BEGIN");
        out.line();
        write_all(&self.statements, out);
        if !self.handlers.is_empty() {
            out.sql("EXCEPTION");
            out.line();
            out.indented(|out| {
                for handler in &self.handlers {
                    out.sql("WHEN ");
                    out.joined(&handler.conditions, " OR ", |out, word| out.sql(word));
                    out.sql(" THEN");
                    out.line();
                    write_all(&handler.statements, out);
                }
            });
        }
        out.sql("END");
    }
}

/// Statements, each on lines of its own and indented.
fn write_all(statements: &[Statement], out: &mut Writer) {
    out.indented(|out| {
        for statement in statements {
            statement.write(out);
        }
    });
}

impl Statement {
    fn write(&self, out: &mut Writer) {
        match self {
            Self::Remark(text) => return out.remark(text),
            Self::From(origin, statements) => {
                return out.from(Some(*origin), |out| {
                    for statement in statements {
                        statement.write(out);
                    }
                });
            }
            Self::Assign(target, value) => {
                out.joined(target, ".", Writer::name);
                out.sql(" := ");
                value.write(out);
            }
            Self::If {
                branches,
                otherwise,
            } => write_if(branches, otherwise, out),
            Self::ForEachRow {
                variable,
                query,
                statements,
            } => {
                out.sql("FOR ");
                out.name(variable);
                out.sql(" IN");
                out.line();
                out.indented(|out| query.write(out));
                out.line();
                write_loop(statements, out);
            }
            Self::ForEachAnswer {
                variable,
                sql,
                statements,
            } => {
                out.sql("FOR ");
                out.name(variable);
                out.sql(" IN EXECUTE ");
                sql.write(out);
                out.sql(" ");
                write_loop(statements, out);
            }
            Self::ForEachItem {
                variable,
                array,
                statements,
            } => {
                out.sql("FOREACH ");
                out.name(variable);
                out.sql(" IN ARRAY ");
                array.write(out);
                out.sql(" ");
                write_loop(statements, out);
            }
            Self::ForRange {
                variable,
                low,
                high,
                statements,
            } => {
                out.sql("FOR ");
                out.name(variable);
                out.sql(" IN ");
                low.write(out);
                out.sql(" .. ");
                high.write(out);
                out.sql(" ");
                write_loop(statements, out);
            }
            Self::While(condition, statements) => {
                out.sql("WHILE ");
                condition.write(out);
                out.sql(" ");
                write_loop(statements, out);
            }
            Self::Exit => out.sql("EXIT"),
            Self::Continue => out.sql("CONTINUE"),
            Self::Return(value) => write_word("RETURN", value.as_ref(), out),
            Self::ReturnQuery(query) => {
                out.sql("RETURN QUERY");
                out.line();
                out.indented(|out| query.write(out));
            }
            Self::Perform(call) => {
                out.sql("PERFORM ");
                call.write(out);
            }
            Self::SelectInto {
                query,
                targets,
                is_strict,
            } => query.write_into(into(targets, *is_strict).as_ref(), out),
            Self::Insert(insert, targets) => insert.write(into(targets, false).as_ref(), out),
            Self::Update(update, targets) => update.write(into(targets, false).as_ref(), out),
            Self::Delete(delete, targets) => delete.write(into(targets, false).as_ref(), out),
            Self::Execute(sql) => write_word("EXECUTE", Some(sql), out),
            Self::Refresh(view) => {
                out.sql("REFRESH MATERIALIZED VIEW ");
                out.object(view);
            }
            Self::ExecuteInto(sql, targets) => {
                write_word("EXECUTE", Some(sql), out);
                if let Some(into) = into(targets, false) {
                    into.write(out);
                }
            }
            Self::Raise { level, options } => write_raise(*level, options, out),
            Self::RaiseAgain => out.sql("RAISE"),
            Self::GetError(items) => {
                out.sql("GET STACKED DIAGNOSTICS ");
                out.joined(items, ", ", |out, (variable, item)| {
                    out.name(variable);
                    out.sql(" = ");
                    out.sql(item);
                });
            }
            Self::Block(block) => block.write(out),
        }
        out.sql(";");
        out.line();
    }
}

fn into(targets: &[super::statement::Target], is_strict: bool) -> Option<Receivers<'_>> {
    (!targets.is_empty()).then_some(Receivers { targets, is_strict })
}

fn write_word(word: &str, value: Option<&Expression>, out: &mut Writer) {
    out.sql(word);
    if let Some(value) = value {
        out.sql(" ");
        value.write(out);
    }
}

fn write_if(branches: &[(Expression, Vec<Statement>)], otherwise: &[Statement], out: &mut Writer) {
    if branches.is_empty() {
        // Nothing to choose between.
        return Block::of(otherwise.to_vec()).write(out);
    }
    for (number, (condition, statements)) in branches.iter().enumerate() {
        out.sql(if number == 0 { "IF " } else { "ELSIF " });
        write_before_then(condition, out);
        out.sql(" THEN");
        out.line();
        write_all(statements, out);
    }
    if !otherwise.is_empty() {
        out.sql("ELSE");
        out.line();
        write_all(otherwise, out);
    }
    out.sql("END IF");
}

/// PL/pgSQL reads a condition up to the next `THEN` that is in no brackets, be it that of a `CASE`.
fn write_before_then(condition: &Expression, out: &mut Writer) {
    let has_then = condition.any_part(&|part| matches!(part, Expression::Case { .. }));
    if has_then {
        out.sql("(");
    }
    condition.write(out);
    if has_then {
        out.sql(")");
    }
}

fn write_loop(statements: &[Statement], out: &mut Writer) {
    out.sql("LOOP");
    out.line();
    write_all(statements, out);
    out.sql("END LOOP");
}

fn write_raise(level: Level, options: &[(RaiseOption, Expression)], out: &mut Writer) {
    out.sql(match level {
        Level::Exception => "RAISE EXCEPTION",
        Level::Warning => "RAISE WARNING",
        Level::Log => "RAISE LOG",
    });
    for (number, (option, value)) in options.iter().enumerate() {
        out.sql(if number == 0 { " USING " } else { ", " });
        out.sql(match option {
            RaiseOption::Code => "ERRCODE",
            RaiseOption::Message => "MESSAGE",
            RaiseOption::Detail => "DETAIL",
            RaiseOption::Hint => "HINT",
            RaiseOption::Column => "COLUMN",
            RaiseOption::Constraint => "CONSTRAINT",
            RaiseOption::Table => "TABLE",
            RaiseOption::Schema => "SCHEMA",
        });
        out.sql(" = ");
        value.write(out);
    }
}
