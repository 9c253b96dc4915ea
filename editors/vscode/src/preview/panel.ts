// The panel beside a spec that shows its SQL, and follows the cursor and what is typed.

import * as vscode from "vscode";
import type { Server } from "../server/client";
import { options, page } from "../shared/html";
import { Newest } from "../shared/newest";
import type { Piece, Position, Range, SqlAnswer, WorkspaceSqlAnswer } from "../shared/protocol";
import { piecesAt, specAt } from "./map";
import type { FromPreview, Scope, ToPreview } from "./messages";

const BODY = `
<header role="toolbar" aria-label="SQL preview">
  <div class="scopes" role="radiogroup" aria-label="Show the SQL of">
    <button role="radio" data-scope="entity">Entity</button>
    <button role="radio" data-scope="action" title="The action or field that the cursor stands in">At Cursor</button>
    <button role="radio" data-scope="workspace">Workspace</button>
  </div>
  <h1 id="title"></h1>
  <button id="copy" title="Copy the SQL">Copy</button>
  <button id="save" title="Save the SQL as a file">Save As…</button>
</header>
<p id="nothing" role="status" hidden></p>
<main id="sql" tabindex="0" role="document" aria-label="SQL"></main>
<div id="told" role="status" aria-live="polite"></div>`;

/** What is shown now. */
interface Shown {
  title: string;
  sql: string;
  map: Piece[];
}

