//! `sql`: prints what specs become in a database, or writes it into a folder.

use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::Path;
use std::process::ExitCode;

use specql_analysis::Database;
use specql_analysis::db::File;
use specql_analysis::settings::Settings;
use specql_generate::{catalogue, foundation, needed_by};
use specql_sql::script::{Part, ScriptFile, files_of};

use super::{FAILED, FOUND, report_problems};
use crate::files::Paths;
use crate::gather::Gatherer;
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
    let mut parts = Vec::new();
    for workspace in gathered.parts {
        let mut workspace = workspace.into_workspace();
        for part in parts_of(&mut workspace, options.entity.as_deref()) {
            match part {
                Some(part) => parts.push(part),
                None => problems.push("the SQL could not be made; please report it".to_owned()),
            }
        }
        // The program ends when the SQL is written. Taking a large workspace apart before would
        // take longer than that.
        std::mem::forget(workspace);
    }
    if let Some(name) = &options.entity
        && parts.is_empty()
    {
        problems.push(format!("there is no entity `{name}`"));
    }
    let lacks_something = parts.iter().any(Part::lacks_something);
    if problems.is_empty() || !parts.is_empty() {
        let all = match options.entity {
            // What all entities need is not what is asked for.
            Some(_) => parts,
            None => with_foundation(parts),
        };
        let files = files_of(all);
        let written = match &options.out {
            Some(folder) => write_all(folder, &files),
            None => print_all(&files),
        };
        if let Err(error) = written {
            problems.push(error.to_string());
        }
    }
    report_problems(&problems);
    if !problems.is_empty() {
        FAILED.into()
    } else if lacks_something {
        FOUND.into()
    } else {
        ExitCode::SUCCESS
    }
}

/// What all of these need comes first.
fn with_foundation(parts: Vec<Part>) -> Vec<Part> {
    let needs = parts.iter().flat_map(|part| &part.needs);
    let needed = foundation(needs);
    needed.iter().map(Part::of).chain(parts).collect()
}

/// So many entities are made before what they were made from is forgotten.
const CHUNK: usize = 128;

/// What the entities of a workspace become that are asked for: all in the files that are meant,
/// with what those need, or those of a name alone. None where one could not be made.
fn parts_of(workspace: &mut Workspace, name: Option<&str>) -> Vec<Option<Part>> {
    workspace.summarize();
    let members = workspace.members.iter().enumerate();
    let asked = members.filter(|(_, member)| name.is_some() || member.role != Role::Context);
    let asked = asked.filter_map(|(number, _)| workspace.file(number));
    let db = workspace.host.db();
    let asked = asked.filter(|file| {
        let entity = specql_analysis::index::entity(db, *file);
        entity.is_some_and(|entity| name.is_none_or(|name| entity.name == name))
    });
    let files: Vec<File> = match name {
        Some(_) => asked.collect(),
        None => needed_by(db, asked),
    };
    let width = parallel::width().min(files.len());
    let work = |db: &Database, file: File| Part::of(catalogue(db, file));
    parallel::with_workers(width, work, |workers| {
        let mut parts = Vec::with_capacity(files.len());
        for chunk in files.chunks(CHUNK) {
            parts.extend(workers.map(workspace.databases(chunk.len()), chunk.to_vec()));
            workspace.host.trim();
        }
        parts
    })
}

fn print_all(files: &[ScriptFile]) -> io::Result<()> {
    let mut out = io::stdout();
    for (number, file) in files.iter().enumerate() {
        let between: &[u8] = if number > 0 { b"\n" } else { b"" };
        let written = out.write_all(between);
        match written.and_then(|()| out.write_all(file.sql.as_bytes())) {
            // Whoever reads it has seen enough.
            Err(error) if error.kind() == ErrorKind::BrokenPipe => return Ok(()),
            written => written?,
        }
    }
    Ok(())
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
