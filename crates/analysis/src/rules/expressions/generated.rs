//! What SpecQL 0.8.7 makes of expressions: SQL that does not do what they say.
//!
//! It makes SQL of the outermost `validate` and `update` steps of actions that are not named after
//! creating, updating or deleting; of nothing else.

use std::collections::{BTreeSet, HashSet};

use specql_language::{Target, types};
use specql_yaml::Span;

use super::broken::RefusedScalars;
use super::chain::{all_parts, as_text, holds};
use super::names::Names;
use super::slots::{Slot, scalar_of, slots};
use super::written::{Letter, Style, Written};
use super::{
    COMPARISON_AS_TEXT, FIELD_NAME_INSIDE_WORD, MULTI_LINE_VALIDATE, NOT_SQL_IN_EXPRESSION,
    REFERENCE_IN_EXPRESSION, UPDATE_CHANGES_OWN_ROW,
};
use crate::diagnostic::{Diagnostic, Fix};
use crate::expression::ast::{BinaryOperator, Clause, Expression, ExpressionKind, Mark, TypeKind};
use crate::rules::Context;
use crate::spec::{Field, Spec};

pub(super) fn check(context: &mut Context<'_>) {
    if context.target == Target::Next || !context.is_yaml {
        return;
    }
    let mut found = Vec::new();
    let refused = RefusedScalars::of(context);
    let fields = FieldNames::of(context.spec);
    let is_generated =
        |slot: &&Slot<'_>| slot.is_compiled && matches!(slot.key(), "validate" | "update");
    for slot in slots(context.spec).iter().filter(is_generated) {
        let names = Names::around(context, Some(slot));
        let Some(content) = slot.content_span() else {
            continue;
        };
        let scalar = scalar_of(context, content);
        let generated = Generated {
            context,
            slot,
            names: &names,
            fields: &fields,
            scalar,
            is_refused: refused.hold(content),
        };
        match slot.key() {
            "validate" => generated.validate(&mut found),
            "update" => generated.update(&mut found),
            _ => {}
        }
    }
    for diagnostic in found {
        context.report(diagnostic);
    }
}

struct Generated<'a, 's> {
    context: &'a Context<'s>,
    slot: &'a Slot<'s>,
    names: &'a Names<'s>,
    fields: &'a FieldNames<'s>,
    scalar: Span,
    is_refused: bool,
}

/// The names of an entity's fields, which are looked for in many texts.
struct FieldNames<'s> {
    all: HashSet<&'s str>,
    /// How long they are, in bytes.
    lengths: BTreeSet<usize>,
}

impl<'s> FieldNames<'s> {
    fn of(spec: &'s Spec) -> Self {
        let names = spec.fields.iter().map(|field| field.name.text.as_str());
        let all: HashSet<_> = names.filter(|name| !name.is_empty()).collect();
        let lengths = all.iter().map(|name| name.len()).collect();
        Self { all, lengths }
    }

    /// Those whose letters stand somewhere in a text, each once.
    fn within(&self, text: &str) -> Vec<&'s str> {
        let mut found = Vec::new();
        let mut seen = HashSet::new();
        for (start, _) in text.char_indices() {
            for length in &self.lengths {
                let letters = text.get(start..start + length);
                if let Some(name) = letters.and_then(|letters| self.all.get(letters))
                    && seen.insert(*name)
                {
                    found.push(*name);
                }
            }
        }
        found
    }
}

