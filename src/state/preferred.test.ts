import { expect, test } from "vitest";
import type { Trajectory } from "../worker/records.ts";
import { preferred } from "./preferred.ts";

const answered = (correct: boolean | null, bt: number, icrm: number) =>
  ({ judgement: { correct }, rewards: { bt: [9, bt], icrm: [9, icrm] } }) as unknown as Trajectory;

test("a reward model prefers what ends with its highest reward, right or wrong", () => {
  const all = [answered(false, 2, -1), answered(true, 1, 3), answered(null, 8, 8)];
  expect(preferred(all)).toEqual([
    { model: "bt", place: 0, correct: false },
    { model: "icrm", place: 1, correct: true },
  ]);
});

test("among answers that are all wrong, or not known, there is nothing to prefer", () => {
  expect(preferred([answered(false, 2, 1), answered(null, 1, 2)])).toBeNull();
  expect(preferred([])).toBeNull();
});
