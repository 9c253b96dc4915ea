// A try of a script in a database: in a thread of its own, that can be ended. Knows no editor.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { FromDatabase, Outcome, Task } from "./messages";

/** How a try ended. */
export type Ending =
  | { kind: "done"; outcome: Outcome; seconds: number }
  | { kind: "cancelled" }
  | { kind: "failed"; reason: string };

/** So many milliseconds may pass without a sign of life. */
const SILENCE = 90_000;

export class Trials {
  private blank: Uint8Array | undefined;
  private running: { worker: Worker; end(ending: Ending): void } | undefined;

  constructor(
    /** The folder with the database. */
    private readonly assets: string,
    private readonly silence = SILENCE,
  ) {}

  /** Whether this package of the extension brings a database. */
  get isThere(): boolean {
    return existsSync(join(this.assets, "pglite.wasm"));
  }

  /** Loads a script into a fresh database. A try that is still running is cancelled. */
  run(sql: string, progress: (done: number, total: number) => void): Promise<Ending> {
    this.cancel();
    const start = Date.now();
    return new Promise((resolve) => {
      const task: Task = { sql, assets: this.assets, blank: this.blank };
      const worker = new Worker(join(this.assets, "worker.mjs"), { workerData: task });
      let timer: NodeJS.Timeout | undefined;
      let hasEnded = false;
      const end = (ending: Ending) => {
        if (hasEnded) return;
        hasEnded = true;
        clearTimeout(timer);
        if (this.running?.worker === worker) this.running = undefined;
        // One that is done still makes an empty database for the next try, and then ends.
        if (ending.kind !== "done") void worker.terminate();
        resolve(ending);
      };
      let place = "while it started";
      const alive = () => {
        clearTimeout(timer);
        const reason = `The database said nothing for ${Math.round(this.silence / 1000)} seconds, ${place}, and was ended.`;
        timer = setTimeout(() => end({ kind: "failed", reason }), this.silence);
      };
      worker.on("message", (message: FromDatabase) => {
        if (message.kind === "blank") {
          this.blank = message.blank;
          return;
        }
        if (hasEnded) return;
        if (message.kind === "progress") {
          place = `at statement ${message.done + 1} of ${message.total}`;
          alive();
          progress(message.done, message.total);
        } else {
          const { outcome } = message;
          end({ kind: "done", outcome, seconds: (Date.now() - start) / 1000 });
        }
      });
      worker.on("error", (error) => end({ kind: "failed", reason: reasonOf(error) }));
      worker.on("exit", () => end({ kind: "failed", reason: "The database ended too early." }));
      this.running = { worker, end };
      alive();
    });
  }

  /** Ends the try that is running, if any is. */
  cancel(): void {
    this.running?.end({ kind: "cancelled" });
  }
}

function reasonOf(error: unknown): string {
  return `The database broke down: ${error instanceof Error ? error.message : String(error)}`;
}