impl<'s> Generated<'_, 's> {
    fn validate(&self, found: &mut Vec<Diagnostic>) {
        let parts = all_parts(self.slot.generated());
        self.not_sql(&parts, found);
        self.compared_as_text(&parts, found);
        self.references(&parts, found);
        if !self.is_refused {
            self.replaced_names(&parts, found);
        }
        found.extend(self.lines());
    }

    fn update(&self, found: &mut Vec<Diagnostic>) {
        let parts = all_parts(self.slot.generated());
        self.not_sql(&parts, found);
        self.references(&parts, found);
        let Some(statement) = self.slot.statement() else {
            return;
        };
        let is_own = self.names.other.is_none();
        for assignment in statement.set.iter().filter(|_| is_own) {
            let field = assignment.field.single();
            let own = field.and_then(|name| self.names.spec.field(&name.text));
            if own.is_some_and(is_reference) {
                found.push(reference(assignment.field.span, &assignment.field.text()));
            }
        }
        if self.is_refused {
            return;
        }
        let keyword = statement.keywords.iter();
        let condition = keyword
            .skip_while(|keyword| keyword.clause != Clause::Set)
            .filter(|keyword| keyword.clause == Clause::Where)
            .find(|keyword| self.context.source(keyword.span) == "WHERE");
        let is_whole = statement
            .condition
            .as_ref()
            .is_none_or(|condition| condition.kind != ExpressionKind::Missing);
        if !is_whole || statement.set.is_empty() || self.names.spec.entity.is_none() {
            return;
        }
        if let Some(condition) = condition {
            let message = "SpecQL 0.8.7 drops this condition: an update changes the row that the \
                           action is called for, and no other";
            let diagnostic = Diagnostic::new(&UPDATE_CHANGES_OWN_ROW, condition.span, message);
            found.push(diagnostic.with_help("check the condition in a `validate` step before"));
        } else if let (Some(other), Some(target)) = (&self.names.other, &statement.target) {
            let message = format!(
                "SpecQL 0.8.7 changes the `{}` whose id is that of the `{}` which the action is \
                 called for",
                other.name,
                self.names.entity()
            );
            found.push(Diagnostic::new(
                &UPDATE_CHANGES_OWN_ROW,
                target.span,
                message,
            ));
        }
    }

    /// What 0.8.7 copies into SQL although SQL does not know it.
    fn not_sql(&self, parts: &[&Expression], found: &mut Vec<Diagnostic>) {
        if self.is_refused {
            return;
        }
        for part in parts {
            let source = self.context.source(part.span);
            let (span, message) = match &part.kind {
                ExpressionKind::Path(path) => {
                    let message = format!(
                        "SpecQL 0.8.7 copies `{}` into the SQL, where it leads nowhere",
                        path.text()
                    );
                    (part.span, message)
                }
                ExpressionKind::Parameter(parameter) if parameter.mark == Mark::Question => {
                    let message = "SpecQL 0.8.7 puts nothing in the place of `?`".to_owned();
                    (part.span, message)
                }
                ExpressionKind::Parameter(_) => {
                    let message =
                        format!("SpecQL 0.8.7 copies `{source}` into the SQL as it stands");
                    (part.span, message)
                }
                ExpressionKind::Matches { pattern, .. } => {
                    let message = "SpecQL 0.8.7 copies `MATCHES` into the SQL, which does not \
                                   know it; a rich type checks its form by itself";
                    (pattern.span, message.to_owned())
                }
                _ => continue,
            };
            found.push(Diagnostic::new(&NOT_SQL_IN_EXPRESSION, span, message));
        }
    }

    /// Numbers and times that 0.8.7 holds in variables of the type text.
    fn compared_as_text(&self, parts: &[&Expression], found: &mut Vec<Diagnostic>) {
        let mut known: Vec<&str> = Vec::new();
        for part in parts {
            let ExpressionKind::Binary {
                operator,
                left,
                right,
                ..
            } = &part.kind
            else {
                continue;
            };
            let is_for_text = matches!(
                operator,
                BinaryOperator::And | BinaryOperator::Or | BinaryOperator::Concatenate
            );
            if is_for_text {
                continue;
            }
            for (side, other) in [(left, right), (right, left)] {
                let Some(field) = self.own_field(side).filter(|field| is_text_inside(field)) else {
                    continue;
                };
                let other_type = self.names.type_at(other.span).value();
                let is_number = matches!(
                    &other.kind,
                    ExpressionKind::Literal(crate::expression::ast::Literal::Number(_))
                );
                let is_wrong = is_number
                    || other_type.is_number()
                    || self.names.type_at(side.span).value() == other_type
                    || matches!(other.kind, ExpressionKind::Binary { .. });
                let name = field.name.text.as_str();
                if is_wrong && !known.contains(&name) {
                    known.push(name);
                    let message = format!(
                        "SpecQL 0.8.7 reads `{name}` into a variable of the type text, so this \
                         compares or computes with text"
                    );
                    let diagnostic = Diagnostic::new(&COMPARISON_AS_TEXT, side.span, message);
                    found.push(diagnostic.with_help(
                        "fields of the types `integer`, `date` and `boolean` can be compared",
                    ));
                }
            }
        }
    }

    fn own_field(&self, expression: &Expression) -> Option<&'s Field> {
        match &expression.kind {
            ExpressionKind::Name(name) => self.names.spec.field(name),
            ExpressionKind::Group(inner) => self.own_field(inner),
            _ => None,
        }
    }

    fn references(&self, parts: &[&Expression], found: &mut Vec<Diagnostic>) {
        for part in parts {
            if let ExpressionKind::Name(name) = &part.kind
                && self.names.spec.field(name).is_some_and(is_reference)
            {
                found.push(reference(part.span, name));
            }
        }
    }

    /// The names of fields are replaced wherever their letters stand.
    fn replaced_names(&self, parts: &[&Expression], found: &mut Vec<Diagnostic>) {
        let written = Written::of(self.context.text, self.scalar);
        let text = written.text();
        let letters = written.letters;
        let is_word = |at: Option<&Letter>| {
            at.is_some_and(|letter| letter.letter.is_alphanumeric() || letter.letter == '_')
        };
        let texts: Vec<Span> = parts
            .iter()
            .filter_map(|part| Some(as_text(part)?.span))
            .collect();
        for name in self.fields.within(&text) {
            let length = name.chars().count();
            let mut from = 0;
            while let Some(rest) = letters.get(from..)
                && let Some(at) = Written::find(rest, name)
            {
                let start = from + at;
                let end = start + length.max(1);
                from = end;
                let Some(span) = letters.get(start..end).and_then(Written::span) else {
                    break;
                };
                let before = start.checked_sub(1).and_then(|at| letters.get(at));
                let text = texts.iter().find(|text| holds(**text, span));
                let is_part = is_word(before) || is_word(letters.get(end));
                if text.is_none() && !is_part {
                    continue;
                }
                let word = text
                    .copied()
                    .unwrap_or_else(|| word_around(&letters, start));
                let message = format!(
                    "SpecQL 0.8.7 replaces the field name `{name}` inside of `{}` too, which \
                     breaks the check",
                    self.context.source(word)
                );
                let diagnostic = Diagnostic::new(&FIELD_NAME_INSIDE_WORD, word, message);
                found.push(diagnostic.with_help(format!("give the field `{name}` another name")));
                break;
            }
        }
    }

    /// 0.8.7 writes the expression behind `--`, and its second line into the code.
    fn lines(&self) -> Option<Diagnostic> {
        let written = Written::of(self.context.text, self.scalar);
        let text = written.text();
        if !text.trim_end().contains('\n') {
            return None;
        }
        let message = "SpecQL 0.8.7 makes no valid SQL of a check of several lines";
        let diagnostic = Diagnostic::new(&MULTI_LINE_VALIDATE, self.slot.step.key.span, message);
        let source = self.context.source(self.scalar);
        let header = source.split('\n').next().unwrap_or_default();
        let is_even = text
            .lines()
            .all(|line| !line.trim().is_empty() && !line.starts_with(' '));
        let is_plain = matches!(header.trim_end(), "|" | "|-" | "|+");
        if written.style != Style::Literal || !is_even || !is_plain {
            return Some(diagnostic.with_help("write it in one line"));
        }
        let start = self.scalar.start as usize;
        let header = Span::new(start, start + header.trim_end().len());
        let edit = self.context.edit(header, ">-");
        Some(diagnostic.with_fix(Fix::safe("Join the lines with `>-`", vec![edit])))
    }
}

