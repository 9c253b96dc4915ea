//! What does not fit together in expressions.

use std::sync::Arc;

use specql_language::Target;
use specql_language::expression::{ValueType, function};
use specql_yaml::Span;

use super::broken::{Broken, RefusedScalars};
use super::chain::{all_parts, as_text, roots};
use super::classify::is_plpgsql_name;
use super::names::{Names, typed_at};
use super::slots::{Slot, slots, style_around};
use super::written::Style;
use super::{
    CONDITION_NOT_BOOLEAN, DOUBLE_QUOTED_TEXT, INVALID_EXPRESSION, NULL_COMPARISON,
    PARAMETER_IN_EXPRESSION, PATH_IN_EXPRESSION, QUOTE_IN_TEXT, TYPE_MISMATCH, UNKNOWN_ENUM_VALUE,
    UNKNOWN_FIELD, UNQUOTED_TEXT, VALUE_DOES_NOT_FIT, WRONG_ARGUMENT_COUNT,
};
use crate::around::entity_of;
use crate::diagnostic::{Diagnostic, Fix};
use crate::expression::ast::{Expression, ExpressionKind, Literal};
use crate::expression::infer::{Problem, ProblemKind, Type};
use crate::inherited;
use crate::rules::{Context, Rule, nearest};
use crate::spec::Content;

pub(super) fn check(context: &mut Context<'_>) {
    let mut found = Vec::new();
    let broken = Broken::of(context);
    let refused = RefusedScalars::of(context);
    for slot in slots(context.spec) {
        let is_released = slot
            .step
            .kind
            .is_some_and(|kind| kind.target == Target::V0_8);
        let content = slot.content_span();
        let is_sound = content
            .is_none_or(|content| !broken.is_at(content) && !refused.are_no_text_at(content));
        if is_sound && (is_released || context.target == Target::Next) {
            let names = Names::around(context, Some(&slot));
            let teller = Teller {
                context,
                slot,
                names: &names,
                refused: &refused,
            };
            found.extend(teller.diagnostics());
        }
    }
    for diagnostic in found {
        // The quotes that are wrong have been told of already.
        let is_spoilt =
            *diagnostic.rule == DOUBLE_QUOTED_TEXT && context.has(&QUOTE_IN_TEXT, diagnostic.span);
        if !is_spoilt && !context.has(diagnostic.rule, diagnostic.span) {
            context.report(diagnostic);
        }
    }
}

/// Tells the problems of a step to people.
struct Teller<'a, 's> {
    context: &'a Context<'s>,
    slot: Slot<'s>,
    names: &'a Names<'s>,
    refused: &'a RefusedScalars,
}

impl Teller<'_, '_> {
    fn diagnostics(&self) -> Vec<Diagnostic> {
        let told = self.problems().filter_map(|problem| self.tell(problem));
        told.collect()
    }

    /// What is wrong with the content of the step and with what stands behind its further keys.
    fn problems(&self) -> impl Iterator<Item = &Problem> {
        let content = self.slot.content_span();
        let further = self.slot.step.expressions.iter();
        content
            .into_iter()
            .chain(further.map(|(_, expression)| expression.span))
            .filter_map(|whole| typed_at(self.context, whole))
            .flat_map(|typed| &typed.problems)
    }

