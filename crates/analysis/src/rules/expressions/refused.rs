//! What SpecQL 0.8.7 refuses in expressions.
//!
//! Whether a word is refused says the reading; where it stands and what its author meant says
//! the tree. For every refusal there is a message, and none without one.

use std::collections::HashSet;

use specql_language::Target;
use specql_yaml::Span;

use super::broken::Broken;
use super::chain::{Text, all_parts, as_text, holds, roots};
use super::classify::{Cause, Classifier};
use super::names::Names;
use super::slots::{Slot, SlotsByPlace, slots};
use super::written::{Letter, Style, Word, Written, words};
use super::{COMMENT_IN_EXPRESSION, EXPRESSION_NOT_TEXT, QUOTE_IN_TEXT};
use crate::diagnostic::{Diagnostic, Fix};
use crate::reading::{self, Refusal};
use crate::rules::Context;

pub(super) fn check(context: &mut Context<'_>) {
    let refusals: Vec<Refusal> = context.reading.refusals.clone();
    let slots = slots(context.spec);
    let by_place = SlotsByPlace::of(&slots);
    let mut found: Vec<Cause> = Vec::new();
    let mut known = HashSet::new();
    for refusal in &refusals {
        if refusal.rule == reading::Rule::ExpressionIsNoText && context.is_yaml {
            found.push(no_text(context, refusal.span));
        }
    }
    let words: Vec<&Refusal> = refusals
        .iter()
        .filter(|refusal| refusal.rule == reading::Rule::WordIsUnknown)
        .collect();
    let broken = Broken::of(context);
    let is_sound = |refused: &&[&Refusal]| {
        let scalar = refused.first().map(|first| first.span);
        scalar.is_some_and(|scalar| !broken.is_at(scalar))
    };
    for refused in words.chunk_by(|a, b| a.span == b.span).filter(is_sound) {
        let scalar = Scalar::of(context, &by_place, refused);
        for (word, part) in &scalar.words {
            let Some(part) = scalar.parts.get(*part) else {
                continue;
            };
            let cause = scalar.inspector.cause(word, part);
            if known.insert((cause.whole, cause.diagnostic.rule.code)) {
                found.push(cause);
            }
        }
    }
    for cause in found {
        // What 0.8.7 does not know may be right for a later SpecQL. Its types tell what is not.
        let rule = cause.diagnostic.rule;
        let is_wrong = *rule == EXPRESSION_NOT_TEXT || *rule == COMMENT_IN_EXPRESSION;
        if context.target == Target::V0_8 || is_wrong {
            context.report(cause.diagnostic);
        }
    }
}

/// A scalar with refused words.
struct Scalar<'a, 's> {
    inspector: Inspector<'a, 's>,
    /// What was checked, one part after the other.
    parts: Vec<Part>,
    /// Each refused word, and the number of the part that was checked when it was found.
    words: Vec<(Word, usize)>,
}

/// A part of a scalar that was checked. Many words may stand in it, so what is asked for each of
/// them is looked for once.
struct Part {
    /// All of it.
    span: Option<Span>,
    /// The comments of SQL in it, in order.
    comments: Vec<Span>,
    /// The first quote behind a backslash: SQL has no such thing.
    escape: Option<Span>,
}

struct Inspector<'a, 's> {
    context: &'a Context<'s>,
    slot: Option<Slot<'s>>,
    names: Names<'s>,
    /// The texts in quotes, in order.
    texts: Vec<Text<'s>>,
    style: Style,
    scalar: Span,
}

impl<'a, 's> Scalar<'a, 's> {
    fn of(context: &'a Context<'s>, slots: &SlotsByPlace<'s>, refused: &[&Refusal]) -> Self {
        let scalar = refused
            .first()
            .map_or_else(Span::default, |first| first.span);
        let slot = slots.slot_in(scalar);
        let written = Written::of(context.text, scalar);
        let parts = slot.map_or_else(
            || vec![written.letters.as_slice()],
            |slot| slot.checked(&written.letters),
        );
        let (parts, words) = match places(&parts, refused) {
            Some(words) => (parts, words),
            None => {
                // Found nowhere as such, for all that it was found: the whole scalar is to blame.
                let whole = |refusal: &&Refusal| Word {
                    text: refusal.text.clone(),
                    span: scalar,
                };
                let words = refused.iter().map(whole).map(|word| (word, 0)).collect();
                (vec![written.letters.as_slice()], words)
            }
        };
        let expressions = slot.as_ref().map(roots).map(all_parts);
        let expressions = expressions.into_iter().flatten();
        Self {
            inspector: Inspector {
                context,
                slot,
                names: Names::around(context, slot.as_ref()),
                texts: expressions.filter_map(as_text).collect(),
                style: written.style,
                scalar,
            },
            parts: parts.into_iter().map(Part::of).collect(),
            words,
        }
    }
}

