import { expect, test } from "vitest";
import { DEATHS, tryDying } from "./dying-work.ts";
import { SEED } from "./seed.ts";

const { VITE_FAULT_POINTS: points, VITE_FAULT_WORK: work = "", VITE_FAULT_SEED: seed = SEED } = import.meta.env;

/** A software GPU compiles the shaders of every fresh worker: `npm run test:faults` asks for it, and for more points. */
const deaths = points === undefined ? DEATHS.slice(0, 1) : DEATHS;

test.for(deaths)(
  "%s in the middle of work: a message, and the same numbers in the end",
  {
    timeout: 3_600_000,
  },
  async (death, { task }) => {
    const tried = await tryDying(death, Number(points ?? 1), Number(seed), work);
    Object.assign(task.meta, { tried });
    expect(tried.flatMap(({ work, faults }) => faults.map((fault) => `${work}, ${fault}`))).toEqual([]);
  },
);
