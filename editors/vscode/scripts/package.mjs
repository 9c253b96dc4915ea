// Packages the extension with the server for a platform:
//   node scripts/package.mjs [--target linux-x64] [--server PATH] [--out FILE]
// The target is one of the Marketplace's; without one it is this machine's. Without a server the
// package fits every platform and looks for the server on PATH.
import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const folder = join(dirname(fileURLToPath(import.meta.url)), "..");
const { values } = parseArgs({
  options: {
    target: { type: "string", default: `${process.platform}-${process.arch}` },
    server: { type: "string" },
    out: { type: "string" },
  },
});

// What a licence says has to be in the package; it stands at the top of the repository.
const licences = ["LICENSE-MIT", "LICENSE-APACHE"];
const server = join(folder, "server");
rmSync(server, { recursive: true, force: true });
const target = [];
if (values.server) {
  const name = values.target.startsWith("win32") ? "specql-lsp.exe" : "specql-lsp";
  mkdirSync(server);
  copyFileSync(values.server, join(server, name));
  chmodSync(join(server, name), 0o755);
  target.push("--target", values.target);
}
for (const name of licences) copyFileSync(join(folder, "../..", name), join(folder, name));
copyFileSync(join(folder, "LICENSE-MIT"), join(folder, "LICENSE"));
try {
  const run = (command, ...given) =>
    execFileSync(process.execPath, [command, ...given], { cwd: folder, stdio: "inherit" });
  run("esbuild.mjs");
  const out = values.out ? ["--out", values.out] : [];
  run("node_modules/@vscode/vsce/vsce", "package", "--no-dependencies", ...target, ...out);
} finally {
  for (const name of [...licences, "LICENSE"]) rmSync(join(folder, name), { force: true });
}
