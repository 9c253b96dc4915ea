//! `schema`: prints a JSON schema of specs.

use std::process::ExitCode;

use specql_ide::json_schema::json_schema;

use super::answer;
use crate::options::SchemaOptions;

/// Prints the schema.
pub fn run(options: &SchemaOptions) -> ExitCode {
    let target = options.target.map(Into::into).unwrap_or_default();
    answer(serde_json::to_string_pretty(&json_schema(target)))
}
