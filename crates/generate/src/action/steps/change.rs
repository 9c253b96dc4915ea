//! New values for fields: `set`, `increment`, `decrement`, `default`, and what `update` and
//! `insert` say of them.

use specql_analysis::expression::ast::{
    BinaryOperator, Expression, ExpressionKind, Name as Written,
};
use specql_analysis::spec::{Content, Step};
use specql_language::expression::ValueType;
use specql_sql::expression::BinaryOperator as SqlOperator;
use specql_sql::function::Statement;
use specql_sql::query::Update;
use specql_sql::{Expression as Sql, Name};

use super::target::Target;
use crate::action::fields::changed_by;
use crate::action::maker::{Maker, ROW, problem};
use crate::expression::{Found, Row, Shape};
use crate::field::Kind;
use crate::security::{Encrypted, is_new_each_time};

/// A field and its new value, as they are written.
pub(super) type Assigned<'s> = (&'s Written, &'s Expression);

impl<'db> Maker<'_, 'db> {
    /// The columns of a row that get new values.
    pub(super) fn assignments<'s>(
        &mut self,
        row: &Row<'db>,
        assigned: impl IntoIterator<Item = Assigned<'s>>,
    ) -> Found<Vec<(Name, Sql)>> {
        let mut set: Vec<(Name, Sql)> = Vec::new();
        for (field, value) in assigned {
            let written = field.text.strip_prefix("fk_").unwrap_or(&field.text);
            if let Some(encrypted) = row.table.encrypted(written) {
                let text = Shape::of(ValueType::Text);
                let value = self
                    .scope
                    .inside(row.clone(), |scope| scope.value_for(value, written, &text))?;
                add_encrypted(&mut set, field, &encrypted, &value)?;
                continue;
            }
            let Some((column, shape)) = row.table.field(written) else {
                let entity = &row.table.names.entity;
                let reason = format!("`{entity}` has no field `{}`", field.text);
                return problem(field.span, reason);
            };
            if set.iter().any(|(known, _)| *known == column) {
                let reason = format!("`{}` gets two values", field.text);
                return problem(field.span, reason);
            }
            let value = self
                .scope
                .inside(row.clone(), |scope| scope.value_for(value, written, &shape))?;
            set.push((column, value));
        }
        Ok(set)
    }

    /// Changes rows.
    pub(super) fn change(
        &mut self,
        target: Target<'db>,
        set: Vec<(Name, Sql)>,
    ) -> Found<Vec<Statement>> {
        if target.is_own_row && !self.is_stored {
            // The row is not in its table yet.
            let set = set.into_iter();
            let assign =
                set.map(|(column, value)| Statement::Assign(vec![Name::new(ROW), column], value));
            return Ok(assign.collect());
        }
        self.has_changed = true;
        let mut set = set;
        set.extend(changed_by());
        let is_own_table = target.row.table.file == self.entity.file;
        let update = Update {
            table: target.row.table.names.table(),
            alias: Some(target.row.name),
            set,
            from: None,
            condition: Some(target.condition),
            returning: match target.is_own_row {
                true => vec![Sql::Star],
                false => Vec::new(),
            },
        };
        let receivers = match target.is_own_row {
            true => vec![vec![Name::new(ROW)]],
            false => Vec::new(),
        };
        let mut statements = vec![Statement::Update(Box::new(update), receivers)];
        if is_own_table && !target.is_own_row && self.is_stored {
            statements.push(self.read_again());
        }
        Ok(statements)
    }

    fn own_target(&mut self, span: specql_yaml::Span) -> Found<Target<'db>> {
        let name = Written {
            text: self.entity.names.entity.clone(),
            span,
        };
        let own = specql_analysis::expression::ast::EntityName {
            schema: None,
            name,
            span,
        };
        self.target(Some(&own), None, span)
    }

    /// The row of the action, and what its fields get.
    fn own_assignments(
        &mut self,
        step: &Step,
        assigned: &[(Written, &Expression)],
    ) -> Found<(Target<'db>, Vec<(Name, Sql)>)> {
        if assigned.is_empty() {
            return problem(
                step.key.span,
                "it does not say which field gets which value",
            );
        }
        let own = self.own_target(step.key.span)?;
        let pairs = assigned.iter().map(|(name, value)| (name, *value));
        let set = self.assignments(&own.row, pairs)?;
        Ok((own, set))
    }
}

