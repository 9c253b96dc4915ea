//! `check`: prints what is wrong.

use std::io::IsTerminal;
use std::path::Path;
use std::process::ExitCode;

use ropey::Rope;
use specql_analysis::Span;
use specql_analysis::db::File;
use specql_analysis::diagnostic::Diagnostic;
use specql_analysis::settings::Settings;

use super::{FAILED, FOUND, print, report_problems};
use crate::files::{Content, Paths, SettingsFile};
use crate::fix::fix;
use crate::gather::{Gatherer, Part};
use crate::options::{CheckOptions, Color};
use crate::parallel;
use crate::render;
use crate::report::{Edit, Fix, Fixed, Found, Place, Related, Report, Source};
use crate::workspace::{Checked, Workspace};

const BROKEN_DOWN: &str = "the check of a file broke down; please report it";

/// Checks files and folders and prints what is wrong with them.
pub fn run(options: &CheckOptions) -> ExitCode {
    let given = options.input.paths.iter();
    let given = given.chain(&options.input.stdin_filename);
    let paths = Paths::new(given.map(AsRef::<Path>::as_ref));
    let mut gatherer = Gatherer {
        paths: &paths,
        overlay: &|settings| overlay(options, settings),
        is_isolated: options.isolated,
        problems: Vec::new(),
    };
    let gathered = gatherer.gather(&options.input);
    let mut problems = gatherer.problems;

    let mut report = Report {
        is_warning_denied: options.deny.is_some(),
        has_statistics: options.statistics,
        is_quiet: options.quiet,
        fixed: options.fix.then(Vec::new),
        ..Report::default()
    };
    for file in &gathered.settings {
        report.add(of_settings(file, &paths));
    }
    // Alone, files are many small workspaces; together, all threads work on one.
    let width = parallel::width().min(gathered.parts.len());
    let is_only = gathered.parts.len() == 1;
    let checked = parallel::map(vec![(); width], gathered.parts, |(), part| {
        check(part, options.fix, is_only)
    });
    for checked in checked {
        let Some((part, troubles)) = checked else {
            problems.push(BROKEN_DOWN.to_owned());
            continue;
        };
        report.add(part);
        problems.extend(troubles);
    }
    report.is_complete = problems.is_empty();
    report.sort();
    problems.sort();
    problems.dedup();
    report_problems(&problems);

    eprint!("{}", render::aside(&report, options.format));
    let is_colored = is_colored(options);
    let is_printed = render::render(&report, options.format, is_colored, &mut print);
    let has_failed = report.found.iter().any(|found| report.is_failure(found));
    if !problems.is_empty() || !is_printed {
        FAILED.into()
    } else if has_failed {
        FOUND.into()
    } else {
        ExitCode::SUCCESS
    }
}

/// Puts the flags over the settings.
fn overlay(options: &CheckOptions, settings: &mut Settings) {
    if let Some(target) = options.target {
        settings.target = target.into();
    }
    if let Some(least) = options.min_severity {
        settings.least = least.into();
    }
    if !options.select.is_empty() {
        settings.select(options.select.iter().map(|rule| rule.code));
    }
    for rule in &options.ignore {
        settings.ignore(rule.code);
    }
    settings.is_alone = options.isolated;
}

fn check(part: Part, is_fixing: bool, is_only: bool) -> (Report, Vec<String>) {
    let mut problems = Vec::new();
    let mut workspace = part.into_workspace();
    let (fixed, checked) = if is_fixing {
        let (fixed, checked) = fix(&mut workspace, &mut problems);
        (Some(fixed), checked)
    } else {
        (None, workspace.check(&mut problems))
    };
    let report = of_workspace(&workspace, checked, fixed, &mut problems);
    if is_only {
        // The program ends when the report is printed. Taking a large workspace apart before
        // would take longer than that.
        std::mem::forget(workspace);
    }
    (report, problems)
}

fn of_settings(file: &SettingsFile, paths: &Paths) -> Report {
    let source = Source {
        path: paths.shown(&file.path),
        text: Rope::from_str(&file.text),
        is_checked: false,
    };
    let found = file.diagnostics.iter();
    let place = |span: Span| Place {
        source: 0,
        range: source.range(span),
    };
    // Settings are no files of the workspace, so their diagnostics point at no other files.
    let found = found.map(|d| found_of(d.clone(), place(d.span), &|_, _| None));
    Report {
        found: found.collect(),
        sources: vec![source],
        ..Report::default()
    }
}

