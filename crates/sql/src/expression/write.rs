//! Expressions as SQL.

use super::operator::{Strength, UnaryOperator};
use super::{Among, BinaryOperator, Call, Expression, FunctionName, Test};
use crate::text::Writer;

impl Expression {
    pub(crate) fn write(&self, out: &mut Writer) {
        match self {
            Self::Text(text) => out.literal(text),
            Self::Number(number) => out.sql(number.as_str()),
            Self::Boolean(true) => out.sql("true"),
            Self::Boolean(false) => out.sql("false"),
            Self::Null => out.sql("NULL"),
            Self::Default => out.sql("DEFAULT"),
            Self::Star => out.sql("*"),
            Self::Whole(row) => {
                out.name(row);
                out.sql(".*");
            }
            Self::Name(names) => out.joined(names, ".", Writer::name),
            Self::Word(word) => out.sql(word),
            Self::Unary(operator, operand) => write_unary(*operator, operand, out),
            Self::Binary(operator, left, right) => write_binary(*operator, left, right, out),
            Self::Is {
                value,
                test,
                negated,
            } => {
                value.above(Strength::Is, out);
                out.sql(if *negated { " IS NOT " } else { " IS " });
                write_test(test, out);
            }
            Self::In {
                value,
                among,
                negated,
            } => {
                value.above(Strength::Range, out);
                out.sql(if *negated { " NOT IN (" } else { " IN (" });
                match among {
                    Among::Values(values) => write_list(values, out),
                    Among::Query(query) => query.write(out),
                }
                out.sql(")");
            }
            Self::Any {
                value,
                operator,
                array,
            } => {
                value.above(operator.strength(), out);
                out.sql(" ");
                out.sql(operator.symbol());
                out.sql(" ANY (");
                array.write(out);
                out.sql(")");
            }
            Self::Between {
                value,
                low,
                high,
                negated,
            } => {
                value.above(Strength::Range, out);
                out.sql(if *negated {
                    " NOT BETWEEN "
                } else {
                    " BETWEEN "
                });
                low.above(Strength::Range, out);
                out.sql(" AND ");
                high.above(Strength::Range, out);
            }
            Self::Like {
                value,
                template,
                ignores_case,
                negated,
            } => {
                value.above(Strength::Range, out);
                out.sql(if *negated { " NOT " } else { " " });
                out.sql(if *ignores_case { "ILIKE " } else { "LIKE " });
                template.above(Strength::Range, out);
            }
            Self::Call(call) => call.write(out),
            Self::Extract(part, value) => {
                out.sql("EXTRACT(");
                out.sql(part);
                out.sql(" FROM ");
                value.write(out);
                out.sql(")");
            }
            Self::Case {
                subject,
                branches,
                otherwise,
            } => write_case(subject.as_deref(), branches, otherwise.as_deref(), out),
            Self::Cast(value, data_type) => {
                value.at_least(Strength::Cast, out);
                out.sql("::");
                data_type.write(out);
            }
            Self::Array(items) => {
                out.sql("ARRAY[");
                write_list(items, out);
                out.sql("]");
            }
            Self::Row(items) => {
                out.sql("ROW(");
                write_list(items, out);
                out.sql(")");
            }
            Self::Item(value, index) => {
                in_brackets_unless(matches!(**value, Self::Name(_)), value, out);
                out.sql("[");
                index.write(out);
                out.sql("]");
            }
            Self::Member(value, name) => {
                in_brackets_unless(false, value, out);
                out.sql(".");
                out.name(name);
            }
            Self::Exists(query) => {
                out.sql("EXISTS (");
                query.write(out);
                out.sql(")");
            }
            Self::Query(query) => {
                out.sql("(");
                query.write(out);
                out.sql(")");
            }
        }
    }

    /// Where PostgreSQL takes mere names and calls only, and everything else in brackets.
    pub(crate) fn write_alone(&self, out: &mut Writer) {
        let is_bare = matches!(
            self,
            Self::Name(_)
                | Self::Call(_)
                | Self::Text(_)
                | Self::Number(_)
                | Self::Boolean(_)
                | Self::Word(_)
        );
        in_brackets_unless(is_bare, self, out);
    }

    /// Behind `DEFAULT`, where conditions have to stand in brackets.
    pub(crate) fn write_as_default(&self, out: &mut Writer) {
        match self {
            Self::Cast(..) | Self::Unary(UnaryOperator::Negate, _) => self.write(out),
            _ => self.write_alone(out),
        }
    }

