//! A client that talks to the program over a real pipe.
//!
//! It does what its capabilities promise and nothing else. A message that it has not asked for
//! makes the test fail, and so does an end that is not orderly.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// Longer than anything takes, also on a busy machine.
pub const LONG: Duration = Duration::from_secs(60);

/// A usual number, and a larger one where `SPECQL_LONG` is set.
pub fn long(usual: usize, long: usize) -> usize {
    let is_long = std::env::var_os("SPECQL_LONG").is_some();
    if is_long { long } else { usual }
}

/// A client that asks for diagnostics itself, and again when it is told to.
pub fn pulling() -> Value {
    json!({
        "textDocument": {"diagnostic": {}},
        "workspace": {
            "configuration": true,
            "didChangeWatchedFiles": {"dynamicRegistration": true},
            "diagnostics": {"refreshSupport": true},
        },
    })
}

/// What is wrong with a document: the version, and the diagnostics.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    pub version: Option<i64>,
    pub diagnostics: Vec<Value>,
}

pub struct Client {
    child: Child,
    input: Option<ChildStdin>,
    messages: Receiver<Value>,
    last: i64,
    capabilities: Value,
    /// What `initialize` was answered with.
    pub offered: Value,
    /// What the client says when it is asked for its settings.
    pub settings: Value,
    answers: HashMap<i64, Value>,
    /// Which questions were answered.
    answered: HashSet<i64>,
    /// What was published last of each document.
    pub published: BTreeMap<String, Told>,
    /// What the server asked.
    pub asked: Vec<String>,
    /// What the server wanted to be shown.
    pub shown: Vec<String>,
    /// What the server logged.
    pub logged: Vec<String>,
    unexpected: Vec<Value>,
    /// Whether nothing is read at the moment.
    deaf: Arc<AtomicBool>,
    is_ended: bool,
}

