import { beforeEach, describe, expect, test } from "vitest";
import type { RunPlan, TrainingPlan } from "../../../flows/train/plan.ts";
import { runStore } from "../../../storage/run-store.ts";
import { storedModelId } from "../../../storage/stored-model.ts";
import { tinyPairs } from "../../../testing/tiny-pairs.ts";
import { file, listen, lossOf, memoryCache, models, opened, plan, run } from "../../../testing/training-service.ts";
import type { TrainingService } from "./service.ts";

let service: TrainingService;
beforeEach(async () => {
  service = await opened();
  await service.pinPairs({ kind: "pinPairs", places: [0, 2], generator: null });
});

describe("any model can be the generator", () => {
  const train = async (which: TrainingService, generator: string | null) => {
    const heard = listen();
    const how: TrainingPlan = { ...plan, generator, runs: [run("icrm", { steps: 1 })] };
    await which.train({ kind: "train", plan: how }, heard.call);
    return lossOf(heard, "icrm");
  };

  test("one of the playground's, one trained in this browser, and again the base", async () => {
    const base = await train(service, null);
    expect(await train(service, "policy")).toEqual(base);
    expect(await train(service, "bt")).not.toEqual(base);
    const [trained] = (await runStore.list()).filter(({ hasCheckpoint }) => hasCheckpoint);
    expect(await train(service, storedModelId(trained?.id ?? ""))).not.toEqual(base);
    expect(await train(service, null)).toEqual(base);
  });

  test("the class of students, exactly; it is never adapted, and no base", async () => {
    expect(await train(service, "class")).not.toEqual(await train(service, null));
    const [pinned] = await service.pinPairs({ kind: "pinPairs", places: [1], generator: "class" });
    const [certain, chances] = [1, 0.5].map((q) => pinned?.chosen.filter((token) => Math.abs(token.q - q) < 1e-6));
    expect(certain?.length).toBeGreaterThan(10);
    expect(chances?.length).toBeGreaterThan(0);
    const adapting = { generatorSteps: 1, generatorLearningRate: 1e-2 };
    const adapted = { ...plan, generator: "class", runs: [run("icrm", adapting)] };
    await expect(service.train({ kind: "train", plan: adapted }, listen().call)).rejects.toMatchObject({
      report: { what: expect.stringContaining("class of students cannot be trained on") },
    });
    const data = { name: "d", train: file(tinyPairs(24, 1)), heldOut: file(tinyPairs(8, 2)) };
    await expect(
      service.openTraining({
        kind: "openTraining",
        device: "wasm",
        models: "memory/",
        base: "class",
        data,
        supervision: "pairs",
      }),
    ).rejects.toMatchObject({ report: { what: expect.stringContaining("class of students cannot be trained on") } });
  });

  test("the pinned pairs show its probabilities", async () => {
    const [base] = await service.pinPairs({ kind: "pinPairs", places: [1], generator: null });
    const [other] = await service.pinPairs({ kind: "pinPairs", places: [1], generator: "icrm" });
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
    const base = await train(service, null);
    await expect(train(service, "nobody")).rejects.toMatchObject({ report: { what: "There is no such model" } });
    await expect(train(service, storedModelId("gone"))).rejects.toMatchObject({
      report: { what: expect.stringContaining("missing") },
    });
    const own = models.get("reward-icrm/tokenizer.json") as Uint8Array;
    const other = new TextEncoder().encode(JSON.stringify({ model: { type: "WordLevel", vocab: { other: 0 } } }));
    models.set("reward-icrm/tokenizer.json", other);
    await expect(train(service, "icrm")).rejects.toMatchObject({
      report: { what: "The generator's vocabulary is not the reward model's" },
    });
    models.set("reward-icrm/tokenizer.json", own);
    expect(await train(service, null)).toEqual(base);
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
  const train = async (which: TrainingService, how: TrainingPlan) => {
    const heard = listen();
    await which.train({ kind: "train", plan: how }, heard.call);
    return heard;
  };

  test("is adapted once for all runs that ask for it, and they alone read its probabilities", async () => {
    const heard = await train(service, adaptedPlan);
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
    // Five generators, each with its training pairs and its held-out pairs.
    expect(cache.entries.size).toBe(10);
  });

  test("is the same after a run was stopped and goes on, wherever its probabilities were kept", async () => {
    // Enough steps that some are left when the first progress arrives.
    const icrm = { ...plan, runs: [run("icrm", { ...adapting, steps: 60 })] };
    const straight = await train(service, icrm);
    const heard = listen((event) => event.type === "update" && (event.runs.icrm?.step ?? 0) >= 2 && heard.stop());
    const [stopped] = await service.train({ kind: "train", plan: { ...icrm, recordEvery: 1 } }, heard.call);
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
    const training = service.train({ kind: "train", plan: long }, heard.call);
    await expect.poll(() => adaptedSteps(heard).at(-1) ?? 0, { timeout: 60_000 }).toBeGreaterThan(0);
    await service.controlTraining({ kind: "controlTraining", action: "pause" });
    // A paused adaptation reports the same step twice in a row before its end.
    let paused = -1;
    const rested = () => {
      const before = paused;
      paused = adaptedSteps(heard).at(-1) as number;
      return paused === before;
    };
    await expect.poll(rested, { interval: 500, timeout: 60_000 }).toBe(true);
    expect(paused).toBeLessThan(400);
    await service.controlTraining({ kind: "controlTraining", action: "step" });
    await expect.poll(() => adaptedSteps(heard).at(-1), { timeout: 60_000 }).toBeGreaterThan(paused);
    heard.stop();
    await expect(training).rejects.toMatchObject({ name: "AbortError" });
    expect(heard.events.some((event) => event.type === "stored")).toBe(false);
  });

  test("that diverges says so before anything begins", async () => {
    const wild = { ...adapting, generatorLearningRate: 1e30, maxGradNorm: 1e30, warmupRatio: 0 };
    await expect(train(service, { ...plan, runs: [run("icrm", wild)] })).rejects.toMatchObject({
      report: { where: expect.stringMatching(/^adaptation of the generator, step/) },
    });
  });
});
