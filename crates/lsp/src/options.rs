//! What can be asked for on the command line.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use specql_analysis::diagnostic::Severity;
use specql_analysis::rules::{self, Rule};
use specql_language::Target;

/// Checks SpecQL specs and shows what they mean. Without a command it is the language server.
#[derive(Parser)]
#[command(name = "specql-lsp", version, args_conflicts_with_subcommands = true)]
pub struct Options {
    /// Serve an editor on standard input and output, as without any option
    #[arg(long)]
    pub stdio: bool,
    /// What to do.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What the program does.
#[derive(Subcommand)]
pub enum Command {
    /// Checks files and folders and prints what is wrong (also: --check)
    Check(CheckOptions),
    /// Prints the meaning of each spec, as SpecQL reads it
    Model(ModelOptions),
    /// Prints the documentation of a diagnostic
    Explain(ExplainOptions),
    /// Prints the SQL of specs, in an order that loads
    Sql(SqlOptions),
    /// Prints every type of the language with its facts
    Types(TypesOptions),
    /// Prints a JSON schema of specs, for editors that have only a YAML server
    Schema(SchemaOptions),
    /// Formats spec files: indentation, blanks and blank lines
    Fmt(FmtOptions),
}

/// Options of `check`.
#[derive(Args)]
#[command(
    after_help = "Exit status: 0 nothing is wrong, 1 something is (an error; with --deny \
                        warnings also a warning), 2 the check could not be done."
)]
pub struct CheckOptions {
    #[command(flatten)]
    pub input: InputOptions,
    /// How to print what is wrong
    #[arg(long, value_enum, default_value_t = CheckFormat::Human)]
    pub format: CheckFormat,
    /// For which SpecQL the specs are written [default: 0.8, or what specql.toml says]
    #[arg(long, value_enum)]
    pub target: Option<TargetName>,
    /// Check each file alone: nothing across files, no settings files
    #[arg(long)]
    pub isolated: bool,
    /// Show these diagnostics only
    #[arg(long, value_name = "CODE", value_delimiter = ',', value_parser = parse_rule)]
    pub select: Vec<&'static Rule>,
    /// Do not show these diagnostics
    #[arg(long, value_name = "CODE", value_delimiter = ',', value_parser = parse_rule)]
    pub ignore: Vec<&'static Rule>,
    /// Show nothing that matters less
    #[arg(long, value_enum)]
    pub min_severity: Option<SeverityName>,
    /// What makes the check fail beside errors
    #[arg(long, value_enum)]
    pub deny: Option<Denied>,
    /// Make the safe fixes and write the files
    #[arg(long, conflicts_with = "stdin_filename")]
    pub fix: bool,
    /// Also count what is wrong by its code
    #[arg(long)]
    pub statistics: bool,
    /// Whether to print in colours
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    pub color: Color,
    /// Print diagnostics only: no summary
    #[arg(long, short)]
    pub quiet: bool,
}

/// Options of `explain`.
#[derive(Args)]
pub struct ExplainOptions {
    /// The code of the diagnostic
    #[arg(value_name = "CODE", required_unless_present = "all", value_parser = parse_rule)]
    pub code: Option<&'static Rule>,
    /// All diagnostics
    #[arg(long, conflicts_with = "code")]
    pub all: bool,
    /// How to print
    #[arg(long, value_enum, default_value_t = TextFormat::Human)]
    pub format: TextFormat,
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

/// Options of `sql`.
#[derive(Args)]
#[command(
    after_help = "Exit status: 0 the SQL has all that the specs ask for, 1 something is left out, \
                        which comments in the SQL tell, 2 it could not be made."
)]
pub struct SqlOptions {
    /// Files, and folders that are searched for specs; the current folder when none is given
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Only the entities of this name
    #[arg(long, value_name = "NAME")]
    pub entity: Option<String>,
    /// Write a file for each step into this folder, in the order of their names
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// For which SpecQL the specs are written [default: 0.8, or what specql.toml says]
    #[arg(long, value_enum)]
    pub target: Option<TargetName>,
}

