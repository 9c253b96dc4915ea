//! What can be asked for on the command line.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Checks SpecQL specs and shows what they mean.
#[derive(Parser)]
#[command(name = "specql-lsp", version, arg_required_else_help = true)]
pub struct Options {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What the program does.
#[derive(Subcommand)]
pub enum Command {
    /// Checks files and folders and prints what is wrong (also: --check)
    Check(CheckOptions),
    /// Prints the meaning of each spec, as SpecQL reads it
    Model(ModelOptions),
    /// Prints every type of the language with its facts
    Types(TypesOptions),
}

/// Options of `check`.
#[derive(Args)]
pub struct CheckOptions {
    #[command(flatten)]
    pub input: InputOptions,
}

/// Options of `model`.
#[derive(Args)]
pub struct ModelOptions {
    #[command(flatten)]
    pub input: InputOptions,
    /// How to print
    #[arg(long, value_enum, default_value_t = ModelFormat::Jsonl)]
    pub format: ModelFormat,
}

/// Options of `types`.
#[derive(Args)]
pub struct TypesOptions {
    /// How to print
    #[arg(long, value_enum, default_value_t = TypesFormat::Human)]
    pub format: TypesFormat,
}

/// Which files to read.
#[derive(Args)]
pub struct InputOptions {
    /// Files, and folders that are searched for specs; the current folder when none is given
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Read one file from standard input and take it for the one at this path
    #[arg(long, value_name = "PATH", conflicts_with = "paths")]
    pub stdin_filename: Option<PathBuf>,
}

/// How a model is printed.
#[derive(Clone, Copy, ValueEnum)]
pub enum ModelFormat {
    /// One JSON object a line, for each file
    Jsonl,
    /// One JSON list of all files
    Json,
}

/// How types are printed.
#[derive(Clone, Copy, ValueEnum)]
pub enum TypesFormat {
    /// A table for people
    Human,
    /// JSON with every fact
    Json,
}

/// `--check` is another spelling of the command `check`.
pub fn with_command_names(
    arguments: impl Iterator<Item = OsString>,
) -> impl Iterator<Item = OsString> {
    arguments.enumerate().map(|(index, argument)| {
        if index == 1 && argument == "--check" {
            "check".into()
        } else {
            argument
        }
    })
}
