// The task that checks a workspace with the same program as in CI.

import * as vscode from "vscode";
import type { Server } from "./server/client";

interface CheckDefinition extends vscode.TaskDefinition {
  command: "check";
  arguments?: string[];
}

const CHECK: CheckDefinition = { type: "specql", command: "check" };

export class Tasks implements vscode.TaskProvider {
  constructor(private readonly server: Server) {}

  provideTasks(): vscode.Task[] {
    const folders = vscode.workspace.workspaceFolders ?? [];
    return folders.flatMap((folder) => this.check(folder, CHECK, ["$specql"]) ?? []);
  }

  resolveTask(task: vscode.Task): vscode.Task | undefined {
    const { scope } = task;
    const folder = typeof scope === "object" ? scope : vscode.workspace.workspaceFolders?.[0];
    return folder && this.check(folder, task.definition as CheckDefinition, ["$specql"]);
  }

  /**
   * Checks all folders of the workspace. What is found is read by no problem matcher: the server
   * has it in the Problems view already.
   */
  async run(): Promise<void> {
    const folders = vscode.workspace.workspaceFolders ?? [];
    const tasks = folders.flatMap((folder) => this.check(folder, CHECK, []) ?? []);
    if (tasks.length === 0) {
      void vscode.window.showInformationMessage("Open a folder with specs to check it.");
    }
    for (const task of tasks) await vscode.tasks.executeTask(task);
  }

  private check(
    folder: vscode.WorkspaceFolder,
    definition: CheckDefinition,
    matchers: string[],
  ): vscode.Task | undefined {
    const { state } = this.server;
    if (state.kind !== "running") return undefined;
    const args = ["check", "--format", "concise", ...(definition.arguments ?? [])];
    const execution = new vscode.ProcessExecution(state.program.path, args, {
      cwd: folder.uri.fsPath,
    });
    const task = new vscode.Task(definition, folder, "check", "specql", execution, matchers);
    task.group = vscode.TaskGroup.Build;
    task.presentationOptions = {
      reveal: vscode.TaskRevealKind.Always,
      clear: true,
      showReuseMessage: false,
    };
    return task;
  }
}
