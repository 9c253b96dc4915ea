//! Why SpecQL 0.8.7 refuses a word, as its author would see it.
//!
//! To 0.8.7 every such word is a field that is not there. What it really is shows in the place
//! where it stands: an operator, a function, a parameter, a text without quotes.

use specql_language::expression;
use specql_yaml::Span;

use super::beside::{beside, type_for};
use super::chain::{At, holds};
use super::names::{Names, is_generated, is_sql_word};
use super::rewrite;
use super::slots::Slot;
use super::written::{Style, Word};
use super::{
    CAPITALS_IN_EXPRESSION, FIELD_OF_OTHER_ENTITY, GENERATED_COLUMN_IN_EXPRESSION,
    PARAMETER_IN_EXPRESSION, PATH_IN_EXPRESSION, UNKNOWN_FIELD, UNQUOTED_TEXT,
    UNSUPPORTED_IN_EXPRESSION,
};
use crate::diagnostic::{Diagnostic, Fix};
use crate::expression::ast::{Expression, ExpressionKind, Name, Path, Test};
use crate::expression::infer::Type;
use crate::naming::snake_case;
use crate::rules::{Context, Rule, nearest};
use crate::spec::Field;

/// What is refused, once for all words that it is refused for.
pub(super) struct Cause {
    /// What the words belong to.
    pub(super) whole: Span,
    pub(super) diagnostic: Diagnostic,
}

/// Finds out why words are refused.
pub(super) struct Classifier<'a, 's> {
    pub(super) context: &'a Context<'s>,
    pub(super) names: &'a Names<'s>,
    pub(super) style: Style,
    pub(super) is_compiled: bool,
}

const LATER: &str = "leave it out, or set the target to `next` if the spec is for a later SpecQL";

