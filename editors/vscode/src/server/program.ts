// The server's program on this machine.

import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import * as vscode from "vscode";
import { type Found, findServer, type NotFound } from "./location";

/** Looks for the program as the settings say. */
export function locate(context: vscode.ExtensionContext): Promise<Found | NotFound> {
  return findServer({
    setting: vscode.workspace.getConfiguration("specql").get("server.path", ""),
    extension: context.extensionPath,
    platform: process.platform,
    searchPath: process.env.PATH ?? "",
    exists: existsSync,
    version: (path) => run(path, ["--version"]),
  });
}

/** Runs the program and gives what it prints. */
export function run(path: string, args: string[]): Promise<string> {
  const options = { timeout: 20_000, maxBuffer: 64 << 20, windowsHide: true };
  return new Promise((resolve, reject) => {
    execFile(path, args, options, (error, output) => (error ? reject(error) : resolve(output)));
  });
}
