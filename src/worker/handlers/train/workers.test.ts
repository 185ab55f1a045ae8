import { beforeAll, expect, test } from "vitest";
import type { RunPlan } from "../../../flows/train/plan.ts";
import type { FromRunWorker, RunWorkers } from "../../../flows/train/workers/messages.ts";
import { checkpoints } from "../../../storage/checkpoints.ts";
import { runStore } from "../../../storage/run-store.ts";
import { workersOf } from "../../../testing/run-workers.ts";
import { tinyPairs } from "../../../testing/tiny-pairs.ts";
import { listen, memoryCache, opened, plan, run } from "../../../testing/training-service.ts";

/**
 * Everything that a training leaves behind, by run; speed belongs to the machine.
 * @param ahead runs that are opened before the training begins
 */
async function trained(workers: RunWorkers | null, runs: RunPlan[], ahead: RunPlan[] = []) {
  const heard = listen();
  const room = await opened(tinyPairs(24, 1), memoryCache(), "pairs", workers);
  await room.pinPairs({ kind: "pinPairs", places: [0, 2], generator: null });
  if (ahead.length > 0) await room.openAhead({ kind: "openAhead", plan: { ...plan, runs: ahead } });
  const endings = await room.train({ kind: "train", plan: { ...plan, runs } }, heard.call);
  const left = await Promise.all(
    runs.map(async ({ id }) => {
      const stored = heard.events.find((event) => event.type === "stored" && event.run === id);
      const runId = stored?.type === "stored" ? stored.runId : "";
      const rows = (await runStore.metrics(runId)).map(({ tokens_per_second: _, ...row }) => row);
      const weights = rows.length === 6 ? await checkpoints.source(runId).read("model.safetensors") : null;
      return { rows, weights, workers: (await runStore.get(runId))?.workers };
    }),
  );
  const frames = heard.updates().flatMap((update) => update.frames);
  const framesOf = (id: string) => frames.filter((frame) => frame.run === id);
  const arranged = heard.events.find((event) => event.type === "arranged");
  return { endings, left, frames: runs.map(({ id }) => framesOf(id)), arranged, events: heard.events };
}

const three = [run("bt", { method: "bt" }), run("icrm", { method: "icrm", tuning: "top", trainableLayers: 1 })];
three.push(run("shuffled", { method: "icrm", edgeWeight: "shuffled", tuning: "lora", loraRank: 2 }));

/** The three runs without workers. What a run leaves behind depends on no other run. */
let inTurns: Awaited<ReturnType<typeof trained>>;
beforeAll(async () => {
  inTurns = await trained(null, three);
});

test("runs in workers of their own leave behind what they leave in turns, to the last digit", async () => {
  const many = workersOf(2);
  const atOnce = await trained(many.workers, three);
  expect(many.spawned()).toBe(3);
  expect(inTurns.left[1]?.rows).toHaveLength(6);
  for (const what of ["endings", "left", "frames"] as const) expect(atOnce[what]).toEqual(inTurns[what]);
  expect(inTurns.arranged).toMatchObject({ workers: 0 });
  expect(atOnce.arranged).toMatchObject({ workers: 3 });
  // The next training gets the same workers.
  const again = await trained(many.workers, three.slice(0, 2));
  expect(many.spawned()).toBe(3);
  expect(again.left).toEqual(inTurns.left.slice(0, 2));
});

test("runs that were opened ahead leave the same behind, and other runs take their place", async () => {
  const two = three.slice(0, 2);
  const same = workersOf(2);
  const ready = await trained(same.workers, two, two);
  expect(same.spawned()).toBe(2);
  // The runs that were opened ahead end while they are being opened, and take their workers along.
  const other = workersOf(2);
  const changed = await trained(other.workers, two, [run("grm", { method: "grm", seed: 9 }), ...two]);
  expect(other.spawned()).toBe(5);
  for (const leftBehind of [ready, changed]) {
    for (const what of ["endings", "left", "frames"] as const) {
      expect(leftBehind[what]).toEqual(inTurns[what].slice(0, 2));
    }
  }
});

test("a run alone, or on one core, needs no worker; of many runs several share one", async () => {
  const counted = async (cores: number, runs: RunPlan[]) => {
    const { workers, spawned } = workersOf(cores);
    const { endings } = await trained(workers, runs);
    expect(endings.map(({ status }) => status)).toEqual(runs.map(() => "finished"));
    return spawned();
  };
  expect(await counted(8, three.slice(0, 1))).toBe(0);
  expect(await counted(1, three.slice(0, 2))).toBe(0);
  const many = Array.from({ length: 5 }, (_, seed) => run(`bt-${seed}`, { method: "bt", steps: 1, seed }));
  expect(await counted(2, many)).toBe(4);
});

test("a worker that dies takes its run along, and no other", async () => {
  let answers = 0;
  const { workers } = workersOf(2, (own, { type }) => own === 1 && type === "answer" && ++answers > 4);
  const { endings, events } = await trained(workers, three.slice(0, 2));
  expect(endings.map(({ status }) => status)).toEqual(["finished", "failed"]);
  expect(events.find((event) => event.type === "halted")).toMatchObject({
    run: "icrm",
    report: { what: expect.stringContaining("A worker that computed a run ended") },
  });
});

test("a run alone can be split: its record says over how many workers, and its steps are the same but for rounding", async () => {
  const one = [run("icrm", { method: "icrm", tuning: "full" })];
  const alone = await trained(null, one);
  const { workers, spawned } = workersOf(4, undefined, 2);
  const split = await trained(workers, one);
  expect(spawned()).toBe(2);
  expect(split.endings).toEqual(alone.endings);
  const rowsOf = ({ left }: typeof alone) => left[0]?.rows as Record<string, number>[];
  for (const [i, row] of rowsOf(alone).entries()) {
    for (const name of ["loss", "grad_norm", "heldout/margin"].filter((name) => name in row)) {
      expect(rowsOf(split)[i]?.[name]).toBeCloseTo(row[name] as number, 4);
    }
  }
  expect([alone, split].map(({ left }) => left[0]?.workers)).toEqual([undefined, 2]);
  expect(split.events.find(({ type }) => type === "split")).toMatchObject({ workers: 2, why: "asked" });
});

test("where a worker of a run that is split dies, the run ends at its last step, and none of the others waits for it", async () => {
  let answers = 0;
  const dies = (own: number, { type }: FromRunWorker) => own === 1 && type === "answer" && ++answers > 2;
  const { endings, events } = await trained(workersOf(2, dies, 2).workers, [run("bt", { method: "bt" })]);
  expect(endings).toMatchObject([{ status: "failed" }]);
  expect(events.find(({ type }) => type === "halted")).toMatchObject({ run: "bt" });
});
