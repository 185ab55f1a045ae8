// jax-js and our code use iterator helpers, which some browsers lack.
import "core-js/actual/iterator";
import { keepToChosenHosts } from "../engine/hub/chosen-hosts.ts";
import { browserCache } from "./browser-cache.ts";
import { tellFailedKernels } from "./failed-kernels.ts";
import { alignCalls } from "./handlers/align/calls.ts";
import { dataCalls } from "./handlers/data/calls.ts";
import { evaluateCalls } from "./handlers/evaluate/calls.ts";
import { exploreHandlers } from "./handlers/explore/handlers.ts";
import { exportCalls } from "./handlers/export/calls.ts";
import { modelCalls } from "./handlers/models/calls.ts";
import { trainCalls } from "./handlers/train/calls.ts";
import { tellLife } from "./life.ts";
import { OpenedEngine } from "./opened-engine.ts";
import { RunWorkerPool } from "./run-worker-pool.ts";
import { runtimeOn } from "./runtime.ts";
import { loadedWhenAsked, serve } from "./serve.ts";
import { spawnRunWorker } from "./spawn-run-worker.ts";

const engine = new OpenedEngine(runtimeOn);

keepToChosenHosts(self);
void tellLife();
tellFailedKernels(self, (error) => {
  // The page ends an engine whose worker has an error that nobody handles.
  reportError(new Error(`A thread of the computation failed, and its numbers would be wrong: ${error}`));
});
serve(self as DedicatedWorkerGlobalScope, {
  ...exploreHandlers(engine),
  // Training and alignment need jax-js, which a worker that only writes and scores never loads.
  ...loadedWhenAsked(trainCalls, async () => {
    const { TrainingService } = await import("./handlers/train/service.ts");
    const workers = new RunWorkerPool(navigator.hardwareConcurrency, spawnRunWorker);
    return new TrainingService({ cache: browserCache, runtimeOn, workers });
  }),
  ...loadedWhenAsked(alignCalls, async () => {
    const { AlignmentService } = await import("./handlers/align/service.ts");
    return new AlignmentService(engine, new RunWorkerPool(navigator.hardwareConcurrency, spawnRunWorker));
  }),
  ...loadedWhenAsked(evaluateCalls, async () => {
    const { evaluateHandlers } = await import("./handlers/evaluate/handlers.ts");
    return evaluateHandlers(engine);
  }),
  ...loadedWhenAsked(dataCalls, async () => {
    const { DataService } = await import("./handlers/data/service.ts");
    return new DataService();
  }),
  ...loadedWhenAsked(modelCalls, () => import("./handlers/models/handlers.ts")),
  ...loadedWhenAsked(exportCalls, () => import("./handlers/export/handlers.ts")),
});
