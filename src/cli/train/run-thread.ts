/** A worker thread that computes runs, or parts of a run's steps: `runThreads` starts it. */
import "core-js/actual/iterator/index.js";
import { parentPort } from "node:worker_threads";
import type { ToRunWorker } from "../../flows/train/workers/messages.ts";
import { serveRuns } from "../../flows/train/workers/serve-runs.ts";

const hear = serveRuns((message) => parentPort?.postMessage(message));
parentPort?.on("message", (message: ToRunWorker) => hear(message));
