//! Values of enums, where they stand beside a field: compared with it, or given to it.

use specql_yaml::Span;

use super::{Reference, Resolver, Target};
use crate::around::Around;
use crate::db::File;
use crate::expression::ast::{BinaryOperator, Expression, ExpressionKind, Literal, Name, Path};
use crate::expression::infer::Type;
use crate::inherited;
use crate::spec::Field;

/// A field, and whose it is.
pub(super) struct EnumField {
    file: File,
    field: String,
}

impl Resolver<'_> {
    /// The defaults of fields.
    pub(super) fn defaults(&mut self, fields: &[Field]) {
        for field in fields {
            if let Some(default) = &field.default {
                let of = EnumField {
                    file: self.file,
                    field: field.name.text.clone(),
                };
                self.value(&of, &default.text, default.span);
            }
        }
    }

    /// An expression whose operands stand beside each other.
    pub(super) fn comparison(&mut self, expression: &Expression, around: Around<'_>) {
        match &expression.kind {
            ExpressionKind::Binary { left, right, .. } => {
                let left_field = self.operand(left, around);
                let right_field = self.operand(right, around);
                self.values(left_field.as_ref(), right);
                self.values(right_field.as_ref(), left);
            }
            ExpressionKind::In { value, list, .. } => {
                let field = self.operand(value, around);
                self.expression(list, around);
                self.values(field.as_ref(), list);
            }
            ExpressionKind::Case {
                subject,
                branches,
                otherwise,
            } => {
                let field = subject
                    .as_ref()
                    .and_then(|subject| self.operand(subject, around));
                for branch in branches {
                    self.expression(&branch.condition, around);
                    self.values(field.as_ref(), &branch.condition);
                    self.expression(&branch.result, around);
                }
                if let Some(otherwise) = otherwise {
                    self.expression(otherwise, around);
                }
            }
            _ => {}
        }
    }

    /// `a = b`, by which `a` gets a value.
    pub(super) fn assignment(&mut self, expression: &Expression, around: Around<'_>) {
        let before = self.found.len();
        self.expression(expression, around);
        if let ExpressionKind::Binary {
            operator: BinaryOperator::Equal,
            left,
            ..
        } = &expression.kind
        {
            self.mark_written(before, left.span);
        }
    }

    /// A field gets a value.
    pub(super) fn set(&mut self, field: &Path, value: &Expression, around: Around<'_>) {
        let before = self.found.len();
        self.path(field, around);
        self.mark_written(before, field.span);
        let field = self.enum_field(before, field.span);
        self.expression(value, around);
        self.values(field.as_ref(), value);
    }

    /// The same, where the field is a key.
    pub(super) fn field_value(&mut self, name: &Name, value: &Expression, around: Around<'_>) {
        let before = self.found.len();
        self.known_only(|resolver| {
            resolver.first_name(name, around);
        });
        self.mark_written(before, name.span);
        let field = self.enum_field(before, name.span);
        self.expression(value, around);
        self.values(field.as_ref(), value);
    }

    /// What a case of a step is for, and what all its cases are about.
    pub(super) fn case(&mut self, value: &Expression, subject: &Expression, around: Around<'_>) {
        let before = self.found.len();
        let field = self.operand(subject, around);
        // The names in it are looked at where they stand.
        self.found.truncate(before);
        self.expression(value, around);
        self.values(field.as_ref(), value);
    }

    /// A column that rows have values for.
    pub(super) fn written(&mut self, column: &Expression, around: Around<'_>) -> Option<EnumField> {
        let before = self.found.len();
        let field = self.operand(column, around);
        self.mark_written(before, column.span);
        field
    }

    /// A row of values for some columns.
    pub(super) fn row(&mut self, columns: &[Option<EnumField>], row: &Expression) {
        let values = match &row.kind {
            ExpressionKind::List(values) => values.as_slice(),
            ExpressionKind::Group(value) => std::slice::from_ref(value.as_ref()),
            _ => &[],
        };
        for (column, value) in columns.iter().zip(values) {
            self.values(column.as_ref(), value);
        }
    }

    fn operand(&mut self, operand: &Expression, around: Around<'_>) -> Option<EnumField> {
        let before = self.found.len();
        self.expression(operand, around);
        let mut inner = operand;
        while let ExpressionKind::Group(group) = &inner.kind {
            inner = group;
        }
        match inner.kind {
            ExpressionKind::Name(_) | ExpressionKind::Path(_) | ExpressionKind::Parameter(_) => {
                self.enum_field(before, inner.span)
            }
            _ => None,
        }
    }

    /// The field that the last of some names stands for; it may be one of an enum.
    fn enum_field(&self, from: usize, span: Span) -> Option<EnumField> {
        let mut found = self.found.get(from..)?.iter().rev();
        let last = found.find(|reference| reference.span.end == span.end)?;
        let Ok(Target::Field(file, name)) = &last.target else {
            return None;
        };
        Some(EnumField {
            file: *file,
            field: name.clone(),
        })
    }

    fn mark_written(&mut self, from: usize, span: Span) {
        let found = self.found.get_mut(from..).unwrap_or_default().iter_mut();
        if let Some(last) = found.rev().find(|found| found.span.end == span.end) {
            last.is_written = true;
        }
    }

    /// The values of a field's enum that an expression may have.
    fn values(&mut self, field: Option<&EnumField>, expression: &Expression) {
        let Some(field) = field else { return };
        match &expression.kind {
            ExpressionKind::Literal(Literal::Text { value, .. }) => {
                self.value(field, value, expression.span);
            }
            // Without quotes, if it is nothing else.
            ExpressionKind::Name(name) => {
                let is_last = |found: &&Reference| found.span == expression.span;
                let known = self.found.last().filter(is_last);
                if known.is_none_or(|known| known.target.is_err()) {
                    self.value(field, name, expression.span);
                }
            }
            ExpressionKind::Group(inner) => self.values(Some(field), inner),
            ExpressionKind::List(items) => {
                for item in items {
                    self.values(Some(field), item);
                }
            }
            ExpressionKind::Case {
                branches,
                otherwise,
                ..
            } => {
                for branch in branches {
                    self.values(Some(field), &branch.result);
                }
                if let Some(otherwise) = otherwise {
                    self.values(Some(field), otherwise);
                }
            }
            _ => {}
        }
    }

    fn value(&mut self, of: &EnumField, value: &str, span: Span) {
        let field = inherited::written_field(self.db, of.file, &of.field);
        if let Some(Type::Enum(values)) = field.map(|field| &field.field_type)
            && values.iter().any(|known| known == value)
        {
            let target = Target::EnumValue(of.file, of.field.clone(), value.to_owned());
            self.add(span, Ok(target));
        }
    }
}
