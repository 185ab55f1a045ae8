import { Buffer } from "node:buffer";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { loadCheckpoint } from "../../../engine/checkpoint/checkpoint.ts";
import { checkContext } from "../../../engine/onnx/context.ts";
import type { RuntimeOptions } from "../../../engine/onnx/session.ts";
import type { Judge } from "../../../engine/reward/judge.ts";
import { DPO_DEFAULTS } from "../../../engine/training/dpo-config.ts";
import { wordProblems } from "../../../engine/world/index.ts";
import type { RunWorkers } from "../../../flows/train/workers/messages.ts";
import { policies } from "../../../storage/policies.ts";
import { workersOf } from "../../../testing/run-workers.ts";
import { briefPolicy, tinyModels } from "../../../testing/tiny-models.ts";
import type { AlignmentEvent, AlignmentPlan } from "../../alignment-records.ts";
import { Models, weightsOf } from "../../models.ts";
import { AlignmentService } from "./service.ts";

// Node 20 has no navigator; without locks and quota, the storage keeps everything in memory.
if (typeof navigator === "undefined") vi.stubGlobal("navigator", {});

const FOLDER = "https://models.test/";
const runtime: RuntimeOptions = { backend: "wasm", threads: 1 };
const files = new Map([
  ...tinyModels(),
  ...[...briefPolicy({ seed: 1, layers: 1 })].map(([name, bytes]) => [`policy/${name}`, bytes] as const),
]);

vi.stubGlobal("fetch", async (address: string) => {
  const bytes = files.get(address.slice(FOLDER.length));
  return bytes ? new Response(Buffer.from(bytes)) : new Response(null, { status: 404 });
});

const plan: AlignmentPlan = {
  policy: null,
  rewards: ["bt", "icrm"],
  stored: [],
  prompts: 8,
  file: null,
  samples: 4,
  minGap: 0,
  validation: 2,
  test: 3,
  config: { ...DPO_DEFAULTS, epochs: 4, batchSize: 4, learningRate: 3e-3, evalSteps: 4 },
  until: "end",
};

let models: Models;
let service: AlignmentService;
beforeEach(async () => {
  models = new Models();
  const { failures } = await models.load(FOLDER, runtime, new AbortController().signal, () => {});
  expect(failures).toEqual([]);
  service = new AlignmentService({ models, runtime });
});

/** Runs an alignment and collects its events. */
function align(changes: Partial<AlignmentPlan> = {}, onEvent: (event: AlignmentEvent) => void = () => {}) {
  const events: AlignmentEvent[] = [];
  const stopper = new AbortController();
  const emit = (event: AlignmentEvent) => {
    events.push(event);
    onEvent(event);
  };
  const result = service.align({ kind: "align", plan: { ...plan, ...changes } }, { emit, signal: stopper.signal });
  const of = <T extends AlignmentEvent["type"]>(type: T) =>
    events.filter((event): event is Extract<AlignmentEvent, { type: T }> => event.type === type);
  return { result, of, cancel: () => stopper.abort() };
}

const stages = ({ of }: ReturnType<typeof align>) => [...new Set(of("progress").map(({ stage }) => stage))];

