//! `check`: prints what is wrong.

use std::collections::HashMap;
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
    let checked = parallel::map(vec![(); width], gathered.parts, |(), part| {
        check(part, options.fix)
    });
    for checked in checked {
        let Some((part, troubles)) = checked else {
            problems.push("the check of a file broke down; please report it".to_owned());
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

    let printed = render::render(&report, options.format, is_colored(options));
    eprint!("{}", printed.aside);
    let is_printed = print(&printed.text);
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

fn check(part: Part, is_fixing: bool) -> (Report, Vec<String>) {
    let mut problems = Vec::new();
    let mut workspace = part.into_workspace();
    let (fixed, checked) = if is_fixing {
        let (fixed, checked) = fix(&mut workspace, &mut problems);
        (Some(fixed), checked)
    } else {
        (None, workspace.check(&mut problems))
    };
    (of_workspace(&workspace, &checked, fixed), problems)
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
    let found = found.map(|d| found_of(d, place(d.span), &|_, _| None));
    Report {
        found: found.collect(),
        sources: vec![source],
        ..Report::default()
    }
}

fn of_workspace(workspace: &Workspace, checked: &[Checked], fixed: Option<Vec<Fixed>>) -> Report {
    let mut sources = Sources {
        workspace,
        sources: Vec::new(),
        numbers: HashMap::new(),
    };
    for (number, found) in checked.iter().enumerate() {
        if found.is_some() {
            sources.add(number, true);
        }
    }
    // First all that are pointed at, then the places in them.
    for diagnostic in checked.iter().flatten().flatten() {
        let related = diagnostic.related.iter().map(|related| related.file);
        let edits = diagnostic.fixes.iter().flat_map(|fix| &fix.edits);
        for file in related.chain(edits.map(|edit| edit.file)) {
            if let Some(number) = workspace.number(file) {
                sources.add(number, false);
            }
        }
    }
    let mut found = Vec::new();
    for (number, diagnostics) in checked.iter().enumerate() {
        for diagnostic in diagnostics.iter().flatten() {
            if let Some(place) = sources.place(number, diagnostic.span) {
                let place_of =
                    |file: File, span: Span| sources.place(workspace.number(file)?, span);
                found.push(found_of(diagnostic, place, &place_of));
            }
        }
    }
    Report {
        sources: sources.sources,
        found,
        fixed,
        ..Report::default()
    }
}

/// The sources of a report, by the numbers of the members.
struct Sources<'w> {
    workspace: &'w Workspace,
    sources: Vec<Source>,
    numbers: HashMap<usize, usize>,
}

impl Sources<'_> {
    fn add(&mut self, number: usize, is_checked: bool) {
        let Some(member) = self.workspace.members.get(number) else {
            return;
        };
        if self.numbers.contains_key(&number) {
            return;
        }
        let text = match (&member.content, self.workspace.file(number)) {
            (_, Some(file)) => file.text(self.workspace.host.db()).clone(),
            (Content::Text(text) | Content::Bad(_, text), None) => Rope::from_str(text),
        };
        self.numbers.insert(number, self.sources.len());
        self.sources.push(Source {
            path: member.shown.clone(),
            text,
            is_checked,
        });
    }

    fn place(&self, number: usize, span: Span) -> Option<Place> {
        let source = *self.numbers.get(&number)?;
        Some(Place {
            source,
            range: self.sources.get(source)?.range(span),
        })
    }
}

fn found_of(
    diagnostic: &Diagnostic,
    place: Place,
    place_of: &dyn Fn(File, Span) -> Option<Place>,
) -> Found {
    let related = diagnostic.related.iter().filter_map(|related| {
        Some(Related {
            place: place_of(related.file, related.span)?,
            message: related.message.clone(),
        })
    });
    let fixes = diagnostic.fixes.iter().filter_map(|fix| {
        let edits = fix.edits.iter().map(|edit| {
            Some(Edit {
                place: place_of(edit.file, edit.span)?,
                text: edit.text.clone(),
            })
        });
        Some(Fix {
            title: fix.title.clone(),
            is_safe: fix.is_safe,
            edits: edits.collect::<Option<_>>()?,
        })
    });
    Found {
        place,
        rule: diagnostic.rule,
        severity: diagnostic.severity,
        message: diagnostic.message.clone(),
        help: diagnostic.help.clone(),
        related: related.collect(),
        fixes: fixes.collect(),
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
