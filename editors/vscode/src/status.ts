// The item of the status bar: how the server is, and why a file is analysed or not.

import * as vscode from "vscode";
import type { Server } from "./server/client";
import { Newest } from "./shared/newest";
import type { ServerStatus } from "./shared/protocol";

/** While the server reads a workspace, it is asked again after so many milliseconds. */
const AGAIN = 500;

export class Status implements vscode.Disposable {
  private readonly item: vscode.StatusBarItem;
  private readonly refresh = new Newest(() => this.show());
  private readonly registrations: vscode.Disposable[];
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly server: Server) {
    this.item = vscode.window.createStatusBarItem("specql", vscode.StatusBarAlignment.Right, 90);
    this.item.name = "SpecQL";
    this.item.command = "specql.showMenu";
    const changed = () => void this.refresh.run();
    this.registrations = [
      this.item,
      server.onDidChange(changed),
      vscode.window.onDidChangeActiveTextEditor(changed),
      vscode.workspace.onDidOpenTextDocument(changed),
      vscode.workspace.onDidSaveTextDocument(changed),
      vscode.workspace.onDidChangeConfiguration(changed),
      // The server hears of settings later than this does; then it finds other mistakes.
      vscode.languages.onDidChangeDiagnostics(changed),
    ];
    changed();
  }

  dispose(): void {
    clearTimeout(this.timer);
    for (const registration of this.registrations) registration.dispose();
  }

  private async show(): Promise<void> {
    clearTimeout(this.timer);
    const { state } = this.server;
    const document = documentInFront();
    const isConcerned = document !== undefined && /^(specql|yaml)$/.test(document.languageId);
    if (state.kind === "stopped" || (!isConcerned && state.kind !== "failed")) {
      this.item.hide();
      return;
    }
    this.item.backgroundColor = undefined;
    if (state.kind === "failed") {
      this.say("$(error) SpecQL", [state.problem]);
      this.item.backgroundColor = new vscode.ThemeColor("statusBarItem.errorBackground");
    } else if (state.kind === "starting") this.say("$(sync~spin) SpecQL", ["The server starts."]);
    else await this.tell(document, state.program.version);
    this.item.show();
  }

  private async tell(document: vscode.TextDocument | undefined, version: string): Promise<void> {
    const textDocument = document && { uri: document.uri.toString() };
    const status = await this.server.ask<ServerStatus>("specql/status", { textDocument });
    if (!status) {
      this.say("$(check) SpecQL", [`specql-lsp ${version}`]);
      return;
    }
    const path = document?.uri.fsPath ?? "";
    const around = status.folders.filter((folder) => folder.root && path.startsWith(folder.root));
    const folder = around.sort((a, b) => (b.root?.length ?? 0) - (a.root?.length ?? 0))[0];
    const target = folder?.target ?? status.folders[0]?.target;
    const isReading = status.state === "reading";
    const isLeftOut = status.document?.isAnalysed === false;
    const icon = isReading ? "$(sync~spin)" : isLeftOut ? "$(circle-slash)" : "$(check)";
    const why = status.document;
    this.say(`${icon} SpecQL${target ? ` ${target}` : ""}`, [
      isReading ? "Reading the workspace…" : "Ready",
      ...(why ? [`This file is ${why.isAnalysed ? "" : "not "}analysed: ${why.reason}.`] : []),
      ...(target ? [`Target: ${target}`] : []),
      ...(folder ? [`${folder.files} files in ${folder.root}`] : []),
      `specql-lsp ${status.version}, for SpecQL ${status.specqlVersion}`,
    ]);
    if (isReading) this.timer = setTimeout(() => void this.refresh.run(), AGAIN);
  }

  private say(text: string, lines: string[]): void {
    this.item.text = text;
    const tooltip = new vscode.MarkdownString();
    for (const line of lines) tooltip.appendText(line).appendMarkdown("\n\n");
    this.item.tooltip = tooltip;
    this.item.accessibilityInformation = { label: `SpecQL: ${lines.join(" ")}` };
  }
}

/** The document that the user is in, or beside: a preview of a spec is no document, and no log is. */
function documentInFront(): vscode.TextDocument | undefined {
  const { activeTextEditor } = vscode.window;
  const isLog = activeTextEditor?.document.uri.scheme === "output";
  const active = isLog ? undefined : activeTextEditor;
  const isSpec = ({ document }: vscode.TextEditor) => document.languageId === "specql";
  return (active ?? vscode.window.visibleTextEditors.find(isSpec))?.document;
}
