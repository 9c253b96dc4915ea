// The panel beside a spec that shows its SQL, and follows the cursor and what is typed.

import * as vscode from "vscode";
import type { Server } from "../server/client";
import { options, page } from "../shared/html";
import { Newest } from "../shared/newest";
import type { Piece, Position, Range, SqlAnswer, WorkspaceSqlAnswer } from "../shared/protocol";
import type { TryIt } from "../trial/try-it";
import { pieceAt, piecesAt, piecesOf } from "./map";
import type { FromPreview, Scope, ToPreview } from "./messages";

const BODY = `
<header aria-label="SQL preview">
  <div class="scopes" role="radiogroup" aria-label="Show the SQL of">
    <button role="radio" data-scope="entity">Entity</button>
    <button role="radio" data-scope="action" title="The action or field that the cursor stands in">At Cursor</button>
    <button role="radio" data-scope="workspace">Workspace</button>
  </div>
  <h1 id="title"></h1>
  <button id="try" hidden title="Load the SQL into a database, with all that it needs">Try It</button>
  <button id="copy" title="Copy the SQL">Copy</button>
  <button id="save" title="Save the SQL as a file">Save As…</button>
</header>
<p id="nothing" role="status" hidden></p>
<main id="sql" tabindex="0" aria-label="SQL"></main>
<section id="trial" hidden aria-label="What the database says">
  <p role="status"><span id="sign" aria-hidden="true"></span><span id="said"></span></p>
  <button id="dismiss" title="Away with it" aria-label="Away with it">✕</button>
  <ul id="problems"></ul>
</section>
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
    private readonly trial: TryIt,
  ) {
    this.registrations = [
      trial.onDidChange(() => this.sendTrial()),
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

  /** Loads the SQL that is shown, and what it needs, into a database. */
  async tryIt(): Promise<void> {
    if (!this.trial.isThere) {
      const problem = "This package of the extension brings no database to try SQL in.";
      void vscode.window.showInformationMessage(problem);
      return;
    }
    if (!this.panel) await this.open();
    const shown = await this.ask();
    if (typeof shown === "string") {
      void vscode.window.showInformationMessage(shown);
      return;
    }
    const script = await this.askWorkspace(this.scope !== "workspace");
    if (script) await this.trial.run(script.sql, piecesOf(script));
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
      this.trial.clear();
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
    this.trial.outdate(document.uri);
    // What is typed elsewhere can change what the references of this one become.
    void this.refresh.run();
  }

  private heard(message: FromPreview): void {
    switch (message.kind) {
      case "ready":
        this.sendTrial();
        void this.refresh.run();
        break;
      case "scope":
        this.scope = message.scope;
        void this.refresh.run();
        break;
      case "jump":
        void this.jump(message.at);
        break;
      case "try":
        void this.tryIt();
        break;
      case "cancel":
        this.trial.cancel();
        break;
      case "dismiss":
        this.trial.clear();
        break;
      case "problem":
        void this.jumpToProblem(message.number);
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
      const answer = await this.askWorkspace(false);
      if (!answer) return "The SQL of the workspace could not be made.";
      return { title: "Workspace", sql: answer.sql, map: piecesOf(answer) };
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

  /** The script of the workspace, or of what the spec needs. */
  private askWorkspace(onlyNeeded: boolean): Promise<WorkspaceSqlAnswer | undefined> {
    const textDocument = this.document && { uri: this.document.uri.toString() };
    return this.server.ask("specql/workspaceSql", { textDocument, onlyNeeded });
  }

  private sendTrial(): void {
    const { isThere: isPossible, state } = this.trial;
    this.send({ kind: "trial", isPossible, state });
  }

  private sendMarks(): void {
    if (!this.shown) return;
    const follow = vscode.workspace.getConfiguration("specql").get("preview.follow", true);
    const marks = piecesAt(this.shown.map, this.cursor, this.document?.uri.toString());
    this.send({ kind: "marks", marks, follow });
  }

  private send(message: ToPreview): void {
    void this.panel?.webview.postMessage(message);
  }

  /** Goes to where a place of the SQL comes from. */
  private async jump(at: Position): Promise<void> {
    const piece = this.shown && pieceAt(this.shown.map, at);
    const uri = piece?.uri ?? this.document?.uri.toString();
    if (piece && uri) await this.showPlace(uri, piece.spec);
  }

  private async jumpToProblem(number: number): Promise<void> {
    const { state } = this.trial;
    const place = state.kind === "done" ? state.report.problems[number]?.place : undefined;
    if (place) await this.showPlace(place.uri, place.range);
  }

  /** Shows a place of a spec beside the SQL. */
  private async showPlace(uri: string, place: Range): Promise<void> {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
    const range = vscodeRange(place);
    const beside = vscode.window.visibleTextEditors.find((editor) => editor.document === document);
    const editor = await vscode.window.showTextDocument(document, {
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
