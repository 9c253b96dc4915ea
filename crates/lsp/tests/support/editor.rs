//! An editor with a small workspace, a cursor in one of its files, and a way of reading answers.
//!
//! `//- path` begins a file, `$0` is where the cursor stands. The file with the cursor is open,
//! the others are on the disk only.

use serde_json::{Value, json};

use super::Folder;
use super::client::{Client, uri};

/// The ways of counting characters.
pub const ENCODINGS: [&str; 3] = ["utf-8", "utf-16", "utf-32"];

pub struct Editor {
    pub folder: Folder,
    pub client: Client,
    files: Vec<(String, String)>,
    path: String,
    cursor: usize,
}

impl Editor {
    /// With a client that can do much, and counts in this way.
    pub fn new(text: &str, encoding: &str) -> Self {
        Self::with(text, &capabilities(encoding), &Value::Null)
    }

    /// With a client that can do this, and these options.
    pub fn with(text: &str, capabilities: &Value, options: &Value) -> Self {
        let mut files = files(text);
        let mut found = ("", 0);
        for (path, text) in &mut files {
            if let Some(at) = text.find("$0") {
                text.replace_range(at..at + 2, "");
                found = (path, at);
            }
        }
        let (path, cursor) = (found.0.to_owned(), found.1);
        let listed: Vec<_> = files
            .iter()
            .map(|(p, t)| (p.as_str(), t.as_str()))
            .collect();
        let folder = Folder::with(&listed);
        let mut client = Client::spawn();
        client.initialize(&json!({
            "processId": std::process::id(),
            "workspaceFolders": [{"uri": uri(folder.path()), "name": "test"}],
            "rootUri": uri(folder.path()),
            "capabilities": capabilities,
            "initializationOptions": options,
        }));
        let mut editor = Self {
            folder,
            client,
            files,
            path,
            cursor,
        };
        if !editor.path.is_empty() {
            let (uri, text) = (editor.uri(), editor.text(&editor.path).to_owned());
            editor.client.open(&uri, &text);
        }
        editor.wait();
        editor
    }

