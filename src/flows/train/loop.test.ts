import { beforeAll, expect, test } from "vitest";
import { type Checkpoint, loadCheckpoint } from "../../engine/checkpoint/checkpoint.ts";
import { openJax } from "../../engine/jax.ts";
import { RewardRun } from "../../engine/training/reward-run.ts";
import { goldenSource } from "../../testing/golden.ts";
import { startCensus } from "../../testing/jax-census.ts";
import { materialsOf } from "../../testing/run-materials.ts";
import { LORA_RUN, SHORT_PAIRS } from "../../testing/short-runs.ts";
import { Gate } from "../gate.ts";
import type { Keeping } from "./keeping.ts";
import type { TrainingNews } from "./news.ts";
import { trainRewardModels } from "./train.ts";
import { unkept } from "./unkept.ts";

let base: Checkpoint;
beforeAll(async () => {
  await openJax("wasm");
  base = await loadCheckpoint(await goldenSource("llama"));
});

const config = { ...LORA_RUN, steps: 2 };
const [followed] = SHORT_PAIRS as [(typeof SHORT_PAIRS)[number]];

/** The news of a training of two steps in which one pair is followed and recorded after every step. */
async function newsOf(gate: Gate): Promise<TrainingNews[]> {
  const materials = { ...materialsOf(base, SHORT_PAIRS), followed: async () => [{ place: 0, pair: followed }] };
  const news: TrainingNews[] = [];
  const runs = [{ id: "a", name: "a", config, resume: null }];
  await trainRewardModels(
    materials,
    { runs, pairs: null, heldOut: null, generator: null, recordEvery: 1 },
    {
      keeping: unkept(() => ({})),
      arrangement: "in turn",
      gate,
      signal: new AbortController().signal,
      tell: (one) => void news.push(one),
    },
  );
  return news;
}

const stepsAndRecordings = (news: readonly TrainingNews[]) =>
  news.flatMap((one) => {
    if (one.type === "stepped") return [`step ${one.row.step}`];
    return one.type === "recorded" ? one.recordings.map(({ step }) => `recorded ${step}`) : [];
  });

test("the first step waits for no recording; the recording before it holds the signals before it", async () => {
  const run = new RewardRun(config, { base, pairs: SHORT_PAIRS, heldOut: [], padTokenId: 0 });
  const before = await run.signal(followed);
  run.dispose();

  const census = startCensus("wasm");
  const news = await newsOf(new Gate());
  expect(census.arrays()).toBe(0);
  census.stop();
  expect(stepsAndRecordings(news)).toEqual(["step 1", "recorded 0", "recorded 1", "step 2", "recorded 2"]);
  const recordings = news.flatMap((one) => (one.type === "recorded" ? one.recordings : []));
  expect(recordings[0]?.signal).toEqual(before);
  expect(recordings[1]?.signal).not.toEqual(before);
});

test("a training that pauses before its first step shows the signals at once", async () => {
  const gate = new Gate(() => gate.resume());
  gate.pause();
  expect(stepsAndRecordings(await newsOf(gate))[0]).toBe("recorded 0");
});

test("a run that breaks off in its first step stays, to be gone on with", async () => {
  const materials = { ...materialsOf(base, SHORT_PAIRS), followed: async () => [{ place: 0, pair: followed }] };
  const done: string[] = [];
  const note = (what: string) => async () => void done.push(what);
  const { schedule, begin } = unkept(() => ({}));
  const keeping: Keeping = {
    schedule,
    async begin(plan) {
      const begun = await begin(plan);
      return { ...begun, saver: { ...begun.saver, interrupt: note("interrupted"), discard: note("discarded") } };
    },
  };
  const tell = (news: TrainingNews) => {
    if (news.type === "resting") throw new Error("the device was lost");
  };
  const { signal } = new AbortController();
  const host = { keeping, arrangement: "in turn", gate: new Gate(), signal, tell } as const;
  const runs = [{ id: "a", name: "a", config, resume: null }];
  const training = trainRewardModels(
    materials,
    { runs, pairs: null, heldOut: null, generator: null, recordEvery: 1 },
    host,
  );
  await expect(training).rejects.toThrow("the device was lost");
  expect(done).toEqual(["interrupted"]);
});
