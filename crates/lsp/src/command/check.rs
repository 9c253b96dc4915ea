//! `check`: prints what is wrong.

use std::collections::HashMap;
use std::io::IsTerminal;
use std::path::Path;
use std::process::ExitCode;

use specql_analysis::Span;
use specql_analysis::db::File;
use specql_analysis::diagnostic::Diagnostic;
use specql_analysis::settings::Settings;

use super::{FAILED, FOUND, print, report_problems};
use crate::files::{Paths, SettingsFile};
use crate::fix::fix;
use crate::gather::{Gatherer, Part};
use crate::options::{CheckFormat, CheckOptions, Color};
use crate::parallel;
use crate::render;
use crate::report::{Edit, Fix, Found, Place, Related, Report, Source, Totals};
use crate::workspace::Workspace;

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
    let is_colored = is_colored(options);
    let mut gathered = gathered.parts;
    let is_printed = match gathered.pop() {
        Some(part) if gathered.is_empty() && is_streamed(options, &part) => {
            stream(part, &mut report, &mut problems, options.format, is_colored)
        }
        last => {
            gathered.extend(last);
            collect(gathered, &mut report, &mut problems, options.fix);
            true
        }
    };
    report.is_complete = problems.is_empty();
    problems.sort();
    problems.dedup();
    report_problems(&problems);

    eprint!("{}", render::aside(&report, options.format));
    let is_printed = is_printed && render::render(&report, options.format, is_colored, &mut print);
    let has_failed = report.has_failed();
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

/// Whether what is found can be printed file by file: it is all in one workspace, whose paths are
/// told apart where they are printed.
fn is_streamed(options: &CheckOptions, part: &Part) -> bool {
    !options.fix && render::is_one_by_one(options.format) && part.has_clear_paths()
}

/// Checks a workspace and prints what is found as soon as it is, so that it takes no room. Whether
/// all of it was printed.
fn stream(
    part: Part,
    report: &mut Report,
    problems: &mut Vec<String>,
    format: CheckFormat,
    is_colored: bool,
) -> bool {
    let workspace = part.into_workspace();
    report.sort();
    let mut of_settings = std::mem::take(&mut report.found);
    let base = report.sources.len();
    report.sources.extend(sources(&workspace));
    let shared = &*report;
    let places = Places {
        sources: &report.sources,
        base,
        numbers: workspace.numbers(),
    };
    let work_up = |number: usize, diagnostics: Vec<Diagnostic>| {
        let found = places.found(number, diagnostics);
        let totals = Totals::of_file(&found);
        (render::in_words(shared, &found, format, is_colored), totals)
    };
    let mut totals = Totals::default();
    let mut out = Out::default();
    workspace.check_each(
        &workspace.asked(),
        problems,
        work_up,
        |number, (text, own)| {
            let path = workspace.members.get(number).map(|m| m.shown.as_str());
            let count = of_settings.partition_point(|found| Some(shared.path(found.place)) < path);
            let before: Vec<Found> = of_settings.drain(..count).collect();
            before.iter().for_each(|found| totals.add(found));
            out.add(&render::in_words(shared, &before, format, is_colored));
            totals.add_all(own);
            out.add(&text);
        },
    );
    // The rest comes with the end.
    let is_printed = out.end();
    report.printed = totals;
    report.found = of_settings;
    leave(workspace);
    is_printed
}

/// Standard output, to which is written when there is enough.
#[derive(Default)]
struct Out {
    waiting: String,
    has_failed: bool,
}

impl Out {
    /// So many bytes are enough.
    const ENOUGH: usize = 1 << 18;

    fn add(&mut self, text: &str) {
        self.waiting.push_str(text);
        if self.waiting.len() >= Self::ENOUGH {
            self.put();
        }
    }

    fn put(&mut self) {
        self.has_failed = self.has_failed || !print(&self.waiting);
        self.waiting.clear();
    }

    /// Writes the rest, and says whether all of it could be.
    fn end(mut self) -> bool {
        self.put();
        !self.has_failed
    }
}

/// Checks workspaces and keeps what is found.
fn collect(parts: Vec<Part>, report: &mut Report, problems: &mut Vec<String>, is_fixing: bool) {
    // Alone, files are many small workspaces; together, all threads work on one.
    let width = parallel::width().min(parts.len());
    let is_only = parts.len() == 1;
    let checked = parallel::map(vec![(); width], parts, |(), part| {
        check(part, is_fixing, is_only)
    });
    for checked in checked {
        let Some((part, troubles)) = checked else {
            problems.push(BROKEN_DOWN.to_owned());
            continue;
        };
        report.add(part);
        problems.extend(troubles);
    }
    report.sort();
}

fn check(part: Part, is_fixing: bool, is_only: bool) -> (Report, Vec<String>) {
    let mut problems = Vec::new();
    let mut workspace = part.into_workspace();
    let mut report = Report::default();
    let mut checked = Vec::new();
    if is_fixing {
        let (fixed, left) = fix(&mut workspace, &mut problems);
        report.fixed = Some(fixed);
        report.sources = sources(&workspace).collect();
        let left = left.into_iter().enumerate();
        let left = left.filter_map(|(number, found)| Some((number, found?)));
        let places = Places::of(&report, &workspace);
        checked.extend(left.map(|(number, found)| (number, places.found(number, found))));
    } else {
        report.sources = sources(&workspace).collect();
        let places = Places::of(&report, &workspace);
        let work_up = |number: usize, found: Vec<Diagnostic>| places.found(number, found);
        workspace.check_each(
            &workspace.asked(),
            &mut problems,
            work_up,
            |number, found| {
                checked.push((number, found));
            },
        );
    }
    for (number, found) in checked {
        if let Some(source) = report.sources.get_mut(number) {
            source.is_checked = true;
        }
        report.found.extend(found);
    }
    if is_only {
        leave(workspace);
    }
    (report, problems)
}

/// The program ends when the report is printed. Taking a large workspace apart before would take
/// longer than that.
fn leave(workspace: Workspace) {
    std::mem::forget(workspace);
}

fn of_settings(file: &SettingsFile, paths: &Paths) -> Report {
    let text = file.text.as_str().into();
    let source = Source::new(paths.shown(&file.path), text, false);
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

/// The members of a workspace, in their order.
fn sources(workspace: &Workspace) -> impl Iterator<Item = Source> {
    let members = workspace.members.iter().enumerate();
    members.map(|(number, member)| {
        let text = workspace.text(number).unwrap_or_default();
        Source::new(member.shown.clone(), text, false)
    })
}

/// Where the places of a workspace are in a report.
struct Places<'r> {
    sources: &'r [Source],
    /// The number of the source that is the first member.
    base: usize,
    /// The numbers of the members.
    numbers: &'r HashMap<File, usize>,
}

impl<'r> Places<'r> {
    fn of(report: &'r Report, workspace: &'r Workspace) -> Self {
        Self {
            sources: &report.sources,
            base: 0,
            numbers: workspace.numbers(),
        }
    }

    /// What was found in a member, in the order in which it is printed.
    fn found(&self, number: usize, diagnostics: Vec<Diagnostic>) -> Vec<Found> {
        let place_of = |file: File, span: Span| self.place(*self.numbers.get(&file)?, span);
        let found = diagnostics.into_iter().filter_map(|diagnostic| {
            let place = self.place(number, diagnostic.span)?;
            Some(found_of(diagnostic, place, &place_of))
        });
        let mut found: Vec<_> = found.collect();
        found.sort_by(Found::in_order);
        found
    }

    fn place(&self, number: usize, span: Span) -> Option<Place> {
        let source = self.base + number;
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