/// Whether 0.8.7 holds its value as text, though it is a number or a time.
fn is_text_inside(field: &Field) -> bool {
    let TypeKind::Named { name, .. } = &field.field_type.kind else {
        return false;
    };
    let value = crate::expression::infer::Type::of(&field.field_type).value();
    let input = types::basic(&name.text)
        .map(|basic| basic.action_input)
        .or_else(|| types::scalar(&name.text).map(|scalar| scalar.action_input));
    let is_other = value.is_ordered() && !value.is_text() && !value.is_open();
    is_other && input.is_some_and(|input| input.eq_ignore_ascii_case("text"))
}

fn is_reference(field: &Field) -> bool {
    matches!(field.field_type.kind, TypeKind::Reference { .. })
}

fn reference(span: Span, name: &str) -> Diagnostic {
    let message = format!(
        "`{name}` is a reference, whose column is called `fk_{name}`: SpecQL 0.8.7 looks for a \
         column `{name}`"
    );
    Diagnostic::new(&REFERENCE_IN_EXPRESSION, span, message)
}

fn word_around(letters: &[Letter], at: usize) -> Span {
    let is_word = |letter: &&Letter| letter.letter.is_alphanumeric() || letter.letter == '_';
    let (before, behind) = letters.split_at_checked(at).unwrap_or((letters, &[]));
    let start = at - before.iter().rev().take_while(is_word).count();
    let end = at + behind.iter().take_while(is_word).count();
    let word = letters.get(start..end).and_then(Written::span);
    word.unwrap_or_default()
}
