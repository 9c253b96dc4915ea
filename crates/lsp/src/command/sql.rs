//! `sql`: prints what specs become in a database, or writes it into a folder.

use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::Path;
use std::process::ExitCode;

use specql_analysis::settings::Settings;
use specql_generate::{foundation, needed_by, whole};
use specql_sql::Catalogue;
use specql_sql::catalogue::{Object, Stage};
use specql_sql::script::{ScriptFile, files};

use super::{FAILED, FOUND, report_problems};
use crate::files::Paths;
use crate::gather::{Gatherer, Part};
use crate::options::{InputOptions, SqlOptions};
use crate::parallel;
use crate::workspace::{Role, Workspace};

/// Prints the SQL of files and folders.
pub fn run(options: &SqlOptions) -> ExitCode {
    let paths = Paths::new(options.paths.iter().map(AsRef::<Path>::as_ref));
    let overlay = |settings: &mut Settings| {
        if let Some(target) = options.target {
            settings.target = target.into();
        }
    };
    let mut gatherer = Gatherer {
        paths: &paths,
        overlay: &overlay,
        is_isolated: false,
        problems: Vec::new(),
    };
    let input = InputOptions {
        paths: options.paths.clone(),
        stdin_filename: None,
    };
    let gathered = gatherer.gather(&input);
    let mut problems = gatherer.problems;
    let mut catalogues = vec![foundation()];
    let parts = gathered.parts.into_iter().map(Part::into_workspace);
    for workspace in parts {
        match catalogues_of(&workspace, options.entity.as_deref()) {
            Some(more) => catalogues.extend(more),
            None => problems.push("the SQL could not be made; please report it".to_owned()),
        }
    }
    if let Some(name) = &options.entity
        && catalogues.len() == 1
    {
        problems.push(format!("there is no entity `{name}`"));
    }
    if options.entity.is_some() {
        // What all entities need is not what is asked for.
        catalogues.remove(0);
    }
    let has_nothing = catalogues.len() == usize::from(options.entity.is_none());
    if problems.is_empty() || !has_nothing {
        let files = files(&catalogues);
        let written = match &options.out {
            Some(folder) => write_all(folder, &files),
            None => print_all(&files),
        };
        if let Err(error) = written {
            problems.push(error.to_string());
        }
    }
    report_problems(&problems);
    let is_left_out = |object: &Object| object.stage() == Stage::Remarks;
    if !problems.is_empty() {
        FAILED.into()
    } else if catalogues
        .iter()
        .any(|part| part.objects.iter().any(is_left_out))
    {
        FOUND.into()
    } else {
        ExitCode::SUCCESS
    }
}

/// What the entities of a workspace become that are asked for: all in the files that are meant,
/// with what those need, or those of a name alone.
fn catalogues_of(workspace: &Workspace, name: Option<&str>) -> Option<Vec<Catalogue>> {
    let members = workspace.members.iter().enumerate();
    let asked = members.filter(|(_, member)| name.is_some() || member.role != Role::Context);
    let asked = asked
        .filter_map(|(number, _)| workspace.file(number))
        .collect();
    let db = workspace.host.db().clone();
    let made = parallel::map(vec![db], vec![asked], |db, asked: Vec<_>| {
        let has_name = |file: &_| {
            let entity = specql_analysis::index::entity(db, *file);
            entity.is_some_and(|entity| name.is_none_or(|name| entity.name == name))
        };
        let asked: Vec<_> = asked.into_iter().filter(has_name).collect();
        match name {
            Some(_) => whole(db, &asked),
            None => whole(db, &needed_by(db, asked)),
        }
    });
    made.into_iter().next().flatten()
}

fn print_all(files: &[ScriptFile]) -> io::Result<()> {
    let texts: Vec<_> = files.iter().map(|file| file.sql.as_str()).collect();
    match io::stdout().write_all(texts.join("\n").as_bytes()) {
        // Whoever reads it has seen enough.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

/// Writes the files, and takes away those of an earlier time that would load with them.
fn write_all(folder: &Path, files: &[ScriptFile]) -> io::Result<()> {
    let at = |path: &Path, error: io::Error| {
        io::Error::new(error.kind(), format!("{}: {error}", path.display()))
    };
    fs::create_dir_all(folder).map_err(|error| at(folder, error))?;
    for name in specql_sql::script::file_names() {
        let path = folder.join(&name);
        let file = files.iter().find(|file| file.name == name);
        let done = match file {
            Some(file) => fs::write(&path, &file.sql),
            None => match fs::remove_file(&path) {
                Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
                done => done,
            },
        };
        done.map_err(|error| at(&path, error))?;
    }
    Ok(())
}
