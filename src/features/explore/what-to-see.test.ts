import { expect, test } from "vitest";
import type { StepMark, Trajectory } from "../../worker/records.ts";
import { whatToSee } from "./what-to-see.ts";

const step = (from: number, to: number, status: StepMark["status"]): StepMark => ({
  ...{ from, to, status, text: `step ${from}`, reason: "" },
});
const models = [
  { id: "bt", name: "BT" },
  { id: "icrm", name: "ICRM" },
];

/** A trajectory of three steps of two tokens each and an end token; the second step is wrong. */
const trajectory = {
  tokens: Array.from({ length: 8 }, (_, id) => ({ id, text: "", q: 0.5, p: 0.5, top: [] })),
  // σ(0) = 0.5 and σ(−2.2) = 0.1; the last two rewards belong to the end of the response.
  rewards: { bt: [0, 0, 9, 9, -9, 0, 0, 9, 9], icrm: [0, 0, 9, 9, -9, 0, -2.2, -9, -9] },
  exact: { prompt: 0.5, tokens: [0.5, 0.7, 0.4, 0, 0, 0, 0, 0], q: [] },
  judgement: {
    ...{ answer: 1, correct: false, firstWrongStep: 1, misconception: "plus" },
    steps: [step(0, 2, "right"), step(2, 4, "wrong"), step(4, 6, "wrong"), step(6, 8, "wrong")],
  },
} as unknown as Trajectory;

test("the first mistake is told with the value it costs and how high each reward climbs after it, lowest first", () => {
  expect(whatToSee(trajectory, models)).toBe(
    "Look at step 2, “step 2”: the policy makes the mistake “adds groups”, and the true value V* falls from .70 to 0 and stays there; in the steps after it the process reward σ(r) climbs to ICRM .10, BT .50.",
  );
});

test("a solution without a mistake is told as one", () => {
  const right = { ...trajectory.judgement, correct: true, firstWrongStep: -1, misconception: null };
  expect(whatToSee({ ...trajectory, judgement: right }, models)).toContain("no mistake");
});
