import { describe, expect, test } from "vitest";
import { SWEEP_MATERIAL } from "../../testing/sweep-material.ts";
import { PlaygroundError } from "../errors.ts";
import { checkPlan, type SweepObjective, type SweepPlan, type TrialRequest, trialsOf } from "./plan.ts";
import { checkSameMaterial, type SweepMaterial } from "./record.ts";
import { runTrials, type TrialsOptions } from "./run-trials.ts";
import { fallsBehind, type StoppingMark } from "./stopping.ts";
import { failedOutcome, type Trial, type TrialMeasurement, type TrialOutcome } from "./trial.ts";
import type { FromTrialWorker, ToTrialWorker } from "./trial-messages.ts";
import { TrialWorker } from "./trial-worker.ts";

const plan = checkPlan({ vary: { learningRate: { logRange: [1e-4, 1e-2] } }, trials: 6, base: { steps: 4 } }, "test");
const requests = trialsOf(plan);

type Run = Extract<ToTrialWorker<null>, { type: "run" }>;

/** A worker that answers through `answer`, after some turns of the event loop. */
function worker(answer: (run: Run, post: (message: FromTrialWorker) => void, die: (reason: string) => void) => void) {
  let hear: (message: FromTrialWorker) => void = () => {};
  let died: (reason: string) => void = () => {};
  return new TrialWorker<null>(
    {
      post: (message) =>
        void setTimeout(() => {
          if (message.type === "open") hear({ type: "opened", material: SWEEP_MATERIAL });
          else if (message.type === "run")
            answer(
              message,
              (out) => hear(out),
              (reason) => died(reason),
            );
        }, 0),
      listen(onMessage, onDeath) {
        hear = onMessage;
        died = onDeath;
      },
      close: () => {},
    },
    null,
  );
}

/** Answers a population with the outcome that `trained` gives for each trial. */
function train({ requests, marks, objective }: Run): FromTrialWorker {
  const outcomes = requests.map((request, i) => trained(request, marks[i] as readonly StoppingMark[], objective));
  return { type: "ended", outcomes, sound: true };
}

/** A trial whose objective is its learning rate plus its seed, measured at steps 2 and 4. */
function trained(request: TrialRequest, marks: readonly StoppingMark[], objective: SweepObjective): TrialOutcome {
  const value = request.config.learningRate + request.seed;
  const at = (step: number): TrialMeasurement => ({ step, metrics: { "heldout/accuracy": value } });
  const behind = fallsBehind(at(2), marks, objective);
  const measurements = behind ? [at(2)] : [at(2), at(4)];
  const status = behind ? "stopped" : "finished";
  const step = behind ? 2 : 4;
  return { status, step, seconds: 1, metrics: { "heldout/accuracy": value }, measurements, pinned: null, error: null };
}

async function sweep(options: Partial<TrialsOptions> = {}, changes: Partial<SweepPlan> = {}, known: Trial[] = []) {
  const trials: Trial[] = [];
  const changed = { ...plan, ...changes };
  await runTrials(changed, trialsOf(changed), known, {
    workers: 2,
    spawn: () => worker((run, post) => post(train(run))),
    onTrial: (trial) => void trials.push(trial),
    ...options,
  });
  return trials.sort((a, b) => a.configuration - b.configuration || a.seed - b.seed);
}

test("gives the same trials however many workers there are", async () => {
  const alone = await sweep({ workers: 1 });
  expect(alone).toHaveLength(6);
  expect(await sweep({ workers: 3 })).toEqual(alone);
});

test("goes on where it was cut short", async () => {
  const all = await sweep();
  expect(await sweep({}, {}, all.slice(0, 4))).toEqual(all.slice(4));
});

test("a trial that fails is recorded, and the others go on", async () => {
  const error = { what: "Training diverged", where: "step 3" };
  const trials = await sweep({
    spawn: () =>
      worker((run, post) =>
        post(
          run.requests[0]?.configuration === 2
            ? { type: "ended", outcomes: [failedOutcome(error, 3)], sound: true }
            : train(run),
        ),
      ),
  });
  expect(trials.map(({ status }) => status)).toEqual([
    "finished",
    "finished",
    "failed",
    "finished",
    "finished",
    "finished",
  ]);
  expect(trials[2]).toMatchObject({ error, step: 3 });
});

test("a worker that dies is replaced: its trial is tried once more, then recorded", async () => {
  const deaths = { 1: 1, 4: 9 } as Record<number, number>;
  let spawned = 0;
  const trials = await sweep({
    workers: 1,
    spawn: () => {
      spawned += 1;
      return worker((run, post, die) => {
        const { configuration } = run.requests[0] as TrialRequest;
        if ((deaths[configuration] ?? 0) > 0) {
          deaths[configuration] = (deaths[configuration] as number) - 1;
          die("out of memory");
        } else post(train(run));
      });
    },
  });
  expect(trials[1]?.status).toBe("finished");
  expect(trials[4]).toMatchObject({ status: "failed", error: { where: "worker", found: "out of memory" } });
  expect(spawned).toBe(4);
});

test("a trial that finds no more memory is run once more on a fresh worker, whose memory no other trial took", async () => {
  const full = { what: "There is no room for this work", where: "trial" };
  let [spawned, asked] = [0, 0];
  const spawn = () => {
    spawned += 1;
    let served = 0;
    return worker((run, post) => {
      served += 1;
      const { configuration } = run.requests[0] as TrialRequest;
      if (configuration === 4) asked += 1;
      // The second trial of a worker finds its memory full, and the fifth configuration takes too much by itself.
      const isFull = served === 2 || configuration === 4;
      post(isFull ? { type: "ended", outcomes: [failedOutcome(full)], sound: false } : train(run));
    });
  };
  const trials = await sweep({ workers: 1, spawn });
  expect(trials.filter(({ status }) => status === "finished").map(({ configuration }) => configuration)).toEqual([
    0, 1, 2, 3, 5,
  ]);
  expect(trials[4]).toMatchObject({ status: "failed", error: full });
  expect(asked).toBe(2);
  expect(spawned).toBeGreaterThan(2);
});

