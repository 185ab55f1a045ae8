import type { RunWorkers } from "../../../flows/train/workers/messages.ts";
import { browserCache } from "../../browser-cache.ts";
import { runtimeOn } from "../../runtime.ts";
import type { Handlers } from "../../serve.ts";
import { spawnRunWorker } from "../../spawn-run-worker.ts";
import type { TrainingService } from "./service.ts";

let service: Promise<TrainingService> | null = null;

/** Loads training with jax-js at the first request: a worker that only generates and scores does not need them. */
function training(): Promise<TrainingService> {
  const workers: RunWorkers = { cores: navigator.hardwareConcurrency, spawn: spawnRunWorker };
  const surroundings = { cache: browserCache, runtimeOn, workers };
  service ??= import("./service.ts").then(({ TrainingService }) => new TrainingService(surroundings));
  return service;
}

/** The worker's handlers for training. */
export const trainingHandlers: Pick<Handlers, "openTraining" | "pinPairs" | "train" | "controlTraining"> = {
  openTraining: async (request) => (await training()).open(request),
  pinPairs: async (request) => (await training()).pin(request),
  train: async (request, call) => (await training()).train(request, call),
  controlTraining: async (request) => (await training()).control(request),
};
