import type { Handlers } from "../serve.ts";
import { browserCache } from "./browser-cache.ts";
import { runtimeOn } from "./start.ts";
import type { TrainingRoom } from "./training.ts";

let room: Promise<TrainingRoom> | null = null;

/** Training brings jax-js along, which a worker that only generates and scores need not load. */
function training(): Promise<TrainingRoom> {
  room ??= import("./training.ts").then(({ TrainingRoom }) => new TrainingRoom({ cache: browserCache, runtimeOn }));
  return room;
}

/** What a worker answers about training. */
export const trainingHandlers: Pick<Handlers, "openTraining" | "pinPairs" | "train" | "controlTraining"> = {
  openTraining: async (request) => (await training()).open(request),
  pinPairs: async (request) => (await training()).pin(request),
  train: async (request, call) => (await training()).train(request, call),
  controlTraining: async (request) => (await training()).control(request),
};