/// Adds what an encrypted field gets to the columns that get new values.
pub(super) fn add_encrypted(
    set: &mut Vec<(Name, Sql)>,
    field: &Written,
    encrypted: &Encrypted,
    value: &Sql,
) -> Found<()> {
    if set.iter().any(|(known, _)| *known == encrypted.value) {
        return problem(field.span, format!("`{}` gets two values", field.text));
    }
    if is_new_each_time(value) {
        let reason = "what is encrypted would be worked out twice, and be another value each time";
        return problem(field.span, reason);
    }
    set.extend(encrypted.values(value));
    Ok(())
}

/// `set: a = b`
pub(super) fn make_set<'db>(maker: &mut Maker<'_, 'db>, step: &'db Step) -> Found<Vec<Statement>> {
    let mut assigned = assigned_in(&step.content);
    assigned.extend(
        step.expressions
            .iter()
            .map(|(name, value)| (name.clone(), value)),
    );
    let (own, set) = maker.own_assignments(step, &assigned)?;
    maker.change(own, set)
}

/// `increment: a`
pub(super) fn make_count<'db>(
    maker: &mut Maker<'_, 'db>,
    step: &'db Step,
) -> Found<Vec<Statement>> {
    let Some((name, span)) = name_in(&step.content) else {
        return problem(step.key.span, "it does not name a field");
    };
    let own = maker.own_target(span)?;
    let Some((column, shape)) = own.row.table.field(&name) else {
        return problem(span, format!("there is no field `{name}`"));
    };
    if !shape.value().is_number() {
        return problem(span, format!("`{name}` is no number"));
    }
    let operator = match step.key.text.as_str() {
        "increment" => SqlOperator::Add,
        _ => SqlOperator::Subtract,
    };
    let before = Sql::of(own.row.name.clone(), column.clone());
    let before = Sql::call("coalesce", [before, Sql::integer(0)]);
    let value = before.binary(operator, Sql::integer(1));
    maker.change(own, vec![(column, value)])
}

/// `default: a = b`
pub(super) fn make_default<'db>(
    maker: &mut Maker<'_, 'db>,
    step: &'db Step,
) -> Found<Vec<Statement>> {
    let (own, set) = maker.own_assignments(step, &assigned_in(&step.content))?;
    let row = own.row.name.clone();
    let set = set.into_iter().map(|(column, value)| {
        let before = Sql::of(row.clone(), column.clone());
        (column, Sql::call("coalesce", [before, value]))
    });
    let set = set.collect();
    maker.change(own, set)
}

/// `transition: sent`: the only enum of the row that has this value gets it.
pub(super) fn make_transition<'db>(
    maker: &mut Maker<'_, 'db>,
    step: &'db Step,
) -> Found<Vec<Statement>> {
    let Some(state) = maker
        .block_of(step)
        .and_then(|block| block.text_of("transition"))
    else {
        return problem(step.key.span, "it does not say to which state");
    };
    let fields = maker.entity.fields.iter();
    let mut enums = fields.filter(|field| match &field.kind {
        Kind::Enum(words) => field.encrypted.is_none() && words.contains(&state),
        _ => false,
    });
    let (Some(field), None) = (enums.next(), enums.next()) else {
        return problem(
            step.key.span,
            format!("no one field has the state `{state}`"),
        );
    };
    let set = vec![(field.column_name(), Sql::text(state))];
    let own = maker.own_target(step.key.span)?;
    maker.change(own, set)
}

/// The assignments in what stands behind a step's key.
pub(super) fn assigned_in(content: &Content) -> Vec<(Written, &Expression)> {
    match content {
        Content::Statement(statement) => statement
            .set
            .iter()
            .filter_map(|set| Some((set.field.single()?.clone(), &set.value)))
            .collect(),
        Content::Expression(expression) => assigned(expression).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// `a = b` as an assignment.
pub(super) fn assigned(expression: &Expression) -> Option<(Written, &Expression)> {
    let ExpressionKind::Binary {
        operator: BinaryOperator::Equal,
        left,
        right,
        ..
    } = &expression.kind
    else {
        return None;
    };
    let ExpressionKind::Name(text) = &left.kind else {
        return None;
    };
    let name = Written {
        text: text.clone(),
        span: left.span,
    };
    Some((name, right))
}

fn name_in(content: &Content) -> Option<(String, specql_yaml::Span)> {
    match content {
        Content::Expression(expression) => match &expression.kind {
            ExpressionKind::Name(name) => Some((name.clone(), expression.span)),
            _ => None,
        },
        Content::Statement(statement) => {
            let target = statement.target.as_ref()?;
            Some((target.name.text.clone(), target.span))
        }
        Content::Text(name) => Some((name.text.clone(), name.span)),
        _ => None,
    }
}