    /// Until all files are known.
    fn wait(&mut self) {
        let specs = self
            .files
            .iter()
            .filter(|(_, text)| text.contains("entity: "));
        let count = specs.count();
        let is_entity = |symbol: &&Value| symbol["kind"] == 5;
        loop {
            let symbols = self
                .client
                .request("workspace/symbol", json!({"query": ""}))
                .unwrap();
            let symbols = symbols.as_array().unwrap().iter();
            if symbols.filter(is_entity).count() >= count {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
    }

    pub fn uri(&self) -> String {
        self.uri_of(&self.path)
    }

    pub fn uri_of(&self, path: &str) -> String {
        uri(&self.folder.path().join(path))
    }

    fn text(&self, path: &str) -> &str {
        let mut files = self.files.iter();
        &files.find(|(known, _)| known == path).unwrap().1
    }

    /// The document and the place of the cursor.
    pub fn here(&self) -> Value {
        json!({"textDocument": {"uri": self.uri()}, "position": self.position(self.cursor)})
    }

    /// Asks something about the cursor's place, and more than that.
    pub fn ask(&mut self, method: &str, more: Value) -> Value {
        let mut params = self.here();
        let all = params.as_object_mut().unwrap();
        all.extend(more.as_object().unwrap().clone());
        self.client.request(method, params).unwrap()
    }

    /// A place of the cursor's file as the protocol counts.
    fn position(&self, offset: usize) -> Value {
        let before = &self.text(&self.path)[..offset];
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = before.matches('\n').count();
        json!({"line": line, "character": units(&before[start..], self.client.encoding())})
    }

    /// The byte at a position of a file.
    fn offset(&self, path: &str, position: &Value) -> usize {
        let text = self.text(path);
        let line = position["line"].as_u64().unwrap() as usize;
        let lines: Vec<_> = text.split_inclusive('\n').collect();
        let start: usize = lines.iter().take(line).map(|line| line.len()).sum();
        let wanted = position["character"].as_u64().unwrap() as usize;
        let line = lines.get(line).copied().unwrap_or_default();
        let mut ends = (0..=line.len()).filter(|end| line.is_char_boundary(*end));
        let encoding = self.client.encoding();
        let end = ends.find(|end| units(&line[..*end], encoding) == wanted);
        start + end.unwrap_or_else(|| panic!("{position} is no place of {path}"))
    }

    /// What stands at a range of the cursor's file.
    pub fn here_at(&self, range: &Value) -> String {
        let text = self.text(&self.path);
        text[self.offset(&self.path, &range["start"])..self.offset(&self.path, &range["end"])]
            .to_owned()
    }

    /// A location as people say it: `order.yaml:3 total`.
    pub fn at(&self, uri: &Value, range: &Value) -> String {
        let root = super::client::uri(self.folder.path());
        let path = uri.as_str().unwrap().strip_prefix(&root).unwrap();
        let path = path.trim_start_matches('/');
        let (start, end) = (
            self.offset(path, &range["start"]),
            self.offset(path, &range["end"]),
        );
        let line = range["start"]["line"].as_u64().unwrap() + 1;
        let text = self.text(path)[start..end].replace('\n', "⏎");
        format!("{path}:{line} {text}")
    }

    /// The same for many.
    pub fn all(&self, locations: &Value) -> Vec<String> {
        let locations = locations.as_array().unwrap().iter();
        locations
            .map(|found| self.at(&found["uri"], &found["range"]))
            .collect()
    }

    /// The text of a file once edits are made.
    pub fn edited(&self, path: &str, edits: &Value) -> String {
        let mut text = self.text(path).to_owned();
        let mut edits: Vec<_> = edits.as_array().unwrap().iter().collect();
        edits.sort_by_key(|edit| std::cmp::Reverse(self.offset(path, &edit["range"]["start"])));
        for edit in edits {
            let range = &edit["range"];
            let (start, end) = (
                self.offset(path, &range["start"]),
                self.offset(path, &range["end"]),
            );
            text.replace_range(start..end, edit["newText"].as_str().unwrap());
        }
        text
    }

    /// The lines of the cursor's file that edits change.
    pub fn changed(&self, edits: &Value) -> Vec<String> {
        let before: Vec<_> = self.text(&self.path).lines().collect();
        let after = self.edited(&self.path, edits);
        let after = after.lines().filter(|line| !before.contains(line));
        after.map(|line| line.trim().to_owned()).collect()
    }
}

/// How long a text is for who counts in this way.
pub fn units(text: &str, encoding: &str) -> usize {
    match encoding {
        "utf-8" => text.len(),
        "utf-16" => text.encode_utf16().count(),
        _ => text.chars().count(),
    }
}

fn files(text: &str) -> Vec<(String, String)> {
    let parts = text.split("//- ").skip(1);
    let parts = parts.map(|part| part.split_once('\n').unwrap());
    parts
        .map(|(path, text)| (path.to_owned(), text.to_owned()))
        .collect()
}

/// A client that can do much, and counts in this way.
pub fn capabilities(encoding: &str) -> Value {
    let kinds: Vec<u32> = (1..=26).collect();
    let items: Vec<u32> = (1..=25).collect();
    let link = json!({"linkSupport": true});
    let markdown = json!(["markdown", "plaintext"]);
    json!({
        "general": {"positionEncodings": [encoding]},
        "workspace": {
            "diagnostics": {"refreshSupport": true},
            "symbol": {"symbolKind": {"valueSet": kinds}},
            "workspaceEdit": {
                "documentChanges": true,
                "resourceOperations": ["create", "rename", "delete"],
            },
        },
        "textDocument": {
            "completion": {
                "completionItem": {
                    "snippetSupport": true,
                    "insertReplaceSupport": true,
                    "labelDetailsSupport": true,
                    "preselectSupport": true,
                    "documentationFormat": markdown,
                    "insertTextModeSupport": {"valueSet": [1, 2]},
                    "resolveSupport": {"properties": ["documentation"]},
                },
                "completionItemKind": {"valueSet": items},
            },
            "hover": {"contentFormat": markdown},
            "signatureHelp": {"signatureInformation": {
                "documentationFormat": markdown,
                "parameterInformation": {"labelOffsetSupport": true},
            }},
            "definition": link,
            "declaration": link,
            "typeDefinition": link,
            "implementation": link,
            "documentSymbol": {
                "hierarchicalDocumentSymbolSupport": true,
                "symbolKind": {"valueSet": kinds},
            },
            "documentLink": {"tooltipSupport": true},
            "rename": {"prepareSupport": true},
            "inlayHint": {"resolveSupport": {"properties": ["tooltip"]}},
            "codeAction": {
                "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}},
                "dataSupport": true,
                "isPreferredSupport": true,
                "resolveSupport": {"properties": ["edit"]},
            },
            "diagnostic": {},
        },
    })
}

/// A small shop, with letters of many bytes before the places that are asked about.
pub const SHOP: &str = "\
//- entities/customer.yaml
entity: Customer
schema: shop
description: Who buys, é🙂
fields:
  name: text
  state: enum(new, loyal)
actions:
  - name: greet
    steps:
      - validate: name = 'é🙂' AND state = 'new'
        error: nobody
//- entities/member.yaml
entity: Member
schema: shop
extends: entities/customer
fields:
  since: date
//- entities/order.yaml
entity: Order
schema: shop
fields:
  buyer: {description: \"é🙂\", type: ref(Customer)}
  note: text
  total: money
actions:
  - name: close
    params: {sum: money}
    steps:
      - validate: note = 'é🙂' AND total > $sum
        error: empty
      - update: Order SET note = 'é🙂', total = 0
  - name: close_all
    steps:
      - {error: \"é🙂\", call: close(sum = 1)}
//- registry/domain_registry.yaml
version: 1
";

/// The shop with the cursor at the end of the first text after the second one; both may stand in
/// it often.
pub fn shop(behind: &str, cursor_after: &str) -> String {
    let from = SHOP.find(behind).unwrap();
    let at = from + SHOP[from..].find(cursor_after).unwrap() + cursor_after.len();
    format!("{}$0{}", &SHOP[..at], &SHOP[at..])
}
