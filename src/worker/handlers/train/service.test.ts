import { beforeEach, describe, expect, test, vi } from "vitest";
import { loadCheckpoint } from "../../../engine/checkpoint/checkpoint.ts";
import type { Preference } from "../../../engine/data/preference.ts";
import { PlaygroundError } from "../../../engine/errors.ts";
import { checkpoints } from "../../../storage/checkpoints.ts";
import { runStore } from "../../../storage/run-store.ts";
import { broughtModelId } from "../../../storage/stored-model.ts";
import { bringModel } from "../../../testing/brought-model.ts";
import { tinyModel } from "../../../testing/tiny-models.ts";
import { tinyPairs } from "../../../testing/tiny-pairs.ts";
import {
  config,
  file,
  listen,
  lossOf,
  memoryCache,
  opened,
  plan,
  run,
  serviceWith,
} from "../../../testing/training-service.ts";
import type { TrainingEvent } from "../../training-records.ts";
import type { TrainingService } from "./service.ts";

let service: TrainingService;
beforeEach(async () => {
  service = await opened();
  await service.pinPairs({ kind: "pinPairs", places: [0, 2], generator: null });
});

test("three methods train side by side, are measured, followed and kept", async () => {
  const heard = listen();
  const endings = await service.train({ kind: "train", plan }, heard.call);
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
      memory: { path: "whole", frozenAs: "float32", bytes: expect.any(Number), frozen: null },
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
  const own = serviceWith();
  const data = { name: "bytes.jsonl", train: file(pairs), heldOut: null };
  const found = await own.openTraining({
    kind: "openTraining",
    device: "wasm",
    models: "memory/",
    base,
    data,
    supervision: "pairs",
  });
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
  const training = service.train({ kind: "train", plan }, heard.call);
  await service.controlTraining({ kind: "controlTraining", action: "step" });
  await expect.poll(() => stepsOf(heard.events).at(-1), { timeout: 60_000 }).toBe(1);
  await service.controlTraining({ kind: "controlTraining", action: "step" });
  await expect.poll(() => stepsOf(heard.events).at(-1), { timeout: 60_000 }).toBe(2);
  heard.stop();
  expect((await training).map(({ step, status }) => [step, status])).toEqual(Array(3).fill([2, "stopped"]));
  const icrm = heard.events.find((event) => event.type === "stored" && event.run === "icrm");
  const resume = icrm?.type === "stored" ? icrm.runId : null;

  const again = listen();
  const rest = { ...plan, runs: plan.runs.slice(2).map((one) => ({ ...one, resume })) };
  const [ending] = await service.train({ kind: "train", plan: rest }, again.call);
  expect(ending).toMatchObject({ step: 6, status: "finished" });
  const straight = listen();
  await service.train({ kind: "train", plan: { ...plan, runs: plan.runs.slice(2) } }, straight.call);
  expect(lossOf(again, "icrm")).toEqual(lossOf(straight, "icrm"));
});