/// Where the refused words stand. They are refused in the order of the text.
fn places(parts: &[&[Letter]], refused: &[&Refusal]) -> Option<Vec<(Word, usize)>> {
    let parts = parts.iter().enumerate();
    let mut all =
        parts.flat_map(|(number, part)| words(part).into_iter().map(move |word| (word, number)));
    refused
        .iter()
        .map(|refusal| all.find(|(word, _)| word.text == refusal.text))
        .collect()
}

impl Part {
    fn of(letters: &[Letter]) -> Self {
        Self {
            span: Written::span(letters),
            comments: comments(letters),
            escape: first_escape(letters),
        }
    }

    /// The comment that a word stands in.
    fn comment(&self, word: Span) -> Option<Span> {
        let behind = self
            .comments
            .partition_point(|span| span.start <= word.start);
        let comment = *self.comments.get(behind.checked_sub(1)?)?;
        holds(comment, word).then_some(comment)
    }

    /// The first escaped quote, where it stands before a word.
    fn escape_before(&self, word: Span) -> Option<Span> {
        self.escape.filter(|escape| escape.end <= word.start)
    }
}

impl<'s> Inspector<'_, 's> {
    fn cause(&self, word: &Word, part: &Part) -> Cause {
        if let Some(comment) = part.comment(word.span) {
            return self.comment(comment);
        }
        if let Some(cause) = self.spoilt(word.span, part) {
            return cause;
        }
        let classifier = Classifier {
            context: self.context,
            names: &self.names,
            style: self.style,
            is_compiled: self.slot.is_some_and(|slot| slot.is_compiled),
        };
        classifier.cause(self.slot.as_ref(), word)
    }

    fn comment(&self, span: Span) -> Cause {
        let message = "SpecQL 0.8.7 reads this comment as a part of the expression";
        let before = self.context.text.get(..span.start as usize);
        let start = before.map_or(0, |before| before.trim_end_matches(' ').len());
        let edit = self.context.edit(Span::new(start, span.end as usize), "");
        let fix = Fix::suggestion("Remove the comment", vec![edit]);
        let diagnostic = Diagnostic::new(&COMMENT_IN_EXPRESSION, span, message)
            .with_help("write it behind a `#`, outside of the expression's text")
            .with_fix(fix);
        Cause {
            whole: span,
            diagnostic,
        }
    }

    /// A word inside of a text in quotes is refused because of some quote.
    fn spoilt(&self, word: Span, part: &Part) -> Option<Cause> {
        let around = part.span?;
        if let Some(escape) = part.escape_before(word) {
            return Some(self.escaped(escape));
        }
        let first = Span::at(word.start as usize);
        let inside = self.texts.iter().find(|text| holds(text.span, first))?.span;
        if !holds(around, inside) {
            let message = "SpecQL 0.8.7 splits the step at the `SET` or `WHERE` in this text";
            return Some(Cause {
                whole: inside,
                diagnostic: Diagnostic::new(&QUOTE_IN_TEXT, inside, message),
            });
        }
        let mut texts = self.texts.iter().filter(|text| holds(around, text.span));
        let own = texts.clone().find(|text| text.span == inside)?;
        let spoils = |text: &&Text<'_>| {
            let other = if text.double_quoted { '\'' } else { '"' };
            !text.closed || text.value.contains(other)
        };
        let text = texts.find(spoils).unwrap_or(own);
        let mut diagnostic = if text.closed {
            let message = "SpecQL 0.8.7 takes every quote for the end of a text, so what is \
                           between these is read as fields";
            Diagnostic::new(&QUOTE_IN_TEXT, text.span, message)
        } else {
            Diagnostic::new(
                &QUOTE_IN_TEXT,
                text.span,
                "the quote of this text is not closed",
            )
        };
        if self.is_cut() && !text.closed {
            diagnostic = diagnostic.with_help(
                "YAML takes ` #` for the beginning of a comment: put the whole value in quotes",
            );
        } else if text.closed && text.double_quoted && !text.value.contains('"') {
            let single = format!("'{}'", text.value.replace('\'', "''"));
            let edit = self.context.edit(text.span, self.style.write(&single));
            let fix = Fix::safe(
                "Put the text in single quotes, its own one doubled",
                vec![edit],
            );
            diagnostic = diagnostic.with_fix(fix);
        } else if text.closed {
            diagnostic = diagnostic.with_help("leave the inner quotes out, or use `“` and `”`");
        }
        Some(Cause {
            whole: text.span,
            diagnostic,
        })
    }

    fn escaped(&self, span: Span) -> Cause {
        let message = "a quote inside of a text is written twice: `''`";
        let edit = self.context.edit(span, self.style.write("''"));
        let diagnostic = Diagnostic::new(&QUOTE_IN_TEXT, span, message)
            .with_fix(Fix::safe("Write the quote twice", vec![edit]));
        Cause {
            whole: span,
            diagnostic,
        }
    }

    /// Whether a comment of YAML follows the scalar.
    fn is_cut(&self) -> bool {
        let behind = self.context.text.get(self.scalar.end as usize..);
        self.style == Style::Plain
            && behind.is_some_and(|behind| behind.trim_start_matches([' ', '\t']).starts_with('#'))
    }
}

