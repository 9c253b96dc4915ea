// The pages of webviews: scripts and styles of the extension, and nothing from elsewhere.

import { randomBytes } from "node:crypto";
import * as vscode from "vscode";

/** A page that runs a script of `dist/webview`, and what such a page may load. */
export function page(
  extension: vscode.Uri,
  webview: vscode.Webview,
  name: string,
  title: string,
  body: string,
): string {
  const folder = vscode.Uri.joinPath(extension, "dist", "webview");
  const file = (end: string) => webview.asWebviewUri(vscode.Uri.joinPath(folder, `${name}.${end}`));
  const nonce = randomBytes(16).toString("base64");
  const policy = [
    "default-src 'none'",
    `style-src ${webview.cspSource}`,
    `script-src 'nonce-${nonce}'`,
  ].join("; ");
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${file("css")}">
<title>${title}</title>
</head>
<body>
${body}
<script nonce="${nonce}" src="${file("js")}"></script>
</body>
</html>`;
}

/** What a page may do: scripts, of the extension's own folder. */
export function options(extension: vscode.Uri): vscode.WebviewOptions {
  return {
    enableScripts: true,
    localResourceRoots: [vscode.Uri.joinPath(extension, "dist", "webview")],
  };
}