export class Preview implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private scope: Scope = "entity";
  private document: vscode.TextDocument | undefined;
  private cursor: Position = { line: 0, character: 0 };
  private shown: Shown | undefined;
  private readonly refresh = new Newest(() => this.show());
  private readonly registrations: vscode.Disposable[];
  private readonly mark = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor("editor.rangeHighlightBackground"),
  });

  constructor(
    private readonly extension: vscode.Uri,
    private readonly server: Server,
  ) {
    this.registrations = [
      vscode.window.onDidChangeActiveTextEditor((editor) => this.follow(editor)),
      vscode.window.onDidChangeTextEditorSelection((event) => this.moved(event.textEditor)),
      vscode.workspace.onDidChangeTextDocument((event) => this.typed(event.document)),
      server.onDidChange(() => void this.refresh.run()),
    ];
  }

  /** Shows the SQL of the active editor, or of a document. */
  async open(scope?: Scope, uri?: vscode.Uri): Promise<void> {
    if (scope) this.scope = scope;
    if (uri) this.document = await vscode.workspace.openTextDocument(uri);
    const editor = vscode.window.activeTextEditor;
    if (this.panel) this.panel.reveal(undefined, true);
    else this.create();
    if (uri) await this.refresh.run();
    else this.follow(editor);
  }

  dispose(): void {
    this.panel?.dispose();
    this.mark.dispose();
    for (const registration of this.registrations) registration.dispose();
  }

  private create(): void {
    const place = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    const panel = vscode.window.createWebviewPanel("specql.preview", "SQL", place, {
      ...options(this.extension),
      retainContextWhenHidden: true,
      enableFindWidget: true,
    });
    panel.iconPath = {
      light: vscode.Uri.joinPath(this.extension, "images", "preview-light.svg"),
      dark: vscode.Uri.joinPath(this.extension, "images", "preview-dark.svg"),
    };
    panel.webview.onDidReceiveMessage((message: FromPreview) => this.heard(message));
    panel.onDidDispose(() => {
      this.panel = undefined;
      this.shown = undefined;
    });
    panel.webview.html = page(this.extension, panel.webview, "preview", "SQL", BODY);
    this.panel = panel;
  }

  /** Turns to another editor, if that has a spec. */
  private follow(editor: vscode.TextEditor | undefined): void {
    if (editor?.document.languageId !== "specql") return;
    this.document = editor.document;
    this.cursor = editor.selection.active;
    if (this.panel) void this.refresh.run();
  }

  private moved(editor: vscode.TextEditor): void {
    if (!this.panel || editor.document !== this.document) return;
    this.cursor = editor.selection.active;
    if (this.scope === "action") void this.refresh.run();
    else this.sendMarks();
  }

  private typed(document: vscode.TextDocument): void {
    if (!this.panel || document.languageId !== "specql") return;
    // What is typed elsewhere can change what the references of this one become.
    void this.refresh.run();
  }

  private heard(message: FromPreview): void {
    switch (message.kind) {
      case "ready":
        void this.refresh.run();
        break;
      case "scope":
        this.scope = message.scope;
        void this.refresh.run();
        break;
      case "jump":
        void this.jump(message.at);
        break;
      case "copy":
        void this.copy();
        break;
      case "save":
        void this.save();
        break;
    }
  }

  private async show(): Promise<void> {
    const { panel, scope } = this;
    if (!panel) return;
    const shown = await this.ask();
    if (typeof shown === "string") {
      this.shown = undefined;
      this.send({ kind: "nothing", reason: shown, scope });
      return;
    }
    this.shown = shown;
    panel.title = `SQL: ${shown.title}`;
    this.send({ kind: "sql", ...shown, scope });
    this.sendMarks();
  }

  /** The SQL that is wanted, or why there is none. */
  private async ask(): Promise<Shown | string> {
    const { document } = this;
    if (this.server.state.kind === "failed") return this.server.state.problem;
    if (this.server.state.kind !== "running") return "The server is starting…";
    const textDocument = document && { uri: document.uri.toString() };
    if (this.scope === "workspace") {
      const answer = await this.server.ask<WorkspaceSqlAnswer>("specql/workspaceSql", {
        textDocument,
      });
      if (!answer) return "The SQL of the workspace could not be made.";
      return { title: "Workspace", sql: answer.sql, map: [] };
    }
    if (!document) return "Open a spec to see its SQL.";
    const whole = fileName(document);
    const name = this.scope === "action" ? await nameAt(document, this.cursor) : undefined;
    const ask = (of: string | undefined) =>
      this.server.ask<SqlAnswer>("specql/sql", { textDocument, name: of });
    const part = name === undefined ? undefined : await ask(name);
    if (part?.sql) return { title: `${whole} › ${name}`, sql: part.sql, map: part.map };
    const answer = await ask(undefined);
    if (!answer) return `${whole} has no entity yet, so there is no SQL.`;
    return { title: whole, sql: answer.sql, map: answer.map };
  }

  private sendMarks(): void {
    if (!this.shown) return;
    const follow = vscode.workspace.getConfiguration("specql").get("preview.follow", true);
    this.send({ kind: "marks", marks: piecesAt(this.shown.map, this.cursor), follow });
  }

  private send(message: ToPreview): void {
    void this.panel?.webview.postMessage(message);
  }

  /** Goes to where a place of the SQL comes from. */
  private async jump(at: Position): Promise<void> {
    const spec = this.shown && specAt(this.shown.map, at);
    if (!spec || !this.document) return;
    const range = vscodeRange(spec);
    const beside = vscode.window.visibleTextEditors.find(
      (editor) => editor.document === this.document,
    );
    const editor = await vscode.window.showTextDocument(this.document, {
      viewColumn: beside?.viewColumn ?? vscode.ViewColumn.One,
      selection: new vscode.Range(range.start, range.start),
    });
    editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    editor.setDecorations(this.mark, [range]);
    setTimeout(() => editor.setDecorations(this.mark, []), 1200);
  }

  private async copy(): Promise<void> {
    if (!this.shown) return;
    await vscode.env.clipboard.writeText(this.shown.sql);
    vscode.window.setStatusBarMessage("$(check) SQL copied", 2500);
  }

  private async save(): Promise<void> {
    if (!this.shown) return;
    const name = this.shown.title.replace(/[^\w.]+/g, "_").replace(/\.ya?ml/, "");
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    const defaultUri = folder && vscode.Uri.joinPath(folder, `${name.toLowerCase()}.sql`);
    const filters = { SQL: ["sql"] };
    const uri = await vscode.window.showSaveDialog({ filters, ...(defaultUri && { defaultUri }) });
    if (uri) await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(this.shown.sql));
  }
}

function fileName(document: vscode.TextDocument): string {
  return document.uri.path.split("/").at(-1) ?? document.uri.path;
}

function vscodeRange({ start, end }: Range): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

/** The name of the action or the field that a place is in. */
async function nameAt(
  document: vscode.TextDocument,
  cursor: Position,
): Promise<string | undefined> {
  const at = new vscode.Position(cursor.line, cursor.character);
  let level = await vscode.commands.executeCommand<vscode.DocumentSymbol[] | undefined>(
    "vscode.executeDocumentSymbolProvider",
    document.uri,
  );
  let name: string | undefined;
  while (level) {
    const around = level.find((symbol) => symbol.range.contains(at));
    if (!around) break;
    const { Method, Function: Fn, Field, Property } = vscode.SymbolKind;
    if ([Method, Fn, Field, Property].includes(around.kind)) {
      name = around.name;
      break;
    }
    level = around.children;
  }
  return name;
}