    fn tell(&self, problem: &Problem) -> Option<Diagnostic> {
        let Problem { kind, span } = problem;
        let span = *span;
        let say = |rule: &'static Rule, message: String| Some(Diagnostic::new(rule, span, message));
        match kind {
            ProblemKind::Missing if self.may_be_invalid() => {
                say(&INVALID_EXPRESSION, "something is missing here".to_owned())
                    .map(|diagnostic| self.at_something(diagnostic))
            }
            ProblemKind::Unreadable if self.may_be_invalid() => say(
                &INVALID_EXPRESSION,
                "this makes no sense as a whole".to_owned(),
            ),
            ProblemKind::UnclosedText if self.may_be_invalid() => say(
                &INVALID_EXPRESSION,
                "the quote of this text is not closed".to_owned(),
            ),
            ProblemKind::UnknownTest(word) if self.may_be_invalid() => {
                say(&INVALID_EXPRESSION, format!("`IS` cannot ask for `{word}`"))
            }
            ProblemKind::ArgumentCount { function, given } => {
                let message = format!(
                    "`{}` takes {}, not {given}",
                    function.name,
                    count(function.least(), function.most())
                );
                say(&WRONG_ARGUMENT_COUNT, message)
            }
            ProblemKind::NotBoolean(ty) => {
                let message = format!(
                    "a condition has to be true or false, and this is {}",
                    name_of(ty)
                );
                say(&CONDITION_NOT_BOOLEAN, message)
            }
            ProblemKind::NotAssignable { given, expected } => {
                let message = format!(
                    "{} is no value for {}",
                    capital(&name_of(given)),
                    name_of(expected)
                );
                say(&VALUE_DOES_NOT_FIT, message)
            }
            ProblemKind::LiteralUnreadable { value, expected } => {
                let message = format!("`'{value}'` cannot be read as {}", name_of(expected));
                say(&VALUE_DOES_NOT_FIT, message)
            }
            ProblemKind::EnumValueUnknown { value, values } => {
                Some(self.enum_value(span, value, values))
            }
            ProblemKind::NullComparison { negated } => Some(self.null(span, *negated)),
            ProblemKind::DoubleQuoted(value) if !self.is_call() => {
                Some(self.double_quoted(span, value))
            }
            _ => mismatch(kind)
                .map(|message| Diagnostic::new(&TYPE_MISMATCH, span, message))
                .or_else(|| self.in_next(kind, span)),
        }
    }

    /// Whether a file that 0.8.7 takes is what is wrong here: of what it refuses, and of what is
    /// half typed, others tell.
    fn may_be_invalid(&self) -> bool {
        let Some(content) = self.slot.content_span() else {
            return false;
        };
        let is_refused = self.refused.hold(content);
        let is_statement_without_set = self.slot.key() == "update"
            && self
                .slot
                .statement()
                .is_some_and(|statement| statement.set.is_empty());
        self.context.is_yaml && !is_refused && !is_statement_without_set && !self.is_call()
    }

    fn is_call(&self) -> bool {
        matches!(self.slot.step.content, Content::Call(_))
    }

    /// What is missing has no width; the character before it has.
    fn at_something(&self, diagnostic: Diagnostic) -> Diagnostic {
        if !diagnostic.span.is_empty() {
            return diagnostic;
        }
        let at = diagnostic.span.start as usize;
        let text = self.context.text;
        let before = text.get(..at).unwrap_or_default().trim_end();
        let behind = text.get(at..).unwrap_or_default();
        if before.ends_with('=') && behind.starts_with('=') {
            let span = Span::new(before.len() - 1, at + 1);
            let edit = self.context.edit(span, "=");
            let message = "whether values are equal is asked with one `=`";
            return Diagnostic::new(&INVALID_EXPRESSION, span, message)
                .with_fix(Fix::safe("Write `=`", vec![edit]));
        }
        let letters = before.chars().rev();
        let word: usize = letters
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .map(char::len_utf8)
            .sum();
        let last = before.chars().next_back().map_or(0, char::len_utf8);
        Diagnostic {
            message: "something is missing behind this".to_owned(),
            span: Span::new(before.len() - word.max(last), before.len()),
            ..diagnostic
        }
    }

    fn style(&self, span: Span) -> Style {
        style_around(self.context, span)
    }

    fn enum_value(&self, span: Span, value: &str, values: &Arc<[String]>) -> Diagnostic {
        let meant = nearest(value, values.iter().map(String::as_str));
        let shown: Vec<_> = values.iter().map(|value| format!("`{value}`")).collect();
        let message = match meant {
            Some(meant) => format!("there is no value `{value}`; did you mean `{meant}`?"),
            None => format!("there is no value `{value}`, only {}", shown.join(", ")),
        };
        let diagnostic = Diagnostic::new(&UNKNOWN_ENUM_VALUE, span, message);
        let Some(meant) = meant else {
            return diagnostic;
        };
        let text = self.style(span).write(&format!("'{meant}'"));
        let edit = self.context.edit(span, text);
        diagnostic.with_fix(Fix::suggestion(
            format!("Change it to `{meant}`"),
            vec![edit],
        ))
    }

