//! Runs the grammar's scanner and parser under sanitizers.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use crate::{Outcome, at, grammar, root, run as run_command, target};

const OPTIONS: [&str; 3] = ["--edits", "--seed", "--size"];

/// What is parsed when no file is given, as far as it is there.
const FOLDERS: [&str; 3] = ["examples", "../shared/corpus", "../shared/yaml-suite/cases"];

const ADDRESS: &str = "-fsanitize=address";
const BOTH: &str = "-fsanitize=address,undefined";

pub(crate) fn run(arguments: &[String]) -> Outcome {
    let mut options = Vec::new();
    let mut files = Vec::new();
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        if OPTIONS.contains(&argument.as_str()) {
            let value = arguments
                .next()
                .ok_or_else(|| format!("{argument} takes a number"))?;
            value
                .parse::<u32>()
                .map_err(|_| format!("{argument} takes a number, not {value}"))?;
            options.extend([OsString::from(argument), OsString::from(value)]);
        } else {
            collect(Path::new(argument), &mut files).map_err(at(Path::new(argument)))?;
        }
    }
    if files.is_empty() {
        for folder in FOLDERS.map(|folder| root().join(folder)) {
            if folder.exists() {
                collect(&folder, &mut files).map_err(at(&folder))?;
            }
        }
    }
    files.sort();

    let folder = target().join("sanitize");
    fs::create_dir_all(&folder).map_err(at(&folder))?;
    let program = build(&folder)?;
    let parts = std::thread::available_parallelism().map_or(1, usize::from);
    let mut running = Vec::new();
    for part in 0..parts {
        let mut command = Command::new(&program);
        command
            .args(["--part", &part.to_string(), &parts.to_string()])
            .args(&options)
            .arg("--save")
            .arg(folder.join(format!("found-{part}.yaml")))
            .arg("--patterns")
            .arg(grammar().join("tests/sanitize/hostile.txt"))
            .args(&files)
            .env(
                "ASAN_OPTIONS",
                "detect_stack_use_after_return=1:strict_string_checks=1:quarantine_size_mb=64",
            )
            .env("UBSAN_OPTIONS", "print_stacktrace=1");
        running.push(command.spawn().map_err(at(&program))?);
    }
    let mut failed = 0;
    for mut process in running {
        failed += usize::from(!process.wait().map_err(at(&program))?.success());
    }
    if failed == 0 {
        Ok(())
    } else {
        Err("faults were found, see above".to_owned())
    }
}

/// A file, or all YAML files below a folder.
fn collect(path: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    if !fs::metadata(path)?.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    for entry in fs::read_dir(path)? {
        let path = entry?.path();
        let is_yaml = path.extension().is_some_and(|e| e == "yaml" || e == "yml");
        if is_yaml || path.is_dir() {
            collect(&path, files)?;
        }
    }
    Ok(())
}

fn build(folder: &Path) -> Result<PathBuf, String> {
    let (grammar, runtime) = (grammar(), runtime()?);
    let source = grammar.join("src");
    let main = grammar.join("tests/sanitize/main.c");
    let headers = [runtime.join("include"), runtime.join("src"), source.clone()];
    // Of the runtime only the memory is watched: its own arithmetic is not ours to mend.
    // Without debug information, as the tables are large.
    let objects = [
        (runtime.join("src/lib.c"), "runtime.o", vec![ADDRESS, "-g"]),
        (source.join("parser.c"), "parser.o", vec![BOTH]),
        (source.join("scanner.c"), "scanner.o", vec![BOTH, "-g"]),
        (main, "main.o", vec![BOTH, "-g"]),
    ];
    let program = folder.join("specql-sanitize");
    let mut link = Command::new("gcc");
    link.arg(BOTH).arg("-o").arg(&program);
    for (file, object, flags) in objects {
        let object = folder.join(object);
        let sources = if file.starts_with(&source) {
            &source
        } else {
            &file
        };
        if changed(sources).map_err(at(&file))? > changed(&object).unwrap_or(SystemTime::UNIX_EPOCH)
        {
            let mut compile = Command::new("gcc");
            compile.args([
                "-std=gnu11",
                "-O1",
                "-fno-omit-frame-pointer",
                "-fno-sanitize-recover=all",
            ]);
            compile
                .args(flags)
                .arg("-c")
                .arg(&file)
                .arg("-o")
                .arg(&object);
            compile.args(
                headers
                    .iter()
                    .flat_map(|h| [OsStr::new("-I"), h.as_os_str()]),
            );
            run_command(&mut compile)?;
        }
        link.arg(object);
    }
    run_command(&mut link)?;
    Ok(program)
}

/// When a file, or any in a folder, was last changed.
fn changed(path: &Path) -> std::io::Result<SystemTime> {
    let metadata = fs::metadata(path)?;
    if !metadata.is_dir() {
        return metadata.modified();
    }
    let mut newest = SystemTime::UNIX_EPOCH;
    for entry in fs::read_dir(path)? {
        newest = newest.max(changed(&entry?.path())?);
    }
    Ok(newest)
}

/// The folder of the `tree-sitter` crate, which holds the runtime's C files.
fn runtime() -> Result<PathBuf, String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--format-version", "1"])
        .current_dir(root())
        .output()
        .map_err(|error| format!("cargo metadata: {error}"))?;
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout)
        .map_err(|error| format!("cargo metadata: {error}"))?;
    let packages = metadata["packages"]
        .as_array()
        .map_or(&[][..], Vec::as_slice);
    packages
        .iter()
        .find(|package| package["name"] == "tree-sitter")
        .and_then(|package| package["manifest_path"].as_str())
        .and_then(|manifest| Path::new(manifest).parent())
        .map(Path::to_owned)
        .ok_or_else(|| "the crate tree-sitter is not among the dependencies".to_owned())
}
