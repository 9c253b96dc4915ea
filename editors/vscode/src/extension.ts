// SpecQL in VS Code: puts the parts together.

import * as vscode from "vscode";
import { showMenu, showReferences, switchTarget } from "./commands";
import { Detector } from "./detection/detector";
import { Diagram } from "./diagram/panel";
import { Preview } from "./preview/panel";
import { Rules } from "./rules";
import { Server } from "./server/client";
import { Status } from "./status";
import { Tasks } from "./tasks";
import { TryIt } from "./trial/try-it";

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const log = vscode.window.createOutputChannel("SpecQL", { log: true });
  const server = new Server(context, log, (command, args) => {
    if (command !== "specql.previewSql") return false;
    const [uri] = args;
    void preview.open("entity", typeof uri === "string" ? vscode.Uri.parse(uri) : undefined);
    return true;
  });
  const trial = new TryIt(context.extensionUri, log);
  const preview = new Preview(context.extensionUri, server, trial);
  const diagram = new Diagram(context.extensionUri, server);
  const rules = new Rules(server);
  const tasks = new Tasks(server);
  const detector = new Detector(log);
  // Without a spec there is nothing for a server to do.
  detector.onDidFind(() => void server.start());

  const command = (name: string, act: (...args: never[]) => unknown) =>
    vscode.commands.registerCommand(`specql.${name}`, act);
  context.subscriptions.push(
    log,
    server,
    preview,
    trial,
    diagram,
    detector,
    new Status(server),
    rules.register(),
    vscode.tasks.registerTaskProvider("specql", tasks),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("specql.server.path")) void server.restart();
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => void server.restart()),
    command("openPreview", () => preview.open()),
    command("openWorkspacePreview", () => preview.open("workspace")),
    command("tryIt", async () => {
      await server.start();
      await preview.tryIt();
    }),
    command("openDiagram", async () => {
      await server.start();
      diagram.open();
    }),
    command("checkWorkspace", async () => {
      await server.start();
      await tasks.run();
    }),
    command("openRule", async (code?: string) => {
      await server.start();
      await rules.open(code);
    }),
    command("switchTarget", switchTarget),
    command("restart", () => server.restart()),
    command("showLog", () => log.show()),
    command("showMenu", showMenu),
    command("showReferences", showReferences),
    command("triggerSuggest", () => vscode.commands.executeCommand("editor.action.triggerSuggest")),
  );
  await detector.begin();
}
