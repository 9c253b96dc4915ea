//! How a conversation begins: what the server can do, and what it wants to know.

use lsp_types::{
    FileOperationFilter, FileOperationPattern, FileOperationPatternKind,
    FileOperationRegistrationOptions, InitializeParams, OneOf, ServerCapabilities, ServerInfo,
    TextDocumentSyncCapability, TextDocumentSyncKind, TextDocumentSyncOptions,
    TextDocumentSyncSaveOptions, WorkspaceFileOperationsServerCapabilities,
    WorkspaceFoldersServerCapabilities, WorkspaceServerCapabilities,
};
use serde::Serialize;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::sync::Arc;

use super::client::Client;
use super::failure::Failure;
use super::methods::Methods;
use super::serve::{Asked, Phase, Server};
use super::session::Session;
use super::uri::{self, Place};
use super::watch::Watch;

/// Takes in who the client is, and says what the server can do.
pub fn initialize(
    session: &mut Session,
    methods: &Methods,
    params: InitializeParams,
) -> Initialized {
    let client = Client::new(&params);
    session.folders = folders(&params);
    session.client_settings = params.initialization_options.unwrap_or_default();
    let mut capabilities = ServerCapabilities {
        position_encoding: Some(client.encoding_kind()),
        text_document_sync: Some(TextDocumentSyncCapability::Options(
            TextDocumentSyncOptions {
                open_close: Some(true),
                change: Some(TextDocumentSyncKind::INCREMENTAL),
                save: Some(TextDocumentSyncSaveOptions::Supported(true)),
                ..TextDocumentSyncOptions::default()
            },
        )),
        workspace: Some(WorkspaceServerCapabilities {
            workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(OneOf::Left(true)),
            }),
            file_operations: Some(file_operations()),
        }),
        ..ServerCapabilities::default()
    };
    methods.offer(&mut capabilities, &client);
    session.client = Arc::new(client);
    session.offered = capabilities.clone();
    Initialized {
        capabilities: Capabilities {
            known: capabilities,
            type_hierarchy_provider: true,
        },
        server_info: ServerInfo {
            name: "specql-lsp".to_owned(),
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        },
    }
}

/// What `initialize` is answered with.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Initialized {
    capabilities: Capabilities,
    server_info: ServerInfo,
}

/// What the server can do, with what the types of the protocol that we use leave out.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Capabilities {
    #[serde(flatten)]
    known: ServerCapabilities,
    type_hierarchy_provider: bool,
}

/// Which files the client tells of when it creates, renames or deletes them.
fn file_operations() -> WorkspaceFileOperationsServerCapabilities {
    let filter = |glob: &str, matches| FileOperationFilter {
        scheme: Some("file".to_owned()),
        pattern: FileOperationPattern {
            glob: glob.to_owned(),
            matches: Some(matches),
            options: None,
        },
    };
    let ours = FileOperationRegistrationOptions {
        filters: vec![
            filter("**/*.{yaml,yml,specql}", FileOperationPatternKind::File),
            filter("**/specql.toml", FileOperationPatternKind::File),
            filter("**", FileOperationPatternKind::Folder),
        ],
    };
    WorkspaceFileOperationsServerCapabilities {
        did_create: Some(ours.clone()),
        did_rename: Some(ours.clone()),
        did_delete: Some(ours),
        ..WorkspaceFileOperationsServerCapabilities::default()
    }
}

#[allow(deprecated, reason = "what older clients send")]
fn folders(params: &InitializeParams) -> Vec<PathBuf> {
    let folders = params.workspace_folders.iter().flatten();
    let mut uris: Vec<_> = folders.map(|folder| folder.uri.clone()).collect();
    if uris.is_empty() {
        uris.extend(params.root_uri.clone());
    }
    let paths = uris.iter().filter_map(|uri| match uri::place(uri) {
        Place::File(path) => Some(path),
        _ => None,
    });
    let mut paths: Vec<_> = paths.collect();
    let path = params.root_path.as_ref().map(PathBuf::from);
    if paths.is_empty() {
        paths.extend(path.filter(|path| path.is_absolute()));
    }
    paths
}

impl Server {
    /// The client has heard what the server can do: now it may be told and asked things.
    pub(super) fn begin(&mut self) {
        self.phase = Phase::Ready;
        if !self.session.client.watches_files() {
            self.watch = Some(Watch::new(self.events.clone()));
        }
        self.start_over();
    }

    /// The client is ready to be asked.
    pub(super) fn initialized(&mut self) {
        let client = self.session.client.clone();
        if client.gives_settings() {
            self.ask_settings();
        }
        if client.watches_files() {
            self.watch();
        }
        if client.registers_settings() {
            let registration = json!({"registrations": [{
                "id": "settings",
                "method": "workspace/didChangeConfiguration",
                "registerOptions": {"section": SECTION},
            }]});
            self.ask(Asked::Nothing, "client/registerCapability", &registration);
        }
    }

    fn ask_settings(&mut self) {
        let params = json!({"items": [{"section": SECTION}]});
        self.ask(Asked::Settings, "workspace/configuration", &params);
    }

    /// The client says that its settings have changed. Some send them along; others want to be
    /// asked.
    pub(super) fn settings_told(&mut self, settings: Value) {
        if self.session.client.gives_settings() {
            self.ask_settings();
        } else {
            let ours = settings.get(SECTION).cloned().unwrap_or(settings);
            self.set_client_settings(ours);
        }
    }

    fn set_client_settings(&mut self, settings: Value) {
        if settings == self.session.client_settings {
            return;
        }
        let mut probe = specql_analysis::settings::Settings::default();
        for problem in super::settings::overlay(&mut probe, &settings) {
            self.log_once(&format!("settings: {problem}"));
        }
        Arc::make_mut(&mut self.session.client).set_settings(&settings);
        self.session.client_settings = settings;
        self.session.settings_have_changed();
    }

    /// The client answers what it was asked.
    pub(super) fn replied(&mut self, id: i64, result: Result<Value, Failure>) {
        let Some((asked, _)) = self.asked.remove(&id) else {
            return;
        };
        match (asked, result) {
            (Asked::Settings, Ok(Value::Array(mut found))) => {
                if let Some(settings) = found.pop()
                    && !settings.is_null()
                {
                    self.set_client_settings(settings);
                }
            }
            (Asked::Progress, Ok(_)) => self.progress_created(),
            _ => {}
        }
    }
}

/// The name of our settings in the editor.
const SECTION: &str = "specql";
