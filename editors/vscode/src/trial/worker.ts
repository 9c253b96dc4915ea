// The thread with the database: does one task and is then done with.

import { parentPort, workerData } from "node:worker_threads";
import { gzipSync } from "node:zlib";
import { load, open } from "./database";
import type { FromDatabase, Task } from "./messages";

const task = workerData as Task;
const tell = (message: FromDatabase) => parentPort?.postMessage(message);

const database = await open(task);
const blank = task.blank ? undefined : await database.dumpDataDir("none");
const outcome = await load(database, task.sql, {
  progress: (done, total) => tell({ kind: "progress", done, total }),
});
tell({ kind: "outcome", outcome });
// The user has the answer; now there is time to make the next one come sooner.
if (blank) tell({ kind: "blank", blank: gzipSync(await blank.bytes(), { level: 1 }) });
await database.close();