describe("an alignment by two reward models", () => {
  test("gives each a policy of its own, from the same samples, and judges both", async () => {
    const heard = align();
    const result = await heard.result;
    expect(stages(heard)).toEqual(["sampling", "rewarding", "judging", "training"]);
    const pairs = heard.of("pairs");
    expect(pairs.map(({ reward, report }) => [reward, report.prompts])).toEqual([
      ["bt", 8],
      ["icrm", 8],
    ]);
    expect(pairs.every(({ pairs: shown, report }) => shown.length === report.pairs)).toBe(true);
    for (const { chosen, rejected, rewards } of pairs.flatMap((event) => event.pairs)) {
      expect(chosen).not.toBe(rejected);
      expect(rewards.chosen).toBeGreaterThan(rewards.rejected);
    }

    const points = (id: string) => heard.of("point").filter(({ reward }) => reward === id);
    for (const { reward, steps } of pairs) {
      expect(points(reward).map(({ point }) => point.step)).toEqual(Array.from({ length: steps + 1 }, (_, i) => i));
      const judged = points(reward).filter(({ point }) => point["gold/sampled"] !== undefined);
      expect(judged.map(({ point }) => point.step)).toEqual([0, 4, 8]);
      expect(judged[0]?.point.kl).toBeCloseTo(0, 4);
      expect(Math.abs(judged.at(-1)?.point.kl ?? 0)).toBeGreaterThan(0.01);
    }

    expect(result?.policies.map(({ reward, status, step }) => [reward, status, step])).toEqual([
      ["bt", "finished", 8],
      ["icrm", "finished", 8],
    ]);
    const [bt, icrm] = result?.policies ?? [];
    // Both reward models judge the same base.
    expect(bt?.base.goldSampled).toEqual(icrm?.base.goldSampled);
    expect(bt?.base.reward).not.toEqual(icrm?.base.reward);
    expect(bt?.tuned.kl.value).not.toBe(icrm?.tuned.kl.value);
    const { win, tie, loss } = bt?.comparison.sampled ?? { win: 0, tie: 0, loss: 0 };
    expect(win + tie + loss).toBe(12);

    const [problem] = wordProblems.problems({ split: "test", n: 3, seed: 0 });
    const [first] = result?.answers ?? [];
    expect(result?.answers).toHaveLength(3);
    expect(first?.prompt).toBe(problem?.prompt);
    expect([first?.base.length, first?.tuned.bt?.length]).toEqual([5, 5]);
    const [greedy] = first?.base ?? [];
    expect(Object.keys(greedy?.rewards ?? {})).toEqual(["bt", "icrm"]);
    expect(greedy?.rewards.bt).toHaveLength((greedy?.tokens.length ?? 0) + 1);
    expect(greedy?.tokens.map(({ text }) => text).join("")).toContain(greedy?.text.replaceAll(" ", ""));
  });

  test("keeps the tuned policies; one answers in place of its base, and can be tuned in turn", async () => {
    const heard = align({ rewards: ["icrm"] });
    const result = await heard.result;
    const [kept] = heard.of("kept");
    const record = (await policies.list()).find(({ id }) => id === kept?.policy.id);
    expect(record).toMatchObject({ base: "Tiny policy", reward: "ICRM", step: 8, pairs: 8, samples: 4 });
    expect(record?.gold).toEqual({
      base: result?.policies[0]?.base.goldGreedy.value,
      tuned: result?.policies[0]?.tuned.goldGreedy.value,
      problems: 3,
    });
    const before = weightsOf(models.policy);
    const stored = { id: record?.id ?? "", name: record?.name ?? "" };
    expect((await models.choosePolicy(stored, runtime)).policy).toEqual({ ...stored, kind: "policy", method: null });
    expect(weightsOf(models.policy).weights).not.toEqual(before.weights);
    expect([...weightsOf(models.policy).weights.keys()]).toEqual([...before.weights.keys()]);
    await align({ policy: stored, rewards: ["bt"] }).result;
    expect((await policies.list())[0]).toMatchObject({ base: record?.name });
    await models.choosePolicy(null, runtime);
    expect(models.policy.checkpoint).toBe(before);

    await policies.remove(stored.id);
    await expect(models.choosePolicy(stored, runtime)).rejects.toThrow(/tuned policy is missing/);
    expect(models.policy.checkpoint).toBe(before);
    await expect(loadCheckpoint(policies.source(stored))).rejects.toThrow(/tuned policy is missing/);
  });

  test("pairs alone can be looked at first; what was sampled is not sampled again", async () => {
    const respond = vi.spyOn(models.policy.lm, "forward");
    const first = align({ until: "pairs" });
    expect(await first.result).toBeNull();
    expect(stages(first)).toEqual(["sampling", "rewarding"]);
    expect(respond).toHaveBeenCalled();
    respond.mockClear();
    const again = align({ until: "pairs" });
    await again.result;
    expect(respond).not.toHaveBeenCalled();
    expect(again.of("pairs")).toEqual(first.of("pairs"));
    const more = align({ until: "pairs", prompts: 9 });
    await more.result;
    expect(more.of("pairs")[0]?.report.prompts).toBe(9);
    expect(respond).toHaveBeenCalled();
  });
});

test("policies in workers of their own become what they become in turns, to the last digit", async () => {
  const became = async (workers: RunWorkers | null) => {
    service = new AlignmentService({ models, runtime }, workers);
    const heard = align();
    const result = await heard.result;
    const points = heard
      .of("point")
      .map(({ reward, point: { tokens_per_second: _, ...point } }) => ({ reward, point }));
    const of = (id: string) => points.filter(({ reward }) => reward === id);
    return { result, bt: of("bt"), icrm: of("icrm"), arranged: heard.of("arranged") };
  };
  const { arranged: turns, ...inTurns } = await became(null);
  const { arranged: workers, ...atOnce } = await became(workersOf(2).workers);
  expect(inTurns.bt).toHaveLength(9);
  expect(atOnce).toEqual(inTurns);
  expect([turns, workers]).toMatchObject([[{ workers: 0 }], [{ workers: 2 }]]);
});

