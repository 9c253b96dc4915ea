// A small client of the YAML language server: says what it tells of a text, and what it offers.
// It asks for nothing but files: the store of schemas in the network is switched off.

import { spawn } from "node:child_process";

/** A server that has been told its settings. */
export async function start(server) {
  const settings = {
    yaml: {
      schemaStore: { enable: false },
      kubernetesCRDStore: { enable: false },
      yamlVersion: "1.1",
      validate: true,
      completion: true,
      hover: true,
    },
    http: { proxy: "", proxyStrictSSL: false },
    "[yaml]": {},
    editor: {},
    files: {},
  };
  const client = new Client(server, settings);
  await client.request("initialize", {
    processId: process.pid,
    rootUri: null,
    capabilities: {
      workspace: { configuration: true, didChangeConfiguration: { dynamicRegistration: true } },
      textDocument: { completion: { completionItem: { snippetSupport: true } } },
    },
  });
  client.notify("initialized", {});
  client.notify("workspace/didChangeConfiguration", { settings });
  await client.told;
  return client;
}

class Client {
  #child;
  #settings;
  #next = 1;
  #answers = new Map();
  #waiting = new Map();
  #rest = Buffer.alloc(0);

  constructor(server, settings) {
    this.#settings = settings;
    this.#child = spawn(process.execPath, [server, "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
    this.#child.stdout.on("data", (bytes) => this.#read(bytes));
    this.told = new Promise((tell) => (this.tell = tell));
  }

  /** What is wrong with a text, as lines `line: message`, by place. */
  async diagnostics(uri, text) {
    const told = new Promise((tell) => this.#waiting.set(uri, tell));
    this.#open(uri, text);
    const found = await told;
    return found.map(({ range, message }) => `${range.start.line + 1}: ${message}`).sort();
  }

  /** What may be put where `$0` stands. */
  async completion(uri, marked) {
    const before = marked.slice(0, marked.indexOf("$0")).split("\n");
    this.#open(uri, marked.replace("$0", ""));
    const position = { line: before.length - 1, character: before[before.length - 1].length };
    const answer = await this.request("textDocument/completion", { textDocument: { uri }, position });
    return (answer.items ?? answer).map((item) => item.label);
  }

  /** What is said of the word where `$0` stands. */
  async hover(uri, marked) {
    const before = marked.slice(0, marked.indexOf("$0")).split("\n");
    this.#open(uri, marked.replace("$0", ""));
    const position = { line: before.length - 1, character: before[before.length - 1].length };
    const answer = await this.request("textDocument/hover", { textDocument: { uri }, position });
    return answer?.contents?.value ?? "";
  }

  async stop() {
    await this.request("shutdown", null);
    this.notify("exit", null);
  }

  #open(uri, text) {
    this.notify("textDocument/didOpen", { textDocument: { uri, languageId: "yaml", version: 1, text } });
  }

  request(method, params) {
    const id = this.#next++;
    this.#write({ id, method, params });
    return new Promise((resolve, reject) => this.#answers.set(id, { resolve, reject }));
  }

  notify(method, params) {
    this.#write({ method, params });
  }

  #write(message) {
    const body = JSON.stringify({ jsonrpc: "2.0", ...message });
    this.#child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  #read(bytes) {
    this.#rest = Buffer.concat([this.#rest, bytes]);
    for (;;) {
      const head = this.#rest.indexOf("\r\n\r\n");
      if (head < 0) return;
      const length = Number(/Content-Length: (\d+)/i.exec(this.#rest.toString("latin1", 0, head))[1]);
      if (this.#rest.length < head + 4 + length) return;
      const body = this.#rest.toString("utf8", head + 4, head + 4 + length);
      this.#rest = this.#rest.subarray(head + 4 + length);
      this.#take(JSON.parse(body));
    }
  }

  #take(message) {
    if (message.method === "textDocument/publishDiagnostics") {
      this.#waiting.get(message.params.uri)?.(message.params.diagnostics);
    } else if (message.method === "workspace/configuration") {
      const values = message.params.items.map(({ section }) => this.#settings[section] ?? null);
      this.#write({ id: message.id, result: values });
      this.tell();
    } else if (message.method && message.id !== undefined) {
      this.#write({ id: message.id, result: null });
    } else if (message.id !== undefined) {
      const { resolve, reject } = this.#answers.get(message.id);
      message.error ? reject(new Error(message.error.message)) : resolve(message.result);
    }
  }
}
