//! What SpecQL 0.8.7 refuses in expressions.
//!
//! Whether a word is refused says the reading; where it stands and what its author meant says
//! the tree. For every refusal there is a message, and none without one.

use std::collections::HashSet;
use std::rc::Rc;

use specql_language::Target;
use specql_yaml::Span;

use super::broken::Broken;
use super::chain::{all_parts, as_text, holds, roots};
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
        let refused = refused.get(..MOST_WORDS).unwrap_or(refused);
        let scalar = Scalar::of(context, &by_place, refused);
        for (word, part) in scalar.words {
            let cause = scalar.inspector.cause(&word, &part);
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
    /// Each refused word, and the part of the scalar that was checked when it was found.
    words: Vec<(Word, Rc<[Letter]>)>,
}

/// So many words of one expression are told of one by one; who has more of them sees from these
/// what is wrong.
const MOST_WORDS: usize = 200;

struct Inspector<'a, 's> {
    context: &'a Context<'s>,
    slot: Option<Slot<'s>>,
    names: Names<'s>,
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
        let parts: Vec<Rc<[Letter]>> = parts.into_iter().map(Rc::from).collect();
        let places = places(&parts, refused).unwrap_or_else(|| {
            // Found nowhere as such, for all that it was found: the whole scalar is to blame.
            let whole = |refusal: &&Refusal| Word {
                text: refusal.text.clone(),
                span: scalar,
            };
            let words = refused.iter().map(whole);
            let letters: Rc<[Letter]> = Rc::from(written.letters.as_slice());
            words.map(|word| (word, letters.clone())).collect()
        });
        Self {
            inspector: Inspector {
                context,
                slot,
                names: Names::around(context, slot.as_ref()),
                style: written.style,
                scalar,
            },
            words: places,
        }
    }
}

/// Where the refused words stand. They are refused in the order of the text.
fn places(parts: &[Rc<[Letter]>], refused: &[&Refusal]) -> Option<Vec<(Word, Rc<[Letter]>)>> {
    let mut all = parts
        .iter()
        .flat_map(|part| words(part).into_iter().map(move |word| (word, part)));
    refused
        .iter()
        .map(|refusal| {
            let (word, part) = all.find(|(word, _)| word.text == refusal.text)?;
            Some((word, part.clone()))
        })
        .collect()
}

impl<'s> Inspector<'_, 's> {
    fn cause(&self, word: &Word, part: &[Letter]) -> Cause {
        if let Some(comment) = comment(part, word.span) {
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
    fn spoilt(&self, word: Span, part: &[Letter]) -> Option<Cause> {
        let around = Written::span(part)?;
        if let Some(escape) = escape_before(part, word) {
            return Some(self.escaped(escape));
        }
        let expressions = all_parts(roots(self.slot.as_ref()?));
        let mut texts: Vec<_> = expressions.into_iter().filter_map(as_text).collect();
        let first = Span::at(word.start as usize);
        let inside = texts.iter().find(|text| holds(text.span, first))?.span;
        if !holds(around, inside) {
            let message = "SpecQL 0.8.7 splits the step at the `SET` or `WHERE` in this text";
            return Some(Cause {
                whole: inside,
                diagnostic: Diagnostic::new(&QUOTE_IN_TEXT, inside, message),
            });
        }
        texts.retain(|text| holds(around, text.span));
        let own = texts.iter().position(|text| text.span == inside)?;
        let spoils = |text: &&super::chain::Text<'_>| {
            let other = if text.double_quoted { '\'' } else { '"' };
            !text.closed || text.value.contains(other)
        };
        let text = texts.iter().find(spoils).or_else(|| texts.get(own))?;
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

/// A quote behind a backslash, before a word: SQL has no such thing.
fn escape_before(part: &[Letter], word: Span) -> Option<Span> {
    let pairs = part.windows(2);
    let mut before = pairs.filter(|pair| pair.iter().all(|letter| letter.span.end <= word.start));
    let escape = before.find(|pair| {
        let mut letters = pair.iter().map(|letter| letter.letter);
        letters.next() == Some('\\') && letters.next() == Some('\'')
    })?;
    Written::span(escape)
}

/// The comment of SQL that a word stands in: from `--` on to the end of the line.
fn comment(part: &[Letter], word: Span) -> Option<Span> {
    let mut quote = None;
    let mut open: Option<usize> = None;
    for (place, letter) in part.iter().enumerate() {
        let next = part.get(place + 1).map(|next| next.letter);
        match (open, letter.letter) {
            (Some(from), '\n') => {
                let span = Written::span(part.get(from..place)?)?;
                if holds(span, word) {
                    return Some(span);
                }
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
    let span = Written::span(part.get(open?..)?)?;
    holds(span, word).then_some(span)
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
