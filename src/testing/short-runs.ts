import { expect } from "vitest";
import type { Response, TokenPair } from "../engine/training/pairs.ts";
import { REWARD_MODEL_DEFAULTS, type RewardModelConfig } from "../engine/training/reward-model-config.ts";
import type { StepMetrics } from "../engine/training/trainer.ts";

/** A LoRA run of a few steps, for comparing devices and paths. */
export const LORA_RUN: RewardModelConfig = {
  ...REWARD_MODEL_DEFAULTS,
  method: "icrm",
  tuning: "lora",
  loraRank: 2,
  loraAlpha: 2,
  batchSize: 2,
  steps: 2,
};

const response = (...ids: number[]): Response => ({
  ids: [1, 5, 8, ...ids, 2],
  responseStart: 3,
  q: [...ids, 2].map((id) => 1 / (2 + (id % 5))),
});

/** Short pairs in the vocabulary of the golden decoders. */
export const SHORT_PAIRS: TokenPair[] = [
  { chosen: response(7, 9, 40), rejected: response(11, 41), margin: 0 },
  { chosen: response(30, 40), rejected: response(12, 13, 14, 41), margin: 0 },
];

/**
 * Expects that two runs report the same figures at every step, except for their speed: to 1e-4, relative to the figure
 * or to 1.
 */
export function expectSameRun(found: readonly StepMetrics[], expected: readonly StepMetrics[]): void {
  expect(found).toHaveLength(expected.length);
  for (const [i, { tokens_per_second, ...metrics }] of expected.entries()) {
    for (const [name, value] of Object.entries(metrics)) {
      const gap = Math.abs((found[i]?.[name] ?? Number.NaN) - value);
      expect(gap, `${name} of step ${i + 1}: ${found[i]?.[name]}, not ${value}`).toBeLessThan(
        1e-4 * Math.max(1, Math.abs(value)),
      );
    }
  }
}
