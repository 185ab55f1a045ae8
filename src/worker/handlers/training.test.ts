import { beforeEach, describe, expect, test, vi } from "vitest";
import { loadCheckpoint } from "../../engine/checkpoint/checkpoint.ts";
import { memorySource } from "../../engine/checkpoint/source.ts";
import { formatJsonLines } from "../../engine/data/json-lines.ts";
import type { Preference } from "../../engine/data/preference.ts";
import { PlaygroundError } from "../../engine/errors.ts";
import type { ProbabilityCache } from "../../engine/training/cached-probabilities.ts";
import { REWARD_MODEL_DEFAULTS } from "../../engine/training/reward-model-config.ts";
import { checkpoints } from "../../storage/checkpoints.ts";
import { runStore } from "../../storage/run-store.ts";
import { broughtModelId, storedModelId } from "../../storage/stored-model.ts";
import { bringModel } from "../../testing/brought-model.ts";
import { tinyModel, tinyModels } from "../../testing/tiny-models.ts";
import { tinyPairs } from "../../testing/tiny-pairs.ts";
import type { RunPlan, TrainingEvent, TrainingPlan } from "../training-records.ts";
import { TrainingRoom } from "./training.ts";

// Node 20 has none; without locks and quota, the storage keeps everything in memory.
if (typeof navigator === "undefined") vi.stubGlobal("navigator", {});

const models = tinyModels();
const config = { ...REWARD_MODEL_DEFAULTS, steps: 6, batchSize: 4, learningRate: 1e-2, evaluateEvery: 3 };

const run = (id: string, changes: Partial<RunPlan["config"]>): RunPlan => ({
  id,
  name: id.toUpperCase(),
  config: { ...config, ...changes },
  resume: null,
});
const plan: TrainingPlan = {
  runs: [run("bt", { method: "bt" }), run("grm", { method: "grm" }), run("icrm", { method: "icrm" })],
  generator: null,
  pairs: 16,
  heldOut: 8,
  recordEvery: 2,
};

function memoryCache(): ProbabilityCache & { entries: Map<string, number[][]> } {
  const entries = new Map<string, number[][]>();
  return {
    entries,
    get: async (key) => entries.get(key) ?? null,
    put: async (key, q) =>
      void entries.set(
        key,
        q.map((row) => [...row]),
      ),
  };
}

