// jax-js and our own code use iterator helpers, which not every browser has.
import "core-js/actual/iterator";
import "./one-thread.ts";
import { keepToChosenHosts } from "../engine/hub/chosen-hosts.ts";
import type { ToRunWorker } from "../flows/train/workers/messages.ts";
import { serveRuns } from "../flows/train/workers/serve-runs.ts";
import { tellLife } from "./life.ts";

keepToChosenHosts(self);
void tellLife();
const hear = serveRuns((message) => self.postMessage(message));
self.onmessage = ({ data }: MessageEvent<ToRunWorker>) => hear(data);
