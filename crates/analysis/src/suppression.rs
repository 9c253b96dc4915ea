//! Comments that silence rules, and what of a file is shown in the end.
//!
//! `# specql: ignore[code, ...]` silences rules on its line or, where it stands alone, on the next
//! line that is no comment; `# specql: ignore-file[code, ...]` does so in the whole file.

mod comment;

use ropey::Rope;
use specql_syntax::{Kind, Tree};
use specql_yaml::Span;

use crate::db::{Db, File};
use crate::diagnostic::{Diagnostic, Edit, Fix};
use crate::made::Made;
use crate::rules::suppressions::{UNKNOWN_SUPPRESSION, UNUSED_SUPPRESSION};
use crate::rules::{Rule, diagnostics, diagnostics_of, rule, suggestion};
use crate::settings::{Settings, unknown_rule};
use crate::source;
use comment::{Comment, Scope, comments};

/// All that is to be shown of a file, in the order of the text: what the rules find, but for what
/// comments and settings silence, and what is wrong with these comments.
#[must_use]
pub fn shown(db: &dyn Db, file: File, settings: &Settings) -> Vec<Diagnostic> {
    let found = diagnostics(db, file).clone();
    let text = source::text(db, file);
    if !has_comments(text) {
        return applied(found, settings);
    }
    let source = Source {
        file,
        text,
        tree: source::tree(db, file),
        lines: file.text(db),
        is_yaml: source::strict_values(db, file).is_ok(),
    };
    applied(silence(&source, settings, found), settings)
}

/// The same of a closed file that is asked once: nothing of it is kept.
#[must_use]
pub fn shown_once(
    db: &dyn Db,
    file: File,
    made: &Made<'_>,
    settings: &Settings,
) -> Vec<Diagnostic> {
    let text = made.once.text;
    let found = diagnostics_of(db, file, made);
    if !has_comments(text) {
        return applied(found, settings);
    }
    let source = Source {
        file,
        text,
        tree: made.once.tree(),
        lines: &Rope::from_str(text),
        is_yaml: made.once.strict.is_ok(),
    };
    applied(silence(&source, settings, found), settings)
}

fn applied(mut left: Vec<Diagnostic>, settings: &Settings) -> Vec<Diagnostic> {
    left.sort_by(|a, b| (a.span, a.rule.code).cmp(&(b.span, b.rule.code)));
    left.into_iter().filter_map(|d| settings.apply(d)).collect()
}

/// The codes that the comments of a file name, and where.
#[must_use]
pub fn codes(db: &dyn Db, file: File) -> Vec<(String, Span)> {
    let text = source::text(db, file);
    if !has_comments(text) {
        return Vec::new();
    }
    let comments = comments(text, source::tree(db, file), file.text(db)).into_iter();
    comments.flat_map(|comment| comment.codes).collect()
}

/// A comment, and which of its codes have silenced something.
struct Silencer {
    comment: Comment,
    is_used: Vec<bool>,
}

/// Whether there may be comments for this program in a text.
fn has_comments(text: &str) -> bool {
    text.contains("specql:")
}

/// What is known of a file that has comments for this program.
struct Source<'s> {
    file: File,
    text: &'s str,
    tree: &'s Tree,
    lines: &'s Rope,
    is_yaml: bool,
}

fn silence(source: &Source<'_>, settings: &Settings, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let Source {
        text, tree, lines, ..
    } = *source;
    let mut silencers: Vec<_> = comments(text, tree, lines)
        .into_iter()
        .map(|comment| Silencer {
            is_used: vec![false; comment.codes.len()],
            comment,
        })
        .collect();
    let is_silenced = |diagnostic: &Diagnostic, silencers: &mut [Silencer]| {
        let lines = lines_of(tree, lines, diagnostic.span);
        let mut any = false;
        for silencer in silencers {
            any |= silencer.silences(diagnostic.rule, &lines);
        }
        any
    };
    let mut left: Vec<_> = found
        .into_iter()
        .filter(|diagnostic| !is_silenced(diagnostic, &mut silencers))
        .collect();
    let teller = Teller {
        file: source.file,
        settings,
        is_yaml: source.is_yaml,
    };
    // What is told of comments can be silenced as well, and such codes are used then.
    let unknown: Vec<_> = silencers.iter().flat_map(|s| teller.unknown(s)).collect();
    left.extend(
        unknown
            .into_iter()
            .filter(|d| !is_silenced(d, &mut silencers)),
    );
    let unused = teller.unused_of(&silencers, |rule| *rule != UNUSED_SUPPRESSION);
    left.extend(
        unused
            .into_iter()
            .filter(|d| !is_silenced(d, &mut silencers)),
    );
    left.extend(teller.unused_of(&silencers, |rule| *rule == UNUSED_SUPPRESSION));
    left
}

