//! The SpecQL language server and command line.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program for a terminal"
)]

mod command;
mod files;
mod fix;
mod gather;
mod options;
mod parallel;
mod progress;
mod render;
mod report;
mod server;
mod transport;
mod workspace;

use std::io::IsTerminal;
use std::process::ExitCode;

use clap::Parser;

use options::{Command, Options, with_command_names};

// Many small values are made and dropped on all threads at once.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What a person is told who has no editor in between.
const AT_A_TERMINAL: &str = "specql-lsp: this is the language server; it waits for an editor on \
    standard input.\nTo check specs here: specql-lsp --check. All else: specql-lsp --help. \
    To leave: Ctrl+D.";

fn main() -> ExitCode {
    let options = match Options::try_parse_from(with_command_names(std::env::args_os())) {
        Ok(options) => options,
        Err(error) => {
            let asked = !error.use_stderr();
            // What cannot be printed cannot be told either.
            let _ = error.print();
            return if asked {
                ExitCode::SUCCESS
            } else {
                command::FAILED.into()
            };
        }
    };
    let Some(command) = options.command else {
        if !options.stdio && std::io::stdin().is_terminal() {
            eprintln!("{AT_A_TERMINAL}");
        }
        return transport::serve();
    };
    match command {
        Command::Check(options) => command::check::run(&options),
        Command::Model(options) => command::model::run(&options),
        Command::Explain(options) => command::explain::run(&options),
        Command::Sql(options) => command::sql::run(&options),
        Command::Types(options) => command::types::run(&options),
        Command::Schema(options) => command::schema::run(&options),
        Command::Fmt(options) => command::fmt::run(&options),
    }
}
