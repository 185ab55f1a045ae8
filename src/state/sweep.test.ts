import { expect, test } from "vitest";
import { checkPlan } from "../engine/sweep/plan.ts";
import { readSweep, type SweepRecord } from "../engine/sweep/record.ts";
import type { FromTrialWorker } from "../engine/sweep/trial-messages.ts";
import { TrialWorker } from "../engine/sweep/trial-worker.ts";
import { SWEEP_MATERIAL } from "../testing/sweep-material.ts";
import { createSweep, remaining, type SweepShelf, secondsFor, trialsPlanned } from "./sweep.ts";

const plan = checkPlan({ base: { steps: 1 }, vary: { rho: { range: [0, 1] } }, seeds: [0, 1], trials: 6 }, "test");

/** Milliseconds of a step with `together` trials as one program, which then gains nothing. */
const nothingGained = (together: number) => 9 * together;

/**
 * Workers whose trials have ρ as objective and take two seconds each. `groups` records how many trials were run as one
 * program.
 */
function crew(workers = 2, { opened = SWEEP_MATERIAL, cost = nothingGained, groups = [] as number[] } = {}) {
  const spawn = () => {
    let hear: (message: FromTrialWorker) => void = () => {};
    return new TrialWorker<null>(
      {
        post: (message) =>
          void setTimeout(() => {
            if (message.type === "open") return hear({ type: "opened", material: opened });
            if (message.type === "time") return hear({ type: "timed", milliseconds: cost(message.requests.length) });
            groups.push(message.requests.length);
            hear({ type: "step", run: 0, step: 1, measured: null });
            const outcomes = message.requests.map(({ config }) => ({
              status: "finished" as const,
              step: 1,
              seconds: 2,
              metrics: { "heldout/accuracy": config.rho },
              measurements: [],
              pinned: null,
              error: null,
            }));
            hear({ type: "ended", outcomes, sound: true });
          }, 0),
        listen: (onMessage) => {
          hear = onMessage;
        },
        close: () => {},
      },
      null,
    );
  };
  return { workers, spawn };
}

/** A shelf that keeps texts in memory. */
function shelf(): SweepShelf {
  const kept = new Map<string, string>();
  return {
    save: async (id, record) => void kept.set(id, JSON.stringify(record)),
    list: async () => [...kept.keys()].sort((a, b) => Number(b) - Number(a)),
    load: async (id) => readSweep(JSON.parse(kept.get(id) ?? "null"), id),
    remove: async (id) => void kept.delete(id),
  };
}

const ends = (sweep: ReturnType<typeof createSweep>) =>
  sweep.store.getState().record?.trials.map(({ configuration, seed }) => `${configuration}/${seed}`);

test("a paused sweep goes on after its page is gone, and gives what it gives in one go", async () => {
  const disk = shelf();
  const first = createSweep(disk, () => 1);
  const stop = first.store.subscribe(({ record }) => record?.trials.length === 2 && first.pause());
  await first.start(plan, crew());
  stop();
  expect(first.store.getState()).toMatchObject({ phase: "idle", underWay: {}, error: null });
  const before = first.store.getState().record as SweepRecord;
  expect(before.trials.length).toBeLessThan(6);
  expect(secondsFor(remaining(before), before, 2)).toBe(6 - before.trials.length);
  const elsewhere = { ...before, plan: { ...before.plan, listed: [] } };
  expect(secondsFor(remaining(before), elsewhere, 2)).toBeNull();

  const second = createSweep(disk);
  await second.open();
  expect(second.store.getState()).toMatchObject({ id: "1", record: before });
  await second.resume(crew(1));
  const whole = createSweep(shelf());
  await whole.start(plan, crew(3));
  expect(second.store.getState().record).toEqual(whole.store.getState().record);
});

test("more trials leave the first as they are; a confirmation comes on top", async () => {
  const sweep = createSweep(shelf());
  await sweep.start(plan, crew());
  const first = sweep.store.getState().record?.trials;
  await sweep.add(2, crew());
  expect(ends(sweep)).toEqual(["0/0", "0/1", "1/0", "1/1", "2/0", "2/1", "3/0", "3/1"]);
  expect(sweep.store.getState().record?.trials.slice(0, 6)).toEqual(first);
  await sweep.confirm(1, 2, crew());
  expect(ends(sweep)).toEqual(["-1/2", "-1/3", "0/0", "0/1", "1/0", "1/1", "1/2", "1/3", "2/0", "2/1", "3/0", "3/1"]);
  expect(trialsPlanned(sweep.store.getState().record as SweepRecord)).toBe(12);
});

test("a confirmation is run as calibration finds it soonest done", async () => {
  const sweep = createSweep(shelf());
  await sweep.start({ ...plan, base: { ...plan.base, steps: 100_000 } }, crew());
  const groups: number[] = [];
  await sweep.confirm(1, 3, crew(1, { cost: () => 9, groups }));
  expect(sweep.store.getState().calibration?.fastest).toEqual({ workers: 1, together: 6 });
  expect(groups).toEqual([6]);
  expect(ends(sweep)).toHaveLength(12);
});

test("trials of other data are not mixed in, and a full disk keeps what there is", async () => {
  const sweep = createSweep(shelf());
  await sweep.start(plan, crew());
  await sweep.add(2, crew(1, { opened: { ...SWEEP_MATERIAL, dataHash: "9" } }));
  expect(sweep.store.getState().error?.what).toMatch(/other pairs/);
  expect(ends(sweep)).toHaveLength(6);

  let room = 3;
  const disk = shelf();
  const full = createSweep({
    ...disk,
    save: async (id, record) => {
      if (room-- <= 0) throw new Error("There is no room");
      await disk.save(id, record);
    },
  });
  await full.start(plan, crew(1));
  expect(full.store.getState()).toMatchObject({ phase: "idle", error: { what: "There is no room" } });
  expect(ends(full)?.length).toBeGreaterThanOrEqual(2);
});

test("a deleted sweep gives way to the newest of the others, and can be brought back", async () => {
  let clock = 1;
  const disk = shelf();
  const sweep = createSweep(disk, () => clock++);
  await sweep.start(plan, crew());
  await sweep.start({ ...plan, seed: 7 }, crew());
  const { id, record } = sweep.store.getState();
  await sweep.remove();
  expect(await disk.list()).toEqual(["1"]);
  expect(sweep.store.getState()).toMatchObject({ id: "1", kept: ["1"], record: { plan: { seed: 0 } } });
  await sweep.restore();
  expect(sweep.store.getState()).toMatchObject({ id, record, kept: ["2", "1"], deleted: null });
  expect(await disk.load("2")).toEqual(record);
});
