//! Writes the parser from grammar.js with tree-sitter's command line tool, and the reference
//! from the tables.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::{Outcome, at, docs, grammar, queries, root, run as run_command, target};

const GENERATED: [&str; 3] = ["parser.c", "grammar.json", "node-types.json"];

/// Set to 1 where a missing tool is a failure, as in the checks of a change.
const REQUIRED: &str = "SPECQL_REQUIRE_TREE_SITTER";

pub(crate) fn run(arguments: &[String]) -> Outcome {
    let check = match arguments {
        [] => false,
        [one] if one == "--check" => true,
        _ => return Err("the only option is --check".to_owned()),
    };
    // Both are told of, even where the first is stale: one run should say all.
    let written = texts().and_then(|texts| if check { fresh(&texts) } else { write(&texts) });
    let faults: Vec<String> = [written, parser(check)]
        .into_iter()
        .filter_map(Result::err)
        .collect();
    if faults.is_empty() {
        return Ok(());
    }
    Err(faults.join("\n"))
}

/// All that is written but the parser.
fn texts() -> Result<Vec<(PathBuf, String)>, String> {
    let mut texts = docs::files();
    texts.extend(queries::files()?);
    Ok(texts)
}

fn write(texts: &[(PathBuf, String)]) -> Outcome {
    for (path, text) in texts {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(at(folder))?;
        }
        fs::write(path, text).map_err(at(path))?;
    }
    Ok(())
}

/// Whether the files are what they would be if they were written now.
fn fresh(texts: &[(PathBuf, String)]) -> Outcome {
    let stale = texts.iter().filter(|(path, text)| {
        // A checkout may have other line ends.
        let written = fs::read_to_string(path).unwrap_or_default();
        written.replace("\r\n", "\n") != *text
    });
    let names = stale.map(|(path, _)| path.strip_prefix(root()).unwrap_or(path));
    let names: Vec<String> = names.map(|path| path.display().to_string()).collect();
    if names.is_empty() {
        return Ok(());
    }
    Err(format!(
        "{}: not what would be written now; run `cargo xtask generate`",
        names.join(", ")
    ))
}

fn parser(check: bool) -> Outcome {
    if !is_installed() {
        if std::env::var_os(REQUIRED).is_some_and(|value| value == "1") {
            return Err(format!("tree-sitter is not on PATH, and {REQUIRED} is 1"));
        }
        eprintln!(
            "*** xtask generate: tree-sitter is not on PATH: THE PARSER WAS NOT {} ***",
            if check { "CHECKED" } else { "WRITTEN" }
        );
        eprintln!("*** `cargo install tree-sitter-cli` installs it ***");
        return Ok(());
    }
    if check {
        compare()
    } else {
        generate(&grammar())
    }
}

fn is_installed() -> bool {
    let mut command = Command::new("tree-sitter");
    command
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

fn generate(folder: &Path) -> Outcome {
    run_command(
        Command::new("tree-sitter")
            .args(["generate", "--abi", "14"])
            .current_dir(folder),
    )
}

/// Generates into a copy and compares.
fn compare() -> Outcome {
    let copy = target().join("xtask").join("generate");
    if copy.exists() {
        fs::remove_dir_all(&copy).map_err(at(&copy))?;
    }
    fs::create_dir_all(copy.join("src")).map_err(at(&copy))?;
    for file in ["grammar.js", "tree-sitter.json"] {
        let from = grammar().join(file);
        fs::copy(&from, copy.join(file)).map_err(at(&from))?;
    }
    generate(&copy)?;
    let mut stale = Vec::new();
    for file in GENERATED {
        let (new, old) = (
            copy.join("src").join(file),
            grammar().join("src").join(file),
        );
        if fs::read(&new).map_err(at(&new))? != fs::read(&old).unwrap_or_default() {
            stale.push(format!("src/{file}"));
        }
    }
    fs::remove_dir_all(&copy).map_err(at(&copy))?;
    if stale.is_empty() {
        return Ok(());
    }
    Err(format!(
        "{} is not what grammar.js makes; run `cargo xtask generate`",
        stale.join(", ")
    ))
}
