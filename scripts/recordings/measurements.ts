import { createEngine } from "../../src/state/engine.ts";
import { createMeasurement, type Measured, type MeasurementKind } from "../../src/state/measurement.ts";
import { type RecordedMeasurement, recordedMeasurement } from "../../src/state/recorded-measurement.ts";
import type { RequestOf } from "../../src/worker/calls.ts";
import type { NamedDataFile } from "../../src/worker/evaluation-records.ts";
import type { ModelEntry } from "../../src/worker/records.ts";
import { engineInProcess, SITE } from "./in-process.ts";

const embedded = (name: string, file: string): NamedDataFile => ({ name, file: `${SITE}data/${file}` });
const training = embedded("training pairs", "preferences-train.jsonl.gz");

/** Measures as a page does. @param ask what is asked for, of the reward models that there are */
async function measure<K extends MeasurementKind>(
  title: string,
  ask: (rewards: readonly ModelEntry[]) => RequestOf<K>,
): Promise<Measured<K>> {
  const engine = createEngine(() => engineInProcess(), `${SITE}models/`);
  const measurement = createMeasurement<K>(engine, title);
  await engine.ready();
  const rewards = engine.store.getState().models?.rewards ?? [];
  await measurement.start(ask(rewards), rewards);
  const { measured, error } = measurement.store.getState();
  if (!measured) throw new Error(error?.what ?? `${title} came to nothing.`);
  return measured;
}

/** What Evaluate opens with: what pressing Evaluate at its defaults gives. */
export async function recordEvaluation(): Promise<RecordedMeasurement<"evaluate">> {
  const measured = await measure<"evaluate">("The evaluation", (rewards) => ({
    kind: "evaluate",
    models: { embedded: rewards.map(({ id }) => id), stored: [] },
    generator: null,
    data: embedded("test pairs", "preferences-test.jsonl.gz"),
    validation: embedded("validation pairs", "preferences-validation.jsonl.gz"),
    training: [training],
    values: [],
  }));
  return recordedMeasurement("evaluate", measured);
}

const SAMPLES = 16;

/** What Best-of-N opens with: what pressing Measure at its defaults gives. */
export async function recordBestOfN(): Promise<RecordedMeasurement<"bestOfN">> {
  const measured = await measure<"bestOfN">("Best-of-N", (rewards) => ({
    kind: "bestOfN",
    models: { embedded: rewards.map(({ id }) => id), stored: [] },
    policy: null,
    problems: 100,
    samples: SAMPLES,
    n: [1, 2, 4, 8, SAMPLES],
    temperature: 1,
    seed: 0,
    training: [training],
  }));
  return recordedMeasurement("bestOfN", measured);
}