    fn null(&self, span: Span, negated: bool) -> Diagnostic {
        let test = if negated { "IS NOT NULL" } else { "IS NULL" };
        let message = format!("a comparison with `NULL` is never true; write `{test}`");
        let diagnostic = Diagnostic::new(&NULL_COMPARISON, span, message);
        let is_null = |side: &Expression| side.kind == ExpressionKind::Literal(Literal::Null);
        let comparison = all_parts(roots(&self.slot))
            .into_iter()
            .find(|part| part.span == span)
            .map(|part| &part.kind);
        let edit = match comparison {
            Some(ExpressionKind::Binary {
                left,
                right,
                operator_span,
                operator,
            }) if matches!(operator.symbol(), "=" | "!=") => {
                if is_null(right) {
                    self.context.edit(operator_span.to(right.span), test)
                } else {
                    let right = self.context.source(right.span);
                    let whole = left.span.to(span);
                    self.context.edit(whole, format!("{right} {test}"))
                }
            }
            _ => return diagnostic,
        };
        diagnostic.with_fix(Fix::safe(format!("Write `{test}`"), vec![edit]))
    }

    fn double_quoted(&self, span: Span, value: &str) -> Diagnostic {
        let message = "to PostgreSQL, double quotes hold the name of a column; a text has single \
                       quotes";
        let diagnostic = Diagnostic::new(&DOUBLE_QUOTED_TEXT, span, message);
        let parts = all_parts(roots(&self.slot));
        let is_text = parts
            .into_iter()
            .filter_map(as_text)
            .any(|text| text.span == span);
        if !is_text {
            return diagnostic;
        }
        let text = format!("'{}'", value.replace('\'', "''"));
        let edit = self.context.edit(span, self.style(span).write(&text));
        diagnostic.with_fix(Fix::safe("Use single quotes", vec![edit]))
    }

    /// What is wrong even when all is understood that the documents of SpecQL describe. Under
    /// the target 0.8 the words themselves are refused.
    fn in_next(&self, kind: &ProblemKind, span: Span) -> Option<Diagnostic> {
        let is_refused = !self.context.reading.refusals.is_empty();
        if self.context.target != Target::Next || !is_refused {
            return None;
        }
        let entity = self.names.entity();
        match kind {
            // `call(function, …)`, which the documents have in conditions.
            ProblemKind::UnknownName(_) if self.is_called(span) => None,
            ProblemKind::UnknownName(name) if is_plpgsql_name(name) => None,
            ProblemKind::UnknownName(_) | ProblemKind::UnknownParameter(_)
                if self.has_hidden_names() =>
            {
                None
            }
            ProblemKind::UnknownName(name) => {
                Some(self.unknown(span, name, entity, self.context.field_names()))
            }
            ProblemKind::UnknownMember { of, name } => {
                Some(self.unknown(span, name, &holder(of), self.fields_of(of)))
            }
            ProblemKind::NoMembers(ty) => {
                let message = format!("nothing is in {}", name_of(ty));
                Some(Diagnostic::new(&PATH_IN_EXPRESSION, span, message))
            }
            ProblemKind::UnknownParameter(name) => {
                let message = format!("the action has no parameter `{name}`");
                Some(Diagnostic::new(&PARAMETER_IN_EXPRESSION, span, message))
            }
            ProblemKind::EnumValueUnquoted { value, .. } => {
                let message = format!("`{value}` is a text here and needs quotes: `'{value}'`");
                let text = self.style(span).write(&format!("'{value}'"));
                let edit = self.context.edit(span, text);
                let fix = Fix::suggestion(format!("Write `'{value}'`"), vec![edit]);
                Some(Diagnostic::new(&UNQUOTED_TEXT, span, message).with_fix(fix))
            }
            _ => None,
        }
    }

    /// The names of the fields that a value of this type leads to.
    fn fields_of(&self, ty: &Type) -> Vec<&str> {
        let (db, file) = (self.context.db, self.context.file);
        let entity = entity_of(db, file, ty);
        let fields = entity.map(|entity| inherited::fields(db, entity));
        let fields = fields.into_iter().flatten();
        fields.map(|(_, field)| field.name.as_str()).collect()
    }

