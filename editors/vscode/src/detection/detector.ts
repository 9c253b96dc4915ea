// Opens YAML documents as SpecQL where they are.

import * as vscode from "vscode";
import { isTaken, look } from "./content";

/** By these a workspace is one of SpecQL. */
const SIGNS = "{specql.toml,registry/domain_registry.yaml,**/*.specql.yaml,**/*.specql.yml}";
const ENTITIES = "**/entities/**/*.{yaml,yml}";
/** So many files below `entities/` are looked into. */
const LOOKED_INTO = 20;

export class Detector implements vscode.Disposable {
  private readonly found = new vscode.EventEmitter<void>();
  /** A workspace of SpecQL, or a document of it, was found. */
  readonly onDidFind = this.found.event;
  private readonly registrations: vscode.Disposable[];
  /** By folder, whether it is one of SpecQL. */
  private readonly folders = new Map<string, Promise<boolean>>();
  /** Documents whose language the user has chosen. */
  private readonly leftAlone = new Set<string>();
  /** The document whose language is being changed by this. */
  private changing: string | undefined;

  constructor(private readonly log: vscode.LogOutputChannel) {
    this.registrations = [
      vscode.workspace.onDidOpenTextDocument((document) => this.opened(document)),
      vscode.workspace.onDidCloseTextDocument((document) => this.closed(document)),
      vscode.workspace.onDidSaveTextDocument((document) => this.opened(document)),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.folders.clear()),
    ];
  }

  /** Looks at what is there already. */
  async begin(): Promise<void> {
    for (const document of vscode.workspace.textDocuments) await this.opened(document);
    for (const folder of vscode.workspace.workspaceFolders ?? []) await this.isOfSpecql(folder);
  }

  dispose(): void {
    for (const registration of this.registrations) registration.dispose();
    this.found.dispose();
  }

  private async opened(document: vscode.TextDocument): Promise<void> {
    if (document.languageId === "specql") {
      this.found.fire();
      return;
    }
    const uri = document.uri.toString();
    if (document.languageId !== "yaml" || document.uri.scheme !== "file") return;
    if (this.leftAlone.has(uri)) return;
    const folder = vscode.workspace.getWorkspaceFolder(document.uri);
    const settings = vscode.workspace.getConfiguration("specql", document.uri);
    const globs = settings.get<string[]>("languageGlobs", []);
    const selector = globs.map((pattern) => ({ pattern }));
    const reason = isTaken({
      look: look(document.getText()),
      hasPath: vscode.languages.match(selector, document) > 0,
      isWorkspace: folder !== undefined && (await this.isOfSpecql(folder)),
      byContent: settings.get("detectByContent", true),
    });
    if (!reason || document.isClosed || document.languageId !== "yaml") return;
    this.log.info(`${document.uri.fsPath} is a spec, by its ${reason}`);
    this.changing = uri;
    await vscode.languages.setTextDocumentLanguage(document, "specql");
    this.changing = undefined;
  }

  /** Another language for a document is told as closing it and opening it again. */
  private closed(document: vscode.TextDocument): void {
    const uri = document.uri.toString();
    if (document.languageId !== "specql" || this.changing === uri) {
      this.leftAlone.delete(uri);
      return;
    }
    const stillOpen = vscode.workspace.textDocuments.some((open) => open.uri.toString() === uri);
    if (stillOpen) this.leftAlone.add(uri);
  }

  private isOfSpecql(folder: vscode.WorkspaceFolder): Promise<boolean> {
    const key = folder.uri.toString();
    let known = this.folders.get(key);
    if (!known) {
      known = this.search(folder).then((isOne) => {
        if (isOne) {
          void vscode.commands.executeCommand("setContext", "specql.isWorkspace", true);
          this.found.fire();
        } else this.folders.delete(key);
        return isOne;
      });
      this.folders.set(key, known);
    }
    return known;
  }

  private async search(folder: vscode.WorkspaceFolder): Promise<boolean> {
    const find = (glob: string, most: number) =>
      vscode.workspace.findFiles(new vscode.RelativePattern(folder, glob), null, most);
    if ((await find(SIGNS, 1)).length > 0) return true;
    for (const uri of await find(ENTITIES, LOOKED_INTO)) {
      const bytes = await vscode.workspace.fs.readFile(uri);
      if (look(new TextDecoder().decode(bytes)) === "spec") return true;
    }
    return false;
  }
}