impl Silencer {
    /// Whether it silences a rule on one of these lines; takes note that it did.
    fn silences(&mut self, rule: &Rule, lines: &[usize]) -> bool {
        let is_here = match self.comment.scope {
            Scope::File => true,
            Scope::Line(line) => lines.contains(&line),
            Scope::Nothing => false,
        };
        if !is_here {
            return false;
        }
        let mut any = false;
        for ((code, _), is_used) in self.comment.codes.iter().zip(&mut self.is_used) {
            if code == rule.code {
                *is_used = true;
                any = true;
            }
        }
        any
    }
}

/// The line on which something begins. In a scalar of several lines, where no comment can stand,
/// also the line on which the scalar begins.
fn lines_of(tree: &Tree, lines: &Rope, span: Span) -> Vec<usize> {
    let line_of = |offset: usize| lines.byte_to_line(offset.min(lines.len_bytes()));
    let start = span.start as usize;
    let own = line_of(start);
    let mut found = vec![own];
    let mut node = tree.root().descendant_for_byte_range(start, start);
    while let Some(inner) = node {
        let line = line_of(inner.start_byte());
        if Kind::of(&inner).is_text() && line < own {
            found.push(line);
        }
        node = inner.parent();
    }
    found
}

/// Tells what is wrong with comments.
struct Teller<'db> {
    file: File,
    settings: &'db Settings,
    is_yaml: bool,
}

impl Teller<'_> {
    fn unknown(&self, silencer: &Silencer) -> Vec<Diagnostic> {
        let comment = &silencer.comment;
        let mut found = Vec::new();
        if let Some((message, span)) = comment.problem {
            found.push(Diagnostic::new(&UNKNOWN_SUPPRESSION, span, message));
        }
        for (code, span) in &comment.codes {
            if rule(code).is_some() {
                continue;
            }
            let mut diagnostic = Diagnostic::new(&UNKNOWN_SUPPRESSION, *span, unknown_rule(code));
            if let Some(near) = suggestion(code) {
                let edit = self.edit(*span, near);
                let fix = Fix::suggestion(format!("Write `{near}`"), vec![edit]);
                diagnostic = diagnostic.with_fix(fix);
            }
            found.push(diagnostic);
        }
        found
    }

    fn unused_of(&self, silencers: &[Silencer], of: fn(&Rule) -> bool) -> Vec<Diagnostic> {
        // Of a text that is broken, many rules have nothing to say yet.
        if !self.is_yaml {
            return Vec::new();
        }
        let mut found = Vec::new();
        for silencer in silencers {
            let codes = &silencer.comment.codes;
            for (index, (code, span)) in codes.iter().enumerate() {
                let is_used = silencer.is_used.get(index).copied().unwrap_or_default();
                let Some(rule) = rule(code).filter(|rule| !is_used && of(rule)) else {
                    continue;
                };
                if self.settings.is_silent(rule) {
                    continue;
                }
                let edit = self.edit(self.without(&silencer.comment, index), "");
                let fix = Fix::safe("Remove what silences nothing", vec![edit]);
                let message = format!("`{code}` finds nothing here; remove it from the comment");
                found.push(Diagnostic::new(&UNUSED_SUPPRESSION, *span, message).with_fix(fix));
            }
        }
        found
    }

    /// What has to go so that a comment no longer has a code.
    fn without(&self, comment: &Comment, index: usize) -> Span {
        let codes = &comment.codes;
        let span_of = |index: usize| codes.get(index).map(|(_, span)| *span);
        let Some(own) = span_of(index) else {
            return comment.whole;
        };
        if let Some(next) = span_of(index + 1) {
            Span::new(own.start as usize, next.start as usize)
        } else if let Some(last) = index.checked_sub(1).and_then(span_of) {
            Span::new(last.end as usize, own.end as usize)
        } else {
            comment.whole
        }
    }

    fn edit(&self, span: Span, text: &str) -> Edit {
        Edit {
            file: self.file,
            span,
            text: text.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests;