fn first_escape(letters: &[Letter]) -> Option<Span> {
    let mut pairs = letters.windows(2);
    let escape = pairs.find(|pair| pair.iter().map(|letter| letter.letter).eq(['\\', '\'']))?;
    Written::span(escape)
}

/// The comments of SQL: from `--` on to the end of the line.
fn comments(letters: &[Letter]) -> Vec<Span> {
    let mut found = Vec::new();
    let mut quote = None;
    let mut open: Option<usize> = None;
    for (place, letter) in letters.iter().enumerate() {
        let next = letters.get(place + 1).map(|next| next.letter);
        match (open, letter.letter) {
            (Some(from), '\n') => {
                found.extend(letters.get(from..place).and_then(Written::span));
                open = None;
            }
            (Some(_), _) => {}
            (None, c @ ('\'' | '"')) => {
                quote = match quote {
                    None => Some(c),
                    Some(open) if open == c => None,
                    still => still,
                };
            }
            (None, '-') if quote.is_none() && next == Some('-') => open = Some(place),
            _ => {}
        }
    }
    let last = open.and_then(|from| letters.get(from..));
    found.extend(last.and_then(Written::span));
    found
}

fn no_text(context: &Context<'_>, span: Span) -> Cause {
    let source = context.source(span);
    let what = match source.trim().chars().next() {
        None => "nothing stands here",
        Some('{') => "a mapping stands here",
        Some('[' | '-') if source.trim().parse::<f64>().is_err() => "a list stands here",
        _ if source.contains(": ") || source.trim_end().ends_with(':') => "a mapping stands here",
        _ if matches!(source.trim(), "~" | "null" | "Null" | "NULL") => "`null` stands here",
        _ => "this is no text to YAML",
    };
    let message = format!("an expression has to be text, and {what}");
    let mut diagnostic = Diagnostic::new(&EXPRESSION_NOT_TEXT, span, message);
    let is_simple = what == "this is no text to YAML";
    let fields = &context.spec.fields;
    let is_taken = reading::words_of(source)
        .all(|word| word.is_keyword() || fields.iter().any(|field| field.name.text == word.text));
    if is_simple && is_taken && source.chars().all(|c| c.is_alphanumeric() || c == '.') {
        let edit = context.edit(span, format!("'{source}'"));
        diagnostic = diagnostic.with_fix(Fix::suggestion("Put it in quotes", vec![edit]));
    } else if !is_simple {
        diagnostic = diagnostic.with_help("write a condition, such as `status = 'open'`");
    }
    Cause {
        whole: span,
        diagnostic,
    }
}