fn of_workspace(
    workspace: &Workspace,
    checked: Vec<Checked>,
    fixed: Option<Vec<Fixed>>,
    problems: &mut Vec<String>,
) -> Report {
    let mut sources = Sources {
        sources: Vec::new(),
        numbers: vec![None; workspace.members.len()],
    };
    for (number, found) in checked.iter().enumerate() {
        if found.is_some() {
            sources.add(workspace, number, true);
        }
    }
    // First all that are pointed at, then the places in them.
    for diagnostic in checked.iter().flatten().flatten() {
        let related = diagnostic.related.iter().map(|related| related.file);
        let edits = diagnostic.fixes.iter().flat_map(|fix| &fix.edits);
        for file in related.chain(edits.map(|edit| edit.file)) {
            if let Some(number) = workspace.number(file) {
                sources.add(workspace, number, false);
            }
        }
    }
    let numbers = workspace.numbers();
    let place_of = |file: File, span: Span| sources.place(*numbers.get(&file)?, span);
    let mut checked: Vec<_> = checked.into_iter().enumerate().collect();
    let mut parts = Vec::new();
    while !checked.is_empty() {
        parts.push(checked.split_off(checked.len().saturating_sub(PART)));
    }
    parts.reverse();
    let states = vec![(); parallel::width().min(parts.len())];
    let found = parallel::map(states, parts, |(), part| {
        let mut found = Vec::new();
        for (number, diagnostics) in part {
            for diagnostic in diagnostics.into_iter().flatten() {
                if let Some(place) = sources.place(number, diagnostic.span) {
                    found.push(found_of(diagnostic, place, &place_of));
                }
            }
        }
        found
    });
    if found.iter().any(Option::is_none) {
        problems.push(BROKEN_DOWN.to_owned());
    }
    Report {
        found: found.into_iter().flatten().flatten().collect(),
        sources: sources.sources,
        fixed,
        ..Report::default()
    }
}

/// The places of so many files are looked up at once.
const PART: usize = 256;

/// The sources of a report.
struct Sources {
    sources: Vec<Source>,
    /// Their numbers, by those of the members.
    numbers: Vec<Option<usize>>,
}

impl Sources {
    fn add(&mut self, workspace: &Workspace, number: usize, is_checked: bool) {
        let (Some(member), Some(known @ None)) =
            (workspace.members.get(number), self.numbers.get_mut(number))
        else {
            return;
        };
        let text = match (&member.content, workspace.file(number)) {
            (_, Some(file)) => file.text(workspace.host.db()).clone(),
            (Content::Text(text) | Content::Bad(_, text), None) => Rope::from_str(text),
        };
        *known = Some(self.sources.len());
        self.sources.push(Source {
            path: member.shown.clone(),
            text,
            is_checked,
        });
    }

    fn place(&self, number: usize, span: Span) -> Option<Place> {
        let source = self.numbers.get(number).copied().flatten()?;
        Some(Place {
            source,
            range: self.sources.get(source)?.range(span),
        })
    }
}

fn found_of(
    diagnostic: Diagnostic,
    place: Place,
    place_of: &dyn Fn(File, Span) -> Option<Place>,
) -> Found {
    let related = diagnostic.related.into_iter().filter_map(|related| {
        Some(Related {
            place: place_of(related.file, related.span)?,
            message: related.message,
        })
    });
    let fixes = diagnostic.fixes.into_iter().filter_map(|fix| {
        let edits = fix.edits.into_iter().map(|edit| {
            Some(Edit {
                place: place_of(edit.file, edit.span)?,
                text: edit.text,
            })
        });
        Some(Fix {
            title: fix.title,
            is_safe: fix.is_safe,
            edits: edits.collect::<Option<_>>()?,
        })
    });
    Found {
        place,
        rule: diagnostic.rule,
        severity: diagnostic.severity,
        related: related.collect(),
        fixes: fixes.collect(),
        message: diagnostic.message,
        help: diagnostic.help,
    }
}

fn is_colored(options: &CheckOptions) -> bool {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    match options.color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => {
            let is_dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
            std::io::stdout().is_terminal() && !is_set("NO_COLOR") && !is_dumb
        }
    }
}
