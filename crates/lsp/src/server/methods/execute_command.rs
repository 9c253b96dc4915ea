//! `workspace/executeCommand`: the commands that the server has itself.

use lsp_types::{ExecuteCommandOptions, ExecuteCommandParams, ServerCapabilities, Uri};
use serde_json::Value;

use super::Response;
use super::sql::answer;
use crate::server::client::Client;
use crate::server::failure::Failure;
use crate::server::snapshot::Snapshot;

/// Shows the SQL of a spec: its URI, and the name of what is wanted of it, if not all is. What is
/// answered is that of `specql/sql`; the loop lets the client show it.
pub const PREVIEW_SQL: &str = "specql.previewSql";

pub fn offer(capabilities: &mut ServerCapabilities, _: &Client) {
    capabilities.execute_command_provider = Some(ExecuteCommandOptions {
        commands: vec![PREVIEW_SQL.to_owned()],
        ..ExecuteCommandOptions::default()
    });
}

pub fn execute_command(
    snapshot: &Snapshot,
    params: ExecuteCommandParams,
) -> Response<Option<Value>> {
    if params.command != PREVIEW_SQL {
        let command: String = params.command.chars().take(100).collect();
        return Err(Failure::params(format!("there is no command {command}")));
    }
    let said = |at: usize| params.arguments.get(at).and_then(Value::as_str);
    let uri: Option<Uri> = said(0).and_then(|uri| uri.parse().ok());
    let uri =
        uri.ok_or_else(|| Failure::params(format!("{PREVIEW_SQL} wants the URI of a spec")))?;
    let found = answer(snapshot, &uri, said(1))?;
    Ok(found.and_then(|answer| serde_json::to_value(answer).ok()))
}