test("ends where workers have opened something else than the trials before them", async () => {
  const onOpened = (found: SweepMaterial) => checkSameMaterial({ ...SWEEP_MATERIAL, dataHash: "0" }, found, "here");
  await expect(sweep({ onOpened })).rejects.toThrow(/other pairs/);
});

test("ends where a worker cannot read what trials are made of, or a trial cannot be kept", async () => {
  const unopened = () =>
    new TrialWorker<null>(
      {
        post: () => {},
        listen: (hear) => setTimeout(() => hear({ type: "unopened", report: { what: "No such file" } }), 0),
        close: () => {},
      },
      null,
    );
  await expect(sweep({ spawn: unopened })).rejects.toThrow("No such file");
  const kept: Trial[] = [];
  const full = (trial: Trial) => {
    if (kept.length === 2) throw new PlaygroundError({ what: "There is no room left" });
    kept.push(trial);
  };
  await expect(sweep({ onTrial: full, workers: 1 })).rejects.toThrow("no room");
  expect(kept).toHaveLength(2);
});

describe("as populations", () => {
  /** The seeds and configurations of each population, in the order in which the populations were started. */
  async function populations(options: Partial<TrialsOptions>, changes: Partial<SweepPlan> = {}) {
    const groups: string[][] = [];
    const spawn = () =>
      worker((run, post) => {
        groups.push(run.requests.map(({ configuration, seed }) => `${configuration}/${seed}`));
        post(train(run));
      });
    return { trials: await sweep({ spawn, ...options }, changes), groups };
  }

  test("gives the same trials, so many at once as may be", async () => {
    const { trials, groups } = await populations({ together: 4, workers: 1 });
    expect(trials).toEqual(await sweep({ workers: 1 }));
    expect(groups.map(({ length }) => length)).toEqual([4, 2]);
  });

  test("first those on the same batches, and never what is another program", async () => {
    const { groups } = await populations({ together: 3, workers: 1 }, { seeds: [0, 7], trials: 12 });
    expect(groups[0]).toEqual(["0/0", "1/0", "2/0"]);
    const vary = { batchSize: { choices: [4, 8] }, learningRate: { choices: [1e-3, 1e-2] } };
    const grid = checkPlan({ vary, sampler: "grid" }, "test");
    const { groups: shapes } = await populations({ together: 9, workers: 1 }, grid);
    expect(shapes).toHaveLength(2);
    for (const group of shapes) expect(group).toHaveLength(2);
  });

  test("ends trials early as one by one", async () => {
    const stopping = { stopping: { after: 3 }, seeds: [0, 5], trials: 12 };
    const { trials } = await populations({ together: 5 }, stopping);
    expect(trials).toEqual(await sweep({ workers: 1 }, stopping));
  });

  test("a population whose worker dies is run once more as it was: its numbers are rounded otherwise than those of runs alone", async () => {
    const sizes: number[] = [];
    const spawn = () =>
      worker((run, post, die) => (sizes.push(run.requests.length) === 1 ? die("the GPU was lost") : post(train(run))));
    expect(await sweep({ together: 6, workers: 1, spawn })).toEqual(await sweep());
    expect(sizes).toEqual([6, 6]);
  });

  test("what dies of being run together is run one by one", async () => {
    const spawn = () => worker((run, post, die) => (run.requests.length > 1 ? die("out of memory") : post(train(run))));
    expect(await sweep({ together: 6, workers: 1, spawn })).toEqual(await sweep());
  });
});

test("keeps one trial at a time", async () => {
  let keeping = 0;
  const onTrial = async () => {
    keeping += 1;
    expect(keeping).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 5));
    keeping -= 1;
  };
  await sweep({ workers: 3, onTrial });
});

test("after a stop no trial begins, and those under way end", async () => {
  const stop = new AbortController();
  const trials: Trial[] = [];
  await sweep({
    signal: stop.signal,
    onTrial: (trial) => {
      trials.push(trial);
      stop.abort();
    },
  });
  expect(trials).toHaveLength(2);
});

describe("median stopping", () => {
  const stopping = { stopping: { after: 3 }, seeds: [0, 5], trials: 12 };

  test("ends what is worse than the median of the first, of the same seed, whoever ends when", async () => {
    const trials = await sweep({}, stopping);
    expect(await sweep({ workers: 5 }, stopping)).toEqual(trials);
    for (const seed of [0, 5]) {
      const rates = requests.map(({ config }) => config.learningRate);
      const median = [...rates.slice(0, 3)].sort((a, b) => a - b)[1] as number;
      const status = trials.filter((trial) => trial.seed === seed).map((trial) => trial.status);
      expect(status).toEqual(rates.map((rate, i) => (i < 3 || rate >= median ? "finished" : "stopped")));
      expect(new Set(status).size).toBe(2);
    }
  });

  test("the other way round where less is better", async () => {
    const goal = "minimise" as const;
    const trials = await sweep({}, { ...stopping, objective: { metric: "heldout/accuracy", goal } });
    const up = await sweep({}, stopping);
    const stopped = (list: Trial[]) => list.flatMap(({ status }, i) => (status === "stopped" ? [i] : []));
    expect(stopped(trials).filter((i) => stopped(up).includes(i))).toEqual([]);
    expect(stopped(trials).length).toBeGreaterThan(0);
  });
});