impl Client {
    /// A server to which nobody has spoken yet.
    pub fn spawn() -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_specql-lsp"))
            .arg("--stdio")
            .env("RUST_BACKTRACE", "0")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let input = child.stdin.take();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let (say, messages) = channel();
        let deaf = Arc::new(AtomicBool::new(false));
        let is_deaf = deaf.clone();
        thread::spawn(move || {
            while let Some(message) = read(&mut output) {
                while is_deaf.load(Ordering::Relaxed) {
                    thread::sleep(Duration::from_millis(5));
                }
                if say.send(message).is_err() {
                    break;
                }
            }
        });
        Self {
            child,
            input,
            messages,
            last: 0,
            capabilities: json!({}),
            offered: Value::Null,
            settings: Value::Null,
            answers: HashMap::new(),
            answered: HashSet::new(),
            published: BTreeMap::new(),
            asked: Vec::new(),
            shown: Vec::new(),
            logged: Vec::new(),
            unexpected: Vec::new(),
            deaf,
            is_ended: false,
        }
    }

    /// An initialized server for a folder, and a client that can do this.
    pub fn start(folder: &Path, capabilities: Value) -> Self {
        Self::start_with(folder, capabilities, Value::Null)
    }

    /// The same with settings.
    pub fn start_with(folder: &Path, capabilities: Value, settings: Value) -> Self {
        let mut client = Self::spawn();
        client.settings = settings;
        client.initialize(&json!({
            "processId": std::process::id(),
            "rootUri": null,
            "workspaceFolders": [{"uri": uri(folder), "name": "test"}],
            "capabilities": capabilities,
        }));
        client
    }

    pub fn initialize(&mut self, params: &Value) {
        self.capabilities = params["capabilities"].clone();
        self.offered = self.request("initialize", params.clone()).unwrap();
        self.notify("initialized", json!({}));
    }

    pub fn encoding(&self) -> &str {
        let encoding = self.offered["capabilities"]["positionEncoding"].as_str();
        encoding.unwrap_or("utf-16")
    }

    // --- Saying ---

    pub fn write(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().unwrap();
        input.write_all(bytes).unwrap();
        input.flush().unwrap();
    }

    pub fn send(&mut self, message: &Value) {
        self.write(&framed(message));
    }

    pub fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    /// Asks something, and gives the number of the question.
    pub fn begin(&mut self, method: &str, params: Value) -> i64 {
        self.last += 1;
        let id = self.last;
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
        id
    }

    pub fn cancel(&mut self, id: i64) {
        self.notify("$/cancelRequest", json!({"id": id}));
    }

    pub fn open(&mut self, uri: &str, text: &str) {
        let item = json!({"uri": uri, "languageId": "yaml", "version": 1, "text": text});
        self.notify("textDocument/didOpen", json!({"textDocument": item}));
    }

    pub fn change(&mut self, uri: &str, version: i64, changes: Value) {
        let document = json!({"uri": uri, "version": version});
        let params = json!({"textDocument": document, "contentChanges": changes});
        self.notify("textDocument/didChange", params);
    }

    pub fn close(&mut self, uri: &str) {
        self.notify(
            "textDocument/didClose",
            json!({"textDocument": {"uri": uri}}),
        );
    }

    // --- Hearing ---

    /// Reads nothing more for now.
    pub fn pause(&self) {
        self.deaf.store(true, Ordering::Relaxed);
    }

    /// Reads again.
    pub fn resume(&self) {
        self.deaf.store(false, Ordering::Relaxed);
    }

    /// How much memory the server has, where that is told.
    pub fn memory(&self) -> Option<usize> {
        let path = format!("/proc/{}/statm", self.child.id());
        let told = std::fs::read_to_string(path).ok()?;
        let pages: usize = told.split(' ').nth(1)?.parse().ok()?;
        Some(pages * 4096)
    }

    /// The answer to a question: the result, or the number of the error.
    pub fn answer(&mut self, id: i64) -> Result<Value, i64> {
        self.until("an answer", |client| client.answers.contains_key(&id));
        let answer = self.answers.remove(&id).unwrap();
        match answer.get("error") {
            Some(error) => Err(error["code"].as_i64().unwrap()),
            None => Ok(answer["result"].clone()),
        }
    }

    pub fn request(&mut self, method: &str, params: Value) -> Result<Value, i64> {
        let id = self.begin(method, params);
        self.answer(id)
    }

    /// Hears messages until something is the case.
    #[track_caller]
    pub fn until(&mut self, what: &str, mut is_so: impl FnMut(&mut Self) -> bool) {
        let end = Instant::now() + LONG;
        while !is_so(self) {
            match self.messages.recv_timeout(Duration::from_millis(50)) {
                Ok(message) => self.hear(message),
                Err(RecvTimeoutError::Timeout) => {
                    assert!(Instant::now() < end, "{what} did not come");
                }
                Err(RecvTimeoutError::Disconnected) => panic!("{what}: the server is gone"),
            }
        }
    }

    /// Hears what there is.
    pub fn hear_all(&mut self) {
        while let Ok(message) = self.messages.try_recv() {
            self.hear(message);
        }
    }

    /// Waits until what was published of a document is so.
    #[track_caller]
    pub fn until_published(&mut self, uri: &str, is_so: impl Fn(&Told) -> bool) -> Told {
        self.until("a publication", |client| {
            client.published.get(uri).is_some_and(&is_so)
        });
        self.published[uri].clone()
    }

    /// Waits until a document has just these diagnostics, however the client hears of them.
    #[track_caller]
    pub fn until_codes(&mut self, uri: &str, codes: &[&str]) {
        if !self.pulls() {
            self.until_published(uri, |told| codes_of(&told.diagnostics) == codes);
            return;
        }
        let end = Instant::now() + LONG;
        loop {
            assert!(Instant::now() < end, "{uri} has never {codes:?}");
            let before = self.refreshed();
            if codes_of(&self.pull(uri)) == codes {
                return;
            }
            self.until("a refresh", |client| client.refreshed() > before);
        }
    }

    /// Asks what is wrong with a document.
    pub fn pull(&mut self, uri: &str) -> Vec<Value> {
        let params = json!({"textDocument": {"uri": uri}});
        let report = self.request("textDocument/diagnostic", params).unwrap();
        report["items"].as_array().cloned().unwrap()
    }

    /// What is wrong with a document, however the client hears of it.
    pub fn diagnostics(&mut self, uri: &str) -> Vec<Value> {
        if self.pulls() {
            return self.pull(uri);
        }
        let told = self.published.get(uri);
        told.map(|told| told.diagnostics.clone())
            .unwrap_or_default()
    }

    /// Whether it was agreed that the client asks what is wrong.
    pub fn pulls(&self) -> bool {
        !self.offered["capabilities"]["diagnosticProvider"].is_null()
    }

    /// How often the client was told to ask again.
    pub fn refreshed(&self) -> usize {
        let refreshes = self.asked.iter();
        refreshes
            .filter(|method| *method == "workspace/diagnostic/refresh")
            .count()
    }

    /// Waits until the workspace was read.
    pub fn until_ready(&mut self) {
        loop {
            let status = self.request("specql/status", json!({})).unwrap();
            if status["state"] == "ready" {
                return;
            }
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits until the only project has so many files.
    pub fn until_files(&mut self, count: usize) {
        let end = Instant::now() + LONG;
        loop {
            let status = self.request("specql/status", json!({})).unwrap();
            if status["folders"][0]["files"] == json!(count) {
                return;
            }
            assert!(Instant::now() < end, "{status}");
            thread::sleep(Duration::from_millis(5));
        }
    }

    fn hear(&mut self, message: Value) {
        assert_eq!(message["jsonrpc"], "2.0");
        let params = &message["params"];
        match (message["method"].as_str(), message.get("id")) {
            (Some(method), Some(id)) => {
                let (method, id) = (method.to_owned(), id.clone());
                self.asked_for(&method, id, &message["params"]);
            }
            (Some("textDocument/publishDiagnostics"), None) => {
                let told = Told {
                    version: params["version"].as_i64(),
                    diagnostics: params["diagnostics"].as_array().cloned().unwrap(),
                };
                let uri = params["uri"].as_str().unwrap().to_owned();
                if self.pulls() && !uri.ends_with(".toml") {
                    self.unexpected.push(message);
                    return;
                }
                self.published.insert(uri, told);
            }
            (Some("window/logMessage"), None) => {
                self.logged
                    .push(params["message"].as_str().unwrap().to_owned());
            }
            (Some("$/progress"), None) if self.can("window", "workDoneProgress") => {}
            (Some(_), None) => self.unexpected.push(message),
            (None, Some(Value::Number(id))) => {
                let id = id.as_i64().unwrap();
                assert!(self.answered.insert(id), "answered twice");
                self.answers.insert(id, message);
            }
            (None, _) => self.unexpected.push(message),
        }
    }

    fn can(&self, area: &str, what: &str) -> bool {
        self.capabilities[area][what] == json!(true)
    }

    fn asked_for(&mut self, method: &str, id: Value, params: &Value) {
        let workspace = &self.capabilities["workspace"];
        let (is_allowed, result) = match method {
            "workspace/configuration" => (
                self.can("workspace", "configuration"),
                json!([self.settings]),
            ),
            "window/workDoneProgress/create" => {
                (self.can("window", "workDoneProgress"), Value::Null)
            }
            "client/registerCapability" => {
                let is_dynamic = |what: &str| workspace[what]["dynamicRegistration"] == json!(true);
                let any =
                    is_dynamic("didChangeWatchedFiles") || is_dynamic("didChangeConfiguration");
                (any, Value::Null)
            }
            "workspace/diagnostic/refresh" => (self.pulls(), Value::Null),
            "workspace/semanticTokens/refresh"
            | "workspace/inlayHint/refresh"
            | "workspace/codeLens/refresh" => {
                let area = method.split('/').nth(1).unwrap_or_default();
                let support = &workspace[area]["refreshSupport"];
                (*support == json!(true), Value::Null)
            }
            "window/showDocument" => {
                self.shown.push(params["uri"].as_str().unwrap().to_owned());
                let window = &self.capabilities["window"];
                let is_able = window["showDocument"]["support"] == json!(true);
                (is_able, json!({"success": true}))
            }
            "workspace/textDocumentContent/refresh" => {
                (workspace["textDocumentContent"].is_object(), Value::Null)
            }
            _ => (false, Value::Null),
        };
        if !is_allowed {
            self.unexpected.push(json!(method));
        }
        self.asked.push(method.to_owned());
        self.send(&json!({"jsonrpc": "2.0", "id": id, "result": result}));
    }

    // --- Ending ---

    /// Closes the server's standard input.
    pub fn hang_up(&mut self) {
        self.input = None;
    }

    /// Waits for the end that the test has brought about.
    pub fn ended(&mut self) -> ExitStatus {
        self.is_ended = true;
        let end = Instant::now() + LONG;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(Instant::now() < end, "the server does not end");
            thread::sleep(Duration::from_millis(2));
        }
    }

    /// Ends the server without a word.
    pub fn kill(&mut self) {
        self.is_ended = true;
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    pub fn exit(&mut self) -> ExitStatus {
        self.notify("exit", Value::Null);
        self.ended()
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        if self.is_ended || thread::panicking() {
            let _ = self.child.kill();
            let _ = self.child.wait();
            return;
        }
        assert_eq!(self.request("shutdown", Value::Null), Ok(Value::Null));
        assert_eq!(self.exit().code(), Some(0));
        self.hear_all();
        assert_eq!(self.unexpected, [] as [Value; 0], "nobody asked for this");
        assert_eq!(self.logged, [""; 0]);
        assert!(self.answers.is_empty(), "{:?}", self.answers);
    }
}

/// A message as it is sent.
pub fn framed(message: &Value) -> Vec<u8> {
    let body = message.to_string();
    format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

fn read(from: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if from.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end().split_once(": ") {
            Some(("Content-Length", value)) => length = value.parse().unwrap(),
            _ if line.trim_end().is_empty() => break,
            _ => panic!("not a head: {line:?}"),
        }
    }
    let mut body = vec![0; length];
    from.read_exact(&mut body).ok()?;
    Some(serde_json::from_slice(&body).unwrap())
}

/// The URI of a path, which holds nothing that has to be escaped.
pub fn uri(path: &Path) -> String {
    format!("file://{}", path.display())
}

/// What these tests are about; other rules may say what they want of their specs.
const ABOUT: [&str; 5] = [
    "missing-colon",
    "unknown-entity",
    "unknown-setting",
    "not-utf-8",
    "too-large",
];

/// The codes of diagnostics.
pub fn codes_of(diagnostics: &[Value]) -> Vec<&str> {
    let codes = diagnostics.iter().map(|d| d["code"].as_str());
    let codes = codes.map(|code| code.unwrap());
    codes.filter(|code| ABOUT.contains(code)).collect()
}
