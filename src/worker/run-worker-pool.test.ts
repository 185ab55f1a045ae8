import { expect, test } from "vitest";
import { RunWorkerPool } from "./run-worker-pool.ts";

/** A pool of workers that do nothing, and all that it has started. */
function poolOn(cores: number) {
  const workers: { asked: unknown[]; ended: boolean; onerror: ((event: object) => void) | null }[] = [];
  const pool = new RunWorkerPool(cores, () => {
    const worker = {
      asked: [] as unknown[],
      ended: false,
      onmessage: null,
      onerror: null,
      postMessage: (message: unknown) => void worker.asked.push(message),
      terminate: () => {
        worker.ended = true;
      },
    };
    workers.push(worker);
    return worker as unknown as Worker;
  });
  return { pool, workers };
}

const QUESTION = { type: "ask", run: 0, id: 0, question: { kind: "moved" } } as const;

test("a training gets workers that were started ahead, and those that an earlier one gave back", () => {
  const { pool, workers } = poolOn(2);
  pool.prepare();
  pool.prepare();
  expect(workers).toHaveLength(3);
  const taken = [pool.spawn(), pool.spawn(), pool.spawn(), pool.spawn()];
  expect(workers).toHaveLength(4);
  taken[3]?.release();
  pool.spawn().post(QUESTION);
  expect(workers.map(({ asked }) => asked.length)).toEqual([0, 0, 0, 1]);
});

test("no more workers wait than a page needs, and one that has died is given to nobody", () => {
  const { pool, workers } = poolOn(2);
  const taken = Array.from({ length: 4 }, () => pool.spawn());
  for (const worker of taken) worker.release();
  expect(workers.map(({ ended }) => ended)).toEqual([false, false, false, true]);
  workers[0]?.onerror?.({ preventDefault() {} });
  pool.spawn().post(QUESTION);
  expect(workers.map(({ asked }) => asked.length)).toEqual([0, 1, 0, 0]);
});

test("on one core none is started ahead", () => {
  const { pool, workers } = poolOn(1);
  pool.prepare();
  expect(workers).toHaveLength(0);
});
