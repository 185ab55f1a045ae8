import { expect, test } from "vitest";
import { tinyPairs } from "../../../testing/tiny-pairs.ts";
import { listen, lossOf, opened, plan, run, serviceWith } from "../../../testing/training-service.ts";

/** For every problem a right solution, and a solution whose last equation is off by one. */
function stepRecords(count: number): object[] {
  return tinyPairs(count, 3).flatMap(({ prompt, chosen }, i) => {
    const steps = chosen.split("; ").map((step, place, all) => (place < all.length - 1 ? `${step};` : step));
    const wrong = steps.with(
      -2,
      (steps.at(-2) as string).replace(/\d+;$/, (n) => `${Number.parseInt(n, 10) + 1};`),
    );
    const [completions, firstWrong] = i % 2 === 0 ? [steps, steps.length] : [wrong, steps.length - 2];
    return [{ prompt, completions, labels: steps.map((_, step) => step < firstWrong), step_separator: " " }];
  });
}
const file = new Blob([
  stepRecords(16)
    .map((record) => `${JSON.stringify(record)}\n`)
    .join(""),
]);
const data = { name: "steps.jsonl", train: file, heldOut: null };
const asked = { kind: "openTraining", device: "wasm", models: "memory/", base: null, data } as const;

test("stepwise data train a process reward model, response by response", async () => {
  const room = serviceWith();
  const found = await room.openTraining({ ...asked, supervision: "steps" });
  expect([found.unit, found.pairs + found.heldOut.length]).toEqual(["responses", 16]);
  const [pin] = await room.pinPairs({ kind: "pinPairs", places: [0], generator: null });
  expect(pin?.rejected).toEqual([]);
  expect(pin?.chosen.map(({ text }) => text).join("")).toMatch(/answer/);

  const heard = listen();
  const runs = [
    run("prm", { method: "prm", steps: 2, evalSteps: 1 }),
    run("prm_icrm", { method: "prm_icrm", steps: 2 }),
  ];
  const endings = await room.train({ kind: "train", plan: { ...plan, runs } }, heard.call);
  expect(endings.map(({ status }) => status)).toEqual(["finished", "finished"]);
  for (const id of ["prm", "prm_icrm"]) expect(lossOf(heard, id).every(Number.isFinite)).toBe(true);
  const frames = heard.updates().flatMap((update) => update.frames);
  const last = frames.findLast(({ run: id }) => id === "prm_icrm");
  expect(last?.signal.chosen.signs).toHaveLength(pin?.chosen.length as number);
  expect(last?.q.chosen).toHaveLength(pin?.chosen.length as number);
  const [measured] = heard.updates().flatMap((update) => update.runs.prm?.evaluations ?? []);
  expect((measured?.chosen.length ?? 0) + (measured?.rejected.length ?? 0)).toBeGreaterThan(0);
});

test("a run that compares pairs refuses them by name", async () => {
  const room = serviceWith();
  await room.openTraining({ ...asked, supervision: "steps" });
  const runs = [run("prm", { method: "prm", steps: 1 }), run("bt", { method: "bt", steps: 1 })];
  const training = room.train({ kind: "train", plan: { ...plan, runs } }, listen().call);
  await expect(training).rejects.toThrow(/method bt compares/);
});

test("pairs of the world train both, on the same batches", async () => {
  const room = await opened(tinyPairs(16, 1), undefined, "steps");
  const heard = listen();
  const runs = [run("prm", { method: "prm", steps: 1 }), run("bt", { method: "bt", steps: 1 })];
  const endings = await room.train({ kind: "train", plan: { ...plan, runs, heldOut: 4 } }, heard.call);
  expect(endings.map(({ status }) => status)).toEqual(["finished", "finished"]);
});
