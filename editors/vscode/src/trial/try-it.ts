// "Try It": loads SQL into an embedded database and says in the specs what that does not take.

import * as vscode from "vscode";
import type { Piece } from "../shared/protocol";
import { type Report, report } from "./report";
import { Trials } from "./trial";

/** How a try is, for those who show it. */
export type TrialState =
  | { kind: "none" }
  | { kind: "running"; told: string }
  | { kind: "done"; report: Report; isStale: boolean }
  | { kind: "failed"; reason: string };

export class TryIt implements vscode.Disposable {
  private readonly trials: Trials;
  private readonly diagnostics = vscode.languages.createDiagnosticCollection("specql-try");
  private readonly changed = new vscode.EventEmitter<TrialState>();
  readonly onDidChange = this.changed.event;
  private now: TrialState = { kind: "none" };

  constructor(
    extension: vscode.Uri,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.trials = new Trials(vscode.Uri.joinPath(extension, "dist", "database").fsPath);
  }

  get state(): TrialState {
    return this.now;
  }

  /** Whether this package of the extension brings a database. */
  get isThere(): boolean {
    return this.trials.isThere;
  }

  async run(sql: string, map: Piece[]): Promise<void> {
    this.diagnostics.clear();
    this.set({ kind: "running", told: "Starting a database…" });
    const ending = await this.trials.run(sql, (done, total) =>
      this.set({ kind: "running", told: `Loading: ${done} of ${total} statements…` }),
    );
    if (ending.kind === "cancelled") this.set({ kind: "none" });
    else if (ending.kind === "failed") {
      this.log.error(ending.reason);
      this.set({ kind: "failed", reason: ending.reason });
    } else {
      const found = report(ending.outcome, sql, map, ending.seconds);
      this.log.info(found.sentence);
      this.mark(found);
      this.set({ kind: "done", report: found, isStale: false });
    }
  }

  cancel(): void {
    this.trials.cancel();
  }

  /** Takes back what was said. */
  clear(): void {
    this.trials.cancel();
    this.diagnostics.clear();
    this.set({ kind: "none" });
  }

  /** A spec is not what it was: what was said of it may be no longer true. */
  outdate(uri: vscode.Uri): void {
    this.diagnostics.delete(uri);
    if (this.now.kind === "done" && !this.now.isStale) this.set({ ...this.now, isStale: true });
  }

  dispose(): void {
    this.trials.cancel();
    this.diagnostics.dispose();
    this.changed.dispose();
  }

  private set(state: TrialState): void {
    this.now = state;
    this.changed.fire(state);
  }

  private mark({ problems }: Report): void {
    const byFile = new Map<string, vscode.Diagnostic[]>();
    for (const { message, code, place, isOnlyHere } of problems) {
      if (!place) continue;
      const { start, end } = place.range;
      // Of a long place its first line is marked.
      const last = start.line === end.line ? end.character : Number.MAX_SAFE_INTEGER;
      const range = new vscode.Range(start.line, start.character, start.line, last);
      const severity = vscode.DiagnosticSeverity[isOnlyHere ? "Information" : "Error"];
      const found = new vscode.Diagnostic(range, message, severity);
      found.source = "PostgreSQL";
      found.code = code;
      byFile.set(place.uri, [...(byFile.get(place.uri) ?? []), found]);
    }
    for (const [uri, found] of byFile) this.diagnostics.set(vscode.Uri.parse(uri), found);
  }
}
