//! The fixes of mistakes: one, all of a kind, all of a file.

use std::collections::BTreeMap;

use specql_analysis::Span;
use specql_analysis::db::{Db, File};
use specql_analysis::diagnostic::{Diagnostic, Edit};
use specql_analysis::fixing::Batch;
use specql_analysis::settings::Settings;
use specql_analysis::shown;

use super::{ActionKind, Change, CodeAction, selected_of};

const ONE: &str = "fix";
const ALL_OF_CODE: &str = "fix-all-of";
const ALL: &str = "fix-all";

pub(super) fn actions(file: File, all: &[Diagnostic], selected: Span) -> Vec<CodeAction> {
    let here: Vec<_> = selected_of(all, selected).collect();
    let mut found: Vec<CodeAction> = Vec::new();
    for diagnostic in &here {
        // Of several safe fixes none is the one.
        let safe = diagnostic.fixes.iter().filter(|fix| fix.is_safe).count();
        for (number, fix) in diagnostic.fixes.iter().enumerate() {
            let mends = (diagnostic.rule.code, diagnostic.span);
            let is_same =
                |known: &CodeAction| known.title == fix.title && known.mends.contains(&mends);
            if found.iter().any(is_same) {
                continue;
            }
            found.push(CodeAction {
                title: fix.title.clone(),
                kind: ActionKind::QuickFix,
                id: format!("{ONE}:{}", key(diagnostic, number)),
                is_preferred: fix.is_safe && safe == 1,
                mends: vec![mends],
            });
        }
    }
    found.sort_by_key(|action| !action.is_preferred);
    let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
    for diagnostic in all
        .iter()
        .filter(|diagnostic| is_fixed_in(file, diagnostic))
    {
        *counts.entry(diagnostic.rule.code).or_default() += 1;
    }
    let is_any = !counts.is_empty();
    counts.retain(|code, count| *count > 1 && here.iter().any(|d| d.rule.code == *code));
    for code in counts.into_keys() {
        let of_code = all.iter().filter(|d| d.rule.code == code);
        found.push(CodeAction {
            title: format!("Fix all of `{code}` in this file"),
            kind: ActionKind::QuickFix,
            id: format!("{ALL_OF_CODE}:{code}"),
            is_preferred: false,
            mends: of_code.map(|d| (d.rule.code, d.span)).collect(),
        });
    }
    if is_any {
        found.push(CodeAction {
            title: "Make all safe fixes in this file".to_owned(),
            kind: ActionKind::FixAll,
            id: ALL.to_owned(),
            is_preferred: false,
            mends: Vec::new(),
        });
    }
    found
}

pub(super) fn change(
    db: &dyn Db,
    file: File,
    settings: &Settings,
    name: &str,
    argument: &str,
) -> Option<Change> {
    let all = shown(db, file, settings);
    let edits = match name {
        ONE => all.iter().find_map(|diagnostic| {
            let mut fixes = diagnostic.fixes.iter().enumerate();
            let fix = fixes.find(|(number, _)| key(diagnostic, *number) == argument);
            fix.map(|(_, fix)| fix.edits.clone())
        })?,
        ALL_OF_CODE => batch(file, all.iter().filter(|d| d.rule.code == argument)),
        ALL => batch(file, all.iter()),
        _ => return None,
    };
    (!edits.is_empty()).then(|| Change {
        edits,
        operations: Vec::new(),
    })
}

/// Whether something is surely mended by changes of its own file.
fn is_fixed_in(file: File, diagnostic: &Diagnostic) -> bool {
    let mut fixes = diagnostic.fixes.iter();
    fixes.any(|fix| {
        let mut edits = fix.edits.iter();
        fix.is_safe && !fix.edits.is_empty() && edits.all(|edit| edit.file == file)
    })
}

/// The safe fixes that can be made at once. What these make room for is for the next time.
fn batch<'d>(file: File, diagnostics: impl Iterator<Item = &'d Diagnostic>) -> Vec<Edit> {
    let mut batch = Batch::default();
    for diagnostic in diagnostics {
        batch.add(diagnostic, |changed| changed == file);
    }
    batch.into_edits(file)
}

/// Names a fix as long as the text stays as it is.
fn key(diagnostic: &Diagnostic, number: usize) -> String {
    let Diagnostic { rule, span, .. } = diagnostic;
    format!("{}:{}:{}:{number}", rule.code, span.start, span.end)
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use crate::code_actions::testing::{apply, titles};

    const TWO: &str = "\
entity: Task
schema: work
fields:
  title: text?$0
  note: text?
";

    #[test]
    fn a_safe_fix_comes_first() {
        assert_snapshot!(titles(TWO), @"
        quickfix: Remove the `?` (preferred)
        quickfix: Fix all of `optional-mark` in this file
        source.fixAll.specql: Make all safe fixes in this file
        quickfix: Ignore `optional-mark` on this line
        quickfix: Ignore `optional-mark` in this file
        ");
    }

    #[test]
    fn a_fix_is_made() {
        assert_snapshot!(apply(TWO, "Remove the `?`"), @"
        entity: Task
        schema: work
        fields:
          title: text
          note: text?
        ");
    }

    #[test]
    fn all_fixes_of_a_code_are_made() {
        assert_snapshot!(apply(TWO, "Fix all of `optional-mark` in this file"), @"
        entity: Task
        schema: work
        fields:
          title: text
          note: text
        ");
    }

    #[test]
    fn all_safe_fixes_are_made() {
        assert_snapshot!(apply(TWO, "Make all safe fixes in this file"), @"
        entity: Task
        schema: work
        fields:
          title: text
          note: text
        ");
    }
}