function roomWith(cache = memoryCache()): TrainingRoom {
  return new TrainingRoom({
    cache,
    runtimeOn: ({ threads }) => ({ backend: "wasm", threads }),
    source: (address) => {
      const prefix = address.replace("memory/", "");
      const below = [...models].filter(([path]) => path.startsWith(prefix));
      return memorySource(new Map(below.map(([path, bytes]) => [path.slice(prefix.length).replace(/^\//, ""), bytes])));
    },
  });
}

const file = (pairs: readonly Preference[]) => new Blob([formatJsonLines(pairs)]);

async function opened(pairs = tinyPairs(24, 1), cache = memoryCache()): Promise<TrainingRoom> {
  const room = roomWith(cache);
  const data = { name: "tiny.jsonl", train: file(pairs), heldOut: file(tinyPairs(6, 7)) };
  await room.open({ kind: "openTraining", device: "wasm", models: "memory/", base: null, data });
  return room;
}

/** A call, and everything that was told during it. */
function listen(onEvent: (event: TrainingEvent) => void = () => {}) {
  const events: TrainingEvent[] = [];
  const stopper = new AbortController();
  const emit = (event: TrainingEvent) => {
    events.push(event);
    onEvent(event);
  };
  const updates = () => events.filter((event) => event.type === "update");
  return { call: { emit, signal: stopper.signal }, events, updates, stop: () => stopper.abort() };
}

/** A run's loss at every step. */
function lossOf({ updates }: ReturnType<typeof listen>, run: string): number[] {
  const loss: number[] = [];
  for (const { runs } of updates()) {
    const { from = 0, values } = runs[run]?.curves ?? {};
    loss.splice(from, Number.POSITIVE_INFINITY, ...(values?.loss ?? []));
  }
  return loss;
}

let room: TrainingRoom;
beforeEach(async () => {
  room = await opened();
  await room.pin({ kind: "pinPairs", places: [0, 2], generator: null });
});

test("three methods train side by side, are measured, followed and kept", async () => {
  const heard = listen();
  const endings = await room.train({ kind: "train", plan }, heard.call);
  expect(endings.map(({ run: id, step, status }) => [id, step, status])).toEqual(
    ["bt", "grm", "icrm"].map((id) => [id, 6, "finished"]),
  );
  const frames = heard.updates().flatMap((update) => update.frames);
  expect(frames.filter(({ run: id, pair }) => id === "icrm" && pair === 2).map(({ step }) => step)).toEqual([
    0, 2, 4, 6,
  ]);

  const last = (id: string) => frames.filter((frame) => frame.run === id).at(-1)?.signal.chosen;
  const lit = (gradients: readonly number[]) => gradients.filter((gradient) => gradient !== 0).length;
  expect(last("bt")?.consistency).toBeNull();
  expect(lit(last("bt")?.outcome ?? [])).toBe(1);
  expect(lit(last("icrm")?.consistency ?? [])).toBe(last("icrm")?.outcome.length);

  expect(heard.events.filter(({ type }) => type === "planned")).toEqual(
    ["bt", "grm", "icrm"].map((id) => ({
      type: "planned",
      run: id,
      memory: { path: "whole", frozenAs: "float32", bytes: expect.any(Number) },
    })),
  );

  const evaluations = heard.updates().flatMap((update) => update.runs.icrm?.evaluations ?? []);
  expect(evaluations.map(({ step }) => step)).toEqual([3, 6]);
  expect(evaluations[0]?.chosen).toHaveLength(6);

  const kept = (await runStore.list()).filter(({ dataName, pairs }) => dataName === "tiny.jsonl" && pairs === 16);
  expect(kept.map(({ status, hasCheckpoint }) => [status, hasCheckpoint])).toEqual(Array(3).fill(["finished", true]));
  expect(await runStore.metrics(kept[0]?.id ?? "")).toHaveLength(6);
});

test("a checkpoint that was brought in is the base, with a tokenizer whose pad is its end token", async () => {
  const files = tinyModel({ seed: 4, valueHead: false, tokenizer: "smollm2" });
  const base = broughtModelId(await bringModel("smol", files));
  const pairs = Array.from({ length: 12 }, (_, i) => ({ prompt: `¿${i}?`, chosen: `sí ${i}`, rejected: "no" }));
  const own = roomWith();
  const data = { name: "bytes.jsonl", train: file(pairs), heldOut: null };
  const found = await own.open({ kind: "openTraining", device: "wasm", models: "memory/", base, data });
  expect(found.base).toBe("smol");
  const heard = listen();
  const runs = [run("icrm", { steps: 2 })];
  const [ending] = await own.train({ kind: "train", plan: { ...plan, runs, pairs: 8, heldOut: 1 } }, heard.call);
  expect(ending).toMatchObject({ step: 2, status: "finished" });
  expect(lossOf(heard, "icrm").every(Number.isFinite)).toBe(true);
  const kept = (await runStore.list()).find(({ dataName }) => dataName === "bytes.jsonl");
  expect(kept).toMatchObject({ base, baseModel: "smol", hasCheckpoint: true });
  const { valueHead, tokenizer } = await loadCheckpoint(checkpoints.source(kept?.id ?? ""));
  expect([valueHead !== null, tokenizer?.config]).toEqual([true, expect.objectContaining({ pad_token: "<|im_end|>" })]);
});

test("Pause waits, Step takes one step, Stop keeps what there is; a stopped run can go on", async () => {
  const stepsOf = (events: TrainingEvent[]) =>
    events.flatMap((event) => (event.type === "update" ? [event.runs.icrm?.step ?? 0] : []));
  const heard = listen();
  const training = room.train({ kind: "train", plan }, heard.call);
  await room.control({ kind: "controlTraining", action: "step" });
  await expect.poll(() => stepsOf(heard.events).at(-1), { timeout: 60_000 }).toBe(1);
  await room.control({ kind: "controlTraining", action: "step" });
  await expect.poll(() => stepsOf(heard.events).at(-1), { timeout: 60_000 }).toBe(2);
  heard.stop();
  expect((await training).map(({ step, status }) => [step, status])).toEqual(Array(3).fill([2, "stopped"]));
  const icrm = heard.events.find((event) => event.type === "stored" && event.run === "icrm");
  const resume = icrm?.type === "stored" ? icrm.runId : null;

  const again = listen();
  const rest = { ...plan, runs: plan.runs.slice(2).map((one) => ({ ...one, resume })) };
  const [ending] = await room.train({ kind: "train", plan: rest }, again.call);
  expect(ending).toMatchObject({ step: 6, status: "finished" });
  const straight = listen();
  await room.train({ kind: "train", plan: { ...plan, runs: plan.runs.slice(2) } }, straight.call);
  expect(lossOf(again, "icrm")).toEqual(lossOf(straight, "icrm"));
});

test("a run stopped before its next measurement keeps the last one", async () => {
  const short = { ...plan, runs: [run("bt", { method: "bt", evaluateEvery: 2 })] };
  const stepped = async (resume: string | null, steps: readonly number[]) => {
    const heard = listen();
    const runs = short.runs.map((one) => ({ ...one, resume }));
    const training = room.train({ kind: "train", plan: { ...short, runs } }, heard.call);
    for (const step of steps) {
      await room.control({ kind: "controlTraining", action: "step" });
      await expect.poll(() => heard.updates().at(-1)?.runs.bt?.step, { timeout: 60_000 }).toBe(step);
    }
    heard.stop();
    const [ending] = await training;
    expect(ending?.status).toBe("stopped");
    const stored = heard.events.find((event) => event.type === "stored");
    return runStore.get(stored?.type === "stored" ? stored.runId : "");
  };
  const before = await stepped(null, [1, 2]);
  expect(before?.final).not.toBeNull();
  const after = await stepped(before?.id ?? "", [3]);
  expect(after?.step).toBe(3);
  expect(after?.final?.accuracy).toBe(before?.final?.accuracy);
});

test("a reward model there is no room for waits until there is", async () => {
  const full = { what: "There is no room to save the trained reward model", where: "storage of this browser" };
  const save = vi.spyOn(checkpoints, "save").mockRejectedValueOnce(new PlaygroundError(full));
  const heard = listen((event) => {
    if (event.type === "waiting") void room.control({ kind: "controlTraining", action: "resume" });
  });
  const runs = [run("bt", { method: "bt", steps: 2 })];
  const [ending] = await room.train({ kind: "train", plan: { ...plan, runs } }, heard.call);
  expect(heard.events).toContainEqual({ type: "unsaved", run: "bt", report: full });
  expect(ending).toEqual({ run: "bt", step: 2, status: "finished" });
  expect(save).toHaveBeenCalledTimes(2);
  const stored = heard.events.find((event) => event.type === "stored");
  expect(await runStore.get(stored?.type === "stored" ? stored.runId : "")).toMatchObject({ hasCheckpoint: true });
  save.mockRestore();
});

test("generation probabilities are computed once a data set, and only what is new of a larger share", async () => {
  const cache = memoryCache();
  const own = await opened(tinyPairs(60, 1), cache);
  const short = { ...plan, runs: [run("icrm", { steps: 1 })] };
  const preparing = async (pairs: number) => {
    const heard = listen();
    await own.train({ kind: "train", plan: { ...short, pairs } }, heard.call);
    return heard.events.flatMap((event) => (event.type === "preparing" ? [event.done] : []));
  };
  expect(await preparing(16)).toEqual([0, 16]);
  expect(await preparing(16)).toEqual([16]);
  expect(await preparing(40)).toEqual([16, 40]);
  expect([...cache.entries.values()].map((q) => q.length)).toEqual([80]);
});

describe("any model can be the generator", () => {
  const train = async (which: TrainingRoom, generator: string | null) => {
    const heard = listen();
    const how: TrainingPlan = { ...plan, generator, runs: [run("icrm", { steps: 1 })] };
    await which.train({ kind: "train", plan: how }, heard.call);
    return lossOf(heard, "icrm");
  };

  test("one of the playground's, one trained in this browser, and again the base", async () => {
    const base = await train(room, null);
    expect(await train(room, "policy")).toEqual(base);
    expect(await train(room, "bt")).not.toEqual(base);
    const [trained] = (await runStore.list()).filter(({ hasCheckpoint }) => hasCheckpoint);
    expect(await train(room, storedModelId(trained?.id ?? ""))).not.toEqual(base);
    expect(await train(room, null)).toEqual(base);
  });

  test("the pinned pairs show its probabilities", async () => {
    const [base] = await room.pin({ kind: "pinPairs", places: [1], generator: null });
    const [other] = await room.pin({ kind: "pinPairs", places: [1], generator: "icrm" });
    expect(other?.chosen.map(({ text }) => text)).toEqual(base?.chosen.map(({ text }) => text));
    expect(other?.chosen).not.toEqual(base?.chosen);
  });

  test("what is asked of one is not answered from the cache of another", async () => {
    const cache = memoryCache();
    const own = await opened(undefined, cache);
    expect(await train(own, "bt")).not.toEqual(await train(own, "icrm"));
    expect(cache.entries.size).toBe(2);
  });

  test("one that is not there, or reads other tokens, is refused, and the one before stays", async () => {
    const base = await train(room, null);
    await expect(train(room, "nobody")).rejects.toMatchObject({ report: { what: "There is no such model" } });
    await expect(train(room, storedModelId("gone"))).rejects.toMatchObject({
      report: { what: expect.stringContaining("missing") },
    });
    const own = models.get("reward-icrm/tokenizer.json") as Uint8Array;
    const other = new TextEncoder().encode(JSON.stringify({ model: { type: "WordLevel", vocab: { other: 0 } } }));
    models.set("reward-icrm/tokenizer.json", other);
    await expect(train(room, "icrm")).rejects.toMatchObject({
      report: { what: "The generator's vocabulary is not the reward model's" },
    });
    models.set("reward-icrm/tokenizer.json", own);
    expect(await train(room, null)).toEqual(base);
  });
});

describe("a generator that is adapted first", () => {
  const adapting = { generatorSteps: 3, generatorLearningRate: 1e-2 };
  const adaptedPlan: TrainingPlan = {
    ...plan,
    runs: [
      run("frozen", {}),
      run("icrm", adapting),
      run("temperature", { ...adapting, generatorTemperature: 2 }),
      run("bt", { method: "bt", ...adapting }),
    ],
  };
  const adaptedSteps = ({ events }: ReturnType<typeof listen>) =>
    events.flatMap((event) => (event.type === "preparing" && event.stage === "adapting" ? [event.done] : []));
  const train = async (which: TrainingRoom, how: TrainingPlan) => {
    const heard = listen();
    await which.train({ kind: "train", plan: how }, heard.call);
    return heard;
  };

  test("is adapted once for all runs that ask for it, and they alone read its probabilities", async () => {
    const heard = await train(room, adaptedPlan);
    expect([adaptedSteps(heard)[0], adaptedSteps(heard).at(-1)]).toEqual([0, 3]);
    expect(adaptedSteps(heard).filter((done) => done === 0)).toHaveLength(1);
    const qOf = (id: string) =>
      heard
        .updates()
        .flatMap(({ frames }) => frames)
        .find((frame) => frame.run === id && frame.pair === 2)?.q;
    expect(qOf("icrm")).not.toEqual(qOf("frozen"));
    expect(qOf("temperature")).not.toEqual(qOf("icrm"));
    expect(qOf("bt")).toEqual(qOf("frozen"));
    expect(lossOf(heard, "icrm")).not.toEqual(lossOf(heard, "frozen"));
  });

  test("is not adapted again while its probabilities are known, and by another recipe is another", async () => {
    const cache = memoryCache();
    const own = await opened(tinyPairs(24, 1), cache);
    const only = (changes: Partial<RunPlan["config"]>) => ({
      ...plan,
      runs: [run("icrm", { ...adapting, ...changes })],
    });
    const first = await train(own, only({}));
    const again = await train(own, only({ rho: 0.2 }));
    expect(adaptedSteps(again)).toEqual([]);
    const fresh = await train(await opened(), only({}));
    expect(adaptedSteps(fresh).at(-1)).toBe(3);
    expect(lossOf(fresh, "icrm")).toEqual(lossOf(first, "icrm"));
    for (const changes of [{ seed: 1 }, { generatorLearningRate: 1e-3 }, { generatorSteps: 2 }]) {
      const other = await train(own, only(changes));
      expect(adaptedSteps(other).at(-1)).toBe(changes.generatorSteps ?? 3);
    }
    const fewer = await train(own, { ...only({}), pairs: 12 });
    expect(adaptedSteps(fewer).at(-1)).toBe(3);
    expect(cache.entries.size).toBe(5);
  });

  test("is the same after a run was stopped and goes on, wherever its probabilities were kept", async () => {
    // Steps enough that some are left when the first news of them comes.
    const icrm = { ...plan, runs: [run("icrm", { ...adapting, steps: 60 })] };
    const straight = await train(room, icrm);
    const heard = listen((event) => event.type === "update" && (event.runs.icrm?.step ?? 0) >= 2 && heard.stop());
    const [stopped] = await room.train({ kind: "train", plan: { ...icrm, recordEvery: 1 } }, heard.call);
    expect(stopped?.status).toBe("stopped");
    const stored = heard.events.find((event) => event.type === "stored");
    const resume = stored?.type === "stored" ? stored.runId : null;
    const rest = { ...icrm, runs: icrm.runs.map((one) => ({ ...one, resume })) };
    const resumed = await train(await opened(), rest);
    expect(adaptedSteps(resumed).at(-1)).toBe(3);
    expect(lossOf(resumed, "icrm")).toEqual(lossOf(straight, "icrm"));
  });

  test("waits while paused, lets a step through, and can be stopped", async () => {
    const long = { ...plan, runs: [run("icrm", { ...adapting, generatorSteps: 400 })] };
    const heard = listen();
    const training = room.train({ kind: "train", plan: long }, heard.call);
    await expect.poll(() => adaptedSteps(heard).at(-1) ?? 0, { timeout: 60_000 }).toBeGreaterThan(0);
    await room.control({ kind: "controlTraining", action: "pause" });
    // It has come to rest where it is told twice in a row; that is before its end.
    let paused = -1;
    const rested = () => {
      const before = paused;
      paused = adaptedSteps(heard).at(-1) as number;
      return paused === before;
    };
    await expect.poll(rested, { interval: 500, timeout: 60_000 }).toBe(true);
    expect(paused).toBeLessThan(400);
    await room.control({ kind: "controlTraining", action: "step" });
    await expect.poll(() => adaptedSteps(heard).at(-1), { timeout: 60_000 }).toBeGreaterThan(paused);
    heard.stop();
    await expect(training).rejects.toMatchObject({ name: "AbortError" });
    expect(heard.events.some((event) => event.type === "stored")).toBe(false);
  });

  test("that diverges says so before anything begins", async () => {
    const wild = { ...adapting, generatorLearningRate: 1e30, maxGradNorm: 1e30, warmupRatio: 0 };
    await expect(train(room, { ...plan, runs: [run("icrm", wild)] })).rejects.toMatchObject({
      report: { where: expect.stringMatching(/^adaptation of the generator, step/) },
    });
  });
});

test("a run that diverges ends alone, and says at which step and learning rate", async () => {
  const heard = listen();
  const runs = [run("bt", { method: "bt", learningRate: 1e30, warmupRatio: 0, maxGradNorm: 1e30 }), run("icrm", {})];
  const endings = await room.train({ kind: "train", plan: { ...plan, runs } }, heard.call);
  expect(endings.map(({ status }) => status)).toEqual(["failed", "finished"]);
  const halted = heard.events.find((event) => event.type === "halted");
  expect(halted).toMatchObject({
    run: "bt",
    report: { where: expect.stringContaining("step"), found: expect.stringMatching(/gradient norm.*learning rate/) },
  });
});

describe("what cannot be trained on is said", () => {
  const [good] = tinyPairs(1, 2) as [Preference<string>];
  test("a run that takes more memory than there is, before the generator reads a word", async () => {
    const cache = memoryCache();
    const heard = listen();
    const vast = run("icrm", { tuning: "lora", loraRank: 2 ** 26 });
    const training = (await opened(tinyPairs(24, 1), cache)).train(
      { kind: "train", plan: { ...plan, runs: [vast] } },
      heard.call,
    );
    await expect(training).rejects.toMatchObject({
      report: {
        found: expect.stringMatching(/layer by layer, about [\d,]+ MB/),
        fix: expect.stringMatching(/rank \d+ \([\d,]+ MB\)/),
      },
    });
    expect(heard.events).toEqual([]);
    expect(cache.entries.size).toBe(0);
  });

  test.each([
    ["an empty file", [], "holds no records"],
    ["identical responses", [...tinyPairs(9, 2), { ...good, rejected: good.chosen }], "same text"],
    ["unknown words", [...tinyPairs(9, 2), { ...good, rejected: "zebra" }], "zebra"],
    ["too long a response", [...tinyPairs(9, 2), { ...good, rejected: "answer 1 ; ".repeat(80) }], "context"],
  ])("%s", async (_, pairs, message) => {
    await expect(opened(pairs)).rejects.toMatchObject({
      name: "PlaygroundError",
      message: expect.stringContaining(message),
    });
  });

  test("a file of its own with too few prompts to hold any out", async () => {
    const data = { name: "short.jsonl", train: file(tinyPairs(1, 2)), heldOut: null };
    const request = { kind: "openTraining", device: "wasm", models: "memory/", base: null, data } as const;
    await expect(roomWith().open(request)).rejects.toMatchObject({
      report: { what: expect.stringContaining("too few prompts"), where: "short.jsonl" },
    });
  });

  test("a one-sided record, by its line and field", async () => {
    const { rejected: _, ...onlyChosen } = good;
    await expect(opened([...tinyPairs(9, 2), onlyChosen as Preference<string>])).rejects.toMatchObject({
      report: { where: expect.stringMatching(/line 10, field rejected/) },
    });
  });

  test("without held-out pairs a run trains all the same, and nothing is measured", async () => {
    const heard = listen();
    const runs = [run("icrm", { patience: 1, evaluateEvery: 1 })];
    const [ending] = await room.train({ kind: "train", plan: { ...plan, runs, heldOut: 0 } }, heard.call);
    expect(ending).toMatchObject({ step: config.steps, status: "finished" });
    expect(heard.updates().flatMap((update) => update.runs.icrm?.evaluations ?? [])).toEqual([]);
    expect((await runStore.list()).find(({ heldOut }) => heldOut === 0)).toMatchObject({
      status: "finished",
      final: null,
    });
  });

  test("a response without a word is trained on as its end alone", async () => {
    const own = await opened([...tinyPairs(7, 2), { ...good, rejected: "" }]);
    const heard = listen();
    const [ending] = await own.train(
      { kind: "train", plan: { ...plan, runs: [run("icrm", {})], pairs: 8 } },
      heard.call,
    );
    expect(ending?.status).toBe("finished");
    const losses = heard.updates().flatMap((update) => update.runs.icrm?.curves.values["loss/icr"] ?? []);
    expect(losses.length).toBeGreaterThan(0);
    expect(losses.every(Number.isFinite)).toBe(true);
  });

  test("a learning rate of 0, before anything begins", async () => {
    const runs = [run("bt", { learningRate: 0 })];
    await expect(room.train({ kind: "train", plan: { ...plan, runs } }, listen().call)).rejects.toMatchObject({
      report: { where: "BT, learningRate" },
    });
  });
});