describe("an alignment under way", () => {
  test("waits when paused, and goes on", async () => {
    let paused = false;
    const heard = align({ rewards: ["bt"] }, (event) => {
      if (event.type === "point" && event.point.step === 1 && !paused) {
        paused = true;
        void service.controlAlignment({ kind: "controlAlignment", action: "pause" });
      }
    });
    await vi.waitFor(() => expect(paused).toBe(true), { timeout: 60_000 });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(heard.of("point").at(-1)?.point.step).toBe(1);
    await service.controlAlignment({ kind: "controlAlignment", action: "resume" });
    expect((await heard.result)?.policies[0]).toMatchObject({ status: "finished", step: 8 });
  });

  test("stopped, it judges and keeps what there is", async () => {
    const heard = align({ rewards: ["bt"] }, (event) => {
      if (event.type === "point" && event.point.step === 2) {
        void service.controlAlignment({ kind: "controlAlignment", action: "stop" });
      }
    });
    expect((await heard.result)?.policies[0]).toMatchObject({ status: "stopped", step: 2 });
    expect(heard.of("kept")).toHaveLength(1);
  });

  test("cancelled, it lets go of everything, and another can begin", async () => {
    const kept = (await policies.list()).length;
    const heard = align({}, (event) => {
      if (event.type === "point" && event.point.step === 1) heard.cancel();
    });
    await expect(
      service.align({ kind: "align", plan }, { emit: () => {}, signal: AbortSignal.abort() }),
    ).rejects.toThrow(/An alignment is under way/);
    await expect(heard.result).rejects.toThrow(/abort/i);
    expect(await policies.list()).toHaveLength(kept);
    expect(await align({ until: "pairs" }).result).toBeNull();
  });
});

describe("bad input", () => {
  const prompts = (lines: readonly object[]) => ({
    name: "own.jsonl",
    file: new Blob([lines.map((line) => JSON.stringify(line)).join("\n")]),
  });
  const judged = wordProblems.problems({ split: "test", n: 3, seed: 0 }).map(({ prompt }) => ({ prompt }));

  test("one bad prompt is left out with its line, and pairs are made of the others", async () => {
    const fine = wordProblems.problems({ split: "train", n: 8, seed: 5 }).map(({ prompt }) => ({ prompt }));
    const heard = align({
      until: "pairs",
      file: prompts([{ question: "How many?" }, { prompt: "Zeppelins?" }, ...fine]),
    });
    expect(await heard.result).toBeNull();
    expect(heard.of("leftOut")[0]?.leftOut.records.map(({ number, why }) => [number, why])).toEqual([
      [1, "malformed"],
      [2, "words the model does not know"],
    ]);
    expect(heard.of("pairs")[0]?.report.prompts).toBe(8);
  });

  test("a prompt with an answer that a reward model cannot read is left out for every reward model, and told", async () => {
    const [bt] = models.rewards.filter(({ entry }) => entry.id === "bt");
    const judge = bt?.model as Judge;
    const read = judge.processRewardsOf.bind(judge);
    let asked = 0;
    vi.spyOn(judge, "processRewardsOf").mockImplementation(async (sequences) => {
      asked += 1;
      if (asked === 3) checkContext(1, 1, 1);
      return read(sequences);
    });
    const heard = align({ until: "pairs" });
    await heard.result;
    const left = heard.of("leftOut").flatMap(({ leftOut }) => leftOut.records);
    expect(left.map(({ number, why, report: { where } }) => [number, why, where])).toEqual([
      [3, "too long", expect.stringMatching(/^prompts, element 3, an answer as BT reads it/)],
    ]);
    expect(heard.of("pairs").map(({ report }) => report.prompts)).toEqual([7, 7]);
  });

  test.for<[string, Partial<AlignmentPlan>, RegExp]>([
    ["a β of 0", { config: { ...plan.config, beta: 0 } }, /β = 0 the loss does not depend on the policy/],
    ["one sample a prompt", { samples: 1 }, /No preference pair is left.*8 prompts with fewer than two finished/],
    ["rewards all too close", { minGap: 1000 }, /No preference pair is left.*8 whose rewards are equal or too close/],
    ["prompts that are judged on", { file: prompts(judged) }, /judged on.*found 3 of 3/],
    ["a record without a prompt", { file: prompts([{ question: "How many?" }]) }, /own\.jsonl, line 1, field prompt/],
    ["unknown words", { file: prompts([{ prompt: "Mia has 3 zeppelins." }]) }, /does not know the word "zeppelins"/],
    ["a reward model that is gone", { rewards: ["run:gone"] }, /reward model is not there \(run:gone\)/],
  ])("%s is refused", async ([, changes, reason]) => {
    await expect(align(changes).result).rejects.toThrow(reason);
  });

  test("one reward model without pairs is halted, the other goes on", async () => {
    const [bt] = models.rewards.filter(({ entry }) => entry.id === "bt");
    vi.spyOn(bt?.model as Judge, "processRewardsOf").mockImplementation(async (sequences) =>
      sequences.map(({ responseIds }) => ({ prompt: 0, tokens: new Float32Array(responseIds.length) })),
    );
    const heard = align({ until: "pairs" });
    await heard.result;
    expect(heard.of("halted").map(({ reward, report }) => [reward, report.what])).toEqual([
      ["bt", "No preference pair is left to train on"],
    ]);
    expect(heard.of("pairs").map(({ reward }) => reward)).toEqual(["icrm"]);
  });
});
