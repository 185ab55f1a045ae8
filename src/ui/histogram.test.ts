import { expect, test } from "vitest";
import { commonRange, rewardHistogram } from "./histogram.ts";

const sum = (shares: readonly number[]) => shares.reduce((total, share) => total + share, 0);

test("every value is counted once, the ends included", () => {
  const rewards = { chosen: [-1, 0, 0.5, 2], rejected: [-1, -1, 2] };
  const { shares } = rewardHistogram(rewards, commonRange([rewards.chosen, rewards.rejected]));
  expect(sum(shares.chosen)).toBeCloseTo(1, 10);
  expect(sum(shares.rejected)).toBeCloseTo(1, 10);
  expect(shares.rejected[0]).toBeCloseTo(2 / 3, 10);
  expect(shares.rejected.at(-1)).toBeCloseTo(1 / 3, 10);
});

test("equal values still have a range", () => {
  const [low, high] = commonRange([[3, 3], [3]]);
  expect(low).toBeLessThan(3);
  expect(high).toBeGreaterThan(3);
  expect(commonRange([])).toEqual([-1, 1]);
});