/// Options of `types`.
#[derive(Args)]
pub struct TypesOptions {
    /// How to print
    #[arg(long, value_enum, default_value_t = TextFormat::Human)]
    pub format: TextFormat,
}

/// Options of `schema`.
#[derive(Args)]
pub struct SchemaOptions {
    /// For which SpecQL the specs are written
    #[arg(long, value_enum)]
    pub target: Option<TargetName>,
}

/// Options of `fmt`.
#[derive(Args)]
#[command(
    after_help = "Exit status: 0 all is formatted, 1 with --check something is not, 2 a file could \
                        not be formatted."
)]
pub struct FmtOptions {
    #[command(flatten)]
    pub input: InputOptions,
    /// Write nothing and list the files that would change
    #[arg(long)]
    pub check: bool,
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

/// How diagnostics are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    /// For people, with the source
    Human,
    /// One line each
    Concise,
    /// One JSON object
    Json,
    /// One JSON object a line for each diagnostic
    Jsonl,
    /// SARIF 2.1.0
    Sarif,
    /// Commands of GitHub's workflows, which make annotations
    Github,
    /// GitLab's code quality report
    Gitlab,
    /// `JUnit`'s XML
    Junit,
}

/// How a model is printed.
#[derive(Clone, Copy, ValueEnum)]
pub enum ModelFormat {
    /// One JSON object a line, for each file
    Jsonl,
    /// One JSON list of all files
    Json,
}

/// How facts are printed.
#[derive(Clone, Copy, ValueEnum)]
pub enum TextFormat {
    /// For people
    Human,
    /// JSON with every fact
    Json,
}

/// For which SpecQL specs are written.
#[derive(Clone, Copy, ValueEnum)]
pub enum TargetName {
    /// What the released generator takes
    #[value(name = "0.8")]
    V0_8,
    /// Also what is described and not there yet
    Next,
}

impl From<TargetName> for Target {
    fn from(name: TargetName) -> Self {
        match name {
            TargetName::V0_8 => Self::V0_8,
            TargetName::Next => Self::Next,
        }
    }
}

/// How much a diagnostic matters.
#[derive(Clone, Copy, ValueEnum)]
pub enum SeverityName {
    /// Does not work
    Error,
    /// Will not do what it says
    Warning,
    /// Worth knowing
    Info,
    /// Could be better
    Hint,
}

impl From<SeverityName> for Severity {
    fn from(name: SeverityName) -> Self {
        match name {
            SeverityName::Error => Self::Error,
            SeverityName::Warning => Self::Warning,
            SeverityName::Info => Self::Info,
            SeverityName::Hint => Self::Hint,
        }
    }
}

/// What makes the check fail beside errors.
#[derive(Clone, Copy, ValueEnum)]
pub enum Denied {
    /// Warnings too
    Warnings,
}

/// Whether to print in colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// In a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

fn parse_rule(code: &str) -> Result<&'static Rule, String> {
    let code = code.trim();
    rules::rule(code).ok_or_else(|| match rules::suggestion(code) {
        Some(near) => format!("there is no diagnostic `{code}`; did you mean `{near}`?"),
        None => "there is no such diagnostic; `specql-lsp explain --all` lists them".to_owned(),
    })
}

/// `--check` is another spelling of the command `check`. It may stand among other options, but
/// not behind another command, which may have an option of that name.
pub fn with_command_names(arguments: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut arguments: Vec<_> = arguments.collect();
    let is_command = |argument: &OsString| !argument.to_string_lossy().starts_with('-');
    if arguments.get(1).is_none_or(is_command) {
        return arguments;
    }
    let options = arguments.iter().take_while(|argument| *argument != "--");
    let at = options.enumerate().find(|(_, a)| *a == "--check");
    if let Some(at) = at.map(|(at, _)| at) {
        arguments.remove(at);
        arguments.insert(1, "check".into());
    }
    arguments
}
