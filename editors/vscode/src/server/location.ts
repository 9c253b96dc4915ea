// Where the server's program is. Knows no editor.

import { homedir } from "node:os";
import { delimiter, join } from "node:path";

/** Where a program was looked for, and on whose word. */
export interface Candidate {
  path: string;
  origin: "setting" | "bundled" | "PATH";
}

export interface Found extends Candidate {
  version: string;
}

/** Nothing of what was tried runs. */
export interface NotFound {
  tried: (Candidate & { problem: string })[];
}

export interface Surroundings {
  /** The setting `specql.server.path`. */
  setting: string;
  /** The folder of the extension. */
  extension: string;
  platform: NodeJS.Platform;
  /** The variable PATH. */
  searchPath: string;
  exists(path: string): boolean;
  /** What the program says to `--version`. */
  version(path: string): Promise<string>;
}

/** What is tried, in this order. A path that the user has set stands alone. */
export function candidates(around: Surroundings): Candidate[] {
  const setting = around.setting.trim();
  if (setting) {
    const path = setting.replace(/^~(?=$|[/\\])/, homedir());
    return [{ path, origin: "setting" }];
  }
  const name = around.platform === "win32" ? "specql-lsp.exe" : "specql-lsp";
  const bundled: Candidate = { path: join(around.extension, "server", name), origin: "bundled" };
  const folders = around.searchPath.split(delimiter).filter((folder) => folder !== "");
  const onPath = folders.map((folder): Candidate => ({ path: join(folder, name), origin: "PATH" }));
  return [bundled, ...onPath].filter((candidate) => around.exists(candidate.path));
}

/** The first candidate that runs and says a version. */
export async function findServer(around: Surroundings): Promise<Found | NotFound> {
  const tried: NotFound["tried"] = [];
  for (const candidate of candidates(around)) {
    try {
      const said = await around.version(candidate.path);
      const version = /^specql-lsp\s+(\S+)/.exec(said)?.[1];
      if (version) return { ...candidate, version };
      tried.push({ ...candidate, problem: "it is another program" });
    } catch (error) {
      tried.push({ ...candidate, problem: problem(error) });
    }
  }
  return { tried };
}

function problem(error: unknown): string {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (code === "ENOENT") return "there is no such file";
  if (code === "EACCES") return "it may not be run";
  return error instanceof Error ? (error.message.split("\n")[0] ?? error.message) : String(error);
}

/** Why there is no server, in a sentence for the user. */
export function explanation(missing: NotFound): string {
  const [first] = missing.tried;
  if (!first) {
    return "The server of SpecQL was not found: this package brings none for this platform, and there is no specql-lsp on PATH.";
  }
  const place = first.origin === "setting" ? "which specql.server.path names, " : "";
  return `The server of SpecQL does not run. ${first.path}, ${place}was tried: ${first.problem}.`;
}