    /// The conditions that all have to hold for this one to hold, in their order.
    pub(crate) fn conjuncts(&self) -> Vec<&Self> {
        let mut found = Vec::new();
        let mut open = vec![self];
        while let Some(condition) = open.pop() {
            match condition {
                Self::Binary(BinaryOperator::And, left, right) => {
                    open.extend([right.as_ref(), left.as_ref()]);
                }
                other => found.push(other),
            }
        }
        found
    }

    /// As one of several conditions with `AND` between them.
    pub(crate) fn write_beside_and(&self, out: &mut Writer) {
        self.at_least(Strength::And, out);
    }

    fn strength(&self) -> Strength {
        match self {
            Self::Unary(operator, _) => operator.strength(),
            Self::Binary(operator, ..) | Self::Any { operator, .. } => operator.strength(),
            Self::Is { .. } => Strength::Is,
            Self::In { .. } | Self::Between { .. } | Self::Like { .. } => Strength::Range,
            Self::Cast(..) => Strength::Cast,
            _ => Strength::Whole,
        }
    }

    /// In brackets unless it binds at least as strongly as this.
    fn at_least(&self, least: Strength, out: &mut Writer) {
        in_brackets_unless(self.strength() >= least, self, out);
    }

    /// In brackets unless it binds more strongly than this.
    fn above(&self, strength: Strength, out: &mut Writer) {
        in_brackets_unless(self.strength() > strength, self, out);
    }
}

fn in_brackets_unless(is_bare: bool, expression: &Expression, out: &mut Writer) {
    if is_bare {
        return expression.write(out);
    }
    out.sql("(");
    expression.write(out);
    out.sql(")");
}

fn write_unary(operator: UnaryOperator, operand: &Expression, out: &mut Writer) {
    match operator {
        UnaryOperator::Not => {
            out.sql("NOT ");
            operand.at_least(Strength::Not, out);
        }
        UnaryOperator::Negate => {
            out.sql("-");
            // `--` would begin a comment, and `-1::text` would read another way.
            operand.above(Strength::Sign, out);
        }
    }
}

fn write_binary(operator: BinaryOperator, left: &Expression, right: &Expression, out: &mut Writer) {
    if operator.is_chained() {
        left.at_least(operator.strength(), out);
    } else {
        left.above(operator.strength(), out);
    }
    out.sql(" ");
    out.sql(operator.symbol());
    out.sql(" ");
    let is_same = matches!(right, Expression::Binary(other, ..) if *other == operator);
    let is_either_way = matches!(operator, BinaryOperator::And | BinaryOperator::Or);
    if is_same && is_either_way {
        right.write(out);
    } else {
        right.above(operator.strength(), out);
    }
}

fn write_test(test: &Test, out: &mut Writer) {
    match test {
        Test::Null => out.sql("NULL"),
        Test::True => out.sql("TRUE"),
        Test::False => out.sql("FALSE"),
        Test::DistinctFrom(other) => {
            out.sql("DISTINCT FROM ");
            other.above(Strength::Is, out);
        }
    }
}

fn write_case(
    subject: Option<&Expression>,
    branches: &[(Expression, Expression)],
    otherwise: Option<&Expression>,
    out: &mut Writer,
) {
    // Without branches PostgreSQL takes no CASE at all.
    if branches.is_empty() {
        return otherwise.unwrap_or(&Expression::Null).write(out);
    }
    out.sql("CASE");
    if let Some(subject) = subject {
        out.sql(" ");
        subject.write(out);
    }
    for (condition, result) in branches {
        out.sql(" WHEN ");
        condition.write(out);
        out.sql(" THEN ");
        result.write(out);
    }
    if let Some(otherwise) = otherwise {
        out.sql(" ELSE ");
        otherwise.write(out);
    }
    out.sql(" END");
}

fn write_list(items: &[Expression], out: &mut Writer) {
    out.spread(items, |out, item| item.write(out));
}

impl Call {
    pub(crate) fn write(&self, out: &mut Writer) {
        match &self.function {
            FunctionName::BuiltIn(name) => out.sql(name),
            FunctionName::Object(name) => out.object(name),
        }
        out.sql("(");
        if self.distinct {
            out.sql("DISTINCT ");
        }
        match self.function {
            // Keys and values stand in pairs.
            FunctionName::BuiltIn("jsonb_build_object") => {
                out.spread(self.arguments.chunks(2), |out, pair| {
                    out.joined(pair, ", ", |out, value| value.write(out));
                });
            }
            _ => write_list(&self.arguments, out),
        }
        out.sql(")");
        if let Some(filter) = &self.filter {
            out.sql(" FILTER (WHERE ");
            filter.write(out);
            out.sql(")");
        }
    }
}
