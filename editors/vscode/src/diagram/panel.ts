// The panel with the entities of the workspace.

import * as vscode from "vscode";
import type { Server } from "../server/client";
import { options, page } from "../shared/html";
import { Newest } from "../shared/newest";
import type { Entity, EntityGraph } from "../shared/protocol";
import type { Format, FromDiagram, ToDiagram } from "./messages";

const BODY = `
<header aria-label="Entity diagram">
  <input id="search" type="search" placeholder="Find an entity (/)" aria-label="Find an entity">
  <select id="detail" aria-label="What is drawn of entities">
    <option value="fields">All fields</option>
    <option value="references">References</option>
    <option value="names">Names</option>
  </select>
  <h1 id="title"></h1>
  <button id="smaller" title="Smaller (-)" aria-label="Smaller">−</button>
  <button id="larger" title="Larger (+)" aria-label="Larger">+</button>
  <button id="fit" title="Show everything (0)">Fit</button>
  <button id="svg" title="Save the diagram as SVG">SVG</button>
  <button id="mermaid" title="Save the diagram in the language of Mermaid">Mermaid</button>
</header>
<p id="nothing" role="status" hidden></p>
<main id="stage">
  <svg id="picture" role="application" aria-label="Entities. Arrow keys go from one to the next, Enter opens its file." tabindex="0"><g id="view"></g></svg>
  <aside id="about" hidden aria-label="The chosen entity"></aside>
</main>
<div id="told" role="status" aria-live="polite"></div>`;

const FILES: Record<Format, { name: string; filters: Record<string, string[]> }> = {
  svg: { name: "entities.svg", filters: { SVG: ["svg"] } },
  mermaid: { name: "entities.mmd", filters: { Mermaid: ["mmd", "mermaid"], Markdown: ["md"] } },
};

export class Diagram implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private entities: Entity[] = [];
  private readonly refresh = new Newest(() => this.show());
  private readonly registrations: vscode.Disposable[];

  constructor(
    private readonly extension: vscode.Uri,
    private readonly server: Server,
  ) {
    const watcher = vscode.workspace.createFileSystemWatcher("**/*.{yaml,yml,specql}");
    const changed = () => void this.refresh.run();
    this.registrations = [
      watcher,
      watcher.onDidChange(changed),
      watcher.onDidCreate(changed),
      watcher.onDidDelete(changed),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document.languageId === "specql") changed();
      }),
      vscode.window.onDidChangeActiveTextEditor((editor) => this.point(editor)),
      server.onDidChange(changed),
    ];
  }

  open(): void {
    if (this.panel) {
      this.panel.reveal();
      return;
    }
    const panel = vscode.window.createWebviewPanel(
      "specql.diagram",
      "Entities",
      vscode.ViewColumn.Active,
      { ...options(this.extension), retainContextWhenHidden: true },
    );
    panel.iconPath = {
      light: vscode.Uri.joinPath(this.extension, "images", "diagram-light.svg"),
      dark: vscode.Uri.joinPath(this.extension, "images", "diagram-dark.svg"),
    };
    panel.webview.onDidReceiveMessage((message: FromDiagram) => this.heard(message));
    panel.onDidDispose(() => {
      this.panel = undefined;
    });
    panel.webview.html = page(this.extension, panel.webview, "diagram", "Entities", BODY);
    this.panel = panel;
  }

  dispose(): void {
    this.panel?.dispose();
    for (const registration of this.registrations) registration.dispose();
  }

  private async show(): Promise<void> {
    if (!this.panel) return;
    const graph = await this.server.ask<EntityGraph>("specql/graph", {});
    this.entities = graph?.entities ?? [];
    if (graph && graph.entities.length > 0) this.send({ kind: "graph", graph });
    else this.send({ kind: "nothing", reason: this.reason(graph !== undefined) });
    this.point(vscode.window.activeTextEditor);
  }

  private reason(isAnswered: boolean): string {
    if (isAnswered) return "There is no entity in this workspace yet.";
    if (this.server.state.kind === "failed") return this.server.state.problem;
    return "The server is starting…";
  }

  /** Shows which entity the user is in. */
  private point(editor: vscode.TextEditor | undefined): void {
    if (!this.panel || !editor) return;
    this.send({ kind: "active", uri: editor.document.uri.toString() });
  }

  private heard(message: FromDiagram): void {
    switch (message.kind) {
      case "ready":
        void this.refresh.run();
        break;
      case "open":
        void this.openEntity(message.number, message.field);
        break;
      case "export":
        void this.save(message.format, message.text);
        break;
    }
  }

  private async openEntity(number: number, field: string | undefined): Promise<void> {
    const entity = this.entities[number];
    if (!entity) return;
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(entity.uri));
    const at = new vscode.Position(entity.range.start.line, entity.range.start.character);
    const place = (field !== undefined && placeOf(document, field, at)) || at;
    await vscode.window.showTextDocument(document, { selection: new vscode.Range(place, place) });
  }

  private async save(format: Format, text: string): Promise<void> {
    const { name, filters } = FILES[format];
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    const defaultUri = folder && vscode.Uri.joinPath(folder, name);
    const uri = await vscode.window.showSaveDialog({ filters, ...(defaultUri && { defaultUri }) });
    if (!uri) return;
    const isMarkdown = format === "mermaid" && uri.path.endsWith(".md");
    const content = isMarkdown ? `\`\`\`mermaid\n${text}\`\`\`\n` : text;
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(content));
  }

  private send(message: ToDiagram): void {
    void this.panel?.webview.postMessage(message);
  }
}

/** Where a field begins, behind the name of its entity. */
function placeOf(
  document: vscode.TextDocument,
  field: string,
  after: vscode.Position,
): vscode.Position | undefined {
  for (let at = after.line + 1; at < document.lineCount; at++) {
    const { text, firstNonWhitespaceCharacterIndex: start } = document.lineAt(at);
    if (start > 0 && text.slice(start).startsWith(`${field}:`)) {
      return new vscode.Position(at, start);
    }
  }
  return undefined;
}