impl<'s> Classifier<'_, 's> {
    /// Why this word is refused.
    pub(super) fn cause(&self, slot: Option<&Slot<'s>>, word: &Word) -> Cause {
        let at = slot
            .map(|slot| At::place(slot, word.span))
            .unwrap_or_default();
        if let Some(returning) = at.returning {
            return self.unsupported(returning, returning);
        }
        if let Some(path) = at.assigned {
            return self.path(&at, path, word);
        }
        for (place, part) in at.chain.iter().enumerate() {
            let parent = place.checked_sub(1).and_then(|place| at.chain.get(place));
            if let Some(cause) = self.construct(part, parent.copied(), word) {
                return cause;
            }
        }
        match at.chain.last().map(|last| (last, &last.kind)) {
            Some((_, ExpressionKind::Name(_))) => self.name(&at, word),
            Some((_, ExpressionKind::Path(path))) => self.path(&at, path, word),
            _ if is_sql_word(&word.text) => self.unsupported(word.span, word.span),
            _ => self.unknown(&at, word),
        }
    }

    fn source(&self, span: Span) -> &'s str {
        self.context.source(span)
    }

    fn at(rule: &'static Rule, whole: Span, span: Span, message: String) -> Cause {
        Cause {
            whole,
            diagnostic: Diagnostic::new(rule, span, message),
        }
    }

    // What is a word of the language

    /// A part of the language around the word that 0.8.7 does not know, whatever is in it.
    fn construct(
        &self,
        part: &'s Expression,
        parent: Option<&'s Expression>,
        word: &Word,
    ) -> Option<Cause> {
        let whole = part.span;
        let is_inside = part
            .parts()
            .iter()
            .any(|inner| holds(inner.span, word.span));
        let refuse = || Some(self.unsupported(whole, word.span));
        match &part.kind {
            ExpressionKind::Subquery(_) | ExpressionKind::Exists(_) => refuse(),
            ExpressionKind::Parameter(_) => Some(self.parameter(whole, word)),
            ExpressionKind::Call(call) => {
                let name = call.function.text().to_lowercase();
                let takes_a_word = matches!(name.as_str(), "extract" | "call");
                let first = call.arguments.first();
                let is_word_of_call = !is_inside
                    || takes_a_word && first.is_some_and(|first| holds(first.span, word.span));
                is_word_of_call.then(|| self.function(&call.function, part))
            }
            ExpressionKind::In { .. } if !is_inside => Some(self.rewritten(part, parent, word)),
            ExpressionKind::Between { .. } if !is_inside => {
                Some(self.rewritten(part, parent, word))
            }
            ExpressionKind::Is { test, .. } if !is_inside => match test {
                Test::Word(name) if holds(name.span, word.span) => Some(self.test(whole, name)),
                _ => refuse(),
            },
            ExpressionKind::Matches { pattern, .. } if holds(pattern.span, word.span) => {
                let is_name = matches!(pattern.kind, ExpressionKind::Name(_));
                is_name.then(|| self.pattern(whole, word))
            }
            ExpressionKind::Cast { .. }
            | ExpressionKind::Like { .. }
            | ExpressionKind::Case { .. }
            | ExpressionKind::Unary { .. }
                if !is_inside =>
            {
                refuse()
            }
            _ => None,
        }
    }

    /// A word of SQL, or of SpecQL's documents, that 0.8.7 does not know.
    fn unsupported(&self, whole: Span, span: Span) -> Cause {
        let word = self.source(span);
        let message = format!("SpecQL 0.8.7 does not know `{word}` and takes it for a field");
        let mut cause = Self::at(&UNSUPPORTED_IN_EXPRESSION, whole, span, message);
        cause.diagnostic = cause.diagnostic.with_help(LATER);
        cause
    }

    fn rewritten(&self, part: &Expression, parent: Option<&Expression>, word: &Word) -> Cause {
        let mut cause = self.unsupported(part.span, word.span);
        let stands_alone =
            parent.is_none_or(|parent| matches!(parent.kind, ExpressionKind::Group(_)));
        if let Some(text) = rewrite::comparisons(part, self.context.text, stands_alone) {
            let edit = self.context.edit(part.span, text);
            let title = format!("Write it without `{}`", self.source(word.span));
            let diagnostic = cause.diagnostic;
            cause.diagnostic = Diagnostic {
                help: Some("compare with each value, or with both ends".to_owned()),
                ..diagnostic.with_fix(Fix::safe(title, vec![edit]))
            };
        }
        cause
    }

    fn function(&self, function: &Path, call: &Expression) -> Cause {
        let name = self.source(function.span);
        let message = format!("SpecQL 0.8.7 knows no functions and takes `{name}` for a field");
        let mut cause = Self::at(
            &UNSUPPORTED_IN_EXPRESSION,
            call.span,
            function.span,
            message,
        );
        cause.diagnostic = cause.diagnostic.with_help(LATER);
        cause
    }

    fn test(&self, whole: Span, name: &Name) -> Cause {
        if expression::test(&name.text).is_some() {
            return self.unsupported(whole, name.span);
        }
        let message = format!(
            "`IS` asks for `NULL`, `TRUE` or `FALSE`, and not for `{}`",
            name.text
        );
        let mut cause = Self::at(&UNSUPPORTED_IN_EXPRESSION, whole, name.span, message);
        let tests = expression::TESTS.iter().map(|test| test.word);
        if let Some(meant) = nearest(&name.text, tests.clone()) {
            let edit = self.context.edit(name.span, meant);
            let fix = Fix::suggestion(format!("Write `{meant}`"), vec![edit]);
            cause.diagnostic = cause.diagnostic.with_fix(fix);
        }
        cause
    }

    fn pattern(&self, whole: Span, word: &Word) -> Cause {
        let name = self.source(word.span);
        let message = format!(
            "SpecQL 0.8.7 knows no pattern but `email_pattern` and takes `{name}` for a field"
        );
        let mut cause = Self::at(&UNSUPPORTED_IN_EXPRESSION, whole, word.span, message);
        cause.diagnostic = cause.diagnostic.with_help(
            "leave the check out: a rich type checks its form in the database by itself",
        );
        cause
    }

    fn parameter(&self, whole: Span, word: &Word) -> Cause {
        let name = self.source(whole);
        let message = format!("SpecQL 0.8.7 has no parameters, so `{name}` stands for nothing");
        let mut cause = Self::at(&PARAMETER_IN_EXPRESSION, whole, whole, message);
        let near = nearest(&word.text, self.names.own_fields());
        let help = match near {
            Some(field) => format!(
                "name a field of `{}`, such as `{field}`",
                self.names.entity()
            ),
            None => format!("only fields of `{}` can be named", self.names.entity()),
        };
        cause.diagnostic = cause.diagnostic.with_help(help);
        cause
    }

    // What is a name

    fn name(&self, at: &At<'s>, word: &Word) -> Cause {
        let value_of = beside(self.names, at);
        let values = match &value_of {
            Type::Enum(values) => &values[..],
            _ => &[],
        };
        let written = self.source(word.span);
        if let Some(value) = values.iter().find(|value| *value == written) {
            return self.unquoted(word, value, true);
        }
        self.known_name(word).unwrap_or_else(|| {
            let near = nearest(&word.text, self.names.own_fields());
            if let Some(value) = nearest(written, values.iter().map(String::as_str)) {
                return self.unquoted(word, value, false);
            }
            let is_text = value_of.value().is_text();
            if is_text && near.is_none() && !is_sql_word(&word.text) {
                return self.unquoted(word, written, false);
            }
            self.unknown(at, word)
        })
    }

    fn unquoted(&self, word: &Word, value: &str, is_sure: bool) -> Cause {
        let span = word.span;
        let written = self.source(span);
        let message = format!("`{written}` is a text here and needs quotes: `'{value}'`");
        let text = self.style.write(&format!("'{value}'"));
        let edit = vec![self.context.edit(span, text)];
        let title = format!("Write `'{value}'`");
        let fix = if is_sure {
            Fix::safe(title, edit)
        } else {
            Fix::suggestion(title, edit)
        };
        let mut cause = Self::at(&UNQUOTED_TEXT, span, span, message);
        cause.diagnostic = cause.diagnostic.with_fix(fix);
        cause
    }

    /// A name that stands for something, though 0.8.7 does not take it.
    fn known_name(&self, word: &Word) -> Option<Cause> {
        let span = word.span;
        let name = self.source(span);
        let entity = self.names.entity();
        if let Some(field) = self.names.field_ignoring_case(&word.text) {
            return Some(self.capitals(field, span));
        }
        if is_generated(&word.text) {
            return Some(self.generated(word));
        }
        if self.names.is_parameter(&word.text) || is_plpgsql_name(&word.text) {
            let message =
                format!("SpecQL 0.8.7 has no parameters, and `{entity}` has no field `{name}`");
            let cause = Self::at(&PARAMETER_IN_EXPRESSION, span, span, message);
            return Some(with_help(cause, "name a field instead"));
        }
        if self.names.is_variable(span) {
            let message =
                format!("SpecQL 0.8.7 cannot name the result of a step, such as `{name}`");
            return Some(Self::at(&PARAMETER_IN_EXPRESSION, span, span, message));
        }
        if matches!(word.text.as_str(), "new" | "old") || is_sql_word(&word.text) {
            return Some(self.unsupported(span, span));
        }
        let other = self.names.other.as_ref()?;
        let has_field = other.entity.map(|other| other.field(name).is_some());
        let may_be_own = nearest(&word.text, self.names.own_fields()).is_some();
        if has_field == Some(true) || (has_field.is_none() && !may_be_own) {
            let message = format!(
                "`{name}` is no field of `{entity}`: SpecQL 0.8.7 looks for it there, though the \
                 step is about `{}`",
                other.name
            );
            let help = format!("do this in an action of `{}`", other.name);
            let cause = Self::at(&FIELD_OF_OTHER_ENTITY, span, span, message);
            return Some(with_help(cause, help));
        }
        None
    }

    fn capitals(&self, field: &Field, span: Span) -> Cause {
        let name = &field.name.text;
        let message = format!(
            "the field `{name}` cannot be used in expressions: its name has capital letters, and \
             SpecQL 0.8.7 looks for `{}`",
            name.to_lowercase()
        );
        let mut cause = Self::at(&CAPITALS_IN_EXPRESSION, span, span, message);
        let file = self.context.file;
        cause.diagnostic = cause
            .diagnostic
            .with_related(file, field.name.span, "the field")
            .with_help(format!("rename the field to `{}`", snake_case(name)));
        cause
    }

    fn generated(&self, word: &Word) -> Cause {
        let span = word.span;
        let name = self.source(span);
        let message =
            format!("`{name}` is a column that SpecQL makes itself, and no expression can name it");
        let mut cause = Self::at(&GENERATED_COLUMN_IN_EXPRESSION, span, span, message);
        let field = word.text.strip_prefix("fk_");
        let field = field.and_then(|field| self.names.spec.field(field));
        if let (Some(field), false) = (field, self.is_compiled) {
            let field = &field.name.text;
            let edit = self.context.edit(span, field.as_str());
            let fix = Fix::suggestion(format!("Write `{field}`"), vec![edit]);
            cause.diagnostic = cause.diagnostic.with_fix(fix);
        }
        cause
    }

    fn path(&self, at: &At<'s>, path: &Path, word: &Word) -> Cause {
        let Some((first, rest)) = path.parts.split_first() else {
            return self.unknown(at, word);
        };
        let entity = self.names.entity();
        if rest.is_empty() {
            return self
                .known_name(word)
                .unwrap_or_else(|| self.unknown(at, word));
        }
        let found = |message: String| Self::at(&PATH_IN_EXPRESSION, path.span, word.span, message);
        if matches!(first.text.to_lowercase().as_str(), "input" | "output") {
            let message = format!(
                "SpecQL 0.8.7 has no parameters, so `{}` stands for nothing",
                path.text()
            );
            return Self::at(&PARAMETER_IN_EXPRESSION, path.span, path.span, message);
        }
        let is_first = holds(first.span, word.span);
        if is_first && first.text == entity {
            let message = format!("a field of `{entity}` is named without the entity before it");
            let mut cause = found(message);
            if let Some(second) = rest.first() {
                let before = Span::new(first.span.start as usize, second.span.start as usize);
                let edit = self.context.edit(before, "");
                let fix = Fix::safe(format!("Remove `{entity}.`"), vec![edit]);
                cause.diagnostic = cause.diagnostic.with_fix(fix);
            }
            return cause;
        }
        if is_first {
            let mut cause = self
                .known_name(word)
                .unwrap_or_else(|| self.unknown(at, word));
            cause.whole = path.span;
            return cause;
        }
        let holder = self.names.type_at(first.span);
        let leads = match holder {
            Type::Reference(_) => "leads to another entity",
            Type::Composite(_) => "leads into a value of several parts",
            _ => "is a path",
        };
        let cause = found(format!(
            "`{}` {leads}, which SpecQL 0.8.7 cannot follow: it looks for a field `{}` of `{entity}`",
            path.text(),
            self.source(word.span),
        ));
        with_help(cause, "only own fields can be named")
    }

    fn unknown(&self, at: &At<'s>, word: &Word) -> Cause {
        let span = word.span;
        let name = self.source(span);
        let entity = self.names.entity();
        let near = nearest(&word.text, self.names.own_fields());
        let message = match (&self.names.other, near) {
            (_, Some(near)) => {
                format!("`{entity}` has no field `{name}`; did you mean `{near}`?")
            }
            (Some(other), None) if other.entity.is_some() => {
                format!(
                    "neither `{entity}` nor `{}` has a field `{name}`",
                    other.name
                )
            }
            _ => format!("`{entity}` has no field `{name}`"),
        };
        let mut cause = Self::at(&UNKNOWN_FIELD, span, span, message);
        if let Some(near) = near {
            let edit = self.context.edit(span, near);
            let fix = Fix::suggestion(format!("Change it to `{near}`"), vec![edit]);
            cause.diagnostic = cause.diagnostic.with_fix(fix);
        }
        let is_whole = name.to_lowercase() == word.text;
        let type_name = type_for(self.names, at);
        let edit = rewrite::new_field(self.context, &word.text, type_name);
        if let Some(edit) = edit.filter(|_| is_whole) {
            let title = format!("Add a field `{}` to `{entity}`", word.text);
            let fix = Fix::suggestion(title, vec![edit]);
            cause.diagnostic = cause.diagnostic.with_fix(fix);
        }
        cause
    }
}

fn with_help(mut cause: Cause, help: impl Into<String>) -> Cause {
    cause.diagnostic = cause.diagnostic.with_help(help);
    cause
}

/// Whether a name is one that the documents give the parameters and variables of functions.
pub(super) fn is_plpgsql_name(name: &str) -> bool {
    name.starts_with("p_") || name.starts_with("v_")
}
