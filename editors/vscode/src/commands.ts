// The commands that stand in no other module.

import * as vscode from "vscode";
import type { Location, Position } from "./shared/protocol";

const TARGETS = [
  { label: "0.8", detail: "What the released SpecQL 0.8.7 does with a spec." },
  {
    label: "next",
    detail: "Also what SpecQL's documentation and roadmap describe and 0.8.7 does not take yet.",
  },
  { label: "As specql.toml says", detail: "Or else 0.8." },
];

/** Lets the user choose for which SpecQL the specs are written. */
export async function switchTarget(): Promise<void> {
  const settings = vscode.workspace.getConfiguration("specql");
  const now = settings.get<string | null>("target", null) ?? TARGETS[2]?.label;
  const items = TARGETS.map((item) => ({
    ...item,
    description: item.label === now ? "now" : "",
  }));
  const placeHolder = "For which SpecQL are the specs of this workspace written?";
  const chosen = await vscode.window.showQuickPick(items, { placeHolder });
  if (!chosen) return;
  const isFolder = vscode.workspace.workspaceFolders !== undefined;
  const { Workspace, Global } = vscode.ConfigurationTarget;
  const value = chosen.label === TARGETS[2]?.label ? undefined : chosen.label;
  await settings.update("target", value, isFolder ? Workspace : Global);
}

const MENU = [
  ["specql.openPreview", "$(open-preview) Preview the SQL"],
  ["specql.openWorkspacePreview", "$(database) Preview the SQL of the Workspace"],
  ["specql.tryIt", "$(beaker) Try the SQL in a Database"],
  ["specql.openDiagram", "$(type-hierarchy) Show the Entity Diagram"],
  ["specql.checkWorkspace", "$(checklist) Check the Workspace"],
  ["specql.switchTarget", "$(versions) Switch the Target…"],
  ["specql.openRule", "$(book) Open the Reference of a Code…"],
  ["specql.restart", "$(debug-restart) Restart the Server"],
  ["specql.showLog", "$(output) Show the Log"],
] as const;

/** What a click on the item of the status bar offers. */
export async function showMenu(): Promise<void> {
  const items = MENU.map(([command, label]) => ({ command, label }));
  const chosen = await vscode.window.showQuickPick(items, { placeHolder: "SpecQL" });
  if (chosen) await vscode.commands.executeCommand(chosen.command);
}

/** Shows places that the server names in its own words. */
export async function showReferences(
  uri: string,
  position: Position,
  locations: Location[],
): Promise<void> {
  const point = ({ line, character }: Position) => new vscode.Position(line, character);
  const places = locations.map(({ uri, range }) => {
    const { start, end } = range;
    return new vscode.Location(vscode.Uri.parse(uri), new vscode.Range(point(start), point(end)));
  });
  await vscode.commands.executeCommand(
    "editor.action.showReferences",
    vscode.Uri.parse(uri),
    point(position),
    places,
  );
}