test("a run stopped before its next measurement keeps the last one", async () => {
  const short = { ...plan, runs: [run("bt", { method: "bt", evalSteps: 2 })] };
  const stepped = async (resume: string | null, steps: readonly number[]) => {
    const heard = listen();
    const runs = short.runs.map((one) => ({ ...one, resume }));
    const training = service.train({ kind: "train", plan: { ...short, runs } }, heard.call);
    for (const step of steps) {
      await service.controlTraining({ kind: "controlTraining", action: "step" });
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

test("a reward model there is no service for waits until there is", async () => {
  const full = { what: "There is no service to save the trained reward model", where: "storage of this browser" };
  const save = vi.spyOn(checkpoints, "save").mockRejectedValueOnce(new PlaygroundError(full));
  const heard = listen((event) => {
    if (event.type === "waiting") void service.controlTraining({ kind: "controlTraining", action: "resume" });
  });
  const runs = [run("bt", { method: "bt", steps: 2 })];
  const [ending] = await service.train({ kind: "train", plan: { ...plan, runs } }, heard.call);
  expect(heard.events).toContainEqual({ type: "unsaved", run: "bt", report: full });
  expect(ending).toEqual({ run: "bt", step: 2, status: "finished" });
  expect(save).toHaveBeenCalledTimes(2);
  const stored = heard.events.find((event) => event.type === "stored");
  expect(await runStore.get(stored?.type === "stored" ? stored.runId : "")).toMatchObject({ hasCheckpoint: true });
  save.mockRestore();
});

test("a step asks for the generation probabilities of its batch alone, and they are kept", async () => {
  const cache = memoryCache();
  const known = () => [...cache.entries.values()].map((q) => q.filter((row) => row.length > 0).length);
  const short = { ...plan, pairs: 40, runs: [run("icrm", { steps: 1 })] };
  await (await opened(tinyPairs(60, 1), cache)).train({ kind: "train", plan: short }, listen().call);
  expect([...cache.entries.values()].map((q) => q.length).every((count) => count === 64 || count === 56)).toBe(true);
  expect(known().reduce((sum, count) => sum + count, 0)).toBe(8);
});

test("a run that diverges ends alone, and says at which step and learning rate", async () => {
  const heard = listen();
  const runs = [run("bt", { method: "bt", learningRate: 1e30, warmupRatio: 0, maxGradNorm: 1e30 }), run("icrm", {})];
  const endings = await service.train({ kind: "train", plan: { ...plan, runs } }, heard.call);
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
        found: expect.stringMatching(/layer by layer, frozen weights in 4 bits, about [\d,]+ MB/),
        fix: expect.stringMatching(/rank \d+ \([\d,]+ MB\)/),
      },
    });
    expect(heard.events).toEqual([]);
    expect(cache.entries.size).toBe(0);
  });

  test("an empty file", async () => {
    await expect(opened([])).rejects.toThrow(/holds no records/);
  });

  test("one bad pair among others is left out with its line, and nothing else", async () => {
    const { rejected: _, ...onlyChosen } = good;
    const bad = [
      { ...good, rejected: good.chosen },
      onlyChosen as Preference<string>,
      { ...good, rejected: `  ${good.chosen}` },
      { ...good, rejected: "zebra" },
      { ...good, rejected: "answer 1 ; ".repeat(80) },
    ];
    const data = { name: "bad.jsonl", train: file([...bad, ...tinyPairs(9, 2)]), heldOut: file(tinyPairs(6, 7)) };
    const from = { device: "wasm", models: "memory/", base: null, data, supervision: "pairs" } as const;
    const { pairs, leftOut } = await serviceWith().openTraining({ kind: "openTraining", ...from });
    expect(pairs).toBe(9);
    expect(leftOut.records.map(({ file: name, number, why }) => [name, number, why])).toEqual([
      ["bad.jsonl", 1, "malformed"],
      ["bad.jsonl", 2, "malformed"],
      ["bad.jsonl", 3, "same tokens on both sides"],
      ["bad.jsonl", 4, "words the model does not know"],
      ["bad.jsonl", 5, "too long"],
    ]);
  });

  test("a file of which nothing is left", async () => {
    await expect(opened([{ ...good, rejected: "zebra" }])).rejects.toThrow(/No record is left.*line 1.*"zebra"/);
  });

  test("a file of its own with too few prompts to hold any out", async () => {
    const data = { name: "short.jsonl", train: file(tinyPairs(1, 2)), heldOut: null };
    const request = {
      kind: "openTraining",
      device: "wasm",
      models: "memory/",
      base: null,
      data,
      supervision: "pairs",
    } as const;
    await expect(serviceWith().openTraining(request)).rejects.toMatchObject({
      report: { what: expect.stringContaining("too few prompts"), where: "short.jsonl" },
    });
  });

  test("without held-out pairs a run trains all the same, and nothing is measured", async () => {
    const heard = listen();
    const runs = [run("icrm", { patience: 1, evalSteps: 1 })];
    const [ending] = await service.train({ kind: "train", plan: { ...plan, runs, heldOut: 0 } }, heard.call);
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
    await expect(service.train({ kind: "train", plan: { ...plan, runs } }, listen().call)).rejects.toMatchObject({
      report: { where: "BT, learningRate" },
    });
  });
});
