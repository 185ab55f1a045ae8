import { type RecordedTraining, recordedTraining } from "../../src/state/recorded-training.ts";
import { createTrain, type Train } from "../../src/state/train.ts";
import { DEFAULT_SETTINGS, type TrainSettings } from "../../src/state/train-settings.ts";
import { runStore } from "../../src/storage/run-store.ts";
import { trainCalls } from "../../src/worker/handlers/train/calls.ts";
import { TrainingService } from "../../src/worker/handlers/train/service.ts";
import { loadedWhenAsked } from "../../src/worker/serve.ts";
import type { DataSource } from "../../src/worker/training-records.ts";
import { engineInProcess, SITE } from "./in-process.ts";

/** The training that a first visitor of Train starts, with fewer recordings. */
const SETTINGS: TrainSettings = { ...DEFAULT_SETTINGS, recordEvery: 5 };

/** The pairs, with the name that the page gives them. */
const PAIRS: DataSource = {
  name: "embedded pairs",
  train: `${SITE}data/preferences-train.jsonl.gz`,
  heldOut: `${SITE}data/preferences-validation.jsonl.gz`,
};

/** Metrics that depend on the machine and are not recorded. */
const MACHINE_METRICS = ["tokens_per_second"];

/** The state of the Train page with its data and models open. */
export async function openTrain(settings: TrainSettings = SETTINGS): Promise<Train> {
  const cache = { get: async () => null, put: async () => {} };
  const service = new TrainingService({ cache, runtimeOn: () => ({ backend: "wasm", threads: 1 }) });
  const worker = engineInProcess(loadedWhenAsked(trainCalls, async () => service));
  const train = createTrain(() => worker, `${SITE}models/`, PAIRS);
  train.change(settings);
  await train.open(PAIRS, "wasm");
  const { pins, error } = train.store.getState();
  if (error) throw new Error(error.what);
  await train.pin(pins);
  return train;
}

/** The recording of Train and Runs: BT, GRM and ICRM side by side with the page's default settings. */
export async function recordTraining(): Promise<RecordedTraining> {
  const train = await openTrain();
  const { pinned } = train.store.getState();
  await train.start();
  const { lanes, error } = train.store.getState();
  if (error || lanes.some(({ status }) => status !== "finished")) throw new Error(error?.what ?? "A run did not end.");
  const records = await runStore.list();
  const tracks = lanes.map(({ id }) => ({ id, track: train.record().track(id) }));
  return recordedTraining({
    settings: SETTINGS,
    pinned,
    runs: tracks.map(({ id, track: { step, curves, history } }) => {
      const record = records.find(({ method }) => method === id);
      if (!record) throw new Error(`The run of ${id} has no record.`);
      const values = Object.entries(curves.values).filter(([name]) => !MACHINE_METRICS.includes(name));
      const update = {
        step,
        curves: { from: 0, steps: curves.steps, values: Object.fromEntries(values) },
        evaluations: [...history.evaluations],
      };
      // The weights are not recorded.
      return { id, record: { ...record, hasSnapshot: false, hasCheckpoint: false }, update };
    }),
    frames: tracks.flatMap(({ id, track }) =>
      track.history.allRecordings.map((recording) => ({ ...recording, run: id })),
    ),
  });
}
