// The server: starts, stops and restarts it, and asks it.

import * as vscode from "vscode";
import {
  type ExecuteCommandSignature,
  LanguageClient,
  type LanguageClientOptions,
  State,
  TransportKind,
} from "vscode-languageclient/node";
import { explanation, type Found } from "./location";
import { locate } from "./program";

/** How the server is. */
export type ServerState =
  | { kind: "stopped" }
  | { kind: "starting" }
  | { kind: "running"; program: Found }
  | { kind: "failed"; problem: string };

/** Commands of this extension that the server may put behind what it offers. */
const CLIENT_COMMANDS = ["specql.showReferences", "specql.triggerSuggest"];

export class Server implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<ServerState>();
  readonly onDidChange = this.changed.event;
  private now: ServerState = { kind: "stopped" };
  private client: LanguageClient | undefined;
  /** Starts and stops one after the other. */
  private queue: Promise<void> = Promise.resolve();

  constructor(
    private readonly context: vscode.ExtensionContext,
    readonly log: vscode.LogOutputChannel,
    private readonly runCommand: (command: string, args: unknown[]) => boolean,
  ) {}

  get state(): ServerState {
    return this.now;
  }

  /** Starts it, unless it is there. */
  start(): Promise<void> {
    return this.next(() => (this.now.kind === "stopped" ? this.begin() : Promise.resolve()));
  }

  restart(): Promise<void> {
    return this.next(async () => {
      await this.end();
      await this.begin();
    });
  }

  stop(): Promise<void> {
    return this.next(() => this.end());
  }

  /** Asks the server; undefined where it is not there or has no answer. */
  async ask<Answer>(method: string, params: unknown): Promise<Answer | undefined> {
    // Who asks because something was typed may hear of it before the client does, which tells the
    // server: let it go first.
    await new Promise(setImmediate);
    if (this.now.kind !== "running" || !this.client) return undefined;
    try {
      return (await this.client.sendRequest<Answer | null>(method, params)) ?? undefined;
    } catch (error) {
      this.log.debug(`${method}: ${error instanceof Error ? error.message : error}`);
      return undefined;
    }
  }

  dispose(): void {
    this.changed.dispose();
    void this.stop();
  }

  private next(step: () => Promise<void>): Promise<void> {
    this.queue = this.queue.then(step, step);
    return this.queue;
  }

  private set(state: ServerState): void {
    this.now = state;
    this.changed.fire(state);
  }

  private async begin(): Promise<void> {
    this.set({ kind: "starting" });
    const program = await locate(this.context);
    if (!("version" in program)) {
      for (const tried of program.tried) this.log.error(`${tried.path}: ${tried.problem}`);
      this.fail(explanation(program));
      return;
    }
    this.log.info(`specql-lsp ${program.version} (${program.origin}): ${program.path}`);
    const { path: command } = program;
    const client = new LanguageClient(
      "specql",
      "SpecQL",
      { command, transport: TransportKind.stdio },
      this.options(),
    );
    client.onDidChangeState(({ newState }) => {
      if (newState === State.Running) this.set({ kind: "running", program });
      else if (newState === State.Stopped && this.now.kind === "running") {
        this.set({ kind: "failed", problem: "The server of SpecQL has ended." });
      }
    });
    this.client = client;
    try {
      await client.start();
    } catch (error) {
      this.client = undefined;
      this.log.error(error instanceof Error ? error : String(error));
      this.fail("The server of SpecQL could not be started; the log says why.");
    }
  }

  private async end(): Promise<void> {
    const { client } = this;
    this.client = undefined;
    this.set({ kind: "stopped" });
    await client?.dispose().catch((error) => this.log.warn(String(error)));
  }

  private options(): LanguageClientOptions {
    const settings = vscode.workspace.getConfiguration("specql");
    return {
      documentSelector: [
        { language: "specql", scheme: "file" },
        { language: "specql", scheme: "untitled" },
        // The other files of a project that the server has rules for, under their own languages.
        { scheme: "file", pattern: "**/specql.toml" },
        { scheme: "file", pattern: "**/confiture.yaml" },
        { scheme: "file", pattern: "**/registry/domain_registry.yaml" },
      ],
      initializationOptions: { ...settings, clientCommands: CLIENT_COMMANDS },
      outputChannel: this.log,
      traceOutputChannel: this.log,
      middleware: {
        // The server shows SQL in any editor; here there is a better place for it.
        executeCommand: (command: string, args: unknown[], next: ExecuteCommandSignature) =>
          this.runCommand(command, args) ? undefined : next(command, args),
      },
    };
  }

  private fail(problem: string): void {
    this.set({ kind: "failed", problem });
    const [setPath, showLog, retry] = ["Set the Path…", "Show the Log", "Try Again"];
    void vscode.window.showErrorMessage(problem, setPath, showLog, retry).then((chosen) => {
      if (chosen === setPath) {
        void vscode.commands.executeCommand(
          "workbench.action.openSettings",
          "@id:specql.server.path",
        );
      } else if (chosen === showLog) this.log.show();
      else if (chosen === retry) void this.restart();
    });
  }
}