    /// Whether there may be names that are not read here.
    fn has_hidden_names(&self) -> bool {
        self.context.spec.fields.is_empty() || self.slot.has_hidden_variables
    }

    fn is_called(&self, name: Span) -> bool {
        all_parts(roots(&self.slot))
            .iter()
            .any(|part| match &part.kind {
                ExpressionKind::Call(call) => {
                    let first = call.arguments.first().map(|first| first.span);
                    call.function.text().eq_ignore_ascii_case("call") && first == Some(name)
                }
                _ => false,
            })
    }

    fn unknown(&self, span: Span, name: &str, of: &str, fields: Vec<&str>) -> Diagnostic {
        let message = format!("`{of}` has no field `{name}`");
        match nearest(name, fields) {
            Some(near) => {
                let edit = self.context.edit(span, near);
                let fix = Fix::suggestion(format!("Change it to `{near}`"), vec![edit]);
                let message = format!("{message}; did you mean `{near}`?");
                Diagnostic::new(&UNKNOWN_FIELD, span, message).with_fix(fix)
            }
            None => Diagnostic::new(&UNKNOWN_FIELD, span, message),
        }
    }
}

/// What is said of values that do not go together.
fn mismatch(kind: &ProblemKind) -> Option<String> {
    Some(match kind {
        ProblemKind::NotComparable { left, right } => {
            format!(
                "{} cannot be compared with {}",
                capital(&name_of(left)),
                name_of(right)
            )
        }
        ProblemKind::NotOrdered(ty) => {
            format!(
                "{} is neither less nor greater than another",
                capital(&name_of(ty))
            )
        }
        ProblemKind::NotComputable {
            operator,
            left,
            right,
        } => format!(
            "`{}` does not go with {} and {}",
            operator.symbol(),
            name_of(left),
            name_of(right)
        ),
        ProblemKind::NotText(ty) => {
            format!("a text has to stand here, and this is {}", name_of(ty))
        }
        ProblemKind::NotNumber(ty) => {
            format!("a number has to stand here, and this is {}", name_of(ty))
        }
        ProblemKind::NotList(ty) => {
            format!("a list has to stand here, and this is {}", name_of(ty))
        }
        ProblemKind::ArgumentType {
            function: called,
            given,
            ..
        } => format!(
            "`{}` does not take {}; it is used as `{}`",
            called.name,
            name_of(given),
            function(called.name).map_or(called.name, |known| known.example)
        ),
        _ => return None,
    })
}

/// How many arguments there may be.
fn count(least: usize, most: Option<usize>) -> String {
    let arguments = |count: usize| if count == 1 { "argument" } else { "arguments" };
    match most {
        Some(most) if most == least => format!("{least} {}", arguments(least)),
        Some(most) => format!("{least} to {most} arguments"),
        None => format!("at least {least} {}", arguments(least)),
    }
}

/// A type in words.
fn name_of(ty: &Type) -> String {
    let word = match ty.value() {
        ValueType::Unknown => "a value",
        ValueType::Null => "`NULL`",
        ValueType::Literal | ValueType::Text => "a text",
        ValueType::Boolean => "a truth value",
        ValueType::Enum => "a value of an enum",
        ValueType::Integer | ValueType::Bigint => "a whole number",
        ValueType::Number => "a number",
        ValueType::Date => "a date",
        ValueType::Time => "a time of day",
        ValueType::DateTime => "a point in time",
        ValueType::Interval => "a span of time",
        ValueType::Uuid => "a UUID",
        ValueType::Json => "JSON",
        ValueType::List => "a list",
        ValueType::Point => "a place on earth",
        ValueType::Network => "a network address",
        ValueType::Row => "a row",
        ValueType::Composite => return format!("a `{}`", holder(ty)),
        ValueType::Reference => return format!("a reference to `{}`", holder(ty)),
    };
    word.to_owned()
}

/// What the members belong to.
fn holder(ty: &Type) -> String {
    match ty {
        Type::Composite(name) | Type::Row(name) => name.to_string(),
        Type::Reference(targets) => {
            let names: Vec<_> = targets.iter().map(|(_, name)| name.as_str()).collect();
            names.join("|")
        }
        _ => name_of(ty),
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(chars).collect()
}
