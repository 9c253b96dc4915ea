// The reference of the rules, as the server's program has it: it needs no network.

import * as vscode from "vscode";
import type { Server } from "./server/client";
import { run } from "./server/program";

const SCHEME = "specql-rule";

/** A rule as the program lists it. */
interface Rule {
  code: string;
  group: string;
  severity: string;
  summary: string;
}

/** The codes of what is wrong where the cursor stands. */
function codesAtCursor(): string[] {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return [];
  const found = vscode.languages
    .getDiagnostics(editor.document.uri)
    .filter(({ source, range }) => source === "specql" && range.intersection(editor.selection));
  const codes = found.map(({ code }) => String(typeof code === "object" ? code.value : code));
  return [...new Set(codes)];
}

export class Rules implements vscode.TextDocumentContentProvider {
  constructor(private readonly server: Server) {}

  register(): vscode.Disposable {
    return vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const code = uri.path.replace(/\.md$/, "");
    return this.explain([code]);
  }

  /** Shows the reference of a code: of the one that is given, or that the user picks. */
  async open(code?: string): Promise<void> {
    const chosen = code ?? (await this.pick());
    if (!chosen) return;
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `${chosen}.md` });
    await vscode.commands.executeCommand("markdown.showPreview", uri);
  }

  private async pick(): Promise<string | undefined> {
    const rules = JSON.parse(await this.explain(["--all", "--format", "json"])) as Rule[];
    const here = codesAtCursor();
    const items = rules.map(({ code, group, severity, summary }) => ({
      label: code,
      description: `${group}, ${severity}`,
      detail: summary,
    }));
    const rank = ({ label }: { label: string }) => (here.includes(label) ? 0 : 1);
    items.sort((a, b) => rank(a) - rank(b) || a.label.localeCompare(b.label));
    const placeHolder = "Which code?";
    const chosen = await vscode.window.showQuickPick(items, {
      placeHolder,
      matchOnDetail: true,
    });
    return chosen?.label;
  }

  private explain(args: string[]): Promise<string> {
    const { state } = this.server;
    if (state.kind !== "running") throw new Error("The server of SpecQL does not run.");
    return run(state.program.path, ["explain", ...args]);
  }
}
