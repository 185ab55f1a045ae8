import type { RunWorkers } from "../../flows/train/workers/messages.ts";
import type { Handlers } from "../serve.ts";
import { spawnRunWorker } from "../spawn-run-worker.ts";
import { browserCache } from "./browser-cache.ts";
import { runtimeOn } from "./start.ts";
import type { TrainingRoom } from "./training.ts";

let room: Promise<TrainingRoom> | null = null;

/** Loads training with jax-js at the first request: a worker that only generates and scores does not need them. */
function training(): Promise<TrainingRoom> {
  const workers: RunWorkers = { cores: navigator.hardwareConcurrency, spawn: spawnRunWorker };
  const surroundings = { cache: browserCache, runtimeOn, workers };
  room ??= import("./training.ts").then(({ TrainingRoom }) => new TrainingRoom(surroundings));
  return room;
}

/** The worker's handlers for training. */
export const trainingHandlers: Pick<Handlers, "openTraining" | "pinPairs" | "train" | "controlTraining"> = {
  openTraining: async (request) => (await training()).open(request),
  pinPairs: async (request) => (await training()).pin(request),
  train: async (request, call) => (await training()).train(request, call),
  controlTraining: async (request) => (await training()).control(request),
};
