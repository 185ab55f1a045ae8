import { expect, test } from "vitest";
import { SEED } from "./seed.ts";
import { DEATHS, tryDying } from "./try-dying.ts";

const { VITE_FAULT_POINTS: points, VITE_FAULT_SEED: seed = SEED } = import.meta.env;

/** `npm run test:faults` asks for every work, for more points, and for a software GPU, which compiles shaders for every fresh worker. */
const isWhole = points !== undefined;
const deaths = isWhole ? DEATHS : DEATHS.slice(0, 1);
const { VITE_FAULT_WORK: work = isWhole ? "" : "generation" } = import.meta.env;

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
